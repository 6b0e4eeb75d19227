//! `verbatim mcp`.

use super::{Printed, Session, args::Mcp};
use crate::{Result, interface::mcp};

pub(super) fn run(session: &Session, args: &Mcp) -> Result<Printed> {
    let engine = session.answering_engine(args.no_refresh)?;
    if !args.no_refresh {
        session.keep_fresh(&engine, |_| {})?;
    }
    mcp::serve_stdio(engine)?;
    Ok(Printed::found(String::new()))
}
