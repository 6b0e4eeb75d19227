//! Weights of words (idf), cosine similarity of texts, and one-to-one matching.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::passage_terms::Key;
use crate::{
    Result,
    model::{Lang, Word},
    search::{
        idf,
        store::{Store, TokenPhrase},
    },
    text::{Glossary, TokenField, analyse},
};

/// Idf of words in a commit, cached.
pub(super) struct TermWeights<'a> {
    store: &'a dyn Store,
    glossary: &'a Glossary,
    known: HashMap<Key, (u32, f64)>,
}

impl<'a> TermWeights<'a> {
    pub(super) fn new(store: &'a dyn Store, glossary: &'a Glossary) -> Self {
        Self {
            store,
            glossary,
            known: HashMap::new(),
        }
    }

    /// Checks for cancellation.
    /// # Errors
    /// If the request is cancelled or past its deadline.
    pub(super) fn check(&self) -> Result<()> {
        self.store.check()
    }

    pub(super) fn glossary(&self) -> &'a Glossary {
        self.glossary
    }

    /// The inverse document frequency of a word among all passages.
    pub(super) fn idf(&mut self, key: &Key) -> Result<f64> {
        Ok(self.word(key)?.1)
    }

    /// Number and idf of a word.
    fn word(&mut self, key: &Key) -> Result<(u32, f64)> {
        if !self.known.contains_key(key) {
            self.ask_for([key])?;
        }
        Ok(self.known.get(key).copied().unwrap_or_default())
    }

    /// Asks the store for words all at once, since it may be far away.
    pub(super) fn ask_for<'k>(&mut self, keys: impl IntoIterator<Item = &'k Key>) -> Result<()> {
        let mut asked = HashSet::new();
        let keys = keys.into_iter();
        let keys: Vec<&Key> = keys
            .filter(|key| !self.known.contains_key(*key) && asked.insert(*key))
            .collect();
        let rows: Vec<Vec<TokenPhrase>> = keys.iter().map(|key| self.rows(key)).collect();
        let mut frequencies = (self.store.frequencies(&rows.concat())?).into_iter();
        for (key, rows) in keys.into_iter().zip(rows) {
            let of_rows = frequencies.by_ref().take(rows.len());
            let idf = idf(self.store.documents(), of_rows.max().unwrap_or(0));
            let number = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
            self.known.insert(key.clone(), (number, idf));
        }
        Ok(())
    }

    /// Rows of tokens, the most frequent of which tells the approximate document frequency of a word: on either side; of a
    /// glossary group each of its forms.
    fn rows(&self, key: &Key) -> Vec<TokenPhrase> {
        let literal = |text: &str| -> Vec<(u32, String)> {
            let tokens = analyse(text).literal.into_iter();
            tokens.map(|token| (token.position, token.text)).collect()
        };
        let of = |field: TokenField, tokens: Vec<(u32, String)>| {
            let row = move |lang: &Lang| TokenPhrase {
                field,
                lang: *lang,
                tokens: tokens.clone(),
            };
            Lang::ALL.iter().map(row).collect::<Vec<_>>()
        };
        match key {
            Key::SynonymGroup(place) => {
                let terms = self.glossary.group(*place).map(|group| &group.terms);
                let terms = terms.into_iter().flatten();
                terms
                    .flat_map(|term| of(TokenField::Exact, literal(term)))
                    .collect()
            }
            Key::En(word) if word.chars().any(char::is_uppercase) => {
                of(TokenField::Exact, vec![(0, word.clone())])
            }
            Key::En(word) => {
                let words = word.split(' ').map(|word| (0, word.to_owned()));
                of(TokenField::Stemmed, words.collect())
            }
            Key::Zh(word) => of(TokenField::Exact, literal(word)),
        }
    }

    /// Idf vector of a text, each word once, scaled by `share`.
    pub(super) fn vector<'k>(
        &mut self,
        keys: impl Iterator<Item = (&'k Key, f64)>,
    ) -> Result<Vector> {
        let mut counts: BTreeMap<u32, f64> = BTreeMap::new();
        for (key, share) in keys {
            let (number, idf) = self.word(key)?;
            let weight = counts.entry(number).or_default();
            *weight = weight.max(idf * share);
        }
        let words: Vec<(u32, f64)> = counts.into_iter().collect();
        let length = words.iter().map(|(_, weight)| weight * weight).sum::<f64>();
        Ok(Vector {
            words,
            length: length.sqrt(),
        })
    }
}

/// Word weights of a text, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Vector {
    words: Vec<(u32, f64)>,
    length: f64,
}

