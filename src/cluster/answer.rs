//! Answers a plan from a cluster: the cluster counts what matches and returns the likeliest candidates; an index
//! of these in memory scores, groups and shows them.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::{Value, json};

use super::{
    facet,
    mapping::{EXCHANGE_UNIT, TURN_UNIT},
    passages::Passages,
    query::{Queries, Tier, Weigh, has_distances},
    reply::{hits, record, total},
    snapshot::{PassageRecord, Snapshot},
    weights::Weights,
    whole_calls::{regrouped, with_context},
};
use crate::{
    Result,
    index::{CollectionStatistics, FacetField, FacetValues, OtherValues},
    search::{
        Grouping, Matching, Request, Sort,
        compile::Compiler,
        plan::{Node, Term},
        request::MOST_HITS,
        store::{Answer, PassageNumbers, Question, Store},
    },
};

/// Candidates that are scored here at least.
const CANDIDATES: usize = 200;

/// Candidates for groups, of which several may be one result, and where distances are looked at here.
const MANY_CANDIDATES: usize = 2_000;

/// Maximum number of candidates: as many as the cluster returns at once.
const MOST_CANDIDATES: usize = 10_000;

/// Maximum number of passages around candidates that are looked at.
const MOST_AROUND: usize = 2_000;

impl Weigh for Compiler<'_> {
    fn idf(&self, term: &Term) -> Result<f32> {
        self.idf_of(term)
    }
}

/// Some of the matches of a plan.
#[derive(Clone, Copy)]
pub(super) struct Among<'a> {
    pub(super) passages: &'a PassageNumbers,
    /// The query that selects them.
    pub(super) query: &'a Value,
}

/// Answers a plan; if passages are given, among these only.
pub(super) fn answer(
    snapshot: &Snapshot,
    question: &Question,
    among: Option<Among>,
) -> Result<Answer> {
    Asked::new(snapshot, question, among)?.answer()
}

/// Fetches what the answer to a plan begins with.
pub(super) fn prepare(snapshot: &Snapshot, question: &Question) -> Result<()> {
    let asked = Asked::new(snapshot, question, None)?;
    let search = asked.search_for(Tier::Full, true)?;
    // Based on a placeholder it would be another search, and none costs a cluster more.
    if snapshot.is_settled() {
        snapshot.search_one(search)?;
    }
    Ok(())
}

struct Asked<'a> {
    snapshot: &'a Snapshot,
    question: &'a Question<'a>,
    among: Option<Among<'a>>,
    /// Knows what terms weigh.
    compiler: Compiler<'a>,
    statistics: Arc<CollectionStatistics>,
}

/// What the cluster says of a tier.
struct Found {
    total: u64,
    calls: u64,
    groups: u64,
    facets: Vec<FacetValues>,
    has_exact_facets: bool,
    candidates: Vec<PassageRecord>,
}

impl<'a> Asked<'a> {
    fn new(
        snapshot: &'a Snapshot,
        question: &'a Question<'a>,
        among: Option<Among<'a>>,
    ) -> Result<Self> {
        // Where no hit is shown nothing is ranked.
        if question.request.end() > 0 {
            snapshot.ask_for_frequencies_of(question.plan)?;
        }
        let Weights { statistics, index } = snapshot.weights()?;
        Ok(Self {
            snapshot,
            question,
            among,
            compiler: Compiler::of_search(index)?,
            statistics: Arc::clone(statistics),
        })
    }

    fn answer(&self) -> Result<Answer> {
        let (request, plan) = (self.question.request, self.question.plan);
        let full = self.find(Tier::Full, true)?;
        let (total, total_calls) = (full.total, full.calls);
        let results = match (self.question.group, request.per_call) {
            (Grouping::None, None) => total,
            _ => total_calls,
        };
        let fills = request.limit < MOST_HITS || request.matching == Matching::Any || total == 0;
        let mut found = vec![full];
        if fills && results < request.end() as u64 {
            found.extend(self.find_partial(total)?);
        }
        let verifies = has_distances(plan);
        let is_whole = |found: &Found| found.candidates.len() as u64 == found.total;
        let all_here = found.iter().all(is_whole);
        let mut notes = self.notes(&found, verifies, all_here);
        let here = self.score(&mut found, verifies && all_here)?;
        let [
            Found {
                groups,
                facets,
                has_exact_facets,
                ..
            },
            ..,
        ] = found.as_slice()
        else {
            return Ok(here);
        };
        if !has_exact_facets {
            notes.push("counts of values are estimated where there are many".to_owned());
        }
        let partial = found
            .get(1)
            .map(|found| found.total)
            .filter(|total| *total > 0);
        let facets_of_partial = found
            .get(1)
            .filter(|_| total == 0)
            .map(|found| &found.facets);
        if verifies && all_here {
            return Ok(Answer { notes, ..here });
        }
        Ok(Answer {
            total,
            total_calls,
            total_partial: partial,
            facets: facets_of_partial.unwrap_or(facets).clone(),
            total_groups: here.total_groups.map(|_| match self.question.group {
                Grouping::Call => total_calls,
                _ => *groups,
            }),
            notes,
            ..here
        })
    }

