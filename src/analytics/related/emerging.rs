//! Emerging terms: those whose share of the passages rose most in a period against the periods before.

use super::{
    super::trend::Mention,
    panel::Panel,
    significance::{Passages, SignificantTerm, significant_terms},
    stray::{Names, is_measure},
};
use crate::{
    Error, Result,
    model::Period,
    query::Field,
    search::{
        FilterArg, Request,
        list::aggregation::Aggregation,
        matches::plan_of_matches,
        periods,
        store::{Store, at_once},
    },
    terminology::Counts2x2,
    text::Glossary,
};

/// Terms that emerge in a period.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Emerging {
    /// The period.
    pub period: Period,
    /// The first and the last of the periods that it is compared with.
    pub before: [Period; 2],
    /// Number of passages of the period, and of those before.
    pub of: [u64; 2],
    /// The terms, the most significant first.
    pub terms: Vec<EmergingTerm>,
    /// Warnings for the reader.
    pub warnings: Vec<String>,
}

/// A term whose share rose.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EmergingTerm {
    /// The term, as the calls write it.
    pub term: String,
    /// Number of passages with it in the period, and in those before.
    pub passages: [u64; 2],
    /// Number of calls of the period with it.
    pub calls: u64,
    /// Number of companies that say it in the period.
    pub companies: u64,
    /// Log-likelihood ratio: how sure it is that the rise is no chance.
    pub score: f64,
    /// The first and the last passage of the period that say it.
    pub mentions: Vec<Mention>,
    /// Whether a search for it takes in terms that mean the same, which its counts do not.
    pub has_synonyms: bool,
}

impl Emerging {
    /// Maximum number of terms.
    pub const MOST: usize = 100;

    /// Number of terms that are always looked for: up to it, fewer terms are the first of more.
    pub const LOOKED_FOR: usize = 30;

    /// Passages with a term per thousand, in the period and in those before.
    pub fn shares(&self, term: &EmergingTerm) -> [f64; 2] {
        let [now, before] = term.passages;
        let [of, of_before] = self.of;
        [(now, of), (before, of_before)].map(|(passages, of)| match of {
            0 => 0.0,
            _ => passages as f64 * 1000.0 / of as f64,
        })
    }
}

/// Number of passages of the period that are read.
const SAMPLED: usize = 1_500;

/// Least number of passages before with a side in the language of a term, as a share of those of the period: against
/// fewer, everything is new.
const LEAST_BEFORE: f64 = 0.05;

/// Number of periods before that are compared with: two years, so that no season stands out.
const PERIODS_BEFORE: usize = 8;

/// A term that a larger share of the passages before has cannot emerge: it is common.
const COMMON: f64 = 0.05;

/// Least factor by which the share of a term rises.
const LEAST_RISE: f64 = 2.0;

/// From this number of companies on, a term needs two that say it: others are names of one company.
const SEVERAL: usize = 4;

