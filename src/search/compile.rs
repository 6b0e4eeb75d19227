//! From the plan to tantivy's query.

use tantivy::{
    Term as IndexTerm,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur,
        PhraseQuery, Query, RangeQuery, RegexQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    filter::{Condition, Key},
    plan::{Form, Node, Term},
};
use crate::{
    Result,
    index::{Fields, Reader, name_term},
};

/// Weight of the preference for words side by side, against that of a term.
const SIDE_BY_SIDE: f32 = 0.5;

/// The query of a whole plan: passages only.
pub(super) fn compile(node: &Node, reader: &Reader) -> Result<Box<dyn Query>> {
    let query = compile_node(node, &reader.fields)?;
    if node.asks_for_text() {
        return Ok(query);
    }
    let passages = ConstScoreQuery::new(reader.is_passage(), 0.0);
    Ok(Box::new(BooleanQuery::new(vec![
        (Occur::Must, query),
        (Occur::Must, Box::new(passages)),
    ])))
}

fn compile_node(node: &Node, fields: &Fields) -> Result<Box<dyn Query>> {
    Ok(match node {
        Node::All(nodes) => {
            let mut clauses = Vec::with_capacity(nodes.len() + 1);
            for node in nodes {
                clauses.push(match node {
                    Node::Not(inner) => (Occur::MustNot, compile_node(inner, fields)?),
                    _ => (Occur::Must, compile_node(node, fields)?),
                });
            }
            if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                clauses.push((Occur::Must, everything()));
            }
            Box::new(BooleanQuery::new(clauses))
        }
        Node::Any(nodes) => Box::new(DisjunctionMaxQuery::new(
            nodes
                .iter()
                .map(|node| compile_node(node, fields))
                .collect::<Result<_>>()?,
        )),
        Node::AtLeast(least, nodes) => {
            let clauses = nodes
                .iter()
                .map(|node| Ok((Occur::Should, compile_node(node, fields)?)))
                .collect::<Result<_>>()?;
            Box::new(BooleanQuery::with_minimum_required_clauses(clauses, *least))
        }
        Node::Not(inner) => Box::new(BooleanQuery::new(vec![
            (Occur::MustNot, compile_node(inner, fields)?),
            (Occur::Must, everything()),
        ])),
        Node::Term(term) => compile_term(term, fields)?,
        Node::Prefer(node, term) => Box::new(BooleanQuery::new(vec![
            (Occur::Must, compile_node(node, fields)?),
            (
                Occur::Should,
                Box::new(BoostQuery::new(compile_term(term, fields)?, SIDE_BY_SIDE)),
            ),
        ])),
        Node::Filter(condition) => Box::new(ConstScoreQuery::new(
            compile_condition(condition, fields),
            0.0,
        )),
    })
}

fn everything() -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

/// A term on each of its sides in each of its forms; the best counts, so that a passage gains
/// nothing by saying the same in two languages.
fn compile_term(term: &Term, fields: &Fields) -> Result<Box<dyn Query>> {
    let mut alternatives = Vec::new();
    for &lang in &term.sides {
        for form in &term.forms {
            if let Some(field) = fields.stream(form.stream, lang)
                && let Some(query) = compile_form(form, field)?
            {
                alternatives.push(query);
            }
        }
    }
    Ok(match alternatives.len() {
        1 => alternatives.remove(0),
        _ => Box::new(DisjunctionMaxQuery::new(alternatives)),
    })
}

fn compile_form(form: &Form, field: Field) -> Result<Option<Box<dyn Query>>> {
    let query: Box<dyn Query> = match form.tokens.as_slice() {
        [] => return Ok(None),
        [(_, token)] if form.prefix => Box::new(RegexQuery::from_pattern(
            &format!("{}.*", regex::escape(token)),
            field,
        )?),
        [(_, token)] => Box::new(TermQuery::new(
            IndexTerm::from_field_text(field, token),
            IndexRecordOption::WithFreqs,
        )),
        tokens => Box::new(PhraseQuery::new_with_offset(
            tokens
                .iter()
                .map(|(at, token)| (*at as usize, IndexTerm::from_field_text(field, token)))
                .collect(),
        )),
    };
    Ok(Some(if form.weight == 1.0 {
        query
    } else {
        Box::new(BoostQuery::new(query, form.weight))
    }))
}

/// Documents whose field has one of some values.
fn one_of(field: Field, values: &[String]) -> Box<dyn Query> {
    let terms = (values.iter()).map(|value| IndexTerm::from_field_text(field, value));
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
            let bound =
                |value| std::ops::Bound::Included(IndexTerm::from_field_u64(key.of(fields), value));
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
        }
    }

    pub(super) fn field(self, reader: &Reader) -> Field {
        self.of(&reader.fields)
    }
}
