//! Asks each page, list and count in turn, with nothing else going on, and sets it beside the search for the
//! same query.

use std::time::{Duration, Instant};

use crate::{Result, client::Client, requests::escaped};

/// Queries of each frequency, in both languages.
const QUERIES: [&str; 5] = [
    "inflation",
    "quarter",
    "\"interest rates\"",
    "毛利率",
    "資本支出",
];

/// The page or list for a query, which takes the place of `{}`.
const OF_QUERY: [(&str, &str); 9] = [
    ("/api/search", "/api/search?q={}"),
    ("page of a search", "/?q={}"),
    ("/api/trend", "/api/trend?q={}"),
    ("/api/trend by company", "/api/trend?by=company&q={}"),
    ("/api/mentions", "/api/mentions?q={}"),
    ("/api/companies", "/api/companies?q={}"),
    ("/api/speakers", "/api/speakers?q={}"),
    ("/api/calls, 50", "/api/calls?limit=50&q={}"),
    ("a filter by the audit", "/api/search?q={}&audit=amount"),
];

/// Pages and lists of everything.
const OF_ALL: [(&str, &str); 9] = [
    ("start page", "/"),
    ("/api/companies", "/api/companies"),
    ("/api/speakers", "/api/speakers"),
    ("/api/firms", "/api/firms"),
    ("/api/calls, 50", "/api/calls?limit=50"),
    ("page of companies", "/companies"),
    ("page of speakers", "/speakers"),
    ("page of firms", "/firms"),
    ("page of calls", "/calls"),
];

/// Requests that are not counted, until a server keeps what it counts by.
const WARM_UP: usize = 4;

/// Asks everything `rounds` times and prints a table.
pub(crate) fn run(address: &str, rounds: usize) -> Result<()> {
    println!("| request | median ms | p99 ms | of /api/search | kB |");
    println!("|---|--:|--:|--:|--:|");
    let mut searches = 0.0;
    for (name, path) in OF_QUERY {
        let paths: Vec<String> = (QUERIES.iter())
            .map(|query| path.replace("{}", &escaped(query)))
            .collect();
        let (times, bytes) = ask(address, &paths, rounds)?;
        if searches == 0.0 {
            searches = at(&times, 50);
        }
        let ratio = format!("{:.1}", at(&times, 50) / searches);
        row(&format!("{name} (query)"), &times, &ratio, bytes);
    }
    for (name, path) in OF_ALL {
        let (times, bytes) = ask(address, &[path.to_owned()], rounds)?;
        row(name, &times, "", bytes);
    }
    Ok(())
}

/// The times of all answers, in order, and the bytes of the longest.
fn ask(address: &str, paths: &[String], rounds: usize) -> Result<(Vec<Duration>, usize)> {
    let mut client = Client::new(address);
    let (mut times, mut longest) = (Vec::new(), 0);
    for round in 0..WARM_UP + rounds {
        for path in paths {
            let start = Instant::now();
            let body = client.text(path)?;
            if round >= WARM_UP {
                times.push(start.elapsed());
            }
            longest = longest.max(body.len());
        }
    }
    times.sort_unstable();
    Ok((times, longest))
}

/// Milliseconds that so many of a hundred answers took at most.
fn at(times: &[Duration], percent: usize) -> f64 {
    let place = (times.len() * percent).div_ceil(100).max(1) - 1;
    times
        .get(place)
        .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}

fn row(name: &str, times: &[Duration], ratio: &str, bytes: usize) {
    let (median, slowest) = (at(times, 50), at(times, 99));
    println!(
        "| {name} | {median:.1} | {slowest:.1} | {ratio} | {} |",
        bytes / 1000
    );
}
