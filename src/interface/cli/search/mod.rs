//! `verbatim search`.

mod rows;
mod text;

use std::{collections::HashMap, path::PathBuf};

use super::{Outcome, Printed, Session, args::Search, output::Answer};
use crate::{
    Result,
    engine::Engine,
    index::FACETS,
    interface::{
        json::{HitJson, SearchJson},
        table::{self, Output, Table},
    },
    search::{Hit, Request, Response},
};

pub(super) use rows::{quote, quoted_head};

pub(super) fn run(session: &Session, args: &Search) -> Result<Printed> {
    let facets = match args.facets.as_slice() {
        [] if session.output == Output::Json => FACETS,
        chosen => chosen,
    };
    let request = Request {
        query: args.query.join(" "),
        filters: args.filters.0.clone(),
        group: args.group,
        limit: args.limit.0,
        offset: args.offset,
        sort: args.sort,
        per_call: args.per_call.map(|count| count as usize),
        context: args.context,
        facets: facets.to_vec(),
        literal: args.literal,
        matching: args.matching,
    };
    crate::query::parse(&request.query)?;
    let engine = session.fresh_engine(args.no_refresh)?;
    let response = engine.search(&request)?;
    let outcome = Outcome::of(!response.hits.is_empty() || response.total > 0);
    let found = Found {
        sources: &sources(session, &engine, response.hits.iter())?,
        request: &request,
        response: &response,
        shown: Shown {
            why: args.why,
            whole: args.full,
        },
    };
    session.answer(&found, outcome)
}

/// What a search found.
pub(super) struct Found<'a> {
    pub(super) request: &'a Request,
    pub(super) response: &'a Response,
    pub(super) shown: Shown,
    /// Where the sources of the calls lie, by id, for links to them.
    pub(super) sources: &'a HashMap<String, PathBuf>,
}

impl Found<'_> {
    /// The results as a person reads them, without a line on how many there are.
    pub(super) fn results(&self, session: &Session) -> String {
        text::results(session, self)
    }
}

/// Where the sources of some hits lie, by call; nothing where the terminal takes no links.
pub(super) fn sources<'a>(
    session: &Session,
    engine: &Engine,
    hits: impl Iterator<Item = &'a Hit>,
) -> Result<HashMap<String, PathBuf>> {
    let mut sources = HashMap::new();
    for hit in hits.filter(|_| session.links) {
        if !sources.contains_key(&hit.call.id)
            && let Some(file) = engine.file_of(&hit.call)?
        {
            sources.insert(hit.call.id.clone(), file);
        }
    }
    Ok(sources)
}

/// How much is shown of a hit in a terminal.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shown {
    /// Which term matched what.
    pub(super) why: bool,
    /// Passages whole, however long.
    pub(super) whole: bool,
}

impl Answer for Found<'_> {
    type Document = SearchJson;
    type Record = HitJson;

    fn document(&self) -> SearchJson {
        SearchJson::from(self.response)
    }

    fn records(&self) -> Vec<HitJson> {
        self.response.hits.iter().map(HitJson::from).collect()
    }

    fn table(&self) -> Table {
        table::hits(&self.response.hits)
    }

    fn text(&self, session: &Session) -> String {
        text::render(session, self)
    }

    fn markdown(&self) -> String {
        rows::markdown(self.response)
    }
}
