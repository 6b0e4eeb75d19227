//! `verbatim.toml`: names, roles and terms that the user states for the whole corpus.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    fmt::Debug,
    fs,
    path::Path,
};

use serde::{Deserialize, de::IgnoredAny};

use super::{
    metadata::toml_message,
    walk::{OVERRIDES_FILE, Patterns},
};
use crate::{
    Error, Result,
    model::{CallNames, Company, Role, Speaker, firm_name, name_key},
    text::fold_str,
};

/// Names, roles and firms that override what the transcripts state, and terms of the same meaning.
///
/// ```toml
/// [[company]]
/// ticker = "FCPM"
/// name = "遠岬汽車"
/// names = ["Farcape Motors", "Farcape"]
///
/// [[person]]
/// name = "Tobias R. Hale"
/// names = ["Toby Hale", "何天博"]
/// company = "FCPM"
/// role = "executive"
/// title = "Chief Financial Officer"
///
/// [[glossary]]
/// terms = ["instant commerce", "即時零售"]
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrides {
    #[serde(default, rename = "company")]
    companies: Vec<KnownCompany>,
    #[serde(default, rename = "person")]
    people: Vec<KnownPerson>,
    #[serde(default)]
    glossary: Vec<GlossaryEntry>,
    /// Read separately ([`super::saved_searches`]), so that a mistake there does not fail here.
    #[serde(default, rename = "saved")]
    _saved: IgnoredAny,
    /// Read by the command line, to find the index and the corpus from any folder below the file.
    #[serde(default, rename = "index")]
    _index: IgnoredAny,
    /// The same.
    #[serde(default, rename = "corpus")]
    _corpus: IgnoredAny,
    /// Read by the walk of the corpus folders ([`super::walk`]).
    #[serde(default, rename = "ignore")]
    _ignore: Patterns,
    /// See [`Overrides::hash`].
    #[serde(skip)]
    hash: String,
}

/// A `[[company]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownCompany {
    ticker: Option<String>,
    name: Option<String>,
    #[serde(default)]
    names: Vec<String>,
}

/// A `[[person]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnownPerson {
    /// The name to show.
    pub(super) name: String,
    #[serde(default)]
    names: Vec<String>,
    /// A name or the ticker of the company on whose calls this applies; none for all companies.
    company: Option<String>,
    role: Option<Role>,
    title: Option<String>,
    firm: Option<String>,
}

/// A `[[glossary]]`: terms of one meaning.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct GlossaryEntry {
    terms: Vec<String>,
}

impl Overrides {
    /// The name of the file.
    pub const FILE: &str = OVERRIDES_FILE;

    /// Reads a file.
    ///
    /// # Errors
    /// Where it cannot be read or has an unknown key or value, with the line.
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(path, &Self::text(path)?)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self> {
        let mut overrides: Self =
            toml::from_str(text).map_err(|error| Error::input(path, toml_message(text, &error)))?;
        if overrides
            .companies
            .iter()
            .any(|entry| entry.keys().is_empty())
        {
            return Err(Error::input(
                path,
                "a [[company]] has neither ticker nor name",
            ));
        }
        let is_incomplete = |entry: &GlossaryEntry| {
            let has_letters = |term: &&String| term.chars().any(char::is_alphanumeric);
            entry.terms.iter().filter(has_letters).count() < 2
        };
        if overrides.glossary.iter().any(is_incomplete) {
            return Err(Error::input(
                path,
                "a [[glossary]] has fewer than two terms",
            ));
        }
        overrides.hash = hash(&overrides.companies, &overrides.people);
        Ok(overrides)
    }

