//! Headings that take several lines, joined into one: a name above a title and a firm, perhaps with `Q` or
//! `A` beside it, and headings broken at a column.

use super::{
    line::{Line, is_bare_name},
    section,
};
use crate::transcript::format::{
    speaker::{self, is_firm, label, voices},
    speech::{detection, sentence},
};

/// Most lines of a heading below the name.
const MAX_ABOUT_LINES: usize = 3;

/// Joins the lines of headings.
pub(super) fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut read: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    let structural = has_titles_below(&lines);
    let mut list = false;
    while let Some(line) = lines.get(at) {
        if let Some(opening) = section::opening(&line.text) {
            list = opening.list().is_some();
        }
        let rest = lines.get(at + 1..).unwrap_or_default();
        if let Some(next) = rest.first()
            && let Some((heading, speech)) = broken_heading(&line.text, &next.text)
        {
            read.push(Line {
                number: line.number,
                text: heading,
            });
            read.push(Line {
                number: next.number,
                text: speech,
            });
            at += 2;
            continue;
        }
        let (name, mark) = trailing_mark(&line.text);
        let short = name.len() <= 120;
        let (text, taken) =
            match short && is_bare_name(name) && section::opening(&line.text).is_none() {
                true => below(name, mark, rest, structural, list),
                false => (None, 0),
            };
        read.push(Line {
            number: line.number,
            text: text.unwrap_or_else(|| line.text.clone()),
        });
        at += 1 + taken;
    }
    read
}

/// A name with what stands below it, and the number of lines that it takes.
fn below(
    name: &str,
    mark: Option<char>,
    rest: &[Line],
    structural: bool,
    list: bool,
) -> (Option<String>, usize) {
    let text = |at: usize| rest.get(at).map_or("", |line| line.text.as_str());
    let marked = |about: &str, mark: Option<char>| match (about, mark) {
        ("", Some(mark)) => format!("{name}\t{mark}"),
        (about, Some(mark)) => format!("{name} -- {about}\t{mark}"),
        (about, None) => format!("{name} -- {about}"),
    };
    if text(0) == "--" && !text(1).is_empty() {
        return (Some(format!("{name} -- {}", text(1))), 2);
    }
    let (mark, from) = match (mark, text(0)) {
        (None, "Q") => (Some('Q'), 1),
        (None, "A") => (Some('A'), 1),
        (mark, _) => (mark, 0),
    };
    let mut about: Vec<&str> = Vec::new();
    let mut end = mark;
    for at in from..from + MAX_ABOUT_LINES {
        let (line, side) = trailing_mark(text(at));
        let goes_on = about.last().is_some_and(|before| is_broken(before, line));
        let first = about.is_empty() && is_about(name, line, structural, list);
        if !(first || goes_on && reads_like_about(line)) {
            break;
        }
        about.push(line);
        end = end.or(side);
        if side.is_some() {
            break;
        }
    }
    let taken = from + about.len();
    let spoken = list || rest.iter().skip(taken).any(|line| !line.text.is_empty());
    match (about.is_empty(), end) {
        (true, None) => (None, 0),
        (true, Some(_)) if spoken => (Some(marked("", end)), from),
        (false, _) if spoken => (Some(marked(&about.join(" "), end)), taken),
        _ => (None, 0),
    }
}

/// A line without the `Q` or `A` at its end, which stands behind several spaces or behind a title.
fn trailing_mark(line: &str) -> (&str, Option<char>) {
    for (mark, side) in [(" Q", 'Q'), ("\tQ", 'Q'), (" A", 'A'), ("\tA", 'A')] {
        if let Some(rest) = line.strip_suffix(mark) {
            let apart = rest.ends_with([' ', '\t']) || mark.starts_with('\t');
            if apart || speaker::is_office(rest) && !sentence::is_sentence(rest) {
                return (rest.trim_end(), Some(side));
            }
        }
    }
    (line, None)
}

