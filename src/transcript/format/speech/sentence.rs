//! Sentences: where a text too long to be read is cut.

use crate::text::is_han;

/// From this weight on, a paragraph ends with the next sentence; a Han character weighs three.
pub(crate) const LONGEST: usize = 1_500;

/// Cuts a paragraph that is too long to be read, after sentences.
pub(crate) fn cut(paragraph: &str) -> Vec<&str> {
    split_sentences(paragraph, LONGEST)
}

/// Cuts a text after every sentence that ends at or beyond a weight.
pub(crate) fn split_sentences(text: &str, longest: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut weight) = (0, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        weight += if is_han(c) { 3 } else { 1 };
        let next = chars.peek().map(|&(_, next)| next);
        let sentence = "。？！".contains(c) || ".?!".contains(c) && next == Some(' ');
        let unpunctuated = weight >= longest * 2 && c == ' ' || weight >= longest * 4 && is_han(c);
        if weight >= longest && sentence || longest > 0 && unpunctuated {
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
    fn long_dumps_are_cut_after_sentences() {
        let dump = "We sold more than we planned. ".repeat(200);
        let pieces = cut(&dump);
        assert!(pieces.len() > 2);
        assert!(
            pieces
                .iter()
                .all(|piece| piece.ends_with('.') && piece.len() <= LONGEST + 40)
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
