//! The page on which a call is read.

use maud::{Markup, html};

use super::{
    Body, Ui, chips, facets,
    problem::{self, Trouble},
    text::{self, Shown},
    words::{Words, counted, fill, number},
};
use crate::{
    engine::CallText,
    model::{Call, Exchange, Passage},
    search::Hit,
};

/// A call with what is lit in it.
pub(in crate::interface) struct Read<'a> {
    /// The call, whole.
    pub(in crate::interface) reading: CallText,
    /// Passages that the query finds, in order.
    pub(in crate::interface) hits: Vec<Hit>,
    /// Why the query could not be answered.
    pub(in crate::interface) trouble: Option<Trouble<'a>>,
}

/// What changes from a passage to the next.
struct Step<'a> {
    passage: &'a Passage,
    section: bool,
    exchange: Option<&'a Exchange>,
    turn: bool,
}

/// The page on which a call is read.
pub(in crate::interface) fn reading(ui: &Ui, read: &Read<'_>) -> Body {
    let words = ui.words();
    let call = &read.reading.call;
    let steps = steps(&read.reading);
    Body {
        title: text::call_title(call),
        main: html! {
            div #found.read data-here=(ui.here.href()) {
                (head(ui, read))
                (finder(ui, read))
                nav.contents aria-label=(words.contents) { (contents(words, &steps, call)) }
                div.passages {
                    @for turn in steps.chunk_by(|_, next| !(next.turn || next.section || next.exchange.is_some())) {
                        (of_turn(ui, read, turn))
                    }
                }
            }
        },
    }
}

fn steps(reading: &CallText) -> Vec<Step<'_>> {
    let mut before: Option<&Passage> = None;
    let mut steps = Vec::with_capacity(reading.passages.len());
    for passage in &reading.passages {
        let differs =
            |of: fn(&Passage, &Passage) -> bool| before.is_none_or(|before| of(before, passage));
        let exchange = differs(|a, b| a.exchange != b.exchange)
            .then_some(passage.exchange)
            .flatten();
        let mut exchanges = reading.call.exchanges.iter();
        steps.push(Step {
            passage,
            section: differs(|a, b| a.section != b.section),
            exchange: exchange.and_then(|number| exchanges.find(|known| known.number == number)),
            turn: differs(|a, b| a.turn != b.turn || (a.turn.is_none() && a.notes != b.notes)),
        });
        before = Some(passage);
    }
    steps
}

fn head(ui: &Ui, read: &Read<'_>) -> Markup {
    let words = ui.words();
    let call = &read.reading.call;
    let counts = [
        counted(
            read.reading.call_passages as u64,
            words.passage,
            words.passages,
        ),
        fill(words.turns, &[&number(call.turns.len() as u64)]),
        fill(words.exchanges, &[&number(call.exchanges.len() as u64)]),
    ];
    html! {
        header.title {
            h1 {
                (text::company(&call.company))
                @if let Some(period) = call.period { " " span.period { (period) } }
            }
            p.dim {
                @if let Some(date) = &call.date { (text::plain(date)) " · " }
                (counts.join(" · ")) " · " (text::name(&call.title))
            }
            (participants(words, call))
        }
    }
}

fn participants(words: &Words, call: &Call) -> Markup {
    html! {
        details.participants {
            summary { (words.participants) " " span.count { (number(call.speakers.len() as u64)) } }
            ul { @for speaker in &call.speakers { li { (text::speaker(words, speaker)) } } }
        }
    }
}

/// What is looked for in the call, and the way from hit to hit.
fn finder(ui: &Ui, read: &Read<'_>) -> Markup {
    let words = ui.words();
    let query = ui.here.get("q").unwrap_or_default();
    let count = read.hits.len();
    let numbers = |at: &str| fill(words.hit_of, &[at, &number(count as u64)]);
    html! {
        div.finder {
            form role="search" action=(ui.here.path()) aria-label=(words.find_in_call) {
                (chips::carried(ui, &["q"]))
                label.unseen for="here" { (words.find_in_call) }
                input #here name="q" type="search" value=(query) placeholder=(words.find_in_call) dir="auto" autocomplete="off";
            }
            @if !query.is_empty() {
                p.hits data-hit-of=(words.hit_of) {
                    @if let Some(first) = read.hits.first() {
                        span.counter #counter data-say=(counted(count as u64, words.passage, words.passages)) { (numbers("–")) }
                        a.step href={ "#" (first.passage.n) } data-does="previous-hit" aria-label=(words.previous_hit) title={ (words.previous_hit) " (p)" } { span aria-hidden="true" { "↑" } }
                        a.step href={ "#" (first.passage.n) } data-does="next-hit" aria-label=(words.next_hit) title={ (words.next_hit) " (n)" } { span aria-hidden="true" { "↓" } }
                    } @else {
                        span.dim { (words.nothing) }
                    }
                    a href=(ui.here.at("/", &[]).href()) { (words.all_results) }
                }
            }
            (facets::views(ui))
        }
        @if let Some(trouble) = &read.trouble {
            p.notice role="alert" {
                (problem::note(ui, trouble.detail))
                @if let Some(hint) = trouble.hint { " · " (problem::note(ui, hint)) }
            }
        }
        @if !read.hits.is_empty() {
            nav.jump aria-label=(words.hits) {
                ul { @for hit in &read.hits { li { a href={ "#" (hit.passage.n) } { "#" (hit.passage.n) } } } }
            }
        }
    }
}