/// Whether a line below a name says what the person is: an office, or a firm.
fn is_about(name: &str, line: &str, structural: bool, list: bool) -> bool {
    if !reads_like_about(line) || line.eq_ignore_ascii_case(name) {
        return false;
    }
    speaker::is_office(line)
        || is_firm(line)
        || (structural || list)
            && !is_bare_name(line)
            && line.contains(',')
            && !line.contains(|c: char| c.is_ascii_digit())
}

/// Whether a line can be a title or a firm: short, capitalised, no speech.
fn reads_like_about(line: &str) -> bool {
    const SMALL: [&str; 11] = [
        "of", "and", "&", "for", "the", "de", "du", "-", "–", "|", "at",
    ];
    let capital = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '(')
            || SMALL.contains(&word)
    };
    let ends = sentence::is_sentence(line);
    let shortened = [
        "Inc.", "Co.", "Corp.", "Ltd.", "L.P.", "N.A.", "S.A.", "Jr.", "Cos.",
    ]
    .iter()
    .any(|end| line.ends_with(end));
    !line.is_empty()
        && line.chars().count() <= 110
        && (!ends || shortened)
        && line.starts_with(char::is_uppercase)
        && line.split_whitespace().all(capital)
        && label::before_colon(line).is_none()
        && section::opening(line).is_none()
        && !detection::is_speech(line)
        && !voices::is_conversation_voice(line)
}

/// Whether a line that says what somebody is goes on in the next one.
fn is_broken(before: &str, next: &str) -> bool {
    let open = before.ends_with([',', '&', '/', '-'])
        || ["of", "and", "Research", "Global", "the"]
            .iter()
            .any(|word| {
                before
                    .strip_suffix(word)
                    .is_some_and(|rest| rest.ends_with(' '))
            });
    let tail = [
        "Division",
        "Incorporated",
        "LLC",
        "Inc.",
        "Research Division",
        "Ltd.",
        "L.P.",
        "LP",
    ]
    .iter()
    .any(|word| next.starts_with(word));
    open || tail
}

/// Whether several names of a text have a title or a firm below them.
fn has_titles_below(lines: &[Line]) -> bool {
    let titled = lines.windows(2).filter(|pair| match pair {
        [name, about] => {
            is_bare_name(&name.text) && is_about(&name.text, &about.text, false, false)
        }
        _ => false,
    });
    titled.take(2).count() == 2
}

/// A heading before a colon that is broken at a column: `ANN WU, HEAD OF RESEARCH, KESTREL, RESEARCH` and
/// `DIVISION: Thank you.` as heading and speech.
fn broken_heading(line: &str, next: &str) -> Option<(String, String)> {
    if line.len() < 40
        || line.len() > 400
        || !line.contains(',')
        || line.contains([':', '：'])
        || sentence::is_sentence(line)
    {
        return None;
    }
    let (tail, speech) = next.split_once(':')?;
    let whole_tail = [
        "INC.", "Inc.", "CO.", "Co.", "CORP.", "Corp.", "LTD.", "Ltd.",
    ]
    .iter()
    .find_map(|form| tail.strip_suffix(form))
    .unwrap_or(tail);
    let short = tail.chars().count() <= 60 && !whole_tail.contains(['.', '?', '!', ';']);
    let (name, about) = line.split_once(',')?;
    let upper = |text: &str| !text.chars().any(char::is_lowercase);
    let capital = |text: &str| {
        text.split_whitespace().all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || "&-(".contains(c))
                || word == "of"
                || word == "and"
        })
    };
    let same_dress =
        upper(line) && upper(tail) || capital(line) && capital(tail) && !speech.is_empty();
    let whole = format!("{line} {tail}");
    let labelled = format!("{whole}: x");
    let heading = label::before_colon(&labelled)?;
    let told = is_bare_name(name)
        && !about.trim().is_empty()
        && (heading.heading.title.is_some() || heading.heading.firm.is_some());
    (short && same_dress && told).then(|| (format!("{whole}:"), speech.trim().to_owned()))
}
