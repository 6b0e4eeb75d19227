//! Long texts go through a pager where a person reads them.

use std::{
    env,
    io::{self, IsTerminal, Write},
    process::{Command, Stdio},
};

use anstream::ColorChoice;

use super::terminal::{Target, resolved, written};

/// Shows a text in the pager that `VERBATIM_PAGER` or `PAGER` names, else in `less`. Says whether it
/// did: not where the output is no terminal, the text fits, or there is no such pager.
pub(super) fn page(text: &str, choice: ColorChoice) -> io::Result<bool> {
    let stdout = io::stdout();
    let height = terminal_size::terminal_size().map(|(_, height)| usize::from(height.0));
    if !stdout.is_terminal() || height.is_none_or(|height| text.lines().count() < height) {
        return Ok(false);
    }
    let named = env::var("VERBATIM_PAGER").or_else(|_| env::var("PAGER"));
    let pager = named.unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next().filter(|&program| program != "cat") else {
        return Ok(false);
    };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        // Colours and links as they are, nothing cleared at the end.
        command.env("LESS", "RFX");
    }
    let Ok(mut child) = command.spawn() else {
        return Ok(false);
    };
    let target = Target {
        styles: resolved(&stdout, choice) != ColorChoice::Never,
        terminal: true,
    };
    if let Some(mut stdin) = child.stdin.take() {
        let written = stdin.write_all(written(text, target).as_bytes());
        // A reader who has seen enough is no failure.
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    child.wait()?;
    Ok(true)
}
