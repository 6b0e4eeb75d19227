//! Candidate terms of a text: words and the compounds that neighboring words can form.
//!
//! A compound consists of up to four words without punctuation or a function word between them. In English this
//! is the core of a noun phrase; in Chinese the words are those of the segmentation.

use std::{collections::HashMap, ops::Range};

use rustc_hash::FxBuildHasher;

use crate::text::{
    RawToken, RawTokenKind, cut, fold_str, is_adverb, is_function_word, is_han, is_stop_word,
    raw_tokens, stem, term_word,
};

/// Maximum number of words of a compound.
const MOST_WORDS: usize = 4;

/// Maximum number of characters of a Chinese compound.
const MOST_CHARACTERS: usize = 12;

/// Chinese characters that begin, end or join phrases but are no part of a term.
const FUNCTION_CHARACTERS: &str = "的了和与及或在是有为之其而于对从到把被将就都也还更最很不没无我你他她它们这那\
                                   个些每各某此该且若则因所以但并向由自至等可能会要想说请问吗呢吧啊过着得地里上下中\
                                   内外前后间时来去做让使给用以约近超达共另再又已正仅只第多少几一二三四五六七八九十百\
                                   千万亿年月日元季度位名次倍";

/// Identifies a term of a [`Vocabulary`].
pub type TermId = u32;

/// A candidate term in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The term.
    pub term: TermId,
    /// Where it is in the text, in bytes.
    pub span: Range<usize>,
}

/// A word of a vocabulary.
struct Word {
    key: String,
    /// Number of characters.
    len: usize,
    latin: bool,
    /// Whether it carries no topic by itself.
    common: bool,
}

/// The words of a term by their index plus one, then zeros.
type Words = [u32; MOST_WORDS];

/// The terms of some texts. Words are numbered, so that a compound is looked up without building its text, and
/// each written form is analyzed once.
#[derive(Default)]
pub struct Vocabulary {
    words: Vec<Word>,
    /// By written form of a Latin word or folded form of a Chinese one; none where no term contains it.
    known: HashMap<String, Option<u32>, FxBuildHasher>,
    keys: HashMap<String, u32, FxBuildHasher>,
    terms: Vec<Words>,
    numbers: HashMap<Words, Option<TermId>, FxBuildHasher>,
}

/// A word in a text.
struct Unit {
    word: u32,
    span: Range<usize>,
    /// Whether the next unit cannot be part of the same term.
    last: bool,
}

impl Vocabulary {
    /// Number of terms.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether it has no term.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The key of a term.
    pub fn key(&self, term: TermId) -> String {
        let mut key = String::new();
        let mut latin = false;
        for word in self.words_of(term) {
            if latin && word.latin {
                key.push(' ');
            }
            key.push_str(&word.key);
            latin = word.latin;
        }
        key
    }

    /// Whether a term neither begins nor ends with a word that carries no topic by itself.
    pub fn is_topic(&self, term: TermId) -> bool {
        let mut words = self.words_of(term);
        let ends = [words.next(), words.last()];
        ends.into_iter().flatten().all(|word| !word.common)
    }

    /// Number of words of a term.
    pub fn word_count(&self, term: TermId) -> usize {
        self.words_of(term).count()
    }

    /// Number of characters of a term.
    pub fn length(&self, term: TermId) -> usize {
        self.words_of(term).map(|word| word.len).sum()
    }

    /// The terms of one word less that a term begins and ends with, where they are terms.
    pub fn parts(&self, term: TermId) -> [Option<TermId>; 2] {
        let Some(words) = self.terms.get(term as usize) else {
            return [None; 2];
        };
        let count = words.iter().filter(|word| **word > 0).count();
        let mut head = *words;
        if let Some(last) = head.get_mut(count.saturating_sub(1)) {
            *last = 0;
        }
        let mut tail = [0; MOST_WORDS];
        for (to, from) in tail.iter_mut().zip(words.iter().skip(1)) {
            *to = *from;
        }
        [head, tail].map(|words| self.numbers.get(&words).copied().flatten())
    }

    /// Whether a word has occurred, given by its key.
    pub fn knows(&self, word: &str) -> bool {
        self.keys.contains_key(word)
    }

