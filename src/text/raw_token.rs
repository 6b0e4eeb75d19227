//! Raw tokens: boundaries of words, numbers and single characters, before normalization.

use super::{fold, is_invisible};
use crate::character::is_han;

/// Maximum length of a raw token in characters; longer ones are cut.
const LONGEST: usize = 128;

/// Letters before an amount that are not part of it.
const CURRENCIES: [&str; 15] = [
    "rmb", "cny", "usd", "us", "nt", "ntd", "twd", "hk", "hkd", "eur", "jpy", "gbp", "krw", "sgd",
    "inr",
];

/// Kind of a [`RawToken`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawTokenKind {
    /// One ideograph, kana or hangul syllable.
    Single,
    /// Letters and digits, with the signs that join them (`R&D`, `U.S.`, `2,478.5`).
    Word,
    /// A per-cent sign.
    Sign,
}

/// A span of text that becomes tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawToken {
    /// Kind.
    pub kind: RawTokenKind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Whether punctuation separates it from the raw token before, so that no phrase matches
    /// across.
    pub gap: bool,
    /// Whether only a hyphen or apostrophe joins it to the raw token before (`full-stack`,
    /// `company's`).
    pub joined: bool,
}

/// Whether a character is a raw token by itself: Han, kana, hangul.
pub fn is_single(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Whether a word can begin with a character. One that is invisible (U+0345 is a letter to Unicode) begins none.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_single(c) && !is_invisible(c)
}

fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}' | '\u{2011}' | '\u{FF0D}' | '\u{2012}' | '\u{2013}'
    )
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{FF07}')
}

/// Signs between two words that do not end a phrase.
fn is_soft(c: char) -> bool {
    is_hyphen(c)
        || is_apostrophe(c)
        || c.is_whitespace()
        || matches!(
            c,
            '"' | '\u{201C}'
                | '\u{201D}'
                | '\u{2018}'
                | '('
                | ')'
                | '['
                | ']'
                | '/'
                | '*'
                | '_'
                | '$'
                | '€'
                | '£'
                | '¥'
                | '+'
        )
}

/// Raw tokens of a text, in order, never overlapping.
pub fn raw_tokens(text: &str) -> Vec<RawToken> {
    let mut found: Vec<RawToken> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let start = at;
        let (kind, end) = if is_single(c) {
            (RawTokenKind::Single, start + c.len_utf8())
        } else if is_word(c) {
            (RawTokenKind::Word, word_end(text, start))
        } else if fold(c) == '%' {
            (RawTokenKind::Sign, start + c.len_utf8())
        } else {
            at += c.len_utf8();
            continue;
        };
        at = end;
        let (gap, joined) = match found.last() {
            None => (false, false),
            Some(before) => between(before.kind, &text[before.end..start], kind),
        };
        found.push(RawToken {
            kind,
            start,
            end,
            gap,
            joined,
        });
    }
    found
}

/// Whether the text between two raw tokens ends a phrase, and whether it joins them into a
/// compound.
fn between(before: RawTokenKind, separator: &str, after: RawTokenKind) -> (bool, bool) {
    if matches!(separator, "" | " ") {
        return (false, false);
    }
    let words = before == RawTokenKind::Word && after == RawTokenKind::Word;
    let visible = || separator.chars().filter(|&c| !is_invisible(c));
    let mut chars = visible();
    let joined = words
        && matches!((chars.next(), chars.next()),
            (Some(c), None) if is_hyphen(c) || is_apostrophe(c));
    let latin = before != RawTokenKind::Single && after != RawTokenKind::Single;
    let gap = visible().any(|c| {
        if latin {
            !is_soft(c)
        } else {
            !c.is_whitespace()
        }
    });
    (gap, joined)
}

/// End of the word that starts at `start`, in bytes.
fn word_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let plain = rest
        .bytes()
        .take(LONGEST)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let ends = match rest.as_bytes().get(plain) {
        None => true,
        Some(b) => b.is_ascii() && !b.is_ascii_alphanumeric() && !matches!(b, b'&' | b'.' | b','),
    };
    let has_digit = || rest.bytes().take(plain).any(|b| b.is_ascii_digit());
    if plain > 0 && ends && !has_digit() {
        return start + plain;
    }
    if let Some(len) = dotted_acronym(rest).or_else(|| currency_before_amount(rest)) {
        return start + len;
    }
    let mut end = 0;
    let mut before = ' ';
    let mut chars = rest.char_indices().peekable();
    let mut count = 0;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        if is_invisible(c) && count < LONGEST {
            count += 1;
            continue;
        }
        let holds = is_word(c)
            || match fold(c) {
                '&' => before.is_alphabetic() && next.is_alphabetic() && is_word(next),
                '.' | ',' => before.is_ascii_digit() && fold(next).is_ascii_digit(),
                _ => false,
            };
        count += 1;
        if !holds || count > LONGEST {
            break;
        }
        end = at + c.len_utf8();
        before = fold(c);
    }
    start + end
}

