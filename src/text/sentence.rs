//! Sentence splitter for both languages.

use std::ops::Range;

/// Abbreviations, in lower case.
const ABBREVIATIONS: [&str; 22] = [
    "mr", "mrs", "ms", "dr", "st", "jr", "sr", "vs", "etc", "approx", "no", "inc", "corp", "co",
    "ltd", "e.g", "i.e", "u.s", "u.k", "a.m", "p.m", "fig",
];

/// Sentences of a text in order, with the white space at their ends; nothing is left out.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '。' | '！' | '？' | '；' | '\n' => true,
            '.' | '!' | '?' => {
                let after = text.get(at + 1..).unwrap_or_default();
                let before = text.get(start..at).unwrap_or_default();
                let closes = after.trim_start_matches(is_closing);
                let apart = closes.is_empty() || closes.starts_with(char::is_whitespace);
                apart && (c != '.' || is_full_stop(before, closes))
            }
            _ => false,
        };
        if !ends {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((at, c)) = chars.next_if(|&(_, c)| c.is_whitespace() || is_closing(c)) {
            end = at + c.len_utf8();
        }
        sentences.push(start..end);
        start = end;
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

fn is_closing(c: char) -> bool {
    "」』”’\"')".contains(c)
}

/// Whether a sentence ends between two parts of a text: no abbreviation before, and no lower case
/// after.
fn is_full_stop(before: &str, after: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    let initial = word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase()) && word != "I";
    let abbreviated = ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str());
    let first = after.trim_start().chars().next();
    let goes_on = first.is_some_and(char::is_lowercase);
    // A sentence may begin after `U.S.` or `Inc.`; it cannot be told from a name.
    first.is_none() || !(initial || abbreviated || goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_both_languages() {
        for (text, expected) in [
            ("一。二！3.5 is. X", "一。|二！|3.5 is. |X"),
            (
                "Our U.S. sites and Dr. Orth. Next",
                "Our U.S. sites and Dr. Orth. |Next",
            ),
            (
                "It was 3.5% (up 1.) So it is",
                "It was 3.5% (up 1.) |So it is",
            ),
            (
                "We \"grow.\" Then 「我們成長。」再說",
                "We \"grow.\" |Then 「我們成長。」|再說",
            ),
            ("Q: one\nA: two?", "Q: one\n|A: two?"),
            ("approx. five", "approx. five"),
            ("", ""),
        ] {
            let found: Vec<&str> = sentences(text)
                .into_iter()
                .map(|span| &text[span])
                .collect();
            assert_eq!(found.join("|"), expected);
            assert_eq!(found.concat(), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_left_out(text in "([a-zA-Z .!?。；\n」\")'(]|U\\.S\\. |[^\\x00]){0,60}") {
            let spans = sentences(&text);
            let found: String = spans.iter().filter_map(|span| text.get(span.clone())).collect();
            proptest::prop_assert_eq!(found, text);
            proptest::prop_assert!(spans.iter().all(|span| !span.is_empty()));
        }
    }
}
