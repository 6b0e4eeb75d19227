//! First and last mentions: who begins to mention something in a period, and who stops.

use std::collections::{BTreeMap, BTreeSet};

mod change;

pub use self::change::MentionChange;
use self::change::Time;
use super::trend::{Mention, parse_nonempty};
use crate::{
    Result,
    index::{CallSummary, FacetField},
    model::{Period, Role, Word, word_enum},
    query::{Expr, Field},
    search::{
        Expansion, Glossary, Request,
        collector::RowMentions,
        list::aggregation::{Aggregation, COLUMNS as AGGREGATED_COLUMNS, Voice},
        plan::plan_request,
        store::Store,
        zero_results::explain_zero_results,
    },
};

word_enum! {
    /// What the calls on the other side of the change say about a row: calls before a first
    /// mention, or after a last one.
    MentionStatus {
        /// Spoke before without mentioning it.
        New = "new",
        /// Has spoken since without mentioning it.
        Silent = "silent",
        /// Did not speak although there are calls; nothing can be concluded.
        Absent = "absent",
        /// There are no calls; nothing can be concluded.
        Unknown = "unknown",
    }
}

/// First or last mentions.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MentionChanges {
    /// The query, as typed.
    pub query: String,
    /// The field of the rows.
    pub by: FacetField,
    /// The change that was looked for.
    pub shift: MentionChange,
    /// Number of passages that match, at any time.
    pub total: u64,
    /// Number of calls with a passage that matches.
    pub total_calls: u64,
    /// Rows by status, then the most passages first.
    pub rows: Vec<MentionChangeRow>,
    /// Calls without a period.
    pub unplaced: Unplaced,
    /// Expansions of the query's terms.
    pub expansions: Vec<Expansion>,
    /// Warnings for the reader.
    pub warnings: Vec<String>,
}

/// A company, person, firm or role with a first or last mention at the requested time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MentionChangeRow {
    /// Company id, name of the person or firm, or role: a value for a filter.
    pub value: String,
    /// Name of the company, where rows are companies.
    pub name: Option<String>,
    /// Firm of an analyst, where rows are people.
    pub firm: Option<String>,
    /// Ids of the companies on whose calls it speaks, in order.
    pub companies: Vec<String>,
    /// Status, from the calls on the other side of the change.
    pub standing: MentionStatus,
    /// The first mention; of a last mention the last.
    pub mention: Mention,
    /// Number of matching passages in the period; for a last mention before it.
    pub passages: u64,
    /// Number of calls with such a passage.
    pub calls: u64,
    /// Number of calls before the period in which it speaks; for a last mention from the period on.
    pub heard: u64,
}

/// Calls without a fiscal period, which cannot be ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unplaced {
    /// Number of calls that the filters leave.
    pub calls: u64,
    /// Number of those with a matching passage.
    pub matching: u64,
}

/// Key of a row: its value, and what distinguishes people of one name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Subject {
    value: String,
    firm: Option<String>,
    company: Option<String>,
}

impl Subject {
    /// The subject of a passage; none where the field has no value.
    fn of(call: &CallSummary, speaker: Option<Voice<'_>>, by: FacetField) -> Option<Self> {
        let (value, firm, company) = match by {
            FacetField::Company => (call.company.id.as_str(), None, None),
            FacetField::Speaker => match speaker? {
                Voice {
                    name,
                    role: Role::Analyst,
                    firm,
                    ..
                } => (name, firm, None),
                Voice { name, .. } => (name, None, Some(call.company.id.as_str())),
            },
            FacetField::Firm => {
                let analyst = speaker.filter(|speaker| speaker.role == Role::Analyst)?;
                (analyst.firm?, None, None)
            }
            FacetField::Role => (speaker?.role.word(), None, None),
            FacetField::Section | FacetField::Period => return None,
        };
        Some(Self {
            value: value.to_owned(),
            firm: firm.map(str::to_owned),
            company: company.map(str::to_owned),
        })
    }
}

/// Position of a passage in time: period, call, number.
type Moment = (Period, String, u32);

/// Counts of a subject.
#[derive(Default)]
struct Count {
    /// Companies on whose calls it speaks.
    companies: BTreeSet<String>,
    /// Calls on the other side of the change in which it speaks.
    heard: BTreeSet<String>,
    /// Number of matching passages at the requested time, and the calls that have them.
    passages: u64,
    calls: BTreeSet<String>,
    /// The first of them and the last: period, call, number.
    first: Option<Moment>,
    last: Option<Moment>,
    /// Whether a passage on the other side matches.
    otherwise: bool,
}

