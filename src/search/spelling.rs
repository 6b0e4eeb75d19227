//! Spelling suggestions for text that is not found: words within a small edit distance that occur,
//! other readings of Chinese, segmented Chinese.

use std::collections::BTreeMap;

use super::{
    plan::{Options, topics},
    store::Store,
};
use crate::{
    Result,
    model::{Lang, Word},
    text::{RawTokenKind, analyse_uncut, fold, is_han, literal_form, raw_tokens, stem},
};

/// Shortest word that is corrected.
const SHORTEST: usize = 3;

/// Words of this length may differ in two letters, shorter ones in one.
const LONG: usize = 6;

/// Maximum number of spellings tried per text.
const TRIED: usize = 8;

/// Passages read to learn how a word is written.
const READ: usize = 8;

/// A suggested text.
pub(super) struct Meant {
    pub(super) text: String,
    /// Distance from the typed text: two per wrong letter, one more if the first letter differs.
    pub(super) amiss: usize,
}

/// Suggestions for a text without matches, the most likely first.
pub(super) fn meant_by(store: &dyn Store, text: &str) -> Result<Vec<Meant>> {
    let mut meant = respelt(store, text)?;
    meant.extend(other_reading(text));
    Ok(meant)
}

/// The text with its unknown English words replaced by the nearest known ones: alternatives for the
/// first word, the most likely ones for the others.
fn respelt(store: &dyn Store, text: &str) -> Result<Vec<Meant>> {
    let mut respelt = vec![Meant {
        text: String::new(),
        amiss: 0,
    }];
    let mut copied = 0;
    for raw_token in raw_tokens(text) {
        let typed = text.get(raw_token.start..raw_token.end).unwrap_or_default();
        if raw_token.kind != RawTokenKind::Word || !typed.chars().all(char::is_alphabetic) {
            continue;
        }
        let word = literal_form(typed, raw_token.kind);
        if known(store, &word, 0)?.contains_key(&word) {
            continue;
        }
        let mut spellings = spelt_like(store, &word)?;
        if respelt.len() > 1 {
            spellings.truncate(1);
        }
        let before = text.get(copied..raw_token.start).unwrap_or_default();
        let each = (respelt.iter()).flat_map(|so_far| {
            spellings.iter().map(move |word| Meant {
                text: [&so_far.text, before, &word.text].concat(),
                amiss: so_far.amiss + word.amiss,
            })
        });
        respelt = each.collect();
        copied = raw_token.end;
    }
    let rest = text.get(copied..).unwrap_or_default();
    respelt
        .iter_mut()
        .for_each(|meant| meant.text.push_str(rest));
    respelt.retain(|meant| meant.amiss > 0);
    Ok(respelt)
}

/// Known words nearest to an unknown one: smallest distance first, then the most frequent, as the
/// transcripts write them. One per stem, unless another is nearer.
fn spelt_like(store: &dyn Store, word: &str) -> Result<Vec<Meant>> {
    let distance = match word.chars().count() {
        0..SHORTEST => return Ok(Vec::new()),
        SHORTEST..LONG => 1,
        _ => 2,
    };
    let near = known(store, word, distance)?.into_iter();
    let near = near.filter(|(known, _)| known.len() > 1 && known.chars().all(char::is_lowercase));
    let first = |word: &str| word.chars().next();
    let mut ranked: Vec<(usize, u64, String)> = near
        .map(|(known, passages)| {
            let letters = strsim::damerau_levenshtein(word, &known);
            let amiss = 2 * letters + usize::from(first(word) != first(&known));
            (amiss, passages, known)
        })
        .collect();
    ranked.sort_by(|a, b| (a.0, b.1, &a.2).cmp(&(b.0, a.1, &b.2)));
    let mut seen = Vec::new();
    ranked.retain(|(amiss, _, known)| {
        let kin = (*amiss, stem(known));
        let new = !seen.contains(&kin);
        seen.push(kin);
        new
    });
    let nearest = ranked.into_iter().take(TRIED);
    nearest
        .map(|(amiss, _, known)| {
            let text = as_written(store, &known)?;
            Ok(Meant { text, amiss })
        })
        .collect()
}

/// Words of either side within an edit distance, with their document frequencies.
fn known(store: &dyn Store, word: &str, distance: u8) -> Result<BTreeMap<String, u64>> {
    let mut words = BTreeMap::new();
    for &lang in Lang::ALL {
        for (word, passages) in store.tokens_within_distance(lang, word, distance)? {
            *words.entry(word).or_default() += passages;
        }
    }
    Ok(words)
}

/// The most frequent written form of a word among some passages.
fn as_written(store: &dyn Store, word: &str) -> Result<String> {
    let mut ways: Vec<(usize, &str)> = Vec::new();
    let mut passages = Vec::new();
    for &lang in Lang::ALL {
        let some = store.sample(lang, word, READ)?.into_iter();
        passages.extend(some.map(|passage| (lang, passage)));
    }
    for (lang, passage) in &passages {
        let Some(text) = passage.text.get(*lang) else {
            continue;
        };
        for token in analyse_uncut(text).literal {
            let way = text
                .get(token.start..token.end)
                .filter(|_| token.text == word);
            let Some(way) = way else { continue };
            match ways.iter_mut().find(|(_, known)| *known == way) {
                Some((count, _)) => *count += 1,
                None => ways.push((1, way)),
            }
        }
    }
    let most = ways
        .into_iter()
        .max_by_key(|(count, way)| (*count, *way == word));
    Ok(most.map_or(word, |(_, way)| way).to_owned())
}

/// The text in the form shared by Traditional variants, which matches each of them: 皇后 for 皇後.
fn other_reading(text: &str) -> Option<Meant> {
    let shared = |c| if is_han(c) { fold(c) } else { c };
    let reading: String = text.chars().map(shared).collect();
    (reading != text).then_some(Meant {
        text: reading,
        amiss: 0,
    })
}

/// The words of a run of Chinese, if it consists mostly of several words.
pub(super) fn apart(text: &str, options: &Options) -> Vec<String> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let words = match text.contains(is_han) {
        true => topics(text, options),
        false => Vec::new(),
    };
    let covered: usize = words.iter().map(|word| letters(word)).sum();
    if words.len() > 1 && 2 * covered > letters(text) {
        words
    } else {
        Vec::new()
    }
}
