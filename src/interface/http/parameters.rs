//! The parameters of a query string, named like the command line's options.
//!
//! A route lists its [`Parameter`]s; query strings are checked against them, and the OpenAPI document
//! describes them.

use std::borrow::Cow;

use crate::{
    Error, Result,
    interface::request::build_request,
    model::{Period, Word},
    query::{FIELDS, nearest},
    search::{FilterArg, ListPage, Request},
};

/// A parameter of a route.
#[derive(Debug, Clone)]
pub(in crate::interface) struct Parameter {
    /// Its name, that of the option.
    pub(in crate::interface) name: &'static str,
    /// What it does, for the OpenAPI document.
    pub(in crate::interface) about: &'static str,
    /// Its values.
    pub(in crate::interface) kind: ParameterKind,
    /// Whether it may be given several times.
    pub(in crate::interface) repeatable: bool,
}

/// The values of a parameter.
#[derive(Debug, Clone)]
pub(in crate::interface) enum ParameterKind {
    /// Any text.
    Text,
    /// A whole number from a minimum to a maximum, both included.
    Number(usize, usize),
    /// `true` or empty, or `false`.
    Flag,
    /// One of some words.
    Word(Vec<&'static str>),
    /// Several of some words, separated by commas.
    Words(Vec<&'static str>),
}

impl Parameter {
    pub(in crate::interface) fn text(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            about,
            kind: ParameterKind::Text,
            repeatable: false,
        }
    }

    pub(in crate::interface) fn number(
        name: &'static str,
        about: &'static str,
        min: usize,
        max: usize,
    ) -> Self {
        Self {
            kind: ParameterKind::Number(min, max),
            ..Self::text(name, about)
        }
    }

    pub(in crate::interface) fn flag(name: &'static str, about: &'static str) -> Self {
        Self {
            kind: ParameterKind::Flag,
            ..Self::text(name, about)
        }
    }

    pub(in crate::interface) fn word<T: Word>(name: &'static str, about: &'static str) -> Self {
        Self {
            kind: ParameterKind::Word(words::<T>()),
            ..Self::text(name, about)
        }
    }

    pub(in crate::interface) fn words<T: Word>(name: &'static str, about: &'static str) -> Self {
        Self {
            kind: ParameterKind::Words(words::<T>()),
            ..Self::text(name, about)
        }
    }

    pub(in crate::interface) fn repeatable(self) -> Self {
        Self {
            repeatable: true,
            ..self
        }
    }

    /// `literal`.
    pub(in crate::interface) fn literal() -> Self {
        Self::flag("literal", "Only what is typed: no stems, no other words")
    }

    /// `related` and `unrelated`.
    pub(in crate::interface) fn related() -> [Self; 2] {
        [
            Self::flag(
                "related",
                "Find, too, the terms that calls relate to those of the query",
            ),
            Self::text("unrelated", "One of these that is left out").repeatable(),
        ]
    }

    /// The query and the filters.
    pub(in crate::interface) fn of_request() -> Vec<Self> {
        let query = Self::text("q", "What to look for, in the query language");
        let filters = FIELDS
            .iter()
            .map(|info| Self::text(info.field.word(), info.about).repeatable());
        std::iter::once(query).chain(filters).collect()
    }
}

fn words<T: Word>() -> Vec<&'static str> {
    T::ALL.iter().map(|word| word.word()).collect()
}

/// The parameters of a request.
#[derive(Debug, Clone, Default)]
pub(in crate::interface) struct Parameters {
    pairs: Vec<(&'static str, String)>,
}

impl Parameters {
    /// Reads a query string. `_` in a name is read as `-`; an empty text counts as not given.
    ///
    /// # Errors
    /// If a parameter is neither `known` nor a [tracking](is_tracking) one, has an invalid value, or is given twice and not
    /// repeatable.
    pub(in crate::interface) fn read(query: &str, known: &[Parameter]) -> Result<Self> {
        Self::of(form_urlencoded::parse(query.as_bytes()), known)
    }

    /// Reads the query string of a form, which sends every field: empty values count as not given.
    ///
    /// # Errors
    /// As for [`Self::read`].
    pub(in crate::interface) fn read_form(query: &str, known: &[Parameter]) -> Result<Self> {
        let sent = form_urlencoded::parse(query.as_bytes());
        Self::of(sent.filter(|(_, value)| !value.is_empty()), known)
    }

