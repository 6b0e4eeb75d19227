//! Shifts: who begins to speak of something in a period, and who has fallen silent on it since.

use std::collections::{BTreeMap, BTreeSet};

use super::{each_match, matching, speakers::Identity, tally::Tally};
use crate::{
    Result,
    index::{FacetField, Reader},
    model::{Call, Period, Role, Speaker, Word, word_enum},
    query::{Expr, Field},
    search::{
        Expansion, Glossary, Mention, Request, Shift,
        compile::compile,
        nothing::why_nothing,
        run::{expansions, plan_request},
        shift::Time,
        trend::something,
    },
};

word_enum! {
    /// What the calls of the other time tell of a row: those before what is new, those since what
    /// is gone.
    Standing {
        /// Heard before, and had not said it.
        New = "new",
        /// Heard since, and has not said it.
        Silent = "silent",
        /// Not heard, though there are calls: nothing can be said.
        Absent = "absent",
        /// There are no calls: nothing can be said.
        Unknown = "unknown",
    }
}

/// Who shifts, and of whom it cannot be told.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Shifts {
    /// The query, as typed.
    pub query: String,
    /// What the rows stand for.
    pub by: FacetField,
    /// What was looked for.
    pub shift: Shift,
    /// Passages that match, at any time.
    pub total: u64,
    /// Calls with a passage that matches.
    pub total_calls: u64,
    /// Rows by standing, the most passages first.
    pub rows: Vec<ShiftRow>,
    /// Calls that have no place in time.
    pub unplaced: Unplaced,
    /// What terms were taken to mean besides themselves.
    pub expansions: Vec<Expansion>,
    /// What the reader should know about the answer.
    pub warnings: Vec<String>,
}

/// A company, a person, a firm or a role that said something first, or last, at the time asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShiftRow {
    /// Id of the company, name of the person or firm, or the role: what a filter takes.
    pub value: String,
    /// Name of the company, where rows are companies.
    pub name: Option<String>,
    /// Firm of an analyst, where rows are people.
    pub firm: Option<String>,
    /// Ids of the companies on whose calls it is heard, in order.
    pub companies: Vec<String>,
    /// What the other calls tell.
    pub standing: Standing,
    /// The first passage that matches; of what is gone, the last.
    pub mention: Mention,
    /// Passages that match in the period asked for; of what is gone, before it.
    pub passages: u64,
    /// Calls with such a passage.
    pub calls: u64,
    /// Calls before the period in which it is heard; of what is gone, from the period on.
    pub heard: u64,
}

/// Calls without a fiscal period, which are neither before nor after another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unplaced {
    /// Those that the filters leave.
    pub calls: u64,
    /// Those of them with a passage that matches.
    pub matching: u64,
}

/// What a row stands for: its value, and what tells people of one name apart.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Subject {
    value: String,
    firm: Option<String>,
    company: Option<String>,
}