    /// Sentences on what is not exact.
    fn notes(&self, found: &[Found], verifies: bool, all_here: bool) -> Vec<String> {
        let mut notes = Vec::new();
        let candidates: usize = found.iter().map(|found| found.candidates.len()).sum();
        let is_ranked = self.question.request.sort == Sort::Relevance;
        if !all_here && is_ranked && candidates > 0 {
            notes.push(format!("ranked among the {candidates} likeliest"));
        }
        if verifies && !all_here {
            notes.push(
                "the total is too high: it counts passages whose terms are farther apart, too"
                    .to_owned(),
            );
        }
        if found
            .iter()
            .any(|found| found.calls > u64::from(facet::CARDINALITY_PRECISION))
        {
            notes.push("the number of calls is about right".to_owned());
        }
        notes
    }

    /// The partial matches behind `total` full ones. If none matches the required number of terms, any does.
    fn find_partial(&self, total: u64) -> Result<Option<Found>> {
        let Some((least, alone)) = self
            .compiler
            .partial_match(self.question.plan, usize::MAX)?
        else {
            return Ok(None);
        };
        let part = self.find(Tier::Partial(least, &alone), total == 0)?;
        if total + part.total == 0 {
            let (least, alone) = (least.min(1), vec![false; alone.len()]);
            return self.find(Tier::Partial(least, &alone), true).map(Some);
        }
        Ok(Some(part))
    }

    /// The search for the matches of a tier: their number, facets if `counted`, and the likeliest.
    fn search_for(&self, tier: Tier, counted: bool) -> Result<Value> {
        let request = self.question.request;
        let is_ranked = request.sort == Sort::Relevance && request.limit > 0;
        let queries = Queries {
            snapshot: self.snapshot,
            weights: is_ranked.then_some(&self.compiler as &dyn Weigh),
            as_words: false,
        };
        let mut aggregations = facet::aggregations(self.facets(counted), request.facet_limit);
        let distinct = |field: &str| json!({"cardinality": {"field": field, "precision_threshold": facet::CARDINALITY_PRECISION}});
        aggregations.insert("calls".to_owned(), distinct("call"));
        let unit = match self.question.group {
            Grouping::Exchange => Some(EXCHANGE_UNIT),
            Grouping::Turn => Some(TURN_UNIT),
            Grouping::None | Grouping::Call => None,
        };
        if let Some(unit) = unit {
            aggregations.insert("groups".to_owned(), distinct(unit));
        }
        let mut query = queries.matches(self.question.plan, tier)?;
        if let Some(among) = self.among {
            query = json!({"bool": {"must": [query], "filter": [among.query]}});
        }
        Ok(json!({
            "size": self.candidates(),
            "track_total_hits": true,
            "_source": ["record"],
            "query": query,
            "sort": order(request.sort),
            "aggs": aggregations,
        }))
    }

    /// The facets that are counted, if any are.
    fn facets(&self, counted: bool) -> &[FacetField] {
        match counted {
            true => &self.question.request.facets,
            false => &[],
        }
    }

    /// The matches of a tier: their number, facets if `counted`, and the likeliest.
    fn find(&self, tier: Tier, counted: bool) -> Result<Found> {
        let answer = self.snapshot.search_one(self.search_for(tier, counted)?)?;
        let (request, facets) = (self.question.request, self.facets(counted));
        let (facets, has_exact_facets) = facet::read(&answer, facets, request.facet_limit);
        let number = |name: &str| {
            let at = format!("/aggregations/{name}/value");
            answer.pointer(&at).and_then(Value::as_u64).unwrap_or(0)
        };
        Ok(Found {
            total: total(&answer)?,
            calls: number("calls"),
            groups: number("groups"),
            facets,
            has_exact_facets,
            candidates: hits(&answer).iter().map(record).collect::<Result<_>>()?,
        })
    }

