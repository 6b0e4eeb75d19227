//! `verbatim man`.

use std::{fs, io, path::Path};

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Printed, args::Cli};
use crate::{Error, Result};

/// The manual page of the program; or one for it and for each command, written into a folder.
pub(super) fn run(folder: Option<&Path>) -> Result<Printed> {
    let unwritable = |path: &Path, error: io::Error| {
        Error::input(path, "the manual cannot be written").because(error)
    };
    let Some(folder) = folder else {
        let mut page = Vec::new();
        Man::new(Cli::command())
            .render(&mut page)
            .map_err(|error| unwritable(Path::new("standard output"), error))?;
        return Ok(Printed::found(String::from_utf8_lossy(&page).into_owned()));
    };
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(|error| unwritable(folder, error))?;
    Ok(Printed::found(format!(
        "manual pages in {}; `man -M` takes a folder that holds them in `man1`\n",
        folder.display()
    )))
}
