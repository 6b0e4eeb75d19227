//! A cursor over a text that reads folded characters.

use super::super::{fold, raw_token::is_single};

/// Maximum number of blanks between the parts of a quantity.
const BLANKS: usize = 4;

/// A position in a text. Copied to look ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    /// Byte offset of the next character.
    at: usize,
}

impl<'t> Cursor<'t> {
    /// A cursor at byte offset `at`, which must be a character boundary.
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    pub(super) fn at(self) -> usize {
        self.at
    }

    fn rest(self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character as written.
    pub(super) fn raw(self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next character, folded.
    pub(super) fn peek(self) -> Option<char> {
        self.raw().map(fold)
    }

    /// The character before, as written.
    pub(super) fn before(self) -> Option<char> {
        self.text.get(..self.at)?.chars().next_back()
    }

    /// The cursor one character back.
    pub(super) fn back(self) -> Self {
        let len = self.before().map_or(0, char::len_utf8);
        Self::new(self.text, self.at - len)
    }

    /// Moves back over blanks.
    pub(super) fn back_over_blanks(mut self) -> Self {
        for _ in 0..BLANKS {
            if !self.before().is_some_and(char::is_whitespace) {
                break;
            }
            self = self.back();
        }
        self
    }

    /// Consumes the next character, folded.
    pub(super) fn bump(&mut self) -> Option<char> {
        let c = self.raw()?;
        self.at += c.len_utf8();
        Some(fold(c))
    }

    /// Consumes the next character if its folded form is `expected`.
    pub(super) fn eat(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.bump();
        }
        found
    }

    /// Consumes the next character if its folded form is one of `expected`.
    pub(super) fn eat_any(&mut self, expected: &str) -> bool {
        let found = self.peek().is_some_and(|c| expected.contains(c));
        if found {
            self.bump();
        }
        found
    }

    /// Consumes a decimal digit.
    pub(super) fn eat_digit(&mut self) -> Option<u8> {
        let digit = self.peek()?.to_digit(10)?;
        self.bump();
        u8::try_from(digit).ok()
    }

    /// The cursor after the blanks that follow.
    pub(super) fn past_blanks(mut self) -> Self {
        for _ in 0..BLANKS {
            if !self.raw().is_some_and(char::is_whitespace) {
                break;
            }
            self.bump();
        }
        self
    }

    /// The cursor after the blanks or single hyphen that follow.
    pub(super) fn past_joint(self) -> Self {
        let mut place = self;
        if place.eat_any("-\u{2010}\u{2011}") {
            return place;
        }
        self.past_blanks()
    }

    /// Consumes a word of Han characters, folded; blanks before and between them are ignored.
    pub(super) fn eat_han(&mut self, word: &str) -> bool {
        let mut place = *self;
        for c in word.chars() {
            place = place.past_blanks();
            if !place.eat(c) {
                return false;
            }
        }
        *self = place;
        true
    }

    /// Consumes Latin words up to a word boundary; `phrase` is in lower case, a blank in it matches
    /// blanks or a hyphen.
    pub(super) fn eat_phrase(&mut self, phrase: &str) -> bool {
        let mut place = *self;
        for c in phrase.chars() {
            if c == ' ' {
                let next = place.past_joint();
                if next.at == place.at {
                    return false;
                }
                place = next;
            } else if !place.eat(c) {
                return false;
            }
        }
        if place.raw().is_some_and(is_latin) {
            return false;
        }
        *self = place;
        true
    }

    /// The ASCII letters that follow; none if there are more than `longest`.
    pub(super) fn letters(self, longest: usize) -> &'t str {
        let rest = self.rest();
        let letters = rest.bytes().take(longest + 1);
        let len = letters.take_while(u8::is_ascii_alphabetic).count();
        rest.get(..len)
            .filter(|_| len <= longest)
            .unwrap_or_default()
    }

    /// The cursor `len` bytes on.
    pub(super) fn past(self, len: usize) -> Self {
        Self::new(self.text, self.at + len)
    }

    /// The cursor at byte offset `at`, if it is a character boundary.
    pub(super) fn from(self, at: usize) -> Option<Self> {
        let starts = self.text.is_char_boundary(at);
        starts.then(|| Self::new(self.text, at))
    }

    /// The text between byte `from` and the cursor, if it has at most `longest` bytes.
    pub(super) fn since(self, from: usize, longest: usize) -> Option<&'t str> {
        let text = self.text.get(from..self.at)?;
        (text.len() <= longest).then_some(text)
    }

    /// Whether a number starts here: a decimal digit, or a full stop before one.
    pub(super) fn at_number(mut self) -> bool {
        self.eat('.');
        self.eat_digit().is_some()
    }
}

/// Whether a character is a letter or digit of a script with spaces between words.
pub(super) fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && !is_single(c)
}