    /// Number of candidates that are scored here.
    fn candidates(&self) -> usize {
        let request = self.question.request;
        if request.limit == 0 {
            return match has_distances(self.question.plan) {
                true => MANY_CANDIDATES,
                false => 0,
            };
        }
        let is_many = self.question.group != Grouping::None
            || request.per_call.is_some()
            || has_distances(self.question.plan);
        let least = match is_many {
            true => MANY_CANDIDATES,
            false => CANDIDATES,
        };
        (4 * request.end()).clamp(least, MOST_CANDIDATES)
    }

    /// Scores, groups and shows the candidates; counts facets where all matches are among them.
    fn score(&self, found: &mut [Found], with_facets: bool) -> Result<Answer> {
        let mut passages = Passages::default();
        for found in found {
            passages.extend(std::mem::take(&mut found.candidates));
        }
        let mut around = Vec::new();
        self.snapshot.all_at_once(&mut || {
            if self.question.request.sort == Sort::Relevance && self.question.request.end() > 0 {
                around = self.around(&passages)?;
            }
            // What is around them is of the same calls.
            self.snapshot.calls_by_id(passages.calls()).map(|_| ())
        })?;
        passages.extend(around);
        let request = Request {
            facets: match with_facets {
                true => self.question.request.facets.clone(),
                false => Vec::new(),
            },
            ..self.question.request.clone()
        };
        let answer = self.answer_here(passages, &request)?;
        self.with_whole_calls(answer, &request)
    }

    /// The answer of an index of some passages.
    fn answer_here(&self, passages: Passages, request: &Request) -> Result<Answer> {
        if passages.is_empty() {
            return Ok(self.nothing(request));
        }
        let reader = passages.reader(self.snapshot, Arc::clone(&self.statistics))?;
        let question = Question {
            request,
            ..*self.question
        };
        match self.among {
            None => reader.answer(&question),
            Some(among) => reader.answer_among(&question, among.passages, &PassageNumbers::new()),
        }
    }

    /// An answer without matches.
    fn nothing(&self, request: &Request) -> Answer {
        let facets = request.facets.iter().map(|facet| FacetValues {
            field: *facet,
            values: Vec::new(),
            other: OtherValues::default(),
        });
        Answer {
            total: 0,
            total_calls: 0,
            total_partial: None,
            facets: facets.collect(),
            hits: Vec::new(),
            groups: Vec::new(),
            total_groups: (self.question.group != Grouping::None).then_some(0),
            notes: Vec::new(),
        }
    }

    /// Passages of the exchanges of the candidates that have a rare term: they are the context of candidates.
    fn around(&self, passages: &Passages) -> Result<Vec<PassageRecord>> {
        let terms = self.compiler.terms_with_context(self.question.plan)?;
        let units = passages.units();
        if terms.is_empty() || units.is_empty() {
            return Ok(Vec::new());
        }
        let queries = Queries {
            snapshot: self.snapshot,
            weights: None,
            as_words: false,
        };
        let terms = terms
            .into_iter()
            .map(|term| queries.matches(&Node::Term(term.clone()), Tier::Full));
        let terms: Vec<Value> = terms.collect::<Result<_>>()?;
        let body = json!({
            "size": MOST_AROUND,
            "_source": ["record"],
            "query": {"bool": {
                "filter": [{"terms": {EXCHANGE_UNIT: units}}],
                "should": terms,
                "minimum_should_match": 1,
            }},
        });
        let answer = self.snapshot.search_one(body)?;
        hits(&answer).iter().map(record).collect()
    }

    /// An answer with all passages of its groups, and those around its hits.
    fn with_whole_calls(&self, answer: Answer, request: &Request) -> Result<Answer> {
        let is_grouped = self.question.group != Grouping::None;
        if answer.hits.is_empty() || (!is_grouped && request.context == 0) {
            return Ok(answer);
        }
        let ids: BTreeSet<&str> = answer.hits.iter().map(|hit| hit.call.id.as_str()).collect();
        let mut passages = Passages::default();
        passages.extend(self.snapshot.passages_of(&Vec::from_iter(ids))?);
        let whole = Request {
            offset: 0,
            limit: MOST_HITS,
            ..request.clone()
        };
        let whole = self.answer_here(passages, &whole)?;
        Ok(match is_grouped {
            true => regrouped(answer, whole),
            false => with_context(answer, &whole),
        })
    }
}

/// The order of the matches.
fn order(sort: Sort) -> Value {
    let by_call = [json!({"call": "asc"}), json!({"n": "asc"})];
    let first = match sort {
        Sort::Relevance => Some(json!("_score")),
        Sort::Newest => Some(json!({"time": {"order": "desc", "missing": "_last"}})),
        Sort::Oldest => Some(json!({"time": {"order": "asc", "missing": "_first"}})),
        Sort::Call => None,
    };
    Value::from_iter(first.into_iter().chain(by_call))
}
