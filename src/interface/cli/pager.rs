//! Shows long texts in a pager.

use std::{
    env,
    io::{self, IsTerminal, Write},
    process::{Command, Stdio},
};

use anstream::ColorChoice;

use super::terminal::{Target, resolved, written};

/// Shows a text in the pager of `VERBATIM_PAGER` or `PAGER`, or else in `less`. False if the output is not a
/// terminal, the text fits, or the pager cannot be started.
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
        // Pass colors and links through, and do not clear the screen at the end.
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
        // The reader has quit the pager.
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    child.wait()?;
    Ok(true)
}
