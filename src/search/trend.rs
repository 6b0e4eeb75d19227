//! Trends: how often something is said, by period, company, speaker, role, firm or section.

use std::collections::{BTreeMap, HashMap};

use tantivy::collector::DocSetCollector;

use super::{
    Expansion, Request, Spotter,
    compile::compile,
    facet,
    list::matching,
    response::most_lit,
    run::{expansions, plan_request, why_nothing},
};
use crate::{
    Error, Result,
    index::{FacetField, Reader},
    model::{Call, Passage, Period, Word},
    query::{Expr, parse},
    text::Glossary,
};

/// How often a query is met, value by value.
#[derive(Debug, Clone)]
pub struct Trend {
    /// The query, as typed.
    pub query: String,
    /// What the rows stand for.
    pub by: FacetField,
    /// Passages that match, those without a value included.
    pub total: u64,
    /// Calls with a passage that matches.
    pub total_calls: u64,
    /// Places where something matches, on the side of a passage that has more.
    pub mentions: u64,
    /// A row for each value that the filters leave, also where nothing matches: periods in order of
    /// time, sections in that of a call, other values the most frequent first.
    pub rows: Vec<TrendRow>,
    /// What terms were taken to mean besides themselves.
    pub expansions: Vec<Expansion>,
    /// What the reader should know about the answer.
    pub warnings: Vec<String>,
}

/// One value of a trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendRow {
    /// The value.
    pub value: String,
    /// Passages that match.
    pub passages: u64,
    /// Passages with the value, matching or not.
    pub of: u64,
    /// Places where something matches, on the side of a passage that has more.
    pub mentions: u64,
    /// The first passage that matches, by period and place in the call.
    pub first: Option<Mention>,
    /// The last one.
    pub last: Option<Mention>,
}

/// A passage that matches, and when it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its citation.
    pub citation: String,
    /// Fiscal period of the call.
    pub period: Option<Period>,
}

impl TrendRow {
    /// Matching passages in a thousand.
    pub fn per_thousand(&self) -> f64 {
        if self.of == 0 {
            0.0
        } else {
            self.passages as f64 * 1000.0 / self.of as f64
        }
    }
}

/// Where a passage stands in time: period, call, number.
type Moment = (Option<Period>, String, u32);

/// What has been counted of a value.
#[derive(Default)]
struct Count {
    passages: u64,
    mentions: u64,
    first: Option<Moment>,
    last: Option<Moment>,
}

/// Counts the matches of a request's query by a field; paging and order of the request are ignored.
pub fn trend(
    reader: &Reader,
    request: &Request,
    by: FacetField,
    glossary: &Glossary,
) -> Result<Trend> {
    let expr = parse(&request.query)?;
    if expr == Expr::All(Vec::new()) {
        return Err(Error::request("there is nothing to count")
            .hint("type a word or a \"phrase\", as for a search"));
    }
    let plan = plan_request(reader, request, glossary, &expr)?;
    let query = compile(&plan, reader)?;
    let spotter = Spotter::new(&plan);
    let mut calls: HashMap<String, Call> = HashMap::new();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let (mut total, mut mentions) = (0, 0);
    for address in reader.searcher.search(&*query, &DocSetCollector)? {
        let record = reader.passage_at(address)?;
        if !calls.contains_key(&record.call) {
            let missing = || Error::index(format!("the index lacks the call {}", record.call));
            let call = reader.call(&record.call)?.ok_or_else(missing)?;
            calls.insert(record.call.clone(), call);
        }
        let Some(call) = calls.get(&record.call) else {
            continue;
        };
        let said = spotted(&spotter, call, &record.passage);
        total += 1;
        mentions += said;
        if let Some(value) = value(call, &record.passage, by) {
            let moment = (call.period, call.id.clone(), record.passage.n);
            counts.entry(value).or_default().add(said, moment);
        }
    }
    let mut warnings = Vec::new();
    if total == 0 {
        warnings = why_nothing(reader, request, glossary, &expr)?;
    }
    Ok(Trend {
        query: request.query.clone(),
        by,
        total,
        total_calls: calls.len() as u64,
        mentions,
        rows: rows(reader, request, by, glossary, counts)?,
        expansions: expansions(&plan),
        warnings,
    })
}

/// How often something matches on the side of a passage that has more.
fn spotted(spotter: &Spotter, call: &Call, passage: &Passage) -> u64 {
    let (lit, _) = spotter.spot(&passage.text, call.exchange_side_of(passage));
    most_lit(&lit)
}

/// The value of a passage; none where it has none.
fn value(call: &Call, passage: &Passage, by: FacetField) -> Option<String> {
    let speaker = call.speaker_of(passage);
    match by {
        FacetField::Company => Some(call.company.id.clone()),
        FacetField::Speaker => speaker.map(|speaker| speaker.name.clone()),
        FacetField::Role => speaker.map(|speaker| speaker.role.word().to_owned()),
        FacetField::Firm => speaker.and_then(|speaker| speaker.firm.clone()),
        FacetField::Section => Some(passage.section.word().to_owned()),
        FacetField::Period => call.period.map(|period| period.to_string()),
    }
}

/// A row for each value that the filters leave.
fn rows(
    reader: &Reader,
    request: &Request,
    by: FacetField,
    glossary: &Glossary,
    mut counts: BTreeMap<String, Count>,
) -> Result<Vec<TrendRow>> {
    let everything = Request {
        query: String::new(),
        ..request.clone()
    };
    let everything = matching(reader, &everything, glossary)?;
    let all = facet::count(reader, &*everything, &[by])?.facets;
    let mut rows = Vec::new();
    for facet in all.into_iter().flat_map(|(_, values)| values) {
        let count = counts.remove(&facet.value).unwrap_or_default();
        rows.push(count.row(facet.value, facet.count));
    }
    match by {
        FacetField::Period => rows.sort_by_key(|row| row.value.parse::<Period>().ok()),
        FacetField::Section => {
            let sections = <crate::model::Section as Word>::ALL;
            rows.sort_by_key(|row| {
                sections
                    .iter()
                    .position(|section| section.word() == row.value)
            });
        }
        _ => rows.sort_by(|a, b| {
            let key = |row: &TrendRow| (row.passages, row.mentions);
            key(b).cmp(&key(a)).then_with(|| a.value.cmp(&b.value))
        }),
    }
    Ok(rows)
}

impl Count {
    fn add(&mut self, mentions: u64, moment: Moment) {
        self.passages += 1;
        self.mentions += mentions;
        if self.first.as_ref().is_none_or(|first| moment < *first) {
            self.first = Some(moment.clone());
        }
        if self.last.as_ref().is_none_or(|last| moment > *last) {
            self.last = Some(moment);
        }
    }

    fn row(self, value: String, of: u64) -> TrendRow {
        let mention = |(period, call, n): Moment| Mention {
            citation: format!("{call}#{n}"),
            period,
        };
        TrendRow {
            value,
            passages: self.passages,
            of,
            mentions: self.mentions,
            first: self.first.map(mention),
            last: self.last.map(mention),
        }
    }
}
