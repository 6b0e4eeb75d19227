//! Tables, comma or tab separated: a row a turn, or a row a question with its answer.
//!
//! ```text
//! symbol,year,quarter,date,speaker,title,text
//! ACM,2025,1,2025-05-06,Ann Wu,Chief Executive Officer,"We grew."
//!
//! asker,responder,question,answer
//! Bo Li,Ann Wu,"How is fuel?","Passed through."
//! ```

mod column;

use column::Column;

use super::{
    Document, Format, Heading, Paragraph, RawTurn, Transcript,
    speaker::{self, is_office},
    speech::{
        cue::{self, Cue},
        sentence, timestamp,
    },
    title::{date, headline, period},
};
use crate::model::{ExchangeSide, Period, Role, Section};

pub(super) struct Table;

/// Most seconds of a recording; greater times are milliseconds.
const MAX_SECONDS: f64 = 30_000.0;

/// Most columns of a table.
const MAX_COLUMNS: usize = 64;

/// A table whose columns are known.
struct Rows {
    columns: Vec<Column>,
    records: Vec<(usize, csv::StringRecord)>,
}

impl Rows {
    /// The table that a text is; none if its first line names no columns of speech.
    fn of(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let head = text.lines().find(|line| !line.trim().is_empty())?;
        // Each of many JSON records is looked at, so what is no table is told at once.
        if head.len() > 2_000 || head.starts_with(['{', '[']) {
            return None;
        }
        let delimiters = [b',', b'\t', b';'].into_iter();
        let mut delimiters = delimiters.filter(|delimiter| head.as_bytes().contains(delimiter));
        delimiters.find_map(|delimiter| {
            let head = read(head, delimiter, false).next()?;
            let columns: Vec<Column> = head.iter().map(Column::of).take(MAX_COLUMNS).collect();
            if !tells_speech(&columns) {
                return None;
            }
            let records = read(text, delimiter, true)
                .map(|record| (record.position().map_or(0, |at| at.line() as usize), record));
            let mut rows = Self {
                columns,
                records: records.collect(),
            };
            rows.name_firms();
            Some(rows)
        })
    }

    fn cell<'a>(&self, record: &'a csv::StringRecord, column: Column) -> &'a str {
        let at = self.columns.iter().position(|&known| known == column);
        at.and_then(|at| record.get(at)).map_or("", str::trim)
    }

    /// A column of companies in which one comes again after another has the firms of the speakers.
    fn name_firms(&mut self) {
        let mut order: Vec<&str> = Vec::new();
        let mut again = false;
        for (_, record) in &self.records {
            let company = self.cell(record, Column::Company);
            if order.last() == Some(&company) {
                continue;
            }
            again |= order.contains(&company);
            order.push(company);
            if again || order.len() > 1_000 {
                break;
            }
        }
        if again && !self.columns.contains(&Column::Firm) {
            for column in &mut self.columns {
                if *column == Column::Company {
                    *column = Column::Firm;
                }
            }
        }
    }

    /// The seconds of a cell: `1:02`, `62.5`, or milliseconds where times are too large for seconds.
    fn seconds(&self, record: &csv::StringRecord, column: Column) -> Option<u32> {
        let raw = |record| {
            let cell = self.cell(record, column);
            cell.parse::<f64>()
                .ok()
                .or_else(|| timestamp::leading(cell).map(|(seconds, _)| f64::from(seconds)))
        };
        let latest = self
            .records
            .last()
            .and_then(|(_, last)| raw(last))
            .unwrap_or(0.0);
        let unit = if latest > MAX_SECONDS { 1_000.0 } else { 1.0 };
        let seconds = raw(record)? / unit;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (0.0..=MAX_SECONDS)
            .contains(&seconds)
            .then_some(seconds as u32)
    }

    /// The turns of a table of timed pieces of speech without speakers, as recognisers write them.
    fn cues(&self) -> Vec<RawTurn> {
        let cues = self.records.iter().map(|(_, record)| Cue {
            start: self.seconds(record, Column::Start).unwrap_or(0),
            end: self.seconds(record, Column::End),
            text: self.cell(record, Column::Text).to_owned(),
            ..Cue::default()
        });
        cue::turns(cues.collect())
    }

    /// What tells the call of a row.
    fn call_of(&self, record: &csv::StringRecord) -> [String; 5] {
        [
            Column::Ticker,
            Column::Company,
            Column::Year,
            Column::Quarter,
            Column::Date,
        ]
        .map(|column| self.cell(record, column).to_owned())
    }
}

