//! Terms that are new in a period without telling anything new: names of those who speak and of their own company,
//! fiscal periods and currencies.

use std::collections::{HashMap, HashSet};

use super::significance::SignificantTerm;
use crate::{
    model::{Role, name_words},
    search::list::aggregation::Aggregation,
    terminology::term_key,
    text::{Currency, has_han},
};

/// The names that calls have by their headings.
#[derive(Default)]
pub(super) struct Names {
    /// Words of the names of people, and whole names in Chinese, as keys of terms.
    people: HashSet<String>,
    /// Firms of analysts, likewise whole.
    firms: HashSet<String>,
    /// Words of the names of companies, by id.
    companies: HashMap<String, HashSet<String>>,
}

impl Names {
    /// The names of those who speak in some passages, and of the companies that hold the calls.
    pub(super) fn of(found: &Aggregation) -> Self {
        let mut names = Self::default();
        for (call, voice, _) in found.spoken() {
            let company = &call.company;
            if !names.companies.contains_key(&company.id) {
                let words = company.names.iter().flat_map(|name| keys(name)).collect();
                names.companies.insert(company.id.clone(), words);
            }
            names.firms.extend(voice.firm.map(term_key));
            if voice.role != Role::Unidentified {
                for name in voice.names().chain([voice.name]) {
                    names.people.extend(keys(name));
                }
            }
        }
        names
    }

    /// Whether a term is a name of somebody who speaks, of an analyst's firm, or of the one company that says it.
    pub(super) fn has(&self, term: &SignificantTerm) -> bool {
        let key = &term.key;
        if has_han(key) {
            let of_company = self.words_of_company(term);
            return self.people.contains(key)
                || of_company.is_some_and(|words| words.iter().any(|word| word.contains(key)));
        }
        let is_capital = |word: &str| word.starts_with(|c: char| c.is_uppercase());
        if !term.written.split(' ').all(is_capital) {
            return false;
        }
        let all_are = |words: &HashSet<String>| key.split(' ').all(|word| words.contains(word));
        self.firms.contains(key)
            || all_are(&self.people)
            || self.words_of_company(term).is_some_and(all_are)
    }

    fn words_of_company(&self, term: &SignificantTerm) -> Option<&HashSet<String>> {
        self.companies.get(term.evidence.only_company.as_ref()?)
    }
}

/// The words of a name as keys of terms; of a Chinese name, the name.
fn keys(name: &str) -> Vec<String> {
    match has_han(name) {
        true => vec![term_key(name)],
        false => (name_words(name).iter().filter(|word| word.len() > 1))
            .map(|word| term_key(word))
            .collect(),
    }
}

/// Whether a term is a currency, with or without a number of it, or a fiscal period.
pub(super) fn is_measure(written: &str) -> bool {
    let unit = written.trim_start_matches(|c: char| "十百千萬万億亿兆".contains(c));
    let currency = unit.strip_suffix('元').unwrap_or(unit);
    Currency::from_typed(unit).is_some()
        || matches!(unit, "" | "元")
        || Currency::from_typed(currency).is_some()
        || is_period(written)
}

/// Whether a text is a fiscal period: `FY25`, `1Q24`, `H1`.
fn is_period(written: &str) -> bool {
    let upper = written.to_ascii_uppercase();
    let rest = upper.trim_start_matches(|c: char| c.is_ascii_digit());
    let letters = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let (before, after) = (upper.len() - rest.len(), rest.len() - letters.len());
    match letters {
        "FY" | "CY" => before == 0 && after >= 2,
        "Q" | "H" | "M" => before == 1 || before == 0 && after == 1,
        "QFY" | "HFY" => before == 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_no_topic() {
        for (written, expected) in [
            ("FY25", true),
            ("1Q24", true),
            ("RMB", true),
            ("INR", true),
            ("萬美元", true),
            ("億元", true),
            ("H1", true),
            ("GB200", false),
            ("H20", false),
            ("quick commerce", false),
            ("美元債", false),
        ] {
            assert_eq!(is_measure(written), expected, "{written}");
        }
    }
}
