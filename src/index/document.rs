//! Makes the documents of a call, and the stored records that passages are read back from.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

use super::{
    call_summary::CallSummaryRef, encoding::TokenEncoder, json_column::add_json, schema::Fields,
    source_record::SourceRecord, static_boost::static_boost, term_pairs,
};
use crate::{
    model::{Call, Lang, Office, Passage, Word, name_key, time_quarter},
    text::{Currency, Measure, TokenField, analyse_into, fold_str, quantities},
};

/// The stored record of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PassageRecord {
    /// Id of the call.
    pub(crate) call: String,
    /// The passage.
    pub(crate) passage: Passage,
}

/// [`PassageRecord`] without copies, to be serialized.
#[derive(Serialize)]
struct PassageRecordRef<'a> {
    call: &'a str,
    passage: &'a Passage,
}

/// Values of the field `doc`.
pub(super) const PASSAGE: &str = "passage";
pub(super) const CALL: &str = "call";

/// Value of the field `exchange_side`, beside `asked`, of a question whose reply declines to answer.
pub(crate) const DECLINED: &str = "declined";

/// The part of a call that one document is made of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    /// A call without its passages, and the record of its source.
    Call(&'a Call, &'a SourceRecord),
    /// A passage of a call.
    Passage(&'a Call, &'a Passage),
}

impl<'a> Piece<'a> {
    /// The call itself, then its passages in order.
    pub(super) fn of(
        call: &'a Call,
        source_record: &'a SourceRecord,
    ) -> impl Iterator<Item = Self> {
        let passages = call.passages.iter();
        std::iter::once(Self::Call(call, source_record))
            .chain(passages.map(move |passage| Self::Passage(call, passage)))
    }

    /// Bytes of text to analyze.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Call(..) => 0,
            Self::Passage(_, passage) => passage.text.iter().map(|(_, side)| side.len()).sum(),
        }
    }

    /// The document, with all its indexed fields, columns and its record.
    pub(super) fn document(self, fields: &Fields) -> serde_json::Result<TantivyDocument> {
        match self {
            Self::Call(call, source_record) => call_document(fields, call, source_record),
            Self::Passage(call, passage) => passage_document(fields, call, passage),
        }
    }
}

fn call_document(
    fields: &Fields,
    call: &Call,
    source_record: &SourceRecord,
) -> serde_json::Result<TantivyDocument> {
    let mut document = TantivyDocument::default();
    document.add_text(fields.doc, CALL);
    document.add_text(fields.source, &call.source);
    document.add_text(fields.call, &call.id);
    document.add_text(fields.company, &call.company.id);
    // tantivy reads a column faster when every document has a value.
    document.add_u64(fields.static_boost, 0);
    document.add_text(fields.record, serde_json::to_string(call)?);
    add_json(
        &mut document,
        fields.source_record,
        &serde_json::to_string(source_record)?,
    );
    let names = (&call.source, source_record.position, &call.names);
    add_json(
        &mut document,
        fields.call_names,
        &serde_json::to_string(&names)?,
    );
    term_pairs::add(&mut document, fields, call);
    let summary = CallSummaryRef::of(call);
    add_json(
        &mut document,
        fields.call_summary,
        &serde_json::to_string(&summary)?,
    );
    Ok(document)
}

