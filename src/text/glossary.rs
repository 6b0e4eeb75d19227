//! The glossary: groups of terms with the same meaning, in both languages. A query for one term
//! finds the others.

mod built_in;
mod find;
mod key;

use std::collections::HashMap;

use key::term_words;
pub(crate) use key::{humps, term_word};

/// Maximum number of words of a key; longer terms are not found.
const LONGEST: usize = 16;

/// Terms with the same meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The terms as written.
    pub terms: Vec<String>,
    /// Topic of the group; none for the user's groups.
    pub subject: Option<String>,
}

/// Groups of terms, found by any term in any number, spelling or script: the built-in groups and
/// the user's.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    own: Groups,
}

#[derive(Debug, Clone, Default)]
struct Groups {
    groups: Vec<Group>,
    /// By normalized words of a term: its groups, and whether only capitals match.
    by_key: HashMap<String, Vec<(usize, bool)>>,
    /// By the first word of a key: length in words of the longest such key.
    longest: HashMap<String, usize>,
}

impl Groups {
    fn add(&mut self, terms: Vec<String>, subject: Option<String>) {
        let group = self.groups.len();
        for term in &terms {
            let capitals = key::is_everyday(term);
            for words in key::keys(term) {
                if let Some(first) = words.first() {
                    let longest = self.longest.entry(first.clone()).or_default();
                    *longest = words.len().max(*longest);
                }
                let entries = self.by_key.entry(words.join(" ")).or_default();
                if !entries.contains(&(group, capitals)) {
                    entries.push((group, capitals));
                }
            }
        }
        self.groups.push(Group { terms, subject });
    }

    /// Indexes of the groups of a key; `upper` if the term was typed in capitals.
    fn places(&self, key: &str, upper: bool) -> impl Iterator<Item = usize> {
        let entries = self.by_key.get(key).into_iter().flatten();
        let meant = entries.filter(move |(_, capitals)| upper || !capitals);
        meant.map(|&(group, _)| group)
    }

    /// Resolves an index.
    fn of(&self, key: &str, upper: bool) -> impl Iterator<Item = &Group> {
        self.places(key, upper)
            .filter_map(|group| self.groups.get(group))
    }
}

impl Glossary {
    /// The built-in glossary with groups of the user.
    pub fn new(own: &[Vec<String>]) -> Self {
        let mut glossary = Self::default();
        for terms in own {
            glossary.own.add(terms.clone(), None);
        }
        glossary
    }

    /// Every group, the user's last.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        built_in::groups().iter().chain(&self.own.groups)
    }

    /// Groups of a term, in any number, spelling or script.
    pub fn groups_of(&self, term: &str) -> Vec<&Group> {
        let words = term_words(term);
        if words.is_empty() || words.len() > LONGEST {
            return Vec::new();
        }
        let key = words.join(" ");
        let upper = !term.chars().any(char::is_lowercase);
        let built_in = built_in::places(&key, upper).map(|place| built_in::groups().get(place));
        let built_in = built_in.flatten();
        built_in.chain(self.own.of(&key, upper)).collect()
    }

    /// The other terms of a term's groups, as written; none if the term is unknown.
    pub fn others(&self, term: &str) -> Vec<&str> {
        let own = term_words(term);
        let mut others: Vec<&str> = Vec::new();
        for other in self
            .groups_of(term)
            .into_iter()
            .flat_map(|group| &group.terms)
        {
            if !others.contains(&other.as_str()) && term_words(other) != own {
                others.push(other);
            }
        }
        others
    }
}

/// Plural of an English singular term.
pub(crate) fn plural(term: &str) -> Option<String> {
    let letters = term
        .chars()
        .rev()
        .take_while(char::is_ascii_alphabetic)
        .count();
    if letters < 2 || term.ends_with('s') || term.ends_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let vowel = |c: char| "aeiou".contains(c);
    Some(match term.strip_suffix('y') {
        Some(base) if !base.ends_with(vowel) => format!("{base}ies"),
        _ if ["x", "ch", "sh"].iter().any(|end| term.ends_with(end)) => format!("{term}es"),
        _ => format!("{term}s"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_known_in_any_spelling() {
        let glossary = Glossary::new(&[]);
        for (typed, other) in [
            ("CapEx", "資本支出"),
            ("capex", "資本支出"),
            ("cap ex", "資本支出"),
            ("capital expenditures", "資本支出"),
            ("资本支出", "CapEx"),
            ("资本开支", "capital expenditure"),
            ("fcf", "free cash flow"),
            ("free-cash-flow", "自由現金流"),
            ("財測", "guidance"),
            ("outlook", "財測"),
            ("AI", "artificial intelligence"),
            ("year-over-year", "YoY"),
        ] {
            let others = glossary.others(typed);
            assert!(others.contains(&other), "{typed}: {others:?}");
        }
    }

    #[test]
    fn an_everyday_word_is_no_acronym() {
        let glossary = Glossary::new(&[]);
        assert!(glossary.others("it").is_empty());
        assert!(glossary.others("asp").is_empty());
        assert!(!glossary.others("ASP").is_empty());
        assert!(glossary.others("capex guidance").is_empty());
        assert!(glossary.others("").is_empty());
    }

    #[test]
    fn number_is_forgiven_and_nothing_else() {
        let glossary = Glossary::new(&[]);
        assert_eq!(key::singular("expenditures"), "expenditure");
        assert_eq!(key::singular("subsidies"), "subsidy");
        assert_eq!(key::singular("business"), "business");
        assert_eq!(
            plural("capital expenditure").as_deref(),
            Some("capital expenditures")
        );
        assert_eq!(plural("synergy").as_deref(), Some("synergies"));
        assert_eq!(plural("earnings"), None);
        assert_eq!(plural("EBITDA"), None);
        assert_eq!(plural("資本支出"), None);
        assert!(glossary.others("profit").is_empty());
        assert!(!glossary.others("profitability").is_empty());
    }

    #[test]
    fn the_user_adds_groups() {
        let own = vec![vec!["slow commerce".to_owned(), "慢電商".to_owned()]];
        let glossary = Glossary::new(&own);
        assert_eq!(glossary.others("慢电商"), ["slow commerce"]);
        assert_eq!(glossary.groups().last().unwrap().subject, None);
    }

    #[test]
    fn the_data_is_in_order() {
        let glossary = Glossary::new(&[]);
        let mut known: HashMap<String, usize> = HashMap::new();
        assert!(glossary.groups().count() >= 500);
        for group in glossary.groups() {
            assert!(
                group.terms.len() > 1 && group.subject.is_some(),
                "{group:?}"
            );
            let mut words: Vec<Vec<String>> =
                group.terms.iter().map(|term| term_words(term)).collect();
            for (term, words) in group.terms.iter().zip(&words) {
                assert!(!words.is_empty() && words.len() <= LONGEST, "{term}");
                assert!(term.chars().count() > 1, "{term}");
                *known.entry(words.join(" ")).or_default() += 1;
            }
            words.sort();
            words.dedup();
            assert_eq!(
                words.len(),
                group.terms.len(),
                "a term stands twice: {group:?}"
            );
        }
        let crowded: Vec<_> = known.iter().filter(|(_, groups)| **groups > 2).collect();
        assert!(crowded.is_empty(), "{crowded:?}");
    }
}
