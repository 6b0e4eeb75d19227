//! Turns the plan of a request into queries of the cluster.

use std::{ops::Bound, sync::Arc};

use serde_json::{Value, json};

use super::{reply::too_many, snapshot::Snapshot};
use crate::{
    Result,
    index::{JsonDocuments, SlotQuery, money_number, name_term},
    model::Lang,
    search::{
        By,
        key::Key,
        plan::{Condition, Form, Matcher, Node, Term},
        value::{Money, ValueRange},
    },
    text::Measure,
};

/// Maximum number of exchanges in which one side of a question is found.
const MOST_EXCHANGES: usize = 30_000;

/// What the terms of a plan weigh.
pub(super) trait Weigh {
    /// Inverse document frequency of a term.
    fn idf(&self, term: &Term) -> Result<f32>;
}

/// Score of matching a term at all, and as typed, in multiples of its idf: as the local index ranks.
const PRESENCE: f32 = 1.5;
const EXACT: f32 = 2.3;

/// Builds the queries of a plan. They filter; with weights they score like the local index, but for what
/// needs positions of several terms or the passages around.
#[derive(Clone, Copy)]
pub(super) struct Queries<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) weights: Option<&'a dyn Weigh>,
    /// Whether Chinese that is not quoted matches as words only: as mentions are counted.
    pub(super) as_words: bool,
}

/// Whether all optional terms match, or some.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tier<'a> {
    Full,
    /// At least this many terms, or one that suffices alone; not all.
    Partial(usize, &'a [bool]),
}

