//! Periods counted back from each company's last call: `latest`, `last 4 quarters`, 最近四季. Fiscal years end in
//! different months, so what is the last quarter of one company is to come for another.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashSet},
    sync::LazyLock,
};

use regex::Regex;

use super::store::Store;
use crate::{Error, Result, index::CallSummary};

/// A number of quarters, and what they are.
static LAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let english = r"(?:the\s+)?(?:last|past|latest|recent)[\s-]*(?P<n>\d{1,3})?[\s-]*(?P<unit>quarters?|q|years?|y)";
    let chinese = r"(?:最近|近|最新|過去|过去)\s*(?P<hn>\d{1,3}|[一二兩两三四五六七八九十])?\s*(?:個|个)?(?P<hunit>季度?|年)";
    Regex::new(&format!("(?i)^(?:{english}|{chinese})$")).ok()
});

/// Chinese numbers by value, from one on.
const NUMBERS: [&str; 10] = [
    "一",
    "二兩两",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
];

/// The last quarters of each company that has calls.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Recent {
    /// Number of quarters.
    quarters: u32,
}

impl Recent {
    /// Reads a typed period; none where it names no number of last quarters.
    pub(super) fn read(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if ["latest", "last", "newest", "最新", "最近"].contains(&typed.to_lowercase().as_str())
        {
            return Some(Self { quarters: 1 });
        }
        let found = LAST.as_ref()?.captures(typed)?;
        let named = |names: [&str; 2]| names.into_iter().find_map(|name| found.name(name));
        let number = match named(["n", "hn"]) {
            None => 1,
            Some(number) => number_of(number.as_str())?,
        };
        let unit = named(["unit", "hunit"])?.as_str().to_lowercase();
        let is_year = unit.starts_with('y') || unit == "年";
        let quarters = number * if is_year { 4 } else { 1 };
        (quarters > 0).then_some(Self { quarters })
    }

    /// The ids of the calls in these quarters. A company whose calls have no period counts their dates instead.
    pub(super) fn calls(&self, store: &dyn Store) -> Result<Vec<String>> {
        let summaries = store.call_summaries()?;
        let mut by_company: BTreeMap<&str, Vec<&CallSummary>> = BTreeMap::new();
        for call in summaries.iter() {
            by_company.entry(&call.company.id).or_default().push(call);
        }
        let recent = by_company.values().flat_map(|calls| self.of_company(calls));
        let mut ids: Vec<String> = recent.map(|call| call.id.clone()).collect();
        ids.sort_unstable();
        match ids.is_empty() {
            true => Err(Error::unknown("no call has a period or a date")),
            false => Ok(ids),
        }
    }

    fn of_company<'a>(&self, calls: &[&'a CallSummary]) -> Vec<&'a CallSummary> {
        let quarter = |call: &CallSummary| call.period.map(|period| period.end_quarter());
        let calls = calls.iter().copied();
        let Some(last) = calls.clone().filter_map(quarter).max() else {
            let mut dates: Vec<&str> = calls
                .clone()
                .filter_map(|call| call.date.as_deref())
                .collect();
            dates.sort_unstable_by_key(|date| Reverse(*date));
            dates.dedup();
            let dates: HashSet<&str> = dates.into_iter().take(self.quarters as usize).collect();
            let is_recent = |call: &&CallSummary| {
                call.date
                    .as_deref()
                    .is_some_and(|date| dates.contains(date))
            };
            return calls.filter(is_recent).collect();
        };
        let is_recent = |call: &&CallSummary| {
            quarter(call).is_some_and(|quarter| quarter + self.quarters > last)
        };
        calls.filter(is_recent).collect()
    }
}

fn number_of(typed: &str) -> Option<u32> {
    let of_words = || NUMBERS.iter().position(|words| words.contains(typed));
    match typed.parse() {
        Ok(number) => Some(number),
        Err(_) => u32::try_from(of_words()? + 1).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::model::Company;

    #[test]
    fn last_quarters_are_read_as_people_write_them() {
        for (typed, quarters) in [
            ("latest", Some(1)),
            ("Last Quarter", Some(1)),
            ("last 4 quarters", Some(4)),
            ("the past 2 years", Some(8)),
            ("last-4-quarters", Some(4)),
            ("last4q", Some(4)),
            ("最近四季", Some(4)),
            ("近 2 年", Some(8)),
            ("過去兩個季度", Some(2)),
            ("最新", Some(1)),
            ("last 0 quarters", None),
            ("last year's", None),
            ("quarters", None),
        ] {
            let read = Recent::read(typed).map(|recent| recent.quarters);
            assert_eq!(read, quarters, "{typed}");
        }
    }

    #[test]
    fn each_company_counts_from_its_own_last_call() {
        let call = |id: &str, period: Option<&str>, date: Option<&str>| CallSummary {
            id: id.to_owned(),
            company: Arc::new(Company {
                id: id[..1].to_owned(),
                ticker: None,
                name: id.to_owned(),
                names: Vec::new(),
            }),
            period: period.map(|period| period.parse().unwrap()),
            date: date.map(str::to_owned),
        };
        let with_periods = [
            call("A1", Some("2025Q1"), None),
            call("A2", Some("2025Q4"), None),
            call("A3", Some("2025"), None),
            call("A4", None, Some("2026-01-01")),
        ];
        let with_dates = [
            call("B1", None, Some("2025-01-01")),
            call("B2", None, Some("2025-04-01")),
            call("B3", None, None),
        ];
        let ids = |calls: &[CallSummary], quarters| -> Vec<String> {
            let calls: Vec<&CallSummary> = calls.iter().collect();
            let recent = Recent { quarters }.of_company(&calls);
            recent.iter().map(|call| call.id.clone()).collect()
        };
        assert_eq!(ids(&with_periods, 1), ["A2", "A3"]);
        assert_eq!(ids(&with_periods, 4), ["A1", "A2", "A3"]);
        assert_eq!(ids(&with_dates, 1), ["B2"]);
        assert_eq!(ids(&with_dates, 2), ["B1", "B2"]);
    }
}