/// Whether columns say who speaks or asks, and what.
fn tells_speech(columns: &[Column]) -> bool {
    let has = |column| columns.contains(&column);
    let asked = has(Column::Question) && has(Column::Answer);
    asked || has(Column::Text) && (has(Column::Speaker) || has(Column::Start))
}

fn read(text: &str, delimiter: u8, has_headers: bool) -> impl Iterator<Item = csv::StringRecord> {
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(has_headers)
        .flexible(true)
        .from_reader(std::io::Cursor::new(text.as_bytes().to_vec()));
    reader.into_records().filter_map(Result::ok)
}

impl Format for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let Some(rows) = Rows::of(document.text()) else {
            return false;
        };
        let texts = rows.records.iter().take(200).filter(|(_, record)| {
            [Column::Text, Column::Question, Column::Answer]
                .iter()
                .any(|&column| rows.cell(record, column).contains([' ', '，', '。']))
        });
        // Rows of single words are tokens, not speech.
        let spoken = texts.count() * 2 >= rows.records.len().min(200);
        let one_call = rows.records.first().is_none_or(|(_, first)| {
            let call = rows.call_of(first);
            rows.records
                .iter()
                .all(|(_, record)| rows.call_of(record) == call)
        });
        !rows.records.is_empty() && spoken && one_call
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let mut transcript = Transcript::default();
        let Some(rows) = Rows::of(document.text()) else {
            return transcript;
        };
        transcript.mark_unparsed(
            1,
            document.text().lines().next().unwrap_or_default(),
            "heads of columns",
        );
        if let Some((_, first)) = rows.records.first() {
            facts(&rows, first, &mut transcript);
        }
        if !rows.columns.contains(&Column::Speaker) && rows.columns.contains(&Column::Start) {
            transcript.turns = rows.cues();
            return transcript;
        }
        for (line, record) in &rows.records {
            row(&rows, record, &mut transcript);
            let known = |at: usize| {
                rows.columns
                    .get(at)
                    .is_some_and(|column| *column != Column::Other)
            };
            let unknown = record
                .iter()
                .enumerate()
                .filter(|&(at, cell)| !known(at) && !cell.trim().is_empty());
            for (_, cell) in unknown {
                transcript.mark_unparsed(*line, cell.trim(), "another column");
            }
        }
        transcript
    }
}

fn facts(rows: &Rows, first: &csv::StringRecord, transcript: &mut Transcript) {
    let cell = |column| Some(rows.cell(first, column)).filter(|cell| !cell.is_empty());
    if let Some(title) = cell(Column::CallTitle) {
        headline::read(title, transcript);
    }
    let symbol = cell(Column::Ticker).map(|symbol| symbol.rsplit(':').next().unwrap_or(symbol));
    transcript.ticker = symbol
        .map(|symbol| symbol.trim().to_uppercase())
        .or(transcript.ticker.take());
    transcript.company = cell(Column::Company)
        .map(str::to_owned)
        .or(transcript.company.take());
    transcript.date = cell(Column::Date)
        .and_then(date::first)
        .or(transcript.date.take());
    transcript.period =
        fiscal_period(cell(Column::Year), cell(Column::Quarter)).or(transcript.period);
}

/// The period of a year and a quarter, as columns write them.
fn fiscal_period(year: Option<&str>, quarter: Option<&str>) -> Option<Period> {
    let quarter = quarter?;
    let whole = period::find(quarter).or_else(|| quarter.parse().ok());
    whole.or_else(|| {
        let quarter = match quarter {
            "1" | "2" | "3" | "4" => format!("Q{quarter}"),
            quarter => quarter.to_owned(),
        };
        format!("{}{quarter}", year?).parse().ok()
    })
}

