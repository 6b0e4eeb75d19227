//! How the tokens of a text are written to the index, and which terms of the index match the tokens of a
//! query. [`analyse_into`](crate::text::analyse_into) yields a exact field (characters of CJK scripts and
//! words of alphabets) and a stemmed field (words of several characters, stems). They are not written one to
//! one, since a token that is in both would take space twice:
//!
//! * **CJK characters are written as bigrams.** Each character of a run is written together with the next
//!   one, so a phrase matches few and rare terms. The first and the last character of a run are also
//!   written alone; any other single character is found as the prefix of the bigram that begins with it.
//! * **A CJK word of two characters** is its bigram with a mark, and is not in the stemmed field. So words
//!   are told from characters that merely follow each other at no cost. Longer words are in the words
//!   stream.
//! * **A word that is its own stem** is in the exact field only; a query for a stem looks in both.
//! * **A part of a compound** (*mail* in *e-mail*) is marked if it is its own stem, so that a query for the
//!   stem does not find it, and a literal query does.

use std::{collections::VecDeque, fmt::Write, ops::Range};

use tantivy::Term;

use super::{pretokenized::TokenBuffer, schema::Fields};
use crate::{
    model::Lang,
    text::{
        EXACT, PhraseWord, STEP, TokenField, Tokens, any_single, is_own_stem, is_single, is_word,
        phrase_words, single,
    },
};

/// Suffix of a part of a compound that only a literal query finds.
const COMPOUND_PART: char = '~';

/// Suffix of a bigram that is a word where it occurs.
const WORD_MARK: char = '+';

/// Encodes the tokens of a text. Takes both fields in order of their positions.
#[derive(Debug, Default)]
pub(super) struct TokenEncoder {
    literal: TokenBuffer,
    words: TokenBuffer,
    /// The last CJK character, until it is known whether another follows.
    last: Option<Character>,
    /// Positions of the words of two characters whose bigrams are not yet written, in order.
    two_character_words: VecDeque<u32>,
    /// The token that is being composed; kept to save allocations.
    token: String,
}

/// A CJK character of a run.
#[derive(Debug, Clone, Copy)]
struct Character {
    c: char,
    position: u32,
    /// It is the first of its run, so it has been written alone already.
    is_first: bool,
}

impl TokenEncoder {
    /// The encoded tokens, serialized for the tokenizer [`super::pretokenized`]: exact field, words
    /// stream.
    pub(super) fn streams(&mut self) -> [&str; 2] {
        self.end_run();
        [self.literal.text(), self.words.text()]
    }

    fn push_character(&mut self, c: char, position: u32) {
        let previous = self.last.filter(|last| last.position + STEP == position);
        match previous {
            Some(previous) => self.push_bigram(previous, c),
            None => {
                self.end_run();
                self.push_unigram(c, position);
            }
        }
        self.last = Some(Character {
            c,
            position,
            is_first: previous.is_none(),
        });
    }

    fn push_bigram(&mut self, first: Character, second: char) {
        self.token.clear();
        self.token.extend([first.c, second]);
        while let Some(&word) = self.two_character_words.front()
            && word <= first.position
        {
            self.two_character_words.pop_front();
            if word == first.position {
                self.token.push(WORD_MARK);
            }
        }
        self.literal.push(&self.token, first.position);
    }

    fn push_unigram(&mut self, c: char, position: u32) {
        self.literal.push(c.encode_utf8(&mut [0; 4]), position);
    }

    /// Writes the last character of a run alone, unless it has been.
    fn end_run(&mut self) {
        if let Some(last) = self.last.take()
            && !last.is_first
        {
            self.push_unigram(last.c, last.position);
        }
    }
}

impl Tokens for TokenEncoder {
    fn put(&mut self, field: TokenField, token: &str, position: u32, _: Range<usize>) {
        match field {
            TokenField::Stemmed if has_two_characters(token) => {
                self.two_character_words.push_back(position);
            }
            TokenField::Stemmed => self.words.push(token, position),
            TokenField::Exact => match single(token) {
                Some(c) => self.push_character(c, position),
                None => {
                    // A token at the same position is a variant of the last character (`=後`) and does not
                    // end the run.
                    if self.last.is_some_and(|last| last.position < position) {
                        self.end_run();
                    }
                    self.literal.push(token, position);
                }
            },
        }
    }

