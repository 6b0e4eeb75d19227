//! `verbatim serve`.

use std::{fs::File, io::Read, path::Path, sync::Arc};

use super::{Printed, Session, args::Serve, index::render_changes, note};
use crate::{
    Error, Result,
    interface::http::{self, Options, Refreshes, Tell, Token},
};

/// Most bytes of a file that holds a token.
const LONGEST_TOKEN: u64 = 4_096;

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
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(LONGEST_TOKEN + 1).read_to_end(&mut bytes))
            .map_err(|error| Error::input(path, "cannot be read").because(error))?;
        if bytes.len() as u64 > LONGEST_TOKEN {
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