/// Adds the turns of a row.
fn row(rows: &Rows, record: &csv::StringRecord, transcript: &mut Transcript) {
    let cell = |column| rows.cell(record, column);
    if rows.columns.contains(&Column::Question) && rows.columns.contains(&Column::Answer) {
        let sides = [
            (Column::Asker, Column::Question, ExchangeSide::Asked),
            (Column::Answerer, Column::Answer, ExchangeSide::Answered),
        ];
        for (who, text, side) in sides {
            let mut heading = person(cell(who), "", "");
            if side == ExchangeSide::Asked && !heading.name.is_empty() {
                heading.role = Some(Role::Analyst);
            }
            add(
                heading,
                cell(text),
                Some(Section::Qa),
                Some(side),
                transcript,
            );
        }
        return;
    }
    let section = match cell(Column::Section).to_lowercase().as_str() {
        section
            if section.contains("question")
                || section.contains("q&a")
                || section == "qa"
                || section.contains('问') =>
        {
            Some(Section::Qa)
        }
        section
            if section.contains("prepared")
                || section.contains("presentation")
                || section.contains("management") =>
        {
            Some(Section::Prepared)
        }
        _ => None,
    };
    let mut heading = person(
        cell(Column::Speaker),
        cell(Column::Title),
        cell(Column::Firm),
    );
    let stated = cell(Column::Role);
    heading.role = heading.role.or(role(stated));
    // What states no role is a title: `Managing Director` of whatever firm.
    if heading.role.is_none() && heading.title.is_none() && is_office(stated) {
        heading.title = Some(stated.to_owned());
    }
    add(heading, cell(Column::Text), section, None, transcript);
}

fn person(name: &str, title: &str, firm: &str) -> Heading {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mut heading = speaker::parse_speaker(name).unwrap_or_else(|| Heading {
        name: name.to_owned(),
        ..Heading::default()
    });
    if some(title).is_some() && !title.eq_ignore_ascii_case(name) {
        heading.title = some(title);
    }
    heading.firm = some(firm).or(heading.firm);
    heading
}

fn role(written: &str) -> Option<Role> {
    let lower = written.to_lowercase();
    match lower.as_str() {
        "analyst" => Some(Role::Analyst),
        "executive" | "management" | "company" => Some(Role::Executive),
        "operator" => Some(Role::Operator),
        _ => None,
    }
}

/// Adds what somebody says; rows of one speaker are one turn.
fn add(
    heading: Heading,
    text: &str,
    section: Option<Section>,
    side: Option<ExchangeSide>,
    transcript: &mut Transcript,
) {
    let paragraphs: Vec<Paragraph> = text
        .lines()
        .flat_map(sentence::split_long)
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| Paragraph::new(paragraph.trim()))
        .collect();
    if paragraphs.is_empty() {
        return;
    }
    match transcript.turns.last_mut() {
        Some(turn) if side.is_none() && turn.heading == heading && turn.section == section => {
            turn.paragraphs.extend(paragraphs);
        }
        _ => transcript.turns.push(RawTurn {
            heading,
            section,
            side,
            paragraphs,
        }),
    }
}

/// The tables of single calls within a table of several, each with its first line; none for one call.
pub(in crate::transcript) fn split_table(text: &str) -> Vec<(usize, String)> {
    let Some(rows) = Rows::of(text) else {
        return Vec::new();
    };
    let mut order: Vec<[String; 5]> = Vec::new();
    let mut tables: std::collections::HashMap<[String; 5], (usize, csv::Writer<Vec<u8>>)> =
        std::collections::HashMap::new();
    let head: Vec<&str> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .find(|line| !line.trim().is_empty())
        .into_iter()
        .collect();
    let head = [b',', b'\t', b';'].into_iter().find_map(|delimiter| {
        let record = read(head.first()?, delimiter, false).next()?;
        (record.len() == rows.columns.len()).then_some(record)
    });
    let Some(head) = head else { return Vec::new() };
    for (line, record) in &rows.records {
        let call = rows.call_of(record);
        let (_, table) = tables.entry(call.clone()).or_insert_with(|| {
            order.push(call);
            let mut table = csv::WriterBuilder::new()
                .flexible(true)
                .from_writer(Vec::new());
            let _ = table.write_record(&head);
            (*line, table)
        });
        let _ = table.write_record(record);
    }
    let written = order.into_iter().filter_map(|call| {
        let (line, table) = tables.remove(&call)?;
        Some((line, String::from_utf8(table.into_inner().ok()?).ok()?))
    });
    written.collect()
}
