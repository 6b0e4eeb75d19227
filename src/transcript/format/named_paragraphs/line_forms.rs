//! Lines that begin a turn in other dress than `Name: text`, written as such: items of a list, cells of a
//! table, names in brackets, names before a tab.
//!
//! One such line proves nothing (`[Operator Instructions]` is a direction), so a form counts only where
//! several lines have it.

use std::collections::HashMap;

use super::line::Line;
use crate::{
    model::ExchangeSide,
    text::is_han,
    transcript::format::{
        speaker::{
            label::{self, Label},
            parse_speaker, voices,
        },
        speech::sentence,
    },
};

/// Fewest lines that make a form the layout of a text.
const FEWEST_LINES: usize = 2;

/// Longest name in brackets or before a tab, in bytes.
const MAX_NAME_BYTES: usize = 160;

/// Writes a line of one form with a colon; also returns the name.
type Form = fn(&str) -> Option<(String, String)>;

/// The forms, each with the fewest different names that it must have.
const FORMS: [(Form, usize); 10] = [
    (quoted, 1),
    (between_signs, 1),
    (before_speech, 1),
    (bold_question, 1),
    (numbered_side, 1),
    (spaced_side, 2),
    (item, 1),
    (before_tab, 1),
    (in_brackets, 1),
    (in_angle_brackets, 1),
];

/// Writes the lines of each form that a text has as labels before colons.
pub(super) fn unify(lines: &mut [Line]) {
    join_keys(lines);
    mark_questions(lines);
    for (form, fewest_names) in FORMS {
        let found: Vec<(usize, String, String)> = (lines.iter().enumerate())
            .filter_map(|(at, line)| form(&line.text).map(|(name, text)| (at, name, text)))
            .collect();
        if found.len() < FEWEST_LINES {
            continue;
        }
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (_, name, _) in &found {
            *counts.entry(name).or_default() += 1;
        }
        let recurs = counts.values().any(|&count| count >= 2);
        let several = counts.len() >= fewest_names;
        for (at, _, text) in found.iter().filter(|_| recurs && several) {
            if let Some(line) = lines.get_mut(*at) {
                line.text.clone_from(text);
            }
        }
    }
}

/// Joins the lines of keys and values: `- speaker: Ann Wu` and `text: Hi.`
fn join_keys(lines: &mut [Line]) {
    let value = |line: &str, keys: [&str; 2]| {
        let bare = line.trim_start_matches(['-', ' ']);
        let (key, value) = bare.split_once(": ")?;
        let value = value.trim().trim_matches('"');
        keys.contains(&key).then(|| value.to_owned())
    };
    let mut open: Option<(usize, String)> = None;
    for at in 0..lines.len() {
        let Some(line) = lines.get_mut(at).filter(|line| !line.text.is_empty()) else {
            continue;
        };
        let who = value(&line.text, ["speaker", "name"]);
        let said = value(&line.text, ["text", "content"]);
        let Some(((from, name), text)) = open.take().zip(said) else {
            open = who.map(|name| (at, name));
            continue;
        };
        line.text.clear();
        if let Some(first) = lines.get_mut(from) {
            first.text = format!("{name}: {text}");
        }
    }
}

/// Marks numbered questions above marked answers: `1、为何？` above `答：因为。`
fn mark_questions(lines: &mut [Line]) {
    let answered = |line: &Line| {
        label::before_colon(&line.text)
            .is_some_and(|label| label.side == Some(ExchangeSide::Answered))
    };
    let asks = |at: &usize| {
        let numbered = lines
            .get(*at)
            .is_some_and(|line| numbered(&line.text).is_some());
        let next = || {
            lines
                .iter()
                .skip(at + 1)
                .take(3)
                .find(|line| !line.text.is_empty())
        };
        numbered && next().is_some_and(answered)
    };
    let questions: Vec<usize> = (0..lines.len()).filter(asks).collect();
    if questions.len() < 2 {
        return;
    }
    for at in questions {
        if let Some(line) = lines.get_mut(at)
            && let Some(question) = numbered(&line.text)
            && label::before_colon(question).is_none()
        {
            line.text = format!("Q: {}", question.trim_start());
        }
    }
}

/// `**1、为何？**`, `**2. Why?**`: a numbered question in bold.
fn bold_question(line: &str) -> Option<(String, String)> {
    let inner = line.strip_prefix("**")?.strip_suffix("**")?.trim();
    let question = numbered(inner)?.trim_start();
    let asks = question.ends_with(['?', '？']);
    asks.then(|| ("Q".to_owned(), format!("**Q: {question}**")))
}

