//! Rows of related and of emerging terms.

use super::columns::{Table, column, optional};
use crate::{
    analytics::{Emerging, EmergingTerm, Mention, Related, RelatedTerm},
    model::Word,
};

/// One row per related term.
pub fn related(related: &Related) -> Table {
    let columns = [
        column("term", |term: &RelatedTerm| term.term.clone()),
        column("relation", |term| term.relation.word().to_owned()),
        column("passages", |term| term.passages.to_string()),
        column("calls", |term| term.calls.to_string()),
        column("score", |term| format!("{:.1}", term.score)),
        column("since", |term| optional(term.since)),
        column("in_glossary", |term| term.in_glossary.to_string()),
        column("first", |term| citation(term.mentions.first())),
        column("last", |term| citation(term.mentions.last())),
    ];
    Table::new(&columns, &related.terms)
}

/// One row per emerging term.
pub fn emerging(emerging: &Emerging) -> Table {
    let columns = [
        column("term", |(_, term): &(&Emerging, &EmergingTerm)| {
            term.term.clone()
        }),
        column("period", |(emerging, _)| emerging.period.to_string()),
        column("passages", |(_, term)| term.passages[0].to_string()),
        column("passages_before", |(_, term)| term.passages[1].to_string()),
        column("per_1000", |(emerging, term)| {
            format!("{:.2}", emerging.shares(term)[0])
        }),
        column("per_1000_before", |(emerging, term)| {
            format!("{:.2}", emerging.shares(term)[1])
        }),
        column("calls", |(_, term)| term.calls.to_string()),
        column("companies", |(_, term)| term.companies.to_string()),
        column("score", |(_, term)| format!("{:.1}", term.score)),
        column("first", |(_, term)| citation(term.mentions.first())),
        column("last", |(_, term)| citation(term.mentions.last())),
    ];
    let rows: Vec<_> = emerging.terms.iter().map(|term| (emerging, term)).collect();
    Table::new(&columns, &rows)
}

fn citation(mention: Option<&Mention>) -> String {
    mention.map_or_else(String::new, |mention| mention.citation.clone())
}