    /// The text of a file.
    pub(super) fn text(path: &Path) -> Result<String> {
        let bytes =
            fs::read(path).map_err(|error| Error::input(path, "cannot be read").because(error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// BLAKE3, in hexadecimal, of what the file states of companies and people, which is all that calls
    /// depend on; empty if it states nothing.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The same of what the file states of one call: all that this call depends on.
    pub fn hash_of(&self, names: &CallNames) -> String {
        let Some(mut company) = names.company.clone() else {
            return self.hash.clone();
        };
        let entry = self.company(&company);
        self.apply_to_company(&mut company);
        let keys = company_keys(&company);
        let people = self.people.iter().filter(|person| {
            person.is_at(&keys) && person.keys().any(|name| names.people.contains(&name))
        });
        hash(entry.as_slice(), &people.collect::<Vec<_>>())
    }

    /// The override of a company.
    fn company(&self, company: &Company) -> Option<&KnownCompany> {
        let keys = company_keys(company);
        let mut companies = self.companies.iter();
        companies.find(|entry| entry.keys().iter().any(|key| keys.contains(key)))
    }

    /// Groups of terms that mean the same.
    pub fn glossary(&self) -> Vec<Vec<String>> {
        (self.glossary.iter())
            .map(|entry| entry.terms.clone())
            .collect()
    }

    /// Sets the ticker and prepends the names that the user states.
    pub(super) fn apply_to_company(&self, company: &mut Company) {
        let Some(entry) = self.company(company) else {
            return;
        };
        if let Some(ticker) = &entry.ticker {
            company.ticker = Some(ticker.clone());
            company.id.clone_from(ticker);
        }
        let stated = entry.name.iter().chain(&entry.names).cloned();
        let names: Vec<String> = stated.chain(company.names.drain(..)).collect();
        for name in names {
            if !company.names.contains(&name) {
                company.names.push(name);
            }
        }
        if let Some(name) = company.names.first() {
            company.name.clone_from(name);
        }
    }

    /// The people whose overrides apply to a company's calls.
    pub(super) fn people_at(&self, company: &Company) -> PeopleByName<'_> {
        let keys = company_keys(company);
        let mut by_key = HashMap::new();
        for person in &self.people {
            if person.is_at(&keys) {
                for name in person.keys() {
                    by_key.entry(name).or_insert(person);
                }
            }
        }
        PeopleByName {
            by_key,
            looked_up: RefCell::default(),
        }
    }
}

/// The overrides of people by each of their names, normalized; of two with one name the first.
#[derive(Default)]
pub(super) struct PeopleByName<'a> {
    by_key: HashMap<String, &'a KnownPerson>,
    /// The normalized names that have been looked up.
    looked_up: RefCell<BTreeSet<String>>,
}

impl PeopleByName<'_> {
    /// The override for the person of a name.
    pub(super) fn get(&self, name: &str) -> Option<&KnownPerson> {
        let name = key(name);
        let found = self.by_key.get(&name).copied();
        self.looked_up.borrow_mut().insert(name);
        found
    }

    /// The normalized names that have been looked up.
    pub(super) fn into_looked_up(self) -> BTreeSet<String> {
        self.looked_up.into_inner()
    }
}

impl KnownCompany {
    fn keys(&self) -> Vec<String> {
        (self.ticker.iter().chain(&self.name).chain(&self.names))
            .map(|name| key(name))
            .collect()
    }
}

/// BLAKE3, in hexadecimal, of overrides; empty if there are none. It is stored, and names of types and
/// fields are part of it.
fn hash(companies: &[impl Debug], people: &[impl Debug]) -> String {
    if companies.is_empty() && people.is_empty() {
        return String::new();
    }
    let names = format!("{companies:?}{people:?}");
    blake3::hash(names.as_bytes()).to_hex().to_string()
}

impl KnownPerson {
    /// The names, normalized.
    fn keys(&self) -> impl Iterator<Item = String> {
        let names = std::iter::once(&self.name).chain(&self.names);
        names.map(|name| key(name))
    }

    /// Whether it applies to the calls of a company with these normalized names.
    fn is_at(&self, company: &[String]) -> bool {
        let stated = self.company.as_ref();
        stated.is_none_or(|name| company.contains(&key(name)))
    }

    /// Adds the names and sets the role, title and firm that the user states.
    pub(super) fn apply_to(&self, speaker: &mut Speaker) {
        for name in &self.names {
            speaker.add_name(name.clone());
        }
        speaker.role = self.role.unwrap_or(speaker.role);
        speaker.title = self.title.clone().or(speaker.title.take());
        speaker.firm = self.firm.as_deref().map(firm_name).or(speaker.firm.take());
    }
}

fn company_keys(company: &Company) -> Vec<String> {
    let ids = std::iter::once(&company.id).chain(&company.ticker);
    ids.chain(&company.names).map(|name| key(name)).collect()
}

/// A name in normalized form: words in lower case and one script.
pub(super) fn key(name: &str) -> String {
    fold_str(&name_key(name))
}
