//! Words of a question that are not its topic: question words, courtesies, function words.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fold_str;

/// In an expression: any words between.
const GAP: &str = "…";

/// Maximum number of words in a gap.
const WIDEST_GAP: usize = 4;

/// Why a word of a query is optional.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Idle {
    /// A function word.
    Small,
    /// A question word or courtesy.
    Asking,
}

/// The lines of a section of the word list.
fn section(name: &str) -> impl Iterator<Item = &'static str> {
    let lines = include_str!("data/question_words.txt").lines();
    let mut lines = lines.skip_while(move |line| line.strip_prefix("## ") != Some(name));
    lines.next();
    let lines = lines.take_while(|line| !line.starts_with("## "));
    lines.filter(|line| !line.starts_with('#'))
}

/// English words.
static WORDS: LazyLock<FxHashMap<&str, Idle>> = LazyLock::new(|| {
    let words = |name, idle| {
        let words = section(name).flat_map(str::split_whitespace);
        words.map(move |word| (word, idle))
    };
    let small = words("Small words", Idle::Small);
    small.chain(words("Words", Idle::Asking)).collect()
});

/// English expressions by first word, the longest first.
static EXPRESSIONS: LazyLock<FxHashMap<&str, Vec<Vec<&str>>>> = LazyLock::new(|| {
    let mut expressions: FxHashMap<&str, Vec<Vec<&str>>> = FxHashMap::default();
    for line in section("Expressions") {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let Some(first) = words.first() {
            expressions.entry(first).or_default().push(words);
        }
    }
    for of_word in expressions.values_mut() {
        of_word.sort_by_key(|words| std::cmp::Reverse(words.len()));
    }
    expressions
});

/// Chinese expressions, folded.
static CHINESE: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let words = section("中文").flat_map(str::split_whitespace);
    words.map(fold_str).collect()
});

/// For each word of an English query, whether it carries no topic. Words in capitals (`IT`) always
/// do.
pub fn idle_words(words: &[&str]) -> Vec<Option<Idle>> {
    let plain: Vec<String> = words.iter().map(|word| plain(word)).collect();
    let mut idle: Vec<Option<Idle>> = (plain.iter())
        .map(|word| WORDS.get(word.as_str()).copied())
        .collect();
    for at in 0..plain.len() {
        for place in expression_at(&plain, at) {
            if let Some(known) = idle.get_mut(place) {
                *known = Some(Idle::Asking);
            }
        }
    }
    idle
}

/// A word in lower case without surrounding punctuation; capitals are kept.
fn plain(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let capitals = word.len() > 1 && !word.contains(|c: char| c.is_lowercase());
    match capitals {
        true => word.to_owned(),
        false => word.replace('’', "'").to_lowercase(),
    }
}

/// Indexes of the words of the longest expression that begins at a word.
fn expression_at(words: &[String], first: usize) -> Vec<usize> {
    let known = words
        .get(first)
        .and_then(|word| EXPRESSIONS.get(word.as_str()));
    let mut found = known.into_iter().flatten();
    (found.find_map(|expression| places(expression, words, first))).unwrap_or_default()
}

/// Indexes at which the words of an expression occur, from `at` on.
fn places(expression: &[&str], words: &[String], first: usize) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(expression.len());
    let mut at = first;
    let mut gap = 0;
    for part in expression {
        if *part == GAP {
            gap = WIDEST_GAP;
            continue;
        }
        at += (words.iter().skip(at).take(gap + 1)).position(|word| word == part)?;
        places.push(at);
        (at, gap) = (at + 1, 0);
    }
    Some(places)
}

/// Whether a folded Chinese expression carries no topic.
pub fn is_idle_chinese(folded: &str) -> bool {
    CHINESE.contains(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(query: &str) -> String {
        let words: Vec<&str> = query.split(' ').collect();
        let idle = idle_words(&words);
        let kept = words.iter().zip(idle).filter(|(_, idle)| idle.is_none());
        kept.map(|(word, _)| *word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_topic_is_left() {
        for (query, left) in [
            (
                "what did management say about capital allocation",
                "capital allocation",
            ),
            ("How is the tariff affecting demand?", "tariff demand?"),
            ("any color on gross margin", "gross margin"),
            ("tell me about layoffs", "layoffs"),
            ("IT spending at US banks", "IT spending US banks"),
            ("What’s driving backlog growth", "driving backlog growth"),
            ("fund managers in Asia", "fund managers Asia"),
        ] {
            assert_eq!(topic(query), left);
        }
    }

    #[test]
    fn chinese_is_compared_folded() {
        for word in ["请问", "怎么看", "会不会", "未来"] {
            assert!(is_idle_chinese(word), "{word}");
        }
        assert!(!is_idle_chinese("毛利率"));
    }
}
