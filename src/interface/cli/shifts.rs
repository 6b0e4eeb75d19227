//! `verbatim trend --new-in`, `verbatim trend --gone-since`.

use std::fmt::Write;

use super::{
    Outcome, Printed, Session,
    args::Trend as Args,
    columns::{Column, table},
    layout::{BOLD, DIM, RESET, counted},
    output::Answer,
};
use crate::{
    Result,
    analytics::{MentionChange, MentionChangeRow, MentionChanges, MentionStatus},
    engine::Engine,
    index::FacetField,
    interface::{
        json::{MentionChangeRecordJson, MentionChangesJson, OneOrMore},
        table::Table,
    },
    model::Word,
    search::Request,
};

/// Prints who shifts, for each query.
pub(super) fn print(
    session: &Session,
    args: &Args,
    engine: &Engine,
    requests: &[Request],
    (shift, by): (MentionChange, FacetField),
) -> Result<Printed> {
    let answers = requests
        .iter()
        .map(|request| engine.shifts(request, shift, by))
        .collect::<Result<Vec<MentionChanges>>>()?;
    let mut rows = answers.iter().flat_map(|answer| &answer.rows);
    let told = rows.any(|row| matches!(row.standing, MentionStatus::New | MentionStatus::Silent));
    let limit = args.limit.unwrap_or(usize::MAX);
    session.answer(&Answers { answers, limit }, Outcome::of(told))
}

struct Answers {
    answers: Vec<MentionChanges>,
    limit: usize,
}

impl Answer for Answers {
    type Document = OneOrMore<MentionChangesJson>;
    type Record = MentionChangeRecordJson;

    fn document(&self) -> OneOrMore<MentionChangesJson> {
        let answers: Vec<MentionChangesJson> =
            self.answers.iter().map(MentionChangesJson::from).collect();
        answers.into()
    }

    fn records(&self) -> Vec<MentionChangeRecordJson> {
        self.answers
            .iter()
            .flat_map(MentionChangeRecordJson::of)
            .collect()
    }

    fn table(&self) -> Table {
        Table {
            columns: &[
                "query",
                "by",
                "shift",
                "value",
                "standing",
                "passages",
                "calls",
                "heard",
                "mention",
                "period",
                "name",
                "firm",
                "companies",
            ],
            rows: self.answers.iter().flat_map(records).collect(),
        }
    }

    fn text(&self, session: &Session) -> String {
        render(session, self.limit, &self.answers)
    }
}

fn records(answer: &MentionChanges) -> impl Iterator<Item = Vec<String>> {
    answer.rows.iter().map(|row| {
        vec![
            answer.query.clone(),
            answer.by.to_string(),
            answer.shift.to_string(),
            row.value.clone(),
            row.standing.to_string(),
            row.passages.to_string(),
            row.calls.to_string(),
            row.heard.to_string(),
            row.mention.citation.clone(),
            period(row),
            row.name.clone().unwrap_or_default(),
            row.firm.clone().unwrap_or_default(),
            row.companies.join(" "),
        ]
    })
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
        let rows = answer.rows.iter().take(shown);
        let rows = rows.map(|row| record(answer, row)).collect();
        out.push_str(&table(session.layout, &columns(answer), rows));
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

fn columns(answer: &MentionChanges) -> [Column; 7] {
    let value = match answer.by {
        FacetField::Company => "COMPANY",
        FacetField::Speaker => "SPEAKER",
        FacetField::Firm => "FIRM",
        _ => "ROLE",
    };
    let about = match answer.by {
        FacetField::Company => "NAME",
        FacetField::Speaker => "FIRM OR COMPANY",
        _ => "COMPANIES",
    };
    let [period, heard, mention] = match answer.shift {
        MentionChange::NewIn(_) => ["FIRST", "BEFORE", "MENTION"],
        MentionChange::GoneSince(_) => ["LAST", "SINCE", "MENTION"],
    };
    [
        Column::text(value, 20),
        Column::text("", 16),
        Column::text(period, 6),
        Column::number("PASSAGES"),
        Column::number(heard),
        Column::text(mention, usize::MAX),
        Column::text(about, usize::MAX),
    ]
}

fn record(answer: &MentionChanges, row: &MentionChangeRow) -> Vec<String> {
    let about = match answer.by {
        FacetField::Company => row.name.clone().unwrap_or_default(),
        FacetField::Speaker => row.firm.clone().unwrap_or_else(|| row.companies.join(" ")),
        _ => row.companies.join(" "),
    };
    vec![
        row.value.clone(),
        standing(answer.shift, row.standing).to_owned(),
        period(row),
        row.passages.to_string(),
        row.heard.to_string(),
        row.mention.citation.clone(),
        about,
    ]
}

fn period(row: &MentionChangeRow) -> String {
    (row.mention.period).map_or(String::new(), |period| period.to_string())
}

/// A standing in words.
fn standing(shift: MentionChange, standing: MentionStatus) -> &'static str {
    match (standing, shift) {
        (MentionStatus::New, _) => "new",
        (MentionStatus::Silent, _) => "silent",
        (MentionStatus::Absent, MentionChange::NewIn(_)) => "not heard before",
        (MentionStatus::Absent, MentionChange::GoneSince(_)) => "not heard since",
        (MentionStatus::Unknown, MentionChange::NewIn(_)) => "no earlier calls",
        (MentionStatus::Unknown, MentionChange::GoneSince(_)) => "no later calls",
    }
}

/// How many rows there are of each standing; how much is said at any time.
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
    let told = match answer.shift {
        MentionChange::NewIn(range) => {
            let new = counted(of(MentionStatus::New), one, many);
            format!("{new} new in {range}")
        }
        MentionChange::GoneSince(since) => {
            let silent = counted(of(MentionStatus::Silent), one, many);
            format!("{silent} silent since {since}")
        }
    };
    let untold = <MentionStatus as Word>::ALL
        .iter()
        .skip(2)
        .filter_map(|&which| {
            let rows = of(which);
            let which = standing(answer.shift, which).replace("no ", "without ");
            (rows > 0).then(|| format!(", {rows} {which}"))
        });
    let said = format!(
        "{} in {}",
        counted(answer.total, "passage", "passages"),
        counted(answer.total_calls, "call", "calls"),
    );
    [told + &untold.collect::<String>(), said]
}
