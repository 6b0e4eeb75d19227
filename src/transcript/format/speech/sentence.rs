//! Sentence ends in transcripts, and splitting of texts that are too long for one paragraph.
//!
//! Unlike `text::sentences`, nothing here looks at abbreviations: a paragraph may end after one.

use crate::text::is_han;

/// Punctuation that ends a sentence.
pub(crate) const TERMINATORS: [char; 7] = ['.', '?', '!', '。', '？', '！', '…'];

/// Quotes and brackets that may follow the end of a sentence.
const CLOSING: [char; 8] = ['"', '\'', '”', '’', ')', ']', '」', '）'];

/// From this weight on, a paragraph is split after the next sentence; a Han character weighs three.
const MAX_WEIGHT: usize = 1_500;

/// A text without the quotes and brackets at its end.
pub(crate) fn without_closing(text: &str) -> &str {
    text.trim_end_matches(CLOSING)
}

/// Whether a text ends with a sentence, closing quotes and brackets aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    without_closing(text).ends_with(TERMINATORS)
}

/// Whether a line ends with the punctuation of a sentence, white space aside.
pub(crate) fn is_sentence(line: &str) -> bool {
    line.trim_end().ends_with(TERMINATORS)
}

/// The end, in bytes, of the last sentence that another one follows.
pub(crate) fn last_sentence_end(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().rev().peekable();
    let mut after: Option<char> = None;
    let mut later: Option<char> = None;
    for (at, c) in chars.by_ref() {
        let end = at + c.len_utf8();
        let han = "。？！".contains(c) && after.is_some();
        let latin = ".?!".contains(c)
            && after == Some(' ')
            && later.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || is_han(c));
        if han || latin {
            return Some(end);
        }
        later = after;
        after = Some(c);
    }
    None
}

/// Splits a paragraph that is too long for a reader, after sentences.
pub(crate) fn split_long(paragraph: &str) -> Vec<&str> {
    split_sentences(paragraph, MAX_WEIGHT)
}

/// Splits a text after every sentence that ends at or beyond a weight; a text without sentences at
/// spaces or, beyond four times the weight, after any Han character. With weight 0, after every sentence.
pub(crate) fn split_sentences(text: &str, max_weight: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut weight) = (0, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        weight += if is_han(c) { 3 } else { 1 };
        let next = chars.peek().map(|&(_, next)| next);
        let sentence = "。？！".contains(c) || ".?!".contains(c) && next == Some(' ');
        let unpunctuated =
            weight >= max_weight * 2 && c == ' ' || weight >= max_weight * 4 && is_han(c);
        if weight >= max_weight && sentence || max_weight > 0 && unpunctuated {
            let end = at + c.len_utf8();
            pieces.extend(text.get(from..end).map(str::trim));
            (from, weight) = (end, 0);
        }
    }
    pieces.extend(text.get(from..).map(str::trim));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_split_after_sentences() {
        let dump = "We sold more than we planned. ".repeat(200);
        let pieces = split_long(&dump);
        assert!(pieces.len() > 2);
        assert!(
            pieces
                .iter()
                .all(|piece| piece.ends_with('.') && piece.len() <= MAX_WEIGHT + 40)
        );
        assert_eq!(pieces.join(" "), dump.trim());
    }

    #[test]
    fn every_sentence() {
        assert_eq!(
            split_sentences("One. Two 2.5? 三。四", 0),
            ["One.", "Two 2.5?", "三。", "四"]
        );
    }
}
