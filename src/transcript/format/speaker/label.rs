//! Speaker labels in running text: `Name: …`, `**Name (Title):** …`, `王經理：…`, `Q: …`, `>> NAME: …`.
//!
//! A label alone proves little: "Note:" and "Revenue:" look like names. [`super::evidence::SpeakerLabels`] learns from
//! the whole text which labels are speakers.

use std::borrow::Cow;

use super::{chinese, side_mark};
use crate::{
    model::{ExchangeSide, Role, is_known_firm},
    text::has_han,
    transcript::format::{Heading, speaker, speech::sentence::TERMINATORS},
};

/// Longest label in characters.
const MAX_LABEL_CHARS: usize = 140;

/// A label and what follows it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Label<'a> {
    pub(crate) heading: Heading,
    pub(crate) side: Option<ExchangeSide>,
    /// The text behind the label; empty if it stands alone.
    pub(crate) rest: &'a str,
    /// Whether it is a speaker without further evidence in the text.
    pub(crate) certain: bool,
}

/// The label before the first colon of a line.
pub(crate) fn before_colon(line: &str) -> Option<Label<'_>> {
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
                (Some(inner), _) => (Cow::Borrowed(inner), rest, true),
                (None, Some(rest)) => (Cow::Borrowed(inner), rest, true),
                // `**Q: Why?**`: the whole line is bold.
                (None, None) if rest.trim().is_empty() => {
                    let (inner, rest) = inner.split_at(inner.find([':', '：'])?);
                    (
                        Cow::Borrowed(inner),
                        rest.trim_start_matches([':', '：']),
                        false,
                    )
                }
                // `**Ann Wu** (CFO): Hi.`
                (None, None) => {
                    let at = rest.find([':', '：'])?;
                    let (about, rest) = rest.split_at(at);
                    let inner = format!("{inner} {}", about.trim());
                    (
                        Cow::Owned(inner),
                        rest.trim_start_matches([':', '：']),
                        true,
                    )
                }
            }
        }
        None => {
            let at = line.find([':', '：'])?;
            let (inner, rest) = line.split_at(at);
            let (inner, rest) = match time_in_brackets(line, at) {
                // `Ann Wu (00:12:31): Hi.`: the first colon is the time's.
                Some(end) => line.split_at(end),
                None => (inner, rest),
            };
            (
                Cow::Borrowed(inner),
                rest.trim_start_matches([':', '：']),
                false,
            )
        }
    };
    let inner = inner.as_ref();
    let numbers = inner.ends_with(|c: char| c.is_ascii_digit())
        && rest.starts_with(|c: char| c.is_ascii_digit());
    if numbers || inner.chars().count() > MAX_LABEL_CHARS || rest.starts_with("//") {
        return None;
    }
    let mut label = parse(inner)?;
    label.certain |= turn || bold && label.heading.name.contains(' ');
    Some(Label {
        rest: rest.trim(),
        ..label
    })
}

/// The end of the bracket with a time that holds the colon at `at`, where a colon follows it.
fn time_in_brackets(line: &str, at: usize) -> Option<usize> {
    let open = line.get(..at)?.rfind(['(', '[', '（'])?;
    let end = at + line.get(at..)?.find([')', ']', '）'])?;
    let inner = line.get(open + 1..end)?;
    let is_time = inner.chars().any(|c| c.is_ascii_digit())
        && inner
            .chars()
            .all(|c| c.is_ascii_digit() || ":.- ".contains(c));
    let close = end + line.get(end..)?.chars().next()?.len_utf8();
    let rest = line.get(close..)?;
    (is_time && rest.trim_start().starts_with([':', '：']))
        .then(|| close + rest.len() - rest.trim_start().len())
}

/// The label of a line that holds nothing else, with or without the `#` of a Markdown heading.
pub(crate) fn whole_line(line: &str) -> Option<Label<'static>> {
    let line = line.trim();
    let hashes = line.trim_start_matches('#');
    let text = hashes.trim();
    let text = match bold(text) {
        Some((inner, "")) => inner,
        Some(_) => return None,
        None => text,
    };
    let text = text.trim().trim_end_matches([':', '：']);
    if text.chars().count() > MAX_LABEL_CHARS
        || text.ends_with(['.', '?', '!', ',', ';', '。', '，', '？', '！'])
            && !text.ends_with("Jr.")
            && !ends_with_initial(text)
            && ![
                "Inc.", "Co.", "Corp.", "Ltd.", "L.P.", "N.A.", "S.A.", "Cos.",
            ]
            .iter()
            .any(|end| text.ends_with(end))
    {
        return None;
    }
    let label = parse(text)?;
    if !reads_like_heading(text, &label.heading) {
        return None;
    }
    // `[Operator Instructions]` is a stage direction.
    if text.starts_with(['[', '(', '（', '【']) && !speaker::is_voice(&label.heading.name) {
        return None;
    }
    Some(Label {
        heading: label.heading,
        side: label.side,
        rest: "",
        certain: label.certain,
    })
}

/// Whether a line is a surname before initials: `Wu, A. B.`
fn ends_with_initial(text: &str) -> bool {
    let given = text.split_once(", ").map_or("", |(_, given)| given);
    let initial =
        |word: &str| word.len() == 2 && word.ends_with('.') && word.starts_with(char::is_uppercase);
    !given.is_empty() && given.split_whitespace().all(initial)
}

