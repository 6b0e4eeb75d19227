//! What passages are sampled by: a hash of call and number, so that a sample depends on the calls alone, not on the
//! order in which they were indexed. The passages with the lowest keys are the sample of any selection. A cluster
//! stores the keys, so that it takes the very passages that an index takes.

use std::hash::{BuildHasher, Hash, Hasher};

use rustc_hash::{FxBuildHasher, FxHasher};

/// The hash of the id of a call.
pub(crate) fn call_hash(id: &str) -> u64 {
    FxBuildHasher.hash_one(id)
}

/// The key of a passage by the hash of its call's id and its number.
pub(crate) fn sample_key(call: u64, n: u64) -> u64 {
    let mut hasher = FxHasher::default();
    (Some(call), Some(n)).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clusters hold these keys: with others their sample is not that of an index.
    #[test]
    fn keys_stay_as_they_are() {
        let keys = [("LMRA-2025Q3", 1), ("LMRA-2025Q3", 2), ("2330-2026Q1", 1)]
            .map(|(call, n)| sample_key(call_hash(call), n));
        assert_eq!(
            keys,
            [
                14_666_872_691_909_754_611,
                8_378_029_737_459_406_047,
                13_624_043_449_445_223_641
            ]
        );
    }
}
