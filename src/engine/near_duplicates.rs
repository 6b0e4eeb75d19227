//! Calls that say nearly the same: two editions of one call, or one call under two names.
//!
//! Each call is told by a sketch: of the hashes of all its runs of so many letters the smallest. The share
//! that two sketches have in common estimates the share that the calls have (min-wise hashing).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Lang, Passage, Word};

/// Letters of a run.
const RUN: usize = 16;

/// Most hashes of a sketch, and fewest: of less nothing can be said.
const MOST: usize = 128;
const FEWEST: usize = 64;

/// Share in common from which two calls are suspected, in percent.
const SUSPECTED: usize = 80;

/// Two calls that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alike {
    /// Their ids, in order.
    pub calls: [String; 2],
    /// RefreshOptions much of what they say is the same, in percent.
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
            each_run(letters, |hash| {
                let small = sketch.len() < MOST || sketch.last().is_some_and(|last| hash < *last);
                if small && sketch.insert(hash) && sketch.len() > MOST {
                    sketch.pop_last();
                }
            });
        }
        if sketch.len() >= FEWEST {
            self.0.push((id.to_owned(), sketch));
        }
    }

    /// The pairs that are suspected. Of more than two calls that are alike each is paired with the next.
    pub(super) fn pairs(&self) -> Vec<Alike> {
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
            .filter(|(_, shared)| *shared >= FEWEST / 2);
        enough.filter_map(|(pair, _)| self.alike(pair)).collect()
    }

    fn alike(&self, (first, second): (usize, usize)) -> Option<Alike> {
        let ((a, ours), (b, theirs)) = (self.0.get(first)?, self.0.get(second)?);
        // Only the smallest of both together are a fair sample of both.
        let union: Vec<&u64> = ours.union(theirs).take(MOST).collect();
        let both = union
            .iter()
            .filter(|hash| ours.contains(hash) && theirs.contains(hash));
        let percent = both.count() * 100 / union.len().max(1);
        (percent >= SUSPECTED).then(|| Alike {
            calls: [a.clone(), b.clone()],
            percent,
        })
    }
}

/// Tells a hash of each run of letters.
fn each_run(letters: impl Iterator<Item = char>, mut tell: impl FnMut(u64)) {
    const BASE: u64 = 0x100_0000_01b3;
    let last = (0..RUN).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut run = std::collections::VecDeque::with_capacity(RUN + 1);
    let mut rolling = 0_u64;
    for letter in letters.flat_map(char::to_lowercase) {
        let value = mixed(u64::from(u32::from(letter)));
        rolling = rolling.wrapping_mul(BASE).wrapping_add(value);
        run.push_back(value);
        if run.len() > RUN {
            let gone = run.pop_front().unwrap_or_default();
            rolling = rolling.wrapping_sub(gone.wrapping_mul(last));
        }
        if run.len() == RUN {
            tell(mixed(rolling));
        }
    }
}

/// Spreads a number over all bits (the finisher of SplitMix64).
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
            text: Sides::only(Lang::En, text.to_owned()),
        }
    }

    #[test]
    fn editions_of_a_call_are_alike_and_calls_of_a_house_are_not() {
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