/// Length in bytes of `U.S.`, `e.g.`, `U.K`: single letters separated by full stops.
fn dotted_acronym(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut len = 0;
    let mut letters = 0;
    while let (Some(letter), Some(b'.')) = (bytes.get(len), bytes.get(len + 1)) {
        if !letter.is_ascii_alphabetic() {
            break;
        }
        len += 2;
        letters += 1;
    }
    if letters == 0 || letters > 8 {
        return None;
    }
    let trailing = |at: usize| text[at..].chars().next().is_some_and(is_word);
    match bytes.get(len) {
        Some(letter) if letter.is_ascii_alphabetic() && !trailing(len + 1) => Some(len + 1),
        _ if letters >= 2 && !trailing(len) => Some(len),
        _ => None,
    }
}

/// Length in bytes of the letters in `RMB247.8`, `NT48`.
fn currency_before_amount(text: &str) -> Option<usize> {
    let letters = text
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .take(4)
        .count();
    let currency = text.get(..letters)?;
    let digit = text.as_bytes().get(letters)?.is_ascii_digit();
    let known = || {
        CURRENCIES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(currency))
    };
    (digit && known()).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        raw_tokens(text)
            .iter()
            .map(|raw_token| {
                let mark = match (raw_token.gap, raw_token.joined) {
                    (true, _) => "|",
                    (_, true) => "~",
                    _ => "",
                };
                format!("{mark}{}", &text[raw_token.start..raw_token.end])
            })
            .collect()
    }

    #[test]
    fn every_character_is_passed() {
        for c in '\0'..=char::MAX {
            for text in [
                format!("{c}"),
                format!("{c}b"),
                format!("a{c}"),
                format!("{c}{c}"),
            ] {
                let mut end = 0;
                for token in raw_tokens(&text) {
                    assert!(token.start >= end && token.end > token.start, "{c:?}");
                    end = token.end;
                }
            }
        }
        assert!(raw_tokens("\u{345}").is_empty());
        assert_eq!(shown("a\u{345} \u{345}b"), ["a", "b"]);
    }

    #[test]
    fn what_survives_as_one() {
        for (text, expected) in [
            ("R&D at AT&T, S&P 500", "R&D at AT&T |S&P 500"),
            ("the U.S. market", "the U.S. market"),
            ("in U.K markets", "in U.K markets"),
            ("I see. We do", "I see |We do"),
            ("3nm H20 5G手機", "3nm H20 5G 手 機"),
            ("RMB247.8 billion", "RMB 247.8 billion"),
            ("2,478億, 3800億", "2,478 億 |3800 億"),
            ("COVID-19", "COVID ~19"),
            ("year-over-year growth", "year ~over ~year growth"),
            ("company's view", "company ~s view"),
            ("up 34%, then", "up 34 % |then"),
            ("法 人 說 明 會", "法 人 說 明 會"),
            ("支出,管理", "支 出 |管 理"),
            ("AI伺服器", "AI 伺 服 器"),
            ("the (AOV) is", "the AOV is"),
            ("值(AOV)與", "值 |AOV |與"),
            ("１２．５％", "１２．５ ％"),
            ("Q3'25", "Q3 ~25"),
            (
                "zero\u{200b}width re\u{ad}con\u{ad}\u{ad}cile",
                "zero\u{200b}width re\u{ad}con\u{ad}\u{ad}cile",
            ),
            ("well-\u{200b}known a\u{ad} b", "well ~known a b"),
            ("毛\u{200b}利⻓", "毛 利 ⻓"),
        ] {
            assert_eq!(shown(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_long_word_is_cut() {
        let raw_tokens = raw_tokens(&"x".repeat(1000));
        assert!(
            raw_tokens
                .iter()
                .all(|raw_token| raw_token.end - raw_token.start <= LONGEST)
        );
        assert_eq!(raw_tokens.last().map(|raw_token| raw_token.end), Some(1000));
    }
}
