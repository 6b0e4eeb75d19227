//! `verbatim init`: says once where the transcripts are.

use std::{
    io::{self, BufRead, IsTerminal},
    path::{Path, PathBuf},
};

use super::{args::Init, command_output::CommandOutput, project::FILE, session::Session};
use crate::{Error, Result, engine::Engine};

pub(super) fn run(session: &Session, args: &Init) -> Result<CommandOutput> {
    let corpus = match &args.folder {
        Some(corpus) => corpus.clone(),
        None => asked(session)?,
    };
    if !corpus.exists() {
        let hint = "name the folder of your transcripts: verbatim init FOLDER";
        return Err(Error::input(&corpus, "does not exist").hint(hint));
    }
    let path = Engine::name_folders(Path::new(""), &corpus, Path::new("index"))?;
    let named = match corpus.to_str() {
        Some("." | "./") => "this folder".to_owned(),
        _ => corpus.display().to_string(),
    };
    Ok(CommandOutput::found(format!(
        "{} names {named} as the corpus. From here and the folders below:\n\n  \
         verbatim search 'capex guidance'    builds the index first\n  \
         verbatim check                      how each file is read\n",
        path.display(),
    )))
}

/// The folder that the user types.
fn asked(session: &Session) -> Result<PathBuf> {
    if !io::stdin().is_terminal() {
        let error = Error::request("`verbatim init` asks for the folder of the transcripts");
        return Err(error.hint("without a terminal, name it: verbatim init FOLDER"));
    }
    session.note(&format!(
        "{FILE} will say where the transcripts are. Their folder [corpus]:"
    ));
    let mut line = String::new();
    (io::stdin().lock().read_line(&mut line))
        .map_err(|error| Error::input("standard input", "cannot be read").because(error))?;
    Ok(match line.trim() {
        "" => "corpus".into(),
        typed => typed.into(),
    })
}
