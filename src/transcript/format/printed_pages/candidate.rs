//! Paragraphs that may begin a turn, whoever is named.

use super::about::{self, MAX_ABOUT_CHARS, is_about, is_firm, without_identifier, without_time};
use crate::{
    model::{ExchangeSide, Role, is_known_firm},
    transcript::{
        format::{
            Heading,
            speaker::{self, label, voices},
            speech::sentence,
        },
        printed::PrintedParagraph,
    },
};

/// How a paragraph names somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// In type of its own before the speech.
    SetApart,
    /// In bold or larger type on a line of its own.
    Styled,
    /// Before a colon.
    Colon,
    /// In capitals before a full stop.
    Capitals,
    /// Alone on a line, in the type of the text.
    Bare,
}

/// A heading that may be one of a speaker.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) kind: Kind,
    pub(super) heading: Heading,
    pub(super) side: Option<ExchangeSide>,
    /// Speech behind the heading, in the same paragraph.
    pub(super) rest: String,
    /// How many paragraphs the heading takes; the last of them holds `rest`.
    pub(super) taken: usize,
}

/// Most lines below a name.
const MAX_ABOUT_LINES: usize = 3;

/// What a paragraph may name.
pub(super) fn candidate(paragraphs: &[PrintedParagraph], at: usize) -> Option<Candidate> {
    let paragraph = paragraphs.get(at)?;
    if let Some(label) = &paragraph.label {
        // `Q: Ann Wu, Kestrel`, all of it in bold.
        let is_line = paragraph.text.chars().count() <= MAX_ABOUT_CHARS
            && !sentence::ends_sentence(&paragraph.text)
            && paragraphs
                .get(at + 1)
                .is_some_and(|next| next.label.is_none());
        if let Some((heading, side)) = about::asked(&paragraph.line()).filter(|_| is_line) {
            return Some(Candidate {
                kind: Kind::Styled,
                heading,
                side,
                rest: String::new(),
                taken: 1,
            });
        }
        return set_apart(label, paragraph, paragraphs.get(at + 1));
    }
    let text = without_identifier(&paragraph.text);
    let is_short = text.chars().count() <= MAX_ABOUT_CHARS;
    if is_short && let Some((heading, side)) = name_alone(text) {
        let kind = if paragraph.is_heading {
            Kind::Styled
        } else {
            Kind::Bare
        };
        let alone = Candidate {
            kind,
            heading,
            side: side.or(mark(paragraph)),
            rest: String::new(),
            taken: 1,
        };
        return Some(with_lines_below(alone, paragraphs, at));
    }
    capitals(text).or_else(|| {
        let label =
            label::before_colon(text).filter(|label| !about::is_topic(&label.heading.name))?;
        Some(Candidate {
            kind: Kind::Colon,
            heading: label.heading,
            side: label.side.or(mark(paragraph)),
            rest: label.rest.to_owned(),
            taken: 1,
        })
    })
}

/// `Ann Wu (Kestrel)` in bold, or in a column beside the speech.
fn set_apart(
    label: &str,
    paragraph: &PrintedParagraph,
    next: Option<&PrintedParagraph>,
) -> Option<Candidate> {
    let bare = without_identifier(label)
        .trim_end_matches([':', '：', '.', '-', '–', '—', '|', ','])
        .trim();
    let (mut heading, side) = name_alone(bare)?;
    let rest = without_identifier(&paragraph.text);
    let rest = match without_time(rest) {
        "" => "",
        _ => rest,
    };
    let is_alone = !ends_in_colon(label) && next.is_some_and(|next| next.label.is_none());
    let rest = match about::split(rest, is_alone) {
        Some((about, speech)) if heading.title.is_none() && heading.firm.is_none() => {
            describe(&mut heading, about);
            speech.to_owned()
        }
        _ => rest.to_owned(),
    };
    Some(Candidate {
        kind: Kind::SetApart,
        heading,
        side: side.or(mark(paragraph)),
        rest,
        taken: 1,
    })
}

fn ends_in_colon(label: &str) -> bool {
    label.trim_end().ends_with([':', '：'])
}

/// A name alone, `Q`, or `Q – Ann Wu`.
fn name_alone(text: &str) -> Option<(Heading, Option<ExchangeSide>)> {
    let text = about::bare(text);
    if about::group(text).is_some() {
        return None;
    }
    if let Some(found) = about::asked(text).or_else(|| Some((about::with_firm(text)?, None))) {
        return Some(found);
    }
    // `Ann Wu / Kestrel`, `Ann Wu | Kestrel`.
    let parted = [" / ", " | "]
        .iter()
        .find(|mark| text.matches(**mark).count() == 1);
    let dashed = parted.map(|mark| text.replacen(mark, " - ", 1));
    let text = dashed.as_deref().unwrap_or(text);
    let is_other = text.contains("...") || text.contains("www.") || text.contains('|');
    if text.ends_with(['?', '!', ';']) || is_other || is_motion(text) {
        return None;
    }
    let label = label::whole_line(text).or_else(|| titled(text))?;
    let mut label = label;
    // `Kestrel – Ann Wu`
    if let Some((firm, name)) = speaker::heading::split_heading(text)
        && is_known_firm(firm)
        && !is_firm(name)
        && let Some(person) = label::whole_line(name)
    {
        label.heading = Heading {
            firm: Some(firm.to_owned()),
            ..person.heading
        };
    }
    // `Ravi, Kestrel Securities`, which reads like `Surname, First name`.
    if let Some((name, firm)) = text
        .split_once(", ")
        .filter(|_| is_firm(&label.heading.name))
        && !name.contains(' ')
        && is_firm(firm)
    {
        label.heading = Heading {
            name: name.to_owned(),
            firm: Some(firm.to_owned()),
            ..Heading::default()
        };
    }
    if is_known_firm(&label.heading.name) || about::is_topic(&label.heading.name) {
        return None;
    }
    let is_named = !label.heading.name.is_empty() || label.side.is_some();
    is_named.then_some((label.heading, label.side))
}

