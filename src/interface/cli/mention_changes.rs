//! `verbatim trend --new-in`, `verbatim trend --gone-since`.

use std::fmt::Write;

use serde::Serialize;

use super::{
    args::Trend as Args,
    columns::{Column, table},
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, DIM, RESET, counted},
    render::Render,
    session::Session,
};
use crate::{
    Result,
    analytics::{MentionChange, MentionChangeRow, MentionChanges, MentionStatus},
    engine::Engine,
    index::FacetField,
    interface::{
        json::{MentionChangeRecordJson, MentionChangesJson, OneOrMore},
        table::{Table, column, optional},
    },
    model::Word,
    query::Field,
    search::Request,
};

/// Prints the changes for each query.
pub(super) fn print(
    session: &Session,
    args: &Args,
    engine: &Engine,
    requests: &[Request],
    (shift, by): (MentionChange, FacetField),
) -> Result<CommandOutput> {
    let answers = requests
        .iter()
        .map(|request| engine.shifts(request, shift, by))
        .collect::<Result<Vec<MentionChanges>>>()?;
    let mut rows = answers.iter().flat_map(|answer| &answer.rows);
    let found = rows.any(|row| matches!(row.standing, MentionStatus::New | MentionStatus::Silent));
    let limit = args.limit().unwrap_or(usize::MAX);
    session.render(&Answers { answers, limit }, Outcome::of(found))
}

struct Answers {
    answers: Vec<MentionChanges>,
    limit: usize,
}

impl Render for Answers {
    fn document(&self) -> impl Serialize {
        let answers: Vec<MentionChangesJson> =
            self.answers.iter().map(MentionChangesJson::from).collect();
        OneOrMore::from(answers)
    }

    fn records(&self) -> Vec<impl Serialize> {
        self.answers
            .iter()
            .flat_map(MentionChangeRecordJson::of)
            .collect()
    }

    fn table(&self) -> Table {
        let columns = [
            column("query", |(answer, _): &Row| answer.query.clone()),
            column("by", |(answer, _)| answer.by.to_string()),
            column("shift", |(answer, _)| answer.shift.to_string()),
            column("value", |(_, row)| row.value.clone()),
            column("standing", |(_, row)| row.standing.to_string()),
            column("passages", |(_, row)| row.passages.to_string()),
            column("calls", |(_, row)| row.calls.to_string()),
            column("heard", |(_, row)| row.heard.to_string()),
            column("mention", |(_, row)| row.mention.citation.clone()),
            column(Field::Period.word(), |(_, row)| {
                optional(row.mention.period)
            }),
            column("name", |(_, row)| optional(row.name.as_ref())),
            column(Field::Firm.word(), |(_, row)| optional(row.firm.as_ref())),
            column("companies", |(_, row)| row.companies.join(" ")),
        ];
        let rows: Vec<Row> = self.answers.iter().flat_map(rows).collect();
        Table::new(&columns, &rows)
    }

    fn text(&self, session: &Session) -> String {
        render(session, self.limit, &self.answers)
    }
}

/// A row with the answer it belongs to.
type Row<'a> = (&'a MentionChanges, &'a MentionChangeRow);

fn rows(answer: &MentionChanges) -> impl Iterator<Item = Row<'_>> {
    answer.rows.iter().map(move |row| (answer, row))
}

fn render(session: &Session, limit: usize, answers: &[MentionChanges]) -> String {
    let mut out = String::new();
    for (at, answer) in answers.iter().enumerate() {
        if answers.len() > 1 {
            if at > 0 {
                out.push('\n');
            }
            let query = session.layout.clip(&answer.query, 0);
            let _ = writeln!(out, "{BOLD}{query}{RESET}");
        }
        let shown = answer.rows.len().min(limit);
        let rows: Vec<Row> = rows(answer).take(shown).collect();
        out.push_str(&table(session.layout, &columns(answer), &rows));
        if shown < answer.rows.len() {
            let _ = writeln!(out, "{DIM}and {} more{RESET}", answer.rows.len() - shown);
        }
        for warning in &answer.warnings {
            out.push_str(&session.layout.labelled("note:", warning));
        }
        for line in summary(answer) {
            let _ = writeln!(out, "{DIM}{}{RESET}", session.layout.clip(&line, 0));
        }
    }
    out
}

