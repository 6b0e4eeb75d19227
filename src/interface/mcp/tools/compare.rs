//! `compare`.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Deserialize;

use super::tool::{Tool, ToolAnswer};
use crate::{
    Result,
    analytics::{Amount, Comparison, Statement, Term},
    engine::Engine,
    interface::{
        json::{ComparedJson, ComparisonJson, LeftOutJson},
        mcp::{caveats, text},
        request::build_request,
        table::one_line,
    },
    model::Sides,
    search::FilterArg,
};

pub(super) struct Compare;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// What to compare, in the query language.
    query: String,
    /// A call, such as BABA-2026Q1.
    first: String,
    /// Another, such as BABA-2026Q2. The earlier is told first, however they are given.
    second: String,
    /// Only what is typed: no stems, no synonyms, no other script.
    #[serde(default)]
    literal: bool,
    /// Most entries of each list.
    #[serde(default = "default_limit")]
    #[schemars(range(min = 1, max = 50))]
    limit: usize,
}

fn default_limit() -> usize {
    5
}

impl Tool for Compare {
    const NAME: &'static str = "compare";
    const TITLE: &'static str = "Compare two calls";
    const ABOUT: &'static str = "Sets what two calls say of something side by side: counts, terms that \
        came and went, figures then and now with their change, amounts that only one states, passages \
        that go together and passages that stand alone, with citations. A figure is paired only where \
        words, currency, period and kind agree; read the sentences. Ids of calls come from list_calls.";
    type Arguments = Arguments;
    type Output = ComparedJson;

    fn answer(
        engine: &Engine,
        filters: Vec<FilterArg>,
        arguments: Arguments,
    ) -> Result<ToolAnswer<ComparedJson>> {
        let request = build_request(arguments.query, filters, arguments.literal)?;
        let calls = [arguments.first.as_str(), &arguments.second];
        let mut found = engine.compare(&request, calls, arguments.limit)?;
        let left_out = cut(&mut found, arguments.limit);
        let pairs = found
            .pairs
            .iter()
            .flat_map(|pair| [&pair.first, &pair.second]);
        let quoted = pairs.chain(found.alone.iter().flatten());
        let caveats = caveats::of(engine, quoted.map(|hit| (&*hit.call, &hit.passage)));
        let text = render(&found, left_out) + &text::caveats(&caveats);
        let json = ComparedJson {
            comparison: ComparisonJson::from(&found),
            left_out,
            caveats,
        };
        Ok(ToolAnswer { json, text })
    }
}

/// Cuts each list to its first entries; gives the numbers of those left out.
fn cut(found: &mut Comparison, limit: usize) -> LeftOutJson {
    fn cut<T>(list: &mut Vec<T>, limit: usize) -> usize {
        let over = list.len().saturating_sub(limit);
        list.truncate(limit);
        over
    }
    let [first, second] = &mut found.amounts;
    let [alone, lone] = &mut found.alone;
    LeftOutJson {
        figures: cut(&mut found.figures, limit),
        amounts: cut(first, limit) + cut(second, limit),
        pairs: cut(&mut found.pairs, limit),
        alone: cut(alone, limit) + cut(lone, limit),
    }
}

fn render(found: &Comparison, left_out: LeftOutJson) -> String {
    let mut out = String::new();
    for said in &found.calls {
        let _ = writeln!(
            out,
            "{}: {} of {} passages, {} mentions; executives {}, analysts {}",
            said.call.id, said.passages, said.of, said.mentions, said.executives, said.analysts
        );
    }
    out += &text::notes(&found.expansions, &found.warnings);
    for (said, terms) in found.calls.iter().zip(&found.terms) {
        if !terms.is_empty() {
            let terms: Vec<String> = terms.iter().map(term).collect();
            let _ = writeln!(out, "more in {}: {}", said.call.id, terms.join("; "));
        }
    }
    for figure in &found.figures {
        let change = figure.change.map(|change| format!(" ({:+.1})", change.by));
        let _ = writeln!(
            out,
            "\nin both: {} → {}{}",
            written(&figure.first),
            written(&figure.second),
            change.unwrap_or_default()
        );
        out += &[&figure.first, &figure.second]
            .map(first_statement)
            .concat();
    }
    for (said, amounts) in found.calls.iter().zip(&found.amounts) {
        for amount in amounts {
            let _ = writeln!(out, "\nonly {}: {}", said.call.id, written(amount));
            out += &first_statement(amount);
        }
    }
    for pair in &found.pairs {
        let _ = writeln!(out, "\nmuch the same, {:.2}:", pair.likeness);
        out += &[&pair.first, &pair.second].map(text::hit).concat();
    }
    for (said, hits) in found.calls.iter().zip(&found.alone) {
        for hit in hits {
            let _ = writeln!(out, "\nonly {}:", said.call.id);
            out += &text::hit(hit);
        }
    }
    let LeftOutJson {
        figures,
        amounts,
        pairs,
        alone,
    } = left_out;
    if figures + amounts + pairs + alone > 0 {
        let _ = writeln!(
            out,
            "\nleft out: {figures} figures, {amounts} amounts, {pairs} pairs, {alone} passages; a \
             higher limit gives them"
        );
    }
    out
}

/// `CapEx / 資本支出 5 against 1 (LMRA-2025Q3#23)`
fn term(term: &Term) -> String {
    let shown = both(&term.shown);
    let Term {
        passages,
        other,
        first,
        ..
    } = term;
    format!("{shown} {passages} against {other} ({first})")
}

fn written(amount: &Amount) -> String {
    both(&amount.written())
}

/// Both sides on one line.
fn both(sides: &Sides<String>) -> String {
    let sides: Vec<String> = sides.iter().map(|(_, side)| one_line(side)).collect();
    sides.join(" / ")
}

/// The sentence that states an amount first.
fn first_statement(amount: &Amount) -> String {
    let statement = |statement: &Statement| {
        let speaker = statement.speaker.clone().unwrap_or_default();
        let mut out = format!("**{}** {}\n", statement.citation, one_line(&speaker));
        for (_, sentence) in statement.sides.iter() {
            let _ = writeln!(out, "> {}", one_line(&sentence.text));
        }
        out
    };
    amount.statements.first().map(statement).unwrap_or_default()
}
