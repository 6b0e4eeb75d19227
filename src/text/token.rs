//! Tokens of a text and the fields they belong to.

use std::ops::Range;

/// Positions from one word to the next. Punctuation between them takes one more position, so that
/// no phrase matches across punctuation.
pub(crate) const STEP: u32 = 2;

/// A token of either field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded text to match.
    pub text: String,
    /// Position, shared by both fields: two per word, one per punctuation mark.
    pub position: u32,
    /// First byte in the original text.
    pub start: usize,
    /// Byte after the last in the original text.
    pub end: usize,
}

/// The two fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenField {
    /// Characters and words as written.
    Exact,
    /// English stems, Chinese words.
    Stemmed,
}

/// Receives the tokens of a text, those of each field by position, with their byte ranges in the
/// text.
pub(crate) trait Tokens {
    /// Adds a token to a field.
    fn put(&mut self, field: TokenField, token: &str, position: u32, span: Range<usize>);

    /// Adds an alphabetic word: its form in the exact field and, if it is found by its stem, the
    /// stem in the stemmed field.
    fn word(&mut self, form: &str, stem: Option<&str>, position: u32, span: Range<usize>) {
        self.put(TokenField::Exact, form, position, span.clone());
        if let Some(stem) = stem {
            self.put(TokenField::Stemmed, stem, position, span);
        }
    }
}
