//! `verbatim saved`: searches kept under a name.

mod list;
mod preview;
mod run;

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{Printed, Session, args::Saved, layout::counted};
use crate::{
    Result,
    engine::{Engine, News, SavedSearch, Wording},
    search::{Request, Which},
};

pub(super) fn run(session: &Session, command: &Saved) -> Result<Printed> {
    match command {
        Saved::List(args) => list::run(session, args),
        Saved::Run(args) => run::run(session, args),
        Saved::Preview(args) => preview::run(session, args),
    }
}

/// How to keep a search, for who keeps none.
const HOW: &str = "write a [[saved]] with a name and a query into verbatim.toml";

/// The saved searches, read before the corpus is.
fn saved(session: &Session) -> Result<Vec<SavedSearch>> {
    Engine::saved(&session.corpus_folders(&session.engine())?)
}

/// A saved search with what it finds, or with what is wrong with it.
struct Ran {
    wording: Wording,
    found: Result<(Request, News)>,
}

impl Ran {
    /// Runs a saved search, its request paged and sorted by `page`.
    fn new(
        engine: &Engine,
        search: SavedSearch,
        which: Which,
        page: impl Fn(Request) -> Request,
    ) -> Self {
        let SavedSearch { wording, request } = search;
        let found = request.and_then(|request| {
            let request = page(request);
            let news = engine.news(&wording.name, &request, which);
            Ok((request, news.map_err(|error| wording.placed(error))?))
        });
        Self { wording, found }
    }

    fn news(&self) -> std::result::Result<&News, &crate::Error> {
        self.found.as_ref().map(|(_, news)| news)
    }
}

/// The query and the filters as they would be typed for a search.
fn typed(wording: &Wording) -> String {
    let mut parts = Vec::new();
    if !wording.query.trim().is_empty() {
        parts.push(wording.query.trim().to_owned());
    }
    for (field, values) in &wording.filters {
        for value in values {
            let quote = if value.contains(char::is_whitespace) {
                "\""
            } else {
                ""
            };
            parts.push(format!("--{field} {quote}{value}{quote}"));
        }
    }
    if wording.literal {
        parts.push("--literal".to_owned());
    }
    parts.join(" ")
}

/// `3 new passages in 2 calls since 2026-05-01 08:00 UTC; 57 in 20 calls in all`, or what is said of
/// a search that has `never` been run.
fn standing(news: &News, never: &str) -> String {
    let in_calls = |passages: String, calls| {
        let calls = counted(calls, "call", "calls");
        format!("{passages} in {calls}")
    };
    let (total, total_calls) = (news.response.total, news.response.total_calls);
    let all = in_calls(counted(total, "passage", "passages"), total_calls);
    let from_anew = |why: &str| match total {
        0 => format!("{why}: nothing found"),
        _ => format!("{why}: {all}, all new"),
    };
    match news.since.map(moment) {
        None if news.damage.is_some() => from_anew("not known what it has shown"),
        None => from_anew(never),
        Some(since) if news.changed => from_anew(&format!("worded anew since {since}")),
        Some(since) if news.new == 0 => format!("nothing new since {since}; {all} in all"),
        Some(since) => {
            let new = counted(news.new, "new passage", "new passages");
            let new = in_calls(new, news.new_calls);
            let all = in_calls(total.to_string(), total_calls);
            format!("{new} since {since}; {all} in all")
        }
    }
}

/// `2026-05-01T08:00:00Z`
fn rfc3339(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).unwrap_or_default()
}

/// `2026-05-01 08:00 UTC`
fn moment(time: OffsetDateTime) -> String {
    let (date, hour, minute) = (time.date(), time.hour(), time.minute());
    format!("{date} {hour:02}:{minute:02} UTC")
}
