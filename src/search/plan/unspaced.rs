//! Unspaced Chinese: matched by its words; matches of the whole run rank first.

use std::ops::Range;

use super::{
    adjacent::{named as named_term, synonyms},
    forms::{literal_phrase, of_term, of_word, source},
    options::Options,
    tree::{OptionalTerm, Term},
};
use crate::text::{RawToken, RawTokenKind, cut, fold, fold_str, is_idle_chinese, raw_tokens};

/// Maximum number of characters of a glossary term within a run.
const LONGEST_TERM: usize = 12;

/// Maximum number of characters and words of a run that is searched for names.
const LONGEST_NAMING: usize = 64;

/// Maximum number of words of a Chinese expression without a topic.
const LONGEST_IDLE: usize = 4;

/// Maximum number of characters of an unknown stretch that is matched as a whole.
const LONGEST_UNKNOWN: usize = 3;

/// A run as planned.
pub(super) struct Run {
    /// Its words. None if only the whole run is matched.
    pub(super) wants: Vec<OptionalTerm>,
    /// The run as typed.
    pub(super) whole: Term,
    /// Words of it that carry no topic.
    pub(super) idle: Vec<String>,
}

/// Plans a text with unspaced Han characters.
pub(super) fn run(text: &str, options: &Options) -> Run {
    let raw_tokens = raw_tokens(text);
    let mut reading = Reading {
        text,
        options,
        wants: Vec::new(),
        idle: Vec::new(),
    };
    if !options.literal {
        reading.read(&raw_tokens);
    }
    let whole = options.term(text, vec![literal_phrase(text, &raw_tokens)]);
    let (mut wants, mut idle) = (reading.wants, reading.idle);
    let covers = |want: &OptionalTerm| want.typed.len() == text.len();
    if wants.is_empty() || matches!(wants.as_slice(), [only] if covers(only)) {
        (wants, idle) = (Vec::new(), Vec::new());
    }
    Run { wants, whole, idle }
}

/// The topic words of a text, as typed.
pub(crate) fn topics(text: &str, options: &Options) -> Vec<String> {
    let wants = run(text, options).wants.into_iter();
    wants.map(|want| want.typed).collect()
}

/// Whether a text holds Han characters.
pub(super) fn is_chinese(text: &str) -> bool {
    raw_tokens(text)
        .iter()
        .any(|raw_token| raw_token.kind == RawTokenKind::Single)
}

/// State of reading a run.
struct Reading<'a> {
    text: &'a str,
    options: &'a Options<'a>,
    wants: Vec<OptionalTerm>,
    idle: Vec<String>,
}

