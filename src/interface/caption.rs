//! The captions of calls and passages, and counts with their nouns, for every interface.

use std::fmt::Write;

use crate::{
    analytics::{Comparison, Figure},
    character::has_han,
    model::{Call, Company, Passage, Section, Sides},
    search::{Measure, Response},
};

/// `阿里巴巴 · Alibaba Group`: the name shown, and one in the other script.
pub(super) fn company_line(company: &Company) -> String {
    let other = |other: &&String| {
        has_han(other) != has_han(&company.name) && company.ticker.as_ref() != Some(other)
    };
    match company.names.iter().find(other) {
        Some(other) => format!("{} · {other}", company.name),
        None => company.name.clone(),
    }
}

/// `阿里巴巴 · Alibaba Group (BABA) · 2026Q2`
pub(super) fn call_line(call: &Call) -> String {
    let mut line = company_line(&call.company);
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

/// `Ronald Keung, analyst, Goldman Sachs · Q&A 4 · p. 7 · interpreted`
pub(super) fn where_line(call: &Call, passage: &Passage) -> (String, String) {
    let mut place = match (passage.section, passage.exchange) {
        (Section::Summary, _) => "summary".to_owned(),
        (Section::Prepared, _) => "prepared remarks".to_owned(),
        (Section::Qa, Some(exchange)) => format!("Q&A {exchange}"),
        (Section::Qa, None) => "Q&A".to_owned(),
    };
    if let Some(page) = passage.page {
        let _ = write!(place, " · p. {page}");
    }
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
            if let Some(firm) = speaker.firm.as_ref().filter(|firm| !is_of(call, firm)) {
                let _ = write!(who, ", {firm}");
            }
            (who, place)
        }
    }
}

/// Whether a firm is the company that holds a call, which its heading names.
pub(in crate::interface) fn is_of(call: &Call, firm: &str) -> bool {
    let firm = firm.to_lowercase();
    let mut names = call.company.names.iter().map(|name| name.to_lowercase());
    names.any(|name| name.starts_with(&firm))
}

/// `44 passages in 9 calls, 5 more say a part of it`
pub(super) fn found_line(response: &Response) -> String {
    let mut line = format!(
        "{} in {}",
        counted(response.total, "passage", "passages"),
        counted(response.total_calls, "call", "calls")
    );
    if let Some(partial) = response.total_partial {
        let say = match response.total {
            0 => counted(partial, "says", "say"),
            _ => counted(partial, "more says", "more say"),
        };
        let _ = write!(line, ", {say} a part of it");
    }
    line
}

/// `1 call`, `2 calls`.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The change of a figure, with words for none and for points.
pub(in crate::interface) fn change(figure: &Figure, unchanged: &str, points: &str) -> String {
    match figure.change {
        None => String::new(),
        Some(change) if change.by == 0.0 => unchanged.to_owned(),
        Some(change) => {
            let unit = match change.measure {
                Measure::Amount | Measure::Percent => "%",
                Measure::Points => points,
                Measure::Multiple => "x",
            };
            let sign = if change.by < 0.0 { "−" } else { "+" };
            format!("{sign}{:.1}{unit}", change.by.abs())
        }
    }
}

/// The side in the language of the query, or else the other side.
pub(in crate::interface) fn side<'a, T>(found: &Comparison, sides: &'a Sides<T>) -> Option<&'a T> {
    let first = || sides.iter().next().map(|(_, side)| side);
    sides.get(found.lang).or_else(first)
}
