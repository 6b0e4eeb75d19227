//! Writes a corpus of any size, to measure with: calls of real shape about companies that do not exist.
//!
//! `cargo run --release --example make-corpus -- --passages 100000 DIR` writes bilingual calls and, one
//! in three, English ones. The same arguments write the same bytes, on any number of cores. With `--planted` the calls
//! are short and say terms whose translations are known, to measure with what is learned of them.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod call;
mod cast;
mod planted;
mod prose;
mod random;
mod terms;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
};

use clap::Parser;
use rayon::prelude::*;

/// Calls that are made before it is looked whether there are enough.
const AT_A_TIME: usize = 16;

/// Calls of one company.
const CALLS_OF_A_COMPANY: usize = 12;

/// Files in one folder.
const FILES_IN_A_FOLDER: usize = 500;

/// Writes calls about companies that do not exist.
#[derive(Parser)]
struct Args {
    /// Passages to write, at least.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    passages: usize,
    /// Folders of calls whose words are used.
    #[arg(long, value_name = "DIR")]
    words: Vec<PathBuf>,
    /// Write short calls that say terms of which the translations are known.
    #[arg(long)]
    planted: bool,
    /// Folder to write to; it must not exist.
    folder: PathBuf,
}

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(args: Args) -> Result<(), Box<dyn std::error::Error>> {
    if args.folder.exists() {
        return Err(format!("{} exists already", args.folder.display()).into());
    }
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut words = args.words;
    if words.is_empty() {
        words = vec![
            project.join("corpus"),
            project.join("../shared/transcripts"),
        ];
        words.retain(|folder| folder.is_dir());
    }
    let (english, chinese) = prose::learned(&words)?;
    fs::create_dir_all(&args.folder)?;
    let (mut calls, passages) = (0, AtomicUsize::new(0));
    while passages.load(Ordering::Relaxed) < args.passages {
        (calls..calls + AT_A_TIME)
            .into_par_iter()
            .try_for_each(|number| {
                let made = call::make(number, &english, &chinese, args.planted);
                // What is written may not depend on which core is faster.
                passages.fetch_add(made.passages, Ordering::Relaxed);
                let folder = args
                    .folder
                    .join(format!("{:03}", number / FILES_IN_A_FOLDER));
                fs::create_dir_all(&folder)?;
                fs::write(folder.join(made.file), made.text)
            })?;
        calls += AT_A_TIME;
    }
    println!("{} passages in {calls} calls", passages.into_inner());
    Ok(())
}
