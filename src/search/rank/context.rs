//! What stands around a passage: its turn, and in an exchange what was asked before it.

use std::{fmt, sync::Arc};

use tantivy::{
    BitSet, DocId, DocSet, SegmentReader, TERMINATED,
    columnar::{Column, StrColumn},
    index::SegmentId,
    query::BitSetDocSet,
};

use super::{CONTEXT, Concept};
use crate::{cancel::Countdown, index::Reader};

/// Passages before and after one that says a term which are in its context.
const BEFORE: u32 = 4;
const AFTER: u32 = 8;

/// Passages next to which a term is said.
#[derive(Clone)]
pub(in crate::search) struct Context {
    worth: f32,
    segments: Arc<Vec<(SegmentId, BitSet)>>,
}

impl Context {
    /// Passages in the context of those that say a term.
    pub(in crate::search) fn of(concept: &Concept, reader: &Reader) -> tantivy::Result<Self> {
        let segments = reader.searcher.segment_readers().iter();
        let marked = segments.map(|segment| {
            let marked = marked(concept, segment)?;
            Ok((segment.segment_id(), marked))
        });
        Ok(Self {
            worth: CONTEXT * concept.rarity(),
            segments: Arc::new(marked.collect::<tantivy::Result<_>>()?),
        })
    }

    /// What it is worth for a term to be said next to a passage.
    pub(super) fn worth(&self) -> f32 {
        self.worth
    }

    pub(super) fn open(&self, segment: &SegmentReader) -> ContextDocs {
        let id = segment.segment_id();
        let known = self.segments.iter().find(|(known, _)| *known == id);
        let empty = || BitSet::with_max_value(segment.max_doc());
        let marked = known.map_or_else(empty, |(_, marked)| marked.clone());
        ContextDocs {
            docs: BitSetDocSet::from(marked),
            worth: self.worth,
        }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "context worth {}", self.worth)
    }
}

/// The passages of a segment next to which a term is said.
pub(super) struct ContextDocs {
    docs: BitSetDocSet,
    worth: f32,
}

impl ContextDocs {
    /// What the context of a passage is worth; passages are asked for in their order.
    pub(super) fn worth_at(&mut self, doc: DocId) -> f32 {
        if self.docs.doc() < doc {
            self.docs.seek(doc);
        }
        match self.docs.doc() == doc {
            true => self.worth,
            false => 0.0,
        }
    }

    pub(super) fn most(&self) -> f32 {
        self.worth
    }
}

/// Where the passages of a segment stand.
struct Places {
    call: Option<StrColumn>,
    turn: Option<Column<u64>>,
    exchange: Option<StrColumn>,
}

impl Places {
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

fn marked(concept: &Concept, segment: &SegmentReader) -> tantivy::Result<BitSet> {
    let columns = segment.fast_fields();
    let places = Places {
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
