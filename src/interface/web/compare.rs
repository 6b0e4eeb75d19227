//! The page on which two calls are compared.

use std::ops::Range;

use maud::{Markup, html};

use super::{
    messages::{Messages, fill, number},
    problem,
    results::{files, link, reading_href, said_by},
    text::{self, Shown},
    ui::{Body, Ui},
};
use crate::{
    analytics::{Amount, Comparison, Figure, Sentence, Term},
    interface::caption::{change, side},
    model::Call,
    search::{CallEntry, Hit},
};

/// Approximate length of a passage's excerpt in columns.
const EXCERPT: usize = 420;

/// Most amounts of one call.
const MAX_AMOUNTS: usize = 20;

/// What the page shows.
pub(in crate::interface) struct CompareView {
    /// None where two calls and a query are still to be named.
    pub(in crate::interface) found: Option<Comparison>,
    /// Recent calls to choose from.
    pub(in crate::interface) known: Vec<CallEntry>,
}

/// The page.
pub(in crate::interface) fn compare(ui: &Ui, view: &CompareView) -> Body {
    let messages = ui.messages();
    Body {
        title: messages.compare.to_owned(),
        main: html! {
            div #found.compare data-here=(ui.here.href()) {
                h1 { (messages.compare) }
                (form(ui, view))
                @match &view.found {
                    Some(found) => (comparison(ui, found)),
                    None => p.notice { (messages.pick_two) },
                }
            }
        },
    }
}

fn form(ui: &Ui, view: &CompareView) -> Markup {
    let messages = ui.messages();
    let calls: Vec<&str> = (ui.here.pairs())
        .filter_map(|(name, value)| (name == "call").then_some(value))
        .collect();
    let call = |at: usize| calls.get(at).copied().unwrap_or_default();
    html! {
        form.pick action="/compare" {
            p { label for="what" { (messages.compare_what) }
                input #what type="search" name="q" value=(ui.here.get("q").unwrap_or_default()) required dir="auto" autocomplete="off"; }
            @for (at, label) in [messages.earlier_call, messages.later_call].into_iter().enumerate() {
                p { label for={ "call" (at) } { (label) }
                    input id={ "call" (at) } type="search" name="call" value=(call(at)) list="calls" required autocomplete="off" spellcheck="false"; }
            }
            datalist #calls { @for entry in &view.known {
                option value=(entry.call.id) label=(text::call_title(ui.locale, &entry.call)) {}
            } }
            button type="submit" { (messages.compare) }
        }
    }
}

fn comparison(ui: &Ui, found: &Comparison) -> Markup {
    let messages = ui.messages();
    let [first, second] = &found.calls;
    let calls = [&first.call, &second.call];
    let names = calls.map(|call| text::call_title(ui.locale, call));
    let names = names.each_ref().map(String::as_str);
    html! {
        (files(ui, &ui.here.at("/api/compare", &["view"]), messages.download))
        @for warning in &found.warnings { p.notice { (problem::note(ui, warning)) } }
        (counts(ui, found))
        @for (at, (terms, name)) in found.terms.iter().zip(names).enumerate() { (more_terms(messages, terms, name, at)) }
        @if !found.figures.is_empty() {
            section aria-labelledby="figures" {
                h2 #figures { (messages.figures_in_both) }
                @for figure in &found.figures { (figure_row(ui, found, figure)) }
            }
        }
        @for (amounts, name) in found.amounts.iter().zip(names) {
            @if !amounts.is_empty() {
                section {
                    h2 { (fill(messages.amounts_only_in, &[name])) }
                    ul.amounts { @for amount in amounts.iter().take(MAX_AMOUNTS) { li { (stated(ui, found, amount)) } } }
                }
            }
        }
        @if !found.pairs.is_empty() {
            section {
                h2 { (messages.alike) }
                @for pair in &found.pairs {
                    div.pair { (passage(ui, &pair.first)) (passage(ui, &pair.second)) }
                }
            }
        }
        @for (hits, name) in found.alone.iter().zip(names) {
            @if !hits.is_empty() {
                section {
                    h2 { (fill(messages.only_in, &[name])) }
                    @for hit in hits { (passage(ui, hit)) }
                }
            }
        }
    }
}