    /// Writes the stem only if it differs from the form. A form without a stem is a part of a compound: it
    /// is marked if queries would otherwise find it as its own stem.
    fn word(&mut self, form: &str, stem: Option<&str>, position: u32, _: Range<usize>) {
        self.end_run();
        if stem.is_none() && is_own_stem(form) {
            self.token.clear();
            let _ = write!(self.token, "{form}{COMPOUND_PART}");
            self.literal.push(&self.token, position);
        } else {
            self.literal.push(form, position);
        }
        if let Some(stem) = stem.filter(|stem| *stem != form) {
            self.words.push(stem, position);
        }
    }
}

/// Whether a token is two CJK characters.
fn has_two_characters(token: &str) -> bool {
    let mut chars = token.chars();
    let mut next_is_single = || chars.next().is_some_and(is_single);
    next_is_single() && next_is_single() && chars.next().is_none()
}

/// What matches the tokens of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EncodedTokens {
    /// Terms at their positions.
    Phrase(Vec<PhrasePosition>),
    /// Any term of the exact field that begins with a CJK character.
    Prefix(char),
}

/// A position of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhrasePosition {
    /// Distance from the first token of the phrase, in positions.
    pub(crate) offset: u32,
    /// Distance to the token that follows, in positions.
    pub(crate) length: u32,
    /// Any of these terms matches. No two of them occur at the same position of a document.
    pub(crate) terms: Vec<Term>,
}

/// A phrase with words of several CJK characters, in two encodings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SegmentedPhrase {
    /// Matches where the characters are the words of the text.
    pub(crate) words: Vec<PhrasePosition>,
    /// Matches where the characters occur. May leave out places where they are words.
    pub(crate) characters: Vec<PhrasePosition>,
}

impl Fields {
    /// What matches the tokens of a query on one side of the passages. A token is its distance from the
    /// first, in positions, and its text; distances ascend. None where the side has no such stream.
    pub(crate) fn encode_query(
        &self,
        field: TokenField,
        lang: Lang,
        tokens: &[(u32, String)],
    ) -> Option<EncodedTokens> {
        if field == TokenField::Stemmed {
            return self.encode_stems(lang, tokens);
        }
        let field = self.token_field(TokenField::Exact, lang)?;
        if let [(_, token)] = tokens
            && let Some(c) = single(token)
        {
            return Some(EncodedTokens::Prefix(c));
        }
        let literal = |text: &str| Term::from_field_text(field, text);
        let mut phrase = Vec::new();
        let mut remaining = tokens;
        while let Some(((offset, token), after)) = remaining.split_first() {
            if any_single(token).is_none() {
                let mut terms = vec![literal(token)];
                if token.starts_with(char::is_alphanumeric) && is_own_stem(token) {
                    terms.push(literal(&format!("{token}{COMPOUND_PART}")));
                }
                phrase.push(PhrasePosition::new(*offset, terms));
                remaining = after;
                continue;
            }
            let (run, after) = remaining.split_at(run_length(remaining));
            phrase.extend(bigrams(run, literal));
            remaining = after;
        }
        Some(EncodedTokens::Phrase(phrase))
    }

    /// What matches tokens of the stemmed field: a stem in the stemmed field, and in the exact field if a
    /// word can be its own stem.
    fn encode_stems(&self, lang: Lang, tokens: &[(u32, String)]) -> Option<EncodedTokens> {
        let literal = self.token_field(TokenField::Exact, lang)?;
        let words = self.token_field(TokenField::Stemmed, lang)?;
        let position = |(offset, stem): &(u32, String)| {
            let mut terms = vec![Term::from_field_text(words, stem)];
            if is_own_stem(stem) {
                terms.push(Term::from_field_text(literal, stem));
            }
            PhrasePosition::new(*offset, terms)
        };
        Some(EncodedTokens::Phrase(tokens.iter().map(position).collect()))
    }

