//! Speaker labels in running text: `Name: …`, `**Name (Title):** …`, `王經理：…`, `Q: …`, `>> NAME: …`.
//!
//! A label alone proves little: "Note:" and "Revenue:" look like names. [`Known`] learns from a
//! whole text which labels are speakers.

use std::collections::HashMap;

use super::{
    Heading, Part, han_names,
    heading::{is_voice, split_heading},
};
use crate::{model::Role, text::has_han};

/// Longest label in characters.
const LONGEST: usize = 90;

/// Words of offices, in lower case; a part of a heading that holds one is a title.
const OFFICES: [&str; 44] = [
    "chief",
    "officer",
    "ceo",
    "cfo",
    "coo",
    "cto",
    "cio",
    "cmo",
    "president",
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "director",
    "head",
    "vice",
    "vp",
    "svp",
    "evp",
    "founder",
    "cofounder",
    "co-founder",
    "manager",
    "managing",
    "treasurer",
    "controller",
    "secretary",
    "ir",
    "relations",
    "analyst",
    "partner",
    "counsel",
    "executive",
    "lead",
    "moderator",
    "host",
    "operator",
    "principal",
    "interpreter",
    "translator",
    "spokesperson",
    "economist",
    "strategist",
    "finance",
];

/// Words that no name holds, in lower case.
const NO_NAMES: [&str; 121] = [
    "note",
    "notes",
    "nb",
    "source",
    "sources",
    "date",
    "time",
    "duration",
    "company",
    "participants",
    "summary",
    "disclaimer",
    "copyright",
    "questions",
    "answers",
    "outlook",
    "guidance",
    "highlights",
    "total",
    "eps",
    "net",
    "income",
    "gross",
    "margin",
    "margins",
    "operating",
    "cash",
    "flow",
    "warning",
    "important",
    "example",
    "references",
    "title",
    "author",
    "link",
    "url",
    "http",
    "https",
    "tags",
    "category",
    "ticker",
    "sector",
    "industry",
    "exchange",
    "key",
    "takeaways",
    "overview",
    "introduction",
    "conclusion",
    "agenda",
    "location",
    "venue",
    "language",
    "transcript",
    "call",
    "quarter",
    "fiscal",
    "year",
    "period",
    "results",
    "financial",
    "financials",
    "business",
    "segment",
    "segments",
    "update",
    "risks",
    "risk",
    "sentiment",
    "tone",
    "format",
    "purpose",
    "usage",
    "installation",
    "version",
    "license",
    "table",
    "figure",
    "section",
    "chapter",
    "step",
    "first",
    "second",
    "third",
    "fourth",
    "finally",
    "however",
    "also",
    "and",
    "but",
    "the",
    "our",
    "we",
    "i",
    "you",
    "this",
    "that",
    "these",
    "here",
    "today",
    "now",
    "well",
    "yes",
    "no",
    "okay",
    "so",
    "to",
    "for",
    "in",
    "on",
    "at",
    "as",
    "with",
    "is",
    "are",
    "revenue",
    "revenues",
    "earnings",
    "remember",
    "which",
    "what",
];

/// Small words within names.
const PARTICLES: [&str; 12] = [
    "de", "da", "del", "della", "der", "den", "di", "du", "la", "van", "von", "bin",
];

/// A label and what follows it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label<'a> {
    pub(super) heading: Heading,
    pub(super) part: Option<Part>,
    /// The text behind the label, empty where it stands alone.
    pub(super) rest: &'a str,
    /// Whether it is a speaker whatever the rest of the text holds.
    pub(super) sure: bool,
}

/// The label before the first colon of a line.
pub(super) fn before_colon(line: &str) -> Option<Label<'_>> {
    let line = line.trim();
    let (line, turn) = match line.strip_prefix(">>") {
        Some(rest) => (rest.trim_start_matches('>').trim_start(), true),
        None => (line, false),
    };
    let (inner, rest, bold) = match bold(line) {
        Some((inner, rest)) => {
            let before = inner.strip_suffix([':', '：']);
            let after = rest.trim_start().strip_prefix([':', '：']);
            match (before, after) {
                (Some(inner), _) => (inner, rest, true),
                (None, Some(rest)) => (inner, rest, true),
                (None, None) => return None,
            }
        }
        None => {
            let at = line.find([':', '：'])?;
            let (inner, rest) = line.split_at(at);
            (inner, rest.trim_start_matches([':', '：']), false)
        }
    };
    let numbers = inner.ends_with(|c: char| c.is_ascii_digit())
        && rest.starts_with(|c: char| c.is_ascii_digit());
    if numbers || inner.chars().count() > LONGEST || rest.starts_with("//") {
        return None;
    }
    let mut label = read(inner)?;
    label.sure |= turn || bold && label.heading.name.contains(' ');
    Some(Label {
        rest: rest.trim(),
        ..label
    })
}

