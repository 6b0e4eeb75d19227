//! A long refresh goes on in a process of its own, so that no answer waits for it.

use std::process::{Command, Stdio};

use super::{
    layout::{DIM, RESET},
    session::Session,
};
use crate::{Result, engine::Deferred, error::Error};

/// Starts `verbatim index` for the same index and corpus, and says so.
pub(super) fn refresh(session: &Session, work: Deferred) {
    match start(session) {
        Ok(()) => session.note(&note(
            work,
            "in the background, and this is answered from the last commit; `verbatim index` waits for it",
        )),
        Err(error) => session.warn(&error.hint("the index is searched as it is; `verbatim index` refreshes it")),
    }
}

/// A line that says what is being indexed.
pub(super) fn note(work: Deferred, how: &str) -> String {
    let Deferred { sources, bytes, .. } = work;
    let files = match sources {
        1 => "1 file is".to_owned(),
        _ => format!("{sources} files are"),
    };
    let megabytes = bytes as f64 / 1e6;
    format!("{DIM}{files} being read ({megabytes:.1} MB) {how}{RESET}")
}

fn start(session: &Session) -> Result<()> {
    let failed =
        |error| Error::input("the program", "cannot be started in the background").because(error);
    let program = std::env::current_exe().map_err(failed)?;
    let mut command = Command::new(program);
    command.arg("--index").arg(session.global.index());
    if let Some(corpus) = &session.global.corpus {
        command.arg("--corpus").arg(corpus);
    }
    command.arg("index");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    detach(&mut command);
    command.spawn().map(drop).map_err(failed)
}

/// Keeps the signals of the terminal from the process.
#[cfg(unix)]
fn detach(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn detach(_: &mut Command) {}
