//! `verbatim similar`.

use std::fmt::Write;

use serde::Serialize;

use super::{
    args::Similar as Args,
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, CITATION, DIM, RESET, counted},
    render::Render,
    session::Session,
};
use crate::{
    Result,
    analytics::Similar,
    interface::{
        caption::{call_line, where_line},
        excerpt::excerpt,
        json::{HitJson, SimilarJson},
        table::{self, Table},
    },
    search::Hit,
};

pub(super) fn run(session: &Session, args: &Args) -> Result<CommandOutput> {
    let request = args.filters.request("", false)?;
    let engine = session.fresh_engine(args.no_refresh)?;
    let found = engine.similar(
        &request,
        &args.citation,
        args.own,
        args.limit.0.min(Similar::MOST),
    )?;
    let outcome = Outcome::of(!found.hits.is_empty());
    session.render(&found, outcome)
}

impl Render for Similar {
    fn document(&self) -> impl Serialize {
        SimilarJson::from(self)
    }

    fn records(&self) -> Vec<impl Serialize> {
        self.hits.iter().map(HitJson::from).collect()
    }

    fn table(&self) -> Table {
        table::hits(&self.hits)
    }

    fn text(&self, session: &Session) -> String {
        let mut out = String::new();
        for hit in &self.hits {
            of_hit(session, hit, &mut out);
        }
        for warning in &self.warnings {
            out += &session.layout.labelled("note:", warning);
        }
        let terms = self
            .terms
            .iter()
            .take(12)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        let summary = format!(
            "{} most like {} by: {terms}",
            counted(self.hits.len() as u64, "passage", "passages"),
            self.citation
        );
        let _ = writeln!(out, "{DIM}{}{RESET}", session.layout.clip(&summary, 0));
        out
    }
}

fn of_hit(session: &Session, hit: &Hit, out: &mut String) {
    let head = format!("{} · {:.0}% alike", call_line(&hit.call), hit.score * 100.0);
    let _ = writeln!(out, "{BOLD}{}{RESET}", session.layout.clip(&head, 0));
    let (who, place) = where_line(&hit.call, &hit.passage);
    let citation = hit.citation();
    let line = session
        .layout
        .clip(&format!("{who} · {place}"), citation.len() + 4);
    let _ = writeln!(out, "  {CITATION}{citation}{RESET}  {DIM}{line}{RESET}");
    for (lang, side) in hit.passage.text.iter() {
        let lit = hit
            .highlights
            .get(lang)
            .map(Vec::as_slice)
            .unwrap_or_default();
        if session.layout.width.is_none() {
            *out += &session.layout.paragraph(side, lit, 4);
        } else {
            let excerpt = excerpt(side, lit);
            *out += &session.layout.paragraph(&excerpt.text, &excerpt.lit, 4);
        }
    }
    out.push('\n');
}
