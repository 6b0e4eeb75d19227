//! `verbatim mcp`.

use std::{ops::ControlFlow, thread};

use super::{Printed, Session, args::Mcp, warn};
use crate::{Error, Result, engine::Engine, face::mcp};

pub(super) fn run(session: &Session, args: &Mcp) -> Result<Printed> {
    let engine = session.fresh_engine(args.no_refresh)?;
    let Some(_) = engine.roots()? else {
        return Err(Error::index("there is no index to answer from")
            .hint("`verbatim index` builds one from the corpus"));
    };
    if !args.no_refresh {
        watch(session, &engine)?;
    }
    mcp::serve_stdio(engine)?;
    Ok(Printed::found(String::new()))
}

/// Takes in what changes while questions are answered; ends with the process.
fn watch(session: &Session, engine: &Engine) -> Result<()> {
    let (roots, color) = (session.roots(engine)?, session.global.color);
    let engine = engine.clone();
    thread::spawn(move || {
        let mut tell = |done| {
            if let Err(error) = done {
                warn(&error, color);
            }
            ControlFlow::Continue(())
        };
        if let Err(error) = engine.watch(&roots, &mut |_| {}, &mut tell) {
            warn(
                &error.hint("what changes is not taken in until the next start"),
                color,
            );
        }
    });
    Ok(())
}
