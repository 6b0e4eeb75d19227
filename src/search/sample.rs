//! A sample of the matches of a query: those with the lowest sample keys.

use std::collections::BinaryHeap;

use rayon::prelude::*;
use tantivy::{DocAddress, SegmentReader, query::Query};

use super::store::Sample;
use crate::{
    Result,
    cancel::Countdown,
    index::{Reader, call_hash, sample_key, texts},
    model::Passage,
};

/// Passages that one task reads: neighbors lie in one block.
const AT_ONCE: usize = 32;

/// At most `most` of the matches of a query, in the order of their keys.
pub(super) fn sample(reader: &Reader, query: &dyn Query, most: usize) -> Result<Sample> {
    let addresses = reader.documents(query)?;
    let mut lowest: BinaryHeap<(u64, DocAddress)> = BinaryHeap::new();
    for of_segment in addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        add_lowest(reader, of_segment, most, &mut lowest)?;
    }
    let mut lowest = lowest.into_vec();
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
        total: addresses.len() as u64,
        passages: read.into_iter().map(|(_, passage)| passage).collect(),
    })
}

/// Adds the documents of one segment to those with the lowest keys.
fn add_lowest(
    reader: &Reader,
    addresses: &[DocAddress],
    most: usize,
    lowest: &mut BinaryHeap<(u64, DocAddress)>,
) -> Result<()> {
    let Some(first) = addresses.first() else {
        return Ok(());
    };
    let segment = reader.searcher.segment_reader(first.segment_ord);
    let hashes = call_hashes(segment)?;
    let calls = segment.fast_fields().str("call")?;
    let numbers = segment.fast_fields().u64("n")?;
    let mut countdown = Countdown::of(&reader.cancel);
    for address in addresses {
        if countdown.is_over() {
            reader.cancel.check()?;
        }
        let call = calls
            .as_ref()
            .and_then(|calls| calls.term_ords(address.doc_id).next());
        let call = call.and_then(|call| hashes.get(call as usize));
        // Every passage has both.
        let (Some(call), Some(n)) = (call, numbers.first(address.doc_id)) else {
            continue;
        };
        let key = sample_key(*call, n);
        if lowest.len() < most || lowest.peek().is_some_and(|(highest, _)| key < *highest) {
            lowest.push((key, *address));
            if lowest.len() > most {
                lowest.pop();
            }
        }
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
