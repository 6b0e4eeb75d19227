//! Printing to standard output and standard error.

use std::io;

use anstream::ColorChoice;

use super::{
    args::Color, command_output::CommandOutput, error, interrupt::Interrupt, layout::Layout, pager,
    terminal,
};
use crate::Error;

/// Prints the output of a command, through a pager if it is a text longer than the terminal.
pub(super) fn print(output: &CommandOutput, color: Color, interrupt: &Interrupt) -> io::Result<()> {
    if !output.bytes.is_empty() {
        return io::Write::write_all(&mut io::stdout().lock(), &output.bytes);
    }
    if output.paged {
        interrupt.ignore();
    }
    if output.paged && pager::page(&output.text, choice(color))? {
        return Ok(());
    }
    write_stdout(&output.text, output.data, color)
}

/// Writes to standard output; `data` is written without styles.
pub(super) fn write_stdout(text: &str, data: bool, color: Color) -> io::Result<()> {
    terminal::write(io::stdout().lock(), text, !data, choice(color))
}

/// Prints a line to standard error.
pub(super) fn note(message: &str, color: Color) {
    write_stderr(&format!("{message}\n"), color);
}

/// Prints an error to standard error.
pub(super) fn warn(error: &Error, color: Color) {
    write_stderr(&error::render(error, Layout::of_terminal()), color);
}

fn write_stderr(text: &str, color: Color) {
    let _ = terminal::write(io::stderr().lock(), text, true, choice(color));
}

fn choice(color: Color) -> ColorChoice {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::AlwaysAnsi,
        Color::Never => ColorChoice::Never,
    }
}