    fn of<'q>(
        sent: impl Iterator<Item = (Cow<'q, str>, Cow<'q, str>)>,
        known: &[Parameter],
    ) -> Result<Self> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in sent {
            let name = name.replace('_', "-");
            let Some(parameter) = known.iter().find(|parameter| parameter.name == name) else {
                if is_tracking(&name) {
                    continue;
                }
                return Err(unknown(&name, known));
            };
            if value.is_empty() && matches!(parameter.kind, ParameterKind::Text) {
                continue;
            }
            if !parameter.repeatable && pairs.iter().any(|(key, _)| *key == parameter.name) {
                return Err(Error::request(format!("`{name}` is given twice")));
            }
            let value = value.into_owned();
            parameter.check(&value)?;
            pairs.push((parameter.name, value));
        }
        Ok(Self { pairs })
    }

    /// The first value of a parameter.
    pub(in crate::interface) fn text(&self, name: &str) -> Option<&str> {
        let mut pairs = self.pairs.iter();
        (pairs.find(|(key, _)| *key == name)).map(|(_, value)| value.as_str())
    }

    /// Every value of a parameter.
    pub(in crate::interface) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let pairs = self.pairs.iter().filter(move |(key, _)| *key == name);
        pairs.map(|(_, value)| value.as_str())
    }

    /// Names and values in order.
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

    /// A period.
    ///
    /// # Errors
    /// If the value is none.
    pub(in crate::interface) fn period(&self, name: &str) -> Result<Option<Period>> {
        let unreadable = |value: &str| {
            Error::request(format!(
                "`{name}` takes a period such as 2026Q2, not `{value}`"
            ))
        };
        let read = |value: &str| value.parse().map_err(|_| unreadable(value));
        self.text(name).map(read).transpose()
    }

    pub(in crate::interface) fn words<T: Word>(&self, name: &str) -> Vec<T> {
        let value = self.text(name).unwrap_or_default();
        // Each once, however often it is named.
        (T::ALL.iter().copied())
            .filter(|word| value.split(',').any(|named| named == word.word()))
            .collect()
    }

    /// The request of the query and the filters.
    ///
    /// # Errors
    /// If a filter has no value or the query has a syntax error.
    pub(in crate::interface) fn request(&self) -> Result<Request> {
        let filters = FIELDS.iter().flat_map(|info| {
            self.all(info.field.word())
                .map(|value| FilterArg::new(info.field, value))
        });
        let filters = filters.collect::<Result<_>>()?;
        build_request(
            self.text("q").unwrap_or_default(),
            filters,
            self.flag("literal"),
        )
    }

    /// The page of a list; `limit` rows if none is given.
    pub(in crate::interface) fn list_page(&self, limit: usize) -> ListPage {
        ListPage {
            find: self.text("find").unwrap_or_default().to_owned(),
            offset: self.number("offset").unwrap_or(0),
            limit: self.number("limit").unwrap_or(limit),
        }
    }

    /// The request with the options of a search; `limit` if none is given.
    ///
    /// # Errors
    /// As for [`Self::request`].
    pub(in crate::interface) fn search_request(&self, limit: usize) -> Result<Request> {
        let request = self.request()?;
        Ok(Request {
            group: self.word("group"),
            limit: self.number("limit").unwrap_or(limit),
            offset: self.number("offset").unwrap_or(0),
            sort: self.word("sort").unwrap_or(request.sort),
            matching: self.word("match").unwrap_or(request.matching),
            per_call: self.number("per-call"),
            related: self.flag("related"),
            unrelated: self.all("unrelated").map(str::to_owned).collect(),
            ..request
        })
    }
}

impl Parameter {
    fn check(&self, value: &str) -> Result<()> {
        let name = self.name;
        match &self.kind {
            ParameterKind::Text => Ok(()),
            ParameterKind::Number(min, max) => match value.parse::<usize>() {
                Ok(number) if (*min..=*max).contains(&number) => Ok(()),
                _ => Err(Error::request(format!(
                    "`{name}` takes a number from {min} to {max}, not `{value}`"
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

/// Whether a parameter is one that mail and chat programs append to every link.
fn is_tracking(name: &str) -> bool {
    const NAMES: [&str; 5] = ["fbclid", "gclid", "mc-cid", "mc-eid", "msclkid"];
    name.starts_with("utm-") || NAMES.contains(&name)
}

/// The error for an unknown parameter.
fn unknown(name: &str, known: &[Parameter]) -> Error {
    let error = Error::request(format!("no parameter `{name}`"));
    let names: Vec<&str> = known.iter().map(|parameter| parameter.name).collect();
    match nearest(name, names.iter().copied()) {
        Some(meant) => error.hint(format!("did you mean `{meant}`?")),
        None => error.hint(format!("parameters are {}", names.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{index::FacetField, query::Field};

    fn known() -> Vec<Parameter> {
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
        let given = Parameters::read(text, &known()).unwrap();
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
            let error = Parameters::read(text, &known()).unwrap_err();
            assert_eq!(error.message, message);
            assert_eq!(error.hint.unwrap_or_default(), hint);
        }
        assert!(Parameters::read("facets=role,x", &known()).is_err());
        assert!(
            Parameters::read("company=", &known())
                .unwrap()
                .pairs
                .is_empty()
        );
        assert!(Parameters::read("per-call=", &known()).is_err());
        let form = Parameters::read_form("q=&per-call=&company=A", &known()).unwrap();
        assert_eq!(form.pairs, [("company", "A".to_owned())]);
        assert!(
            Parameters::read("q=%28", &known())
                .unwrap()
                .request()
                .is_err()
        );
    }
}
