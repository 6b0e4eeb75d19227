//! `verbatim search`.

use std::fmt::Write;

use super::{
    Outcome, Printed, Session,
    args::Search,
    excerpt::excerpt,
    layout::{BOLD, CITATION, DIM, RESET, counted},
};
use crate::{
    Result,
    face::json::SearchJson,
    index::FACETS,
    model::{Call, Passage, Section},
    search::{Hit, Request, Response},
};

/// Most values of a facet shown.
const SHOWN_VALUES: usize = 10;

pub(super) fn run(session: &Session, args: &Search) -> Result<Printed> {
    let facets = match args.facets.as_slice() {
        [] if session.global.json => FACETS,
        chosen => chosen,
    };
    let request = Request {
        query: args.query.join(" "),
        filters: args.filters.0.clone(),
        limit: args.limit,
        offset: args.offset,
        sort: args.sort,
        per_call: args.per_call.map(|count| count as usize),
        context: args.context,
        facets: facets.to_vec(),
        literal: args.literal,
    };
    crate::query::parse(&request.query)?;
    let engine = session.fresh_engine(args.no_refresh)?;
    let response = engine.search(&request)?;
    let text = if session.global.json {
        session.json(&SearchJson::from(&response))?
    } else {
        render(session, args, &response)
    };
    let outcome = if response.total == 0 {
        Outcome::Nothing
    } else {
        Outcome::Found
    };
    Ok(Printed { text, outcome })
}

fn render(session: &Session, args: &Search, response: &Response) -> String {
    let mut out = String::new();
    for hits in by_call(&response.hits) {
        if let Some(first) = hits.first() {
            let _ = writeln!(
                out,
                "{BOLD}{}{RESET}",
                session.layout.clip(&call_line(&first.call), 0)
            );
        }
        for hit in hits {
            render_hit(session, args, hit, &mut out);
        }
    }
    for (facet, values) in &response.facets {
        let _ = writeln!(out, "{BOLD}{facet}{RESET}");
        for value in values.iter().take(SHOWN_VALUES) {
            let _ = writeln!(
                out,
                "{:>7}  {}",
                value.count,
                session.layout.clip(&value.value, 9)
            );
        }
        if values.len() > SHOWN_VALUES {
            let _ = writeln!(
                out,
                "         {DIM}and {} more{RESET}",
                values.len() - SHOWN_VALUES
            );
        }
        out.push('\n');
    }
    for expansion in &response.expansions {
        let line = format!(
            "{} also as {} ({})",
            expansion.term,
            expansion.also.join(", "),
            expansion.by
        );
        let _ = writeln!(out, "{DIM}{}{RESET}", session.layout.clip(&line, 0));
    }
    for warning in &response.warnings {
        out.push_str(&session.layout.labelled("note:", warning));
    }
    out.push_str(&summary(session, args, response));
    out
}

fn summary(session: &Session, args: &Search, response: &Response) -> String {
    let mut line = format!(
        "{} in {}",
        counted(response.total, "passage", "passages"),
        counted(response.total_calls, "call", "calls")
    );
    let shown = response.hits.len();
    let last = args.offset + shown;
    if shown > 0 && (args.offset > 0 || (last as u64) < response.total) {
        let _ = write!(line, ", {} to {last} shown", args.offset + 1);
        if (last as u64) < response.total && args.per_call.is_none() {
            let _ = write!(line, " (more: --offset {last})");
        }
    }
    let _ = write!(line, ", {:.1} ms", response.took.as_secs_f64() * 1e3);
    format!("{DIM}{}{RESET}\n", session.layout.clip(&line, 0))
}

/// Hits of one call together, calls in the order of their first hit.
fn by_call(hits: &[Hit]) -> Vec<Vec<&Hit>> {
    let mut groups: Vec<Vec<&Hit>> = Vec::new();
    for hit in hits {
        match groups
            .iter_mut()
            .find(|group| group.iter().any(|h| h.call.id == hit.call.id))
        {
            Some(group) => group.push(hit),
            None => groups.push(vec![hit]),
        }
    }
    groups
}

