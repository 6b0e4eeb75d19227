//! How long answers took.

use std::{collections::BTreeMap, time::Duration};

use crate::Result;

/// The times of one kind of request.
#[derive(Default)]
pub(crate) struct Times {
    answered: Vec<Duration>,
    /// What else became of requests, and how often.
    errors: BTreeMap<String, usize>,
}

impl Times {
    /// The time of one answer; refusals and failures are counted apart, since some of them are quick.
    pub(crate) fn of(took: Duration, status: &Result<u16>) -> Self {
        let mut times = Self::default();
        match status {
            Ok(200) => times.answered.push(took),
            Ok(status) => _ = times.errors.insert(format!("status {status}"), 1),
            Err(error) => _ = times.errors.insert(error.to_string(), 1),
        }
        times
    }

    pub(crate) fn add(&mut self, more: Self) {
        self.answered.extend(more.answered);
        for (error, times) in more.errors {
            *self.errors.entry(error).or_default() += times;
        }
    }

    /// Milliseconds that so many of a hundred answers took at most.
    fn percentile(&self, percent: usize) -> f64 {
        let place = (self.answered.len() * percent).div_ceil(100).max(1) - 1;
        self.answered
            .get(place)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }
}

/// Prints a table.
pub(crate) fn print(mut all: Vec<(String, Times)>, seconds: u64) {
    println!("| request | answers | a second | p50 ms | p99 ms | max ms | errors |");
    println!("|---|---|---|---|---|---|---|");
    // Those that are to be held first, then the dear ones.
    all.sort_by_key(|(kind, _)| (kind != "search", kind != "/healthz", kind.clone()));
    for (kind, mut times) in all {
        times.answered.sort_unstable();
        let count = times.answered.len();
        let errors = times
            .errors
            .iter()
            .map(|(error, times)| format!("{times} × {error}"));
        println!(
            "| {kind} | {count} | {:.1} | {:.1} | {:.1} | {:.1} | {} |",
            count as f64 / seconds as f64,
            times.percentile(50),
            times.percentile(99),
            times.percentile(100),
            errors.collect::<Vec<_>>().join(", "),
        );
    }
}