impl Vector {
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Cosine similarity: 1 for the same words, 0 for none in common.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        self.shared_and_likeness(other).1
    }

    /// Number of words in common, and cosine similarity.
    pub(super) fn shared_and_likeness(&self, other: &Self) -> (usize, f64) {
        if self.is_empty() || other.is_empty() {
            return (0, 0.0);
        }
        let mut shared = 0;
        let (mut ours, mut theirs) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut product = 0.0;
        while let (Some((a, x)), Some((b, y))) = (ours.peek(), theirs.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(ours.next()),
                std::cmp::Ordering::Greater => drop(theirs.next()),
                std::cmp::Ordering::Equal => {
                    product += x * y;
                    shared += 1;
                    ours.next();
                    theirs.next();
                }
            }
        }
        (shared, product / (self.length * other.length))
    }
}

/// A candidate pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    /// Index in the first list.
    pub(super) first: usize,
    /// Index in the second list.
    pub(super) second: usize,
    /// Similarity, 0 to 1.
    pub(super) likeness: f64,
}

/// Greedy one-to-one matching, the most similar first. Ties are broken by the sum of indexes, so
/// that exchanging the lists gives the same pairs.
pub(super) fn one_to_one(mut matches: Vec<Match>) -> Vec<Match> {
    let rounded = |one: &Match| (one.likeness * 1e6).round();
    let places = |one: &Match| {
        let (a, b) = (one.first, one.second);
        (a + b, a.max(b))
    };
    matches.sort_by(|a, b| {
        (rounded(b).total_cmp(&rounded(a))).then_with(|| places(a).cmp(&places(b)))
    });
    let (mut firsts, mut seconds) = (HashSet::new(), HashSet::new());
    matches.retain(|one| {
        let free = !firsts.contains(&one.first) && !seconds.contains(&one.second);
        if free {
            firsts.insert(one.first);
            seconds.insert(one.second);
        }
        free
    });
    matches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(words: &[(u32, f64)]) -> Vector {
        let length = words.iter().map(|(_, weight)| weight * weight).sum::<f64>();
        Vector {
            words: words.to_vec(),
            length: length.sqrt(),
        }
    }

    #[test]
    fn likeness_is_that_of_the_words_in_common() {
        let (a, b) = (vector(&[(1, 3.0), (4, 4.0)]), vector(&[(4, 2.0), (9, 1.0)]));
        assert!((a.likeness(&a) - 1.0).abs() < 1e-9);
        assert!((a.likeness(&b) - 8.0 / (5.0 * 5_f64.sqrt())).abs() < 1e-9);
        assert_eq!(a.likeness(&vector(&[(2, 1.0)])), 0.0);
        assert_eq!(a.likeness(&Vector::default()), 0.0);
        let shared = |other| a.shared_and_likeness(other).0;
        assert_eq!((shared(&b), shared(&a)), (1, 2));
    }

    proptest::proptest! {
        #[test]
        fn pairs_are_one_to_one_and_mirror(
            likeness in proptest::collection::vec((0_usize..8, 0_usize..8, 0_u32..4), 0..40)
        ) {
            let mut seen = HashSet::new();
            let matches: Vec<Match> = (likeness.into_iter())
                .filter(|(first, second, _)| seen.insert((*first, *second)))
                .map(|(first, second, tenths)| Match {
                    first,
                    second,
                    likeness: f64::from(tenths) / 10.0,
                })
                .collect();
            let mirror = |one: &Match| Match { first: one.second, second: one.first, ..*one };
            let pairs = one_to_one(matches.clone());
            let places = |of: fn(&Match) -> usize| pairs.iter().map(of).collect::<HashSet<_>>().len();
            proptest::prop_assert_eq!(places(|one| one.first), pairs.len());
            proptest::prop_assert_eq!(places(|one| one.second), pairs.len());
            // No unmatched item has an unmatched candidate more similar than what was taken.
            for one in &matches {
                let rival = |taken: &Match| {
                    (taken.first == one.first || taken.second == one.second)
                        && taken.likeness >= one.likeness
                };
                proptest::prop_assert!(pairs.iter().any(rival));
            }
            let mut mirrored: Vec<_> = one_to_one(matches.iter().map(mirror).collect())
                .iter()
                .map(|one| (one.second, one.first))
                .collect();
            let mut plain: Vec<_> = pairs.iter().map(|one| (one.first, one.second)).collect();
            mirrored.sort_unstable();
            plain.sort_unstable();
            proptest::prop_assert_eq!(mirrored, plain);
        }
    }
}