/// `阿里巴巴 · Alibaba Group (BABA) · 2026Q2`
pub(super) fn call_line(call: &Call) -> String {
    let mut line = call
        .company
        .names
        .iter()
        .take(2)
        .cloned()
        .collect::<Vec<_>>()
        .join(" · ");
    if let Some(ticker) = &call.company.ticker
        && *ticker != call.company.name
    {
        let _ = write!(line, " ({ticker})");
    }
    if let Some(period) = call.period {
        let _ = write!(line, " · {period}");
    }
    if let Some(date) = &call.date {
        let _ = write!(line, " · {date}");
    }
    line
}

/// `Ronald Keung, analyst, Goldman Sachs · Q&A 4 · interpreted`
pub(super) fn where_line(call: &Call, passage: &Passage) -> (String, String) {
    let mut place = match (passage.section, passage.exchange) {
        (Section::Summary, _) => "summary".to_owned(),
        (Section::Prepared, _) => "prepared remarks".to_owned(),
        (Section::Qa, Some(exchange)) => format!("Q&A {exchange}"),
        (Section::Qa, None) => "Q&A".to_owned(),
    };
    let link = if passage.section == Section::Summary {
        " › "
    } else {
        " · "
    };
    for note in &passage.notes {
        place.push_str(link);
        place.push_str(note);
    }
    match call.speaker_of(passage) {
        None => (String::new(), place),
        Some(speaker) => {
            let mut who = speaker.name.clone();
            let role = speaker.role.to_string();
            if !who.to_lowercase().contains(&role) {
                let _ = write!(who, ", {role}");
            }
            if let Some(firm) = &speaker.firm {
                let _ = write!(who, ", {firm}");
            }
            (who, place)
        }
    }
}

fn render_hit(session: &Session, args: &Search, hit: &Hit, out: &mut String) {
    let citation = hit.call.citation(&hit.passage);
    let (who, place) = where_line(&hit.call, &hit.passage);
    let between = if who.is_empty() { "" } else { " · " };
    let used = citation.len() + 4;
    let line = session.layout.clip(&format!("{who}{between}{place}"), used);
    let rest = line.strip_prefix(&who).unwrap_or_default();
    let who = if rest.is_empty() { &line } else { &who };
    let _ = writeln!(
        out,
        "  {CITATION}{citation}{RESET}  {BOLD}{who}{RESET}{DIM}{rest}{RESET}"
    );
    for passage in &hit.before {
        render_neighbour(session, &hit.call, passage, out);
    }
    for (lang, side) in hit.passage.text.iter() {
        let lit = hit
            .highlights
            .get(lang)
            .map(Vec::as_slice)
            .unwrap_or_default();
        if args.full || session.layout.width.is_none() {
            out.push_str(&session.layout.paragraph(side, lit, 4));
        } else {
            let excerpt = excerpt(side, lit);
            out.push_str(&session.layout.paragraph(&excerpt.text, &excerpt.lit, 4));
        }
    }
    for passage in &hit.after {
        render_neighbour(session, &hit.call, passage, out);
    }
    if args.why {
        for why in &hit.why {
            let line = format!(
                "{} matched {} ({}, {})",
                why.term, why.matched, why.by, why.side
            );
            let _ = writeln!(out, "    {DIM}{}{RESET}", session.layout.clip(&line, 4));
        }
    }
    out.push('\n');
}

fn render_neighbour(session: &Session, call: &Call, passage: &Passage, out: &mut String) {
    let (who, place) = where_line(call, passage);
    let who = if who.is_empty() { place } else { who };
    let line = format!("#{} {who}", passage.n);
    let _ = writeln!(out, "      {DIM}{}{RESET}", session.layout.clip(&line, 6));
    for (_, side) in passage.text.iter() {
        let text = if session.layout.width.is_some() {
            excerpt(side, &[]).text
        } else {
            side.clone()
        };
        out.push_str(DIM);
        out.push_str(&session.layout.paragraph(&text, &[], 6));
        out.push_str(RESET);
    }
}
