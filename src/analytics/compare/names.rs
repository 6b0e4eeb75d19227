//! Names of the companies, people and firms of calls. They are excluded from new and gone terms.

use std::{collections::HashSet, ops::Range};

use crate::{
    model::Call,
    text::{RawTokenKind, fold, fold_str, has_han, raw_tokens},
};

/// Names, as Latin words and as Chinese strings.
pub(super) struct Names {
    /// Words of Latin names in lower case.
    words: HashSet<String>,
    /// Chinese names, folded.
    han: HashSet<String>,
}

impl Names {
    pub(super) fn of(calls: [&Call; 2]) -> Self {
        let mut names = Self {
            words: HashSet::new(),
            han: HashSet::new(),
        };
        for call in calls {
            let company = &call.company;
            let people = call.speakers.iter().chain(&call.listeners);
            let people = people.flat_map(|one| one.names.iter().chain(&one.firm));
            let all = company.names.iter().chain([&company.id, &company.name]);
            for name in all.chain(people) {
                let words = name.split(|c: char| !c.is_alphanumeric());
                for word in words.filter(|word| word.chars().count() > 1) {
                    if has_han(word) {
                        names.han.insert(fold_str(word));
                    } else {
                        names.words.insert(word.to_lowercase());
                    }
                }
            }
        }
        names
    }

    /// Byte ranges of names in a text: capitalized Latin words, and whole Chinese names.
    pub(super) fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let latin = raw_tokens(text).into_iter().filter(|raw_token| {
            let word = text.get(raw_token.start..raw_token.end).unwrap_or_default();
            raw_token.kind == RawTokenKind::Word
                && word.starts_with(char::is_uppercase)
                && self.words.contains(&word.to_lowercase())
        });
        let mut spans: Vec<Range<usize>> = latin
            .map(|raw_token| raw_token.start..raw_token.end)
            .collect();
        // Folding keeps the number of characters, not of bytes.
        let folded: String = text.chars().map(fold).collect();
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for name in &self.han {
            let (mut first, mut counted) = (0, 0);
            for (at, _) in folded.match_indices(name.as_str()) {
                first += (folded.get(counted..at)).map_or(0, |before| before.chars().count());
                counted = at;
                let end = starts.get(first + name.chars().count()).copied();
                if let Some(&start) = starts.get(first) {
                    spans.push(start..end.unwrap_or(text.len()));
                }
            }
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whole_and_in_either_script() {
        let names = Names {
            words: HashSet::from(["grace".to_owned(), "chang".to_owned()]),
            han: HashSet::from([fold_str("遠岬汽車")]),
        };
        let found = |text: &str| -> Vec<String> {
            let spans = names.spans(text);
            spans
                .into_iter()
                .map(|span| text[span].to_owned())
                .collect()
        };
        assert_eq!(found("Thanks, Grace. In grace we trust."), ["Grace"]);
        assert_eq!(found("歡迎參加远岬汽车的會議,汽車營收"), ["远岬汽车"]);
        assert_eq!(found("遠岬汽車"), ["遠岬汽車"]);
    }
}
