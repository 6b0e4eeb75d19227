//! Lists of participants.

use super::{about::is_about, about::is_firm, candidate::describe, key::key, opening::part};
use crate::{
    model::Role,
    transcript::{
        format::{
            Heading,
            speaker::{self, label, voices},
            speech::sentence,
        },
        printed::PrintedParagraph,
    },
};

/// Most entries of a list.
const MAX_ENTRIES: usize = 1_000;

/// A line of so many words is no title.
const MAX_ABOUT_WORDS: usize = 18;

/// Reads a list from a paragraph on: the people, and how many paragraphs it takes.
pub(super) fn read(
    paragraphs: &[PrintedParagraph],
    from: usize,
    role: Option<Role>,
) -> (Vec<Heading>, usize) {
    let mut people: Vec<Heading> = Vec::new();
    let mut about = String::new();
    let mut taken = 0;
    for (at, paragraph) in paragraphs.iter().enumerate().skip(from) {
        let line = paragraph.line();
        let line = item(&line);
        if ends(paragraph, line) || people.len() >= MAX_ENTRIES {
            break;
        }
        // A name without title, and below it the speech: the list has ended.
        let next = paragraphs.get(at + 1);
        let is_speaker = next.is_some_and(|next| next.label.is_none() && reads_on(&next.text));
        let is_again = people.iter().any(|person| key(&person.name) == key(line));
        if is_speaker && paragraph.is_heading || is_again {
            break;
        }
        match person(line, paragraph, &people) {
            Some(found) => {
                close(&mut people, &mut about, role);
                people.push(found);
            }
            None if people.is_empty() => {}
            None => {
                about.push(' ');
                about.push_str(line);
            }
        }
        taken += 1;
    }
    close(&mut people, &mut about, role);
    (people, taken)
}

/// A text long enough to be said.
fn reads_on(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words >= MAX_ABOUT_WORDS || words >= 6 && sentence::ends_sentence(text) && !is_about(text)
}

/// Whether a list ends before a paragraph.
fn ends(paragraph: &PrintedParagraph, line: &str) -> bool {
    let is_voice = |name: &str| voices::is_heading_voice(name.trim_end_matches([':', '：']).trim());
    let label = paragraph.label.as_deref().unwrap_or_default();
    part(line).is_some()
        || is_voice(line)
        || is_voice(label)
        || paragraph.label.is_some() && reads_on(&paragraph.text)
        || reads_on(line)
}

/// The person of an entry; none for a line that goes on with the entry before.
fn person(line: &str, paragraph: &PrintedParagraph, people: &[Heading]) -> Option<Heading> {
    if let Some(name) = &paragraph.label
        && let Some(found) = label::whole_line(item(name)).filter(|found| found.side.is_none())
    {
        let mut heading = found.heading;
        if heading.title.is_none() && heading.firm.is_none() {
            describe(
                &mut heading,
                paragraph.text.trim_start_matches([':', '-', '–', ',', ' ']),
            );
        }
        return Some(heading);
    }
    let parted = [" – ", " - ", " — ", ", ", ": "]
        .iter()
        .filter_map(|mark| line.split_once(mark))
        .min_by_key(|(name, _)| name.len());
    let in_one_line = parted.and_then(|(name, about)| {
        let found = label::whole_line(name)
            .filter(|found| !speaker::is_office(name) && found.side.is_none())?;
        let mut heading = found.heading;
        describe(&mut heading, about);
        Some(heading)
    });
    let is_open = people
        .last()
        .is_none_or(|last| last.title.is_none() && last.firm.is_none());
    let alone = label::whole_line(line)
        .map(|found| found.heading)
        .filter(|_| !speaker::is_office(line));
    match (in_one_line, alone) {
        // `Evercore ISI Institutional Equities, Research Division` goes on with a name in bold.
        _ if !paragraph.is_heading && people.iter().any(|_| is_open) && is_firm(line) => None,
        (Some(heading), _)
            if speaker::is_office(line) || paragraph.is_heading || !has_open_entry(people) =>
        {
            Some(heading)
        }
        (_, Some(heading)) if paragraph.is_heading || !has_open_entry(people) => Some(heading),
        _ => None,
    }
}

/// Whether the last entry is a name that waits for its title.
fn has_open_entry(people: &[Heading]) -> bool {
    people
        .last()
        .is_some_and(|last| last.title.is_none() && last.firm.is_none())
}

/// Gives the lines below a name to the last person.
fn close(people: &mut [Heading], about: &mut String, role: Option<Role>) {
    if let Some(last) = people.last_mut() {
        let text = about.trim();
        if !text.is_empty() && last.title.is_none() && last.firm.is_none() {
            describe(last, text);
        }
        last.role = role.or(last.role);
        if role == Some(Role::Analyst)
            && last.firm.is_none()
            && !last.title.as_deref().is_some_and(speaker::is_office)
        {
            last.firm = last.title.take();
        }
    }
    about.clear();
}

/// The line without bullet or number.
fn item(line: &str) -> &str {
    // Bullets are often in private codes.
    let is_private = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    let line = line.trim_start_matches(|c: char| {
        c.is_whitespace() || is_private(c) || "•·●▪■○◦➢►-–*".contains(c)
    });
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = line.get(digits..).unwrap_or_default();
    match rest.strip_prefix(['.', ')']) {
        Some(rest) if (1..=2).contains(&digits) => rest.trim(),
        _ => line.trim(),
    }
}
