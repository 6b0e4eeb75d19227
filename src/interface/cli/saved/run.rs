//! `verbatim saved run`.

use std::{collections::HashMap, fmt::Write, path::PathBuf};

use serde::Serialize;

use super::search_run::{HINT_NO_SEARCHES, SearchRun, saved, summary, typed};
use crate::{
    Error, Result,
    engine::{Engine, News, SavedSearch, Wording},
    interface::{
        cli::{
            args::SavedRun,
            command_output::{CommandOutput, Outcome},
            layout::{BOLD, DIM, RESET, counted},
            render::Render,
            search::{HitOptions, SearchAnswer, results, sources},
            session::Session,
        },
        json::{NewsHitJson, NewsJson},
        table::{self, Table, markdown_text},
    },
    search::{Request, Which},
};

pub(super) fn run(session: &Session, args: &SavedRun) -> Result<CommandOutput> {
    let all = saved(session)?;
    let engine = session.fresh_engine(args.no_refresh)?;
    engine.size()?;
    let saved = SavedSearch::chosen(all, &args.names)?;
    if saved.is_empty() {
        return Err(Error::request("there are no saved searches").hint(HINT_NO_SEARCHES));
    }
    let which = if args.all { Which::All } else { Which::New };
    let page = |request| Request {
        limit: args.limit.0,
        sort: args.sort,
        ..request
    };
    let mut runs = Vec::new();
    for search in saved {
        let ran = SearchRun::new(&engine, search, which, page);
        match ran.news() {
            Ok(news) => news.damage.iter().for_each(|error| session.warn(error)),
            Err(error) => session.warn(error),
        }
        runs.push(ran);
    }
    let failed = runs.iter().any(|ran| ran.found.is_err());
    let news = || runs.iter().flat_map(SearchRun::news);
    let outcome = match failed {
        true => Outcome::Failed,
        false => Outcome::of(news().any(|news| news.new > 0)),
    };
    let hits = news().flat_map(|news| &news.response.hits);
    let runs = Runs {
        sources: sources(session, &engine, hits)?,
        runs,
        which,
        options: HitOptions {
            why: args.why,
            whole: args.full,
        },
    };
    let mut printed = session.render(&runs, outcome)?;
    if !args.dry_run {
        printed.after = Some(Box::new(move || runs.remember(&engine)));
    }
    Ok(printed)
}

struct Runs {
    runs: Vec<SearchRun>,
    which: Which,
    options: HitOptions,
    sources: HashMap<String, PathBuf>,
}

impl Runs {
    /// The searches that ran, each with its answer.
    fn found(&self) -> impl Iterator<Item = (&SearchRun, &News, SearchAnswer<'_>)> {
        self.runs.iter().filter_map(|ran| {
            let (request, news) = ran.found.as_ref().ok()?;
            let found = SearchAnswer {
                request,
                response: &news.response,
                options: self.options,
                sources: &self.sources,
            };
            Some((ran, news, found))
        })
    }

    /// How many passages are shown, if not all.
    fn shown_of(&self, session: &Session, news: &News) -> String {
        let of = match self.which {
            Which::New => news.new,
            Which::All => news.response.total,
        };
        let shown = news.response.hits.len() as u64;
        if shown >= of {
            return String::new();
        }
        let of = counted(of, "passage", "passages");
        let line = format!("{shown} of {of} shown; what is not shown stays new");
        format!("{DIM}{}{RESET}\n", session.layout.clip(&line, 0))
    }

    /// Marks all that is shown as shown.
    ///
    /// # Errors
    /// If some of it cannot be marked; the rest is.
    fn remember(&self, engine: &Engine) -> Result<()> {
        let remembered = self.found().map(|(_, news, _)| engine.remember(news));
        // All searches, even if one fails.
        remembered.fold(Ok(()), Result::and)
    }
}

impl Render for Runs {
    fn document(&self) -> impl Serialize {
        let run = |run: &SearchRun| NewsJson::new(&run.wording, run.news());
        self.runs.iter().map(run).collect::<Vec<_>>()
    }

    fn records(&self) -> Vec<impl Serialize> {
        self.found()
            .flat_map(|(_, news, _)| NewsHitJson::of(news))
            .collect()
    }

    fn table(&self) -> Table {
        let mut columns = vec!["saved"];
        columns.extend(table::hits(&[]).columns);
        let rows = self.found().flat_map(|(run, _, found)| {
            let name = &run.wording.name;
            let named = move |row: Vec<String>| [vec![name.clone()], row].concat();
            found.table().rows.into_iter().map(named)
        });
        Table {
            columns,
            rows: rows.collect(),
        }
    }

    fn text(&self, session: &Session) -> String {
        let mut out = String::new();
        for (ran, news, found) in self.found() {
            let terminal = session.layout.width.is_some();
            let shown = !news.response.hits.is_empty();
            // A pipe gets nothing if there is nothing new, so that cron sends no mail.
            if !shown && !terminal {
                continue;
            }
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
            head(session, &ran.wording, news, &mut out);
            if shown || news.response.total == 0 {
                about(session, &ran.wording, &mut out);
                out += &results(session, &found);
            }
            out += &self.shown_of(session, news);
        }
        out
    }

    fn markdown(&self) -> String {
        let mut out = String::new();
        for (ran, news, found) in self.found() {
            if news.response.hits.is_empty() {
                continue;
            }
            let _ = writeln!(out, "## {}\n", markdown_text(&ran.wording.name));
            let about = [
                ran.wording.note.as_deref(),
                Some(&summary(news, "first run")),
            ];
            for line in about.into_iter().flatten() {
                let _ = writeln!(out, "{}\n", markdown_text(line));
            }
            let _ = writeln!(out, "{}", found.markdown());
        }
        out
    }
}

/// The name of a search and its summary.
fn head(session: &Session, wording: &Wording, news: &News, out: &mut String) {
    let name = session.layout.clip(&wording.name, 0);
    let _ = writeln!(out, "{BOLD}{name}{RESET}");
    let summary = summary(news, "first run");
    *out += &session.layout.paragraph(&summary, &[], 2);
}

/// Query, filters and note of a search.
fn about(session: &Session, wording: &Wording, out: &mut String) {
    for line in std::iter::once(&typed(wording)).chain(&wording.note) {
        let line = session.layout.paragraph(line, &[], 2);
        let _ = write!(out, "{DIM}{line}{RESET}");
    }
    out.push('\n');
}
