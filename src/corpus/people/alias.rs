//! Other names of a speaker, learned from introductions: "Eddie Wu, Chief Executive Officer" is the
//! chief executive named Wu of the headings.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use super::{add_name, name, office};
use crate::{
    corpus::format::RawTurn,
    model::{Role, Speaker, name_words},
};

/// `Eddie Wu, Chief Executive Officer of the Cloud Group;`
static NAME_THEN_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?<name> \p{Lu} [\w.’'\-]* (?: \s \p{Lu} [\w.’'\-]* ){1,3} ) , \s
                 (?<title> [^;.,:()]{2,90} )",
    )
    .expect("valid")
});

/// `our CFO, Bob Lee`, `Chief Financial Officer Bob Lee`
static TITLE_THEN_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x) (?<title> (?: CEO | CFO | COO | CTO | CIO
                     | Chief \s [\w]+ (?: \s \w+ )? \s Officer | [Cc]hair(?:man|woman)? | President ) )
                 ,? \s (?<name> \p{Lu} [\w.’'\-]* (?: \s \p{Lu} [\w.’'\-]* ){1,2} )")
    .expect("valid")
});

/// Gives speakers the names under which somebody introduces them.
pub(super) fn learn(turns: &[RawTurn], speakers: &mut [Speaker]) {
    let texts = turns
        .iter()
        .flat_map(|turn| &turn.paragraphs)
        .filter_map(|p| p.text.en.as_deref());
    let surnames: HashSet<String> = (speakers.iter())
        .filter_map(|speaker| name::surname(&speaker.name))
        .collect();
    for text in texts {
        learn_forms(text, &surnames, speakers);
        for pattern in [&*NAME_THEN_TITLE, &*TITLE_THEN_NAME] {
            let mut at = 0;
            while let Some(found) = text.get(at..).and_then(|rest| pattern.captures(rest)) {
                // A name may itself be the end of the phrase before, so go on behind the name only.
                at += found.name("name").map_or(text.len(), |name| name.end());
                let name = found["name"].trim_end_matches(['.', '\'', '’', '-']);
                introduce(name, &found["title"], speakers);
            }
        }
    }
}

/// Gives speakers the other forms of their names by which somebody calls them: `Rod Smith` is the
/// one `Rodney M. Smith` of the headings.
fn learn_forms(text: &str, surnames: &HashSet<String>, speakers: &mut [Speaker]) {
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let surname = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let surname = surname
            .strip_suffix("'s")
            .or_else(|| surname.strip_suffix("’s"))
            .unwrap_or(surname);
        if !surname.starts_with(char::is_uppercase) || !surnames.contains(&surname.to_lowercase()) {
            continue;
        }
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
        let mut fitting = speakers
            .iter_mut()
            .filter(|speaker| name::compatible(&speaker.name, &name));
        if let (Some(speaker), None) = (fitting.next(), fitting.next()) {
            add_name(speaker, name);
        }
    }
}

/// Gives the one speaker who shares surname and office the name of an introduction.
fn introduce(name: &str, title: &str, speakers: &mut [Speaker]) {
    if !office::is_title(title) || office::is_title(name) {
        return;
    }
    let mut fitting = speakers.iter_mut().filter(|speaker| {
        matches!(speaker.role, Role::Executive | Role::Ir)
            && share_surname(name, &speaker.name)
            && speaker
                .title
                .as_deref()
                .is_some_and(|own| office::same_office(own, title))
    });
    if let (Some(speaker), None) = (fitting.next(), fitting.next()) {
        add_name(speaker, name.to_owned());
    }
}

/// Whether two names share a word that can be the surname in both: the first or the last.
fn share_surname(a: &str, b: &str) -> bool {
    let ends = |name: &str| {
        let words = name_words(name);
        [words.first().cloned(), words.last().cloned()]
    };
    let (a, b) = (ends(a), ends(b));
    a.iter()
        .flatten()
        .any(|word| word.chars().count() > 1 && b.iter().flatten().any(|w| w == word))
}