/// Whether a line with a comma is a heading, not the beginning of a sentence: `Ann Wu, Chief Financial
/// Officer`, unlike `Ann Wu, our Chief Financial Officer, will discuss`.
fn reads_like_heading(text: &str, heading: &Heading) -> bool {
    const SMALL: [&str; 9] = ["of", "and", "&", "the", "for", "de", "-", "–", "at"];
    let capital =
        |word: &str| word.starts_with(|c: char| !c.is_lowercase()) || SMALL.contains(&word);
    let title = heading.title.as_deref().unwrap_or_default();
    let lower = title == title.to_lowercase() && title.split_whitespace().count() <= 6;
    !text.contains(", ") || lower || !text.contains(';') && title.split_whitespace().all(capital)
}

/// `**Name** text`: a bold name at the beginning of a line.
pub(crate) fn bold_name(line: &str) -> Option<Label<'_>> {
    let (inner, rest) = bold(line.trim())?;
    if let Some(about) = rest.trim().strip_prefix(['-', '–', '—'])
        && speaker::is_office(about)
        && !about.ends_with(['.', '?', '!', '。'])
        && about.chars().count() <= MAX_LABEL_CHARS
    {
        // `**Ann Wu** – Kestrel – Analyst`: the whole line is a heading.
        let whole = format!("{inner} -- {}", about.trim());
        return parse(&whole).map(|label| Label { rest: "", ..label });
    }
    let label = parse(inner.trim().trim_end_matches([':', '：']))?;
    Some(Label {
        rest: rest.trim(),
        ..label
    })
}

/// The bold text at the beginning of a line, and the rest.
fn bold(line: &str) -> Option<(&str, &str)> {
    ["**", "__"].into_iter().find_map(|mark| {
        let (inner, rest) = line.strip_prefix(mark)?.split_once(mark)?;
        (!inner.trim().is_empty()).then(|| (inner.trim(), rest.trim_start()))
    })
}

/// Parses the text of a label.
fn parse(text: &str) -> Option<Label<'static>> {
    let text = text.trim().trim_matches(['*', '_']).trim();
    let text = [("[", "]"), ("【", "】"), ("(", ")"), ("（", "）")]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(text)
        .trim();
    if let Some((side, who)) = side_mark::question_or_answer(text) {
        let mut heading = match who {
            "" => Heading::default(),
            who => speaker::parse_speaker(who)?,
        };
        if side == ExchangeSide::Asked && !heading.name.is_empty() {
            heading.role = Some(Role::Analyst);
        }
        return Some(Label {
            heading,
            side: Some(side),
            rest: "",
            certain: true,
        });
    }
    let heading = speaker::parse_speaker(text).or_else(|| speaker::office_alone(text))?;
    // A firm behind a comma may be a place: `Paris, France`.
    let comma = !text.contains(['(', '[', '（', '|', '/'])
        && text.contains([',', '，'])
        && !text.contains(" - ")
        && !text.contains("--");
    let firm = heading.firm.as_deref();
    let certain = heading.title.is_some()
        || firm.is_some_and(|firm| !comma || is_known_firm(firm))
        || speaker::is_voice(&heading.name)
        || has_han(text) && chinese::has_details(&heading);
    Some(Label {
        heading,
        side: None,
        rest: "",
        certain,
    })
}

/// Whether what follows a label reads like speech: a sentence, or at least some words.
pub(crate) fn reads_like_speech(rest: &str) -> bool {
    let ends = rest.ends_with(TERMINATORS) || rest.ends_with(['"', '”', ')', ']']);
    let word = rest
        .chars()
        .all(|c| c.is_alphabetic() || "'’.?!".contains(c));
    rest.is_empty()
        || ends && word && rest.starts_with(char::is_uppercase)
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
            ("**Q1：展望？**", "", None, None, "展望？"),
            ("问题一：展望？", "", None, None, "展望？"),
            ("答 2：好。", "", None, None, "好。"),
            ("**Ann Wu** (CFO): Hi.", "Ann Wu", Some("CFO"), None, "Hi."),
            (
                "Ann Wu [Kestrel]: Hi.",
                "Ann Wu",
                None,
                Some("Kestrel"),
                "Hi.",
            ),
            (
                "Ann Wu/Analyst: Hi.",
                "Ann Wu",
                Some("Analyst"),
                None,
                "Hi.",
            ),
            (
                "ANN WU, Kestrel Capital: Hi.",
                "ANN WU",
                None,
                Some("Kestrel Capital"),
                "Hi.",
            ),
            ("Ann Wu (00:12:31): Hi.", "Ann Wu", None, None, "Hi."),
            ("Ann Wu (via phone): Hi.", "Ann Wu", None, None, "Hi."),
            ("Wu, Ann: Hi.", "Ann Wu", None, None, "Hi."),
            ("Wu, UBS: Hi.", "Wu", None, Some("UBS"), "Hi."),
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
            "Sales in Asia, Europe: up.",
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
                "Ann Wu--Kestrel Capital--Analyst",
                "Ann Wu",
                Some("Analyst"),
                Some("Kestrel Capital"),
            ),
            ("Ann Wu—CFO", "Ann Wu", Some("CFO"), None),
            (
                "Ann Wu, Kestrel Capital",
                "Ann Wu",
                None,
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
            let label = whole_line(line).unwrap();
            assert_eq!(label.heading.name, name, "{line}");
            assert_eq!(label.heading.title.as_deref(), title, "{line}");
            assert_eq!(label.heading.firm.as_deref(), firm, "{line}");
        }
        for line in [
            "Thank you.",
            "Financial Results",
            "next steps",
            "Third Quarter",
            "[Operator Instructions]",
        ] {
            assert_eq!(whole_line(line), None, "{line}");
        }
    }
}
