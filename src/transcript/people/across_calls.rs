//! Finds the people who go by different names on different calls of one company.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::directory::MAX_NAMESAKES;
use crate::model::{Role, Speaker, name, name_words};

/// Returns the names of each person who has several, the most frequent heading first.
///
/// `calls` holds the speakers of each call. Speakers of different calls are one person if they share
/// a name in any order of its words, or if their names are forms of one (`Rodney M. Smith`,
/// `Rod Smith`) and both or neither are analysts. Two speakers of one call are never merged.
pub fn across_calls(calls: &[&[Speaker]]) -> Vec<Vec<String>> {
    let appearances: Vec<(usize, &Speaker)> = (calls.iter().enumerate())
        .flat_map(|(call, speakers)| speakers.iter().map(move |speaker| (call, speaker)))
        .filter(|(_, speaker)| is_named(speaker))
        .collect();
    let mut groups = UnionFind::new(&appearances);
    let mut by_name: HashMap<Vec<String>, usize> = HashMap::new();
    for (at, (_, speaker)) in appearances.iter().enumerate() {
        for name in &speaker.names {
            let first = *by_name.entry(name::sorted_words(name)).or_insert(at);
            groups.union(first, at);
        }
    }
    let mut by_surname: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, (_, speaker)) in appearances.iter().enumerate() {
        let Some(surname) = name::surname(&speaker.name) else {
            continue;
        };
        let namesakes = by_surname.entry(surname).or_default();
        for &other in namesakes.iter() {
            if let Some((_, other_speaker)) = appearances.get(other)
                && same_side(speaker, other_speaker)
                && name::compatible(&speaker.name, &other_speaker.name)
                && same_firm(speaker, other_speaker)
            {
                groups.union(other, at);
            }
        }
        if namesakes.len() < MAX_NAMESAKES {
            namesakes.push(at);
        }
    }
    groups.with_several_names(&appearances)
}

/// Whether somebody is a person with a name of more than one word.
fn is_named(speaker: &Speaker) -> bool {
    let is_unnamed = matches!(
        speaker.role,
        Role::Operator | Role::Unidentified | Role::Editor
    );
    !is_unnamed && (name_words(&speaker.name).len() > 1 || !speaker.name.is_ascii())
}

fn same_side(a: &Speaker, b: &Speaker) -> bool {
    (a.role == Role::Analyst) == (b.role == Role::Analyst)
}

fn same_firm(a: &Speaker, b: &Speaker) -> bool {
    match (&a.firm, &b.firm) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Groups of appearances of one person, as a union-find forest with the calls of each group.
struct UnionFind {
    parent: Vec<usize>,
    calls: Vec<HashSet<usize>>,
}

impl UnionFind {
    fn new(appearances: &[(usize, &Speaker)]) -> Self {
        Self {
            parent: (0..appearances.len()).collect(),
            calls: (appearances.iter())
                .map(|&(call, _)| HashSet::from([call]))
                .collect(),
        }
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(&parent) = self.parent.get(at).filter(|&&parent| parent != at) {
            at = parent;
        }
        at
    }

    /// Merges two groups, unless both have an appearance on one call.
    fn union(&mut self, a: usize, b: usize) {
        let (first, second) = (
            self.root(a).min(self.root(b)),
            self.root(a).max(self.root(b)),
        );
        if first == second {
            return;
        }
        let calls = self.calls.get(second).cloned().unwrap_or_default();
        let Some(known) = self.calls.get_mut(first) else {
            return;
        };
        if known.is_disjoint(&calls) {
            known.extend(calls);
            if let Some(parent) = self.parent.get_mut(second) {
                *parent = first;
            }
        }
    }

    /// The names of each group in which not every appearance has all of them.
    fn with_several_names(&self, appearances: &[(usize, &Speaker)]) -> Vec<Vec<String>> {
        let mut members: BTreeMap<usize, Vec<&Speaker>> = BTreeMap::new();
        for (at, (_, speaker)) in appearances.iter().enumerate() {
            members.entry(self.root(at)).or_default().push(speaker);
        }
        (members.into_values())
            .filter_map(|members| all_names(&members))
            .collect()
    }
}

/// Every name of a person, the most frequent heading first; none if every appearance has all.
fn all_names(members: &[&Speaker]) -> Option<Vec<String>> {
    let mut headings: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names: Vec<&String> = Vec::new();
    for member in members {
        *headings.entry(&member.name).or_default() += 1;
        names.extend(&member.names);
    }
    names.sort();
    names.dedup();
    if members
        .iter()
        .all(|member| member.names.len() == names.len())
        && headings.len() == 1
    {
        return None;
    }
    let canonical = (headings.into_iter())
        .max_by_key(|&(name, count)| (count, name.len(), std::cmp::Reverse(name)))?
        .0
        .to_owned();
    let others = (names.into_iter())
        .filter(|name| **name != canonical)
        .cloned();
    Some(std::iter::once(canonical.clone()).chain(others).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(names: &[&str], role: Role, firm: Option<&str>) -> Speaker {
        Speaker {
            name: names[0].to_owned(),
            names: names.iter().map(|&name| name.to_owned()).collect(),
            role,
            title: None,
            firm: firm.map(str::to_owned),
        }
    }

    fn executive(names: &[&str]) -> Speaker {
        speaker(names, Role::Executive, None)
    }

    #[test]
    fn names_of_several_calls() {
        let calls = [
            vec![
                executive(&["Rodney M. Smith"]),
                executive(&["Yongming Wu", "Eddie Wu"]),
            ],
            vec![executive(&["Rodney M. Smith"]), executive(&["Eddie Wu"])],
            vec![executive(&["Rod Smith"]), executive(&["Fan Jiang"])],
            vec![
                executive(&["Jiang Fan"]),
                speaker(&["Rob Smith"], Role::Analyst, None),
            ],
        ];
        let calls: Vec<&[Speaker]> = calls.iter().map(Vec::as_slice).collect();
        assert_eq!(
            across_calls(&calls),
            [
                vec!["Rodney M. Smith", "Rod Smith"],
                vec!["Yongming Wu", "Eddie Wu"],
                vec!["Fan Jiang", "Jiang Fan"],
            ]
        );
    }

    #[test]
    fn distinct_people_of_one_call_are_not_merged() {
        let calls = [
            vec![executive(&["Robert Smith"]), executive(&["Bob Smith"])],
            vec![executive(&["Robert Smith"])],
            vec![executive(&["Bob Smith"])],
        ];
        let calls: Vec<&[Speaker]> = calls.iter().map(Vec::as_slice).collect();
        assert!(across_calls(&calls).is_empty());
        let firms = [
            vec![speaker(&["Robert Smith"], Role::Analyst, Some("UBS"))],
            vec![speaker(&["Bob Smith"], Role::Analyst, Some("Barclays"))],
        ];
        let firms: Vec<&[Speaker]> = firms.iter().map(Vec::as_slice).collect();
        assert!(across_calls(&firms).is_empty());
    }
}
