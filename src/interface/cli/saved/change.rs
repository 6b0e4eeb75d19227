//! `verbatim saved add` and `verbatim saved remove`.

use crate::{
    Result,
    engine::{Engine, OverridesChange},
    interface::cli::{
        args::{SavedAdd, SavedRemove},
        command_output::CommandOutput,
        session::Session,
    },
};

pub(super) fn add(session: &Session, args: &SavedAdd) -> Result<CommandOutput> {
    let entry = args.entry()?;
    let name = entry.name.clone();
    let file = write(session, &OverridesChange::SaveSearch(entry))?;
    Ok(CommandOutput::found(format!(
        "{file} has {name}; `verbatim saved run {name}` shows what it finds\n"
    )))
}

pub(super) fn remove(session: &Session, args: &SavedRemove) -> Result<CommandOutput> {
    let file = write(session, &OverridesChange::RemoveSearch(args.name.clone()))?;
    let name = &args.name;
    Ok(CommandOutput::found(format!("{file} has {name} no more\n")))
}

/// Writes a change, and gives the file.
fn write(session: &Session, change: &OverridesChange) -> Result<String> {
    let corpus_folders = session.corpus_folders(&session.engine())?;
    let file = Engine::write_change(&corpus_folders, change)?;
    Ok(file.display().to_string())
}
