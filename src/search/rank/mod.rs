//! Ranking: what a match of a term is worth. Matching and scoring are one here, since both need
//! the same postings.
//!
//! A term is a [`Concept`]: rows of tokens in fields, any of which says it. Its worth in a passage
//! is BM25 over the frequency of the concept, not of each spelling, on the better of the passage's
//! sides; a passage that says what was typed goes before all that only say the same in other words, and
//! characters that are no words of their text come last.
//! [`Near`] adds to that where two terms stand close together on one side; a [`Goal`] puts terms together.

mod begun;
mod between;
mod concept;
mod context;
mod docs;
mod goal;
mod marked;
mod near;
mod row;
mod statistics;

pub(super) use begun::Begun;
pub(super) use concept::Concept;
pub(super) use context::Context;
pub(super) use goal::{Goal, RankedDocs, Ranking};
pub(super) use near::{Near, close};
pub(super) use row::{Row, RowKind, Way};
pub(super) use statistics::Statistics;

/// How fast further mentions count for less (BM25's k1).
const K1: f32 = 1.2;

/// How much longer passages count for less (BM25's b). Passages are paragraphs: of two that name a
/// topic, the shorter one is seldom the one that says more about it.
const B: f32 = 0.3;

/// Worth of saying a term at all, in multiples of its rarity: where not every term is demanded, a
/// passage with more of them goes before one that dwells on few.
const SAID: f32 = 1.5;

/// Worth of saying what was typed, in multiples of the term's rarity. More than mentions can ever
/// add up to (k1 + 1), so that no synonym outranks it.
const EXACT: f32 = 2.3;

/// Worth of characters that lie across the boundaries of words, against a mention as typed. With nothing for
/// saying the term at all, they stay below every passage that says it.
const ACROSS: f32 = 0.1;

/// Worth of a term that is said next to a passage, in multiples of its rarity.
const CONTEXT: f32 = 0.3;

/// Worth of answering what says a term, where not all is said: less than saying the term.
const ANSWER: f32 = 1.0;

/// Worth of two terms side by side, in multiples of the rarer one's rarity.
const NEARNESS: f32 = 1.5;
