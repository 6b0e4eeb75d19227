//! `verbatim search`.

mod answer;
mod text;

use serde::Serialize;

use super::{
    args::Search,
    command_output::{CommandOutput, Outcome},
    render::Render,
    session::Session,
};
use crate::{
    Result,
    index::FACETS,
    interface::{
        json::{HitJson, SearchJson},
        quotations,
        table::{self, Output, Table},
    },
    search::Request,
};

pub(super) use self::{
    answer::{HitOptions, SearchAnswer, sources},
    text::results,
};

pub(super) fn run(session: &Session, args: &Search) -> Result<CommandOutput> {
    let facets = match args.facets.as_slice() {
        [] if session.output == Output::Json => FACETS,
        chosen => chosen,
    };
    let request = Request {
        group: args.group,
        limit: args.limit.0,
        offset: args.offset,
        sort: args.sort,
        per_call: args.per_call.map(|count| count as usize),
        context: args.context,
        facets: facets.to_vec(),
        facet_limit: args.facet_limit.0,
        matching: args.matching,
        related: args.related,
        unrelated: args.unrelated.clone(),
        ..args.filters.request(&args.query.join(" "), args.literal)?
    };
    let engine = session.fresh_engine(args.no_refresh)?;
    let response = engine.search(&request)?;
    let outcome = Outcome::of(!response.hits.is_empty() || response.total > 0);
    let found = SearchAnswer {
        sources: &sources(session, &engine, response.hits.iter())?,
        request: &request,
        response: &response,
        options: HitOptions {
            why: args.why,
            whole: args.full,
        },
    };
    session.render(&found, outcome)
}

impl Render for SearchAnswer<'_> {
    fn document(&self) -> impl Serialize {
        SearchJson::from(self.response)
    }

    fn records(&self) -> Vec<impl Serialize> {
        self.response.hits.iter().map(HitJson::from).collect()
    }

    fn table(&self) -> Table {
        table::hits(&self.response.hits)
    }

    fn text(&self, session: &Session) -> String {
        text::render(session, self)
    }

    fn markdown(&self) -> String {
        quotations::markdown(self.response)
    }
}
