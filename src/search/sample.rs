//! A sample of the matches of a query that depends on the calls alone, not on the order in which they were
//! indexed: those with the lowest hashes of call and number.

use std::{
    collections::BinaryHeap,
    hash::{BuildHasher, Hash, Hasher},
};

use rustc_hash::{FxBuildHasher, FxHasher};
use tantivy::{DocAddress, SegmentReader, query::Query};

use crate::{
    Result,
    cancel::Countdown,
    index::{Reader, texts},
};

/// A sample of matches.
pub(crate) struct Sample {
    /// Number of matches.
    pub(crate) total: u64,
    /// Addresses of the sampled ones, in the order in which they are stored.
    pub(crate) addresses: Vec<DocAddress>,
}

/// At most `size` of the matches of a query.
pub(crate) fn sample(reader: &Reader, query: &dyn Query, size: usize) -> Result<Sample> {
    let mut addresses = reader.documents(query)?;
    let total = addresses.len() as u64;
    if addresses.len() > size {
        let mut lowest: BinaryHeap<(u64, DocAddress)> = BinaryHeap::with_capacity(size + 1);
        for of_segment in addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            add_lowest(reader, of_segment, size, &mut lowest)?;
        }
        addresses = lowest.into_iter().map(|(_, address)| address).collect();
        addresses.sort_unstable();
    }
    Ok(Sample { total, addresses })
}

/// Adds the documents of one segment to those with the lowest hashes.
fn add_lowest(
    reader: &Reader,
    addresses: &[DocAddress],
    size: usize,
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
        let call = call.and_then(|call| hashes.get(call as usize)).copied();
        let mut hasher = FxHasher::default();
        (call, numbers.first(address.doc_id)).hash(&mut hasher);
        let hash = hasher.finish();
        if lowest.len() < size || lowest.peek().is_some_and(|(most, _)| hash < *most) {
            lowest.push((hash, *address));
            if lowest.len() > size {
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
    Ok(ids.iter().map(|id| FxBuildHasher.hash_one(id)).collect())
}
