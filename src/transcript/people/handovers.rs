//! Voices without names to whom somebody hands over: "I turn the call over to Mara" in front of `Speaker 3`.

use super::{
    announcements::{HANDS_OVER, tail},
    introduced_titles::leading_title,
    introductions::each_introduction,
    job_title,
    turns::{Turns, is_label},
};
use crate::{
    model::{Role, Speaker, name_words},
    transcript::format::RawTurn,
};

/// Most introductions that are remembered.
const MAX_INTRODUCED: usize = 64;

/// An officer with the title under which somebody introduces them.
type Officer = (String, String);

/// A voice without a name to whom the operator or an officer hands over is the officer of that name.
pub(super) fn set_officers(turns: &Turns<'_>, speakers: &mut [Speaker]) {
    if !speakers.iter().any(is_label) {
        return;
    }
    let introduced = introductions(turns.raw);
    for at in 0..speakers.len() {
        let Some(before) = turns.first.get(&at).and_then(|turn| turn.checked_sub(1)) else {
            continue;
        };
        let by_analyst = turns.role(before, speakers) == Some(Role::Analyst);
        let officer = (turns.raw.get(before))
            .filter(|_| !by_analyst)
            .and_then(|turn| handed_to(turn, &introduced));
        if let (Some(speaker), Some((name, title))) = (speakers.get_mut(at), officer)
            && is_label(speaker)
            && let Some(role) = job_title::role(&name, Some(&title))
        {
            speaker.role = role;
            speaker.title = Some(title);
            speaker.add_name(name);
        }
    }
}

/// The officers whom a call introduces with their titles.
fn introductions(turns: &[RawTurn]) -> Vec<Officer> {
    let mut found: Vec<Officer> = Vec::new();
    let texts = turns.iter().flat_map(|turn| &turn.paragraphs);
    for text in texts.filter_map(|paragraph| paragraph.text.en.as_deref()) {
        each_introduction(text, |name, phrase| {
            let known = found.iter().any(|(known, _)| known == name);
            if let Some(title) = leading_title(phrase)
                && !known
                && found.len() < MAX_INTRODUCED
            {
                found.push((name.to_owned(), title));
            }
        });
    }
    found
}

/// The officer to whom the end of a turn hands over: introduced there, or before and called by name.
fn handed_to(turn: &RawTurn, introduced: &[Officer]) -> Option<Officer> {
    tail(turn).find_map(|text| {
        let at = HANDS_OVER.find_iter(&text).last()?.start();
        let rest = text.get(at..)?;
        let mut found = None;
        each_introduction(rest, |name, phrase| {
            found = found
                .take()
                .or_else(|| Some((name.to_owned(), leading_title(phrase)?)));
        });
        found.or_else(|| called(rest, introduced))
    })
}

/// Whether the end of a turn names one of the company's first officers with the office: `Next up is Bo Li,
/// Acme's Chief Financial Officer`.
pub(super) fn names_officer(turn: &RawTurn) -> bool {
    const OFFICES: [&str; 6] = ["chief", "ceo", "cfo", "coo", "president", "chairman"];
    tail(turn).any(|text| {
        let last = text.trim_end_matches(['.', ' ']).rsplit(". ").next();
        let mut found = false;
        each_introduction(last.unwrap_or_default(), |_, phrase| {
            let title = job_title::is_title(phrase) || phrase.contains("'s ");
            let words = name_words(phrase);
            found |= title && words.iter().any(|word| OFFICES.contains(&word.as_str()));
        });
        found
    })
}

/// The one officer whom a text calls by full or given name.
fn called(text: &str, introduced: &[Officer]) -> Option<Officer> {
    let words = name_words(text);
    let mut fitting = introduced.iter().filter(|(name, _)| {
        let given = name_words(name).into_iter().next();
        given.is_some_and(|given| given.chars().count() > 1 && words.contains(&given))
    });
    match (fitting.next(), fitting.next()) {
        (Some(officer), None) => Some(officer.clone()),
        _ => None,
    }
}
