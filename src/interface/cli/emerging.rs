//! `verbatim trend --emerging`.

use std::fmt::Write;

use serde::Serialize;

use super::{
    columns::{Column, table},
    layout::{DIM, RESET, counted},
    related::citations,
    render::Render,
    session::Session,
};
use crate::{
    analytics::{Emerging, EmergingTerm},
    interface::{
        json::{EmergingJson, EmergingTermJson},
        table::{self, Table},
    },
};

impl Render for Emerging {
    fn document(&self) -> impl Serialize {
        EmergingJson::from(self)
    }

    fn records(&self) -> Vec<impl Serialize> {
        EmergingTermJson::of(self).collect()
    }

    fn table(&self) -> Table {
        table::emerging(self)
    }

    fn text(&self, session: &Session) -> String {
        let columns = [
            Column::text("TERM", 36, |(_, term): &(&Emerging, &EmergingTerm)| {
                term.term.clone()
            }),
            Column::number("PASSAGES", |(_, term)| term.passages[0].to_string()),
            Column::number("PER 1,000", |(emerging, term)| {
                format!("{:.1}", emerging.shares(term)[0])
            }),
            Column::number("BEFORE", |(emerging, term)| {
                format!("{:.1}", emerging.shares(term)[1])
            }),
            Column::number("CALLS", |(_, term)| term.calls.to_string()),
            Column::number("COMPANIES", |(_, term)| term.companies.to_string()),
            Column::text("FIRST AND LAST", usize::MAX, |(_, term)| {
                citations(&term.mentions)
            }),
        ];
        let rows: Vec<_> = self.terms.iter().map(|term| (self, term)).collect();
        let mut out = table(session.layout, &columns, &rows);
        for warning in &self.warnings {
            out += &session.layout.labelled("note:", warning);
        }
        let [of, of_before] = self.of;
        let [first, last] = self.before;
        let summary = format!(
            "{}: {} against {of_before} of {first} to {last}",
            self.period,
            counted(of, "passage", "passages")
        );
        let _ = writeln!(out, "{DIM}{}{RESET}", session.layout.clip(&summary, 0));
        out
    }
}
