//! Keys of glossary terms. Also used by the build script.

use crate::text::{RawToken, RawTokenKind, capital_form, fold_str, raw_tokens, word_form};

/// Acronyms that are everyday English words in lower case: only capitals match them.
const EVERYDAY: [&str; 21] = [
    "all", "am", "arm", "asp", "as", "at", "be", "car", "do", "go", "it", "new", "no", "or", "pat",
    "roe", "sam", "sea", "so", "tam", "us",
];

/// Whether a term is such an acronym.
pub(crate) fn is_everyday(term: &str) -> bool {
    EVERYDAY.iter().any(|word| word.eq_ignore_ascii_case(term))
}

/// Words of each key of a term: as written, and split (`CapEx` is also `cap ex`).
pub(crate) fn keys(term: &str) -> Vec<Vec<String>> {
    let mut keys = vec![term_words(term)];
    let humps = humps(term);
    if humps.len() > 1 {
        keys.push(humps.iter().map(|hump| hump.to_lowercase()).collect());
    }
    keys.retain(|words| !words.is_empty());
    keys
}

/// Normalized words of a term: folded, singular, one per Han character. Stems would merge terms
/// that differ (profit and profitability, local and localization).
pub(crate) fn term_words(term: &str) -> Vec<String> {
    (raw_tokens(term).iter())
        .map(|raw_token| term_word(term, raw_token))
        .collect()
}

/// A normalized word.
pub(crate) fn term_word(text: &str, raw_token: &RawToken) -> String {
    let word = text.get(raw_token.start..raw_token.end).unwrap_or_default();
    match raw_token.kind {
        RawTokenKind::Word => capital_form(word).map_or_else(
            || singular(&word_form(word)),
            |capitals| capitals.to_lowercase(),
        ),
        RawTokenKind::Single | RawTokenKind::Sign => fold_str(word),
    }
}

/// An English word without its plural ending, by its letters.
pub(crate) fn singular(word: &str) -> String {
    let plain = |ending: &str| word.len() > 3 && word.ends_with(ending);
    if let Some(base) = word.strip_suffix("ies").filter(|base| base.len() > 1) {
        format!("{base}y")
    } else if ["sses", "ches", "shes", "xes"].into_iter().any(plain) {
        word.trim_end_matches("es").to_owned()
    } else if plain("s") && !["ss", "us", "is"].into_iter().any(plain) {
        word.trim_end_matches('s').to_owned()
    } else {
        word.to_owned()
    }
}

/// Splits `CapEx` into `Cap`, `Ex`; not within capitals or before a single letter.
pub(crate) fn humps(word: &str) -> Vec<&str> {
    if !word.contains(char::is_lowercase) {
        return vec![word];
    }
    let hump =
        |pair: &[u8]| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase());
    if word.is_ascii() && !word.as_bytes().windows(2).any(hump) {
        return vec![word];
    }
    let mut cuts = vec![0];
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    for pair in chars.windows(2) {
        if let [(_, before), (at, c)] = *pair
            && before.is_lowercase()
            && c.is_uppercase()
        {
            cuts.push(at);
        }
    }
    cuts.push(word.len());
    let humps: Vec<&str> = cuts
        .windows(2)
        .filter_map(|cut| word.get(cut[0]..cut[1]))
        .collect();
    if humps.iter().all(|hump| hump.len() > 1) {
        humps
    } else {
        vec![word]
    }
}
