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
    pub(in crate::search) fn of(group: &SynonymGroup, reader: &Reader) -> tantivy::Result<Self> {
        Ok(Self {
            score: CONTEXT_WEIGHT * group.idf(),
            passages: PassageSet::of(reader, |segment| context_of(group, segment))?,
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
struct Columns {
    call: Option<StrColumn>,
    turn: Option<Column<u64>>,
    exchange: Option<StrColumn>,
}

impl Columns {
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

/// The passages of a segment in whose context the term occurs: of the same turn, and after it in the
/// same exchange.
fn context_of(group: &SynonymGroup, segment: &SegmentReader) -> tantivy::Result<BitSet> {
    let columns = segment.fast_fields();
    let columns = Columns {
        call: columns.str("call")?,
        turn: columns.u64("turn").ok(),
        exchange: columns.str("exchange")?,
    };
    let end = segment.max_doc();
    let mut passages = BitSet::with_max_value(end);
    let mut countdown = Countdown::of(group.cancel());
    let mut docs = group.open(segment, false)?;
    while docs.doc() != TERMINATED && !countdown.is_over() {
        let doc = docs.doc();
        let before = (doc.saturating_sub(BEFORE)..doc).rev();
        let before = before.take_while(|other| columns.same_turn(doc, *other));
        let after = doc + 1..(doc + 1 + AFTER).min(end);
        let after = after.take_while(|other| {
            columns.same_turn(doc, *other) || columns.same_exchange(doc, *other)
        });
        for other in before.chain(after) {
            passages.insert(other);
        }
        docs.advance();
    }
    Ok(passages)
}
