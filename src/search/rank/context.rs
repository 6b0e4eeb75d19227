//! Context of a passage: its turn and, within an exchange, the passages asked before it.

use std::collections::VecDeque;

use tantivy::{
    DocId, DocSet, Score, SegmentReader,
    columnar::{Column, StrColumn},
};

use super::{CONTEXT_WEIGHT, SynonymGroup, synonym_group::SynonymGroupScorer};

/// Numbers of passages before and after a match that belong to its context.
const BEFORE: u32 = 4;
const AFTER: u32 = 8;

/// A term that adds to the score of passages in whose context it occurs.
#[derive(Debug, Clone)]
pub(in crate::search) struct Context(SynonymGroup);

impl Context {
    pub(in crate::search) fn new(group: SynonymGroup) -> Self {
        Self(group)
    }

    /// Score added to a passage when the term occurs in its context.
    pub(super) fn score(&self) -> Score {
        CONTEXT_WEIGHT * self.0.idf()
    }

    pub(super) fn open(&self, segment: &SegmentReader) -> tantivy::Result<ContextScorer> {
        Ok(ContextScorer {
            score: self.score(),
            matches: self.0.open(segment, false)?,
            near: VecDeque::new(),
            columns: Columns::open(segment)?,
        })
    }
}

/// Looks for a term around passages of a segment. Only the few passages that may be among the best are
/// looked at, which costs less than to mark the context of each match.
pub(super) struct ContextScorer {
    score: Score,
    matches: SynonymGroupScorer,
    /// The matches around the passage looked at last.
    near: VecDeque<DocId>,
    columns: Columns,
}

impl ContextScorer {
    /// Score added to a passage when the term occurs in its context.
    pub(super) fn max_score(&self) -> Score {
        self.score
    }

    /// Score added to a passage. Passages must be requested in ascending order.
    pub(super) fn score_at(&mut self, doc: DocId) -> Score {
        let first = doc.saturating_sub(AFTER);
        while self.near.front().is_some_and(|found| *found < first) {
            self.near.pop_front();
        }
        if self.matches.doc() < first {
            self.matches.seek(first);
        }
        while self.matches.doc() <= doc.saturating_add(BEFORE) {
            self.near.push_back(self.matches.doc());
            self.matches.advance();
        }
        let mut near = self.near.iter();
        match near.any(|&found| self.columns.is_context(doc, found)) {
            true => self.score,
            false => 0.0,
        }
    }
}

/// Columns that locate the passages of a segment: number, call, turn and exchange.
struct Columns {
    n: Option<Column<u64>>,
    call: Option<StrColumn>,
    turn: Option<Column<u64>>,
    exchange: Option<StrColumn>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            n: columns.u64("n").ok(),
            call: columns.str("call")?,
            turn: columns.u64("turn").ok(),
            exchange: columns.str("exchange")?,
        })
    }

    /// Whether a match lies in the context of a passage: in the same turn, or before it in the same
    /// exchange.
    fn is_context(&self, doc: DocId, found: DocId) -> bool {
        found != doc
            && (self.same_turn(doc, found) || (found < doc && self.same_exchange(doc, found)))
            && self.is_near(doc, found)
    }

    /// Whether a match is near enough where an index has only some passages of a call.
    fn is_near(&self, doc: DocId, found: DocId) -> bool {
        match (self.n(doc), self.n(found)) {
            (Some(n), Some(found)) => {
                n <= found + u64::from(AFTER) && found <= n + u64::from(BEFORE)
            }
            _ => true,
        }
    }

    fn n(&self, doc: DocId) -> Option<u64> {
        self.n.as_ref()?.first(doc)
    }

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