impl Reading<'_> {
    /// Splits into glossary terms, and dictionary words between them.
    fn read(&mut self, raw_tokens: &[RawToken]) {
        let (mut between, mut at) = (0, 0);
        while at < raw_tokens.len() {
            let found = self
                .name(raw_tokens, at)
                .or_else(|| self.glossary_term(raw_tokens, at));
            let Some((end, term)) = found else {
                at += 1;
                continue;
            };
            self.plain_words(raw_tokens.get(between..at).unwrap_or_default());
            self.add(OptionalTerm::term(term));
            (between, at) = (end, end);
        }
        self.plain_words(raw_tokens.get(between..).unwrap_or_default());
    }

    fn add(&mut self, want: OptionalTerm) {
        if !self.wants.iter().any(|known| known.typed == want.typed) {
            self.wants.push(want);
        }
    }

    /// The longest name of an entity that begins at a raw token, and the index after it.
    fn name(&self, raw_tokens: &[RawToken], at: usize) -> Option<(usize, Term)> {
        let first = raw_tokens
            .get(at)
            .filter(|_| raw_tokens.len() <= LONGEST_NAMING)?;
        let rest = self.text.get(first.start..)?;
        let named = (self.options.names)(rest)?;
        let end = first.start + named.typed.len();
        let last = raw_tokens
            .iter()
            .skip(at)
            .position(|raw_token| raw_token.end == end)?;
        Some((at + last + 1, named_term(named, self.options)))
    }

    /// The longest term with synonyms that begins at a raw token, and the index after it.
    fn glossary_term(&self, raw_tokens: &[RawToken], at: usize) -> Option<(usize, Term)> {
        let first = raw_tokens.get(at)?;
        let longest = (at + LONGEST_TERM).min(raw_tokens.len());
        (at + 2..=longest).rev().find_map(|end| {
            let parts = raw_tokens.get(at..end)?;
            let typed = self.text.get(first.start..parts.last()?.end)?;
            let gap = parts.iter().skip(1).any(|part| part.gap);
            if gap
                || is_idle_chinese(&fold_str(typed))
                || self.options.glossary.others(typed).is_empty()
                    && (self.options.related)(typed).is_empty()
            {
                return None;
            }
            let forms = of_term(typed).into_iter();
            let forms = forms.chain(synonyms(typed, self.options));
            Some((end, self.options.term(typed, forms.collect())))
        })
    }

    /// The words among raw tokens, each script separately.
    fn plain_words(&mut self, raw_tokens: &[RawToken]) {
        let together = |a: &RawToken, b: &RawToken| {
            a.kind == RawTokenKind::Single && b.kind == a.kind && !b.gap
        };
        let mut parts = raw_tokens.chunk_by(together).peekable();
        let mut taken = 0;
        while let Some(part) = parts.next() {
            match part {
                [word] if word.kind == RawTokenKind::Word => {
                    let next = parts.peek().copied().unwrap_or_default();
                    taken = self.counted(word, next);
                    let end = taken.checked_sub(1).and_then(|last| next.get(last));
                    let end = end.map_or(word.end, |last| last.end);
                    match taken {
                        0 => self.latin(source(self.text, word)),
                        _ => self.word(self.text.get(word.start..end).unwrap_or_default()),
                    }
                }
                _ => self.han(part.get(std::mem::take(&mut taken)..).unwrap_or_default()),
            }
        }
    }

    /// Number of characters after a number that belong to it as a unit (3季, 2奈米).
    fn counted(&self, number: &RawToken, after: &[RawToken]) -> usize {
        let text = source(self.text, number);
        let is_number = text.chars().all(|c| fold(c).is_ascii_digit() || c == '.');
        let touches = after.first().is_some_and(|first| first.start == number.end);
        if !is_number || !touches {
            return 0;
        }
        let row: String = after
            .iter()
            .map(|raw_token| source(self.text, raw_token))
            .collect();
        cut(&fold_str(&row)).first().map_or(0, |word| word.len)
    }

    fn latin(&mut self, typed: &str) {
        let mut forms = of_word(typed);
        forms.extend(synonyms(typed, self.options));
        self.add(OptionalTerm::term(self.options.term(typed, forms)));
    }

    /// The dictionary words of a row of Han characters, and the stretches between them.
    fn han(&mut self, row: &[RawToken]) {
        let typed: Vec<&str> = (row.iter())
            .map(|raw_token| source(self.text, raw_token))
            .collect();
        let folded: Vec<char> = fold_str(&typed.concat()).chars().collect();
        let words: Vec<Range<usize>> = (cut(&folded.iter().collect::<String>()).into_iter())
            .map(|word| word.start..word.start + word.len)
            .collect();
        let (mut at, mut unknown, mut from) = (0, 0..0, 0);
        while let Some(word) = words.get(at) {
            let idle = idle(&folded, words.get(at..).unwrap_or_default());
            if idle > 0 || word.len() > 1 {
                let end = if idle > 0 { word.start } else { word.end };
                self.unknown(&typed, unknown, from..end);
                let last = words.get(at + idle.max(1) - 1).unwrap_or(word);
                let both = word.start..last.end;
                let text = typed.get(both.clone()).unwrap_or_default().concat();
                match idle {
                    0 => self.word(&text),
                    _ => {
                        self.idle.push(text);
                        from = both.end;
                    }
                }
                unknown = both.end..both.end;
            } else {
                unknown.end = word.end;
            }
            at += idle.max(1);
        }
        self.unknown(&typed, unknown, from..typed.len());
    }

    fn word(&mut self, typed: &str) {
        let forms = of_term(typed).into_iter();
        let forms = forms.chain(synonyms(typed, self.options)).collect();
        self.add(OptionalTerm::term(self.options.term(typed, forms)));
    }

    /// An unknown stretch: short ones as a whole, longer ones as bigrams, a single character with a
    /// neighbor from the topic words around it.
    fn unknown(&mut self, typed: &[&str], stretch: Range<usize>, within: Range<usize>) {
        let stretches: Vec<Range<usize>> = match stretch.len() {
            0 => Vec::new(),
            1 if stretch.start > within.start => vec![stretch.start - 1..stretch.end],
            1 if stretch.end < within.end => vec![stretch.start..stretch.end + 1],
            1..=LONGEST_UNKNOWN => vec![stretch],
            _ => (stretch.start..stretch.end - 1)
                .map(|at| at..at + 2)
                .collect(),
        };
        for part in stretches {
            self.word(&typed.get(part).unwrap_or_default().concat());
        }
    }
}

/// Number of leading words that form an expression without a topic; the longest such expression.
fn idle(folded: &[char], words: &[Range<usize>]) -> usize {
    let longest = words.len().min(LONGEST_IDLE);
    let is_idle = |count: &usize| {
        let span = (words.first()).zip(words.get(count - 1));
        span.is_some_and(|(first, last)| {
            let text = folded.get(first.start..last.end).unwrap_or_default();
            is_idle_chinese(&text.iter().collect::<String>())
        })
    };
    (1..=longest).rev().find(is_idle).unwrap_or(0)
}