impl Subject {
    /// Whose words a passage is; none where the field has no value.
    fn of(call: &Call, speaker: Option<&Speaker>, by: FacetField) -> Option<Self> {
        let (value, firm, company) = match by {
            FacetField::Company => (call.company.id.as_str(), None, None),
            FacetField::Speaker => match Identity::of(call, speaker?) {
                Identity::Analyst(name, firm) => (name, firm, None),
                Identity::Of(company, name) => (name, None, Some(company)),
            },
            FacetField::Firm => {
                let analyst = speaker.filter(|speaker| speaker.role == Role::Analyst)?;
                (analyst.firm.as_deref()?, None, None)
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

/// What has been counted of a subject.
#[derive(Default)]
struct Count {
    /// Companies on whose calls it is heard.
    companies: BTreeSet<String>,
    /// Calls of the other time in which it is heard.
    heard: BTreeSet<String>,
    /// Passages that match: period, call and number of those at the time asked for.
    then: BTreeSet<(Period, String, u32)>,
    /// Whether a passage of the other time matches.
    otherwise: bool,
}

/// Looks for a shift in what is said of a request's query; paging and order of the request are ignored.
///
/// Only the calls and passages that the filters leave are looked at, before the period as in it.
pub(crate) fn shifts(
    reader: &Reader,
    request: &Request,
    shift: Shift,
    by: FacetField,
    glossary: &Glossary,
) -> Result<Shifts> {
    let by = shift.by(by)?;
    let expr = something(&request.query)?;
    let plan = plan_request(reader, request, glossary, &expr)?;
    let tally = |request: &Request| Tally::of(reader, &*matching(reader, request, glossary)?);
    let narrow = narrowed(request, &expr, Field::has_alternatives);
    let wide = narrowed(request, &expr, tells_calls);
    let heard = tally(&narrow)?;
    let calls = (wide != narrow).then(|| tally(&wide)).transpose()?;
    let mut counts = count_heard(shift, by, &heard);
    let mut unplaced = BTreeSet::new();
    let (total, total_calls) =
        each_match(reader, &*compile(&plan.node, reader)?, |call, passage| {
            let Some(period) = call.period else {
                unplaced.insert(call.id.clone());
                return;
            };
            let Some(subject) = Subject::of(call, call.speaker_of(passage), by) else {
                return;
            };
            let count = counts.entry(subject).or_default();
            match shift.time(period) {
                Some(Time::Then) => {
                    count.then.insert((period, call.id.clone(), passage.n));
                }
                Some(Time::Other) => count.otherwise = true,
                None => {}
            }
        })?;
    let unplaced = Unplaced {
        calls: (heard.calls().filter(|(call, _)| call.period.is_none())).count() as u64,
        matching: unplaced.len() as u64,
    };
    let mut warnings = Vec::new();
    if total == 0 {
        warnings = why_nothing(reader, request, glossary, &expr, &plan)?;
    }
    warnings.extend(doubts(shift, unplaced, &heard));
    Ok(Shifts {
        query: request.query.clone(),
        by,
        shift,
        total,
        total_calls,
        rows: rows(shift, by, counts, calls.as_ref().unwrap_or(&heard)),
        unplaced,
        expansions: expansions(&plan),
        warnings,
    })
}

/// Who is heard, and in which calls of the other time.
fn count_heard(shift: Shift, by: FacetField, heard: &Tally) -> BTreeMap<Subject, Count> {
    let mut counts: BTreeMap<Subject, Count> = BTreeMap::new();
    let mut add = |call: &Call, speaker: Option<&Speaker>| {
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

/// Whether a field tells calls apart, whatever is said on them and by whom.
fn tells_calls(field: Field) -> bool {
    matches!(
        field,
        Field::Company | Field::Period | Field::Since | Field::Until | Field::Format | Field::Call
    )
}

/// A request for all that the filters of some fields leave, those in the query included.
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

/// The rows of those who say it at the time asked for and not at the other.
fn rows(
    shift: Shift,
    by: FacetField,
    counts: BTreeMap<Subject, Count>,
    all: &Tally,
) -> Vec<ShiftRow> {
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
            Shift::NewIn(_) => count.then.first(),
            Shift::GoneSince(_) => count.then.last(),
        };
        let Some((period, call, n)) = found.filter(|_| !count.otherwise) else {
            continue;
        };
        let could_be_heard = || (count.companies.iter()).any(|id| called.contains(id.as_str()));
        let standing = match shift {
            Shift::NewIn(_) if !count.heard.is_empty() => Standing::New,
            Shift::GoneSince(_) if !count.heard.is_empty() => Standing::Silent,
            _ if could_be_heard() => Standing::Absent,
            _ => Standing::Unknown,
        };
        let name = (by == FacetField::Company).then(|| names.get(subject.value.as_str()));
        let calls: BTreeSet<&String> = count.then.iter().map(|(_, call, _)| call).collect();
        rows.push(ShiftRow {
            name: name.flatten().map(|&name| name.clone()),
            standing,
            mention: Mention {
                citation: format!("{call}#{n}"),
                period: Some(*period),
            },
            passages: count.then.len() as u64,
            calls: calls.len() as u64,
            heard: count.heard.len() as u64,
            value: subject.value,
            firm: subject.firm,
            companies: count.companies.into_iter().collect(),
        });
    }
    rows.sort_by_key(|row| (row.standing, std::cmp::Reverse(row.passages)));
    rows
}

/// What makes the answer less sure: calls without a period, and a time without calls.
fn doubts(shift: Shift, unplaced: Unplaced, heard: &Tally) -> Vec<String> {
    let mut doubts = Vec::new();
    let periods = || heard.calls().filter_map(|(call, _)| call.period);
    if let (Some(first), Some(last)) = (periods().min(), periods().max()) {
        let there = |time| periods().any(|period| shift.time(period) == Some(time));
        let missing = match shift {
            Shift::NewIn(range) if !there(Time::Then) => Some(format!("no call is of {range}")),
            Shift::NewIn(_) if !there(Time::Other) => {
                Some("no call is of an earlier period".into())
            }
            Shift::GoneSince(since) if !there(Time::Then) => {
                Some(format!("no call is of a period before {since}"))
            }
            Shift::GoneSince(since) if !there(Time::Other) => {
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
