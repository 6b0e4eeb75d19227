//! Trends: mentions by period, company, speaker, role, firm or section.

use std::collections::BTreeMap;

use crate::{
    Error, Result,
    index::{Facet, FacetField, Reader},
    model::{Call, Company, Passage, Period, Word},
    query::{Expr, parse},
    search::{
        Expansion, Highlighter, PassageAttributes, Request,
        compile::{compile, compile_mentions},
        facet,
        matches::{each_match, matching},
        plan::{Node, Term, plan_request},
        response::max_highlights,
        zero_results::explain_zero_results,
    },
    text::Glossary,
};

/// Counts of a query by the values of a field.
#[derive(Debug, Clone)]
pub struct Trend {
    /// The query, as typed.
    pub query: String,
    /// The field of the rows.
    pub by: FacetField,
    /// Number of matching passages, those without a value included.
    pub total: u64,
    /// Number of calls with a match.
    pub total_calls: u64,
    /// Number of passages that the filters leave, those without a value included.
    pub of: u64,
    /// Number of calls that the filters leave.
    pub of_calls: u64,
    /// Number of matches in the texts, on the side of a passage that has more.
    pub mentions: u64,
    /// One row for each value that the filters leave, also without matches: periods and sections in
    /// order, other values by frequency.
    pub rows: Vec<TrendRow>,
    /// Expansions of the query's terms.
    pub expansions: Vec<Expansion>,
    /// Warnings for the reader.
    pub warnings: Vec<String>,
}

/// One value of a trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendRow {
    /// The value.
    pub value: String,
    /// The company, where rows are companies, as its latest call states it.
    pub company: Option<Company>,
    /// Number of matching passages.
    pub passages: u64,
    /// Number of passages with the value, matching or not.
    pub of: u64,
    /// Number of matches in the texts, on the side of a passage that has more.
    pub mentions: u64,
    /// First matching passage, by period and position in the call.
    pub first: Option<Mention>,
    /// Last matching passage.
    pub last: Option<Mention>,
}

/// A matching passage and its period.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mention {
    /// Its citation.
    pub citation: String,
    /// Fiscal period of the call.
    pub period: Option<Period>,
}

impl Trend {
    /// Maximum number of queries compared with the first.
    pub const MOST_BESIDE: usize = 8;

    /// Checks the number of queries compared with the first.
    ///
    /// # Errors
    /// Where there are more than [`Self::MOST_BESIDE`].
    pub fn check_beside(queries: usize) -> Result<()> {
        let most = Self::MOST_BESIDE;
        if queries <= most {
            return Ok(());
        }
        let message = format!("at most {most} queries are set beside the first, not {queries}");
        Err(Error::request(message).hint("ask again for the others"))
    }
}

impl TrendRow {
    /// Matching passages per thousand.
    pub fn per_thousand(&self) -> f64 {
        if self.of == 0 {
            0.0
        } else {
            self.passages as f64 * 1000.0 / self.of as f64
        }
    }
}

/// Position of a passage in time: period, call, number.
type Moment = (Option<Period>, String, u32);

/// Counts of one value.
#[derive(Default)]
struct Count {
    passages: u64,
    mentions: u64,
    first: Option<Moment>,
    last: Option<Moment>,
}

/// Counts the matches of a request by a field. Paging and order of the request are ignored.
pub(crate) fn trend(
    reader: &Reader,
    request: &Request,
    by: FacetField,
    glossary: &Glossary,
) -> Result<Trend> {
    let expr = something(&request.query)?;
    let plan = plan_request(reader, request, glossary, &expr)?;
    let query = compile_mentions(&plan.node, reader)?;
    let highlighter = Highlighter::of_mentions(&plan.node);
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut mentions = 0;
    let (total, total_calls) = each_match(reader, &*query, |call, passage| {
        let matched = matched_spans(&highlighter, call, passage);
        mentions += matched;
        if let Some(value) = value(call, passage, by) {
            let moment = (call.period, call.id.clone(), passage.n);
            counts.entry(value).or_default().add(matched, moment);
        }
    })?;
    let uncounted = uncounted(reader, &plan.node, total)?;
    let mut warnings = match total {
        0 if uncounted.is_none() => explain_zero_results(reader, request, glossary, &expr, &plan)?,
        _ => Vec::new(),
    };
    warnings.extend(uncounted);
    let everything = Request {
        query: String::new(),
        ..request.clone()
    };
    let everything = matching(reader, &everything, glossary)?;
    let all = facet::count(reader, &*everything, &[by], 0)?;
    Ok(Trend {
        query: request.query.clone(),
        by,
        total,
        total_calls,
        of: all.calls.sum(),
        of_calls: all.calls.len() as u64,
        mentions,
        rows: rows(reader, by, all.facets, counts)?,
        expansions: plan.expansions(),
        warnings,
    })
}

/// A sentence about matches that are found but not counted: Chinese characters across word
/// boundaries.
fn uncounted(reader: &Reader, plan: &Node, counted: u64) -> Result<Option<String>> {
    if !plan.terms().into_iter().any(Term::has_chinese_words) {
        return Ok(None);
    }
    let found = facet::count(reader, &*compile(plan, reader)?, &[], 0)?.total as u64;
    Ok(match found.saturating_sub(counted) {
        0 => None,
        1 => Some("1 more passage matches only within longer Chinese words and is not counted; quote the word to count it".to_owned()),
        more => Some(format!(
            "{more} more passages match only within longer Chinese words and are not counted; quote the word to count them"
        )),
    })
}

/// Parses a query that must not be empty.
pub(super) fn something(query: &str) -> Result<Expr> {
    let expr = parse(query)?;
    if expr.is_empty() {
        return Err(Error::request("there is nothing to count")
            .hint("type a word or a \"phrase\", as for a search"));
    }
    Ok(expr)
}

/// Number of matched spans on the side that has more.
fn matched_spans(highlighter: &Highlighter, call: &Call, passage: &Passage) -> u64 {
    max_highlights(
        &(highlighter.highlight(&passage.text, &PassageAttributes::of(call, passage))).highlights,
    )
}

/// The value of a passage; none if it has none.
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

/// One row for each value that the filters leave.
fn rows(
    reader: &Reader,
    by: FacetField,
    all: Vec<(FacetField, Vec<Facet>)>,
    mut counts: BTreeMap<String, Count>,
) -> Result<Vec<TrendRow>> {
    let mut rows = Vec::new();
    for facet in all.into_iter().flat_map(|(_, values)| values) {
        let count = counts.remove(&facet.value).unwrap_or_default();
        let company = match by {
            FacetField::Company => {
                let calls = reader.calls_of(&facet.value)?.into_iter();
                let latest = calls.max_by_key(|call| (call.period, call.id.clone()));
                latest.map(|call| call.company)
            }
            _ => None,
        };
        rows.push(count.row(facet, company));
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

    fn row(self, facet: Facet, company: Option<Company>) -> TrendRow {
        let mention = |(period, call, n): Moment| Mention {
            citation: format!("{call}#{n}"),
            period,
        };
        TrendRow {
            value: facet.value,
            company,
            passages: self.passages,
            of: facet.count,
            mentions: self.mentions,
            first: self.first.map(mention),
            last: self.last.map(mention),
        }
    }
}
