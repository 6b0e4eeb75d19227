//! `verbatim.toml`: what the user knows of companies and people, for the whole corpus.

use std::{collections::HashMap, fs, path::Path};

use serde::{Deserialize, de::IgnoredAny};

use super::metadata::toml_fault;
use crate::{
    Error, Result,
    model::{Company, Role, Speaker, firm_name, name_key},
    text::fold_str,
};

/// Names, roles and firms that outweigh what the transcripts say.
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
    glossary: Vec<KnownTerms>,
    /// Read by itself ([`super::saved_searches`]), so that a mistake there breaks nothing here.
    #[serde(default, rename = "saved")]
    _saved: IgnoredAny,
    /// BLAKE3 of what is said of companies and people in hexadecimal; empty where nothing is.
    #[serde(skip)]
    hash: String,
}

/// A company as the user names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownCompany {
    ticker: Option<String>,
    name: Option<String>,
    #[serde(default)]
    names: Vec<String>,
}

/// A person as the user names them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnownPerson {
    /// The name to show.
    pub(super) name: String,
    #[serde(default)]
    names: Vec<String>,
    /// A name or the ticker of the company on whose calls alone this is the person.
    company: Option<String>,
    role: Option<Role>,
    title: Option<String>,
    firm: Option<String>,
}

/// Terms that mean the same to the user.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownTerms {
    terms: Vec<String>,
}

impl Overrides {
    /// The name of the file.
    pub const FILE: &str = "verbatim.toml";

    /// Reads a file.
    ///
    /// # Errors
    /// Where it cannot be read or says something that is not understood, with the line.
    pub fn read(path: &Path) -> Result<Self> {
        let text = Self::text(path)?;
        let mut overrides: Self =
            toml::from_str(&text).map_err(|error| Error::input(path, toml_fault(&text, &error)))?;
        if overrides
            .companies
            .iter()
            .any(|known| known.keys().is_empty())
        {
            return Err(Error::input(
                path,
                "a [[company]] has neither ticker nor name",
            ));
        }
        let wanting = |known: &KnownTerms| {
            let said = |term: &&String| term.chars().any(char::is_alphanumeric);
            known.terms.iter().filter(said).count() < 2
        };
        if overrides.glossary.iter().any(wanting) {
            return Err(Error::input(
                path,
                "a [[glossary]] has fewer than two terms",
            ));
        }
        if !(overrides.companies.is_empty() && overrides.people.is_empty()) {
            let names = format!("{:?}{:?}", overrides.companies, overrides.people);
            overrides.hash = blake3::hash(names.as_bytes()).to_hex().to_string();
        }
        Ok(overrides)
    }

    /// The text of a file.
    pub(super) fn text(path: &Path) -> Result<String> {
        let bytes =
            fs::read(path).map_err(|error| Error::input(path, "cannot be read").because(error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// BLAKE3 of what is said of companies and people in hexadecimal, which is all that a call
    /// depends on; empty where nothing is.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Groups of terms that mean the same to the user.
    pub fn glossary(&self) -> Vec<Vec<String>> {
        (self.glossary.iter())
            .map(|known| known.terms.clone())
            .collect()
    }

    /// Gives a company the ticker and the names that the user states.
    pub(super) fn name_company(&self, company: &mut Company) {
        let own = company_keys(company);
        let Some(known) =
            (self.companies.iter()).find(|known| known.keys().iter().any(|key| own.contains(key)))
        else {
            return;
        };
        if let Some(ticker) = &known.ticker {
            company.ticker = Some(ticker.clone());
            company.id.clone_from(ticker);
        }
        let stated = known.name.iter().chain(&known.names).cloned();
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

    /// The people who may be on a company's calls.
    pub(super) fn people_of(&self, company: &Company) -> KnownPeople<'_> {
        let own = company_keys(company);
        let mut by_key = HashMap::new();
        for person in &self.people {
            let elsewhere = |name: &String| !own.contains(&key(name));
            if person.company.as_ref().is_some_and(elsewhere) {
                continue;
            }
            for name in std::iter::once(&person.name).chain(&person.names) {
                by_key.entry(key(name)).or_insert(person);
            }
        }
        KnownPeople(by_key)
    }
}

/// People as the user names them, by every name made comparable; of two with one name the first.
#[derive(Default)]
pub(super) struct KnownPeople<'a>(HashMap<String, &'a KnownPerson>);

impl KnownPeople<'_> {
    /// The person of a name.
    pub(super) fn called(&self, name: &str) -> Option<&KnownPerson> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&key(name)).copied()
    }
}

impl KnownCompany {
    fn keys(&self) -> Vec<String> {
        (self.ticker.iter().chain(&self.name).chain(&self.names))
            .map(|name| key(name))
            .collect()
    }
}

impl KnownPerson {
    /// Gives a speaker what the user states.
    pub(super) fn describe(&self, speaker: &mut Speaker) {
        for name in &self.names {
            if !speaker.names.contains(name) {
                speaker.names.push(name.clone());
            }
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

/// A name made comparable: words in lower case and one script.
fn key(name: &str) -> String {
    fold_str(&name_key(name))
}
