//! `verbatim man`.

use std::{fs, io, path::Path};

use clap::CommandFactory;
use clap_mangen::Man;

use super::{args::Cli, command_output::CommandOutput};
use crate::{Error, Result};

/// Prints the manual page of the program, or writes those of the program and all commands into a folder.
pub(super) fn run(folder: Option<&Path>) -> Result<CommandOutput> {
    let unwritable = |path: &Path, error: io::Error| {
        Error::input(path, "the manual cannot be written").because(error)
    };
    let Some(folder) = folder else {
        let mut page = Vec::new();
        Man::new(Cli::command())
            .render(&mut page)
            .map_err(|error| unwritable(Path::new("standard output"), error))?;
        return Ok(CommandOutput::found(
            String::from_utf8_lossy(&page).into_owned(),
        ));
    };
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
    check(folder)?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(|error| unwritable(folder, error))?;
    Ok(CommandOutput::found(format!(
        "manual pages in {}; `man -M` takes a folder that holds them in `man1`\n",
        folder.display()
    )))
}

/// Checks that only pages of this manual would be replaced.
fn check(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_page = || {
            let page = fs::read_to_string(entry.path()).unwrap_or_default();
            entry.file_type().is_ok_and(|kind| kind.is_file()) && page.contains("\n.TH verbatim")
        };
        if name.starts_with("verbatim") && name.ends_with(".1") && !is_page() {
            return Err(
                Error::input(entry.path(), "is there, and is no page of this manual")
                    .hint("name another folder, or move it away"),
            );
        }
    }
    Ok(())
}
