//! From the wording of a saved search to what it asks for, or to what is wrong with it.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use unicode_normalization::UnicodeNormalization;

use crate::{
    Error, Result,
    error::{Kind, Place},
    model::Word,
    query::{Field, parse},
    search::{FilterArg, Request},
    transcript::{SavedSearchEntry, saved_searches},
};

/// Most characters of a name, which names a file.
const LONGEST_NAME: usize = 60;

/// Keys of a saved search that are no filters.
const KEYS: [&str; 4] = ["name", "query", "literal", "note"];

/// A search that the user keeps under a name.
#[derive(Debug)]
#[non_exhaustive]
pub struct SavedSearch {
    /// RefreshOptions it is worded.
    pub wording: Wording,
    /// What it asks for, or what is wrong with the wording.
    pub request: Result<Request>,
}

/// A saved search as the user words it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wording {
    /// Its name; the line where it stands if it has none.
    pub name: String,
    /// The query.
    pub query: String,
    /// The filters by field; `-` before a value excludes.
    pub filters: Vec<(String, Vec<String>)>,
    /// Find only what is typed.
    pub literal: bool,
    /// What the user notes about it.
    pub note: Option<String>,
    /// The file and the place in it, for errors.
    place: (PathBuf, String),
}

/// The searches kept in a overrides.
pub(super) fn read(path: &Path) -> Result<Vec<SavedSearch>> {
    let mut lines: HashMap<String, usize> = HashMap::new();
    let search = |worded: SavedSearchEntry| {
        let line = worded.line;
        let name: String = worded.name.trim().nfc().collect();
        let request = match lines.get(&key(&name)) {
            Some(first) => Err(Error::request(format!(
                "the name is taken by the one in line {first}"
            ))
            .hint("give each saved search a name of its own")),
            None => request(&name, &worded),
        };
        let (name, place) = match name.as_str() {
            "" => (format!("line {line}"), format!("line {line}")),
            named => {
                lines.entry(key(named)).or_insert(line);
                let shown = named.replace(char::is_control, " ");
                (shown.clone(), format!("line {line}: {shown}"))
            }
        };
        let wording = Wording {
            name,
            query: worded.query,
            filters: worded.filters,
            literal: worded.literal,
            note: worded.note,
            place: (path.to_owned(), place),
        };
        SavedSearch {
            request: request.map_err(|error| wording.placed(error)),
            wording,
        }
    };
    Ok(saved_searches(path)?.into_iter().map(search).collect())
}

/// What a saved search asks for.
fn request(name: &str, worded: &SavedSearchEntry) -> Result<Request> {
    let mut fields = Vec::new();
    for (key, values) in &worded.filters {
        let field = Field::from_word(key).ok_or_else(|| unknown_key(key))?;
        fields.push((field, values));
    }
    if let Some(fault) = &worded.fault {
        return Err(Error::request(fault));
    }
    if name.is_empty() {
        return Err(Error::request("has no name").hint("write name = \"capex-cuts\""));
    }
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let worded_so = name.chars().all(plain) && name.chars().any(char::is_alphanumeric);
    if !worded_so || name.chars().count() > LONGEST_NAME {
        return Err(Error::request(format!(
            "a name is of letters, digits, - and _, at most {LONGEST_NAME} of them"
        ))
        .hint("write it like capex-cuts"));
    }
    fields.sort_by_key(|(field, _)| *field);
    let filters = fields.iter().flat_map(|(field, values)| {
        let filter = |value: &String| FilterArg::new(*field, value);
        values.iter().map(filter)
    });
    let filters = filters.collect::<Result<Vec<FilterArg>>>()?;
    parse(&worded.query)?;
    if worded.query.trim().is_empty() && filters.is_empty() {
        return Err(Error::request("has neither a query nor a filter")
            .hint("write query = \"capex\", as for a search"));
    }
    Ok(Request {
        filters,
        literal: worded.literal,
        ..Request::new(&worded.query)
    })
}

/// BLAKE3 of what a request asks for, however it is paged and sorted.
pub(super) fn fingerprint(request: &Request) -> String {
    let sign = |filter: &FilterArg| if filter.negated { "-" } else { "" };
    let mut filters: Vec<String> = (request.filters.iter())
        .map(|filter| format!("{}{}:{}", sign(filter), filter.field, filter.value))
        .collect();
    filters.sort();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[u8::from(request.literal)]);
    for part in std::iter::once(request.query.trim()).chain(filters.iter().map(String::as_str)) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

impl Wording {
    /// Whether it has this name.
    pub fn is_named(&self, name: &str) -> bool {
        key(&self.name) == key(name)
    }

    /// An error of the request, with the file and the saved search in which it lies; a place in the
    /// query stays.
    pub fn placed(&self, mut error: Error) -> Error {
        let (path, place) = &self.place;
        match (error.kind, &error.place) {
            (kind, Some(Place::Query { .. })) if kind.is_of_request() => {
                error.message = format!("{}: {place}: {}", path.display(), error.message);
            }
            (kind, _) if kind.is_of_request() => {
                error.message = format!("{place}: {}", error.message);
                error.place = Some(Place::Path(path.clone()));
            }
            // The index or the machine is to blame.
            _ => return error,
        }
        // Whoever asks for a saved search did not word it.
        error.kind = Kind::Input;
        error
    }
}

impl SavedSearch {
    /// Those of these names; all where none is given.
    ///
    /// # Errors
    /// Where there is none of a name, with the nearest name or all there are.
    pub fn chosen(saved: Vec<Self>, names: &[String]) -> Result<Vec<Self>> {
        let known = || saved.iter().map(|search| search.wording.name.as_str());
        for name in names {
            if !saved.iter().any(|search| search.wording.is_named(name)) {
                let hint = match (nearest(&key(name), known()), known().next()) {
                    (Some(near), _) => format!("did you mean `{near}`?"),
                    (None, Some(_)) => {
                        format!("saved are {}", known().collect::<Vec<_>>().join(", "))
                    }
                    (None, None) => "a [[saved]] in verbatim.toml makes one".to_owned(),
                };
                return Err(Error::unknown(format!("no saved search `{name}`")).hint(hint));
            }
        }
        let chosen = |search: &Self| {
            names.is_empty() || names.iter().any(|name| search.wording.is_named(name))
        };
        Ok(saved.into_iter().filter(chosen).collect())
    }
}

/// A name made comparable.
fn key(name: &str) -> String {
    name.trim().nfc().collect::<String>().to_lowercase()
}

fn unknown_key(typed: &str) -> Error {
    let fields = Field::ALL.iter().map(|field| field.word());
    let known = || KEYS.into_iter().chain(fields.clone());
    let hint = match nearest(&typed.to_lowercase(), known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("keys are {}", known().collect::<Vec<_>>().join(", ")),
    };
    Error::request(format!("unknown key `{typed}`")).hint(hint)
}

/// The name that was probably meant.
fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| {
            (
                strsim::damerau_levenshtein(typed, &name.to_lowercase()),
                name,
            )
        })
        .min_by_key(|&(distance, _)| distance)
        .filter(|&(distance, name)| distance <= 2.min(name.chars().count() / 2))
        .map(|(_, name)| name)
}
