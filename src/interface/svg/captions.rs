//! The texts of a chart.

use super::{scale::thousands, xml::one_line};
use crate::{
    analytics::{Trend, TrendRow},
    index::FacetField,
    interface::messages::{Messages, UiLocale, fill},
    model::Word,
    query::Field,
    search::{FilterArg, Request},
};

/// The captions of a chart in a language.
#[derive(Clone, Copy)]
pub(super) struct Captions {
    locale: UiLocale,
    pub(super) messages: &'static Messages,
}

impl Captions {
    pub(super) fn of(locale: UiLocale) -> Self {
        Self {
            locale,
            messages: locale.messages(),
        }
    }

    /// The title: the queries.
    pub(super) fn title(self, trends: &[Trend]) -> String {
        let queries: Vec<String> = trends.iter().map(|trend| one_line(&trend.query)).collect();
        queries.join(" vs ")
    }

    /// The title for screen readers.
    pub(super) fn spoken_title(self, title: &str, by: FacetField) -> String {
        fill(self.messages.chart_title, &[title, &self.noun(by)])
    }

    /// The subtitle: field, filters, and for one query its counts.
    pub(super) fn subtitle(self, request: &Request, trends: &[Trend], by: FacetField) -> String {
        let messages = self.messages;
        let by = match by {
            FacetField::Period => messages.fiscal_period.to_owned(),
            _ => self.noun(by),
        };
        let mut parts = vec![fill(messages.chart_by, &[&by])];
        parts.extend(request.filters.iter().map(|filter| self.filter(filter)));
        if request.literal {
            parts.push(messages.chart_literal.to_owned());
        }
        if let [only] = trends {
            parts.push(fill(
                messages.chart_match,
                &[
                    &number(only.total),
                    &self.passages(only.of),
                    &number(only.total_calls),
                    &self.calls(only.of_calls),
                ],
            ));
        }
        parts.join(" · ")
    }

    fn filter(self, filter: &FilterArg) -> String {
        let FilterArg {
            field,
            value,
            negated,
        } = filter;
        let messages = self.messages;
        let (name, value) = match self.locale {
            UiLocale::En => (field.word(), value.as_str()),
            _ => (messages.field(*field), messages.value(*field, value)),
        };
        let value = match negated {
            true => fill(messages.not, &[value]),
            false => value.to_owned(),
        };
        one_line(&format!("{name}: {value}"))
    }

    /// The entry of a query in the legend.
    pub(super) fn entry(self, trend: &Trend) -> String {
        let passages = self.passages(trend.total);
        fill(
            self.messages.chart_entry,
            &[&one_line(&trend.query), &passages],
        )
    }

    /// The counts of a row in words, with the query if there are several.
    pub(super) fn description(self, query: Option<&str>, label: &str, row: &TrendRow) -> String {
        let label = query.map_or_else(|| label.to_owned(), |query| format!("{query}, {label}"));
        fill(
            self.messages.chart_cell,
            &[
                &label,
                &number(row.passages),
                &self.passages(row.of),
                &format!("{:.1}", row.per_thousand()),
            ],
        )
    }

    /// A count of how many.
    pub(super) fn count_of(self, count: u64, of: u64) -> String {
        fill(self.messages.of_rows, &[&number(count), &number(of)])
    }

    /// The label of a value: of a company its name in this language.
    pub(super) fn label(self, by: FacetField, row: &TrendRow) -> String {
        one_line(&match &row.company {
            Some(company) => {
                let name = self.locale.company(company);
                match &company.ticker {
                    Some(ticker) if ticker != name => format!("{name} {ticker}"),
                    _ => name.to_owned(),
                }
            }
            None => match (self.locale, Field::from_word(by.word())) {
                (UiLocale::En, _) | (_, None) => row.value.clone(),
                (_, Some(field)) => self.messages.value(field, &row.value).to_owned(),
            },
        })
    }

    /// The notes below the chart, with the source.
    pub(super) fn notes(self, trends: &[Trend], left_out: usize, is_broken: bool) -> Vec<String> {
        let messages = self.messages;
        let mut notes = Vec::new();
        let Some(first) = trends.first() else {
            return notes;
        };
        let by = first.by;
        if trends.iter().all(|trend| trend.rows.is_empty()) {
            notes.push(fill(messages.chart_no_value, &[&self.noun(by)]));
        } else if trends.iter().all(|trend| trend.total == 0) {
            notes.push(messages.chart_no_match.to_owned());
        }
        if left_out > 0 {
            let note = match by {
                FacetField::Period => messages.chart_later,
                _ if trends.len() > 1 => messages.chart_fewer_first,
                _ => messages.chart_fewer,
            };
            notes.push(fill(note, &[&number(left_out as u64)]));
        }
        if is_broken {
            notes.push(messages.chart_broken.to_owned());
        }
        let placed: u64 = first.rows.iter().map(|row| row.of).sum();
        let unplaced = first.of.saturating_sub(placed);
        if by == FacetField::Period && unplaced > 0 {
            notes.push(fill(messages.chart_unplaced, &[&self.passages(unplaced)]));
        }
        let (passages, calls) = (self.passages(first.of), self.calls(first.of_calls));
        notes.push(fill(messages.chart_source, &[&passages, &calls]));
        notes
    }

    /// What the rows stand for, within a sentence.
    fn noun(self, by: FacetField) -> String {
        match (self.locale, Field::from_word(by.word())) {
            (UiLocale::En, _) | (_, None) => by.to_string(),
            (_, Some(field)) => self.messages.field(field).to_owned(),
        }
    }

    fn passages(self, count: u64) -> String {
        let messages = self.messages;
        counted(count, messages.passage, messages.passages)
    }

    fn calls(self, count: u64) -> String {
        let messages = self.messages;
        counted(count, messages.call_one, messages.call_many)
    }
}

/// A number with a comma between thousands.
pub(super) fn number(count: u64) -> String {
    thousands(&count.to_string())
}

fn counted(count: u64, one: &str, many: &str) -> String {
    fill(if count == 1 { one } else { many }, &[&number(count)])
}
