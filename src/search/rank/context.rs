//! Context of a passage: its turn and, within an exchange, the passages asked before it.

use std::fmt;

use tantivy::{
    BitSet, DocId, DocSet, SegmentReader, TERMINATED,
    columnar::{Column, StrColumn},
};

use super::{CONTEXT_WEIGHT, SynonymGroup, passage_set::PassageSet, scorer::TreeScorer};
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
            passages: PassageSet::of(reader, |segment| marked(concept, segment))?,
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

fn marked(concept: &SynonymGroup, segment: &SegmentReader) -> tantivy::Result<BitSet> {
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
        let doc = docs.doc();
        let (call, turn, exchange) = (places.call(doc), places.turn(doc), places.exchange(doc));
        let same_turn = |other: DocId| turn.is_some() && places.turn(other) == turn;
        let same_exchange = |other: DocId| exchange.is_some() && places.exchange(other) == exchange;
        let in_call = |other: &DocId| places.call(*other) == call;
        let before = (doc.saturating_sub(BEFORE)..doc).rev();
        for other in before.take_while(|other| in_call(other) && same_turn(*other)) {
            marked.insert(other);
        }
        let after = doc + 1..(doc + 1 + AFTER).min(segment.max_doc());
        let follows =
            |other: &DocId| in_call(other) && (same_turn(*other) || same_exchange(*other));
        for other in after.take_while(follows) {
            marked.insert(other);
        }
        docs.advance();
    }
    Ok(marked)
}
