//! Context of a passage: its turn and, within an exchange, the passages asked before it.

use std::{fmt, ops::Range};

use tantivy::{
    BitSet, DocId, DocSet, SegmentReader, TERMINATED,
    columnar::{Column, StrColumn},
};

use super::{ANSWER, CONTEXT_WEIGHT, SynonymGroup, passage_set::PassageSet, scorer::TreeScorer};
use crate::{cancel::Countdown, index::Reader};

/// Numbers of passages before and after a match that belong to its context.
const BEFORE: u32 = 4;
const AFTER: u32 = 8;

/// Passages in whose context a term occurs.
#[derive(Clone)]
pub(in crate::search) struct Context {
    score: f32,
    passages: PassageSet,
}

impl Context {
    /// Passages whose context contains the term.
    pub(in crate::search) fn of(concept: &SynonymGroup, reader: &Reader) -> tantivy::Result<Self> {
        Ok(Self {
            score: CONTEXT_WEIGHT * concept.idf(),
            passages: PassageSet::of(reader, |segment| marked(concept, segment, around))?,
        })
    }

    /// Passages that answer those that say a term, in an exchange.
    pub(crate) fn answers(concept: &SynonymGroup, reader: &Reader) -> tantivy::Result<Self> {
        Ok(Self {
            score: ANSWER * concept.idf(),
            passages: PassageSet::of(reader, |segment| marked(concept, segment, answering))?,
        })
    }

    /// Score added to a passage when the term occurs in its context.
    pub(super) fn score(&self) -> f32 {
        self.score
    }

    pub(super) fn open(&self, segment: &SegmentReader) -> TreeScorer {
        TreeScorer::Context(self.passages.open(segment), self.score)
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "context score {}", self.score)
    }
}

/// Columns that locate the passages of a segment: call, turn and exchange.
struct SortKeys {
    call: Option<StrColumn>,
    turn: Option<Column<u64>>,
    exchange: Option<StrColumn>,
}

impl SortKeys {
    fn same_call(&self, one: DocId, other: DocId) -> bool {
        self.call(one) == self.call(other)
    }

    fn same_turn(&self, one: DocId, other: DocId) -> bool {
        let turn = self.turn(one);
        turn.is_some() && self.turn(other) == turn && self.same_call(one, other)
    }

    fn same_exchange(&self, one: DocId, other: DocId) -> bool {
        let exchange = self.exchange(one);
        exchange.is_some() && self.exchange(other) == exchange
    }

    fn call(&self, doc: DocId) -> Option<u64> {
        self.call.as_ref()?.ords().first(doc)
    }

    fn turn(&self, doc: DocId) -> Option<u64> {
        self.turn.as_ref()?.first(doc)
    }

    fn exchange(&self, doc: DocId) -> Option<u64> {
        self.exchange.as_ref()?.ords().first(doc)
    }
}

/// Passages next to those that say a term: of the same turn, and behind in the same exchange.
fn around(doc: DocId, places: &SortKeys, end: DocId) -> Vec<DocId> {
    let before = (doc.saturating_sub(BEFORE)..doc).rev();
    let before = before.take_while(|other| places.same_turn(doc, *other));
    let follows =
        |other: &DocId| places.same_turn(doc, *other) || places.same_exchange(doc, *other);
    let after = behind(doc, end).take_while(follows);
    before.chain(after).collect()
}

/// Passages of others behind one in the same exchange.
fn answering(doc: DocId, places: &SortKeys, end: DocId) -> Vec<DocId> {
    let exchange = behind(doc, end).take_while(|other| places.same_exchange(doc, *other));
    let others = exchange.filter(|other| !places.same_turn(doc, *other));
    others.collect()
}

fn behind(doc: DocId, end: DocId) -> Range<DocId> {
    doc + 1..(doc + 1 + AFTER).min(end)
}

/// The passages that stand in some way to those of a segment that say a term.
fn marked(
    concept: &SynonymGroup,
    segment: &SegmentReader,
    related: impl Fn(DocId, &SortKeys, DocId) -> Vec<DocId>,
) -> tantivy::Result<BitSet> {
    let columns = segment.fast_fields();
    let places = SortKeys {
        call: columns.str("call")?,
        turn: columns.u64("turn").ok(),
        exchange: columns.str("exchange")?,
    };
    let mut marked = BitSet::with_max_value(segment.max_doc());
    let mut countdown = Countdown::of(concept.cancel());
    let mut docs = concept.open(segment, false)?;
    while docs.doc() != TERMINATED && !countdown.is_over() {
        for other in related(docs.doc(), &places, segment.max_doc()) {
            marked.insert(other);
        }
        docs.advance();
    }
    Ok(marked)
}
