//! A sample of some passages: those with the lowest sample keys.

use std::collections::BinaryHeap;

use rayon::prelude::*;
use tantivy::{
    BitSet, DocAddress, DocSet, SegmentOrdinal, SegmentReader, TERMINATED, query::BitSetDocSet,
};

use super::{document_filter::DocumentFilter, store::Sample};
use crate::{
    Result,
    cancel::Countdown,
    index::{Reader, call_hash, sample_key, texts},
    model::Passage,
};

/// Passages that one task reads: neighbors lie in one block.
const AT_ONCE: usize = 32;

/// At most `most` of some passages, in the order of their keys.
pub(super) fn sample(reader: &Reader, passages: &DocumentFilter, most: usize) -> Result<Sample> {
    let segments = reader.searcher.segment_readers().par_iter().enumerate();
    let of_segments = segments.map(|(ord, segment)| {
        let mut lowest = BinaryHeap::new();
        if let Some(docs) = passages.of_segment(segment.segment_id()) {
            add_lowest(reader, ord as u32, docs, most, &mut lowest)?;
        }
        Ok(lowest.into_vec())
    });
    let mut lowest = of_segments.collect::<Result<Vec<_>>>()?.concat();
    lowest.sort_unstable();
    lowest.truncate(most);
    // They are read in the order in which they are stored.
    lowest.sort_unstable_by_key(|(_, address)| *address);
    let read = |lowest: &[(u64, DocAddress)]| -> Result<Vec<(u64, Passage)>> {
        let records = lowest.iter();
        let records =
            records.map(|(key, address)| Ok((*key, reader.passage_at(*address)?.passage)));
        records.collect()
    };
    let parts = lowest.par_chunks(AT_ONCE).map(read);
    let mut read = parts.collect::<Result<Vec<_>>>()?.concat();
    read.sort_by_key(|(key, _)| *key);
    Ok(Sample {
        total: passages.len() as u64,
        passages: read.into_iter().map(|(_, passage)| passage).collect(),
    })
}

/// Adds those documents of one segment that have the lowest keys.
fn add_lowest(
    reader: &Reader,
    ord: SegmentOrdinal,
    docs: &BitSet,
    most: usize,
    lowest: &mut BinaryHeap<(u64, DocAddress)>,
) -> Result<()> {
    let segment = reader.searcher.segment_reader(ord);
    let hashes = call_hashes(segment)?;
    let calls = segment.fast_fields().str("call")?;
    let numbers = segment.fast_fields().u64("n")?;
    let mut countdown = Countdown::of(&reader.cancel);
    let mut docs = BitSetDocSet::from(docs.clone());
    let mut doc = docs.doc();
    while doc != TERMINATED {
        if countdown.is_over() {
            reader.cancel.check()?;
        }
        let call = calls.as_ref().and_then(|calls| calls.term_ords(doc).next());
        let call = call.and_then(|call| hashes.get(call as usize));
        // Every passage has both.
        if let (Some(call), Some(n)) = (call, numbers.first(doc)) {
            let key = sample_key(*call, n);
            if lowest.len() < most || lowest.peek().is_some_and(|(highest, _)| key < *highest) {
                lowest.push((key, DocAddress::new(ord, doc)));
                if lowest.len() > most {
                    lowest.pop();
                }
            }
        }
        doc = docs.advance();
    }
    Ok(())
}

/// The hash of the id of each call of a segment, by ordinal.
fn call_hashes(segment: &SegmentReader) -> Result<Vec<u64>> {
    let calls = segment.fast_fields().str("call")?;
    let count = calls.as_ref().map_or(0, |calls| calls.num_terms() as u64);
    let ordinals: Vec<u64> = (0..count).collect();
    let ids = texts(calls.as_ref(), &ordinals)?;
    Ok(ids.iter().map(|id| call_hash(id)).collect())
}
