//! Further names of speakers, from introductions: "Eddie Wu, Chief Executive Officer" is the chief
//! executive named Wu of the headings.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use super::{directory::MAX_NAMESAKES, job_title};
use crate::{
    model::{Role, Speaker, name, name_words},
    transcript::{format::RawTurn, lazy_regex::lazy_regex},
};

/// `Eddie Wu, Chief Executive Officer of the Cloud Group;`
static NAME_THEN_TITLE: LazyLock<Regex> = lazy_regex!(
    r"(?x) (?<name> (?: \p{Lu}\. | \p{Lu}[\w’'\-]+ ) (?: \s (?: (?: \p{Lu} | Jr | Sr )\. | \p{Lu}[\w’'\-]* ) ){1,3} ) , \s
                 (?<title> [^;.,:()]{2,90} )"
);

/// `our CFO, Bob Lee`, `Chief Financial Officer Bob Lee`
static TITLE_THEN_NAME: LazyLock<Regex> = lazy_regex!(
    r"(?x) (?<title> (?: CEO | CFO | COO | CTO | CIO
                     | Chief \s [\w]+ (?: \s \w+ )? \s Officer | [Cc]hair(?:man|woman)? | President ) )
                 ,? \s (?<name> (?: \p{Lu}\. | \p{Lu}[\w’'\-]+ ) (?: \s (?: \p{Lu}\. | \p{Lu}[\w’'\-]* ) ){1,2} )"
);

/// Most names of one person; a transcript has a handful, a hostile file any number.
const MAX_NAMES: usize = 16;

/// Hands over each name of a text that has a title beside it, with the phrase that holds the title.
pub(super) fn each_introduction(text: &str, mut hand: impl FnMut(&str, &str)) {
    for pattern in [&*NAME_THEN_TITLE, &*TITLE_THEN_NAME] {
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| pattern.captures(rest)) {
            // A title may overlap with the next name, so the search continues right behind this name.
            at += found.name("name").map_or(text.len(), |name| name.end());
            let name = found["name"].trim_end_matches(['.', '\'', '’', '-']);
            let name = ["I'm ", "I’m ", "And ", "Our "]
                .iter()
                .find_map(|word| name.strip_prefix(word))
                .unwrap_or(name);
            hand(name, &found["title"]);
        }
    }
}

/// Adds to speakers the names under which somebody introduces them.
pub(super) fn add_names(turns: &[RawTurn], speakers: &mut [Speaker]) {
    let texts = turns
        .iter()
        .flat_map(|turn| &turn.paragraphs)
        .filter_map(|p| p.text.en.as_deref());
    let namesakes = Namesakes::of(speakers);
    for text in texts {
        add_name_forms(text, &namesakes, speakers);
        each_introduction(text, |name, title| {
            introduce(name, title, &namesakes, speakers);
        });
    }
}

/// Adds to speakers the other forms of their names that the text has: `Rod Smith` for
/// `Rodney M. Smith` of the headings.
fn add_name_forms(text: &str, namesakes: &Namesakes, speakers: &mut [Speaker]) {
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let surname = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let surname = surname
            .strip_suffix("'s")
            .or_else(|| surname.strip_suffix("’s"))
            .unwrap_or(surname);
        if !surname.starts_with(char::is_uppercase) {
            continue;
        }
        let Some(bearers) = namesakes.by_surname.get(&surname.to_lowercase()) else {
            continue;
        };
        let initial = |word: &&str| word.len() == 2 && word.ends_with('.');
        let before = words.get(..at).unwrap_or_default();
        let name = match before {
            [.., given, middle] if initial(middle) => format!("{given} {middle} {surname}"),
            [.., given] => format!("{given} {surname}"),
            [] => continue,
        };
        if !name.starts_with(char::is_uppercase) || name.contains([',', ';', ':', '?', '!']) {
            continue;
        }
        add_to_unique(bearers, speakers, &name, |speaker| {
            name::compatible(&speaker.name, &name)
        });
    }
}

/// Adds the name of an introduction to the one speaker who shares surname and office.
fn introduce(name: &str, title: &str, namesakes: &Namesakes, speakers: &mut [Speaker]) {
    if !job_title::is_title(title) || job_title::is_title(name) {
        return;
    }
    let bearers = namesakes.ends_of(name);
    add_to_unique(&bearers, speakers, name, |speaker| {
        matches!(speaker.role, Role::Executive | Role::Ir)
            && (speaker.title.as_deref()).is_some_and(|own| job_title::same_office(own, title))
    });
}

/// Adds a name to the only speaker among these that fits; to none if several do.
fn add_to_unique(
    candidates: &[usize],
    speakers: &mut [Speaker],
    name: &str,
    fits: impl Fn(&Speaker) -> bool,
) {
    let mut fitting = (candidates.iter())
        .copied()
        .filter(|&at| speakers.get(at).is_some_and(&fits));
    if let (Some(at), None) = (fitting.next(), fitting.next())
        && let Some(speaker) = speakers.get_mut(at)
        && speaker.names.len() < MAX_NAMES
    {
        speaker.add_name(name.to_owned());
    }
}

/// Indexes of speakers by words of their names, so that a lookup does not grow with their number.
pub(super) struct Namesakes {
    by_surname: HashMap<String, Vec<usize>>,
    /// By the words that can be the surname: the first and the last.
    by_end: HashMap<String, Vec<usize>>,
}

impl Namesakes {
    pub(super) fn of(speakers: &[Speaker]) -> Self {
        let mut namesakes = Self {
            by_surname: HashMap::new(),
            by_end: HashMap::new(),
        };
        let add = |map: &mut HashMap<String, Vec<usize>>, word: String, at: usize| {
            let bearers = map.entry(word).or_default();
            if bearers.len() < MAX_NAMESAKES {
                bearers.push(at);
            }
        };
        for (at, speaker) in speakers.iter().enumerate() {
            if let Some(surname) = name::surname(&speaker.name) {
                add(&mut namesakes.by_surname, surname, at);
            }
            for word in ends(&speaker.name) {
                add(&mut namesakes.by_end, word, at);
            }
        }
        namesakes
    }

    /// The speakers whose first or last word is one of a name.
    pub(super) fn ends_of(&self, name: &str) -> Vec<usize> {
        let mut bearers: Vec<usize> = (ends(name).iter())
            .filter_map(|word| self.by_end.get(word))
            .flatten()
            .copied()
            .collect();
        bearers.sort_unstable();
        bearers.dedup();
        bearers
    }
}

/// The words of a name that can be the surname: the first and the last.
fn ends(name: &str) -> Vec<String> {
    let words = name_words(name);
    let mut ends: Vec<String> = [words.first(), words.last()]
        .into_iter()
        .flatten()
        .filter(|word| word.chars().count() > 1)
        .cloned()
        .collect();
    ends.dedup();
    ends
}
