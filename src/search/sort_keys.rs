//! Keys to sort and group passages by, read from columns: call, exchange, turn, number, period.

use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    sync::Arc,
};

use tantivy::{
    DocAddress, SegmentReader,
    columnar::{Column, StrColumn},
};

use crate::{Error, Result, index::Reader};

/// The key columns of every segment, opened on first use.
pub(crate) struct SortKeys<'a> {
    reader: &'a Reader,
    segments: Vec<OnceCell<Segment>>,
}

struct Segment {
    call: TextColumn,
    exchange: TextColumn,
    turn: Option<Column<u64>>,
    n: Option<Column<u64>>,
    quarter: Option<Column<u64>>,
}

/// What a passage is grouped by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Unit {
    /// Call id.
    Call(Arc<str>),
    /// Call id and exchange number.
    Exchange(Arc<str>),
    /// Call id and turn number.
    Turn(Arc<str>, u64),
    /// The passage itself: call id and number.
    Passage(Arc<str>, u64),
}

impl Segment {
    fn open(segment: &SegmentReader) -> Result<Self> {
        let number = |field| segment.fast_fields().column_opt::<u64>(field);
        Ok(Self {
            call: TextColumn::of(segment, "call")?,
            exchange: TextColumn::of(segment, "exchange")?,
            turn: number("turn")?,
            n: number("n")?,
            quarter: number("quarter")?,
        })
    }
}

impl<'a> SortKeys<'a> {
    pub(crate) fn of(reader: &'a Reader) -> Self {
        let segments = reader.searcher.segment_readers().iter();
        let segments = segments.map(|_| OnceCell::new()).collect();
        Self { reader, segments }
    }

    fn segment(&self, address: DocAddress) -> Result<&Segment> {
        let outside = || Error::index("a match lies outside of the index");
        let ord = address.segment_ord;
        let segment = self.segments.get(ord as usize).ok_or_else(outside)?;
        if segment.get().is_none() {
            let opened = Segment::open(self.reader.searcher.segment_reader(ord))?;
            let _ = segment.set(opened);
        }
        segment.get().ok_or_else(outside)
    }

    /// Call id.
    pub(crate) fn call(&self, address: DocAddress) -> Result<Arc<str>> {
        let call = self.segment(address)?.call.text(address.doc_id)?;
        Ok(call.unwrap_or_default())
    }

    /// Number of the passage in its call.
    pub(crate) fn n(&self, address: DocAddress) -> Result<u64> {
        Ok(first(&self.segment(address)?.n, address).unwrap_or_default())
    }

    /// Last quarter of the call's period, counted from year zero; zero where it has none.
    pub(crate) fn quarter(&self, address: DocAddress) -> Result<u64> {
        Ok(first(&self.segment(address)?.quarter, address).unwrap_or_default())
    }

    /// Turn of a passage; outside of turns the passage itself.
    pub(crate) fn turn(&self, address: DocAddress) -> Result<Unit> {
        let call = self.call(address)?;
        Ok(match first(&self.segment(address)?.turn, address) {
            Some(turn) => Unit::Turn(call, turn),
            None => Unit::Passage(call, self.n(address)?),
        })
    }

    /// Exchange of a passage; outside of exchanges its turn.
    pub(crate) fn exchange(&self, address: DocAddress) -> Result<Unit> {
        match self.segment(address)?.exchange.text(address.doc_id)? {
            Some(exchange) => Ok(Unit::Exchange(exchange)),
            None => self.turn(address),
        }
    }
}

fn first(column: &Option<Column<u64>>, address: DocAddress) -> Option<u64> {
    column.as_ref()?.first(address.doc_id)
}

/// A text column of one segment; none where no passage has a value.
struct TextColumn {
    column: Option<StrColumn>,
    /// Texts by ordinal: many passages have the same, and looking one up reads the dictionary.
    known: RefCell<HashMap<u64, Arc<str>>>,
}

impl TextColumn {
    fn of(segment: &SegmentReader, field: &str) -> Result<Self> {
        Ok(Self {
            column: segment.fast_fields().str(field)?,
            known: RefCell::default(),
        })
    }

    /// The text of a document.
    fn text(&self, doc: u32) -> Result<Option<Arc<str>>> {
        let Some(column) = &self.column else {
            return Ok(None);
        };
        let Some(ord) = column.ords().first(doc) else {
            return Ok(None);
        };
        if let Some(known) = self.known.borrow().get(&ord) {
            return Ok(Some(Arc::clone(known)));
        }
        let mut text = String::new();
        let found = (column.ord_to_str(ord, &mut text))
            .map_err(|error| Error::index("the matches cannot be counted").because(error))?;
        let text = found.then(|| Arc::<str>::from(text));
        if let Some(text) = &text {
            self.known.borrow_mut().insert(ord, Arc::clone(text));
        }
        Ok(text)
    }
}
