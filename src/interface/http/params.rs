//! The parameters of a request's query string, under the names of the command line's flags.
//!
//! A route says what it takes in a table of [`Parameter`]s: requests are read against it, and the OpenAPI
//! document lists it.

use std::borrow::Cow;

use crate::{
    Error, Result,
    model::Word,
    query::FIELDS,
    search::{FilterArg, Request},
};

/// A parameter that a route takes.
#[derive(Debug, Clone)]
pub(in crate::interface) struct Parameter {
    /// Its name, that of the flag.
    pub(in crate::interface) name: &'static str,
    /// What it does, in a few words.
    pub(in crate::interface) about: &'static str,
    /// Its values.
    pub(in crate::interface) takes: ParameterKind,
    /// Whether it may be given several times.
    pub(in crate::interface) many: bool,
}

/// The values of a parameter.
#[derive(Debug, Clone)]
pub(in crate::interface) enum ParameterKind {
    /// Any text.
    Text,
    /// A whole number between two, both taken in.
    Number(usize, usize),
    /// `true`, which an empty value means too, or `false`.
    Flag,
    /// One of some words.
    Word(Vec<&'static str>),
    /// Several of some words, with commas between.
    Words(Vec<&'static str>),
}

impl Parameter {
    pub(in crate::interface) fn text(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            about,
            takes: ParameterKind::Text,
            many: false,
        }
    }

    pub(in crate::interface) fn number(
        name: &'static str,
        about: &'static str,
        least: usize,
        most: usize,
    ) -> Self {
        Self {
            takes: ParameterKind::Number(least, most),
            ..Self::text(name, about)
        }
    }

    pub(in crate::interface) fn flag(name: &'static str, about: &'static str) -> Self {
        Self {
            takes: ParameterKind::Flag,
            ..Self::text(name, about)
        }
    }

    pub(in crate::interface) fn word<T: Word>(name: &'static str, about: &'static str) -> Self {
        Self {
            takes: ParameterKind::Word(words::<T>()),
            ..Self::text(name, about)
        }
    }

    pub(in crate::interface) fn words<T: Word>(name: &'static str, about: &'static str) -> Self {
        Self {
            takes: ParameterKind::Words(words::<T>()),
            ..Self::text(name, about)
        }
    }

    pub(in crate::interface) fn many(self) -> Self {
        Self { many: true, ..self }
    }

    /// The query and every filter.
    pub(in crate::interface) fn of_request() -> Vec<Self> {
        let query = Self::text("q", "What to look for, in the query language");
        let filters = FIELDS
            .iter()
            .map(|info| Self::text(info.field.word(), info.about).many());
        std::iter::once(query).chain(filters).collect()
    }
}

fn words<T: Word>() -> Vec<&'static str> {
    T::ALL.iter().map(|word| word.word()).collect()
}

/// What a request gives of the parameters of its route.
#[derive(Debug, Clone, Default)]
pub(in crate::interface) struct Parameters {
    pairs: Vec<(&'static str, String)>,
}

impl Parameters {
    /// Reads a query string. `_` in a name is taken for `-`, and a text that is empty for none.
    ///
    /// # Errors
    /// Where a parameter is none of these, has a value that it does not take, or is given twice.
    pub(in crate::interface) fn read(query: &str, params: &[Parameter]) -> Result<Self> {
        Self::of(form_urlencoded::parse(query.as_bytes()), params)
    }

    /// The same as a form sends it: with a value for every field, of which those that are empty say
    /// nothing.
    pub(in crate::interface) fn read_form(query: &str, params: &[Parameter]) -> Result<Self> {
        let sent = form_urlencoded::parse(query.as_bytes());
        Self::of(sent.filter(|(_, value)| !value.is_empty()), params)
    }

    fn of<'q>(
        sent: impl Iterator<Item = (Cow<'q, str>, Cow<'q, str>)>,
        params: &[Parameter],
    ) -> Result<Self> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in sent {
            let name = name.replace('_', "-");
            let Some(param) = params.iter().find(|param| param.name == name) else {
                return Err(unknown(&name, params));
            };
            if value.is_empty() && matches!(param.takes, ParameterKind::Text) {
                continue;
            }
            if !param.many && pairs.iter().any(|(known, _)| *known == param.name) {
                return Err(Error::request(format!("`{name}` is given twice")));
            }
            let value = value.into_owned();
            param.check(&value)?;
            pairs.push((param.name, value));
        }
        Ok(Self { pairs })
    }

    /// The value of a parameter.
    pub(in crate::interface) fn text(&self, name: &str) -> Option<&str> {
        let mut pairs = self.pairs.iter();
        (pairs.find(|(known, _)| *known == name)).map(|(_, value)| value.as_str())
    }

    /// Every value of a parameter.
    pub(in crate::interface) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let pairs = self.pairs.iter().filter(move |(known, _)| *known == name);
        pairs.map(|(_, value)| value.as_str())
    }

    /// Every parameter that is given, in order.
    pub(in crate::interface) fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }

    pub(in crate::interface) fn number(&self, name: &str) -> Option<usize> {
        self.text(name)?.parse().ok()
    }

    pub(in crate::interface) fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| value != "false")
    }

    pub(in crate::interface) fn word<T: Word>(&self, name: &str) -> Option<T> {
        T::from_word(self.text(name)?)
    }

    pub(in crate::interface) fn words<T: Word>(&self, name: &str) -> Vec<T> {
        let value = self.text(name).unwrap_or_default();
        // Each once, however often it is named: every one is counted.
        (T::ALL.iter().copied())
            .filter(|word| value.split(',').any(|named| named == word.word()))
            .collect()
    }

    /// The query under the filters.
    ///
    /// # Errors
    /// Where a filter has no value or the query cannot be read.
    pub(in crate::interface) fn request(&self) -> Result<Request> {
        let query = self.text("q").unwrap_or_default();
        crate::query::parse(query)?;
        let filters = FIELDS.iter().flat_map(|info| {
            self.all(info.field.word())
                .map(|value| FilterArg::new(info.field, value))
        });
        Ok(Request {
            filters: filters.collect::<Result<_>>()?,
            literal: self.flag("literal"),
            ..Request::new(query)
        })
    }
}

