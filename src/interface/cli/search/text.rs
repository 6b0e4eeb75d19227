//! The text of a search's answer.

use std::{collections::HashMap, fmt::Write, path::PathBuf};

use unicode_width::UnicodeWidthStr;

use super::answer::SearchAnswer;
use crate::{
    interface::{
        caption::{call_line, found_line, where_line},
        cli::{
            layout::{BOLD, CITATION, DIM, RESET, counted},
            session::Session,
        },
        excerpt::excerpt,
        quotations::passages_of,
    },
    model::{Call, Passage},
    search::{Hit, HitGroup},
};

/// Maximum number of values shown of a facet.
const MAX_VALUES: usize = 10;

pub(super) fn render(session: &Session, found: &SearchAnswer) -> String {
    results(session, found) + &summary(session, found)
}

/// The results, facets, expansions and warnings; without the last line.
pub(in crate::interface::cli) fn results(session: &Session, found: &SearchAnswer) -> String {
    let response = found.response;
    let mut out = String::new();
    let mut is_first_part = true;
    for group in &response.groups {
        if response.is_part(group) && std::mem::take(&mut is_first_part) {
            out.push_str(&part_heading());
        }
        render_group(session, found, group, &mut out);
    }
    if response.total_groups.is_none() {
        let (all, part) = response.all_and_part();
        render_hits(session, found, all, &mut out);
        if !part.is_empty() {
            out.push_str(&part_heading());
        }
        render_hits(session, found, part, &mut out);
    }
    for facet in &response.facets {
        let values = &facet.values;
        let _ = writeln!(out, "{BOLD}{}{RESET}", facet.field);
        for value in values.iter().take(MAX_VALUES) {
            let _ = writeln!(
                out,
                "{:>7}  {}",
                value.count,
                session.layout.clip(&value.value, 9)
            );
        }
        let more = values.len().saturating_sub(MAX_VALUES) as u64 + facet.other.values;
        if more > 0 {
            let _ = writeln!(out, "         {DIM}and {more} more{RESET}");
        }
        out.push('\n');
    }
    out.push_str(&session.layout.expansions(&response.expansions));
    out.push_str(&session.layout.suggestions(&response.related));
    for warning in &response.warnings {
        out.push_str(&session.layout.labelled("note:", warning));
    }
    out
}

/// The heading of the partial matches.
fn part_heading() -> String {
    format!("{DIM}these say a part of it:{RESET}\n\n")
}

/// Hits under their calls.
fn render_hits(session: &Session, found: &SearchAnswer, hits: &[Hit], out: &mut String) {
    for hits in by_call(hits) {
        if let Some(first) = hits.first() {
            let line = session.layout.clip(&call_line(&first.call), 0);
            let _ = writeln!(out, "{BOLD}{line}{RESET}");
        }
        for hit in hits {
            render_hit(session, found, hit, out);
        }
    }
}

fn summary(session: &Session, found: &SearchAnswer) -> String {
    let SearchAnswer {
        request, response, ..
    } = *found;
    let mut line = found_line(response);
    let shown = match response.total_groups {
        Some(_) => response.groups.len(),
        None => response.hits.len(),
    };
    let of = response.results(request.offset, request.limit);
    let last = request.offset + shown;
    if shown == 0 && of > 0 && request.offset > 0 {
        let _ = write!(line, ", none behind the first {}", request.offset);
    }
    if shown > 0 && (request.offset > 0 || (last as u64) < of) {
        match response.total_groups {
            Some(groups) => {
                let _ = write!(
                    line,
                    ", {} to {last} of {groups} results shown",
                    request.offset + 1
                );
            }
            None => {
                let _ = write!(line, ", {} to {last} shown", request.offset + 1);
            }
        }
        if (last as u64) < of && shown == request.limit {
            let _ = write!(line, " (more: --offset {last})");
        }
    }
    let _ = write!(line, ", {:.1} ms", response.took.as_secs_f64() * 1e3);
    session.layout.dim(&line, 0)
}