/// Finds at most `limit` terms that emerge in a period, the latest where none is given, in the passages that the
/// filters of a request leave. A query of the request narrows the passages, too.
pub(crate) fn emerging(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    period: Option<Period>,
    limit: usize,
) -> Result<Emerging> {
    let all = periods(store, request, glossary)?;
    let by_period = |filter: &FilterArg| filter.field == Field::Period;
    let too_few = || {
        if all.is_empty() {
            return Error::request("no passage of a period matches")
                .hint("leave out filters or words of the query");
        }
        let message = "terms emerge against an earlier period, and there is none";
        Error::request(message).hint(match request.filters.iter().any(by_period) {
            true => "leave out the filter by period: --emerging=2026Q2 (in: 2026Q2) names the period to look at",
            false => "leave out filters, or name a later period; `verbatim calls` lists them",
        })
    };
    let of = |period: Period| all.iter().position(|(other, _)| *other == period);
    let at = match period {
        Some(period) => of(period).ok_or_else(|| {
            let known: Vec<String> = all
                .iter()
                .rev()
                .take(8)
                .map(|(known, _)| known.to_string())
                .collect();
            Error::unknown(format!("no call of the period {period} is left"))
                .hint(format!("there are calls of {}", known.join(", ")))
        })?,
        None => all.len().checked_sub(1).ok_or_else(too_few)?,
    };
    let before = all
        .get(at.saturating_sub(PERIODS_BEFORE)..at)
        .unwrap_or_default();
    let (Some((period, now)), Some((first, _)), Some((last, _))) =
        (all.get(at), before.first(), before.last())
    else {
        return Err(too_few());
    };
    let narrowed = |periods: &[(Period, u64)]| {
        let mut request = request.clone();
        request
            .filters
            .retain(|filter| filter.field != Field::Period);
        for (period, _) in periods {
            let filter = FilterArg::new(Field::Period, &period.to_string())?;
            request.filters.push(filter);
        }
        Ok::<_, Error>(request)
    };
    let of_period = narrowed(&[(*period, *now)])?;
    let of_before = narrowed(before)?;
    let (spoken, spoken_before) = at_once(store, || {
        let both = [&of_period, &of_before];
        let [now, before] = both.map(|request| Aggregation::of(store, request, glossary));
        Ok((now?, before?))
    })?;
    let panel = Panel::of(&spoken, &spoken_before);
    let both = all
        .get(at.saturating_sub(PERIODS_BEFORE)..=at)
        .unwrap_or_default();
    let select =
        |request: &Request| store.select(panel.narrow(plan_of_matches(store, request, glossary)?));
    let foreground = select(&of_period)?;
    let background = select(&narrowed(both)?)?;
    let passages = Passages {
        foreground: &foreground,
        background: &background,
        sampled: SAMPLED,
        least_beside: LEAST_BEFORE,
        looked_for: Emerging::LOOKED_FOR,
    };
    let least = if panel.size >= SEVERAL { 2 } else { 1 };
    let names = Names::of(&spoken);
    let wanted = |term: &SignificantTerm| {
        term.evidence.companies >= least
            && is_new(&term.counts)
            && !names.has(term)
            && !is_measure(&term.written)
    };
    let found = significant_terms(store, &passages, limit, wanted)?;
    let [now, earlier] = panel.passages;
    let mut warnings: Vec<String> = few_before(*period, now, earlier).into_iter().collect();
    warnings.extend(panel.warning(*period));
    if found.is_empty() {
        warnings.push(format!("no term rose in {period}"));
    }
    Ok(Emerging {
        period: *period,
        before: [*first, *last],
        of: panel.passages,
        terms: (found.into_iter())
            .map(|term| EmergingTerm::of(term, glossary))
            .collect(),
        warnings,
    })
}

/// Whether a term is said by few passages before, and by several times as many of the period.
fn is_new(counts: &Counts2x2) -> bool {
    let share = |passages: u64, of: u64| passages as f64 / of.max(1) as f64;
    let now = share(counts.both, counts.first);
    let before = share(
        counts.second.saturating_sub(counts.both),
        counts.all.saturating_sub(counts.first),
    );
    before <= COMMON && now >= LEAST_RISE * before
}

/// A sentence on periods before that are too small to compare with.
fn few_before(period: Period, now: u64, earlier: u64) -> Option<String> {
    (earlier < now / 2).then(|| {
        format!("{period} has {now} passages and the periods before only {earlier}: much of it is new by that alone")
    })
}

impl EmergingTerm {
    fn of(term: SignificantTerm, glossary: &Glossary) -> Self {
        let now = term.counts.both;
        Self {
            passages: [now, term.counts.second.saturating_sub(now)],
            calls: term.evidence.calls,
            companies: term.evidence.companies,
            score: term.score,
            mentions: term.evidence.mentions,
            has_synonyms: !glossary.others(&term.written).is_empty(),
            term: term.written,
        }
    }
}
