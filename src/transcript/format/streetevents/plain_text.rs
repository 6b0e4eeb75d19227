//! LSEG (Refinitiv, Thomson) StreetEvents plain text: lists of participants, then the presentation
//! and the questions, in lines broken at a column.
//!
//! ```text
//! CORPORATE PARTICIPANTS
//!
//! Jane Q. Doe
//! Farcape Motors, Inc. - CFO & Director
//! CONFERENCE CALL PARTICIPANTS
//!
//! Ann Lee
//! Kestrel Capital, Research Division - MD
//! PRESENTATION
//!
//! Operator
//! Good day, and welcome to …
//!
//! Jane Q. Doe
//! Farcape Motors, Inc. - CFO & Director
//! Thank you.
//! ```

use super::part::{FilePart, Line, mark_unparsed};
use crate::{
    model::{Role, Section},
    transcript::format::{
        Document, Format, Heading, Paragraph, RawTurn, Transcript,
        speaker::{
            heading::{most_common_firm, parse_with_firm, split_heading},
            voices::is_heading_voice,
        },
        speech::wrapped::{Column, join},
    },
};
use std::collections::{HashMap, HashSet};

pub(crate) struct StreetEvents;

impl Format for StreetEvents {
    fn name(&self) -> &'static str {
        "streetevents"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let text = document.text();
        let parts: HashSet<FilePart> = text.lines().filter_map(part).collect();
        let listed = parts.contains(&FilePart::Company) || parts.contains(&FilePart::Guests);
        let spoken = parts.contains(&FilePart::Prepared) || parts.contains(&FilePart::Questions);
        listed && spoken
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let text = document.text();
        let mut transcript = Transcript::default();
        let mut at: Option<FilePart> = None;
        let mut parts: Vec<(FilePart, Vec<Line<'_>>)> = Vec::new();
        for (number, text) in (1..).zip(text.lines()) {
            let line = Line {
                number,
                text: text.trim(),
            };
            if let Some(found) = part(text) {
                at = Some(found);
                parts.push((found, Vec::new()));
            } else if let Some((_, lines)) = parts.last_mut().filter(|_| at.is_some()) {
                lines.push(line);
            } else if transcript.title.is_empty() && !line.text.is_empty() {
                line.text.clone_into(&mut transcript.title);
            } else if !line.text.is_empty() {
                transcript.mark_unparsed(number, line.text, "text before the lists");
            }
        }
        let mut participants = Vec::new();
        for (part, lines) in &parts {
            let role = match part {
                FilePart::Company => Role::Executive,
                FilePart::Guests => Role::Analyst,
                _ => continue,
            };
            participants.extend(list(lines, role));
        }
        transcript.company = most_common_firm(&participants).map(str::to_owned);
        let headings = Headings::new(&participants);
        for (part, lines) in &parts {
            match part {
                FilePart::Prepared => speech(lines, Section::Prepared, &headings, &mut transcript),
                FilePart::Questions => speech(lines, Section::Qa, &headings, &mut transcript),
                FilePart::Disclaimer => mark_unparsed(lines, "disclaimer", &mut transcript),
                FilePart::Definitions => mark_unparsed(lines, "definitions", &mut transcript),
                FilePart::Company | FilePart::Guests | FilePart::Summary => {}
            }
        }
        transcript.participants = participants;
        transcript
    }
}

fn part(line: &str) -> Option<FilePart> {
    match line.trim() {
        "CORPORATE PARTICIPANTS" => Some(FilePart::Company),
        "CONFERENCE CALL PARTICIPANTS" => Some(FilePart::Guests),
        "PRESENTATION" => Some(FilePart::Prepared),
        "QUESTIONS AND ANSWERS" | "QUESTION AND ANSWER" => Some(FilePart::Questions),
        "DEFINITIONS" => Some(FilePart::Definitions),
        "DISCLAIMER" => Some(FilePart::Disclaimer),
        _ => None,
    }
}

/// Runs of lines between blank ones.
fn blocks<'a, 'b>(lines: &'b [Line<'a>]) -> impl Iterator<Item = &'b [Line<'a>]> {
    lines
        .split(|line| line.text.is_empty())
        .filter(|block| !block.is_empty())
}

