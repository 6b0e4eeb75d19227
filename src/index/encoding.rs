//! How the index holds the tokens of a text, and which of its terms say the tokens of a query. What is
//! said twice costs twice, so four things are held otherwise than the analysis tells them:
//!
//! * **Characters stand in pairs.** Of a run of Chinese each character is held with the next one, so that a
//!   row of characters is found by few and rare terms. A run's first and last character are held alone
//!   as well; elsewhere a character alone is whatever pair begins with it.
//! * **A Chinese word of two characters** is a pair, and stands there as a pair that is marked as a word. Longer
//!   words stand in the words stream. So it costs nothing to tell the words of two from characters that meet.
//! * **A word that is its own stem** stands in the literal stream only, and a stem is looked for in both.
//! * **A part that is not found by its stem** (*mail* in *e-mail*) is marked where it is its own stem, so that
//!   only what is looked for literally finds it.

use std::{collections::VecDeque, fmt::Write, ops::Range};

use tantivy::Term;

use super::{Fields, Reader, pretokenized};
use crate::{
    model::Lang,
    text::{
        EXACT, RowWord, STEP, Stream, Tokens, any_single, is_own_stem, is_single, is_word,
        row_words, single,
    },
};

/// Behind a part of a compound that only a literal search finds.
const COMPOUND_PART: char = '~';

/// Behind a pair of characters that is a word where it stands.
const WORD_MARK: char = '+';

/// The tokens of both streams as the index takes them.
#[derive(Debug, Default)]
pub(super) struct TokenEncoder {
    literal: pretokenized::TokenBuffer,
    words: pretokenized::TokenBuffer,
    /// The last character, while nothing has come after it.
    last: Option<Single>,
    /// Where the words of two characters begin that are to come, in order.
    words_of_two: VecDeque<u32>,
    token: String,
}

/// A character of a run.
#[derive(Debug, Clone, Copy)]
struct Single {
    c: char,
    position: u32,
    /// It is the first of its run and stands there alone already.
    first: bool,
}

impl TokenEncoder {
    /// The packed tokens of both streams: literal, words.
    pub(super) fn streams(&mut self) -> [&str; 2] {
        self.end_run();
        [self.literal.text(), self.words.text()]
    }

    fn single(&mut self, c: char, position: u32) {
        let before = self.last.filter(|last| last.position + STEP == position);
        match before {
            Some(last) => self.put_pair(last, c),
            None => {
                self.end_run();
                self.put_alone(c, position);
            }
        }
        let first = before.is_none();
        self.last = Some(Single { c, position, first });
    }

    fn put_pair(&mut self, first: Single, second: char) {
        self.token.clear();
        self.token.extend([first.c, second]);
        while let Some(&word) = self.words_of_two.front()
            && word <= first.position
        {
            self.words_of_two.pop_front();
            if word == first.position {
                self.token.push(WORD_MARK);
            }
        }
        self.literal.put(&self.token, first.position);
    }

    fn put_alone(&mut self, c: char, position: u32) {
        self.literal.put(c.encode_utf8(&mut [0; 4]), position);
    }

    fn end_run(&mut self) {
        if let Some(last) = self.last.take()
            && !last.first
        {
            self.put_alone(last.c, last.position);
        }
    }
}

impl Tokens for TokenEncoder {
    fn put(&mut self, stream: Stream, token: &str, position: u32, _: Range<usize>) {
        match stream {
            Stream::Words if is_pair(token) => self.words_of_two.push_back(position),
            Stream::Words => self.words.put(token, position),
            Stream::Literal => match single(token) {
                Some(c) => self.single(c, position),
                None => {
                    // Another reading of a character has its place and does not end the run.
                    if self.last.is_some_and(|last| last.position < position) {
                        self.end_run();
                    }
                    self.literal.put(token, position);
                }
            },
        }
    }