    /// Whether a term consists of neighboring words of another.
    pub fn contains(&self, whole: TermId, part: TermId) -> bool {
        let words = |term: TermId| -> &[u32] {
            let words = self.terms.get(term as usize).map_or(&[][..], |words| words);
            words.split(|word| *word == 0).next().unwrap_or_default()
        };
        let part = words(part);
        !part.is_empty() && words(whole).windows(part.len()).any(|words| words == part)
    }

    fn words_of(&self, term: TermId) -> impl Iterator<Item = &Word> {
        let words = self.terms.get(term as usize).into_iter().flatten();
        words.filter_map(|word| self.words.get((*word as usize).checked_sub(1)?))
    }

    /// The candidate terms of a text, in order, the shorter of two at one place first. With `chinese`, those with
    /// a Han character only.
    pub fn candidates(&mut self, text: &str, chinese: bool) -> Vec<Candidate> {
        let units = self.units(text);
        let mut found = Vec::with_capacity(units.len() * 2);
        for at in 0..units.len() {
            let mut words = [0; MOST_WORDS];
            let mut start = None;
            for (slot, unit) in words_from(&units, at).enumerate() {
                let Some(word) = words.get_mut(slot) else {
                    break;
                };
                *word = unit.word + 1;
                let start = *start.get_or_insert(unit.span.start);
                if let Some(term) = self.number(words, chinese) {
                    let span = start..unit.span.end;
                    found.push(Candidate { term, span });
                }
            }
        }
        found
    }

    /// The number of a term; none where the words are no term.
    fn number(&mut self, words: Words, chinese: bool) -> Option<TermId> {
        if let Some(number) = self.numbers.get(&words) {
            return *number;
        }
        let number = self.is_term(&words, chinese).then(|| {
            self.terms.push(words);
            self.terms.len() as TermId - 1
        });
        self.numbers.insert(words, number);
        number
    }

    fn is_term(&self, words: &Words, chinese: bool) -> bool {
        let words = words.iter().filter_map(|word| {
            let index = (*word as usize).checked_sub(1)?;
            self.words.get(index)
        });
        let (mut han, mut latin, mut topic) = (0, 0, false);
        for word in words {
            *(if word.latin { &mut latin } else { &mut han }) += word.len;
            topic |= !word.common;
        }
        let is_long_enough = match chinese {
            true => han > 1 || han == 1 && latin > 0,
            false => han + latin > 1,
        };
        topic && is_long_enough && han + latin.min(MOST_CHARACTERS) <= MOST_CHARACTERS
    }

    /// The words of a text that terms can consist of.
    fn units(&mut self, text: &str) -> Vec<Unit> {
        let raw_tokens = raw_tokens(text);
        let mut units: Vec<Unit> = Vec::with_capacity(raw_tokens.len());
        let is_single = |token: &RawToken| token.kind == RawTokenKind::Single;
        for run in raw_tokens.chunk_by(|a, b| is_single(a) && is_single(b) && !b.gap) {
            if run.first().is_some_and(|first| first.gap) {
                end_term(&mut units);
            }
            match run {
                [one] if !is_single(one) => self.add_word(text, one, &mut units),
                run => self.add_run(text, run, &mut units),
            }
        }
        units
    }

    fn add_word(&mut self, text: &str, token: &RawToken, units: &mut Vec<Unit>) {
        let written = text.get(token.start..token.end).unwrap_or_default();
        let known = match self.known.get(written) {
            Some(known) => *known,
            None => {
                let known = self.latin_word(text, token, written);
                self.known.insert(written.to_owned(), known);
                known
            }
        };
        add(units, known, token.start..token.end);
    }

    /// Numbers a word in Latin letters; none for numbers and function words.
    fn latin_word(&mut self, text: &str, token: &RawToken, written: &str) -> Option<u32> {
        let key = term_word(text, token);
        let letter = |c: char| c.is_alphabetic();
        if token.kind != RawTokenKind::Word || !key.contains(letter) {
            return None;
        }
        let capitals = written.len() > 1 && !written.contains(|c: char| c.is_lowercase());
        let stem = stem(&key);
        if !capitals && (is_function_word(&stem) || is_adverb(&key)) {
            return None;
        }
        let common = !capitals && is_stop_word(&stem)
            || key.chars().count() < 2
            || key.starts_with(|c: char| c.is_ascii_digit());
        Some(self.word(key, true, common))
    }