/// The numbers of both calls side by side.
fn counts(ui: &Ui, found: &Comparison) -> Markup {
    let messages = ui.messages();
    let heading = |call: &Call| {
        html! {
            th scope="col" {
                a href=(reading_href(ui, call, None)) { (text::company(&call.company)) }
                @if let Some(period) = call.period { " " span.period { (period) } }
            }
        }
    };
    let row = |label: &str, cells: [String; 2]| {
        html! {
            tr { th scope="row" { (label) } @for cell in cells { td { (cell) } } }
        }
    };
    let [first, second] = &found.calls;
    let both = |cell: fn(&crate::analytics::CallMentions) -> u64| {
        [first, second].map(|call| number(cell(call)))
    };
    let of = [first, second].map(|call| format!("{} / {}", number(call.passages), number(call.of)));
    html! {
        table.counts {
            thead { tr { td {} (heading(&first.call)) (heading(&second.call)) } }
            tbody {
                (row(messages.column_passages, of))
                (row(messages.mentions_count, both(|call| call.mentions)))
                (row(messages.executives, both(|call| call.executives)))
                (row(messages.analysts, both(|call| call.analysts)))
            }
        }
    }
}

/// The terms that the call at a place says more often than the other, with the counts in the order of the calls.
fn more_terms(messages: &Messages, terms: &[Term], name: &str, at: usize) -> Markup {
    html! {
        @if !terms.is_empty() {
            section {
                h2 { (fill(messages.more_in, &[name])) }
                ul.terms {
                    @for term in terms {
                        @let shown: Vec<&str> = term.shown.iter().map(|(_, shown)| shown.as_str()).collect();
                        @let [first, second] = if at == 0 { [term.passages, term.other] } else { [term.other, term.passages] };
                        li { (text::name(&shown.join(" · "))) " " span.dim { (number(first)) " : " (number(second)) } }
                    }
                }
            }
        }
    }
}

fn figure_row(ui: &Ui, found: &Comparison, figure: &Figure) -> Markup {
    let messages = ui.messages();
    html! {
        div.pair.figure {
            div { (stated(ui, found, &figure.first)) }
            div { (stated(ui, found, &figure.second))
                p.change { (change(figure, messages.unchanged, messages.points)) } }
        }
    }
}

/// The sentence that states an amount first, with the amount marked.
fn stated(ui: &Ui, found: &Comparison, amount: &Amount) -> Markup {
    let Some(statement) = amount.statements.first() else {
        return html! {};
    };
    let Some(sentence) = side(found, &statement.sides) else {
        return html! {};
    };
    let call = found.calls.iter().map(|one| &one.call);
    let mut call = call.filter(|call| statement.citation.starts_with(&call.id));
    html! {
        p { (with_amount(sentence)) }
        p.by {
            @match call.next() {
                Some(call) => a.cite href=(reading_href(ui, call, Some(statement.passage))) { (statement.citation) },
                None => (statement.citation),
            }
            @if let Some(speaker) = &statement.speaker { " " (text::name(speaker)) }
        }
    }
}

fn with_amount(sentence: &Sentence) -> Markup {
    let Range { start, end } = sentence.amount;
    let part = |range: Range<usize>| sentence.text.get(range).unwrap_or_default();
    html! { (part(0..start)) mark { (part(start..end)) } (part(end..sentence.text.len())) }
}

fn passage(ui: &Ui, hit: &Hit) -> Markup {
    let shown = Shown {
        hit: Some(hit),
        columns: Some(EXCERPT),
    };
    html! {
        article.hit data-item="" data-cite=(text::source(ui.messages(), &hit.call, &hit.passage))
            data-link=(link(&hit.call, &hit.passage)) {
            (said_by(ui, &hit.call, &hit.passage))
            (text::sides(ui, &hit.passage, shown))
        }
    }
}
