//! The judged queries, read from `judgments.toml` and held to its rules.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
    path::Path,
};

use serde::Deserialize;

use super::Result;

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

/// A query with the passages that answer it.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) id: String,
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

/// Everything in the file.
#[derive(Debug, Clone)]
pub(crate) struct Judgments {
    /// How many passages each judged call had when it was judged.
    pub(crate) calls: BTreeMap<String, usize>,
    pub(crate) queries: Vec<Query>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
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
    /// Reads the file of the project.
    pub(crate) fn read() -> Result<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/relevance/judgments.toml");
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        let file: File = toml::from_str(text)?;
        let queries: Vec<Query> = file
            .query
            .into_iter()
            .map(Query::of)
            .collect::<Result<_>>()?;
        let mut ids = BTreeSet::new();
        for query in &queries {
            if !ids.insert(&query.id) {
                return Err(format!("there are two queries `{}`", query.id).into());
            }
            for citation in query.grades.keys() {
                let call = citation.rsplit_once('#').map_or("", |(call, _)| call);
                if !file.calls.contains_key(call) {
                    return Err(format!("`{}`: [calls] lacks `{call}`", query.id).into());
                }
            }
        }
        Ok(Self {
            calls: file.calls,
            queries,
        })
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
    fn of(entry: Entry) -> Result<Self> {
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
            corpus: entry.corpus,
            kind: entry.kind,
            query: entry.query,
            wants: entry.wants,
            grades,
        })
    }
}
