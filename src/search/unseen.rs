//! Matches that the user of a saved search has not seen.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt,
    str::FromStr,
};

use super::{
    Matching, Request, Response,
    matches::plan_of_matches,
    run::run_among,
    store::{PassageNumbers, Store},
};
use crate::{
    Result,
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
    store: &dyn Store,
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
    let plan = plan_of_matches(store, request, glossary)?;
    let mut former: HashMap<&str, Vec<&str>> = HashMap::new();
    for (old, now) in store.former_ids() {
        former.entry(now).or_default().push(old);
    }
    let (mut new, mut others) = (PassageNumbers::new(), PassageNumbers::new());
    let (mut matching, mut counted) = (HashSet::new(), 0);
    store.for_each_match(&plan, &mut |call, passage| {
        let key = PassageKey::of(call, passage);
        // Passages seen under a former id of the call count as seen.
        let mut ids = former.get(call).into_iter().flatten();
        let was_seen =
            seen.contains(&key) || ids.any(|id| seen.contains(&PassageKey::of(id, passage)));
        let of_kind = match was_seen {
            true => &mut others,
            false => &mut new,
        };
        counted += u64::from(!was_seen);
        of_kind
            .entry(call.to_owned())
            .or_default()
            .insert(passage.n);
        matching.insert(key);
    })?;
    let total: usize = [&new, &others]
        .into_iter()
        .flat_map(BTreeMap::values)
        .map(BTreeSet::len)
        .sum();
    // Where nothing has been seen, or nothing is found, which is explained, an ordinary search answers.
    let only = (which == Which::New && !others.is_empty()).then_some((&new, &others));
    let mut response = run_among(store, request, glossary, only)?;
    response.total = total as u64;
    let calls: HashSet<&String> = new.keys().chain(others.keys()).collect();
    response.total_calls = calls.len() as u64;
    Ok(Unseen {
        response,
        new: counted,
        new_calls: new.len() as u64,
        matching,
    })
}
