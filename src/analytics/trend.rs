//! Trends: mentions by period, company, speaker, role, firm or section.

use std::collections::{BTreeMap, HashMap};

use crate::{
    Error, Result,
    index::{FacetField, RowColumn},
    model::{Company, Period, Word},
    query::{Expr, parse},
    search::{
        Expansion, Request,
        collector::RowCounts,
        latest_companies,
        matches::count_matching,
        plan::{Node, Term, plan_request},
        store::Store,
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
    /// Warnings for the store.
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
type Moment<'a> = (Option<Period>, &'a str, u32);

/// Counts of one value.
#[derive(Default)]
struct Count<'a> {
    passages: u64,
    mentions: u64,
    first: Option<Moment<'a>>,
    last: Option<Moment<'a>>,
}

/// Counts the matches of a request by a field. Paging and order of the request are ignored.
pub(crate) fn trend(
    store: &dyn Store,
    request: &Request,
    by: FacetField,
    glossary: &Glossary,
) -> Result<Trend> {
    let expr = parse_nonempty(&request.query)?;
    let plan = plan_request(store, request, glossary, &expr)?;
    let column = RowColumn::Facet(by);
    let columns = [RowColumn::Call, RowColumn::PERIOD, column];
    let found = store.mentions(&plan.node, &columns)?;
    let total = found.iter().map(|(_, passages)| passages).sum();
    let uncounted = uncounted(store, &plan.node, total)?;
    let mut warnings = match total {
        0 if uncounted.is_none() => explain_zero_results(store, request, glossary, &expr, &plan)?,
        _ => Vec::new(),
    };
    warnings.extend(uncounted);
    warnings.extend(plan.all_of_it().filter(|_| total > 0));
    let everything = Request {
        query: String::new(),
        ..request.clone()
    };
    let all = count_matching(store, &everything, glossary, &[RowColumn::Call, column])?;
    let rows = rows(store, by, &all, &found)?;
    warnings.extend(without_period(by, total, &rows));
    Ok(Trend {
        query: request.query.clone(),
        by,
        total,
        total_calls: found.values(RowColumn::Call).count() as u64,
        of: all.iter().map(|(_, passages)| passages).sum(),
        of_calls: all.values(RowColumn::Call).count() as u64,
        mentions: found.mentions.iter().map(|row| row.spans).sum(),
        rows,
        expansions: plan.expansions(),
        warnings,
    })
}

/// A sentence about the matches that no row of a trend by period counts.
fn without_period(by: FacetField, total: u64, rows: &[TrendRow]) -> Option<String> {
    if by != FacetField::Period {
        return None;
    }
    let placed: u64 = rows.iter().map(|row| row.passages).sum();
    match total.saturating_sub(placed) {
        0 => None,
        1 => Some("1 passage that matches is of a call without a fiscal period".to_owned()),
        left => Some(format!(
            "{left} passages that match are of calls without a fiscal period"
        )),
    }
}

/// A sentence about matches that are found but not counted: Chinese characters across word
/// boundaries.
fn uncounted(store: &dyn Store, plan: &Node, counted: u64) -> Result<Option<String>> {
    if !plan.terms().into_iter().any(Term::has_chinese_words) {
        return Ok(None);
    }
    let found = store.count(plan)? as u64;
    Ok(match found.saturating_sub(counted) {
        0 => None,
        1 => Some("1 more passage matches only within longer Chinese words and is not counted; quote the word to count it".to_owned()),
        more => Some(format!(
            "{more} more passages match only within longer Chinese words and are not counted; quote the word to count them"
        )),
    })
}

/// Parses a query that must not be empty.
pub(super) fn parse_nonempty(query: &str) -> Result<Expr> {
    let expr = parse(query)?;
    if expr.is_empty() {
        return Err(Error::request("there is nothing to count")
            .hint("type a word or a \"phrase\", as for a search"));
    }
    Ok(expr)
}

/// Counts by value, from the rows that match.
fn counts(found: &RowCounts, column: RowColumn) -> HashMap<&str, Count<'_>> {
    let rows = &found.rows;
    let period_of = rows.periods();
    let mut counts: HashMap<&str, Count> = HashMap::new();
    for ((row, passages), (_, mentions)) in found.iter().zip(found.extents()) {
        let (Some(value), Some(call)) = (rows.value(row, column), rows.value(row, RowColumn::Call))
        else {
            continue;
        };
        let period = period_of(row);
        let count = counts.entry(value).or_default();
        count.passages += passages;
        count.mentions += mentions.spans;
        count.extend(
            (period, call, mentions.first),
            (period, call, mentions.last),
        );
    }
    counts
}

/// One row for each value that the filters leave.
fn rows(
    store: &dyn Store,
    by: FacetField,
    all: &RowCounts,
    found: &RowCounts,
) -> Result<Vec<TrendRow>> {
    let column = RowColumn::Facet(by);
    let mut counts = counts(found, column);
    let mut companies = match by {
        FacetField::Company => latest_companies(store, |_| true)?,
        _ => BTreeMap::new(),
    };
    let rows = all.values(column).map(|(value, of)| {
        let count = counts.remove(value).unwrap_or_default();
        count.row(value, of, companies.remove(value))
    });
    let mut rows: Vec<TrendRow> = rows.collect();
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

impl<'a> Count<'a> {
    /// Extends the time by the first and the last passage of a row.
    fn extend(&mut self, first: Moment<'a>, last: Moment<'a>) {
        // What has no period is neither first nor last beside what has one.
        let place = |moment: &Moment<'a>| (moment.0.is_none(), *moment);
        self.first = self.first.into_iter().chain([first]).min_by_key(place);
        self.last = Some(self.last.map_or(last, |known| known.max(last)));
    }

    fn row(self, value: &str, of: u64, company: Option<Company>) -> TrendRow {
        let mention = |(period, call, n): Moment<'_>| Mention {
            citation: format!("{call}#{n}"),
            period,
        };
        TrendRow {
            value: value.to_owned(),
            company,
            passages: self.passages,
            of,
            mentions: self.mentions,
            first: self.first.map(mention),
            last: self.last.map(mention),
        }
    }
}