/// The label that a whole line is, with or without the signs of a Markdown heading.
pub(super) fn alone(line: &str) -> Option<Label<'static>> {
    let line = line.trim();
    let hashes = line.trim_start_matches('#');
    let text = hashes.trim();
    let text = match bold(text) {
        Some((inner, "")) => inner,
        Some(_) => return None,
        None => text,
    };
    let text = text.trim().trim_end_matches([':', '：']);
    if text.chars().count() > LONGEST
        || text.ends_with(['.', '?', '!', ',', ';', '。', '，', '？', '！'])
            && !text.ends_with("Jr.")
            && !text.ends_with("Inc.")
            && !text.ends_with("Co.")
    {
        return None;
    }
    let label = read(text)?;
    Some(Label {
        heading: label.heading,
        part: label.part,
        rest: "",
        sure: label.sure,
    })
}

/// `**Name** text`: a bold name at the beginning of a line.
pub(super) fn bold_name(line: &str) -> Option<Label<'_>> {
    let (inner, rest) = bold(line.trim())?;
    let label = read(inner.trim())?;
    Some(Label {
        rest: rest.trim(),
        ..label
    })
}

/// What is bold at the beginning of a line, and the rest.
fn bold(line: &str) -> Option<(&str, &str)> {
    ["**", "__"].into_iter().find_map(|mark| {
        let (inner, rest) = line.strip_prefix(mark)?.split_once(mark)?;
        (!inner.trim().is_empty()).then(|| (inner.trim(), rest.trim_start()))
    })
}

/// Reads the text of a label.
fn read(text: &str) -> Option<Label<'static>> {
    let text = text
        .trim()
        .trim_matches(['[', ']', '【', '】', '*', '_'])
        .trim();
    if let Some((part, who)) = question_or_answer(text) {
        let mut heading = match who {
            "" => Heading::default(),
            who => person(who)?,
        };
        if part == Part::Question && !heading.name.is_empty() {
            heading.role = Some(Role::Analyst);
        }
        return Some(Label {
            heading,
            part: Some(part),
            rest: "",
            sure: true,
        });
    }
    let heading = person(text)?;
    let sure = heading.title.is_some()
        || heading.firm.is_some()
        || is_numbered_voice(&heading.name)
        || has_han(text) && han_names::is_told(&heading);
    Some(Label {
        heading,
        part: None,
        rest: "",
        sure,
    })
}

/// `Q`, `Question 3`, `A - Ann Wu`, `問`, `提问2`: the part, and who is named behind it.
fn question_or_answer(text: &str) -> Option<(Part, &str)> {
    const MARKS: [(&str, Part); 16] = [
        ("Question", Part::Question),
        ("Answer", Part::Answer),
        ("QUESTION", Part::Question),
        ("ANSWER", Part::Answer),
        ("Q", Part::Question),
        ("A", Part::Answer),
        ("提問", Part::Question),
        ("提问", Part::Question),
        ("問題", Part::Question),
        ("问题", Part::Question),
        ("回答", Part::Answer),
        ("答覆", Part::Answer),
        ("回复", Part::Answer),
        ("問", Part::Question),
        ("问", Part::Question),
        ("答", Part::Answer),
    ];
    let (part, rest) = MARKS
        .iter()
        .find_map(|&(mark, part)| text.strip_prefix(mark).map(|rest| (part, rest)))?;
    let rest = rest
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
        .trim();
    if rest.is_empty() {
        return Some((part, ""));
    }
    let who = rest.strip_prefix(['-', '–', '—', '(', '（'])?;
    Some((part, who.trim().trim_end_matches([')', '）'])))
}

/// A person or a voice as a heading writes it.
pub(super) fn person(text: &str) -> Option<Heading> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if is_numbered_voice(text) {
        return Some(Heading {
            name: text.to_owned(),
            role: voice_role(text),
            ..Heading::default()
        });
    }
    if has_han(text)
        && let Some(heading) = han_names::heading(text)
    {
        return Some(heading);
    }
    let (name, about) = match parted(text) {
        Some((name, about)) => (name, Some(about)),
        None => (text, None),
    };
    if !is_name(name) && !is_numbered_voice(name) {
        return None;
    }
    let mut heading = Heading {
        name: name.to_owned(),
        ..Heading::default()
    };
    if let Some(about) = about {
        attribute(&mut heading, about);
    }
    Some(heading)
}

