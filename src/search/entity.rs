//! Names of companies, people and firms within a query.

use std::collections::BTreeSet;

use super::{
    By, filter::under_all_names, key::Key, period, plan::Condition, plan::EntityMatch, store::Store,
};
use crate::{
    index::name_term,
    model::{Lang, Word, firm_name},
    text::{has_han, is_han},
};

/// Maximum number of words of a name.
const MOST_WORDS: usize = 6;

/// Maximum number of Han characters of a name.
const LONGEST_HAN: usize = 12;

/// Maximum number of names with a common prefix that are examined.
const MOST_NAMES: usize = 200;

/// Generic words of company names, which are optional.
const GENERIC: [&str; 44] = [
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "plc",
    "llc",
    "lp",
    "sa",
    "ag",
    "nv",
    "se",
    "spa",
    "the",
    "and",
    "group",
    "holding",
    "holdings",
    "international",
    "technologies",
    "technology",
    "systems",
    "industries",
    "enterprises",
    "trust",
    "property",
    "properties",
    "residential",
    "realty",
    "reit",
    "financial",
    "motors",
    "semiconductor",
    "electronics",
    "networks",
    "communications",
    "pharmaceuticals",
    "energy",
    "集团",
    "公司",
    "股份有限公司",
];

/// The names of an index.
pub(super) struct EntityNames<'a> {
    pub(super) store: &'a dyn Store,
}

impl EntityNames<'_> {
    /// The longest name that a text begins with, else the quarter.
    pub(super) fn at_start(&self, text: &str) -> Option<EntityMatch> {
        let named = self.somebody_at_start(text);
        named.or_else(|| period::at_start(text, self.store))
    }

    fn somebody_at_start(&self, text: &str) -> Option<EntityMatch> {
        let ends = ends(text);
        let beginning = name_term(text.get(..*ends.first()?)?);
        if beginning.is_empty() {
            return None;
        }
        let keys = [Key::CompanyName, Key::SpeakerName, Key::FirmName];
        let known = keys.map(|key| (key, self.beginning_with(key, &beginning)));
        if known.iter().all(|(_, names)| names.is_empty()) {
            return None;
        }
        ends.iter().rev().find_map(|&end| {
            let typed = text.get(..end)?;
            let conditions: Vec<Condition> = known
                .iter()
                .filter_map(|(key, names)| self.condition(*key, names, typed))
                .collect();
            (!conditions.is_empty()).then(|| EntityMatch {
                typed: typed.to_owned(),
                shown: self.shown(&conditions),
                also: Vec::new(),
                conditions,
                by: By::Entity,
            })
        })
    }

    fn beginning_with(&self, key: Key, beginning: &str) -> BTreeSet<String> {
        let names = self.store.values_with_prefix(key, beginning, MOST_NAMES);
        names.unwrap_or_default()
    }

    /// The conditions for the entities with a typed name.
    fn condition(&self, key: Key, names: &BTreeSet<String>, typed: &str) -> Option<Condition> {
        let name = name_term(typed);
        let canonical = name_term(&firm_name(typed));
        let is = |known: &&String| match key {
            Key::CompanyName => **known == name || is_without_generic(known, &name),
            Key::FirmName => **known == name || **known == canonical,
            _ => **known == name && (name.contains(' ') || has_han(&name)),
        };
        let mut meant: Vec<String> = names.iter().filter(is).cloned().collect();
        meant.retain(|known| self.is_meant(key, known, typed));
        let condition = Condition::OneOf(key, meant);
        match (&condition, key) {
            (Condition::OneOf(_, meant), _) if meant.is_empty() => None,
            (_, Key::SpeakerName) => Some(under_all_names(self.store, condition)),
            _ => Some(condition),
        }
    }

    /// The entities of some conditions, as the transcripts call them.
    fn shown(&self, conditions: &[Condition]) -> Vec<String> {
        let named = conditions.iter().filter_map(|condition| match condition {
            Condition::OneOf(key, names) => Some((*key, names)),
            Condition::Person(names, _) => Some((Key::SpeakerName, names)),
            _ => None,
        });
        let mut shown: Vec<String> = Vec::new();
        for (key, name) in named.flat_map(|(key, names)| names.iter().map(move |name| (key, name)))
        {
            let written = self.store.name_as_written(key, name);
            let canonical = written.map_or_else(|_| name.clone(), |(_, canonical)| canonical);
            if !shown.contains(&canonical) {
                shown.push(canonical);
            }
        }
        shown
    }

    /// Whether a name is meant rather than a word: it has several words, is in capitals, or occurs
    /// less often as a word than as a name.
    fn is_meant(&self, key: Key, known: &str, typed: &str) -> bool {
        let several = typed.trim().contains(char::is_whitespace);
        let capitals = typed.len() > 1 && typed.chars().all(|c| c.is_ascii_uppercase());
        let long = typed.chars().filter(|c| is_han(*c)).count() > 2;
        several || capitals || long || self.said(typed) <= self.theirs(key, known)
    }

    fn theirs(&self, key: Key, name: &str) -> u64 {
        self.store.passages_with(key, name).unwrap_or(0)
    }

    /// Approximate document frequency of a single word.
    fn said(&self, typed: &str) -> u64 {
        let word = typed.to_lowercase();
        let said = Lang::ALL.iter();
        let said = said.map(|lang| self.store.passages_with_token(*lang, &word).unwrap_or(0));
        said.max().unwrap_or(0)
    }
}

/// Byte offsets at which a name at the start of a text may end: after each of its first words or
/// Han characters.
fn ends(text: &str) -> Vec<usize> {
    let first_blank = text.find(char::is_whitespace).unwrap_or(text.len());
    if text.starts_with(is_han) {
        let run = text.get(..first_blank).unwrap_or_default();
        let chars = run.char_indices().map(|(at, c)| at + c.len_utf8());
        return chars.skip(1).take(LONGEST_HAN - 1).collect();
    }
    let blanks = text.char_indices().filter(|(_, c)| c.is_whitespace());
    let blanks = blanks.map(|(at, _)| at);
    blanks.chain([text.len()]).take(MOST_WORDS).collect()
}

/// Whether a company's name is the typed text plus generic words.
fn is_without_generic(known: &str, typed: &str) -> bool {
    let rest = known.strip_prefix(typed).filter(|_| !typed.is_empty());
    let rest = rest.filter(|rest| has_han(typed) || rest.starts_with(' '));
    rest.is_some_and(|rest| {
        let mut words = rest.split_whitespace();
        words.all(|word| GENERIC.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_companys_name_goes_without_what_many_have() {
        assert!(is_without_generic("camden property trust", "camden"));
        assert!(is_without_generic("阿里巴巴集团", "阿里巴巴"));
        assert!(!is_without_generic("american tower", "american"));
        assert!(!is_without_generic("camdentown", "camden"));
        assert!(!is_without_generic("anything", ""));
    }

    #[test]
    fn names_end_after_words_or_characters() {
        assert_eq!(ends("Great Ajax dividend"), [5, 10, 19]);
        assert_eq!(ends("杜開遠 x"), [6, 9]);
        assert!(ends("").len() == 1);
    }
}
