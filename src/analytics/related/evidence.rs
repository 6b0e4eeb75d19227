//! Where something is said: counts, companies, and the first and the last passage.

use super::super::trend::Mention;
use crate::{
    Result,
    index::RowColumn,
    model::Period,
    search::{collector::RowCounts, passage_set::PassageSet, plan::Node, store::Store},
};

/// The columns that evidence is counted by.
const COLUMNS: [RowColumn; 3] = [RowColumn::Call, RowColumn::COMPANY, RowColumn::PERIOD];

/// Period, call by its ordinal, number.
type Place = (Option<Period>, usize, u32);

/// The matches of a plan, summed up.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    pub(super) passages: u64,
    pub(super) calls: u64,
    pub(super) companies: u64,
    /// Id of the company, where there is one.
    pub(super) only_company: Option<String>,
    /// The first and the last passage by period, call and number; one where they are the same.
    pub(super) mentions: Vec<Mention>,
}

impl Evidence {
    /// For each plan, the evidence of those of `passages` that match it.
    pub(super) fn of(
        store: &dyn Store,
        passages: &PassageSet,
        plans: &[Node],
    ) -> Result<Vec<Self>> {
        let found = store.extents_within(passages, plans, &COLUMNS)?;
        Ok(found.iter().map(Self::of_rows).collect())
    }

    fn of_rows(found: &RowCounts) -> Self {
        let rows = &found.rows;
        let period_of = rows.periods();
        let places = found.extents().filter_map(|(row, extent)| {
            let call = rows.ordinal(row, RowColumn::Call)?;
            Some([extent.first, extent.last].map(|n| (period_of(row), call, n)))
        });
        // What has no period is neither first nor last beside what has one.
        let earlier = |a: Place, b: Place| {
            if (b.0.is_none(), b) < (a.0.is_none(), a) {
                b
            } else {
                a
            }
        };
        let ends = places.reduce(|[first, last], [a, b]| [earlier(first, a), last.max(b)]);
        let mut mentions: Vec<Mention> = (ends.into_iter().flatten())
            .filter_map(|(period, call, n)| {
                let call = rows.values(RowColumn::Call).get(call)?;
                let citation = format!("{call}#{n}");
                Some(Mention { citation, period })
            })
            .collect();
        mentions.dedup();
        let companies = found.values(RowColumn::COMPANY);
        let companies: Vec<&str> = companies.map(|(id, _)| id).collect();
        let only_company = match companies.as_slice() {
            [only] => Some((*only).to_owned()),
            _ => None,
        };
        Self {
            passages: found.iter().map(|(_, passages)| passages).sum(),
            calls: found.values(RowColumn::Call).count() as u64,
            companies: companies.len() as u64,
            only_company,
            mentions,
        }
    }
}
