//! Verbatim beside other engines: the same passages, the same machine, the same run.
//!
//! `benches/beside/run 10000 100000` does everything. An engine is asked in turn with the others, so that
//! what else the machine does falls on all alike, and medians are told.

mod cold;
mod engines;
mod passages;
mod queries;
mod table;
mod warm;

use std::{
    io::Read,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use clap::{Parser, Subcommand};

use engines::Other;
use passages::Passage;

/// What anything may end with.
pub(crate) type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// Measures Verbatim beside other engines.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures everything over one corpus and prints the tables.
    All {
        /// Folder of calls.
        corpus: PathBuf,
        /// Where indexes are built.
        #[arg(long)]
        folder: PathBuf,
        /// The program to measure.
        #[arg(long)]
        verbatim: PathBuf,
        /// How often each query is asked.
        #[arg(long, default_value_t = 20)]
        rounds: usize,
        /// Leave out these engines.
        #[arg(long)]
        without: Vec<Other>,
        /// Take the indexes that are there.
        #[arg(long)]
        keep: bool,
    },
    /// Builds the index of one engine over passages that were written to a file.
    Build {
        engine: Other,
        passages: PathBuf,
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Task::Build {
            engine,
            passages,
            folder,
        } => build(engine, &passages, &folder),
        Task::All {
            corpus,
            folder,
            verbatim,
            rounds,
            without,
            keep,
        } => {
            let all = All {
                corpus,
                folder,
                verbatim,
                rounds,
                without,
                keep,
            };
            all.run()
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Builds one index and prints the seconds it took, reading the passages left out.
fn build(engine: Other, passages: &Path, folder: &Path) -> Result<()> {
    let passages = passages::load(passages)?;
    let start = Instant::now();
    engine.build(&passages, folder)?;
    println!("{}", start.elapsed().as_secs_f64());
    Ok(())
}

struct All {
    corpus: PathBuf,
    folder: PathBuf,
    verbatim: PathBuf,
    rounds: usize,
    without: Vec<Other>,
    keep: bool,
}

/// What building an index took.
pub(crate) struct Built {
    pub(crate) engine: String,
    pub(crate) seconds: f64,
    /// Most memory of the process in bytes, mapped files among it.
    pub(crate) memory: u64,
    /// Bytes on disk.
    pub(crate) size: u64,
}

impl All {
    fn run(&self) -> Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let ours = self.folder.join("verbatim");
        let mut built = Vec::new();
        if !self.keep || !ours.exists() {
            built.push(self.build_ours(&ours)?);
        }
        let file = self.folder.join("passages");
        if !self.keep || !file.exists() {
            passages::save(&ours, &file)?;
        }
        let passages = passages::load(&file)?;
        let bytes: u64 = passages.iter().map(Passage::bytes).sum();
        let mut others = Vec::new();
        for other in Other::ALL {
            if self.without.contains(&other) {
                continue;
            }
            if !other.is_installed() {
                eprintln!("{} is not installed, so it is left out", other.name());
                continue;
            }
            let folder = self.folder.join(other.name());
            if other.has_own_index() && (!self.keep || !folder.exists()) {
                built.push(self.build_other(other, &file, &folder)?);
            }
            others.push(other.open(&folder)?);
        }
        println!("\n## {} passages\n", passages.len());
        table::built(&built, bytes);
        let queries = queries::of(&passages);
        drop(passages);
        let warm = warm::measure(&ours, &others, &queries, self.rounds)?;
        table::warm(&warm, &others);
        drop(others);
        let cold = cold::measure(&self.verbatim, &ours, &self.corpus)?;
        table::cold(&cold);
        table::refresh(cold::refresh(&self.verbatim, &ours, &self.corpus)?);
        Ok(())
    }

    fn build_ours(&self, folder: &Path) -> Result<Built> {
        let _ = std::fs::remove_dir_all(folder);
        let mut command = Command::new(&self.verbatim);
        command.arg("--index").arg(folder);
        command.arg("--corpus").arg(&self.corpus).arg("index");
        let (took, memory, _) = watched(command)?;
        Ok(Built {
            engine: "verbatim".to_owned(),
            seconds: took.as_secs_f64(),
            memory,
            size: size(folder)?,
        })
    }

    fn build_other(&self, other: Other, file: &Path, folder: &Path) -> Result<Built> {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder)?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("build").arg(other.name()).arg(file).arg(folder);
        let (_, memory, printed) = watched(command)?;
        let seconds = printed.lines().next_back().unwrap_or_default();
        Ok(Built {
            engine: other.name().to_owned(),
            seconds: seconds.trim().parse()?,
            memory,
            size: size(folder)?,
        })
    }
}

/// Runs a command to its end: how long it took, the most memory it had, and what it printed.
pub(crate) fn watched(mut command: Command) -> Result<(Duration, u64, String)> {
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    // Read beside it: a pipe that is full would stop the command.
    let mut pipe = child.stdout.take().ok_or("the output is not there")?;
    let printed = std::thread::spawn(move || {
        let mut text = Vec::new();
        pipe.read_to_end(&mut text).map(|_| text)
    });
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let most = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let most = most.and_then(|most| most.split_whitespace().next()?.parse::<u64>().ok());
        memory = most.unwrap_or(0).max(memory);
        std::thread::sleep(Duration::from_millis(1));
    }
    let took = start.elapsed();
    let printed = printed.join().map_err(|_| "the output was not read")??;
    let printed = String::from_utf8_lossy(&printed).into_owned();
    Ok((took, memory * 1024, printed))
}

/// Bytes of everything below a folder.
fn size(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() {
            size(&entry.path())?
        } else {
            metadata.len()
        };
    }
    Ok(bytes)
}
