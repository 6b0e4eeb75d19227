//! A run of a saved search and its summary.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    Result,
    engine::{Engine, News, SavedSearch, Wording},
    interface::cli::{layout::counted, session::Session},
    search::{Request, Which},
};

/// The hint if there are no saved searches.
pub(super) const HINT_NO_SEARCHES: &str =
    "save one: verbatim saved add capex-cuts 'capex NEAR/10 cut'";

/// The saved searches of the corpus folders.
pub(super) fn saved(session: &Session) -> Result<Vec<SavedSearch>> {
    Engine::saved(&session.corpus_folders(&session.engine())?)
}

/// A saved search and its result.
pub(super) struct SearchRun {
    pub(super) wording: Wording,
    pub(super) found: Result<(Request, News)>,
}

impl SearchRun {
    /// Runs a saved search; `page` sets limit and order of its request.
    pub(super) fn new(
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

    /// What was found, or why the search failed.
    pub(super) fn news(&self) -> std::result::Result<&News, &crate::Error> {
        self.found.as_ref().map(|(_, news)| news)
    }
}

/// The query and the filters as arguments of `verbatim search`.
pub(super) fn typed(wording: &Wording) -> String {
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

/// `3 new passages in 2 calls since 2026-05-01 08:00 UTC; 57 in 20 calls in all`; `never` stands for the time
/// of a search that has not run before.
pub(super) fn summary(news: &News, never: &str) -> String {
    let in_calls = |passages: String, calls| {
        let calls = counted(calls, "call", "calls");
        format!("{passages} in {calls}")
    };
    let (total, total_calls) = (news.response.total, news.response.total_calls);
    let all = in_calls(counted(total, "passage", "passages"), total_calls);
    let all_new = |why: &str| match total {
        0 => format!("{why}: nothing found"),
        _ => format!("{why}: {all}, all new"),
    };
    match news.since.map(moment) {
        None if news.damage.is_some() => all_new("not known what it has shown"),
        None => all_new(never),
        Some(since) if news.changed => all_new(&format!("worded anew since {since}")),
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
pub(super) fn rfc3339(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).unwrap_or_default()
}

/// `2026-05-01 08:00 UTC`
fn moment(time: OffsetDateTime) -> String {
    let (date, hour, minute) = (time.date(), time.hour(), time.minute());
    format!("{date} {hour:02}:{minute:02} UTC")
}
