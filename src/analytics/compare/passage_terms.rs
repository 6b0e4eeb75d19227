//! Content words of a matching passage.

use std::ops::Range;

use super::names::Names;
use crate::{
    model::Lang,
    search::Hit,
    text::{
        Glossary, Quantity, Token, analyse_topics, capital_form, fold_str, has_han, is_adverb,
        is_stop_phrase, is_stop_word, quantities,
    },
};

/// Identity of a content word, independent of its written form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// A glossary group by index: the same in both languages.
    SynonymGroup(usize),
    /// An English word by its stem; an acronym in capitals; several words separated by spaces.
    En(String),
    /// A Chinese word, folded.
    Zh(String),
}

/// A content word.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub(super) key: Key,
    /// Byte range in the side.
    pub(super) span: Range<usize>,
    /// Whether it is a name, or part of one.
    pub(super) named: bool,
}

/// A side of a passage.
pub(super) struct Side {
    pub(super) lang: Lang,
    pub(super) text: String,
    pub(super) words: Vec<Content>,
    pub(super) quantities: Vec<Quantity>,
    /// Stems and words of the analysis, by start offset.
    tokens: Vec<Token>,
    folded: String,
    /// Matched spans, in bytes.
    pub(super) lit: Vec<Range<usize>>,
}

/// A matching passage with its content words.
pub(super) struct PassageTerms {
    pub(super) hit: Hit,
    pub(super) sides: Vec<Side>,
}

impl PassageTerms {
    pub(super) fn new(hit: Hit, glossary: &Glossary, names: &Names) -> Self {
        let sides = hit.passage.text.iter().map(|(lang, text)| {
            let quantities = quantities(text);
            let mut tokens = analyse_topics(text).words;
            let mut words = content(text, tokens.clone(), glossary, &quantities);
            tokens.sort_by_key(|token| token.start);
            let spans = Spans::of(names.spans(text));
            for word in &mut words {
                let within = spans.overlap(&word.span);
                word.named = within && !matches!(word.key, Key::SynonymGroup(_));
            }
            Side {
                lang,
                words,
                quantities,
                tokens,
                folded: fold_str(text),
                lit: hit.highlights.get(lang).cloned().unwrap_or_default(),
                text: text.clone(),
            }
        });
        Self {
            sides: sides.collect(),
            hit,
        }
    }

    /// The words of both sides.
    pub(super) fn words(&self) -> impl Iterator<Item = &Key> {
        let words = self.sides.iter().flat_map(|side| &side.words);
        words.map(|word| &word.key)
    }

    pub(super) fn citation(&self) -> String {
        self.hit.call.citation(&self.hit.passage)
    }

    /// Whether a word occurs on either side, including within names, query terms or other terms.
    pub(super) fn says(&self, key: &Key) -> bool {
        self.sides.iter().any(|side| side.says(key))
    }
}

impl Side {
    /// The text of a span.
    pub(super) fn at(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn says(&self, key: &Key) -> bool {
        match key {
            Key::SynonymGroup(_) => self.words.iter().any(|word| word.key == *key),
            Key::Zh(word) => self.folded.contains(word.as_str()),
            Key::En(words) => {
                let parts: Vec<&str> = words.split(' ').collect();
                let (first, rest) = parts.split_first().unwrap_or((&"", &[]));
                let starts = self.tokens.iter().filter(|token| self.is(token, first));
                starts.map(|token| token.end).any(|end| {
                    let next = |end: Option<usize>, part: &&str| {
                        // The next token, at most one space away.
                        let end = end?;
                        let first = self.tokens.partition_point(|token| token.start < end);
                        let mut behind = (self.tokens.get(first..)?.iter())
                            .take_while(|token| token.start <= end + 1);
                        let beside =
                            |token: &&Token| self.touch(end, token.start) && self.is(token, part);
                        Some(behind.find(beside)?.end)
                    };
                    rest.iter().fold(Some(end), next).is_some()
                })
            }
        }
    }

    /// Whether a token is the English word, by its stem or in capitals.
    fn is(&self, token: &Token, word: &str) -> bool {
        let capitals = || capital_form(self.at(&(token.start..token.end)));
        token.text == word
            || word.starts_with(|c: char| c.is_uppercase()) && capitals().as_deref() == Some(word)
    }

    /// Whether at most one space separates two words.
    pub(super) fn touch(&self, end: usize, start: usize) -> bool {
        end <= start && matches!(self.at(&(end..start)), "" | " ")
    }

    /// Whether the query matches within a span.
    pub(super) fn is_lit(&self, span: &Range<usize>) -> bool {
        // The spans are in order and never overlap.
        let first = self.lit.partition_point(|lit| lit.end <= span.start);
        self.lit.get(first).is_some_and(|lit| overlap(lit, span))
    }
}

/// Merged spans of a text, so that a lookup takes logarithmic time.
struct Spans(Vec<Range<usize>>);

impl Spans {
    fn of(spans: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut spans: Vec<Range<usize>> = spans.into_iter().collect();
        spans.sort_by_key(|span| span.start);
        spans.dedup_by(|next, last| {
            let overlap = next.start < last.end;
            if overlap {
                last.end = last.end.max(next.end);
            }
            overlap
        });
        Self(spans)
    }

