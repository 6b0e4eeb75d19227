//! The judged queries, read from `judgments.toml` and `questions.toml` and held to their rules.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
};

use serde::Deserialize;

use super::{Result, file};

/// Which calls a query is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Corpus {
    /// The fictional calls that ship with the project.
    Samples,
    /// Real calls, which are not part of the project.
    Shared,
}

impl Corpus {
    pub(crate) const ALL: [Self; 2] = [Self::Samples, Self::Shared];
}

impl fmt::Display for Corpus {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Samples => "samples",
            Self::Shared => "shared",
        })
    }
}

/// Which file a query comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// Terms and short queries: `judgments.toml`.
    Terms,
    /// Queries as people ask: `questions.toml`.
    Questions,
}

impl Set {
    pub(crate) const ALL: [Self; 2] = [Self::Terms, Self::Questions];

    /// Name of the file in `tests/relevance`.
    fn file(self) -> &'static str {
        match self {
            Self::Terms => "judgments.toml",
            Self::Questions => "questions.toml",
        }
    }
}

impl fmt::Display for Set {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Terms => "terms",
            Self::Questions => "questions",
        })
    }
}

/// A query with the passages that answer it.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) id: String,
    pub(crate) set: Set,
    pub(crate) corpus: Corpus,
    pub(crate) kind: String,
    /// As typed.
    pub(crate) query: String,
    /// What the analyst wants, in a sentence.
    pub(crate) wants: String,
    /// Grades by citation: 3 exactly what is wanted, 2 relevant, 1 marginal. Every passage that is
    /// not named has been found to be worth 0.
    pub(crate) grades: BTreeMap<String, u8>,
}

/// Everything in the files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Judgments {
    /// How many passages each judged call had when it was judged.
    pub(crate) calls: BTreeMap<String, usize>,
    pub(crate) queries: Vec<Query>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    calls: BTreeMap<String, usize>,
    query: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    corpus: Corpus,
    kind: String,
    query: String,
    wants: String,
    #[serde(default, rename = "3")]
    exact: Vec<String>,
    #[serde(default, rename = "2")]
    relevant: Vec<String>,
    #[serde(default, rename = "1")]
    marginal: Vec<String>,
}

impl Judgments {
    /// Reads the files of the project.
    pub(crate) fn read() -> Result<Self> {
        let mut texts = Vec::new();
        for set in Set::ALL {
            let path = file(set.file());
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            texts.push((set, text));
        }
        Self::parse(&texts)
    }

    /// Reads the texts of files.
    pub(crate) fn parse<T: AsRef<str>>(texts: &[(Set, T)]) -> Result<Self> {
        let mut all = Self::default();
        for (set, text) in texts {
            all.add(*set, text.as_ref())
                .map_err(|error| format!("{}: {error}", set.file()))?;
        }
        all.check()?;
        Ok(all)
    }

    fn add(&mut self, set: Set, text: &str) -> Result<()> {
        let file: File = toml::from_str(text)?;
        self.calls.extend(file.calls);
        for entry in file.query {
            self.queries.push(Query::of(set, entry)?);
        }
        Ok(())
    }

    /// Holds all queries together against the rules.
    fn check(&self) -> Result<()> {
        let mut ids = BTreeSet::new();
        for query in &self.queries {
            if !ids.insert(&query.id) {
                return Err(format!("there are two queries `{}`", query.id).into());
            }
            for citation in query.grades.keys() {
                let call = citation.rsplit_once('#').map_or("", |(call, _)| call);
                if !self.calls.contains_key(call) {
                    return Err(format!("`{}`: [calls] lacks `{call}`", query.id).into());
                }
            }
        }
        Ok(())
    }

    /// The queries of one corpus.
    pub(crate) fn of(&self, corpus: Corpus) -> impl Iterator<Item = &Query> {
        self.queries
            .iter()
            .filter(move |query| query.corpus == corpus)
    }

    /// The kinds of query, in the order of the file.
    pub(crate) fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        for query in &self.queries {
            if !kinds.contains(&query.kind.as_str()) {
                kinds.push(&query.kind);
            }
        }
        kinds
    }
}

impl Query {
    fn of(set: Set, entry: Entry) -> Result<Self> {
        let id = entry.id;
        let mut grades = BTreeMap::new();
        for (grade, citations) in [(3, entry.exact), (2, entry.relevant), (1, entry.marginal)] {
            for citation in citations {
                if grades.insert(citation.clone(), grade).is_some() {
                    return Err(format!("`{id}`: {citation} is judged twice").into());
                }
            }
        }
        if !grades.values().any(|&grade| grade >= 2) {
            return Err(format!("`{id}`: no passage is relevant").into());
        }
        if entry.query.trim().is_empty() || entry.wants.trim().is_empty() {
            return Err(format!("`{id}`: what is typed and what is wanted must be said").into());
        }
        Ok(Self {
            id,
            set,
            corpus: entry.corpus,
            kind: entry.kind,
            query: entry.query,
            wants: entry.wants,
            grades,
        })
    }
}