/// The people of a list: a name, then `Firm - Title` over one or more lines.
fn list(lines: &[Line<'_>], role: Role) -> Vec<Heading> {
    blocks(lines)
        .flat_map(|block| split_before(block, begins_entry))
        .map(|block| {
            let texts: Vec<&str> = block.iter().map(|line| line.text).collect();
            let listed = match texts.as_slice() {
                [only] => one_line(only),
                [name, about @ ..] => parse_with_firm(name, &join(about)),
                [] => Heading::default(),
            };
            Heading {
                role: Some(role),
                ..listed
            }
        })
        .collect()
}

/// Cuts a block before the lines, other than the first, at which something new begins: text taken
/// out of a PDF often lacks the blank lines.
fn split_before<'a, 'b>(
    block: &'b [Line<'a>],
    begins: impl Fn(&[Line<'a>]) -> bool,
) -> Vec<&'b [Line<'a>]> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in 1..block.len() {
        if begins(block.get(at..).unwrap_or_default()) {
            pieces.extend(block.get(from..at));
            from = at;
        }
    }
    pieces.extend(block.get(from..));
    pieces
}

/// Whether lines of a list begin with a further person: a name before `Firm - Title`, or
/// `Name;Title`.
fn begins_entry(lines: &[Line<'_>]) -> bool {
    match lines {
        [only, ..] if only.text.contains(';') => {
            let (name, _) = only.text.split_once(';').unwrap_or_default();
            is_name(name)
        }
        [name, about, ..] => {
            is_name(name.text) && !name.text.contains(" - ") && split_heading(about.text).is_some()
        }
        _ => false,
    }
}

/// A name, or `Name;Title`, on one line.
fn one_line(line: &str) -> Heading {
    let (name, title) = line.split_once(';').unwrap_or((line, ""));
    Heading {
        name: name.trim().to_owned(),
        title: Some(title.trim().to_owned()).filter(|title| !title.is_empty()),
        ..Heading::default()
    }
}

/// What the lists tell about the headings within the speech.
struct Headings<'a> {
    by_name: HashMap<&'a str, Vec<&'a Heading>>,
    firms: HashSet<&'a str>,
}

impl<'a> Headings<'a> {
    fn new(participants: &'a [Heading]) -> Self {
        let mut by_name: HashMap<&str, Vec<&Heading>> = HashMap::new();
        for person in participants {
            by_name.entry(&person.name).or_default().push(person);
        }
        let firms = participants
            .iter()
            .filter_map(|person| person.firm.as_deref())
            .collect();
        Self { by_name, firms }
    }

