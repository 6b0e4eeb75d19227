//! Counts of pairs of values of two columns.

use std::{collections::HashSet, sync::Arc};

use tantivy::{DocId, columnar::StrColumn};

use super::value_counts::{add_up, look_up};
use crate::index::texts;

/// Number of runs that are kept before equal pairs are merged.
const RUNS: usize = 1 << 16;

/// Counts pairs of values in a segment.
pub(super) struct PairCounts {
    pub(super) columns: (Option<StrColumn>, Option<StrColumn>),
    pub(super) wanted: Arc<HashSet<String>>,
    /// Runs of equal pairs and their lengths: consecutive passages often have one speaker.
    pub(super) runs: Vec<((u64, u64), u64)>,
}

impl PairCounts {
    pub(super) fn add(&mut self, docs: &[DocId], [firsts, seconds]: [&mut [Option<u64>]; 2]) {
        look_up(self.columns.0.as_ref(), docs, firsts);
        look_up(self.columns.1.as_ref(), docs, seconds);
        let both = firsts.iter().zip(seconds.iter());
        for pair in both.filter_map(|(first, second)| first.zip(*second)) {
            match self.runs.last_mut() {
                Some((last, count)) if *last == pair => *count += 1,
                _ => self.runs.push((pair, 1)),
            }
        }
        if self.runs.len() >= RUNS {
            add_up(&mut self.runs);
            // A segment has no more pairs than passages, so the rest fits.
            self.runs.reserve(RUNS);
        }
    }

    /// The pairs whose second value is to be counted.
    pub(super) fn values(mut self) -> tantivy::Result<Vec<((String, String), u64)>> {
        add_up(&mut self.runs);
        let sorted = |ords: &mut dyn Iterator<Item = u64>| {
            let mut ords: Vec<u64> = ords.collect();
            ords.sort_unstable();
            ords.dedup();
            ords
        };
        let seconds = sorted(&mut self.runs.iter().map(|((_, second), _)| *second));
        let names = texts(self.columns.1.as_ref(), &seconds)?;
        let known = seconds.iter().zip(&names);
        let wanted: Vec<(u64, &String)> = known
            .filter(|(_, name)| self.wanted.contains(*name))
            .map(|(ord, name)| (*ord, name))
            .collect();
        let name = |ord: u64| {
            let at = wanted
                .binary_search_by_key(&ord, |(known, _)| *known)
                .ok()?;
            wanted.get(at).map(|(_, name)| (*name).clone())
        };
        self.runs.retain(|((_, second), _)| name(*second).is_some());
        let firsts = sorted(&mut self.runs.iter().map(|((first, _), _)| *first));
        let owners = texts(self.columns.0.as_ref(), &firsts)?;
        let owner = |ord: u64| owners.get(firsts.binary_search(&ord).ok()?).cloned();
        let pairs = self.runs.iter().filter_map(|((first, second), count)| {
            Some(((owner(*first)?, name(*second)?), *count))
        });
        Ok(pairs.collect())
    }
}