    fn word(&mut self, form: &str, stem: Option<&str>, position: u32, _: Range<usize>) {
        self.end_run();
        match stem {
            Some(stem) => {
                self.literal.put(form, position);
                if stem != form {
                    self.words.put(stem, position);
                }
            }
            None if is_own_stem(form) => {
                self.token.clear();
                let _ = write!(self.token, "{form}{COMPOUND_PART}");
                self.literal.put(&self.token, position);
            }
            None => self.literal.put(form, position),
        }
    }
}

/// Whether a token is a word of two characters.
fn is_pair(token: &str) -> bool {
    let mut chars = token.chars();
    let mut single = || chars.next().is_some_and(is_single);
    single() && single() && chars.next().is_none()
}

/// Where a token or a row of them is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EncodedTokens {
    /// Terms at their places.
    Phrase(Vec<PhrasePosition>),
    /// Any term of the literal stream that begins with a character.
    Prefix(char),
}

/// One place of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhrasePosition {
    /// Places from the first token of the row.
    pub(crate) offset: u32,
    /// Places to the token after it.
    pub(crate) length: u32,
    /// Any of these terms says it; none of them is in one place with another.
    pub(crate) terms: Vec<Term>,
}

/// A row with Chinese words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SegmentedPhrase {
    /// The row as words.
    pub(crate) words: Vec<PhrasePosition>,
    /// The row as characters, at least where it does not stand as words.
    pub(crate) characters: Vec<PhrasePosition>,
}

/// The number of characters side by side at the start of some tokens, of which the first is one.
fn run_length(tokens: &[(u32, String)]) -> usize {
    let next_to = |pair: &&[(u32, String)]| match pair {
        [a, b] => a.0 + STEP == b.0 && any_single(&b.1).is_some(),
        _ => false,
    };
    1 + tokens.windows(2).take_while(next_to).count()
}

impl Fields {
    /// What to look for on one side to find tokens at their distances from the first, which come in their
    /// order.
    pub(crate) fn encode_query(
        &self,
        stream: Stream,
        lang: Lang,
        tokens: &[(u32, String)],
    ) -> Option<EncodedTokens> {
        let field = self.stream(Stream::Literal, lang)?;
        let literal = |text: &str| Term::from_field_text(field, text);
        if stream == Stream::Words {
            let words = self.stream(Stream::Words, lang)?;
            let place = |(offset, stem): &(u32, String)| {
                let mut terms = vec![Term::from_field_text(words, stem)];
                if is_own_stem(stem) {
                    terms.push(literal(stem));
                }
                PhrasePosition::word(*offset, terms)
            };
            return Some(EncodedTokens::Phrase(tokens.iter().map(place).collect()));
        }
        if let [(_, token)] = tokens
            && let Some(c) = single(token)
        {
            return Some(EncodedTokens::Prefix(c));
        }
        let mut row = Vec::new();
        let mut rest = tokens;
        while let Some(((offset, token), after)) = rest.split_first() {
            if any_single(token).is_none() {
                let mut terms = vec![literal(token)];
                if token.starts_with(char::is_alphanumeric) && is_own_stem(token) {
                    terms.push(literal(&format!("{token}{COMPOUND_PART}")));
                }
                row.push(PhrasePosition::word(*offset, terms));
                rest = after;
                continue;
            }
            let (run, after) = rest.split_at(run_length(rest));
            row.extend(pairs(run, literal));
            rest = after;
        }
        Some(EncodedTokens::Phrase(row))
    }

