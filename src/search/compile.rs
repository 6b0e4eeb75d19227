//! From the plan to tantivy's query.

use std::{collections::BTreeSet, ops::Bound, sync::Arc};

use tantivy::{
    Term as IndexTerm,
    query::{
        AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, Query, RangeQuery,
        RegexQuery, TermSetQuery,
    },
    schema::Field,
};

use super::{
    filter::{Condition, Key},
    plan::{Form, Matcher, Node, Term},
    rank::{Concept, Near, Row, RowKind, Statistics},
    value::{Money, ValueRange},
};
use crate::{
    Error, Result,
    index::{Fields, Reader, money_number, name_term},
    model::{Lang, Word},
    text::{Measure, Stream},
};

/// From so many values on, a field is looked up in one pass over its dictionary.
const MANY: usize = 16;

/// Most words that a beginning may stand for where their places matter.
const MOST_WORDS: usize = 1000;

/// The query of a whole plan: passages only.
pub(super) fn compile(node: &Node, reader: &Reader) -> Result<Box<dyn Query>> {
    let compiler = Compiler {
        reader,
        statistics: Statistics::new(reader)?,
    };
    let query = compiler.node(node)?;
    if node.asks_for_text() {
        return Ok(query);
    }
    let passages = ConstScoreQuery::new(reader.is_passage(), 0.0);
    Ok(Box::new(BooleanQuery::new(vec![
        (Occur::Must, query),
        (Occur::Must, Box::new(passages)),
    ])))
}

struct Compiler<'a> {
    reader: &'a Reader,
    statistics: Statistics,
}

