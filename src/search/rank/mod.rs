//! Matching and scoring over tantivy's postings. Both are done in one pass since they need the same
//! postings.
//!
//! A term of the query is a [`SynonymGroup`]: phrases in fields, any of which matches the term. Its
//! score is BM25 over the term frequency of the whole group, not of each spelling, on the side of
//! the passage that scores higher. A passage that matches the text as typed ranks above passages
//! that match synonyms only; matches of Chinese characters across word boundaries rank last.
//!
//! [`Proximity`] adds a boost where two terms stand close together on one side. A [`QueryTree`]
//! combines terms and filters.

mod context;
mod passage_set;
mod phrase;
mod prefix;
mod proximity;
mod query;
mod range;
mod scorer;
mod span;
mod statistics;
mod synonym_group;
mod term_frequency;

pub(super) use context::Context;
pub(super) use phrase::{MatchKind, Phrase, PhraseKind};
pub(super) use prefix::PrefixQuery;
pub(super) use proximity::{Proximity, close};
pub(super) use query::{QueryTree, RankedQuery, RankedScorer};
pub(super) use statistics::Statistics;
pub(crate) use statistics::idf;
pub(super) use synonym_group::SynonymGroup;

/// BM25's k1: how fast the term frequency saturates.
pub(crate) const K1: f32 = 1.2;

/// BM25's b: strength of length normalization. Low, since passages are paragraphs of similar
/// length.
pub(crate) const B: f32 = 0.3;

/// Score of matching a term at all, in multiples of its idf. Where terms are optional, a passage
/// that matches more of them ranks above one that repeats few.
const PRESENCE: f32 = 1.5;

/// Score of matching a term as typed, in multiples of its idf. It exceeds the upper bound of BM25
/// (k1 + 1), so that no synonym outranks the typed term.
const EXACT: f32 = 2.3;

/// Factor on the score of Chinese characters that match across word boundaries. Without
/// [`PRESENCE`], such passages rank below every other match.
const CHARACTERS_ONLY: f32 = 0.1;

/// Score of a term that occurs in the context of a passage, in multiples of its idf.
const CONTEXT_WEIGHT: f32 = 0.3;

/// Score of two adjacent terms, in multiples of the lower idf.
const PROXIMITY: f32 = 1.5;
