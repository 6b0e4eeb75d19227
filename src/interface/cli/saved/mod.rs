//! `verbatim saved`.

mod change;
mod list;
mod preview;
mod run;
mod search_run;

use super::{args::Saved, command_output::CommandOutput, session::Session};
use crate::Result;

pub(super) fn run(session: &Session, command: &Saved) -> Result<CommandOutput> {
    match command {
        Saved::List(args) => list::run(session, args),
        Saved::Run(args) => run::run(session, args),
        Saved::Add(args) => change::add(session, args),
        Saved::Remove(args) => change::remove(session, args),
        Saved::Preview(args) => preview::run(session, args),
    }
}
