//! How well Verbatim ranks, against tantivy as it comes and tantivy with jieba.
//!
//! `cargo run --release --example relevance` asks the judged queries of `tests/relevance` of every
//! system and prints how well each answers, by corpus and by kind of query, and which queries we answer
//! otherwise than `tests/relevance/golden.txt` says.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod pool;
#[path = "../../tests/relevance/mod.rs"]
mod relevance;
mod table;

use std::{fs, path::PathBuf, process::ExitCode};

use clap::Parser;
use relevance::{Corpus, Golden, Judgments, Result, evaluate, folder};

/// Measures how well searches are answered, against judged passages.
#[derive(Parser)]
struct Args {
    /// Folder of the shared calls; without it only the queries over the samples are asked.
    #[arg(long, value_name = "DIR")]
    shared: Option<PathBuf>,
    /// Print a line for each query as well.
    #[arg(long)]
    per_query: bool,
    /// Store how well each query is answered in `tests/relevance/golden.txt`.
    #[arg(long, conflicts_with_all = ["system", "json"])]
    write_golden: bool,
    /// Only this system.
    #[arg(long, value_name = "NAME")]
    system: Option<String>,
    /// Print the numbers of each query and system as JSON.
    #[arg(long, conflicts_with = "per_query")]
    json: bool,
    /// Print what any system ranks among its first for a query and nobody has judged.
    #[arg(long, value_name = "QUERY-ID", conflicts_with_all = ["per_query", "system", "json", "write_golden"])]
    pool: Option<String>,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(args: &Args) -> Result<()> {
    let judgments = Judgments::read()?;
    let folder = |corpus| match (&args.shared, corpus) {
        (Some(shared), Corpus::Shared) => shared.clone(),
        _ => folder(corpus),
    };
    if let Some(id) = &args.pool {
        return pool::print(&judgments, id, folder);
    }
    let mut outcomes = Vec::new();
    for corpus in Corpus::ALL {
        let folder = folder(corpus);
        if folder.is_dir() {
            outcomes.extend(evaluate(&judgments, corpus, &folder)?);
        } else {
            eprintln!(
                "{} queries are not asked: there are no {corpus} calls in {}",
                judgments.of(corpus).count(),
                folder.display()
            );
        }
    }
    if args.write_golden {
        let mut golden = Golden::read()?;
        golden.update(&outcomes);
        fs::write(Golden::path(), golden.text(&judgments))?;
    }
    let changes = Golden::read()?.changes(&outcomes);
    if let Some(system) = &args.system {
        outcomes.retain(|outcome| outcome.system == system);
        if outcomes.is_empty() {
            return Err(format!("there is no system `{system}`").into());
        }
    }
    if args.json {
        println!("{}", table::json(&outcomes)?);
    } else {
        print!("{}", table::text(&judgments, &outcomes, args.per_query));
        print!("\n{}", table::changes(&changes));
    }
    Ok(())
}