fn contents(words: &Words, steps: &[Step<'_>], call: &Call) -> Markup {
    html! {
        details.outline open data-k="outline" {
            summary { (words.contents) }
            @for section in steps.chunk_by(|_, next| !next.section) {
                @if let Some(first) = section.first() {
                    @let exchanges: Vec<(u32, &Exchange)> = section.iter().filter_map(|step| Some((step.passage.n, step.exchange?))).collect();
                    p { a href={ "#" (first.passage.n) } { (text::section(words, first.passage.section)) } }
                    @if exchanges.is_empty() {
                        (voices(section, call))
                    } @else {
                        ol { @for (n, exchange) in exchanges { (of_exchange(n, exchange, call)) } }
                    }
                }
            }
        }
    }
}

/// Who speaks in a section, or what its headings are.
fn voices(section: &[Step<'_>], call: &Call) -> Markup {
    let mut seen = Vec::new();
    let turns = section.iter().filter(|step| step.turn);
    let firsts = turns.filter_map(|step| {
        let named = match call.speaker_of(step.passage) {
            Some(speaker) => speaker.name.as_str(),
            None => step.passage.notes.first()?,
        };
        (!seen.contains(&named)).then(|| seen.push(named))?;
        Some((step.passage.n, named))
    });
    let firsts: Vec<(u32, &str)> = firsts.collect();
    html! { ul { @for (n, named) in firsts { li { a href={ "#" (n) } { (text::name(named)) } } } } }
}

fn of_exchange(n: u32, exchange: &Exchange, call: &Call) -> Markup {
    let asker = call.speakers.get(exchange.asker);
    html! {
        li {
            a href={ "#" (n) } {
                span.count { (exchange.number) } " "
                @if let Some(asker) = asker {
                    (text::name(&asker.name))
                    @if let Some(firm) = &asker.firm { " " span.dim { (text::name(firm)) } }
                }
            }
        }
    }
}

/// What somebody says without interruption, with the headings above it.
fn of_turn(ui: &Ui, read: &Read<'_>, steps: &[Step<'_>]) -> Markup {
    let words = ui.words();
    let call = &read.reading.call;
    let Some(first) = steps.first() else {
        return html! {};
    };
    html! {
        @if first.section { h2.section { (text::section(words, first.passage.section)) } }
        @if let Some(exchange) = first.exchange {
            h3.exchange { (fill(words.exchange, &[&exchange.number.to_string()])) }
        }
        section.turn {
            p.by {
                @match call.speaker_of(first.passage) {
                    Some(speaker) => {
                        (text::speaker(words, speaker))
                        @for note in &first.passage.notes { span.dim { " · " (text::name(note)) } }
                    }
                    None => b.who { (text::name(&first.passage.notes.join(" › "))) },
                }
            }
            @for step in steps { (of_passage(ui, read, step.passage)) }
        }
    }
}

fn of_passage(ui: &Ui, read: &Read<'_>, passage: &Passage) -> Markup {
    let words = ui.words();
    let call = &read.reading.call;
    let citation = call.citation(passage);
    let found = read
        .hits
        .binary_search_by_key(&passage.n, |hit| hit.passage.n);
    let hit = found.ok().and_then(|at| read.hits.get(at));
    let shown = Shown { hit, columns: None };
    html! {
        article.passage #(passage.n) data-item=(if hit.is_some() { "hit" } else { "" })
            data-cite=(text::source(words, call, passage)) {
            p.margin {
                a.cite href={ "#" (passage.n) } aria-label=(fill(words.permalink, &[&citation])) { (passage.n) }
                button.copy.scripted type="button" data-does="copy" aria-label={ (words.copy) " " (citation) }
                    title=(words.copy) data-copied=(words.copied) data-failed=(words.not_copied) {
                    span aria-hidden="true" { "❝" }
                }
            }
            (text::sides(ui, passage, shown))
        }
    }
}
