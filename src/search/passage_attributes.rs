//! Attributes of a passage other than its text: speaker, company, side of the exchange, period.

use super::{key::Key, plan::Condition};
use crate::{
    index::{DECLINED, name_term},
    model::{Call, ExchangeSide, Passage, Word},
};

/// Attributes of a passage.
#[derive(Debug, Clone, Default)]
pub(crate) struct PassageAttributes {
    /// Side of the exchange.
    side: Option<ExchangeSide>,
    /// Whether it is a question whose reply declines to answer.
    is_declined: bool,
    company: String,
    /// Names of the company, the speaker and the speaker's firm, as indexed.
    company_names: Vec<String>,
    speaker_names: Vec<String>,
    firm: Option<String>,
    /// Period of the call.
    period: Option<String>,
}

impl PassageAttributes {
    /// Attributes of a passage of a call.
    pub(crate) fn of(call: &Call, passage: &Passage) -> Self {
        let speaker = call.speaker_of(passage);
        let terms = |names: &[String]| names.iter().map(|name| name_term(name)).collect();
        let mut company_names: Vec<String> = terms(&call.company.names);
        company_names.push(name_term(&call.company.id));
        Self {
            side: call.exchange_side_of(passage),
            is_declined: passage.is_declined,
            company: call.company.id.clone(),
            company_names,
            speaker_names: speaker.map_or_else(Vec::new, |speaker| terms(&speaker.names)),
            firm: speaker.and_then(|speaker| speaker.firm.as_deref().map(name_term)),
            period: call.period.map(|period| period.to_string()),
        }
    }

    /// Whether a condition on the attributes holds.
    pub(super) fn satisfies(&self, condition: &Condition) -> bool {
        let any_of =
            |values: &[String], names: &[String]| names.iter().any(|name| values.contains(name));
        match condition {
            Condition::OneOf(Key::ExchangeSide, values) => {
                let is = |side: ExchangeSide, value: &str| {
                    value == side.word() || self.is_declined && value == DECLINED
                };
                (self.side).is_some_and(|side| values.iter().any(|value| is(side, value)))
            }
            Condition::OneOf(Key::CompanyName, values) => any_of(values, &self.company_names),
            Condition::OneOf(Key::SpeakerName, values) => any_of(values, &self.speaker_names),
            Condition::OneOf(Key::FirmName, values) => {
                self.firm.iter().any(|firm| values.contains(firm))
            }
            Condition::OneOf(Key::Period, values) => {
                self.period.iter().any(|period| values.contains(period))
            }
            Condition::Person(values, people) => {
                any_of(values, &self.speaker_names)
                    || people.iter().any(|person| {
                        let called = person.names.iter().map(|name| name_term(name));
                        person.company == self.company
                            && called
                                .into_iter()
                                .any(|name| self.speaker_names.contains(&name))
                    })
            }
            _ => false,
        }
    }
}
