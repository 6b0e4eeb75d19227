//! Keys to sort and group passages by, read from columns: call, exchange, turn, number, period.

use std::{
    cell::{OnceCell, RefCell},
    sync::Arc,
};

use rustc_hash::FxHashMap;
use tantivy::{
    DocAddress, DocId, SegmentReader,
    columnar::{Column, StrColumn},
};

use crate::{
    Error, Result,
    index::{Reader, texts},
};

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
    time: Option<Column<u64>>,
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
            time: number("time")?,
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

    /// Reads the calls of some documents at once, which is faster than one by one.
    pub(crate) fn read_calls(&self, addresses: impl Iterator<Item = DocAddress>) -> Result<()> {
        self.read(addresses, |segment| &segment.call)
    }

    /// Reads the exchanges of some documents at once.
    pub(crate) fn read_exchanges(&self, addresses: impl Iterator<Item = DocAddress>) -> Result<()> {
        self.read(addresses, |segment| &segment.exchange)
    }

    fn read(
        &self,
        addresses: impl Iterator<Item = DocAddress>,
        column: impl Fn(&Segment) -> &TextColumn,
    ) -> Result<()> {
        let mut of_segments: Vec<Vec<DocId>> = vec![Vec::new(); self.segments.len()];
        for address in addresses {
            if let Some(documents) = of_segments.get_mut(address.segment_ord as usize) {
                documents.push(address.doc_id);
            }
        }
        for (ord, documents) in of_segments.iter().enumerate() {
            if let Some(first) = documents.first() {
                let segment = self.segment(DocAddress::new(ord as u32, *first))?;
                column(segment).read(documents)?;
            }
        }
        Ok(())
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

    /// The quarter in which the call has its place in time, counted from year zero; zero where that is not known.
    pub(crate) fn time(&self, address: DocAddress) -> Result<u64> {
        Ok(first(&self.segment(address)?.time, address).unwrap_or_default())
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
    known: RefCell<FxHashMap<u64, Arc<str>>>,
}

impl TextColumn {
    fn of(segment: &SegmentReader, field: &str) -> Result<Self> {
        Ok(Self {
            column: segment.fast_fields().str(field)?,
            known: RefCell::default(),
        })
    }

    /// Looks up the texts of documents: in the order of their ordinals, each block of the dictionary is
    /// decompressed once.
    fn read(&self, documents: &[DocId]) -> Result<()> {
        let Some(column) = &self.column else {
            return Ok(());
        };
        let mut known = self.known.borrow_mut();
        let ordinals = documents.iter().filter_map(|&doc| column.ords().first(doc));
        let mut ordinals: Vec<u64> = ordinals.filter(|ord| !known.contains_key(ord)).collect();
        ordinals.sort_unstable();
        ordinals.dedup();
        let found = texts(Some(column), &ordinals)?;
        known.extend(ordinals.into_iter().zip(found.into_iter().map(Arc::from)));
        Ok(())
    }

    /// The text of a document.
    fn text(&self, doc: DocId) -> Result<Option<Arc<str>>> {
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