/// `> Ann Wu`
fn quoted(line: &str) -> Option<(String, String)> {
    let name = line.strip_prefix("> ")?.trim();
    (label::whole_line(name).is_some()).then(|| (name.to_lowercase(), name.to_owned()))
}

/// `== Ann Wu ==`, `--- Ann Wu ---`
fn between_signs(line: &str) -> Option<(String, String)> {
    let is_sign = |c: char| "=-~–—|+".contains(c);
    let inner = line.trim_matches(is_sign);
    let signs =
        line.starts_with(is_sign) && line.ends_with(is_sign) && line.len() >= inner.len() + 4;
    let name = inner.trim();
    (signs && label::whole_line(name).is_some()).then(|| (name.to_lowercase(), name.to_owned()))
}

/// `Ann Wu ..... Hi, all.`, `Ann Wu — Hi, all.`
fn before_speech(line: &str) -> Option<(String, String)> {
    if label::before_colon(line).is_some() {
        return None;
    }
    let (name, rest) = [
        " ... ", " .... ", " ..... ", " ...... ", " — ", " – ", " -- ",
    ]
    .iter()
    .find_map(|sign| line.split_once(sign))?;
    let (name, rest) = (name.trim(), rest.trim_start_matches(['.', ' ']));
    let spoken = sentence::is_sentence(rest) && rest.split_whitespace().count() >= 3;
    let voice = voices::is_heading_voice(name);
    (spoken && (voice || name.contains(' ')) && is_name(name)).then(|| labelled(name, rest))
}

/// `Q1. Why?`, `A1、So.`, `问题2. 为何？`
fn numbered_side(line: &str) -> Option<(String, String)> {
    const MARKS: [&str; 12] = [
        "Question", "Answer", "问题", "問題", "回答", "提问", "提問", "问", "問", "答", "Q", "A",
    ];
    let mark = MARKS.iter().find(|mark| line.starts_with(**mark))?;
    let rest = line.strip_prefix(mark)?.trim_start();
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = rest.len() - behind.len();
    let text = behind
        .strip_prefix(['.', '．', '、', ')', '）'])?
        .trim_start();
    ((1..=3).contains(&number) && !text.is_empty())
        .then(|| ((*mark).to_owned(), format!("{mark}: {text}")))
}

/// `Q1 为何？`, `A1 因为。`
fn spaced_side(line: &str) -> Option<(String, String)> {
    let (mark, rest) = ['Q', 'A', '问', '問', '答']
        .iter()
        .find_map(|mark| Some((mark, line.strip_prefix(*mark)?)))?;
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = behind.strip_prefix([' ', '\u{3000}'])?.trim_start();
    let number = (1..=3).contains(&(rest.len() - behind.len()));
    (number && text.starts_with(is_han)).then(|| (mark.to_string(), format!("{mark}: {text}")))
}

/// `- **Ann Wu**: Hi.`, `• Ann Wu: Hi.`, `12. Ann Wu: Hi.`
fn item(line: &str) -> Option<(String, String)> {
    let bullet = line.strip_prefix(['-', '*', '•', '·', '●', '▪']);
    let rest = match (bullet, line.strip_prefix(['▶', '►', '■', '◆', '★', '○'])) {
        (Some(rest), _) => rest.strip_prefix(' ')?,
        (None, Some(rest)) => rest,
        (None, None) => numbered(line)?,
    }
    .trim_start();
    let label = label::before_colon(rest).filter(|label| !label.rest.is_empty())?;
    is_person(&label).then(|| (label.heading.name.to_lowercase(), rest.to_owned()))
}

/// What follows the number of an item: `3. `, `12) `, `4、`.
fn numbered(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    if !(1..=4).contains(&digits) {
        return None;
    }
    rest.strip_prefix(". ")
        .or_else(|| rest.strip_prefix(") "))
        .or_else(|| rest.strip_prefix('、'))
}

fn is_person(label: &Label<'_>) -> bool {
    !label.heading.name.is_empty() || label.side.is_some()
}

/// `Ann Wu<tab>Hi.`
fn before_tab(line: &str) -> Option<(String, String)> {
    let (name, rest) = line.split_once('\t')?;
    let (name, rest) = (name.trim(), rest.trim());
    let spoken = label::reads_like_speech(rest) && !rest.is_empty();
    (spoken && is_name(name)).then(|| labelled(name, rest))
}