impl Compiler<'_> {
    fn node(&self, node: &Node) -> Result<Box<dyn Query>> {
        Ok(match node {
            Node::All(nodes) => {
                let mut clauses = Vec::with_capacity(nodes.len() + 1);
                for node in nodes {
                    clauses.push(match node {
                        Node::Not(inner) => (Occur::MustNot, self.node(inner)?),
                        _ => (Occur::Must, self.node(node)?),
                    });
                }
                if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    clauses.push((Occur::Must, everything()));
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Node::Any(nodes) => {
                let any = nodes.iter().map(|node| self.node(node));
                Box::new(DisjunctionMaxQuery::new(any.collect::<Result<_>>()?))
            }
            Node::AtLeast(least, nodes) => {
                let clauses = nodes
                    .iter()
                    .map(|node| Ok((Occur::Should, self.node(node)?)))
                    .collect::<Result<_>>()?;
                Box::new(BooleanQuery::with_minimum_required_clauses(clauses, *least))
            }
            Node::Not(inner) => Box::new(BooleanQuery::new(vec![
                (Occur::MustNot, self.node(inner)?),
                (Occur::Must, everything()),
            ])),
            Node::Term(term) => Box::new(self.concept(term)?),
            Node::Near(node, terms) => {
                let mut clauses = vec![(Occur::Must, self.node(node)?)];
                for pair in terms.windows(2) {
                    if let [first, second] = pair {
                        let near = Near::new(self.concept(first)?, self.concept(second)?);
                        clauses.push((Occur::Should, Box::new(near)));
                    }
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Node::Within(first, between, second) => {
                let (first, second) = (self.placed(first)?, self.placed(second)?);
                Box::new(Near::within(*between, first, second))
            }
            Node::Filter(condition) => Box::new(ConstScoreQuery::new(
                compile_condition(condition, &self.reader.fields),
                0.0,
            )),
        })
    }

    /// A term on each of its sides in each of its forms.
    fn concept(&self, term: &Term) -> Result<Concept> {
        let mut rows = Vec::new();
        for (side, lang) in Lang::ALL.iter().enumerate() {
            if !term.sides.contains(lang) {
                continue;
            }
            for form in &term.forms {
                if let Some(kind) = self.row(form, *lang)? {
                    let exact = form.is_exact();
                    rows.push(Row { kind, side, exact });
                }
            }
        }
        Ok(Concept::new(rows, &self.statistics, &self.reader.searcher)?)
    }

    /// A term of which it matters where it stands: beginnings of words are spelt out.
    fn placed(&self, term: &Term) -> Result<Concept> {
        let mut forms = Vec::new();
        for form in &term.forms {
            match &form.matcher {
                Matcher::Row {
                    stream,
                    tokens,
                    prefix: true,
                } => {
                    for word in self.words_from(*stream, tokens)? {
                        forms.push(Form::row(*stream, vec![(0, word)], form.by));
                    }
                }
                _ => forms.push(form.clone()),
            }
        }
        let (typed, sides) = (term.typed.clone(), term.sides.clone());
        self.concept(&Term {
            typed,
            forms,
            sides,
        })
    }

    /// The words of the index that begin as a single token does.
    fn words_from(&self, stream: Stream, tokens: &[(u32, String)]) -> Result<BTreeSet<String>> {
        let mut words = BTreeSet::new();
        if let [(_, beginning)] = tokens {
            for &lang in Lang::ALL {
                if let Some(field) = self.reader.fields.stream(stream, lang) {
                    self.reader
                        .values_from(field, beginning, MOST_WORDS, &mut words)?;
                }
            }
            if words.len() >= MOST_WORDS {
                let message = format!("too many words begin with `{beginning}` to stand near");
                return Err(Error::request(message).hint("type more of the word"));
            }
        }
        Ok(words)
    }

    fn row(&self, form: &Form, lang: Lang) -> Result<Option<RowKind>> {
        let fields = &self.reader.fields;
        let (stream, tokens, prefix) = match &form.matcher {
            Matcher::Row {
                stream,
                tokens,
                prefix,
            } => (*stream, tokens, *prefix),
            Matcher::Value(range) => {
                return Ok(Some(RowKind::Other(Arc::from(compile_range(
                    range, fields, lang,
                )))));
            }
        };
        let Some(field) = fields.stream(stream, lang) else {
            return Ok(None);
        };
        Ok(match tokens.as_slice() {
            [] => None,
            [(_, token)] if prefix => {
                let pattern = format!("{}.*", regex::escape(token));
                let query = RegexQuery::from_pattern(&pattern, field)?;
                Some(RowKind::Other(Arc::new(query)))
            }
            tokens => {
                let token = |(distance, token): &(u32, String)| {
                    let field = fields.holding(stream, lang, token)?;
                    Some((*distance, IndexTerm::from_field_text(field, token)))
                };
                tokens
                    .iter()
                    .map(token)
                    .collect::<Option<_>>()
                    .map(RowKind::Tokens)
            }
        })
    }
}

fn everything() -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

/// Passages with a quantity in a range on one side.
fn compile_range(range: &ValueRange, fields: &Fields, lang: Lang) -> Box<dyn Query> {
    let Some(field) = fields.quantity(range.measure, lang) else {
        return Box::new(BooleanQuery::new(Vec::new()));
    };
    let between = |low: Bound<f64>, high: Bound<f64>| -> Box<dyn Query> {
        let term = |value| IndexTerm::from_field_f64(field, value);
        // An open end would match what has no such quantity at all.
        let low = match low {
            Bound::Unbounded => Bound::Included(f64::MIN),
            low => low,
        };
        Box::new(RangeQuery::new(low.map(term), high.map(term)))
    };
    let currencies = match (range.measure, range.money) {
        (Measure::Amount, Money::Is(currency)) => vec![Some(currency)],
        (Measure::Amount, Money::IsOrUnsaid(currency)) => vec![Some(currency), None],
        _ => return between(range.low, range.high),
    };
    let Some(money) = fields.money(lang) else {
        return Box::new(BooleanQuery::new(Vec::new()));
    };
    let queries = currencies.into_iter().map(|currency| {
        let number = |value| IndexTerm::from_field_u64(money, money_number(currency, value));
        let low = match range.low {
            Bound::Unbounded => Bound::Included(f64::MIN),
            low => low,
        };
        let high = match range.high {
            Bound::Unbounded => Bound::Included(f64::MAX),
            high => high,
        };
        let query = RangeQuery::new(low.map(number), high.map(number));
        (Occur::Should, Box::new(query) as Box<dyn Query>)
    });
    Box::new(BooleanQuery::new(queries.collect()))
}

/// Documents whose field has one of some values.
fn one_of(field: Field, values: &[String]) -> Box<dyn Query> {
    let terms = (values.iter()).map(|value| IndexTerm::from_field_text(field, value));
    if values.len() > MANY {
        return Box::new(TermSetQuery::new(terms));
    }
    Box::new(BooleanQuery::new_multiterms_query(terms.collect()))
}

fn compile_condition(condition: &Condition, fields: &Fields) -> Box<dyn Query> {
    match condition {
        Condition::OneOf(key, values) => one_of(key.of(fields), values),
        Condition::Person(values, people) => {
            let named = one_of(fields.speaker_name, values);
            let people = people.iter().map(|person| {
                let names: Vec<String> = person.names.iter().map(|name| name_term(name)).collect();
                let company = one_of(fields.company, std::slice::from_ref(&person.company));
                let called = one_of(fields.speaker_name, &names);
                let both = vec![(Occur::Must, company), (Occur::Must, called)];
                Box::new(BooleanQuery::new(both)) as Box<dyn Query>
            });
            let either = std::iter::once(named).chain(people);
            Box::new(BooleanQuery::new(
                either.map(|q| (Occur::Should, q)).collect(),
            ))
        }
        Condition::Between(key, first, last) => {
            let bound = |value| Bound::Included(IndexTerm::from_field_u64(key.of(fields), value));
            Box::new(RangeQuery::new(bound(*first), bound(*last)))
        }
    }
}

impl Key {
    /// The index field.
    pub(super) fn of(self, fields: &Fields) -> Field {
        match self {
            Self::CompanyName => fields.company_name,
            Self::SpeakerName => fields.speaker_name,
            Self::FirmName => fields.firm_name,
            Self::Role => fields.role,
            Self::Section => fields.section,
            Self::Lang => fields.lang,
            Self::Format => fields.format,
            Self::Call => fields.call,
            Self::Quarter => fields.quarter,
            Self::Date => fields.date,
            Self::Exchange => fields.exchange,
            Self::ExchangeSide => fields.exchange_side,
        }
    }

    pub(super) fn field(self, reader: &Reader) -> Field {
        self.of(&reader.fields)
    }
}
