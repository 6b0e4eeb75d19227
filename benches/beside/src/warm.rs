//! Queries to indexes that are open, one engine after the other in each round.

use std::{hint::black_box, path::Path, time::Instant};

use verbatim::{
    engine::Engine,
    index::FACETS,
    query::Field,
    search::{FilterArg, Request},
};

use crate::{
    Result,
    engines::Open,
    queries::{Class, Query},
};

/// In which way Verbatim is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) facets: bool,
    pub(crate) filter: bool,
}

/// The ways, and the name of each.
pub(crate) const WAYS: [(Way, &str); 4] = [
    (
        Way {
            facets: false,
            filter: false,
        },
        "ours",
    ),
    (
        Way {
            facets: true,
            filter: false,
        },
        "with facets",
    ),
    (
        Way {
            facets: false,
            filter: true,
        },
        "with filters",
    ),
    (
        Way {
            facets: true,
            filter: true,
        },
        "with both",
    ),
];

/// Milliseconds of one class of queries.
pub(crate) struct Times {
    pub(crate) class: &'static str,
    /// Matches of the class's queries, on average.
    pub(crate) matches: u64,
    /// In each way.
    pub(crate) ours: Vec<Vec<f64>>,
    /// Of each other engine, in the order of the engines; empty where it cannot answer.
    pub(crate) others: Vec<Vec<f64>>,
}

pub(crate) fn measure(
    ours: &Path,
    others: &[Box<dyn Open>],
    classes: &[Class],
    rounds: usize,
) -> Result<Vec<Times>> {
    let engine = Engine::new(ours);
    let mut all = Vec::new();
    for class in classes {
        let mut times = Times {
            class: class.name,
            matches: 0,
            ours: vec![Vec::new(); WAYS.len()],
            others: vec![Vec::new(); others.len()],
        };
        // The first round warms the files up and does not count.
        for round in 0..=rounds {
            for query in &class.queries {
                for ((way, _), times) in WAYS.iter().zip(&mut times.ours) {
                    let request = request(query, *way);
                    let start = Instant::now();
                    let answer = engine.search(&request)?;
                    keep(times, start, round);
                    black_box(answer.hits.len());
                }
                for (other, times) in others.iter().zip(&mut times.others) {
                    let start = Instant::now();
                    if other.ask(&query.plain)?.is_some() {
                        keep(times, start, round);
                    }
                }
            }
        }
        times.matches = matches(&engine, class)?;
        all.push(times);
    }
    Ok(all)
}

fn keep(times: &mut Vec<f64>, start: Instant, round: usize) {
    if round > 0 {
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
}

fn matches(engine: &Engine, class: &Class) -> Result<u64> {
    let mut matches = 0;
    for query in &class.queries {
        matches += engine.search(&request(query, WAYS[0].0))?.total;
    }
    Ok(matches / class.queries.len().max(1) as u64)
}

fn request(query: &Query, way: Way) -> Request {
    let mut request = Request::new(&query.typed);
    if way.facets {
        request.facets = FACETS.to_vec();
    }
    if way.filter {
        let filter = |field, value: &str| FilterArg {
            field,
            value: value.to_owned(),
            negated: false,
        };
        request.filters = vec![
            filter(Field::Role, "executive"),
            filter(Field::Period, "2024.."),
        ];
    }
    request
}
