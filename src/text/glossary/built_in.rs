//! The built-in groups. Keys are a sorted table compiled into the program, so lookups parse
//! nothing; groups are parsed on first use.

use std::sync::LazyLock;

use super::Group;

// `GROUPS`, their number, and `KEYS`.
include!(concat!(env!("OUT_DIR"), "/glossary.rs"));

static READ: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let mut groups = Vec::with_capacity(GROUPS);
    let mut subject = None;
    for line in include_str!("../data/glossary.txt").lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            subject = Some(heading.trim().to_owned());
        } else if !line.starts_with('#') && !line.trim().is_empty() {
            let terms = line.split('|').map(|term| term.trim().to_owned());
            groups.push(Group {
                terms: terms.collect(),
                subject: subject.clone(),
            });
        }
    }
    groups
});

/// Number of groups.
pub(super) const fn count() -> usize {
    GROUPS
}

pub(super) fn groups() -> &'static [Group] {
    &READ
}

/// Indexes of the groups of a key; `upper` if the term was typed in capitals.
pub(super) fn places(key: &str, upper: bool) -> impl Iterator<Item = usize> {
    let found = KEYS.binary_search_by_key(&key, |(known, _)| *known).ok();
    let entries = found.and_then(|at| KEYS.get(at));
    let entries = entries.into_iter().flat_map(|(_, entries)| *entries);
    let meant = entries.filter(move |(_, capitals)| upper || !capitals);
    meant.map(|&(group, _)| usize::from(group))
}

/// Length in words of the longest key that begins with a word.
pub(super) fn longest(word: &str) -> usize {
    let first = KEYS.partition_point(|(key, _)| *key < word);
    let begun = KEYS.iter().skip(first).map(|(key, _)| *key);
    let begun = begun.take_while(|key| key.starts_with(word));
    let whole = |key: &&str| matches!(key.as_bytes().get(word.len()), None | Some(b' '));
    let words = begun.filter(whole).map(|key| key.split(' ').count());
    words.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_those_of_the_groups() {
        assert_eq!(groups().len(), GROUPS);
        for (place, group) in groups().iter().enumerate() {
            for words in group
                .terms
                .iter()
                .flat_map(|term| super::super::key::keys(term))
            {
                let key = words.join(" ");
                assert!(places(&key, true).any(|known| known == place), "{key}");
                assert!(longest(&words[0]) >= words.len(), "{key}");
            }
        }
    }

    #[test]
    fn the_longest_key_begins_with_the_whole_word() {
        assert!(longest("free") >= 3, "free cash flow");
        assert_eq!(longest("fre"), 0);
        assert_eq!(longest("capexx"), 0);
    }
}