    fn word(&mut self, key: String, latin: bool, common: bool) -> u32 {
        if let Some(word) = self.keys.get(&key) {
            return *word;
        }
        let word = self.words.len() as u32;
        self.keys.insert(key.clone(), word);
        self.words.push(Word {
            len: key.chars().count(),
            key,
            latin,
            common,
        });
        word
    }

    /// Adds the words of a run of Han characters.
    fn add_run(&mut self, text: &str, run: &[RawToken], units: &mut Vec<Unit>) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return;
        };
        let source = text.get(first.start..last.end).unwrap_or_default();
        let folded: String = fold_str(source).split_whitespace().collect();
        let starts: Vec<usize> = folded.char_indices().map(|(at, _)| at).collect();
        if starts.len() != run.len() {
            return end_term(units);
        }
        for word in cut(&folded) {
            let end = word.start + word.len;
            let bytes = starts.get(word.start).copied().unwrap_or(folded.len())
                ..starts.get(end).copied().unwrap_or(folded.len());
            let key = folded.get(bytes).unwrap_or_default();
            let known = match self.known.get(key) {
                Some(known) => *known,
                None => self.chinese_word(key),
            };
            if let (Some(first), Some(last)) = (run.get(word.start), run.get(end - 1)) {
                add(units, known, first.start..last.end);
            }
        }
    }

    /// Numbers a Chinese word; none for function words and numerals.
    fn chinese_word(&mut self, key: &str) -> Option<u32> {
        let function = |c: char| FUNCTION_CHARACTERS.contains(c) || !is_han(c);
        let none = is_function_word(key) || key.chars().all(function);
        let known = (!none).then(|| self.word(key.to_owned(), false, is_stop_word(key)));
        self.known.insert(key.to_owned(), known);
        known
    }
}

/// The units that a term beginning at a unit can consist of.
fn words_from(units: &[Unit], at: usize) -> impl Iterator<Item = &Unit> {
    let rest = units.get(at..).unwrap_or_default();
    let length = rest.iter().position(|unit| unit.last);
    let length = length.map_or(rest.len(), |last| last + 1);
    rest.iter().take(length.min(MOST_WORDS))
}

/// Adds a unit; where there is none, no term continues.
fn add(units: &mut Vec<Unit>, word: Option<u32>, span: Range<usize>) {
    match word {
        Some(word) => units.push(Unit {
            word,
            span,
            last: false,
        }),
        None => end_term(units),
    }
}

fn end_term(units: &mut [Unit]) {
    if let Some(unit) = units.last_mut() {
        unit.last = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, chinese: bool) -> String {
        let mut vocabulary = Vocabulary::default();
        let candidates = vocabulary.candidates(text, chinese).into_iter();
        let keys: Vec<String> = candidates
            .map(|candidate| vocabulary.key(candidate.term))
            .collect();
        keys.join("|")
    }

    #[test]
    fn compounds_end_at_function_words_and_punctuation() {
        assert_eq!(
            found("the Quick Commerce of ovens, and GPU servers", false),
            "quick commerce|commerce|oven|gpu|gpu server|server"
        );
        assert_eq!(found("it was 3.5% in 2025", false), "");
    }

    #[test]
    fn chinese_compounds_consist_of_words() {
        assert_eq!(
            found("雲端烤箱的AI伺服器", true),
            "云端|云端烤箱|烤箱|ai伺服器|伺服器"
        );
        assert_eq!(found("我們在三月", true), "");
    }

    #[test]
    fn terms_know_their_parts() {
        let mut vocabulary = Vocabulary::default();
        let candidates = vocabulary.candidates("customer management revenue", false);
        let term = |key: &str| {
            let mut terms = candidates.iter().map(|candidate| candidate.term);
            terms.find(|term| vocabulary.key(*term) == key).unwrap()
        };
        let whole = term("customer management revenue");
        let parts = ["customer management", "management revenue"].map(|key| Some(term(key)));
        assert_eq!(vocabulary.parts(whole), parts);
        assert!(vocabulary.contains(whole, term("customer")));
        assert!(!vocabulary.contains(term("customer"), whole));
    }
}