    /// The heading at the beginning of a block, and the number of lines it takes.
    fn read(&self, block: &[Line<'_>]) -> Option<(Heading, usize)> {
        let name = block.first()?.text;
        let after = block.get(1..).unwrap_or_default();
        if let Some(people) = self.by_name.get(name) {
            let listed = people
                .iter()
                .find_map(|person| Some((person, lines_of(&about(person), after)?)));
            if let Some((person, lines)) = listed {
                return Some(((*person).clone(), 1 + lines));
            }
            let person = (*people.first()?).clone();
            return Some(match self.unlisted(after) {
                Some(lines) => (described(name, after, lines, person.role), 1 + lines),
                None => (person, 1),
            });
        }
        if is_heading_voice(name) {
            let lines = self.unlisted(after).unwrap_or(0);
            return Some((described(name, after, lines, None), 1 + lines));
        }
        if let Some((bare, _)) = name.split_once(';')
            && self.by_name.contains_key(bare.trim())
        {
            return Some((one_line(name), 1));
        }
        let lines = self.unlisted(after).filter(|_| is_name(name))?;
        Some((described(name, after, lines, None), 1 + lines))
    }

    /// Whether lines begin with a certain heading: one that is in the lists as written, or that of a
    /// voice.
    fn begins(&self, lines: &[Line<'_>]) -> bool {
        let Some((name, after)) = lines.split_first() else {
            return false;
        };
        let listed = (self.by_name.get(name.text).into_iter().flatten())
            .any(|person| lines_of(&about(person), after).is_some_and(|lines| lines > 0));
        listed
            || is_heading_voice(name.text)
                && name.text.chars().all(|c| c.is_alphanumeric() || c == ' ')
    }

    /// The number of lines that read `Firm - Title` of somebody the lists lack.
    fn unlisted(&self, after: &[Line<'_>]) -> Option<usize> {
        let line = after.first()?.text;
        let (firm, title) = split_heading(line)?;
        let known = self.firms.contains(firm);
        let shaped = firm.chars().count() <= 80
            && title.chars().count() <= 100
            && !title.ends_with(['.', '?', '!'])
            && firm.starts_with(char::is_uppercase)
            && !reads_like_clause(firm);
        (known || shaped).then_some(1)
    }
}

/// Whether a text has more small words than the name of a firm: `And with this, today`.
fn reads_like_clause(text: &str) -> bool {
    const SMALL: [&str; 8] = ["of", "and", "the", "for", "de", "du", "la", "in"];
    let small = |word: &&str| word.starts_with(char::is_lowercase) && !SMALL.contains(word);
    text.split_whitespace().filter(small).count() >= 2
}

/// A heading as the speech has it, for a name the lists lack or describe otherwise.
fn described(name: &str, after: &[Line<'_>], lines: usize, role: Option<Role>) -> Heading {
    let texts: Vec<&str> = after.iter().take(lines).map(|line| line.text).collect();
    Heading {
        role,
        ..parse_with_firm(name, &join(&texts))
    }
}

/// `Firm - Title` as the list has it, in one line.
fn about(person: &Heading) -> String {
    let parts = [person.firm.as_deref(), person.title.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(" - ")
}

/// How many lines hold exactly this text.
fn lines_of(text: &str, lines: &[Line<'_>]) -> Option<usize> {
    let squash = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let wanted = squash(text);
    if wanted.is_empty() {
        return Some(0);
    }
    let mut found = String::new();
    for (count, line) in (1..).zip(lines.iter().take(6)) {
        found.push_str(&squash(line.text));
        if found == wanted {
            return Some(count);
        }
        if !wanted.starts_with(&found) {
            return None;
        }
    }
    None
}

/// Whether a line reads like a person's name: a few words, each with a capital or a particle.
fn is_name(line: &str) -> bool {
    const PARTICLES: [&str; 12] = [
        "de", "da", "del", "der", "di", "la", "le", "van", "von", "den", "bin", "al",
    ];
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && !line.ends_with(['?', '!', ':', ','])
        && words.iter().all(|word| {
            PARTICLES.contains(word)
                || word.starts_with(|c: char| c.is_uppercase() || "(\"'‘“".contains(c))
        })
}

/// Turns of a section: a block opens a turn if it begins with a heading, else it goes on.
fn speech(
    lines: &[Line<'_>],
    section: Section,
    headings: &Headings<'_>,
    transcript: &mut Transcript,
) {
    let texts: Vec<&str> = (lines.iter().map(|line| line.text))
        .filter(|text| !text.is_empty())
        .collect();
    let column = Column::of(&texts);
    let pieces = blocks(lines).flat_map(|block| split_before(block, |rest| headings.begins(rest)));
    for block in pieces {
        let mut body = block;
        if let Some((heading, lines)) = headings.read(block) {
            body = block.get(lines..).unwrap_or_default();
            transcript.turns.push(RawTurn {
                section: Some(section),
                ..RawTurn::new(heading)
            });
        } else if transcript
            .turns
            .last()
            .is_none_or(|turn| turn.section != Some(section))
        {
            transcript.turns.push(RawTurn {
                section: Some(section),
                ..RawTurn::default()
            });
        }
        let body: Vec<&str> = body.iter().map(|line| line.text).collect();
        let paragraphs = column.paragraphs(&body);
        if let Some(turn) = transcript.turns.last_mut() {
            turn.paragraphs
                .extend(paragraphs.iter().map(|lines| Paragraph::new(join(lines))));
        }
    }
}
