//! By what a term of the glossary is found; the build script reads this file too.

use crate::text::{RawToken, RawTokenKind, capital_form, fold_str, raw_tokens, word_form};

/// Acronyms that are words of everyday English in lower case: only capitals mean the term.
const EVERYDAY: [&str; 21] = [
    "all", "am", "arm", "asp", "as", "at", "be", "car", "do", "go", "it", "new", "no", "or", "pat",
    "roe", "sam", "sea", "so", "tam", "us",
];

/// Whether a term is an acronym that only capitals mean.
pub(crate) fn is_everyday(term: &str) -> bool {
    EVERYDAY.iter().any(|word| word.eq_ignore_ascii_case(term))
}

/// The words of each key of a term: its own, and those it is made of (`CapEx` is also `cap ex`).
pub(crate) fn keys(term: &str) -> Vec<Vec<String>> {
    let mut keys = vec![term_words(term)];
    let humps = humps(term);
    if humps.len() > 1 {
        keys.push(humps.iter().map(|hump| hump.to_lowercase()).collect());
    }
    keys.retain(|words| !words.is_empty());
    keys
}

/// A term's words made comparable: folded and in the singular, one a Han character. Stems would make
/// one of what is told apart here (profit and profitability, local and localization).
pub(crate) fn term_words(term: &str) -> Vec<String> {
    (raw_tokens(term).iter())
        .map(|raw_token| term_word(term, raw_token))
        .collect()
}

/// One word of a text made comparable.
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

/// An English word without the ending of its plural, as far as its letters tell.
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

/// `CapEx` as `Cap`, `Ex`; no cut within capitals or before a single letter.
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
