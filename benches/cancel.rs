//! How long work goes on after nobody wants its result any more: `cargo bench --bench cancel -- INDEX`, over
//! an index of some size (`benches/load/run` leaves one of 100,000 passages in `target/load`).
//!
//! Each question is asked whole first, then cancelled at ten moments spread over the time that it took,
//! and its deadline passes at ten more. Then commands are interrupted as by Ctrl-C. Told are medians and
//! maxima of the milliseconds from that moment to the end; 100 are the most that is wanted.

// A bench that cannot set its stage fails, and says where.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::{
    env,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use verbatim::{
    CancelToken, Result,
    engine::Engine,
    index::FacetField,
    model::DisagreementKind,
    model::Word,
    search::{CallSort, Grouping, ListSort, Request, Sort},
};

/// Moments at which each question is ended in each way.
const MOMENTS: u32 = 10;

/// Something that the engine is asked.
type Question = (&'static str, fn(&Engine) -> Result<()>);

const QUESTIONS: [Question; 11] = [
    ("trend", |engine| {
        engine.trend(&of("we OR 的"), FacetField::Speaker).map(drop)
    }),
    ("compare", |engine| {
        let calls = engine.calls_by(&Request::new(""), CallSort::Passages)?;
        let ids: Vec<&str> = calls
            .iter()
            .take(2)
            .map(|entry| entry.call.id.as_str())
            .collect();
        engine
            .compare(&of("we OR 的 OR the"), [ids[0], ids[1]], 1000)
            .map(drop)
    }),
    ("audit", |engine| {
        engine
            .audit(&of(""), DisagreementKind::ALL, usize::MAX)
            .map(drop)
    }),
    ("search", |engine| engine.search(&of("we OR 的")).map(drop)),
    ("grouped", |engine| {
        let request = Request {
            group: Some(Grouping::Call),
            limit: 1000,
            per_call: Some(10),
            ..of("we OR 的")
        };
        engine.search(&request).map(drop)
    }),
    ("exchanges", |engine| {
        let request = Request {
            group: Some(Grouping::Exchange),
            limit: 1000,
            ..of("we OR 的")
        };
        engine.search(&request).map(drop)
    }),
    ("newest", |engine| {
        let request = Request {
            sort: Sort::Newest,
            limit: 1000,
            context: 4,
            ..of("we OR 的")
        };
        engine.search(&request).map(drop)
    }),
    ("asked", |engine| {
        engine.search(&of("asked:we answered:we")).map(drop)
    }),
    ("near", |engine| {
        engine.search(&of("we NEAR/50 the NEAR/50 of")).map(drop)
    }),
    ("mentions", |engine| {
        engine.mentions(&of("we OR 的")).map(drop)
    }),
    ("speakers", |engine| {
        engine
            .speakers(&of("we OR 的"), ListSort::Passages)
            .map(drop)
    }),
];

const COMMANDS: [&[&str]; 5] = [
    &["trend", "we OR 的", "--by", "speaker"],
    &["audit"],
    &["search", "we OR 的", "--group", "call", "--limit", "1000"],
    &["mentions", "we OR 的"],
    &["search", "we OR 的", "--limit", "all", "-o", "jsonl"],
];

fn of(query: &str) -> Request {
    Request::new(query)
}

fn main() {
    // Cargo adds an argument of its own.
    let index = env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let Some(index) = index else {
        println!("an index is wanted: cargo bench --bench cancel -- target/load/index-100000");
        return;
    };
    println!("| | whole ms | cancelled: median | max | deadline: median | max |");
    println!("|---|--:|--:|--:|--:|--:|");
    let engine = Engine::new(&index);
    for question in QUESTIONS {
        questioned(&engine, question);
    }
    println!("\n| interrupted command | median | max |\n|---|--:|--:|");
    for command in COMMANDS {
        interrupted(&index, command);
    }
}

fn questioned(engine: &Engine, (name, ask): Question) {
    ask(engine).unwrap();
    let start = Instant::now();
    ask(engine).unwrap();
    let whole = start.elapsed();
    let mut after = [Vec::new(), Vec::new()];
    for moment in (0..MOMENTS).map(|n| whole * (2 * n + 1) / (2 * MOMENTS)) {
        let token = CancelToken::new();
        let cancelled = engine.clone().with_cancel(token.clone());
        let asking = thread::spawn(move || (ask(&cancelled).is_err(), Instant::now()));
        thread::sleep(moment);
        token.cancel();
        let from = Instant::now();
        ended(&mut after[0], from, asking.join().unwrap());
        let from = Instant::now() + moment;
        let late = engine.clone().with_cancel(CancelToken::within(moment));
        ended(&mut after[1], from, (ask(&late).is_err(), Instant::now()));
    }
    let [cancelled, late] = after.map(|mut times| told(&mut times));
    println!(
        "| {name} | {:.0} | {cancelled} | {late} |",
        whole.as_secs_f64() * 1e3
    );
}

/// Takes in how long work went on, if it was ended at all.
fn ended(times: &mut Vec<Duration>, from: Instant, (ended, at): (bool, Instant)) {
    if ended {
        times.push(at.saturating_duration_since(from));
    }
}

/// The median and the maximum in milliseconds.
fn told(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let ms = |time: Option<&Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64() * 1e3);
    format!(
        "{:.1} | {:.1}",
        ms(times.get(times.len() / 2)),
        ms(times.last())
    )
}

fn interrupted(index: &str, command: &[&str]) {
    let start = || {
        let mut verbatim = Command::new(env!("CARGO_BIN_EXE_verbatim"));
        verbatim
            .args(["--index", index])
            .args(command)
            .arg("--no-refresh");
        verbatim
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let begun = Instant::now();
    start().wait().unwrap();
    let whole = begun.elapsed();
    let mut times = Vec::new();
    for moment in (0..MOMENTS).map(|n| whole * (2 * n + 1) / (2 * MOMENTS)) {
        let mut child = start();
        thread::sleep(moment);
        let from = Instant::now();
        Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .unwrap();
        let status = child.wait().unwrap();
        ended(&mut times, from, (!status.success(), Instant::now()));
    }
    println!("| {} | {} |", command.join(" "), told(&mut times));
}