impl Queries<'_> {
    /// The visible passages that match a plan.
    pub(super) fn matches(&self, node: &Node, tier: Tier) -> Result<Value> {
        let visible = self.snapshot.visible("passage");
        let query = self.query(node, tier)?;
        Ok(match self.weights {
            None => json!({"bool": {"filter": [visible, query]}}),
            Some(_) => json!({"function_score": {
                "query": {"bool": {"must": [query], "filter": [visible]}},
                "field_value_factor": {"field": "static_boost", "factor": 0.01, "missing": 1},
                "boost_mode": "multiply",
            }}),
        })
    }

    fn query(&self, node: &Node, tier: Tier) -> Result<Value> {
        let queries = |nodes: &[Node]| -> Result<Vec<Value>> {
            nodes.iter().map(|node| self.query(node, tier)).collect()
        };
        Ok(match node {
            Node::All(nodes) => {
                let (mut must, mut must_not) = (Vec::new(), Vec::new());
                for node in nodes {
                    match node {
                        // What is near is known only of the passages found.
                        Node::Not(inner) if has_distances(inner) => {}
                        Node::Not(inner) => must_not.push(self.query(inner, tier)?),
                        _ => must.push(self.query(node, tier)?),
                    }
                }
                json!({"bool": {"must": must, "must_not": must_not}})
            }
            Node::Any(nodes) => any(queries(nodes)?),
            Node::AtLeast(least, nodes) => at_least(*least, queries(nodes)?),
            Node::Optional(wanted) => {
                let wants = wanted.nodes().map(|node| self.query(node, tier));
                let wants = wants.collect::<Result<Vec<_>>>()?;
                let together = wanted.together.as_ref().map(|node| self.query(node, tier));
                let all = || json!({"bool": {"must": wants}});
                let whole = together.transpose()?.unwrap_or_else(all);
                match tier {
                    Tier::Full => whole,
                    Tier::Partial(least, alone) => {
                        let alone = wants.iter().zip(alone);
                        let alone = alone
                            .filter(|(_, alone)| **alone)
                            .map(|(want, _)| want.clone());
                        let enough: Vec<Value> = match least {
                            0 => vec![json!({"match_all": {}})],
                            least => std::iter::once(at_least(least, wants.clone()))
                                .chain(alone)
                                .collect(),
                        };
                        json!({"bool": {
                            "must": [json!({"constant_score": {"filter": any(enough), "boost": 0.0}})],
                            "should": wants,
                            "must_not": [whole],
                        }})
                    }
                }
            }
            Node::Boost(node, terms) => {
                let beside = terms.iter().map(|term| self.term(term));
                let beside = beside.collect::<Result<Vec<_>>>()?;
                json!({"bool": {"must": [self.query(node, tier)?], "should": beside}})
            }
            Node::Not(inner) if has_distances(inner) => json!({"match_all": {}}),
            Node::Not(inner) => json!({"bool": {"must_not": [self.query(inner, tier)?]}}),
            Node::Term(term) => self.term(term)?,
            Node::ProximityBoost(node, _) => self.query(node, tier)?,
            // Distances are looked at in the passages found.
            Node::WithinDistance(first, _, second) => {
                json!({"bool": {"must": [self.term(first)?, self.term(second)?]}})
            }
            Node::Filter(condition) => {
                json!({"constant_score": {"filter": self.condition(condition)?, "boost": 0.0}})
            }
        })
    }

    /// A term on each of its sides in each of its forms.
    fn term(&self, term: &Term) -> Result<Value> {
        let (mut exact, mut others) = (Vec::new(), Vec::new());
        for lang in &term.sides {
            for form in &term.forms {
                let queries = self.form(form, *lang, term.quoted)?;
                match form.is_exact() {
                    true => exact.extend(queries),
                    false => others.extend(queries),
                }
            }
        }
        let Some(weights) = self.weights else {
            exact.extend(others);
            return Ok(any(exact));
        };
        let idf = weights.idf(term)?;
        let at_least = |queries: &[Value], score: f32| json!({"constant_score": {"filter": any(queries.to_vec()), "boost": score * idf}});
        let all: Vec<Value> = exact.iter().chain(&others).cloned().collect();
        let presence = at_least(&all, PRESENCE);
        let mut should = vec![json!({"dis_max": {"queries": all}})];
        if !exact.is_empty() {
            should.push(at_least(&exact, EXACT));
        }
        Ok(json!({"bool": {"must": [presence], "should": should}}))
    }

    /// What a form matches on a side.
    fn form(&self, form: &Form, lang: Lang, is_quoted: bool) -> Result<Vec<Value>> {
        let documents = &self.snapshot.documents;
        let field = JsonDocuments::text_field(lang);
        let slots = |query: SlotQuery| match query {
            SlotQuery::Phrase(slots) => json!({"match_phrase": {field.as_str(): {"query": slots}}}),
            SlotQuery::Prefix(beginning) => {
                json!({"prefix": {field.as_str(): {"value": beginning}}})
            }
        };
        if let Some(tokens) = form.chinese()
            && let Some(segmented) = documents.fields.segmented_phrase(lang, tokens)
        {
            // A related term is looked for as words alone.
            let literal = (!self.as_words || is_quoted) && form.by != By::Related;
            let everywhere = literal.then_some(segmented.characters);
            let phrases: Vec<_> = std::iter::once(segmented.words).chain(everywhere).collect();
            let phrases = phrases.iter().filter_map(|phrase| documents.phrase(phrase));
            return Ok(phrases.map(slots).collect());
        }
        Ok(match &form.matcher {
            Matcher::Phrase {
                field,
                tokens,
                prefix,
            } => {
                let query = documents.query(*field, lang, tokens, *prefix);
                query.map(slots).into_iter().collect()
            }
            Matcher::Entity(conditions) => {
                let conditions = conditions.iter().map(|condition| self.condition(condition));
                vec![any(conditions.collect::<Result<_>>()?)]
            }
            Matcher::Value(range) => vec![self.range(range, lang)],
        })
    }

    /// The passages that one of some conditions selects.
    pub(super) fn entity(&self, conditions: &[Condition]) -> Result<Value> {
        let conditions = conditions.iter().map(|condition| self.condition(condition));
        Ok(any(conditions.collect::<Result<_>>()?))
    }

    fn condition(&self, condition: &Condition) -> Result<Value> {
        let one_of = |key: Key, values: &[String]| {
            let field = self.snapshot.field(key);
            json!({"terms": {field: values}})
        };
        Ok(match condition {
            Condition::OneOf(key, values) => one_of(*key, values),
            Condition::Person(values, people) => {
                let people = people.iter().map(|person| {
                    let names: Vec<String> =
                        person.names.iter().map(|name| name_term(name)).collect();
                    json!({"bool": {"filter": [
                        {"term": {"company": person.company}},
                        one_of(Key::SpeakerName, &names),
                    ]}})
                });
                let named = std::iter::once(one_of(Key::SpeakerName, values));
                any(named.chain(people).collect())
            }
            Condition::Between(column, first, last) => {
                let mut range = json!({"gte": first});
                if let Ok(last) = i64::try_from(*last)
                    && let Some(range) = range.as_object_mut()
                {
                    range.insert("lte".to_owned(), Value::from(last));
                }
                json!({"range": {*column: range}})
            }
            Condition::InExchange(node) => {
                json!({"terms": {"exchange": *self.exchanges(node)?}})
            }
        })
    }

    /// The exchanges in which a plan matches a passage.
    fn exchanges(&self, node: &Node) -> Result<Arc<Vec<String>>> {
        let printed = format!("{node:?}");
        let known = self.snapshot.exchanges().get(&printed).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let filter = Queries {
            weights: None,
            ..*self
        };
        let said = filter.matches(node, Tier::Full)?;
        let found = (self.snapshot).values_of("exchange", &said, MOST_EXCHANGES + 1)?;
        if found.len() > MOST_EXCHANGES {
            let message = format!("more than {MOST_EXCHANGES} exchanges say this");
            return Err(too_many(message));
        }
        let found = Arc::new(found);
        if self.snapshot.is_settled() {
            let known = Arc::clone(&found);
            self.snapshot.exchanges().insert(printed, known);
        }
        Ok(found)
    }

    /// Passages with a quantity in a range on one side.
    fn range(&self, range: &ValueRange, lang: Lang) -> Value {
        let documents = &self.snapshot.documents;
        let currencies = match (range.measure, range.money) {
            (Measure::Amount, Money::Is(currency)) => vec![Some(currency)],
            (Measure::Amount, Money::IsOrUnsaid(currency)) => vec![Some(currency), None],
            _ => {
                let Some(field) = documents.quantity(range.measure, lang) else {
                    return any(Vec::new());
                };
                return between(field, range.low, range.high, Value::from);
            }
        };
        let Some(field) = documents.money(lang) else {
            return any(Vec::new());
        };
        let within = currencies.into_iter().map(|currency| {
            let bounded = |bound, open| match bound {
                Bound::Unbounded => Bound::Included(open),
                bound => bound,
            };
            let (low, high) = (bounded(range.low, f64::MIN), bounded(range.high, f64::MAX));
            between(field, low, high, |value| {
                Value::from(money_number(currency, value))
            })
        });
        any(within.collect())
    }
}

