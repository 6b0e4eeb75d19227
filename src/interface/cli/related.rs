//! `verbatim related`.

use std::fmt::Write;

use serde::Serialize;

use super::{
    args::Related as Args,
    columns::{Column, table},
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, DIM, RESET, counted},
    render::Render,
    session::Session,
};
use crate::{
    Error, Result,
    analytics::{Mention, Related, RelatedTerm, Relation},
    engine::Engine,
    interface::{
        json::{RelatedJson, RelatedTermJson},
        table::{self, Table, optional},
    },
    model::Word,
    search::Request,
};

pub(super) fn run(session: &Session, args: &Args) -> Result<CommandOutput> {
    let request = args.request()?;
    if !args.accept.is_empty() && session.has_cluster() {
        let message = "the glossary of a cluster is that of the folder it was published from";
        return Err(Error::request(message)
            .hint("accept the term there, without --store, and publish again"));
    }
    let engine = session.fresh_engine(args.no_refresh)?;
    if !args.accept.is_empty() {
        return accept(session, &engine, &request.query, &args.accept);
    }
    let mut found = engine.related(&request, args.limit.0.min(Related::MOST))?;
    if let Some(relation) = args.relation {
        found.terms.retain(|term| term.relation == relation);
    }
    let outcome = Outcome::of(!found.terms.is_empty());
    session.render(&found, outcome)
}

/// Writes a term and others into a glossary group of the overrides.
fn accept(
    session: &Session,
    engine: &Engine,
    term: &str,
    others: &[String],
) -> Result<CommandOutput> {
    let corpus_folders = session.corpus_folders(engine)?;
    let terms: Vec<String> = std::iter::once(term)
        .chain(others.iter().map(String::as_str))
        .map(|term| term.trim().trim_matches('"').trim().to_owned())
        .collect();
    let mut notes = String::new();
    for term in &terms {
        let said = engine.related(&Request::new(term.clone()), 1)?.passages;
        if said == 0 {
            let note = format!("no passage says `{term}` yet");
            notes += &session.layout.labelled("note:", &note);
        }
    }
    let (file, group) = Engine::add_to_glossary(&corpus_folders, &terms)?;
    Ok(CommandOutput::found(format!(
        "{} has the group: {}\n{notes}",
        file.display(),
        group.join("; ")
    )))
}

impl Render for Related {
    fn document(&self) -> impl Serialize {
        RelatedJson::from(self)
    }

    fn records(&self) -> Vec<impl Serialize> {
        self.terms.iter().map(RelatedTermJson::from).collect()
    }

    fn table(&self) -> Table {
        table::related(self)
    }

    fn text(&self, session: &Session) -> String {
        let mut out = String::new();
        for relation in Relation::ALL {
            let terms: Vec<&RelatedTerm> = (self.terms.iter())
                .filter(|term| term.relation == *relation)
                .collect();
            if terms.is_empty() {
                continue;
            }
            let _ = writeln!(out, "{BOLD}{}{RESET}", heading(*relation));
            out += &of_relation(session, &terms);
            out.push('\n');
        }
        for warning in &self.warnings {
            out += &session.layout.labelled("note:", warning);
        }
        let passages = counted(self.passages, "passage", "passages");
        let calls = counted(self.calls, "call", "calls");
        let summary = format!("{} is said in {passages} in {calls}", self.term);
        let _ = writeln!(out, "{DIM}{}{RESET}", session.layout.clip(&summary, 0));
        out
    }
}

fn heading(relation: Relation) -> &'static str {
    match relation {
        Relation::Translation => "translated as",
        Relation::Abbreviation => "abbreviated",
        Relation::Companion => "said together with",
    }
}

fn of_relation(session: &Session, terms: &[&RelatedTerm]) -> String {
    let columns = [
        Column::text("TERM", 36, |term: &&RelatedTerm| term.term.clone()),
        Column::number("PASSAGES", |term| term.passages.to_string()),
        Column::number("CALLS", |term| term.calls.to_string()),
        Column::number("SCORE", |term| format!("{:.0}", term.score)),
        Column::text("NEW SINCE", 9, |term| optional(term.since)),
        Column::text("GLOSSARY", 8, |term| {
            if term.in_glossary {
                "yes".to_owned()
            } else {
                String::new()
            }
        }),
        Column::text("FIRST AND LAST", usize::MAX, |term| {
            citations(&term.mentions)
        }),
    ];
    table(session.layout, &columns, terms)
}

/// The citations of the first and the last passage.
pub(super) fn citations(mentions: &[Mention]) -> String {
    let citations: Vec<&str> = mentions
        .iter()
        .map(|mention| mention.citation.as_str())
        .collect();
    citations.join(", ")
}
