//! The JSON of a comparison. Lists of two have one element per call, in the order of `calls`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    answer::{ExpansionJson, HitJson},
    passage::code_points,
};
use crate::{
    analytics::{
        Amount, CallMentions, Change, Comparison, Figure, Kind, Pair, Sentence, Statement, Term,
    },
    model::{Company, Lang, Period, Sides},
    search::Measure,
};

/// What two calls say of something.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ComparisonJson {
    query: String,
    calls: Vec<SaidJson>,
    /// Terms that a call says and the other does not, or much less.
    terms: Vec<Vec<TermJson>>,
    /// Figures that both calls state.
    figures: Vec<FigureJson>,
    /// Amounts that only one of them states.
    amounts: Vec<Vec<AmountJson>>,
    /// Passages that say much the same.
    pairs: Vec<PairJson>,
    /// Passages without a like of the other call.
    alone: Vec<Vec<HitJson>>,
    expansions: Vec<ExpansionJson>,
    warnings: Vec<String>,
}

/// One thing that is compared, by itself.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "what", rename_all = "lowercase")]
pub enum ComparisonRecordJson {
    /// How much a call says.
    Count(SaidJson),
    /// A term that a call says more of.
    Term(OfCall<TermJson>),
    /// A figure of both calls.
    Figure(FigureJson),
    /// An amount of one call.
    Amount(OfCall<AmountJson>),
    /// Passages that go together.
    Pair(Box<PairJson>),
    /// A passage of one call.
    Passage(Box<HitJson>),
}

/// Something of one of the two calls.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OfCall<T> {
    /// Id of the call.
    call: String,
    #[serde(flatten)]
    what: T,
}

impl ComparisonRecordJson {
    /// All elements of a comparison in order.
    pub fn of(found: &Comparison) -> Vec<Self> {
        let mut records: Vec<Self> = (found.calls.iter())
            .map(|said| Self::Count(SaidJson::from(said)))
            .collect();
        records.extend(of_calls(found, &found.terms).map(Self::Term));
        let figures = found.figures.iter().map(FigureJson::from);
        records.extend(figures.map(Self::Figure));
        records.extend(of_calls(found, &found.amounts).map(Self::Amount));
        let pairs = found.pairs.iter().map(PairJson::from);
        records.extend(pairs.map(|pair| Self::Pair(Box::new(pair))));
        let alone = found.alone.iter().flatten().map(HitJson::from);
        records.extend(alone.map(|hit| Self::Passage(Box::new(hit))));
        records
    }
}

/// The elements of both calls, one call after the other.
fn of_calls<'a, T: 'a, J: From<&'a T>>(
    found: &'a Comparison,
    lists: &'a [Vec<T>; 2],
) -> impl Iterator<Item = OfCall<J>> + 'a {
    found.calls.iter().zip(lists).flat_map(|(said, list)| {
        list.iter().map(|one| OfCall {
            call: said.call.id.clone(),
            what: J::from(one),
        })
    })
}

/// How much a call says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SaidJson {
    id: String,
    company: Company,
    period: Option<Period>,
    date: Option<String>,
    /// Passages that match.
    count: u64,
    /// Passages that the filters leave.
    of: u64,
    per_1000: f64,
    mentions: u64,
    executives: u64,
    analysts: u64,
}

/// A term that one call says more of.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TermJson {
    /// As it is mostly written, in each language that it belongs to.
    term: Sides<String>,
    glossary: bool,
    /// Matching passages of this call that have it.
    count: u64,
    /// Matching passages of the other call that have it.
    other: u64,
    /// G², the log-likelihood ratio.
    weight: f64,
    /// The first passage of this call that has it.
    first: String,
}

/// A figure of both calls.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FigureJson {
    first: AmountJson,
    second: AmountJson,
    change: Option<ChangeJson>,
    likeness: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ChangeJson {
    by: f64,
    unit: &'static str,
}