fn passage_document(
    fields: &Fields,
    call: &Call,
    passage: &Passage,
) -> serde_json::Result<TantivyDocument> {
    let mut document = TantivyDocument::default();
    document.add_text(fields.doc, PASSAGE);
    document.add_text(fields.source, &call.source);
    document.add_text(fields.call, &call.id);
    document.add_u64(fields.n, u64::from(passage.n));
    if let Some(turn) = passage.turn {
        document.add_u64(fields.turn, turn as u64);
    }
    document.add_text(fields.company, &call.company.id);
    for name in name_keys(std::iter::once(&call.company.id).chain(&call.company.names)) {
        document.add_text(fields.company_name, name);
    }
    document.add_text(fields.section, passage.section.word());
    document.add_text(fields.format, &call.format);
    if let Some(period) = call.period {
        document.add_text(fields.period, period.to_string());
        document.add_u64(fields.quarter, u64::from(period.end_quarter()));
    }
    if let Some(quarter) = time_quarter(call.period, call.date.as_deref()) {
        document.add_u64(fields.time, u64::from(quarter));
    }
    if let Some(date) = call.date.as_deref().and_then(date_number) {
        document.add_u64(fields.date, date);
    }
    if let Some(speaker) = call.speaker_of(passage) {
        document.add_text(fields.speaker, &speaker.name);
        for name in name_keys(&speaker.names) {
            document.add_text(fields.speaker_name, name);
        }
        document.add_text(fields.role, speaker.role.word());
        for office in Office::of(speaker) {
            document.add_text(fields.office, office.word());
        }
        if let Some(title) = &speaker.title {
            document.add_text(fields.title, title);
            document.add_text(fields.title_name, name_term(title));
        }
        if speaker.names.len() > 1 {
            document.add_text(fields.names, speaker.names.join("\n"));
        }
        if let Some(firm) = &speaker.firm {
            document.add_text(fields.firm, firm);
            document.add_text(fields.firm_name, name_term(firm));
        }
    }
    if let Some(number) = passage.exchange {
        document.add_text(fields.exchange, format!("{}/{number}", call.id));
    }
    if let Some(side) = call.exchange_side_of(passage) {
        document.add_text(fields.exchange_side, side.word());
        if passage.is_declined {
            document.add_text(fields.exchange_side, DECLINED);
        }
    }
    for finding in &passage.findings {
        document.add_text(fields.audit, finding.kind.word());
    }
    let mut words = 0;
    for (lang, side) in passage.text.iter() {
        document.add_text(fields.lang, lang.word());
        add_quantities(&mut document, fields, lang, side);
        let mut encoder = TokenEncoder::default();
        words = words.max(analyse_into(side, &mut encoder));
        let streams = [TokenField::Exact, TokenField::Stemmed].into_iter();
        for (stream, tokens) in streams.zip(encoder.streams()) {
            if let Some(field) = fields.token_field(stream, lang)
                && !tokens.is_empty()
            {
                document.add_text(field, tokens);
            }
        }
    }
    document.add_u64(fields.static_boost, static_boost(call, passage, words));
    let record = PassageRecordRef {
        call: &call.id,
        passage,
    };
    document.add_text(fields.record, serde_json::to_string(&record)?);
    Ok(document)
}

/// Adds the quantities in the text of one side.
fn add_quantities(document: &mut TantivyDocument, fields: &Fields, lang: Lang, side: &str) {
    for quantity in quantities(side) {
        if let Some(field) = fields.quantity(quantity.measure, lang) {
            document.add_f64(field, quantity.value);
        }
        if quantity.measure == Measure::Amount
            && let Some(field) = fields.money(lang)
        {
            for currency in quantity.currencies() {
                document.add_u64(field, money_number(currency, quantity.value));
            }
        }
    }
}

/// An amount and its currency as one number, ordered by currency and then by value, so that a range of
/// amounts in one currency is a range of numbers. Six bits of the value are lost, about two of sixteen
/// decimal digits.
pub(crate) fn money_number(currency: Option<Currency>, value: f64) -> u64 {
    let currency = u64::from(currency.map_or(0, Currency::number));
    (currency << 58) | (tantivy::f64_to_u64(value) >> 6)
}

fn name_keys<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut keys: Vec<String> = names.into_iter().map(|name| name_term(name)).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// The term of a name: its words in lower case, folded to one script.
pub(crate) fn name_term(name: &str) -> String {
    fold_str(&name_key(name))
}

/// A date as a number: `2026-05-01` is 20260501.
fn date_number(date: &str) -> Option<u64> {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 8).then(|| digits.parse().ok()).flatten()
}
