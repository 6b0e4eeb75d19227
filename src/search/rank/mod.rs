//! RankedQuery: what a match of a term is score. Matching and scoring are one here, since both need
//! the same postings.
//!
//! A term is a [`SynonymGroup`]: rows of tokens in fields, any of which says it. Its score in a passage
//! is BM25 over the frequency of the concept, not of each spelling, on the better of the passage's
//! sides; a passage that says what was typed goes before all that only say the same in other words, and
//! characters that are no words of their text come last.
//! [`Proximity`] adds to that where two terms stand close together on one side; a [`QueryTree`] puts terms together.

mod context;
mod passage_set;
mod phrase;
mod prefix;
mod proximity;
mod query;
mod range;
mod scorer;
mod statistics;
mod synonym_group;

pub(super) use context::Context;
pub(super) use phrase::{MatchKind, Phrase, PhraseKind};
pub(super) use prefix::PrefixQuery;
pub(super) use proximity::{Proximity, close};
pub(super) use query::{QueryTree, RankedQuery, RankedScorer};
pub(super) use statistics::Statistics;
pub(super) use synonym_group::SynonymGroup;

/// How fast further mentions count for less (BM25's k1).
const K1: f32 = 1.2;

/// How much longer passages count for less (BM25's b). Passages are paragraphs: of two that name a
/// topic, the shorter one is seldom the one that says more about it.
const B: f32 = 0.3;

/// Worth of saying a term at all, in multiples of its idf: where not every term is demanded, a
/// passage with more of them goes before one that dwells on few.
const PRESENCE: f32 = 1.5;

/// Worth of saying what was typed, in multiples of the term's idf. More than mentions can ever
/// add up to (k1 + 1), so that no synonym outranks it.
const EXACT: f32 = 2.3;

/// Worth of characters that lie across the boundaries of words, against a mention as typed. With nothing for
/// saying the term at all, they stay below every passage that says it.
const CHARACTERS_ONLY: f32 = 0.1;

/// Worth of a term that is frequencies next to a passage, in multiples of its idf.
const CONTEXT_WEIGHT: f32 = 0.3;

/// Worth of two terms side by side, in multiples of the rarer one's idf.
const PROXIMITY: f32 = 1.5;
