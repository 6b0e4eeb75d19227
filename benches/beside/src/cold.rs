//! Whole processes: one search from the start of the program to its end, beside ripgrep over the same
//! files, and an index run after one call has changed.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use crate::{Result, watched};

const ROUNDS: usize = 15;

/// How long whole processes take.
pub(crate) struct Cold {
    pub(crate) what: String,
    /// Milliseconds.
    pub(crate) times: Vec<f64>,
    /// Most memory in bytes, mapped files among it.
    pub(crate) memory: u64,
}

pub(crate) fn measure(verbatim: &Path, index: &Path, corpus: &Path) -> Result<Vec<Cold>> {
    let search = |query: &str| {
        let mut command = Command::new(verbatim);
        command
            .arg("--index")
            .arg(index)
            .args(["search", "--no-refresh", query]);
        command
    };
    let rg = || {
        let mut command = Command::new("rg");
        command.args(["--count", "資本支出"]).arg(corpus);
        command
    };
    let mut commands: Vec<(String, Box<dyn Fn() -> Command>)> = Vec::new();
    for query in [
        "occupancy",
        "資本支出",
        "管理層怎麼看未來三年的資本支出與自由現金流",
    ] {
        commands.push((
            format!("`verbatim search {query}`"),
            Box::new(move || search(query)),
        ));
    }
    if rg().stdout(Stdio::null()).status().is_ok() {
        commands.push(("`rg --count 資本支出`".to_owned(), Box::new(rg)));
    }
    let mut all: Vec<Cold> = Vec::new();
    for (what, command) in &commands {
        let (_, memory, _) = watched(command())?;
        all.push(Cold {
            what: what.clone(),
            times: Vec::new(),
            memory,
        });
    }
    for _ in 0..ROUNDS {
        for ((_, command), cold) in commands.iter().zip(&mut all) {
            let mut command = command();
            command.stdout(Stdio::null()).stderr(Stdio::null());
            let start = Instant::now();
            command.status()?;
            cold.times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok(all)
}

/// Milliseconds that `verbatim index` takes after nothing and after one call has changed, in turn.
pub(crate) fn refresh(verbatim: &Path, index: &Path, corpus: &Path) -> Result<[Vec<f64>; 2]> {
    let mut times = [Vec::new(), Vec::new()];
    let call = some_call(corpus).ok_or("the corpus has no calls")?;
    let before = fs::read(&call)?;
    for _ in 0..5 {
        for (changed, times) in [false, true].into_iter().zip(&mut times) {
            if changed {
                let mut file = OpenOptions::new().append(true).open(&call)?;
                writeln!(
                    file,
                    "\nOne more remark on the balance sheet of this quarter."
                )?;
            }
            let mut command = Command::new(verbatim);
            command
                .arg("--index")
                .arg(index)
                .arg("--corpus")
                .arg(corpus)
                .arg("index");
            command.stdout(Stdio::null()).stderr(Stdio::null());
            let start = Instant::now();
            command.status()?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    fs::write(&call, before)?;
    Ok(times)
}

/// The first call of the last folder.
fn some_call(folder: &Path) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    let last = entries.pop()?;
    if last.is_dir() {
        some_call(&last)
    } else {
        Some(last)
    }
}
