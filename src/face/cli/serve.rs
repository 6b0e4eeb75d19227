//! `verbatim serve`.

use std::{fs, ops::ControlFlow, path::Path, sync::Arc, thread};

use super::{
    Printed, Session,
    args::{Color, Serve},
    index::render_changes,
    note, warn,
};
use crate::{
    Error, Result,
    engine::Engine,
    face::http::{self, Options, Refreshes, Tell, Token},
    index::Roots,
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
    let engine = session.fresh_engine(args.no_refresh)?;
    let roots = session.roots(&engine)?;
    let color = session.global.color;
    let tell: Tell = Arc::new(move |what: &str| note(what, color));
    let watched = engine.clone();
    let ready = |addr, refreshes| {
        session.note(&format!("verbatim is at http://{addr}; Ctrl-C ends"));
        if !args.no_refresh {
            thread::spawn(move || watch(&watched, &roots, &refreshes, color));
        }
    };
    http::serve(engine, &options, ready, &tell)?;
    Ok(Printed::found(String::new()))
}

/// Takes in what changes for as long as the process lives.
fn watch(engine: &Engine, roots: &Roots, refreshes: &Refreshes, color: Color) {
    let watched = engine.watch(roots, &mut |_| {}, &mut |done| {
        match done {
            Ok(report) => {
                refreshes.count();
                note(render_changes(&report).trim_end(), color);
            }
            Err(error) => warn(&error, color),
        }
        ControlFlow::Continue(())
    });
    if let Err(error) = watched {
        warn(&error.hint("what changes is not taken in"), color);
    }
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