/// First or last mentions of a request's query. Paging and order of the request are ignored.
///
/// Only calls and passages that the filters leave count, before the period as well as in it.
pub(crate) fn mention_changes(
    store: &dyn Store,
    request: &Request,
    shift: MentionChange,
    by: FacetField,
    glossary: &Glossary,
) -> Result<MentionChanges> {
    let by = shift.by(by)?;
    let expr = parse_nonempty(&request.query)?;
    let plan = plan_request(store, request, glossary, &expr)?;
    let aggregate = |request: &Request| Aggregation::of(store, request, glossary);
    let narrow = narrowed(request, &expr, Field::has_alternatives);
    let wide = narrowed(request, &expr, tells_calls);
    let heard = aggregate(&narrow)?;
    let calls = (wide != narrow).then(|| aggregate(&wide)).transpose()?;
    let mut counts = count_heard(shift, by, &heard);
    let found = store.extents(&plan.node, &AGGREGATED_COLUMNS)?;
    let found = Aggregation::of_rows(store, found)?;
    let mut unplaced = BTreeSet::new();
    for (call, row, passages) in found.rows() {
        let Some(period) = call.period else {
            unplaced.insert(&call.id);
            continue;
        };
        let Some(subject) = Subject::of(call, found.voice(row), by) else {
            continue;
        };
        let count = counts.entry(subject).or_default();
        match shift.time(period) {
            Some(Time::Then) => count.add(call, period, passages, found.counts().mentions_of(row)),
            Some(Time::Other) => count.otherwise = true,
            None => {}
        }
    }
    let total = found.calls().map(|(_, passages)| passages).sum();
    let unplaced = Unplaced {
        calls: (heard.calls().filter(|(call, _)| call.period.is_none())).count() as u64,
        matching: unplaced.len() as u64,
    };
    let mut warnings = Vec::new();
    if total == 0 {
        warnings = explain_zero_results(store, request, glossary, &expr, &plan)?;
    }
    warnings.extend(doubts(shift, unplaced, &heard));
    warnings.extend(plan.all_of_it().filter(|_| total > 0));
    Ok(MentionChanges {
        query: request.query.clone(),
        by,
        shift,
        total,
        total_calls: found.calls().count() as u64,
        rows: rows(shift, by, counts, calls.as_ref().unwrap_or(&heard)),
        unplaced,
        expansions: plan.expansions(),
        warnings,
    })
}

impl Count {
    /// Adds matching passages of a call at the requested time.
    fn add(&mut self, call: &CallSummary, period: Period, passages: u64, extent: RowMentions) {
        self.passages += passages;
        if !self.calls.contains(&call.id) {
            self.calls.insert(call.id.clone());
        }
        let moment = |n| (period, call.id.clone(), n);
        let (first, last) = (moment(extent.first), moment(extent.last));
        if self.first.as_ref().is_none_or(|known| first < *known) {
            self.first = Some(first);
        }
        if self.last.as_ref().is_none_or(|known| last > *known) {
            self.last = Some(last);
        }
    }
}

/// Subjects that speak, and their calls on the other side of the change.
fn count_heard(
    shift: MentionChange,
    by: FacetField,
    heard: &Aggregation,
) -> BTreeMap<Subject, Count> {
    let mut counts: BTreeMap<Subject, Count> = BTreeMap::new();
    let mut add = |call: &CallSummary, speaker: Option<Voice<'_>>| {
        let Some(subject) = Subject::of(call, speaker, by) else {
            return;
        };
        let count = counts.entry(subject).or_default();
        count.companies.insert(call.company.id.clone());
        if call.period.and_then(|period| shift.time(period)) == Some(Time::Other) {
            count.heard.insert(call.id.clone());
        }
    };
    match by {
        FacetField::Company => heard.calls().for_each(|(call, _)| add(call, None)),
        _ => (heard.spoken()).for_each(|(call, speaker, _)| add(call, Some(speaker))),
    }
    counts
}

/// Whether a field selects calls regardless of speakers and text.
fn tells_calls(field: Field) -> bool {
    matches!(
        field,
        Field::Company | Field::Period | Field::Since | Field::Until | Field::Format | Field::Call
    )
}