impl Parameter {
    fn check(&self, value: &str) -> Result<()> {
        let name = self.name;
        match &self.takes {
            ParameterKind::Text => Ok(()),
            ParameterKind::Number(least, most) => match value.parse::<usize>() {
                Ok(number) if (*least..=*most).contains(&number) => Ok(()),
                _ => Err(Error::request(format!(
                    "`{name}` takes a number from {least} to {most}, not `{value}`"
                ))),
            },
            ParameterKind::Flag => match value {
                "" | "true" | "false" => Ok(()),
                _ => Err(Error::request(format!(
                    "`{name}` takes true or false, not `{value}`"
                ))),
            },
            ParameterKind::Word(words) => one_of(name, value, words),
            ParameterKind::Words(words) => {
                (value.split(',')).try_for_each(|value| one_of(name, value, words))
            }
        }
    }
}

fn one_of(name: &str, value: &str, words: &[&str]) -> Result<()> {
    if words.contains(&value) {
        return Ok(());
    }
    Err(Error::request(format!("`{name}` does not take `{value}`"))
        .hint(format!("it takes {}", words.join(", "))))
}

/// The error for a parameter that the route does not take.
fn unknown(name: &str, params: &[Parameter]) -> Error {
    let error = Error::request(format!("no parameter `{name}`"));
    let amiss = |param: &&Parameter| strsim::damerau_levenshtein(name, param.name);
    let names: Vec<&str> = params.iter().map(|param| param.name).collect();
    match params.iter().min_by_key(amiss) {
        Some(near) if amiss(&near) <= 2 => error.hint(format!("did you mean `{}`?", near.name)),
        _ => error.hint(format!("parameters are {}", names.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{index::FacetField, query::Field};

    fn params() -> Vec<Parameter> {
        let mut params = Parameter::of_request();
        params.push(Parameter::number("per-call", "", 1, 5));
        params.push(Parameter::flag("literal", ""));
        params.push(Parameter::words::<FacetField>("facets", ""));
        params
    }

    #[test]
    fn a_query_string_is_read_by_the_names_of_the_flags() {
        let text =
            "q=%E8%B3%87%E6%9C%AC+x&company=A&company=-B&per_call=3&literal&facets=role,firm";
        let given = Parameters::read(text, &params()).unwrap();
        assert_eq!(given.text("q"), Some("資本 x"));
        assert_eq!(given.number("per-call"), Some(3));
        assert_eq!(
            given.words::<FacetField>("facets"),
            [FacetField::Role, FacetField::Firm]
        );
        let request = given.request().unwrap();
        assert!(request.literal);
        let filter = |value, negated| FilterArg {
            field: Field::Company,
            value: String::from(value),
            negated,
        };
        assert_eq!(request.filters, [filter("A", false), filter("B", true)]);
    }

    #[test]
    fn what_a_route_does_not_take_is_said() {
        for (text, message, hint) in [
            (
                "compny=A",
                "no parameter `compny`",
                "did you mean `company`?",
            ),
            ("q=a&q=b", "`q` is given twice", ""),
            (
                "per-call=0",
                "`per-call` takes a number from 1 to 5, not `0`",
                "",
            ),
            ("literal=1", "`literal` takes true or false, not `1`", ""),
        ] {
            let error = Parameters::read(text, &params()).unwrap_err();
            assert_eq!(error.message, message);
            assert_eq!(error.hint.unwrap_or_default(), hint);
        }
        assert!(Parameters::read("facets=role,x", &params()).is_err());
        assert!(
            Parameters::read("company=", &params())
                .unwrap()
                .pairs
                .is_empty()
        );
        assert!(Parameters::read("per-call=", &params()).is_err());
        let form = Parameters::read_form("q=&per-call=&company=A", &params()).unwrap();
        assert_eq!(form.pairs, [("company", "A".to_owned())]);
        assert!(
            Parameters::read("q=%28", &params())
                .unwrap()
                .request()
                .is_err()
        );
    }
}