/// The hits of a call, or all passages of an exchange or a turn.
fn render_group(session: &Session, found: &SearchAnswer, group: &HitGroup, out: &mut String) {
    let hits = found.response.hits_of(group);
    let heading = session.layout.clip(&call_line(&group.call), 0);
    let _ = writeln!(out, "{BOLD}{heading}{RESET}");
    let follow_ups = group.follow_ups();
    let (refusals, (before, rest)) = match found.request.is_about_answers() {
        true => (group.refusals(), group.before_and_after(hits)),
        false => (Vec::new(), (&[][..], group.passages.as_slice())),
    };
    if !before.is_empty() {
        let count = counted(before.len() as u64, "passage", "passages");
        let place = (group.exchange).map_or(String::new(), |exchange| {
            format!("; verbatim show {} --exchange {exchange}", group.call.id)
        });
        let line = format!("{count} of the exchange before{place}");
        let _ = writeln!(out, "{}", session.layout.dim(&line, 2));
    }
    for passage in passages_of(hits, rest) {
        if follow_ups.contains(&passage.n) {
            let _ = writeln!(out, "  {DIM}follow-up:{RESET}");
        }
        match hits.iter().find(|hit| hit.passage.n == passage.n) {
            Some(hit) => render_hit(session, found, hit, out),
            None => {
                let refusal = refusals.iter().find(|refusal| refusal.n == passage.n);
                let about = refusal.map_or_else(String::new, |refusal| {
                    format!(" · declines: “{}”", refusal.words)
                });
                render_other(session, found.is_whole(), &group.call, passage, &about, out);
                out.push('\n');
            }
        }
    }
    if group.total > hits.len() as u64 {
        let more = group.total - hits.len() as u64;
        let more = counted(more, "more passage", "more passages");
        let _ = writeln!(out, "  {DIM}{more} of {}{RESET}\n", group.call.id);
    }
}

/// Hits of one call together, calls in the order of their first hit.
fn by_call(hits: &[Hit]) -> Vec<Vec<&Hit>> {
    let mut groups: Vec<Vec<&Hit>> = Vec::new();
    let mut indices: HashMap<&str, usize> = HashMap::new();
    for hit in hits {
        let index = *indices.entry(&hit.call.id).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(group) => group.push(hit),
            None => groups.push(vec![hit]),
        }
    }
    groups
}

fn render_hit(session: &Session, found: &SearchAnswer, hit: &Hit, out: &mut String) {
    let citation = hit.call.citation(&hit.passage);
    let (who, place) = where_line(&hit.call, &hit.passage);
    let between = if who.is_empty() { "" } else { " · " };
    let used = citation.len() + 4;
    let without = match hit.missing.as_slice() {
        [] => String::new(),
        missing => format!(" · without {}", missing.join(", ")),
    };
    let line = format!("{who}{between}{place}{without}");
    // Where both are long, the speaker stands below the citation.
    let fits = (session.layout.width).is_none_or(|width| used + line.width() <= width);
    let (used, gap) = if fits { (used, "  ") } else { (4, "\n    ") };
    let line = session.layout.clip(&line, used);
    let rest = line.strip_prefix(&who).unwrap_or_default();
    let who = if rest.is_empty() { &line } else { &who };
    let source = found.sources.get(&hit.call.id).map(PathBuf::as_path);
    let citation = session.link_to_page(&citation, source, hit.passage.page);
    let _ = writeln!(
        out,
        "  {CITATION}{citation}{RESET}{gap}{BOLD}{who}{RESET}{DIM}{rest}{RESET}"
    );
    for passage in &hit.before {
        render_neighbour(session, found.is_whole(), &hit.call, passage, out);
    }
    for (lang, side) in hit.passage.text.iter() {
        let lit = hit
            .highlights
            .get(lang)
            .map(Vec::as_slice)
            .unwrap_or_default();
        if found.options.whole || session.layout.width.is_none() {
            out.push_str(&session.layout.paragraph(side, lit, 4));
        } else {
            let excerpt = excerpt(side, lit);
            out.push_str(&session.layout.paragraph(&excerpt.text, &excerpt.lit, 4));
        }
    }
    for passage in &hit.after {
        render_neighbour(session, found.is_whole(), &hit.call, passage, out);
    }
    if found.options.why {
        for why in &hit.why {
            let within = why.within.as_ref();
            let within = within.map_or_else(String::new, |word| format!(" within {word}"));
            let line = format!(
                "{} matched {}{within} ({}, {})",
                why.term, why.matched, why.by, why.side
            );
            let _ = writeln!(out, "    {DIM}{}{RESET}", session.layout.clip(&line, 4));
        }
    }
    out.push('\n');
}

fn render_neighbour(
    session: &Session,
    whole: bool,
    call: &Call,
    passage: &Passage,
    out: &mut String,
) {
    render_other(session, whole, call, passage, "", out);
}

/// A passage that is not a hit, with a remark about it.
fn render_other(
    session: &Session,
    whole: bool,
    call: &Call,
    passage: &Passage,
    about: &str,
    out: &mut String,
) {
    let (who, place) = where_line(call, passage);
    let who = if who.is_empty() { place } else { who };
    let line = format!("#{} {who}{about}", passage.n);
    let _ = writeln!(out, "      {DIM}{}{RESET}", session.layout.clip(&line, 6));
    for (_, side) in passage.text.iter() {
        let text = if session.layout.width.is_some() && !whole {
            excerpt(side, &[]).text
        } else {
            side.clone()
        };
        out.push_str(DIM);
        out.push_str(&session.layout.paragraph(&text, &[], 6));
        out.push_str(RESET);
    }
}