/// An amount that a call states.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AmountJson {
    measure: &'static str,
    /// Code of ISO 4217.
    currency: Option<&'static str>,
    value: f64,
    /// The upper end of a range.
    upper: Option<f64>,
    written: Sides<String>,
    statements: Vec<StatementJson>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct StatementJson {
    citation: String,
    speaker: Option<String>,
    kind: Kind,
    /// Whether it is expected; none where that cannot be told.
    outlook: Option<bool>,
    /// Whether the query matches in the same clause.
    near: bool,
    sentence: Sides<String>,
    /// Where the amount stands in the sentence.
    amount: Sides<[usize; 2]>,
    /// What the query matches in the sentence.
    highlights: Sides<Vec<[usize; 2]>>,
}

/// Passages of two calls that go together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PairJson {
    first: HitJson,
    second: HitJson,
    likeness: f64,
}

impl From<&Comparison> for ComparisonJson {
    fn from(found: &Comparison) -> Self {
        Self {
            query: found.query.clone(),
            calls: found.calls.iter().map(SaidJson::from).collect(),
            terms: lists(&found.terms),
            figures: found.figures.iter().map(FigureJson::from).collect(),
            amounts: lists(&found.amounts),
            pairs: found.pairs.iter().map(PairJson::from).collect(),
            alone: lists(&found.alone),
            expansions: found.expansions.iter().map(ExpansionJson::from).collect(),
            warnings: found.warnings.clone(),
        }
    }
}

fn lists<'a, T, J: From<&'a T>>(lists: &'a [Vec<T>; 2]) -> Vec<Vec<J>> {
    let list = |list: &'a Vec<T>| list.iter().map(J::from).collect();
    lists.iter().map(list).collect()
}

impl From<&CallMentions> for SaidJson {
    fn from(said: &CallMentions) -> Self {
        Self {
            id: said.call.id.clone(),
            company: said.call.company.clone(),
            period: said.call.period,
            date: said.call.date.clone(),
            count: said.passages,
            of: said.of,
            per_1000: said.per_thousand(),
            mentions: said.mentions,
            executives: said.executives,
            analysts: said.analysts,
        }
    }
}

impl From<&Term> for TermJson {
    fn from(term: &Term) -> Self {
        Self {
            term: term.shown.clone(),
            glossary: term.glossary,
            count: term.passages,
            other: term.other,
            weight: rounded(term.weight),
            first: term.first.clone(),
        }
    }
}

impl From<&Figure> for FigureJson {
    fn from(figure: &Figure) -> Self {
        let change = |change: Change| ChangeJson {
            by: change.by,
            unit: word(change.measure),
        };
        Self {
            first: AmountJson::from(&figure.first),
            second: AmountJson::from(&figure.second),
            change: figure.change.map(change),
            likeness: rounded(figure.likeness),
        }
    }
}

impl From<&Amount> for AmountJson {
    fn from(amount: &Amount) -> Self {
        Self {
            measure: word(amount.measure),
            currency: amount.currency.map(|currency| currency.code()),
            value: amount.value,
            upper: amount.upper,
            written: amount.written(),
            statements: amount.statements.iter().map(StatementJson::from).collect(),
        }
    }
}

impl From<&Statement> for StatementJson {
    fn from(statement: &Statement) -> Self {
        let sides = &statement.sides;
        let amount = |_: Lang, sentence: &Sentence| {
            let points = code_points(&sentence.text, std::slice::from_ref(&sentence.amount));
            points.first().copied().unwrap_or_default()
        };
        Self {
            citation: statement.citation.clone(),
            speaker: statement.speaker.clone(),
            kind: statement.kind,
            outlook: statement.outlook,
            near: statement.near,
            sentence: sides.map(|_, sentence| sentence.text.clone()),
            amount: sides.map(amount),
            highlights: sides.map(|_, sentence| code_points(&sentence.text, &sentence.lit)),
        }
    }
}

impl From<&Pair> for PairJson {
    fn from(pair: &Pair) -> Self {
        Self {
            first: HitJson::from(&pair.first),
            second: HitJson::from(&pair.second),
            likeness: rounded(pair.likeness),
        }
    }
}

/// The word of a measure.
fn word(measure: Measure) -> &'static str {
    match measure {
        Measure::Amount => "amount",
        Measure::Percent => "percent",
        Measure::Points => "points",
        Measure::Multiple => "multiple",
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}
