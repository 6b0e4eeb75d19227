//! Matches that the user of a saved search has not seen.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    str::FromStr,
};

use super::{
    Matching, Request, Response, document_filter::DocumentFilter, matches::matching, run::run_among,
};
use crate::{
    Result,
    index::Reader,
    model::{Lang, Passage, Word},
    text::Glossary,
};
use serde::{Deserialize, Serialize};

/// Which matching passages to return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those not seen yet.
    New,
    /// All of them.
    All,
}

/// Content key of a passage: call id and text, independent of its position in the call, so that a
/// change elsewhere in a file makes nothing new. Prints as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PassageKey(u128);

/// Matches of a request, and how many are new.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Unseen {
    /// The requested page; totals count all matches.
    pub response: Response,
    /// Number of unseen matches.
    pub new: u64,
    /// Number of calls with an unseen match.
    pub new_calls: u64,
    /// Keys of all matches.
    pub matching: HashSet<PassageKey>,
}

impl PassageKey {
    /// Half of the BLAKE3 hash of the call id and both sides.
    pub fn of(call: &str, passage: &Passage) -> Self {
        let mut hasher = blake3::Hasher::new();
        let sides = Lang::ALL.iter().map(|&lang| passage.text.get(lang));
        for part in std::iter::once(Some(call)).chain(sides.map(|side| side.map(String::as_str))) {
            // Lengths separate the parts; a missing side has none.
            let length = part.map_or(u64::MAX, |part| part.len() as u64);
            hasher.update(&length.to_le_bytes());
            hasher.update(part.unwrap_or_default().as_bytes());
        }
        let mut half = [0; 16];
        hasher.finalize_xof().fill(&mut half);
        Self(u128::from_be_bytes(half))
    }
}

impl fmt::Display for PassageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for PassageKey {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        (digits
            .then(|| u128::from_str_radix(text, 16).ok())
            .flatten())
        .map(Self)
        .ok_or_else(|| format!("`{text}` is no key of a passage"))
    }
}

impl From<PassageKey> for String {
    fn from(key: PassageKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for PassageKey {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        text.parse()
    }
}

/// Answers a request with its unseen matches, or with all of them.
pub(crate) fn unseen(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    seen: &HashSet<PassageKey>,
    which: Which,
) -> Result<Unseen> {
    // Partial matches are never new.
    let request = &Request {
        matching: Matching::All,
        ..request.clone()
    };
    let query = matching(reader, request, glossary)?;
    let found = reader.documents(&*query)?;
    let (mut matching, mut new) = (HashSet::with_capacity(found.len()), Vec::new());
    let (mut calls, mut new_calls) = (HashSet::new(), HashSet::new());
    let mut former: HashMap<&str, Vec<&str>> = HashMap::new();
    for (old, now) in reader.former_ids() {
        former.entry(now).or_default().push(old);
    }
    let total = found.len() as u64;
    for address in found {
        let record = reader.passage_at(address)?;
        let key = PassageKey::of(&record.call, &record.passage);
        // Passages seen under a former id of the call count as seen.
        let mut ids = former.get(record.call.as_str()).into_iter().flatten();
        let mut was_seen = || ids.any(|id| seen.contains(&PassageKey::of(id, &record.passage)));
        if !seen.contains(&key) && !was_seen() {
            new.push(address);
            new_calls.insert(record.call.clone());
        }
        matching.insert(key);
        calls.insert(record.call);
    }
    let counted = new.len() as u64;
    // Zero results are explained by the ordinary search.
    let only =
        (which == Which::New && total > 0).then(|| DocumentFilter::new(&reader.searcher, new));
    let mut response = run_among(reader, request, glossary, only.as_ref())?;
    response.total = total;
    response.total_calls = calls.len() as u64;
    Ok(Unseen {
        response,
        new: counted,
        new_calls: new_calls.len() as u64,
        matching,
    })
}
