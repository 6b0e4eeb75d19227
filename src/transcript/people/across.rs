//! One person across the calls of a company.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::directory::NAMESAKES;
use crate::model::{Role, Speaker, name, name_words};

/// Finds the people who go by different names on different calls of one company.
///
/// `calls` holds the speakers of each call. Two headings of different calls are one person if they
/// share a name in any order of its words, or if their names are forms of one (`Rodney M. Smith`,
/// `Rod Smith`) on the same side of the table. Two people of one call are never made one. Gives the
/// names of each such person, the most frequent heading first.
pub fn across_calls(calls: &[&[Speaker]]) -> Vec<Vec<String>> {
    let appearances: Vec<(usize, &Speaker)> = (calls.iter().enumerate())
        .flat_map(|(call, speakers)| speakers.iter().map(move |speaker| (call, speaker)))
        .filter(|(_, speaker)| is_named(speaker))
        .collect();
    let mut groups = Groups::new(&appearances);
    let mut by_name: HashMap<Vec<String>, usize> = HashMap::new();
    for (at, (_, speaker)) in appearances.iter().enumerate() {
        for name in &speaker.names {
            let first = *by_name.entry(name::sorted_words(name)).or_insert(at);
            groups.join(first, at);
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
                groups.join(other, at);
            }
        }
        if namesakes.len() < NAMESAKES {
            namesakes.push(at);
        }
    }
    groups.with_several_names(&appearances)
}

/// Whether somebody is a person with a name of more than one word.
fn is_named(speaker: &Speaker) -> bool {
    let voice = matches!(
        speaker.role,
        Role::Operator | Role::Unidentified | Role::Editor
    );
    !voice && (name_words(&speaker.name).len() > 1 || !speaker.name.is_ascii())
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

/// Appearances that are one person's, as a forest.
struct Groups {
    above: Vec<usize>,
    calls: Vec<HashSet<usize>>,
}

impl Groups {
    fn new(appearances: &[(usize, &Speaker)]) -> Self {
        Self {
            above: (0..appearances.len()).collect(),
            calls: (appearances.iter())
                .map(|&(call, _)| HashSet::from([call]))
                .collect(),
        }
    }

    fn top(&self, mut at: usize) -> usize {
        while let Some(&above) = self.above.get(at).filter(|&&above| above != at) {
            at = above;
        }
        at
    }

    /// Makes two groups one, unless a call has somebody of both.
    fn join(&mut self, a: usize, b: usize) {
        let (first, second) = (self.top(a).min(self.top(b)), self.top(a).max(self.top(b)));
        if first == second {
            return;
        }
        let calls = self.calls.get(second).cloned().unwrap_or_default();
        let Some(known) = self.calls.get_mut(first) else {
            return;
        };
        if known.is_disjoint(&calls) {
            known.extend(calls);
            if let Some(above) = self.above.get_mut(second) {
                *above = first;
            }
        }
    }

    /// The names of the groups of which some appearance lacks a name.
    fn with_several_names(&self, appearances: &[(usize, &Speaker)]) -> Vec<Vec<String>> {
        let mut members: BTreeMap<usize, Vec<&Speaker>> = BTreeMap::new();
        for (at, (_, speaker)) in appearances.iter().enumerate() {
            members.entry(self.top(at)).or_default().push(speaker);
        }
        (members.into_values())
            .filter_map(|members| all_names(&members))
            .collect()
    }
}

/// Every name of a person, the most frequent heading first; none if each appearance has them all.
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
    fn people_told_apart_on_one_call_stay_two() {
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
