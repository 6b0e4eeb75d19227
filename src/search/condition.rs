//! Turns the conditions of a plan into queries.

use std::{ops::Bound, sync::Arc};

use tantivy::{
    Term as IndexTerm,
    query::{AllQuery, BooleanQuery, Occur, Query, RangeQuery, TermSetQuery},
    schema::Field,
};

use super::{
    key::Key,
    plan::Condition,
    rank::QueryTree,
    value::{Money, ValueRange},
};
use crate::{
    index::{Fields, money_number, name_term},
    model::Lang,
    text::Measure,
};

/// Number of values from which on one pass over the term dictionary replaces single lookups.
const MANY: usize = 16;

/// Matches all documents.
pub(super) fn everything() -> QueryTree {
    QueryTree::Filter(Arc::new(AllQuery))
}

/// Passages with a quantity in a range on one side.
pub(super) fn compile_range(range: &ValueRange, fields: &Fields, lang: Lang) -> Box<dyn Query> {
    let Some(field) = fields.quantity(range.measure, lang) else {
        return Box::new(BooleanQuery::new(Vec::new()));
    };
    let between = |low: Bound<f64>, high: Bound<f64>| -> Box<dyn Query> {
        let term = |value| IndexTerm::from_field_f64(field, value);
        // An open end would match passages without any such quantity.
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

/// Documents whose field has one of the values.
pub(super) fn one_of(field: Field, values: &[String]) -> Box<dyn Query> {
    let terms = (values.iter()).map(|value| IndexTerm::from_field_text(field, value));
    if values.len() > MANY {
        return Box::new(TermSetQuery::new(terms));
    }
    Box::new(BooleanQuery::new_multiterms_query(terms.collect()))
}

pub(super) fn condition_query(condition: &Condition, fields: &Fields) -> QueryTree {
    match condition {
        Condition::OneOf(key, values) => {
            QueryTree::Filter(Arc::from(one_of(key.of(fields), values)))
        }
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
            let either = either.map(|query| (Occur::Should, query)).collect();
            QueryTree::Filter(Arc::new(BooleanQuery::new(either)))
        }
        Condition::Between(column, first, last) => QueryTree::Range(column, *first..=*last),
        // A join is no condition on a single passage: `compile.rs` makes its query.
        Condition::InExchange(_) => everything(),
    }
}

impl Key {
    /// The index field.
    pub(crate) fn of(self, fields: &Fields) -> Field {
        match self {
            Self::Company => fields.company,
            Self::CompanyName => fields.company_name,
            Self::SpeakerName => fields.speaker_name,
            Self::FirmName => fields.firm_name,
            Self::Role => fields.role,
            Self::Office => fields.office,
            Self::Title => fields.title_name,
            Self::Section => fields.section,
            Self::Lang => fields.lang,
            Self::Format => fields.format,
            Self::Call => fields.call,
            Self::ExchangeSide => fields.exchange_side,
            Self::Period => fields.period,
            Self::Audit => fields.audit,
        }
    }
}
