//! The document of a passage as JSON, for engines that make the tokens of a field from its text by a simple rule.
//!
//! The two token fields of a side become one field. Its text is a slot a position, separated by blanks: the
//! tokens there joined by `|`, or `_` where there is none. Stems and Chinese words are marked with `^`. An
//! analyzer that splits at blanks, then at `|` without moving on, and drops `_` but not its position, makes
//! the very tokens at the very positions of this index. The same text of a query makes the same phrase.
//!
//! A phrase may ask for two tokens at one position: a character as written and the bigram that it begins. So a
//! slot with an exact character also has a token for it together with each of the others.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use tantivy::{
    Term,
    schema::{Field, OwnedValue, Schema},
};

use super::{
    document::Piece,
    encoding::{EncodedTokens, PhrasePosition},
    schema::Fields,
};
use crate::{
    Error, Result,
    model::{Call, Lang, Passage, Word},
    text::{EXACT, Measure, TokenField},
};

/// Mark of a stem or a Chinese word.
const STEMMED: char = '^';

/// Separates the tokens of a slot.
pub(crate) const SEPARATOR: char = '|';

/// Suffix of the name of the field with both kinds of tokens of a side.
const TEXT: &str = "text";

/// What matches the tokens of a query in such a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SlotQuery {
    /// A phrase of slots; a single token if it has one slot with one.
    Phrase(String),
    /// Any token that begins with a text.
    Prefix(String),
}

/// The names of fields in JSON, and their values.
pub(crate) struct JsonDocuments {
    schema: Schema,
    /// The handles of the fields.
    pub(crate) fields: Fields,
}

impl JsonDocuments {
    pub(crate) fn new() -> Self {
        let (schema, fields) = Fields::schema();
        Self { schema, fields }
    }

    /// Name of the field with the tokens of a side.
    pub(crate) fn text_field(lang: Lang) -> String {
        format!("{}_{TEXT}", lang.word())
    }

    /// Name of a field.
    pub(crate) fn name(&self, field: Field) -> &str {
        self.schema.get_field_name(field)
    }

    /// Name of the field with the values of a measure on a side.
    pub(crate) fn quantity(&self, measure: Measure, lang: Lang) -> Option<&str> {
        self.fields
            .quantity(measure, lang)
            .map(|field| self.name(field))
    }

    /// Name of the field with the amounts of a side and their currencies.
    pub(crate) fn money(&self, lang: Lang) -> Option<&str> {
        self.fields.money(lang).map(|field| self.name(field))
    }

    /// The document of a passage: a value or an array a field, and `record`, the stored record.
    pub(crate) fn passage(&self, call: &Call, passage: &Passage) -> Result<Map<String, Value>> {
        let failed = |error: serde_json::Error| {
            Error::internal("a passage is not written as JSON").because(error)
        };
        let document = Piece::Passage(call, passage)
            .document(&self.fields)
            .map_err(failed)?;
        let mut json = Map::new();
        let mut streams: Vec<(Lang, Vec<SlotToken>)> = Vec::new();
        for (field, value) in document.field_values() {
            let value = OwnedValue::from(value);
            if let (Some((lang, stream)), OwnedValue::Str(text)) = (self.stream(field), &value) {
                if streams.last().is_none_or(|(of, _)| *of != lang) {
                    streams.push((lang, Vec::new()));
                }
                if let Some((_, tokens)) = streams.last_mut() {
                    tokens.extend(tokens_of(text, stream));
                }
                continue;
            }
            let value = match value {
                OwnedValue::Str(record) if field == self.fields.record => {
                    serde_json::from_str(&record).map_err(failed)?
                }
                OwnedValue::Str(text) => Value::from(text),
                OwnedValue::U64(number) => Value::from(number),
                OwnedValue::F64(number) => Value::from(number),
                _ => return Err(Error::internal("a field of an unknown type")),
            };
            match json.get_mut(self.name(field)) {
                None => {
                    json.insert(self.name(field).to_owned(), value);
                }
                Some(Value::Array(values)) => values.push(value),
                Some(one) => *one = Value::from(vec![one.take(), value]),
            }
        }
        for (lang, mut tokens) in streams {
            add_pairs(&mut tokens);
            json.insert(Self::text_field(lang), Value::from(slots(tokens)));
        }
        Ok(json)
    }

    fn stream(&self, field: Field) -> Option<(Lang, TokenField)> {
        let streams = [TokenField::Exact, TokenField::Stemmed];
        let mut of = (Lang::ALL.iter()).flat_map(|lang| streams.map(|stream| (*lang, stream)));
        of.find(|(lang, stream)| self.fields.token_field(*stream, *lang) == Some(field))
    }

    /// The field and the token by which a value of a field of the index is found.
    pub(crate) fn token_of(&self, field: &str, value: &str) -> (String, String) {
        let stream = self.schema.get_field(field).ok();
        match stream.and_then(|field| self.stream(field)) {
            Some((lang, TokenField::Exact)) => (Self::text_field(lang), value.to_owned()),
            Some((lang, TokenField::Stemmed)) => {
                (Self::text_field(lang), format!("{STEMMED}{value}"))
            }
            None => (field.to_owned(), value.to_owned()),
        }
    }

