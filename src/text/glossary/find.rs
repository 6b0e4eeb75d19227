//! Finds glossary terms in running text.

use std::ops::Range;

use super::{
    Glossary, Group, LONGEST, built_in,
    key::{term_word, term_words},
};
use crate::text::raw_tokens;

impl Glossary {
    /// The group at an index of [`Self::groups`].
    pub fn group(&self, place: usize) -> Option<&Group> {
        match place.checked_sub(built_in::count()) {
            None => built_in::groups().get(place),
            Some(own) => self.own.groups.get(own),
        }
    }

    /// Byte ranges of glossary terms in a text, with the index of their group: the longest match
    /// first, never overlapping, in order. A user's group that shares a term with a built-in one
    /// counts as that one.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let raw_tokens = raw_tokens(text);
        let words: Vec<String> = raw_tokens
            .iter()
            .map(|raw_token| term_word(text, raw_token))
            .collect();
        let mut matches = Vec::new();
        let mut at = 0;
        while let (Some(first), Some(word)) = (raw_tokens.get(at), words.get(at)) {
            let own = self.own.longest.get(word).copied().unwrap_or(0);
            let most = built_in::longest(word).max(own).min(LONGEST);
            // No term matches across punctuation.
            let row = raw_tokens.iter().skip(at + 1).take_while(|next| !next.gap);
            let most = most.min(1 + row.take(most).count());
            let found = (1..=most).rev().find_map(|count| {
                let key = words.get(at..at + count)?.join(" ");
                let span = first.start..raw_tokens.get(at + count - 1)?.end;
                let upper = !text.get(span.clone())?.chars().any(char::is_lowercase);
                Some((count, span, self.place_of(&key, upper)?))
            });
            at += match found {
                Some((count, span, place)) => {
                    matches.push((span, place));
                    count
                }
                None => 1,
            };
        }
        matches
    }

    /// Index of the first group of a key.
    fn place_of(&self, key: &str, upper: bool) -> Option<usize> {
        let known = built_in::places(key, upper).next();
        known.or_else(|| {
            let own = self.own.places(key, upper).next()?;
            let terms = &self.own.groups.get(own)?.terms;
            let shared = terms.iter().find_map(|term| {
                let upper = !term.chars().any(char::is_lowercase);
                built_in::places(&term_words(term).join(" "), upper).next()
            });
            Some(shared.unwrap_or(built_in::count() + own))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_spotted_in_a_text() {
        let own = vec![vec!["CapEx".to_owned(), "資本投入".to_owned()]];
        let glossary = Glossary::new(&own);
        let found_terms = |text: &str| -> Vec<(String, String)> {
            let matches = glossary.find(text).into_iter();
            matches
                .map(|(span, place)| {
                    let first = glossary.group(place).unwrap().terms[0].clone();
                    (text[span].to_owned(), first)
                })
                .collect()
        };
        for (text, expected) in [
            (
                "free cash flow and Cap-Ex",
                "free cash flow=free cash flow Cap-Ex=CapEx",
            ),
            (
                "把资本支出說成,自由現金流",
                "资本支出=CapEx 自由現金流=free cash flow",
            ),
            ("資本投入", "資本投入=CapEx"),
            ("free cash, flow", ""),
            ("it is as it is", ""),
        ] {
            let found: Vec<String> = found_terms(text)
                .into_iter()
                .map(|(text, group)| format!("{text}={group}"))
                .collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
