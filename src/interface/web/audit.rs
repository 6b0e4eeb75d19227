//! The page of passages whose two sides disagree.

use std::ops::Range;

use maud::{Markup, html};

use super::{
    address::Address,
    chips,
    messages::{Messages, fill, number},
    narrow::{choice, narrow},
    results::{files, reading_href},
    text,
    ui::{Body, Ui},
};
use crate::{
    analytics::{Audit, CallAudit, Disagreement, NameRendering},
    interface::excerpt::within,
    model::{Confidence, DisagreementKind, Lang, Word},
};

/// Approximate length of a side's excerpt in columns.
const EXCERPT: usize = 240;

/// The page.
pub(in crate::interface) fn audit(ui: &Ui, audit: &Audit) -> Body {
    let messages = ui.messages();
    let kind = ui.here.get("kind").unwrap_or_default();
    let kinds = DisagreementKind::ALL.iter();
    let kinds = kinds.map(|&kind| (kind.word(), name_of(messages, kind).to_owned()));
    let own = html! {
        p { label for="kind" { (messages.kind) } (choice("kind", "kind", kind, messages.any, kinds)) }
    };
    let api = ui.here.at("/api/audit", &["view", "part"]);
    Body {
        title: messages.audit_page.to_owned(),
        main: html! {
            div #found.counted data-here=(ui.here.href()) {
                h1 { (messages.audit_page) }
                p.dim { (messages.audit_about) }
                (narrow(ui, None, &own, &["kind"]))
                (chips::chips(ui))
                @if audit.calls.is_empty() { p.notice { (messages.audit_none) } }
                @else { (tally(ui, audit)) (files(ui, &api, messages.download)) }
                @for call in &audit.calls { (of_call(ui, call)) }
                @if audit.more_calls > 0 { p.dim { (fill(messages.audit_more, &[&number(audit.more_calls as u64)])) } }
            }
        },
    }
}

/// How many disagreements of each kind are shown, as bars that narrow.
fn tally(ui: &Ui, audit: &Audit) -> Markup {
    let messages = ui.messages();
    let found = || audit.calls.iter().flat_map(|call| &call.disagreements);
    let count = |kind| found().filter(|found| found.finding.kind == kind).count() as u64;
    let counts: Vec<(DisagreementKind, u64)> = (DisagreementKind::ALL.iter())
        .map(|&kind| (kind, count(kind)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(1);
    html! {
        ul.tally-bars aria-label=(messages.kind) {
            @for (kind, count) in counts {
                li {
                    a href=(ui.here.set("kind", kind.word()).href()) { (name_of(messages, kind)) }
                    svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
                        rect.bar width=((count * 100).div_ceil(most)) height="8" {}
                    }
                    span.number { (number(count)) }
                }
            }
        }
    }
}

fn of_call(ui: &Ui, audit: &CallAudit) -> Markup {
    let call = &audit.call;
    html! {
        section.call aria-labelledby={ "audit-" (call.id) } {
            header.head {
                h2 id={ "audit-" (call.id) } {
                    a href=(reading_href(ui, call, None)) { (text::company(&call.company)) }
                    @if let Some(period) = call.period { " " span.period { (period) } }
                }
            }
            @for found in &audit.disagreements { (of_passage(ui, audit, found)) }
        }
    }
}

fn of_passage(ui: &Ui, audit: &CallAudit, found: &Disagreement) -> Markup {
    let messages = ui.messages();
    let (call, passage) = (&audit.call, &found.passage);
    let values = found.values();
    let value = |lang| {
        values
            .get(lang)
            .map_or_else(|| "–".to_owned(), |value| text::plain(value))
    };
    html! {
        article.hit data-item="" data-cite=(text::source(messages, call, passage))
            data-link={ (Address::call(&call.id).href()) "#" (passage.n) } {
            p.by {
                a.cite href=(reading_href(ui, call, Some(passage.n))) aria-label={ (messages.read_call) " " (call.citation(passage)) } { "#" (passage.n) }
                " " b { (name_of(messages, found.finding.kind)) }
                " " bdi { (value(Lang::En)) } " / " bdi { (value(Lang::Zh)) }
                @match found.name_rendering() {
                    Some(NameRendering::Kept) => span.dim { " · " (messages.name_kept) },
                    Some(NameRendering::Translated) => span.dim { " · " (messages.name_translated) },
                    Some(NameRendering::Otherwise) => span.dim { " · " (messages.name_otherwise) },
                    None => {}
                }
                span.dim { " · " (confidence(messages, found.finding.confidence)) }
                (text::copy_button(messages, &call.citation(passage)))
            }
            div.sides.both {
                @for (lang, side) in passage.text.iter() {
                    @let span = found.finding.spans.get(lang).cloned();
                    p.side lang=(text::lang_of(lang, side)) dir="auto" { (marked(side, span)) }
                }
            }
        }
    }
}

/// An excerpt around the value, which is marked.
fn marked(side: &str, span: Option<Range<usize>>) -> Markup {
    let excerpt = within(side, span.as_slice(), EXCERPT);
    let Some(Range { start, end }) = excerpt.lit.first().cloned() else {
        return html! { (excerpt.text) };
    };
    let part = |range: Range<usize>| excerpt.text.get(range).unwrap_or_default();
    html! { (part(0..start)) mark { (part(start..end)) } (part(end..excerpt.text.len())) }
}

fn name_of(messages: &Messages, kind: DisagreementKind) -> &'static str {
    match kind {
        DisagreementKind::Amount => messages.amount,
        DisagreementKind::Currency => messages.kind_currency,
        DisagreementKind::Scale => messages.kind_scale,
        DisagreementKind::Percent => messages.percent,
        DisagreementKind::Points => messages.kind_points,
        DisagreementKind::Multiple => messages.kind_multiple,
        DisagreementKind::Negation => messages.kind_negation,
        DisagreementKind::Name => messages.kind_name,
    }
}

fn confidence(messages: &Messages, confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => messages.likely_error,
        Confidence::Low => messages.worth_a_look,
    }
}
