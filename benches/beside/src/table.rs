//! The tables, in Markdown.

use crate::{
    Built,
    cold::Cold,
    engines::Open,
    warm::{Times, WAYS},
};

/// The middle one of some times.
fn median(times: &[f64]) -> Option<f64> {
    quantile(times, 0.5)
}

fn quantile(times: &[f64], share: f64) -> Option<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (share * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(at).copied()
}

fn shown(milliseconds: Option<f64>) -> String {
    match milliseconds {
        None => "–".to_owned(),
        Some(time) if time < 0.995 => format!("{time:.2}"),
        Some(time) if time < 9.95 => format!("{time:.1}"),
        Some(time) => format!("{time:.0}"),
    }
}

pub(crate) fn built(built: &[Built], bytes: u64) {
    let of_raw = built
        .iter()
        .find(|built| built.engine == "tantivy")
        .map(|raw| raw.seconds);
    println!("Text: {:.1} MB.\n", bytes as f64 / 1e6);
    println!(
        "| index | seconds | MB/s | of raw tantivy's rate | peak memory, MB | bytes a byte of text |"
    );
    println!("|---|--:|--:|--:|--:|--:|");
    for Built {
        engine,
        seconds,
        memory,
        size,
    } in built
    {
        let rate = of_raw.map_or("–".to_owned(), |raw| format!("{:.2}", raw / seconds));
        println!(
            "| {engine} | {seconds:.1} | {:.1} | {rate} | {} | {:.2} |",
            bytes as f64 / 1e6 / seconds,
            memory >> 20,
            *size as f64 / bytes as f64
        );
    }
    println!();
}

pub(crate) fn warm(all: &[Times], others: &[Box<dyn Open>]) {
    let ours: Vec<&str> = WAYS.iter().map(|(_, name)| *name).collect();
    let theirs: Vec<&str> = others.iter().map(|other| other.name()).collect();
    println!("Warm, milliseconds, medians:\n");
    println!(
        "| query | matches | {} | worst p99 | ours with facets / raw | {} |",
        ours.join(" | "),
        theirs.join(" | ")
    );
    println!(
        "|---|--:{}",
        "|--:".repeat(ours.len() + theirs.len() + 2) + "|"
    );
    for times in all {
        let p99 = times
            .ours
            .iter()
            .filter_map(|times| quantile(times, 0.99))
            .fold(0.0, f64::max);
        let raw = theirs.iter().position(|name| *name == "tantivy");
        let raw = raw.and_then(|at| median(times.others.get(at)?));
        let ratio = median(&times.ours[1])
            .zip(raw)
            .map_or("–".to_owned(), |(ours, raw)| format!("{:.1}", ours / raw));
        let row = |all: &[Vec<f64>]| {
            all.iter()
                .map(|times| shown(median(times)))
                .collect::<Vec<_>>()
                .join(" | ")
        };
        println!(
            "| {} | {} | {} | {} | {ratio} | {} |",
            times.class,
            times.matches,
            row(&times.ours),
            shown(Some(p99)),
            row(&times.others)
        );
    }
    println!();
}

pub(crate) fn cold(all: &[Cold]) {
    println!("Cold, whole processes:\n\n| process | median, ms | peak memory, MB |\n|---|--:|--:|");
    for cold in all {
        println!(
            "| {} | {} | {} |",
            cold.what,
            shown(median(&cold.times)),
            cold.memory >> 20
        );
    }
    println!();
}

pub(crate) fn refresh([same, changed]: [Vec<f64>; 2]) {
    println!(
        "Refresh: {} ms where nothing has changed, {} ms where one call has.",
        shown(median(&same)),
        shown(median(&changed))
    );
}