/// Whether a plan asks for terms within a distance.
pub(super) fn has_distances(node: &Node) -> bool {
    match node {
        Node::WithinDistance(..) => true,
        Node::All(nodes) | Node::Any(nodes) | Node::AtLeast(_, nodes) => {
            nodes.iter().any(has_distances)
        }
        Node::Optional(wanted) => wanted.nodes().any(has_distances),
        Node::Not(node) | Node::Boost(node, _) | Node::ProximityBoost(node, _) => {
            has_distances(node)
        }
        Node::Term(_) | Node::Filter(_) => false,
    }
}

fn between(field: &str, low: Bound<f64>, high: Bound<f64>, number: impl Fn(f64) -> Value) -> Value {
    let mut range = serde_json::Map::new();
    for (bound, inclusive, exclusive) in [(low, "gte", "gt"), (high, "lte", "lt")] {
        match bound {
            Bound::Included(value) => range.insert(inclusive.to_owned(), number(value)),
            Bound::Excluded(value) => range.insert(exclusive.to_owned(), number(value)),
            Bound::Unbounded => None,
        };
    }
    json!({"range": {field: range}})
}

fn any(queries: Vec<Value>) -> Value {
    at_least(1, queries)
}

fn at_least(least: usize, queries: Vec<Value>) -> Value {
    match queries.len() < least {
        true => json!({"match_none": {}}),
        false => json!({"bool": {"should": queries, "minimum_should_match": least}}),
    }
}
