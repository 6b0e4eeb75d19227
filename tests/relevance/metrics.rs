//! How well a ranking answers a query.

use std::collections::BTreeMap;

use super::DEPTH;

/// From this grade on a passage is relevant.
pub(crate) const RELEVANT: u8 = 2;

/// Measures of one ranking, or their means; each between 0 and 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Scores {
    /// Normalised discounted cumulative gain of the first ten: gain 2^grade − 1, discount log₂.
    pub(crate) ndcg: f64,
    /// Share of the relevant passages among the first fifty.
    pub(crate) recall: f64,
    /// One over the place of the first relevant passage.
    pub(crate) reciprocal: f64,
}

impl Scores {
    /// Holds a ranking against graded passages.
    pub(crate) fn of(ranking: &[String], grades: &BTreeMap<String, u8>) -> Self {
        let found: Vec<u8> = ranking
            .iter()
            .map(|citation| grades.get(citation).copied().unwrap_or_default())
            .collect();
        let mut ideal: Vec<u8> = grades.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let relevant = |grades: &[u8]| {
            let relevant = grades
                .iter()
                .take(DEPTH)
                .filter(|&&grade| grade >= RELEVANT);
            relevant.count() as f64
        };
        let first = found.iter().position(|&grade| grade >= RELEVANT);
        Self {
            ndcg: share(gain(&found), gain(&ideal)),
            recall: share(relevant(&found), relevant(&ideal)),
            reciprocal: first.map_or(0.0, |place| 1.0 / (place + 1) as f64),
        }
    }

    /// Each measure with its name.
    pub(crate) fn measures(self) -> [(&'static str, f64); 3] {
        [
            ("nDCG", self.ndcg),
            ("recall", self.recall),
            ("MRR", self.reciprocal),
        ]
    }

    /// To three decimals.
    pub(crate) fn rounded(self) -> Self {
        let round = |value: f64| (value * 1000.0).round() / 1000.0;
        Self {
            ndcg: round(self.ndcg),
            recall: round(self.recall),
            reciprocal: round(self.reciprocal),
        }
    }

    /// The mean of many.
    pub(crate) fn mean<'a>(many: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        let mut count = 0.0;
        for scores in many {
            sum.ndcg += scores.ndcg;
            sum.recall += scores.recall;
            sum.reciprocal += scores.reciprocal;
            count += 1.0;
        }
        Self {
            ndcg: share(sum.ndcg, count),
            recall: share(sum.recall, count),
            reciprocal: share(sum.reciprocal, count),
        }
    }
}

fn gain(grades: &[u8]) -> f64 {
    grades
        .iter()
        .take(10)
        .enumerate()
        .map(|(place, &grade)| (f64::from(grade).exp2() - 1.0) / (place as f64 + 2.0).log2())
        .sum()
}

fn share(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}