    /// The two encodings of a phrase of the exact field: as words and as characters. None where the
    /// phrase has no word of two CJK characters or more.
    pub(crate) fn segmented_phrase(
        &self,
        lang: Lang,
        tokens: &[(u32, String)],
    ) -> Option<SegmentedPhrase> {
        let literal_field = self.token_field(TokenField::Exact, lang)?;
        let words_field = self.token_field(TokenField::Stemmed, lang)?;
        let literal = |text: &str| Term::from_field_text(literal_field, text);
        let found = phrase_words(tokens);
        if found.is_empty() {
            return None;
        }
        let encoded = self.encode_query(TokenField::Exact, lang, tokens);
        let Some(EncodedTokens::Phrase(mut characters)) = encoded else {
            return None;
        };
        let marked = |word: &str| literal(&format!("{word}{WORD_MARK}"));
        let word = |PhraseWord { offset, word }: &PhraseWord| PhrasePosition {
            offset: *offset,
            length: STEP * word.chars().count() as u32,
            terms: vec![match has_two_characters(word) {
                true => marked(word),
                false => Term::from_field_text(words_field, word),
            }],
        };
        let mut words: Vec<PhrasePosition> = found.iter().map(word).collect();
        // Bigrams within and across the words are implied by them. What else the phrase has stays.
        let in_words = |at: u32| words.iter().any(|word| word.range().contains(&at));
        let is_implied = |position: &PhrasePosition| {
            let mut characters = position.range().step_by(STEP as usize);
            !position.terms.iter().any(is_exact) && characters.all(in_words)
        };
        let others = characters.iter().filter(|position| !is_implied(position));
        let others: Vec<PhrasePosition> = others.cloned().collect();
        words.extend(others);
        // A phrase of one bigram matches either as a word or as characters, so the terms can be disjoint.
        if let [PhraseWord { offset, word }] = found.as_slice()
            && has_two_characters(word)
            && let Some(position) = (characters.iter_mut()).find(|position| {
                position.offset == *offset && position.terms.contains(&marked(word))
            })
        {
            position.terms = vec![literal(word)];
        }
        Some(SegmentedPhrase { words, characters })
    }
}

impl PhrasePosition {
    /// A position with one token.
    fn new(offset: u32, terms: Vec<Term>) -> Self {
        Self {
            offset,
            length: STEP,
            terms,
        }
    }

    /// The positions that it covers, from the first token of the phrase.
    fn range(&self) -> Range<u32> {
        self.offset..self.offset + self.length
    }
}

/// Whether a term is that of an exact character.
fn is_exact(term: &Term) -> bool {
    term.value()
        .as_str()
        .is_some_and(|token| token.starts_with(EXACT))
}

/// The number of adjacent CJK characters at the start of some tokens, of which the first is one.
fn run_length(tokens: &[(u32, String)]) -> usize {
    let is_adjacent = |pair: &&[(u32, String)]| match pair {
        [a, b] => a.0 + STEP == b.0 && any_single(&b.1).is_some(),
        _ => false,
    };
    1 + tokens.windows(2).take_while(is_adjacent).count()
}

/// The fewest bigrams that cover a run of CJK characters, and the exact characters in it.
fn bigrams(run: &[(u32, String)], literal: impl Fn(&str) -> Term) -> Vec<PhrasePosition> {
    let mut phrase = Vec::new();
    for (index, (offset, token)) in run.iter().enumerate() {
        if token.starts_with(EXACT) || run.len() == 1 {
            phrase.push(PhrasePosition::new(*offset, vec![literal(token)]));
        }
        // Bigrams do not overlap, but for the last one of a run of odd length.
        let begins_bigram = index % 2 == 0 || index + 2 == run.len();
        if begins_bigram
            && let Some((_, next)) = run.get(index + 1)
            && let Some((first, second)) = any_single(token).zip(any_single(next))
        {
            let mut token = String::from_iter([first, second]);
            let mut terms = vec![literal(&token)];
            if is_word(&[first, second]) {
                token.push(WORD_MARK);
                terms.push(literal(&token));
            }
            phrase.push(PhrasePosition {
                length: 2 * STEP,
                ..PhrasePosition::new(*offset, terms)
            });
        }
    }
    phrase
}

#[cfg(test)]
mod tests;
