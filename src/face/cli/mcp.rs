//! `verbatim mcp`.

use super::{Printed, Session, args::Mcp};
use crate::{Error, Result, face::mcp};

pub(super) fn run(session: &Session, args: &Mcp) -> Result<Printed> {
    let engine = session.fresh_engine(args.no_refresh)?;
    if engine.roots()?.is_none() {
        return Err(Error::index("there is no index to answer from")
            .hint("`verbatim index` builds one from the corpus"));
    }
    if !args.no_refresh {
        session.keep_fresh(&engine, |_| {})?;
    }
    mcp::serve_stdio(engine)?;
    Ok(Printed::found(String::new()))
}
