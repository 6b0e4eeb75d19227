//! `verbatim audit`.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use serde::Serialize;

use super::{
    args,
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, CITATION, DIM, RESET, clip, counted, pad},
    render::Render,
    session::Session,
};
use crate::{
    Result,
    analytics::{Audit, CallAudit, Disagreement, NameRendering},
    interface::{
        excerpt::within,
        json::DisagreementJson,
        table::{self, Table},
    },
    model::{DisagreementKind, Lang, Word},
    query::Field,
    search::{FilterArg, Request},
};

/// Approximate length of an excerpt in columns.
const EXCERPT: usize = 160;

/// Maximum width of the column of English values.
const MAX_VALUE_WIDTH: usize = 28;

/// Shown for a missing value.
const MISSING: &str = "–";

pub(super) fn run(session: &Session, args: &args::Audit) -> Result<CommandOutput> {
    let mut filters = args.filters.0.clone();
    for call in &args.calls {
        filters.push(FilterArg::new(Field::Call, call)?);
    }
    let request = Request {
        filters,
        ..Request::new("")
    };
    let engine = session.fresh_engine(args.no_refresh)?;
    let audit = match args.terms {
        true => engine.audit_terms(&request, args.limit.0)?,
        false => engine.audit(&request, &args.kind, args.limit.0)?,
    };
    let outcome = Outcome::of(!audit.calls.is_empty());
    session.render(&audit, outcome)
}

impl Render for Audit {
    fn records(&self) -> Vec<impl Serialize> {
        (self.calls.iter())
            .flat_map(DisagreementJson::of_call)
            .collect()
    }

    fn table(&self) -> Table {
        table::audit(self)
    }

    fn text(&self, session: &Session) -> String {
        render(session, self)
    }
}

fn render(session: &Session, audit: &Audit) -> String {
    let mut out = String::new();
    for audit in &audit.calls {
        let title = format!("{}  {}", audit.call.id, audit.call.company.name);
        let _ = writeln!(out, "{BOLD}{}{RESET}", session.layout.clip(&title, 0));
        let widths = Widths::of(audit);
        let mut confidence = None;
        for found in &audit.disagreements {
            if confidence.replace(found.finding.confidence) != Some(found.finding.confidence) {
                let _ = writeln!(out, "{DIM}{} confidence{RESET}", found.finding.confidence);
            }
            widths.row(session, audit, found, &mut out);
        }
        out.push('\n');
    }
    let count = audit
        .calls
        .iter()
        .map(|call| call.disagreements.len() as u64);
    let more = match audit.more_calls {
        0 => String::new(),
        more => format!(
            "; {} to look at (--limit all)",
            counted(more as u64, "more call", "more calls")
        ),
    };
    let _ = writeln!(
        out,
        "{DIM}{} in {}{more}{RESET}",
        counted(count.sum(), "disagreement", "disagreements"),
        counted(audit.calls.len() as u64, "call", "calls")
    );
    out
}

/// Widths of the columns of a call.
struct Widths {
    citation: usize,
    kind: usize,
    en: usize,
}

impl Widths {
    fn of(audit: &CallAudit) -> Self {
        let widest = |width: &dyn Fn(&Disagreement) -> usize| {
            audit.disagreements.iter().map(width).max().unwrap_or(0)
        };
        Self {
            citation: widest(&|found| audit.call.citation(&found.passage).width()),
            kind: DisagreementKind::ALL
                .iter()
                .map(|kind| kind.word().len())
                .max()
                .unwrap_or(0),
            en: widest(&|found| value(found, Lang::En).width()).min(MAX_VALUE_WIDTH),
        }
    }

    /// The line of a finding, and an excerpt of each side.
    fn row(&self, session: &Session, audit: &CallAudit, found: &Disagreement, out: &mut String) {
        let citation = audit.call.citation(&found.passage);
        let line = format!(
            "  {}  {}  {}",
            pad(found.finding.kind.word(), self.kind),
            pad(&clip(&value(found, Lang::En), self.en.max(1)), self.en),
            value(found, Lang::Zh),
        );
        let about = match found.name_rendering() {
            Some(NameRendering::Kept) => "  (kept here, translated elsewhere)",
            Some(NameRendering::Translated) => "  (translated here, kept elsewhere)",
            Some(NameRendering::Otherwise) => "  (translated otherwise elsewhere)",
            None => "",
        };
        let rest = session
            .layout
            .clip(&format!("{line}{about}"), self.citation);
        let _ = writeln!(
            out,
            "{CITATION}{}{RESET}{rest}",
            pad(&citation, self.citation)
        );
        for (lang, text) in found.passage.text.iter() {
            let span = found.finding.spans.get(lang);
            let near = span.cloned().or_else(|| same_position(found, lang, text));
            let shown = within(text, near.as_slice(), EXCERPT);
            let lit = if span.is_some() {
                shown.lit.as_slice()
            } else {
                &[]
            };
            out.push_str(&session.layout.paragraph(&shown.text, lit, 4));
        }
    }
}

/// A value as written, on one line.
fn value(found: &Disagreement, lang: Lang) -> String {
    let value = found.values().get(lang).cloned();
    value.map_or_else(
        || MISSING.to_owned(),
        |value| value.split_whitespace().collect::<Vec<_>>().join(" "),
    )
}

/// Approximately where a side would have the value that only the other side has: at the same relative position.
fn same_position(found: &Disagreement, lang: Lang, text: &str) -> Option<std::ops::Range<usize>> {
    let (other, span) = Lang::ALL
        .iter()
        .filter(|other| **other != lang)
        .find_map(|other| Some((other, found.finding.spans.get(*other)?)))?;
    let length = found.passage.text.get(*other)?.len().max(1);
    let mut at = (text.len() * span.start / length).min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    let end = at + text.get(at..)?.chars().next()?.len_utf8();
    Some(at..end)
}