fn columns(answer: &MentionChanges) -> [Column<Row<'_>>; 7] {
    let value = match answer.by {
        FacetField::Company => "COMPANY",
        FacetField::Speaker => "SPEAKER",
        FacetField::Firm => "FIRM",
        _ => "ROLE",
    };
    let about = match answer.by {
        FacetField::Company => "ID",
        FacetField::Speaker => "FIRM OR COMPANY",
        _ => "COMPANIES",
    };
    let [period, heard] = match answer.shift {
        MentionChange::NewIn(_) => ["FIRST", "BEFORE"],
        MentionChange::GoneSince(_) => ["LAST", "SINCE"],
    };
    [
        Column::text(value, 30, |(_, row)| {
            row.name.as_ref().unwrap_or(&row.value).clone()
        }),
        Column::text("", 16, |(answer, row)| {
            status(answer.shift, row.standing).to_owned()
        }),
        Column::text(period, 6, |(_, row)| optional(row.mention.period)),
        Column::number("PASSAGES", |(_, row)| row.passages.to_string()),
        Column::number(heard, |(_, row)| row.heard.to_string()),
        Column::whole("MENTION", |(_, row)| row.mention.citation.clone()),
        Column::text(about, usize::MAX, description),
    ]
}

/// The firm or companies of anybody but a company, whose id it is.
fn description((answer, row): &Row) -> String {
    match answer.by {
        FacetField::Company => row.value.clone(),
        FacetField::Speaker => row.firm.clone().unwrap_or_else(|| row.companies.join(" ")),
        _ => row.companies.join(" "),
    }
}

/// A status in words.
fn status(change: MentionChange, status: MentionStatus) -> &'static str {
    match (status, change) {
        (MentionStatus::New, _) => "new",
        (MentionStatus::Silent, _) => "silent",
        (MentionStatus::Absent, MentionChange::NewIn(_)) => "not heard before",
        (MentionStatus::Absent, MentionChange::GoneSince(_)) => "not heard since",
        (MentionStatus::Unknown, MentionChange::NewIn(_)) => "no earlier calls",
        (MentionStatus::Unknown, MentionChange::GoneSince(_)) => "no later calls",
    }
}

/// The numbers of rows by status, and the total of passages.
fn summary(answer: &MentionChanges) -> [String; 2] {
    let [one, many] = match answer.by {
        FacetField::Company => ["company", "companies"],
        FacetField::Speaker => ["speaker", "speakers"],
        FacetField::Firm => ["firm", "firms"],
        _ => ["role", "roles"],
    };
    let of = |standing| {
        let rows = answer.rows.iter().filter(|row| row.standing == standing);
        rows.count() as u64
    };
    let changed = match answer.shift {
        MentionChange::NewIn(range) => {
            let new = counted(of(MentionStatus::New), one, many);
            format!("{new} new in {range}")
        }
        MentionChange::GoneSince(since) => {
            let silent = counted(of(MentionStatus::Silent), one, many);
            format!("{silent} silent since {since}")
        }
    };
    let others = <MentionStatus as Word>::ALL
        .iter()
        .skip(2)
        .filter_map(|&which| {
            let rows = of(which);
            let which = status(answer.shift, which).replace("no ", "without ");
            (rows > 0).then(|| format!(", {rows} {which}"))
        });
    let total = format!(
        "{} in {}",
        counted(answer.total, "passage", "passages"),
        counted(answer.total_calls, "call", "calls"),
    );
    [changed + &others.collect::<String>(), total]
}