/// `[SPEAKER_01] Hi.`, `【林曜辰】大家好。`, `（林曜辰）大家好。`
fn in_brackets(line: &str) -> Option<(String, String)> {
    let pairs = [
        ('[', ']'),
        ('【', '】'),
        ('《', '》'),
        ('（', '）'),
        ('(', ')'),
    ];
    let (name, rest) = pairs
        .iter()
        .find_map(|&(open, close)| line.strip_prefix(open)?.split_once(close))?;
    let rest = rest.trim_start_matches([':', '：', ' ']);
    let side = || {
        let label = label::before_colon(&format!("{name}: x")).and_then(|label| label.side);
        label.is_some()
    };
    let speaker = is_name(name) && !is_direction(name);
    (!rest.is_empty() && (speaker || side())).then(|| labelled(name, rest))
}

/// `<Operator>: Hi.`, `<Q - Ann Wu>: Why?`
fn in_angle_brackets(line: &str) -> Option<(String, String)> {
    let (name, rest) = line.strip_prefix(['<', '〈'])?.split_once(['>', '〉'])?;
    let rest = rest.trim_start_matches([':', '：', ' ']);
    let whole = format!("{}: {rest}", name.trim());
    let label = label::before_colon(&whole).filter(|label| !label.rest.is_empty());
    let name = label.filter(is_person)?.heading.name.to_lowercase();
    Some((name, whole))
}

fn labelled(name: &str, rest: &str) -> (String, String) {
    (name.to_lowercase(), format!("{name}: {rest}"))
}

fn is_name(name: &str) -> bool {
    name.len() <= MAX_NAME_BYTES
        && parse_speaker(name).is_some_and(|heading| !heading.name.is_empty())
}

/// Whether what stands in brackets is a stage direction: `Foreign Language`, `Operator Instructions`.
fn is_direction(name: &str) -> bool {
    const DIRECTIONS: [&str; 16] = [
        "instructions",
        "language",
        "inaudible",
        "interpreted",
        "laughter",
        "applause",
        "technical",
        "difficulty",
        "difficulties",
        "music",
        "crosstalk",
        "video",
        "presentation",
        "audio",
        "break",
        "spoken",
    ];
    let lower = name.to_lowercase();
    !voices::is_voice(name)
        && lower
            .split_whitespace()
            .any(|word| DIRECTIONS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unified(text: &str) -> Vec<String> {
        let mut lines: Vec<Line> = (1..)
            .zip(text.lines())
            .map(|(number, text)| Line {
                number,
                text: text.to_owned(),
            })
            .collect();
        unify(&mut lines);
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn forms_of_lines() {
        for (text, expected) in [
            (
                "- **Operator**: Hi.\n- **Ann Wu**: Yes.\n- **Operator**: Bye.",
                [
                    "**Operator**: Hi.",
                    "**Ann Wu**: Yes.",
                    "**Operator**: Bye.",
                ],
            ),
            (
                "1. Operator: Hi.\n2. Ann Wu: Yes.\n3. Operator: Bye.",
                ["Operator: Hi.", "Ann Wu: Yes.", "Operator: Bye."],
            ),
            (
                "Operator\tHi there.\nAnn Wu\tYes, we did.\nOperator\tGood bye.",
                [
                    "Operator: Hi there.",
                    "Ann Wu: Yes, we did.",
                    "Operator: Good bye.",
                ],
            ),
            (
                "[SPEAKER_00] Hi.\n[SPEAKER_01] Yes.\n[SPEAKER_00] Bye.",
                ["SPEAKER_00: Hi.", "SPEAKER_01: Yes.", "SPEAKER_00: Bye."],
            ),
            (
                "【主持人】大家好。\n【林曜辰】好的。\n【主持人】再见。",
                ["主持人: 大家好。", "林曜辰: 好的。", "主持人: 再见。"],
            ),
            (
                "<Operator>: Hi.\n<Q – Ann Wu>: Why?\n<A – Bo Li>: So.",
                ["<Operator>: Hi.", "<Q – Ann Wu>: Why?", "<A – Bo Li>: So."],
            ),
            (
                "[Operator Instructions] Hi.\n[Operator Instructions] Ho.\n[Foreign Language] He.",
                [
                    "[Operator Instructions] Hi.",
                    "[Operator Instructions] Ho.",
                    "[Foreign Language] He.",
                ],
            ),
            (
                "- Revenue: up.\n- Margin: down.\n- Revenue: flat.",
                ["- Revenue: up.", "- Margin: down.", "- Revenue: flat."],
            ),
        ] {
            assert_eq!(unified(text), expected, "{text}");
        }
        let marked = "<Operator>: Hi.\n<Q - Ann Wu>: Why?\n<A - Bo Li>: So.\n<Q - Ann Wu>: Ah.";
        assert_eq!(unified(marked)[1], "Q - Ann Wu: Why?");
    }
}
