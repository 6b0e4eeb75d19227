//! Answers as text: citations, speakers and quotations. Quotations are not escaped, so that they can be
//! copied word for word.

use std::fmt::Write;

use crate::{
    Error,
    error::Location,
    interface::{
        caption::{call_line, counted, where_line},
        json::CaveatJson,
        table::{Table, one_line},
    },
    model::{Call, Passage},
    search::{Expansion, Hit, Suggestion},
};

/// Maximum number of characters of a query that an error shows.
const MAX_QUERY_CHARS: usize = 80;

/// Maximum number of passages or calls named in a caveat.
const MAX_NAMED: usize = 12;

/// `# 阿里巴巴 · Alibaba Group (BABA) · 2026Q2`
pub(super) fn call_head(call: &Call) -> String {
    format!("# {}\n", one_line(&call_line(call)))
}

/// A passage under its citation, speaker and section.
pub(super) fn cited(call: &Call, passage: &Passage) -> String {
    let (who, place) = where_line(call, passage);
    let title = call
        .speaker_of(passage)
        .and_then(|speaker| speaker.title.as_deref())
        // `Ann Wu, analyst` needs no `Analyst` behind it.
        .filter(|title| !who.to_lowercase().contains(&title.to_lowercase()));
    let about = [who.as_str(), title.unwrap_or_default(), place.as_str()];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    let head = one_line(&about.join(" · "));
    format!("**{}** {head}\n{}", call.citation(passage), quoted(passage))
}

/// The texts of passages in order; the speaker is named once per turn.
pub(super) fn in_turn(call: &Call, passages: &[Passage]) -> Vec<String> {
    let mut turn = None;
    let text = |passage: &Passage| {
        let goes_on = passage.turn.is_some() && turn == passage.turn;
        turn = passage.turn;
        match goes_on {
            true => format!("**{}**\n{}", call.citation(passage), quoted(passage)),
            false => cited(call, passage),
        }
    };
    passages.iter().map(text).collect()
}

/// The sides of a passage as quotations, line by line.
pub(super) fn quoted(passage: &Passage) -> String {
    let quote = |text: &String| -> String {
        let lines = text.lines().map(|line| format!("> {}\n", one_line(line)));
        lines.collect()
    };
    let sides: Vec<String> = passage.text.iter().map(|(_, text)| quote(text)).collect();
    sides.join(">\n")
}

/// A hit with the passages around it and how it matched.
pub(super) fn hit(hit: &Hit) -> String {
    let mut text = String::new();
    for passage in &hit.before {
        text += &cited(&hit.call, passage);
    }
    text += &cited(&hit.call, &hit.passage);
    let mut matches: Vec<String> = Vec::new();
    for why in &hit.why {
        let mut matched = format!("{} ({})", one_line(&why.matched), why.by);
        if let Some(word) = &why.within {
            let _ = write!(matched, " only within {}", one_line(word));
        }
        if !matches.contains(&matched) {
            matches.push(matched);
        }
    }
    if !matches.is_empty() {
        let _ = writeln!(text, "matched: {}", matches.join(", "));
    }
    if !hit.missing.is_empty() {
        let _ = writeln!(text, "does not say: {}", one_line(&hit.missing.join(", ")));
    }
    for passage in &hit.after {
        text += &cited(&hit.call, passage);
    }
    text
}

/// The names of the columns and the rows, cells separated by tabs.
pub(super) fn rows(table: &Table) -> String {
    format!("{}\n{}", table.columns.join("\t"), table.plain())
}

/// The expansions and the warnings of an answer.
pub(super) fn notes(expansions: &[Expansion], warnings: &[String]) -> String {
    let mut text = String::new();
    for expansion in expansions {
        let also = expansion.also.join(", ");
        let _ = writeln!(text, "{} also as {also} ({})", expansion.term, expansion.by);
    }
    for warning in warnings {
        let _ = writeln!(text, "note: {warning}");
    }
    text
}

/// The terms that calls relate to those of a query and that do not match.
pub(super) fn suggestions(suggestions: &[Suggestion]) -> String {
    let mut text = String::new();
    for other in suggestions.iter().filter(|other| !other.used) {
        let calls = counted(other.calls, "call", "calls");
        let _ = writeln!(
            text,
            "{} also said as {} ({calls}): `related` finds it",
            other.term, other.also
        );
    }
    text
}

/// The caveats of an answer.
pub(super) fn caveats(caveats: &[CaveatJson]) -> String {
    let mut text = String::new();
    for caveat in caveats {
        let named = caveat.of.get(..MAX_NAMED).unwrap_or(&caveat.of).join(", ");
        let more = match caveat.of.len().saturating_sub(MAX_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let _ = writeln!(text, "caveat: {} ({named}{more})", caveat.about);
    }
    text
}

/// An error: message, position in the query and hint.
pub(super) fn error(error: &Error) -> String {
    let mut text = format!("error: {error}\n");
    if let Some(Location::Query { query, span }) = &error.location {
        let clipped = |part: &str| -> String {
            let line = one_line(part);
            match line.char_indices().nth(MAX_QUERY_CHARS) {
                Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
                None => line,
            }
        };
        let before = query.get(..span.start).unwrap_or_default().chars().count();
        let part = query.get(span.clone()).unwrap_or_default();
        let _ = match part {
            "" => writeln!(text, "at: character {} of the query", before + 1),
            part => writeln!(
                text,
                "at: `{}`, character {} of the query",
                clipped(part),
                before + 1
            ),
        };
    }
    if let Some(hint) = &error.hint {
        let _ = writeln!(text, "hint: {hint}");
    }
    text
}
