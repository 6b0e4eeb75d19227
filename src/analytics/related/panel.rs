//! The companies whose passages are compared: those with calls both in a period and before, where they have half of the
//! period's passages. Else the words of companies that are new would look new.

use std::collections::HashSet;

use crate::{
    model::Period,
    search::{key::Key, list::aggregation::Aggregation, plan::Node},
};

/// The companies whose passages are compared.
pub(super) struct Panel {
    /// Ids of the companies; none where all are compared.
    companies: Option<Vec<String>>,
    /// Number of companies of the period that have no call before.
    newcomers: usize,
    /// Number of companies of the period that are compared.
    pub(super) size: usize,
    /// Number of passages of the period and of those before that are compared.
    pub(super) passages: [u64; 2],
}

impl Panel {
    /// The companies that both a period and those before have calls of, if these say at least half of the period's
    /// passages; otherwise all.
    pub(super) fn of(now: &Aggregation, before: &Aggregation) -> Self {
        let companies = |of: &Aggregation| -> HashSet<String> {
            of.calls()
                .map(|(call, _)| call.company.id.clone())
                .collect()
        };
        let passages = |of: &Aggregation, companies: Option<&HashSet<String>>| -> u64 {
            let calls = of.calls().filter(|(call, _)| {
                companies.is_none_or(|companies| companies.contains(&call.company.id))
            });
            calls.map(|(_, passages)| passages).sum()
        };
        let of_period = companies(now);
        let common: HashSet<String> = of_period
            .intersection(&companies(before))
            .cloned()
            .collect();
        let newcomers = of_period.len() - common.len();
        let is_most = 2 * passages(now, Some(&common)) >= passages(now, None);
        let compared = is_most.then_some(&common);
        Self {
            newcomers,
            size: if is_most {
                common.len()
            } else {
                of_period.len()
            },
            passages: [now, before].map(|of| passages(of, compared)),
            companies: is_most.then(|| common.into_iter().collect()),
        }
    }

    /// A plan for those matches of another that are compared.
    pub(super) fn narrow(&self, plan: Node) -> Node {
        let Some(companies) = &self.companies else {
            return plan;
        };
        plan.and(Node::one_of(Key::Company, companies.clone()))
    }

    /// What a reader has to know of the companies that are new.
    pub(super) fn warning(&self, period: Period) -> Option<String> {
        match (&self.companies, self.newcomers) {
            (_, 0) => None,
            (Some(_), 1) => Some(format!(
                "1 company of {period} without calls before is left out"
            )),
            (Some(_), many) => Some(format!(
                "{many} companies of {period} without calls before are left out"
            )),
            (None, _) => Some(format!(
                "most of {period} is of companies without calls before: much of it is new by that alone"
            )),
        }
    }
}
