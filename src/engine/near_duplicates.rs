//! Finds calls with nearly the same text: two editions of one call, or one call under two names.
//!
//! Min-wise hashing: the sketch of a call is the smallest of the hashes of all its runs of letters. The share
//! of hashes that two sketches have in common estimates the share of text that the calls have in common.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Lang, Passage, Word};

/// Number of letters in a run.
const RUN_LENGTH: usize = 16;

/// Maximum number of hashes in a sketch.
const MAX_HASHES: usize = 128;

/// Minimum number of hashes in a sketch; calls with fewer are too short to compare.
const MIN_HASHES: usize = 64;

/// Share of text in common from which two calls are reported, in percent.
const MIN_PERCENT: usize = 80;

/// Two calls that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NearDuplicate {
    /// Their ids, in order.
    pub calls: [String; 2],
    /// Share of their texts that is the same, in percent.
    pub percent: usize,
}

/// The sketches of calls, in order of their ids.
#[derive(Debug, Default)]
pub(super) struct Sketches(Vec<(String, BTreeSet<u64>)>);

impl Sketches {
    /// Adds a call.
    pub(super) fn add(&mut self, id: &str, passages: &[Passage]) {
        let mut sketch = BTreeSet::new();
        for &lang in Lang::ALL {
            let sides = passages.iter().filter_map(|passage| passage.text.get(lang));
            let letters = sides
                .flat_map(|side| side.chars())
                .filter(|c| c.is_alphanumeric());
            for_each_run(letters, |hash| {
                let small =
                    sketch.len() < MAX_HASHES || sketch.last().is_some_and(|last| hash < *last);
                if small && sketch.insert(hash) && sketch.len() > MAX_HASHES {
                    sketch.pop_last();
                }
            });
        }
        if sketch.len() >= MIN_HASHES {
            self.0.push((id.to_owned(), sketch));
        }
    }

    /// The pairs of near duplicates. Of several that are alike, each is paired with the next one.
    pub(super) fn pairs(&self) -> Vec<NearDuplicate> {
        let mut with: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, (_, sketch)) in self.0.iter().enumerate() {
            sketch
                .iter()
                .for_each(|hash| with.entry(*hash).or_default().push(at));
        }
        let mut common: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for calls in with.values() {
            for (first, second) in calls.iter().zip(calls.iter().skip(1)) {
                *common.entry((*first, *second)).or_default() += 1;
            }
        }
        let enough = common
            .into_iter()
            .filter(|(_, shared)| *shared >= MIN_HASHES / 2);
        enough.filter_map(|(pair, _)| self.alike(pair)).collect()
    }

    fn alike(&self, (first, second): (usize, usize)) -> Option<NearDuplicate> {
        let ((a, ours), (b, theirs)) = (self.0.get(first)?, self.0.get(second)?);
        // The smallest hashes of both together are a fair sample of both.
        let union: Vec<&u64> = ours.union(theirs).take(MAX_HASHES).collect();
        let both = union
            .iter()
            .filter(|hash| ours.contains(hash) && theirs.contains(hash));
        let percent = both.count() * 100 / union.len().max(1);
        (percent >= MIN_PERCENT).then(|| NearDuplicate {
            calls: [a.clone(), b.clone()],
            percent,
        })
    }
}

/// Calls `visit` with a rolling hash of each run of letters.
fn for_each_run(letters: impl Iterator<Item = char>, mut visit: impl FnMut(u64)) {
    const BASE: u64 = 0x100_0000_01b3;
    let last = (0..RUN_LENGTH).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut run = std::collections::VecDeque::with_capacity(RUN_LENGTH + 1);
    let mut rolling = 0_u64;
    for letter in letters.flat_map(char::to_lowercase) {
        let value = mixed(u64::from(u32::from(letter)));
        rolling = rolling.wrapping_mul(BASE).wrapping_add(value);
        run.push_back(value);
        if run.len() > RUN_LENGTH {
            let gone = run.pop_front().unwrap_or_default();
            rolling = rolling.wrapping_sub(gone.wrapping_mul(last));
        }
        if run.len() == RUN_LENGTH {
            visit(mixed(rolling));
        }
    }
}

/// Distributes the bits of a number (the finalizer of SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Section, Sides};

    fn passage(text: &str) -> Passage {
        Passage {
            n: 1,
            turn: None,
            exchange: None,
            section: Section::Prepared,
            notes: Vec::new(),
            time: None,
            findings: Vec::new(),
            is_declined: false,
            page: None,
            text: Sides::only(Lang::En, text.to_owned()),
        }
    }

    #[test]
    fn editions_of_a_call_are_alike_and_calls_of_a_vendor_are_not() {
        let said = |seed: usize| -> String {
            (0..200)
                .map(|n| format!("{} windmills in {}. ", n * seed, n + seed))
                .collect()
        };
        let mut sketches = Sketches::default();
        sketches.add("A", &[passage(&said(7))]);
        sketches.add("B", &[passage(&format!("{} One word more.", said(7)))]);
        sketches.add("C", &[passage(&said(1013))]);
        sketches.add("D", &[passage("Thank you.")]);
        sketches.add("E", &[passage("Thank you.")]);
        let pairs = sketches.pairs();
        assert_eq!(pairs.len(), 1, "{pairs:?}");
        assert_eq!(pairs[0].calls, ["A", "B"]);
    }
}
