//! Characters by the names that fonts give their glyphs.

use unicode_normalization::UnicodeNormalization;

/// Names that no rule tells, from the Adobe Glyph List.
const NAMES: &str = include_str!("glyph_names.txt");

/// The text of a glyph: `comma`, `Aacute`, `f_i`, `uni20AC`, `one.lnum`.
pub(super) fn text(name: &str) -> Option<String> {
    let stem = name.split('.').next().filter(|stem| !stem.is_empty())?;
    stem.split('_').map(component).collect()
}

fn component(name: &str) -> Option<String> {
    listed(name)
        .or_else(|| unicode(name))
        .or_else(|| accented(name))
        .or_else(|| variant(name))
}

fn listed(name: &str) -> Option<String> {
    let mut chars = name.chars();
    if let (Some(letter), None) = (chars.next(), chars.next()) {
        return Some(letter.to_string());
    }
    let entry = NAMES.lines().find_map(|line| {
        let (known, text) = line.split_once(' ')?;
        (known == name).then_some(text)
    })?;
    Some(if entry.is_empty() { " " } else { entry }.to_owned())
}

/// `uni20AC`, `u1F600`.
fn unicode(name: &str) -> Option<String> {
    if let Some(digits) = name.strip_prefix("uni")
        && digits.len() >= 4
        && digits.len().is_multiple_of(4)
        && digits.is_ascii()
    {
        let units: Option<Vec<u16>> = (0..digits.len() / 4)
            .map(|at| u16::from_str_radix(digits.get(at * 4..at * 4 + 4)?, 16).ok())
            .collect();
        return String::from_utf16(&units?).ok();
    }
    let digits = name.strip_prefix('u')?;
    let code = (4..=6)
        .contains(&digits.len())
        .then(|| u32::from_str_radix(digits, 16));
    char::from_u32(code?.ok()?).map(String::from)
}

const ACCENTS: [(&str, char); 13] = [
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("circumflex", '\u{302}'),
    ("tilde", '\u{303}'),
    ("dieresis", '\u{308}'),
    ("ring", '\u{30A}'),
    ("caron", '\u{30C}'),
    ("cedilla", '\u{327}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("ogonek", '\u{328}'),
    ("dotaccent", '\u{307}'),
    ("commaaccent", '\u{326}'),
];

/// `Aacute`: a letter and an accent.
fn accented(name: &str) -> Option<String> {
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let accent = name.get(1..)?;
    let (_, mark) = ACCENTS.iter().find(|(known, _)| *known == accent)?;
    Some([letter, *mark].into_iter().nfc().collect())
}

/// `oneoldstyle`, `Asmall`: another drawing of a character.
fn variant(name: &str) -> Option<String> {
    ["oldstyle", "fitted", "tabular", "small"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .filter(|stem| !stem.is_empty())
        .and_then(|stem| listed(stem).or_else(|| accented(stem)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_characters() {
        for (name, expected) in [
            ("A", Some("A")),
            ("space", Some(" ")),
            ("comma", Some(",")),
            ("Aacute", Some("Á")),
            ("scaron", Some("š")),
            ("f_i", Some("fi")),
            ("fi", Some("fi")),
            ("uni20AC", Some("€")),
            ("uni00410042", Some("AB")),
            ("u1F600", Some("😀")),
            ("one.lnum", Some("1")),
            ("sevenoldstyle", Some("7")),
            ("Euro", Some("€")),
            ("quoteright", Some("’")),
            (".notdef", None),
            ("g123", None),
            ("cid12", None),
        ] {
            assert_eq!(text(name).as_deref(), expected, "{name}");
        }
    }
}
