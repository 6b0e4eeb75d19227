//! Parses the definitions of saved searches to requests.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use unicode_normalization::UnicodeNormalization;

use crate::{
    Error, Result,
    error::{Kind, Location},
    model::Word,
    query::{Field, nearest, parse},
    search::{FilterArg, Request},
    transcript::{SavedSearchEntry, saved_searches},
};

/// Maximum length of a name in characters. Names become file names.
const MAX_NAME_LENGTH: usize = 60;

/// Keys of a definition that are not filters.
const KEYS: [&str; 4] = ["name", "query", "literal", "note"];

/// A search that the user has saved under a name.
#[derive(Debug)]
#[non_exhaustive]
pub struct SavedSearch {
    /// Its definition.
    pub wording: Wording,
    /// The request, or what is wrong with the definition.
    pub request: Result<Request>,
}

/// The definition of a saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wording {
    /// Its name; `line N` if it has none.
    pub name: String,
    /// The query.
    pub query: String,
    /// Filter values by field; a `-` before a value excludes it.
    pub filters: Vec<(String, Vec<String>)>,
    /// Whether to find only what is typed.
    pub literal: bool,
    /// The user's note.
    pub note: Option<String>,
    /// The file and the location in it, for errors.
    location: (PathBuf, String),
}

/// Reads the definitions in overrides.
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
        let (name, location) = match name.as_str() {
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
            location: (path.to_owned(), location),
        };
        SavedSearch {
            request: request.map_err(|error| wording.placed(error)),
            wording,
        }
    };
    Ok(saved_searches(path)?.into_iter().map(search).collect())
}

/// Checks a definition that is to be saved.
///
/// # Errors
/// What is wrong with it.
pub(in crate::engine) fn check_definition(worded: &SavedSearchEntry) -> Result<()> {
    request(&worded.name, worded)
        .map(drop)
        .map_err(|mut error| {
            if error.message.starts_with("has ") {
                error.message.insert_str(0, "the search ");
            }
            error
        })
}

/// The request of a definition.
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
    let is_allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let is_valid = name.chars().all(is_allowed) && name.chars().any(char::is_alphanumeric);
    if !is_valid || name.chars().count() > MAX_NAME_LENGTH {
        return Err(Error::request(format!(
            "a name is of letters, digits, - and _, at most {MAX_NAME_LENGTH} of them"
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

/// BLAKE3 hash of a request without paging and order.
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
    /// Whether it has a name, in any case.
    pub fn is_named(&self, name: &str) -> bool {
        key(&self.name) == key(name)
    }

    /// The file that defines it.
    pub fn file(&self) -> &Path {
        &self.location.0
    }

    /// Adds the file and the definition to an error in the request. Keeps a position in the query.
    pub fn placed(&self, mut error: Error) -> Error {
        let (path, location) = &self.location;
        match (error.kind, &error.location) {
            (kind, Some(Location::Query { .. })) if kind.is_of_request() => {
                error.message = format!("{}: {location}: {}", path.display(), error.message);
            }
            (kind, _) if kind.is_of_request() => {
                error.message = format!("{location}: {}", error.message);
                error.location = Some(Location::Path(path.clone()));
            }
            // Not caused by the definition.
            _ => return error,
        }
        // For whoever runs the saved search, the file is at fault and not the request.
        error.kind = Kind::Input;
        error
    }
}

impl SavedSearch {
    /// The saved searches with some names; all where no name is given.
    ///
    /// # Errors
    /// Where there is none with a name; suggests the nearest name or lists all.
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

/// A name normalized for comparison.
fn key(name: &str) -> String {
    name.trim().nfc().collect::<String>().to_lowercase()
}

fn unknown_key(typed: &str) -> Error {
    let fields = Field::ALL.iter().map(|field| field.word());
    let known = || KEYS.into_iter().chain(fields.clone());
    let hint = match nearest(typed, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("keys are {}", known().collect::<Vec<_>>().join(", ")),
    };
    Error::request(format!("unknown key `{typed}`")).hint(hint)
}
