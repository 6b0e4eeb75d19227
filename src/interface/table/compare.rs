//! The rows of a comparison for other programs: counts, terms, figures, amounts and passages.

use super::columns::Table;
use crate::{
    analytics::{Amount, CallMentions, Comparison, Figure, Term},
    model::Sides,
    search::Hit,
};

/// One row per compared item; the cell of a call that lacks it is empty.
pub fn comparison(found: &Comparison) -> Table {
    let mut rows = counts(found);
    for (call, terms) in found.terms.iter().enumerate() {
        rows.extend(terms.iter().map(|term| of_term(call, term)));
    }
    rows.extend(found.figures.iter().map(of_figure));
    for (call, amounts) in found.amounts.iter().enumerate() {
        let row = |amount| in_order(call, "amount", &written(amount), &cited(amount));
        rows.extend(amounts.iter().map(row));
    }
    rows.extend(found.pairs.iter().map(|pair| {
        let [a, b] = [&pair.first, &pair.second];
        let likeness = format!("{:.2}", pair.likeness);
        row(
            "passage",
            &likeness,
            [text(a), text(b)],
            "",
            [citation(a), citation(b)],
        )
    }));
    for (call, alone) in found.alone.iter().enumerate() {
        rows.extend(
            (alone.iter()).map(|hit| in_order(call, "passage", &text(hit), &citation(hit))),
        );
    }
    Table {
        columns: vec![
            "what",
            "value",
            "first",
            "second",
            "change",
            "first_citation",
            "second_citation",
        ],
        rows,
    }
}

fn row(
    what: &str,
    value: &str,
    both: [String; 2],
    change: &str,
    citations: [String; 2],
) -> Vec<String> {
    let [first, second] = both;
    let [first_citation, second_citation] = citations;
    let (what, value, change) = (what.to_owned(), value.to_owned(), change.to_owned());
    vec![
        what,
        value,
        first,
        second,
        change,
        first_citation,
        second_citation,
    ]
}

/// A row of an item of one call.
fn in_order(call: usize, what: &str, text: &str, citation: &str) -> Vec<String> {
    let place = |text: &str| {
        let (text, none) = (text.to_owned(), String::new());
        if call == 0 {
            [text, none]
        } else {
            [none, text]
        }
    };
    row(what, "", place(text), "", place(citation))
}

/// A count of a call as text.
type Number = fn(&CallMentions) -> String;

fn counts(found: &Comparison) -> Vec<Vec<String>> {
    let numbers: [(&str, Number); 7] = [
        ("call", |call_mentions| call_mentions.call.id.clone()),
        ("passages", |call_mentions| {
            call_mentions.passages.to_string()
        }),
        ("of", |call_mentions| call_mentions.of.to_string()),
        ("per_1000", |call_mentions| {
            format!("{:.3}", call_mentions.per_thousand())
        }),
        ("mentions", |call_mentions| {
            call_mentions.mentions.to_string()
        }),
        ("executives", |call_mentions| {
            call_mentions.executives.to_string()
        }),
        ("analysts", |call_mentions| {
            call_mentions.analysts.to_string()
        }),
    ];
    let none = || [String::new(), String::new()];
    let counts = numbers.into_iter().map(|(name, number)| {
        let both = found.calls.each_ref().map(number);
        row("count", name, both, "", none())
    });
    counts.collect()
}

fn of_term(call: usize, term: &Term) -> Vec<String> {
    let counts = [term.passages.to_string(), term.other.to_string()];
    let citations = [term.first.clone(), String::new()];
    let in_order = |[own, other]: [String; 2]| {
        if call == 0 {
            [own, other]
        } else {
            [other, own]
        }
    };
    row(
        "term",
        &spelled(&term.shown),
        in_order(counts),
        "",
        in_order(citations),
    )
}

fn of_figure(figure: &Figure) -> Vec<String> {
    let both = [&figure.first, &figure.second];
    let change = figure
        .change
        .map_or(String::new(), |change| format!("{:.3}", change.by));
    row("figure", "", both.map(written), &change, both.map(cited))
}

fn written(amount: &Amount) -> String {
    spelled(&amount.written())
}

fn cited(amount: &Amount) -> String {
    let first = amount.statements.first();
    first.map_or(String::new(), |statement| statement.citation.clone())
}

/// A text in all its languages.
fn spelled(sides: &Sides<String>) -> String {
    let sides: Vec<&str> = sides.iter().map(|(_, side)| side.as_str()).collect();
    sides.join(" · ")
}

fn text(hit: &Hit) -> String {
    let sides: Vec<&str> = (hit.passage.text.iter())
        .map(|(_, side)| side.as_str())
        .collect();
    sides.join("\n")
}

fn citation(hit: &Hit) -> String {
    hit.call.citation(&hit.passage)
}