/// Name and attribute: `Name - Title`, `Name (Title)`, `Name, Title`, `Name | Title`.
fn parted(text: &str) -> Option<(&str, &str)> {
    if let Some(inner) = text.strip_suffix([')', '）', ']'])
        && let Some((name, about)) = inner.split_once(['(', '（', '['])
    {
        let (name, about) = (name.trim(), about.trim());
        return (!name.is_empty() && !about.is_empty()).then_some((name, about));
    }
    if let Some(parts) = split_heading(text) {
        return Some(parts);
    }
    let (name, about) = text.split_once(['|', ',', '，'])?;
    let told = is_office(about) || text.contains('|');
    (told && !name.trim().is_empty()).then(|| (name.trim(), about.trim()))
}

/// Adds a title, a firm or both: `CFO`, `Kestrel Securities`, `Kestrel - Analyst`, `Analyst, Kestrel`.
fn attribute(heading: &mut Heading, about: &str) {
    if let Some((first, second)) = split_heading(about).or_else(|| about.split_once(" | ")) {
        let (firm, title) = if is_office(first) && !is_office(second) {
            (second, first)
        } else {
            (first, second)
        };
        heading.firm = Some(firm.trim().to_owned());
        heading.title = Some(title.trim().to_owned());
    } else if is_office(about) || is_numbered_voice(about) {
        heading.title = Some(about.to_owned());
    } else {
        heading.firm = Some(about.to_owned());
        heading.role = Some(Role::Analyst);
    }
}

/// Whether a text names an office.
pub(super) fn is_office(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| OFFICES.contains(&word))
        || has_han(text)
            && (han_names::title_prefix(text) > 0 || han_names::title_suffix(text).is_some())
}

/// Whether a text can be a name in Latin letters: one to five words with capitals, none of them a
/// common word.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &str| word.starts_with(char::is_uppercase) || PARTICLES.contains(&word);
    let letters = |word: &str| {
        word.chars()
            .all(|c| c.is_alphabetic() || ".'’-‘`,".contains(c))
            && word.chars().any(char::is_alphabetic)
    };
    let common = |word: &str| {
        let lower = word.to_lowercase();
        NO_NAMES.contains(&lower.trim_end_matches(['.', ',']))
    };
    (1..=5).contains(&words.len())
        && text.chars().count() <= 48
        && words
            .first()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
        && !words
            .last()
            .is_some_and(|word| PARTICLES.contains(word) || word.ends_with(','))
        && words
            .iter()
            .all(|word| capital(word) && letters(word) && !common(word))
        && !has_han(text)
}

/// Whether a text is a voice that has no name, with or without a number: `Speaker 2`, `SPEAKER_00`,
/// `Analyst`, `CEO`.
pub(super) fn is_numbered_voice(text: &str) -> bool {
    const VOICES: [&str; 22] = [
        "speaker",
        "host",
        "interviewer",
        "moderator",
        "analyst",
        "interpreter",
        "translator",
        "executive",
        "management",
        "ceo",
        "cfo",
        "coo",
        "cto",
        "chairman",
        "chairwoman",
        "president",
        "unknown",
        "attendee",
        "participant",
        "shareholder",
        "investor relations",
        "narrator",
    ];
    if is_voice(text) || has_han(text) && han_names::is_voice(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let word = lower.trim_end_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || c == '_' || c == '#'
    });
    VOICES.contains(&word)
        || lower
            .strip_prefix("speaker ")
            .is_some_and(|letter| letter.len() == 1)
}

/// What a voice without a name is, where its word says so.
fn voice_role(text: &str) -> Option<Role> {
    let lower = text.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    if begins(&["analyst", "shareholder"]) {
        Some(Role::Analyst)
    } else if begins(&["speaker", "participant", "attendee"]) {
        Some(Role::Unidentified)
    } else if has_han(text) {
        han_names::voice_role(text)
    } else {
        None
    }
}

/// The labels of a text that are speakers.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// For each name in lower case: how often it is a label, and how often speech follows.
    seen: HashMap<String, (usize, usize)>,
    sure: bool,
}

impl Known {
    /// Counts a label; `speech` says whether what follows it reads like speech.
    pub(super) fn count(&mut self, label: &Label<'_>, speech: bool) {
        self.sure |= label.sure;
        let (often, spoken) = self.seen.entry(key(&label.heading)).or_default();
        *often += 1;
        *spoken += usize::from(speech);
        if label.sure {
            *often += 1;
            *spoken += 1;
        }
    }

