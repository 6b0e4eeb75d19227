//! `verbatim serve`.

use std::{fs, path::Path, sync::Arc};

use super::{Printed, Session, args::Serve, index::render_changes, note};
use crate::{
    Error, Result,
    face::http::{self, Options, Refreshes, Tell, Token},
};

pub(super) fn run(session: &Session, args: &Serve) -> Result<Printed> {
    let options = Options {
        addr: args.addr,
        token: token(args)?,
        insecure: args.insecure,
        hosts: args.hosts.clone(),
    };
    // Before the index is built, which may take a while.
    options.check()?;
    let engine = session.answering_engine(args.no_refresh)?;
    let color = session.global.color;
    let tell: Tell = Arc::new(move |what: &str| note(what, color));
    let kept = engine.clone();
    let ready = |addr, refreshes: Refreshes| {
        session.note(&format!("verbatim is at http://{addr}; Ctrl-C ends"));
        if args.no_refresh {
            return Ok(());
        }
        session.keep_fresh(&kept, move |report| {
            refreshes.count();
            note(render_changes(report).trim_end(), color);
        })
    };
    http::serve(engine, &options, ready, &tell)?;
    Ok(Printed::found(String::new()))
}

fn token(args: &Serve) -> Result<Option<Token>> {
    let read = |path: &Path| {
        fs::read_to_string(path)
            .map_err(|error| Error::input(path, "cannot be read").because(error))
    };
    let text = match &args.token_file {
        Some(path) => Some(read(path)?),
        None => args.token.clone(),
    };
    text.map(|text| Token::new(&text)).transpose()
}
