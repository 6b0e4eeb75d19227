//! Stop words and expressions.

use std::{collections::HashSet, sync::LazyLock};

use super::{fold_str, stem};

struct Stops {
    /// English stems and folded Chinese words.
    words: HashSet<String>,
    /// Those of them that belong to grammar.
    function_words: HashSet<String>,
    /// Glossary terms, in lower case.
    phrases: HashSet<String>,
}

static STOPS: LazyLock<Stops> = LazyLock::new(|| {
    let lines = include_str!("data/stop_words.txt").lines();
    let (phrases, words): (Vec<&str>, Vec<&str>) = lines
        .filter(|line| !line.starts_with('#'))
        .partition(|line| line.contains('|'));
    let word = |word: &str| stem(&fold_str(word));
    let grammar = include_str!("data/stop_words.txt").split("\n## ");
    let grammar =
        grammar.filter(|section| section.starts_with("Grammar") || section.starts_with("語法"));
    let grammar = grammar.flat_map(|section| section.lines().skip(1));
    Stops {
        words: words
            .into_iter()
            .flat_map(str::split_whitespace)
            .map(word)
            .collect(),
        function_words: grammar.flat_map(str::split_whitespace).map(word).collect(),
        phrases: phrases
            .into_iter()
            .flat_map(|line| line.split('|'))
            .map(|term| term.trim().to_lowercase())
            .collect(),
    }
});

/// Words in -ly that are no adverbs.
const NOUNS_IN_LY: [&str; 8] = [
    "supply", "family", "assembly", "monopoly", "rally", "anomaly", "fly", "ally",
];

/// Whether an English word is an adverb, by its ending.
pub fn is_adverb(word: &str) -> bool {
    let word = word.to_lowercase();
    word.len() > 4 && word.ends_with("ly") && !NOUNS_IN_LY.contains(&word.as_str())
}

/// Whether a word carries no topic in a call: function words, courtesies, time, numbers in words.
/// Takes an English stem or a folded Chinese word.
pub fn is_stop_word(word: &str) -> bool {
    STOPS.words.contains(word)
}

/// Whether a stop word belongs to grammar, so that no term contains it: `the`, `because`. Others can be part of
/// one: `quick commerce`.
pub fn is_function_word(word: &str) -> bool {
    STOPS.function_words.contains(word)
}

/// [`is_stop_word`] for a term of several words.
pub fn is_stop_phrase(term: &str) -> bool {
    STOPS.phrases.contains(&term.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_and_scripts_count() {
        for word in ["expected", "thinks", "the", "quarterly", "million"] {
            assert!(is_stop_word(&stem(word)), "{word}");
        }
        assert!(is_stop_word(&fold_str("我們")) && is_stop_word(&fold_str("說明")));
        for word in ["packaging", "tariff", "inventory", "margin"] {
            assert!(!is_stop_word(&stem(word)), "{word}");
        }
        assert!(!is_stop_word(&fold_str("封裝")));
        assert!(is_function_word(&stem("because")) && is_function_word(&fold_str("我們")));
        assert!(!is_function_word("quick") && is_stop_word("quick"));
        assert!(is_adverb("Simply") && !is_adverb("supply"));
        assert!(is_stop_phrase("Year over year") && !is_stop_phrase("free cash flow"));
    }
}