/// Words of minutes, agendas and addresses, which name nobody.
const NOT_PEOPLE: &str = "yeas nays ayes noes abstentions moved seconded present absent regrets committee \
    vote consideration by-laws bylaws motion motions report reports agenda minutes delegations session \
    councillors members appendix resolution item items slide slides towers tower plaza street road floor building complex \
    scrip symbol exchange";

fn is_motion(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.any(|word| NOT_PEOPLE.split(' ').any(|other| other == word))
}

/// `CHAIR POWELL`, `Councillor Lukes`: the name begins with a form of address that is an office too.
fn titled(text: &str) -> Option<label::Label<'static>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let letters = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || ".'’-".contains(c))
    };
    let is_name =
        (2..=5).contains(&words.len()) && words.iter().all(|word| capital(word) && letters(word));
    let first = words.first()?.to_lowercase();
    let is_address = [
        "chair",
        "chairman",
        "chairwoman",
        "president",
        "director",
        "secretary",
        "partner",
    ]
    .contains(&first.as_str());
    (is_name && is_address).then(|| label::Label {
        heading: Heading {
            name: text.to_owned(),
            ..Heading::default()
        },
        side: None,
        rest: "",
        certain: false,
    })
}

/// Adds title, firm and mark of the lines below a name.
fn with_lines_below(alone: Candidate, paragraphs: &[PrintedParagraph], at: usize) -> Candidate {
    let mut found = alone;
    let Some(name) = paragraphs.get(at) else {
        return found;
    };
    let mut about: Vec<&str> = Vec::new();
    let below = paragraphs.iter().skip(at + 1).take(MAX_ABOUT_LINES);
    for (count, line) in (1..).zip(below) {
        if line.text.is_empty() && line.label.is_none() {
            found.side = found.side.or(mark(line));
            found.taken = count + 1;
            continue;
        }
        let next = paragraphs.get(at + count + 1);
        let is_name =
            line.is_heading && name_alone(&line.text).is_some() && !speaker::is_office(&line.text);
        let is_known = speaker::is_office(&line.text)
            || line.mark.is_some()
            || line.size + 0.6 < name.size
            || about.is_empty() && !line.is_heading && is_firm(&line.text);
        // Whoever speaks next is no title: speech must follow.
        let is_followed = next.is_some_and(|next| next.label.is_none());
        // `… Ann Wu from Kestrel`, said before by whoever calls upon her.
        let before = at.checked_sub(1).and_then(|at| paragraphs.get(at));
        let is_called = about.is_empty()
            && line.text.chars().count() >= 3
            && before.is_some_and(|before| before.text.contains(line.text.trim()));
        let is_told = is_known
            || is_called && is_followed
            || found.kind == Kind::Styled && !line.is_heading && is_followed && about.is_empty();
        if line.label.is_some() || is_name || !is_about(&line.text) || !is_told {
            break;
        }
        about.push(line.text.trim());
        found.side = found.side.or(mark(line));
        found.taken = count + 1;
    }
    if !about.is_empty() {
        describe(&mut found.heading, &about.join(" "));
    }
    found
}

/// Sets title and firm: `Analyst, Kestrel`, `Chief Financial Officer`, `Kestrel, Research Division`.
pub(super) fn describe(heading: &mut Heading, about: &str) {
    let about = about.trim().trim_end_matches(',');
    if let Some((role, rest)) = about::group(about) {
        heading.role = Some(role);
        match role {
            Role::Analyst => heading.firm = Some(rest.to_owned()),
            _ => describe(heading, rest),
        }
        return;
    }
    if let Some((first, second)) = speaker::heading::split_heading(about) {
        let is_title_first = speaker::is_office(first) && !speaker::is_office(second);
        let (title, firm) = if is_title_first {
            (first, second)
        } else {
            (second, first)
        };
        heading.title = Some(title.to_owned());
        heading.firm = Some(firm.to_owned());
    } else if speaker::is_office(about) {
        heading.title = Some(about.to_owned());
    } else {
        heading.firm = Some(about.to_owned());
        heading.role = heading.role.or(Some(Role::Analyst));
    }
}

fn mark(paragraph: &PrintedParagraph) -> Option<ExchangeSide> {
    match paragraph.mark? {
        'Q' => Some(ExchangeSide::Asked),
        _ => Some(ExchangeSide::Answered),
    }
}

/// `ANN WU. Good morning.`
fn capitals(text: &str) -> Option<Candidate> {
    let (name, rest) = text
        .split_once(". ")
        .or_else(|| Some((text.strip_suffix('.')?, "")))?;
    let is_initial = |name: &str| {
        name.rsplit(' ')
            .next()
            .is_some_and(|word| word.chars().count() < 2)
    };
    // `J. P. MORGAN. Good morning.`
    let (name, rest) = match rest.split_once(". ") {
        Some((more, rest)) if is_initial(name) => (text.get(..name.len() + 2 + more.len())?, rest),
        _ if is_initial(name) => return None,
        _ => (name, rest),
    };
    let is_upper = name
        .chars()
        .all(|c| c.is_uppercase() || c.is_whitespace() || ".'’-".contains(c));
    if !is_upper || !(2..=5).contains(&name.split_whitespace().count()) || voices::is_voice(name) {
        return None;
    }
    let heading = name_alone(name)?.0;
    Some(Candidate {
        kind: Kind::Capitals,
        heading,
        side: None,
        rest: rest.trim().to_owned(),
        taken: 1,
    })
}