    /// A row that a literal search for tokens looks for, told apart: where its Chinese stands as words, and
    /// where its characters stand, at least wherever they are no words. None where no word of two characters
    /// or more is among them.
    pub(crate) fn segmented_phrase(
        &self,
        lang: Lang,
        tokens: &[(u32, String)],
    ) -> Option<SegmentedPhrase> {
        let literal_field = self.stream(Stream::Literal, lang)?;
        let words_field = self.stream(Stream::Words, lang)?;
        let literal = |text: &str| Term::from_field_text(literal_field, text);
        let found = row_words(tokens);
        if found.is_empty() {
            return None;
        }
        let Some(EncodedTokens::Phrase(mut characters)) =
            self.encode_query(Stream::Literal, lang, tokens)
        else {
            return None;
        };
        let pair = |word: &str| {
            is_pair(word).then(|| [literal(word), literal(&format!("{word}{WORD_MARK}"))])
        };
        let mut words = Vec::new();
        for RowWord { offset, word } in &found {
            let length = STEP * word.chars().count() as u32;
            let term = match pair(word) {
                Some([_, marked]) => marked,
                None => Term::from_field_text(words_field, word),
            };
            words.push(PhrasePosition {
                offset: *offset,
                length,
                terms: vec![term],
            });
        }
        // What else is in the row is encode query as it is. A pair of which words have both characters is known by them.
        let in_words = |at: u32| {
            let mut found = words.iter();
            found.any(|word| (word.offset..word.offset + word.length).contains(&at))
        };
        let within = |place: &PhrasePosition| {
            let mut places = (place.offset..place.offset + place.length).step_by(STEP as usize);
            !place.terms.iter().any(is_exact) && places.all(in_words)
        };
        let others = characters.iter().filter(|place| !within(place));
        let others: Vec<PhrasePosition> = others.cloned().collect();
        words.extend(others);
        // A single pair is either a word or not.
        if let [RowWord { offset, word }] = found.as_slice()
            && let Some([unmarked, marked]) = pair(word)
        {
            let mut same = characters.iter_mut();
            if let Some(place) =
                same.find(|place| place.offset == *offset && place.terms.contains(&marked))
            {
                place.terms = vec![unmarked];
            }
        }
        Some(SegmentedPhrase { words, characters })
    }
}

impl PhrasePosition {
    /// How many passages have the rarest of some places; none where there are none.
    pub(crate) fn rarest(row: &[Self], reader: &Reader) -> tantivy::Result<u64> {
        let mut rarest = None;
        for place in row {
            let mut passages = 0;
            for term in &place.terms {
                passages += reader.doc_freq(term)?;
            }
            rarest = Some(rarest.map_or(passages, |known: u64| known.min(passages)));
        }
        Ok(rarest.unwrap_or(0))
    }

    fn word(offset: u32, terms: Vec<Term>) -> Self {
        let length = STEP;
        Self {
            offset,
            length,
            terms,
        }
    }
}

/// Whether a term is that of an exact character.
fn is_exact(term: &Term) -> bool {
    term.value()
        .as_str()
        .is_some_and(|token| token.starts_with(EXACT))
}

/// A run of characters side by side as pairs that cover it, and as the exact characters among them.
fn pairs(run: &[(u32, String)], literal: impl Fn(&str) -> Term) -> Vec<PhrasePosition> {
    let mut row = Vec::new();
    for (at, (offset, token)) in run.iter().enumerate() {
        let last = at + 1 == run.len();
        if token.starts_with(EXACT) || run.len() == 1 {
            row.push(PhrasePosition::word(*offset, vec![literal(token)]));
        }
        // Every other one begins a pair, and the last but one where the last would be left over.
        let begins = at % 2 == 0 || at + 2 == run.len();
        if !last
            && begins
            && let Some((_, next)) = run.get(at + 1)
            && let Some((first, second)) = any_single(token).zip(any_single(next))
        {
            let pair = [first, second];
            let mut token: String = pair.iter().collect();
            let mut terms = vec![literal(&token)];
            if is_word(&pair) {
                token.push(WORD_MARK);
                terms.push(literal(&token));
            }
            row.push(PhrasePosition {
                length: 2 * STEP,
                ..PhrasePosition::word(*offset, terms)
            });
        }
    }
    row
}

#[cfg(test)]
mod tests;