    fn overlap(&self, span: &Range<usize>) -> bool {
        let first = self.0.partition_point(|one| one.end <= span.start);
        self.0.get(first).is_some_and(|one| overlap(one, span))
    }
}

pub(super) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Content words of a text in order, never overlapping: glossary terms, and between them the
/// longest words of the analysis that are no stop words, numbers or parts of a quantity.
fn content(
    text: &str,
    mut tokens: Vec<Token>,
    glossary: &Glossary,
    quantities: &[Quantity],
) -> Vec<Content> {
    let found = glossary.find(text);
    let taken = Spans::of(
        (found.iter().map(|(found, _)| found.clone())).chain(
            quantities
                .iter()
                .map(|quantity| quantity.start..quantity.end),
        ),
    );
    tokens.sort_by_key(|token| (token.start, std::cmp::Reverse(token.end)));
    let mut words = Vec::new();
    let mut end = 0;
    for token in tokens {
        let span = token.start..token.end;
        if span.start < end {
            continue;
        }
        end = span.end;
        if !taken.overlap(&span)
            && let Some(key) = key(text, token)
        {
            words.push(Content {
                key,
                span,
                named: false,
            });
        }
    }
    let groups = found.iter().filter(|(_, place)| {
        let group = glossary.group(*place);
        group.is_some_and(|group| !group.terms.iter().any(|term| is_stop_phrase(term)))
    });
    words.extend(groups.map(|(span, place)| Content {
        key: Key::SynonymGroup(*place),
        span: span.clone(),
        named: false,
    }));
    words.sort_by_key(|word| word.span.start);
    words
}

/// The key of a token of the stemmed field, if it is a content word.
fn key(text: &str, token: Token) -> Option<Key> {
    if has_han(&token.text) {
        let word = token.text.chars().count() > 1 && !is_stop_word(&token.text);
        return word.then_some(Key::Zh(token.text));
    }
    let letters: String = token
        .text
        .chars()
        .filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | ','))
        .collect();
    let written = text.get(token.start..token.end);
    if let Some(capitals) = written.and_then(capital_form) {
        return Some(Key::En(capitals));
    }
    let numbered = letters.len() < token.text.len();
    let is_count = |letters: &str| {
        let counts = [
            "q", "h", "fy", "cy", "st", "nd", "rd", "th", "x", "k", "b", "bn", "mn",
        ];
        letters.is_empty() || counts.contains(&letters)
    };
    let word = letters.chars().count() > 1 || numbered;
    let stop = is_stop_word(&token.text) || written.is_some_and(is_adverb);
    let carries = word && !(numbered && is_count(&letters)) && !stop;
    carries.then_some(Key::En(token.text))
}

/// Content words of a text outside of a passage.
pub(super) fn keys(text: &str, glossary: &Glossary) -> Vec<Key> {
    let words = content(text, analyse_topics(text).words, glossary, &[]);
    words.into_iter().map(|word| word.key).collect()
}
