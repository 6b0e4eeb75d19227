//! The figures of both calls, and the amounts of one.

use std::{fmt::Write, ops::Range};

use super::parts::{cited, heading};
use crate::{
    analytics::{Amount, Comparison, Figure, Kind, Sentence},
    interface::{
        caption::{change, side},
        cli::layout::{BOLD, Layout, RESET},
    },
};

/// Approximate length of a sentence's excerpt in columns.
const SENTENCE_EXCERPT: usize = 200;

pub(super) fn render(layout: Layout, found: &Comparison, names: &[String; 2]) -> String {
    let mut out = String::new();
    if !found.figures.is_empty() {
        let about = format!("in both: {}", names.join(" → "));
        out.push_str(&heading(layout, "FIGURES", &about));
        for figure in &found.figures {
            render_figure(layout, found, figure, &mut out);
        }
    }
    for (amounts, name) in found.amounts.iter().zip(names) {
        if !amounts.is_empty() {
            out.push_str(&heading(layout, "AMOUNTS", &format!("only {name}")));
            render_amounts(layout, found, amounts, &mut out);
        }
    }
    out
}

fn render_figure(layout: Layout, found: &Comparison, figure: &Figure, out: &mut String) {
    let both = [&figure.first, &figure.second];
    let values = both.map(|amount| written(found, amount)).join(" → ");
    let line = format!("{values}  {}", change(figure, "unchanged", " points"));
    let _ = writeln!(out, "  {BOLD}{}{RESET}", layout.clip(line.trim_end(), 2));
    for amount in both {
        if let Some((citation, sentence)) = stated(found, amount) {
            let lit = std::slice::from_ref(&sentence.amount);
            cited(layout, citation, &sentence.text, lit, SENTENCE_EXCERPT, out);
        }
    }
}

/// Amounts by the sentence that states them; amounts near a match of the query first.
fn render_amounts(layout: Layout, found: &Comparison, amounts: &[Amount], out: &mut String) {
    let mut sentences: Vec<(&str, &Sentence, Vec<&Amount>)> = Vec::new();
    for amount in amounts {
        let Some((citation, sentence)) = stated(found, amount) else {
            continue;
        };
        let known = sentences
            .iter_mut()
            .find(|(cited, known, _)| *cited == citation && known.text == sentence.text);
        match known {
            Some((_, _, amounts)) => amounts.push(amount),
            None => sentences.push((citation, sentence, vec![amount])),
        }
    }
    for (citation, sentence, mut amounts) in sentences {
        amounts.sort_by_key(|amount| {
            let near = amount
                .statements
                .first()
                .is_some_and(|statement| statement.near);
            std::cmp::Reverse(near)
        });
        let values: Vec<String> = (amounts.iter())
            .map(|amount| format!("{}{}", written(found, amount), mark(amount)))
            .collect();
        let _ = writeln!(out, "  {BOLD}{}{RESET}", layout.clip(&values.join(", "), 2));
        let mut lit: Vec<Range<usize>> = (amounts.iter())
            .filter_map(|amount| Some(stated(found, amount)?.1.amount.clone()))
            .collect();
        lit.sort_by_key(|span| span.start);
        cited(
            layout,
            citation,
            &sentence.text,
            &lit,
            SENTENCE_EXCERPT,
            out,
        );
    }
}

/// The first statement of an amount in the language to show.
fn stated<'a>(found: &Comparison, amount: &'a Amount) -> Option<(&'a str, &'a Sentence)> {
    let statement = amount.statements.first()?;
    Some((&statement.citation, side(found, &statement.sides)?))
}

fn written(found: &Comparison, amount: &Amount) -> String {
    let written = amount.written();
    let written = side(found, &written).map(String::as_str);
    let words: Vec<&str> = written.unwrap_or_default().split_whitespace().collect();
    words.join(" ")
}

/// A remark on an amount that is not a plain level.
fn mark(amount: &Amount) -> &'static str {
    let Some(statement) = amount.statements.first() else {
        return "";
    };
    match (statement.kind, statement.outlook) {
        (Kind::Reference, _) => " (compared with)",
        (Kind::Change, Some(true)) => " (expected change)",
        (Kind::Change, _) => " (change)",
        (Kind::Level, Some(true)) => " (expected)",
        (Kind::Level, _) => "",
    }
}
