//! `verbatim serve`.

use std::{fs::File, io::Read, path::Path, sync::Arc};

use super::{
    args::Serve, command_output::CommandOutput, index::render_changes, print::note,
    session::Session,
};
use crate::{
    Error, Result,
    interface::http::{self, Changes, Log, Options, RefreshCounter, Token},
};

/// Maximum size of a token file in bytes.
const MAX_TOKEN_BYTES: u64 = 4_096;

pub(super) fn run(session: &Session, args: &Serve) -> Result<CommandOutput> {
    let options = Options {
        addr: args.addr,
        token: token(args)?,
        insecure: args.insecure,
        hosts: args.hosts.clone(),
        // With --insecure nobody is known, and a page of another site may reach the server by any name.
        // The overrides of a cluster are where it is published.
        changes: match (
            args.read_only || args.insecure || session.has_cluster(),
            args.no_refresh,
        ) {
            (true, _) => Changes::Refused,
            (false, true) => Changes::Written,
            (false, false) => Changes::TakenIn,
        },
    };
    // Before the index is built, which may take a while.
    options.check()?;
    let engine = session.answering_engine(args.no_refresh)?;
    let color = session.global.color;
    let log: Log = Arc::new(move |what: &str| note(what, color));
    let refreshed = engine.clone();
    let ready = |addr, refreshes: RefreshCounter| {
        session.note(&format!("verbatim is at http://{addr}; Ctrl-C ends"));
        if args.no_refresh {
            return Ok(());
        }
        session.keep_fresh(&refreshed, move |report| {
            refreshes.count();
            note(render_changes(report).trim_end(), color);
        })
    };
    http::serve(engine, &options, ready, &log)?;
    Ok(CommandOutput::found(String::new()))
}

fn token(args: &Serve) -> Result<Option<Token>> {
    let read = |path: &Path| {
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(MAX_TOKEN_BYTES + 1).read_to_end(&mut bytes))
            .map_err(|error| Error::input(path, "cannot be read").because(error))?;
        if bytes.len() as u64 > MAX_TOKEN_BYTES {
            return Err(Error::input(path, "is too long to hold a token"));
        }
        let text = String::from_utf8(bytes);
        text.map_err(|_| Error::input(path, "holds no text, so no token"))
    };
    let text = match &args.token_file {
        Some(path) => Some(read(path)?),
        None => args.token.clone(),
    };
    text.map(|text| Token::new(&text)).transpose()
}