/// A request for everything that the filters of some fields leave, those in the query included.
fn narrowed(request: &Request, expr: &Expr, kept: fn(Field) -> bool) -> Request {
    fn narrows(part: &Expr, kept: fn(Field) -> bool) -> bool {
        match part {
            Expr::Filter(field, _) => kept(*field),
            Expr::Not(part) => narrows(part, kept),
            Expr::All(parts) | Expr::Any(parts) => parts.iter().all(|part| narrows(part, kept)),
            _ => false,
        }
    }
    let parts = match expr {
        Expr::All(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let parts = parts.iter().filter(|part| narrows(part, kept));
    let mut narrowed = Request {
        query: Expr::All(parts.cloned().collect()).to_string(),
        ..request.clone()
    };
    narrowed.filters.retain(|filter| kept(filter.field));
    narrowed
}

/// Rows of the subjects with matches at the requested time and none on the other side.
fn rows(
    shift: MentionChange,
    by: FacetField,
    counts: BTreeMap<Subject, Count>,
    all: &Aggregation,
) -> Vec<MentionChangeRow> {
    let mut names = BTreeMap::new();
    let mut called = BTreeSet::new();
    for (call, _) in all.calls() {
        let company = &call.company;
        names.entry(company.id.as_str()).or_insert(&company.name);
        if call.period.and_then(|period| shift.time(period)) == Some(Time::Other) {
            called.insert(company.id.as_str());
        }
    }
    let mut rows = Vec::new();
    for (subject, count) in counts {
        let found = match shift {
            MentionChange::NewIn(_) => count.first.as_ref(),
            MentionChange::GoneSince(_) => count.last.as_ref(),
        };
        let Some((period, call, n)) = found.filter(|_| !count.otherwise) else {
            continue;
        };
        let could_be_heard = || (count.companies.iter()).any(|id| called.contains(id.as_str()));
        let standing = match shift {
            MentionChange::NewIn(_) if !count.heard.is_empty() => MentionStatus::New,
            MentionChange::GoneSince(_) if !count.heard.is_empty() => MentionStatus::Silent,
            _ if could_be_heard() => MentionStatus::Absent,
            _ => MentionStatus::Unknown,
        };
        let name = (by == FacetField::Company).then(|| names.get(subject.value.as_str()));
        rows.push(MentionChangeRow {
            name: name.flatten().map(|&name| name.clone()),
            standing,
            mention: Mention {
                citation: format!("{call}#{n}"),
                period: Some(*period),
            },
            passages: count.passages,
            calls: count.calls.len() as u64,
            heard: count.heard.len() as u64,
            value: subject.value,
            firm: subject.firm,
            companies: count.companies.into_iter().collect(),
        });
    }
    rows.sort_by_key(|row| (row.standing, std::cmp::Reverse(row.passages)));
    rows
}

/// Warnings: calls without a period, and a side without calls.
fn doubts(shift: MentionChange, unplaced: Unplaced, heard: &Aggregation) -> Vec<String> {
    let mut doubts = Vec::new();
    let periods = || heard.calls().filter_map(|(call, _)| call.period);
    if let (Some(first), Some(last)) = (periods().min(), periods().max()) {
        let there = |time| periods().any(|period| shift.time(period) == Some(time));
        let missing = match shift {
            MentionChange::NewIn(range) if !there(Time::Then) => {
                Some(format!("no call is of {range}"))
            }
            MentionChange::NewIn(_) if !there(Time::Other) => {
                Some("no call is of an earlier period".into())
            }
            MentionChange::GoneSince(since) if !there(Time::Then) => {
                Some(format!("no call is of a period before {since}"))
            }
            MentionChange::GoneSince(since) if !there(Time::Other) => {
                Some(format!("no call is of {since} or later"))
            }
            _ => None,
        };
        let span = if first == last {
            format!("all calls are of {first}")
        } else {
            format!("the calls are of {first} to {last}")
        };
        doubts.extend(missing.map(|missing| format!("{missing}; {span}")));
    }
    if unplaced.calls > 0 {
        let calls = match unplaced.calls {
            1 => "1 call without a fiscal period has no place in time".to_owned(),
            calls => format!("{calls} calls without a fiscal period have no place in time"),
        };
        doubts.push(match unplaced.matching {
            0 => calls,
            1 => format!("{calls}; 1 speaks of it"),
            matching => format!("{calls}; {matching} speak of it"),
        });
    }
    doubts
}
