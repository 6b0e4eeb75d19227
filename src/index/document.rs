//! From a call to the documents of the index, and back from a stored record.

use serde::{Deserialize, Serialize};
use tantivy::{
    TantivyDocument,
    tokenizer::{PreTokenizedString, Token as IndexToken},
};

use super::{Fields, Origin, substance::substance};
use crate::{
    model::{Call, Lang, Passage, Word, name_key},
    text::{Currency, Measure, Stream, Token, analyse, fold_str, quantities},
};

/// What is stored of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PassageRecord {
    /// Id of its call.
    pub(crate) call: String,
    /// The passage.
    pub(crate) passage: Passage,
}

/// Values of the field `doc`.
pub(super) const PASSAGE: &str = "passage";
pub(super) const CALL: &str = "call";

/// The documents of a call: itself, then its passages in order.
pub(super) fn documents(
    fields: &Fields,
    call: &Call,
    origin: &Origin,
) -> serde_json::Result<Vec<TantivyDocument>> {
    let mut documents = Vec::with_capacity(call.passages.len() + 1);
    let mut head = TantivyDocument::default();
    head.add_text(fields.doc, CALL);
    head.add_text(fields.source, &call.source);
    head.add_text(fields.call, &call.id);
    head.add_text(fields.company, &call.company.id);
    head.add_bytes(fields.record, &serde_json::to_vec(call)?);
    head.add_text(fields.origin, serde_json::to_string(origin)?);
    documents.push(head);
    for passage in &call.passages {
        documents.push(passage_document(fields, call, passage)?);
    }
    Ok(documents)
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
    if let Some(date) = call.date.as_deref().and_then(date_number) {
        document.add_u64(fields.date, date);
    }
    if let Some(speaker) = call.speaker_of(passage) {
        document.add_text(fields.speaker, &speaker.name);
        for name in name_keys(&speaker.names) {
            document.add_text(fields.speaker_name, name);
        }
        document.add_text(fields.role, speaker.role.word());
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
    }
    document.add_u64(fields.substance, substance(call, passage));
    for (lang, side) in passage.text.iter() {
        document.add_text(fields.lang, lang.word());
        add_quantities(&mut document, fields, lang, side);
        let analysis = analyse(side);
        for stream in [Stream::Literal, Stream::Words] {
            if let Some(field) = fields.stream(stream, lang) {
                document.add_pre_tokenized_text(field, tokens(analysis.stream(stream)));
            }
        }
    }
    let record = PassageRecord {
        call: call.id.clone(),
        passage: passage.clone(),
    };
    document.add_bytes(fields.record, &serde_json::to_vec(&record)?);
    Ok(document)
}

/// The values that a side states.
fn add_quantities(document: &mut TantivyDocument, fields: &Fields, lang: Lang, side: &str) {
    for quantity in quantities(side) {
        if let Some(field) = fields.quantity(quantity.measure, lang) {
            document.add_f64(field, quantity.value);
        }
        if quantity.measure == Measure::Amount
            && let Some(field) = fields.money(lang)
        {
            document.add_u64(field, money_number(quantity.currency, quantity.value));
        }
    }
}

/// An amount with its currency as one number: amounts of one currency lie together, in order of
/// their value. The last digits in the 14th decimal place are lost.
pub(crate) fn money_number(currency: Option<Currency>, value: f64) -> u64 {
    let currency = u64::from(currency.map_or(0, Currency::number));
    (currency << 58) | (tantivy::f64_to_u64(value) >> 6)
}

fn tokens(tokens: &[Token]) -> PreTokenizedString {
    let tokens = tokens
        .iter()
        .map(|token| IndexToken {
            offset_from: token.start,
            offset_to: token.end,
            position: token.position as usize,
            text: token.text.clone(),
            position_length: 1,
        })
        .collect();
    PreTokenizedString {
        text: String::new(),
        tokens,
    }
}

fn name_keys<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut keys: Vec<String> = names.into_iter().map(|name| name_term(name)).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// A name as it is indexed: its words in lower case and in one script.
pub(crate) fn name_term(name: &str) -> String {
    fold_str(&name_key(name))
}

/// `2026-05-01` as 20260501.
pub(crate) fn date_number(date: &str) -> Option<u64> {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 8 {
        digits.parse().ok()
    } else {
        None
    }
}