    /// Whether a label is a speaker: sure of itself, or a name that comes again, or a full name among
    /// speakers that are sure.
    pub(super) fn holds(&self, label: &Label<'_>) -> bool {
        let (often, spoken) = self
            .seen
            .get(&key(&label.heading))
            .copied()
            .unwrap_or_default();
        let full = label.heading.name.split_whitespace().count() >= 2
            || has_han(&label.heading.name) && han_names::is_name(&label.heading.name);
        label.sure || often >= 2 && spoken * 2 >= often || full && self.sure && spoken > 0
    }
}

fn key(heading: &Heading) -> String {
    heading.name.to_lowercase()
}

/// Whether what follows a label reads like speech: a sentence, or at least some words.
pub(super) fn reads_like_speech(rest: &str) -> bool {
    let ends = rest.ends_with(['.', '?', '!', '。', '？', '！', '…', '"', '”', ')', ']']);
    rest.is_empty()
        || ends && (rest.contains(' ') || has_han(rest))
        || rest.split_whitespace().count() >= 5
        || rest.chars().count() >= 8 && has_han(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_before_a_colon() {
        for (line, name, title, firm, rest) in [
            ("Operator: Good day.", "Operator", None, None, "Good day."),
            ("Ann Wu: Hi.", "Ann Wu", None, None, "Hi."),
            ("**Ann Wu:** Hi.", "Ann Wu", None, None, "Hi."),
            ("**Ann Wu**: Hi.", "Ann Wu", None, None, "Hi."),
            ("Ann Wu (CFO): Hi.", "Ann Wu", Some("CFO"), None, "Hi."),
            ("Ann Wu - CEO: Hi.", "Ann Wu", Some("CEO"), None, "Hi."),
            (
                "Ann Wu, Chief Financial Officer: Hi.",
                "Ann Wu",
                Some("Chief Financial Officer"),
                None,
                "Hi.",
            ),
            (
                "Ann Wu (Kestrel Securities): Hi.",
                "Ann Wu",
                None,
                Some("Kestrel Securities"),
                "Hi.",
            ),
            (">> ANN WU: Hi.", "ANN WU", None, None, "Hi."),
            ("[SPEAKER_01]: Hi.", "SPEAKER_01", None, None, "Hi."),
            (
                "Speaker 2: Hi: there.",
                "Speaker 2",
                None,
                None,
                "Hi: there.",
            ),
            ("Q: Why?", "", None, None, "Why?"),
            ("A3: Because.", "", None, None, "Because."),
            ("Q - Ann Wu: Why?", "Ann Wu", None, None, "Why?"),
            ("王經理：大家好。", "王經理", None, None, "大家好。"),
            (
                "林曜辰（财务总监）：大家好。",
                "林曜辰",
                Some("财务总监"),
                None,
                "大家好。",
            ),
            ("問：展望？", "", None, None, "展望？"),
        ] {
            let label = before_colon(line).unwrap();
            assert_eq!(label.heading.name, name, "{line}");
            assert_eq!(label.heading.title.as_deref(), title, "{line}");
            assert_eq!(label.heading.firm.as_deref(), firm, "{line}");
            assert_eq!(label.rest, rest, "{line}");
        }
        for line in [
            "Note: no.",
            "Revenue: $5",
            "Operating margin: 5%",
            "At 10:30 we met.",
            "https://example.com",
            "We have three goals: growth.",
            "Gross Margin: 28%",
            "本季重點如下：營收",
            "毛利率：28%",
        ] {
            assert_eq!(before_colon(line), None, "{line}");
        }
    }

    #[test]
    fn labels_alone() {
        for (line, name, title, firm) in [
            ("Operator", "Operator", None, None),
            ("### Ann Wu", "Ann Wu", None, None),
            (
                "## Ann Wu, VP Investor Relations",
                "Ann Wu",
                Some("VP Investor Relations"),
                None,
            ),
            ("**Ann Wu - CFO**", "Ann Wu", Some("CFO"), None),
            (
                "Ann Wu -- Kestrel Capital -- Analyst",
                "Ann Wu",
                Some("Analyst"),
                Some("Kestrel Capital"),
            ),
            (
                "Ann Wu - Kestrel Capital",
                "Ann Wu",
                None,
                Some("Kestrel Capital"),
            ),
            ("董事長 林曜辰", "林曜辰", Some("董事長"), None),
        ] {
            let label = alone(line).unwrap();
            assert_eq!(label.heading.name, name, "{line}");
            assert_eq!(label.heading.title.as_deref(), title, "{line}");
            assert_eq!(label.heading.firm.as_deref(), firm, "{line}");
        }
        for line in [
            "Thank you.",
            "Financial Results",
            "next steps",
            "Third Quarter",
        ] {
            assert_eq!(alone(line), None, "{line}");
        }
    }
}