    /// The field in which a term is found, and the token there.
    pub(crate) fn field_and_token(&self, term: &Term) -> (String, String) {
        let field = match self.stream(term.field()) {
            Some((lang, _)) => Self::text_field(lang),
            None => self.name(term.field()).to_owned(),
        };
        (field, self.token(term))
    }

    /// A term as a token of a slot.
    pub(crate) fn token(&self, term: &Term) -> String {
        let text = term.value().as_str().unwrap_or_default().to_owned();
        match self.stream(term.field()) {
            Some((_, TokenField::Stemmed)) => format!("{STEMMED}{text}"),
            _ => text,
        }
    }

    /// A phrase as slots; none if it is empty.
    pub(crate) fn phrase(&self, phrase: &[PhrasePosition]) -> Option<SlotQuery> {
        let mut alternatives: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for position in phrase {
            let tokens = position.terms.iter().map(|term| self.token(term));
            let tokens: Vec<String> = tokens.collect();
            let at = alternatives.entry(position.offset).or_default();
            *at = match at.is_empty() {
                true => tokens,
                false => pairs(at, &tokens),
            };
        }
        let tokens = alternatives
            .into_iter()
            .flat_map(|(offset, tokens)| tokens.into_iter().map(move |token| (offset, token)));
        let tokens: Vec<SlotToken> = tokens.collect();
        (!tokens.is_empty()).then(|| SlotQuery::Phrase(slots(tokens)))
    }

    /// The tokens of a query on a side; none where nothing can match.
    pub(crate) fn query(
        &self,
        field: TokenField,
        lang: Lang,
        tokens: &[(u32, String)],
        is_prefix: bool,
    ) -> Option<SlotQuery> {
        let marked = |text: &str| match field {
            TokenField::Exact => text.to_owned(),
            TokenField::Stemmed => format!("{STEMMED}{text}"),
        };
        match tokens {
            [] => None,
            [(_, token)] if is_prefix => Some(SlotQuery::Prefix(marked(token))),
            tokens => match self.fields.encode_query(field, lang, tokens)? {
                EncodedTokens::Phrase(phrase) => self.phrase(&phrase),
                EncodedTokens::Prefix(c) => Some(SlotQuery::Prefix(marked(&c.to_string()))),
            },
        }
    }
}

/// Joins an exact character and another token of its position.
const BOTH: char = '&';

/// The tokens that stand for one of each: the exact character comes first.
fn pairs(some: &[String], others: &[String]) -> Vec<String> {
    let pair = |a: &String, b: &String| match b.starts_with(EXACT) {
        true => format!("{b}{BOTH}{a}"),
        false => format!("{a}{BOTH}{b}"),
    };
    let pairs = some
        .iter()
        .flat_map(|a| others.iter().map(move |b| pair(a, b)));
    pairs.collect()
}

/// Adds the tokens that stand for an exact character together with another token of its position.
fn add_pairs(tokens: &mut Vec<SlotToken>) {
    tokens.sort_by_key(|(position, _)| *position);
    let added = tokens.chunk_by(|a, b| a.0 == b.0).flat_map(|slot| {
        let (exact, others): (Vec<_>, Vec<_>) = slot
            .iter()
            .cloned()
            .partition(|(_, token)| token.starts_with(EXACT));
        let texts = |tokens: Vec<SlotToken>| -> Vec<String> {
            tokens.into_iter().map(|(_, token)| token).collect()
        };
        let position = slot.first().map_or(0, |(position, _)| *position);
        let pairs = pairs(&texts(exact), &texts(others));
        pairs.into_iter().map(move |pair| (position, pair))
    });
    let added: Vec<SlotToken> = added.collect();
    tokens.extend(added);
}

/// A position and a token there.
type SlotToken = (u32, String);

/// The tokens of a stream as [`super::pretokenized`] serializes them.
fn tokens_of(text: &str, stream: TokenField) -> impl Iterator<Item = SlotToken> + '_ {
    let mut position = 0;
    text.lines().filter_map(move |line| {
        let (distance, token) = line.split_once('\t')?;
        position += distance.parse::<u32>().ok()?;
        let token = match stream {
            TokenField::Exact => token.to_owned(),
            TokenField::Stemmed => format!("{STEMMED}{token}"),
        };
        Some((position, token))
    })
}

/// The text of some tokens, in any order.
fn slots(mut tokens: Vec<SlotToken>) -> String {
    tokens.sort_by_key(|(position, _)| *position);
    let mut text = String::new();
    // The position after the last one that is written.
    let mut next = 0;
    for (position, token) in tokens {
        if position < next {
            text.push(SEPARATOR);
        } else {
            for _ in next..position {
                text.push_str(" _");
            }
            text.push(' ');
            next = position + 1;
        }
        text.push_str(&token);
    }
    text.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_has_the_tokens_of_a_position() {
        let token = |position, text: &str| (position, text.to_owned());
        assert_eq!(slots(vec![]), "");
        assert_eq!(slots(vec![token(0, "a")]), "a");
        assert_eq!(slots(vec![token(1, "a")]), "_ a");
        let several = [(0, "a"), (2, "b"), (2, "c"), (5, "d"), (0, "e"), (6, "f")];
        let several = several.map(|(position, text)| token(position, text));
        assert_eq!(slots(several.to_vec()), "a|e _ b|c _ _ d f");
    }
}
