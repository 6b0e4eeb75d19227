//! Xapian through its Python binding, in a process that answers a line for a line. A line there and back takes
//! some 20 microseconds, which count as Xapian's.

use std::{
    cell::RefCell,
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use super::Open;
use crate::{Result, passages::Passage, queries::Plain};

/// Whether the binding is installed.
pub(super) fn is_installed() -> bool {
    let mut python = Command::new(python());
    let python = python.args(["-c", "import xapian"]).stderr(Stdio::null());
    python.status().is_ok_and(|status| status.success())
}

pub(super) fn build(passages: &[Passage], folder: &Path) -> Result<()> {
    let mut process = Process::start("build", folder)?;
    for passage in passages {
        writeln!(
            process.input,
            "{}",
            passage.text().replace('\n', "\u{2028}")
        )?;
    }
    let Process { child, input, .. } = process;
    drop(input);
    let ended = child.into_inner().wait()?;
    if ended.success() {
        Ok(())
    } else {
        Err("xapian.py failed".into())
    }
}

struct Process {
    child: RefCell<Child>,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start(task: &str, folder: &Path) -> Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("xapian_beside.py");
        let mut child = Command::new(python());
        let child = child.arg(script).arg(task).arg(folder);
        let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let ends = child.stdin.take().zip(child.stdout.take());
        let (input, output) = ends.ok_or("the process has no pipes")?;
        Ok(Self {
            child: child.into(),
            input: BufWriter::new(input),
            output: BufReader::new(output),
        })
    }
}

/// Debian's Python has Debian's binding.
fn python() -> PathBuf {
    std::env::var_os("BESIDE_PYTHON").map_or_else(|| "/usr/bin/python3".into(), PathBuf::from)
}

pub(super) struct Xapian(RefCell<Process>);

impl Xapian {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        Ok(Self(Process::start("ask", folder)?.into()))
    }
}

impl Drop for Xapian {
    fn drop(&mut self) {
        let _ = self.0.borrow().child.borrow_mut().kill();
        let _ = self.0.borrow().child.borrow_mut().wait();
    }
}

impl Open for Xapian {
    fn name(&self) -> &'static str {
        "Xapian"
    }

    fn ask(&self, query: &Plain) -> Result<Option<usize>> {
        let asked = match query {
            Plain::Words(words) => words.join(" AND "),
            Plain::Phrase(text) => format!("\"{text}\""),
            Plain::Chinese(text) => text.clone(),
            Plain::Nothing => return Ok(None),
        };
        let mut process = self.0.borrow_mut();
        writeln!(process.input, "{asked}")?;
        process.input.flush()?;
        let mut line = String::new();
        process.output.read_line(&mut line)?;
        Ok(Some(line.trim().parse()?))
    }
}
