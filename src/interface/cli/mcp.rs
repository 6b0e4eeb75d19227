//! `verbatim mcp`.

use super::{args::Mcp, command_output::CommandOutput, session::Session};
use crate::{Result, interface::mcp};

pub(super) fn run(session: &Session, args: &Mcp) -> Result<CommandOutput> {
    let engine = session.answering_engine(args.no_refresh)?;
    if !args.no_refresh {
        session.keep_fresh(&engine, |_| {})?;
    }
    mcp::serve_stdio(engine)?;
    Ok(CommandOutput::found(String::new()))
}
