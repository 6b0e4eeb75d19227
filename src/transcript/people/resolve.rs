//! Makes one speaker of all headings that name one person.

use std::collections::HashMap;

use super::{
    announced_firms,
    directory::Directory,
    evidence,
    full_names::FullNames,
    introduced_titles, introductions, job_title, self_introductions,
    turns::{self, Turns},
};
use crate::{
    model::{Company, Role, Speaker, firm_name, name},
    transcript::{
        format::{Heading, RawTurn},
        overrides::PeopleByName,
    },
};

/// The people of a call.
pub(crate) struct CallPeople {
    /// Those who speak, in order of first appearance.
    pub(crate) speakers: Vec<Speaker>,
    /// Those listed who do not speak.
    pub(crate) listeners: Vec<Speaker>,
    /// For each turn, the index of its speaker.
    pub(crate) speaker_of: Vec<usize>,
}

/// Resolves the headings of the turns to speakers, with what the lists of participants state of them.
///
/// What the user states of people overrides what the layout states.
pub(crate) fn resolve(
    turns: &[RawTurn],
    participants: &[Heading],
    company: &Company,
    known: &PeopleByName<'_>,
) -> CallPeople {
    let mut listed = Directory::default();
    // Whether the list itself states the role of a person, who may have a title from which one follows.
    let mut states_role: Vec<bool> = Vec::new();
    for heading in participants
        .iter()
        .filter(|heading| !heading.name.is_empty())
    {
        let at = add(&mut listed, speaker(heading, known));
        states_role.resize(states_role.len().max(at + 1), false);
        if let Some(states) = states_role.get_mut(at) {
            *states |= heading.role.is_some();
        }
    }
    let full_names = FullNames::of(turns, participants);
    let mut speaking = Directory::default();
    let mut speaker_of = Vec::with_capacity(turns.len());
    let mut stated: Vec<bool> = Vec::new();
    for turn in turns {
        let full = full_names.complete(&turn.heading);
        let mut candidate = speaker(full.as_ref().unwrap_or(&turn.heading), known);
        // Only a label such as `Speaker 2` is unidentified until an announcement tells more.
        let label = turns::is_label(&candidate);
        let mut is_stated =
            (turn.heading.role).is_some_and(|role| role != Role::Unidentified || !label);
        let at = listed.find(&candidate.name, |listed| same_person(listed, &candidate));
        let states = at.and_then(|at| states_role.get(at)).copied() == Some(true);
        if let Some(listed) = at.and_then(|at| listed.take(at)) {
            is_stated |= states && listed.role != Role::Unidentified;
            if listed.role != Role::Unidentified {
                candidate.role = listed.role;
            }
            merge(&mut candidate, listed);
        }
        let at = add(&mut speaking, candidate);
        speaker_of.push(at);
        if stated.len() <= at {
            stated.resize(at + 1, false);
        }
        if let Some(stated) = stated.get_mut(at) {
            *stated |= is_stated;
        }
    }
    let mut speakers = speaking.into_people();
    let first_turns = first_turns(&speaker_of);
    introduced_titles::add_titles(turns, participants, &mut speakers);
    introductions::add_names(turns, &mut speakers);
    let evidence = Turns {
        raw: turns,
        speaker_of: &speaker_of,
        first: &first_turns,
        stated: &stated,
    };
    evidence::set_roles(&evidence, company, &mut speakers);
    self_introductions::add_names(turns, &speaker_of, &mut speakers);
    announced_firms::set_firms(turns, &first_turns, &mut speakers);
    let mut listeners = listed.into_people();
    for person in speakers.iter_mut().chain(&mut listeners) {
        if known.get(&person.name).is_none() {
            show_as_written(person);
        }
        let known = known.get(&person.name);
        if let Some(known) = known.filter(|known| known.name == person.name) {
            known.apply_to(person);
        }
    }
    CallPeople {
        speakers,
        listeners,
        speaker_of,
    }
}

/// Shows a name that the headings print in capitals as other lines of the call write it, else as names are
/// written.
fn show_as_written(person: &mut Speaker) {
    let in_capitals = |name: &str| !name.chars().any(char::is_lowercase);
    if !in_capitals(&person.name) {
        return;
    }
    let lower = person.name.to_lowercase();
    let mut names = person.names.iter();
    let written = names.position(|name| !in_capitals(name) && name.to_lowercase() == lower);
    let name = match written {
        Some(at) => person.names.remove(at),
        None => match name::in_mixed_case(&person.name) {
            Some(name) => name,
            None => return,
        },
    };
    person.names.insert(0, name.clone());
    person.name = name;
}

/// The index of the first turn of each speaker, by the index of the speaker.
fn first_turns(speaker_of: &[usize]) -> HashMap<usize, usize> {
    let mut first = HashMap::new();
    for (turn, &of) in speaker_of.iter().enumerate() {
        first.entry(of).or_insert(turn);
    }
    first
}

/// Adds a person, or merges it into a known one; returns the index.
fn add(people: &mut Directory, candidate: Speaker) -> usize {
    let known = people.find(&candidate.name, |known| same_person(known, &candidate));
    match known.and_then(|at| Some((at, people.get_mut(at)?))) {
        Some((at, known)) => {
            merge(known, candidate);
            at
        }
        None => people.push(candidate),
    }
}

/// The speaker of a heading, under the name that the user states.
fn speaker(heading: &Heading, known: &PeopleByName<'_>) -> Speaker {
    let mut speaker = speaker_as_written(heading);
    if let Some(known) = known.get(&speaker.name) {
        speaker.name.clone_from(&known.name);
        speaker.names.retain(|name| *name != known.name);
        speaker.names.insert(0, known.name.clone());
    }
    speaker
}

/// The speaker of a heading as written.
fn speaker_as_written(heading: &Heading) -> Speaker {
    let named = !heading.name.is_empty();
    let name = if named {
        heading.name.clone()
    } else {
        "Unidentified speaker".to_owned()
    };
    let from_title = job_title::role(&name, heading.title.as_deref());
    let role = match (heading.role, from_title) {
        // A list states the side; that somebody is of investor relations is in the title.
        (Some(Role::Executive), Some(Role::Ir)) => Role::Ir,
        (Some(_), Some(role @ (Role::Unidentified | Role::Operator | Role::Editor))) => role,
        (Some(listed), _) => listed,
        (None, _) if !named => Role::Unidentified,
        (None, from_title) => from_title.unwrap_or(Role::Unidentified),
    };
    let mut firm = heading.firm.as_deref().map(firm_name);
    if role == Role::Analyst && firm.is_none() {
        firm = (heading.title.as_deref().and_then(job_title::firm_in_title))
            .map(|firm| firm_name(&firm));
    }
    let mut names = vec![name.clone()];
    names.extend(heading.other_name.clone());
    names.extend(name::without_honorific(&name).map(str::to_owned));
    Speaker {
        name,
        names,
        role,
        title: heading.title.clone(),
        firm,
    }
}

/// Whether two headings name one person: the same words in any order, or forms of one given name before
/// one surname, unless titles or firms differ.
fn same_person(a: &Speaker, b: &Speaker) -> bool {
    let differ = |a: &Option<String>, b: &Option<String>, same: fn(&str, &str) -> bool| match (a, b)
    {
        (Some(a), Some(b)) => !same(a, b),
        _ => false,
    };
    if a.name == b.name {
        return true;
    }
    if differ(&a.title, &b.title, job_title::same_office) {
        return false;
    }
    name::sorted_words(&a.name) == name::sorted_words(&b.name)
        || name::compatible(&a.name, &b.name)
            && !differ(&a.firm, &b.firm, |a, b| firm_name(a) == firm_name(b))
}

/// Adds to a known person what a further heading states.
fn merge(known: &mut Speaker, further: Speaker) {
    for name in further.names {
        known.add_name(name);
    }
    if known.role == Role::Unidentified {
        known.role = further.role;
    }
    known.title = known.title.take().or(further.title);
    known.firm = known.firm.take().or(further.firm);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::format::Paragraph;

    fn company() -> Company {
        Company {
            id: "acme".to_owned(),
            ticker: None,
            name: "Acme".to_owned(),
            names: vec!["Acme".to_owned()],
        }
    }

    fn turn(name: &str, title: Option<&str>, text: &str) -> RawTurn {
        RawTurn {
            heading: Heading {
                name: name.to_owned(),
                title: title.map(str::to_owned),
                ..Heading::default()
            },
            paragraphs: vec![Paragraph::new(text)],
            ..RawTurn::default()
        }
    }

    #[test]
    fn names_in_any_order_and_nicknames_are_one_person() {
        let turns = [
            turn(
                "Operator",
                None,
                "I now hand over to Nora Lim, Head of Investor Relations.",
            ),
            turn(
                "Nora Lim",
                Some("Head of Investor Relations"),
                "With me are Eddie Wu, Chief Executive Officer; Toby Xu, Chief Financial Officer; \
                 Jiang Fan, Chief Executive Officer of Shops Business Group.",
            ),
            turn(
                "Yongming Wu",
                Some("Chief Executive Officer, Director"),
                "Thank you.",
            ),
            turn("Xu Hong", Some("Chief Financial Officer"), "Thank you."),
            turn(
                "Fan Jiang",
                Some("Chief Executive Officer, Shops Business Group"),
                "Yes.",
            ),
            turn(
                "Jiang Fan",
                Some("Chief Executive Officer, Shops Business Group"),
                "Yes.",
            ),
            turn("Gary Wu", Some("Analyst"), "A question."),
        ];
        let CallPeople {
            speakers,
            speaker_of,
            ..
        } = resolve(&turns, &[], &company(), &PeopleByName::default());
        let names: Vec<String> = speakers.iter().map(|s| s.names.join(" = ")).collect();
        assert_eq!(
            names,
            [
                "Operator",
                "Nora Lim",
                "Yongming Wu = Eddie Wu",
                "Xu Hong = Toby Xu",
                "Fan Jiang = Jiang Fan",
                "Gary Wu",
            ]
        );
        assert_eq!(speaker_of, [0, 1, 2, 3, 4, 4, 5]);
    }

    #[test]
    fn one_surname_and_two_offices_are_two_people() {
        let turns = [
            turn(
                "Ann Lee",
                Some("Chief Executive Officer"),
                "Here is our CFO, Bob Lee.",
            ),
            turn("Robert Lee", Some("Chief Financial Officer"), "Hello."),
            turn("Ann Lee", Some("Analyst"), "Another Ann."),
        ];
        let speakers = resolve(&turns, &[], &company(), &PeopleByName::default()).speakers;
        let names: Vec<String> = speakers.iter().map(|s| s.names.join(" = ")).collect();
        assert_eq!(names, ["Ann Lee", "Robert Lee = Bob Lee"]);
    }

    #[test]
    fn the_firm_is_in_the_operators_line() {
        for (line, firm) in [
            (
                "(Operator Instructions) Gary Yu, Morgan Stanley.",
                Some("Morgan Stanley"),
            ),
            (
                "Our next question comes from the line of Gary Yu with J.P. Morgan.",
                Some("JPMorgan"),
            ),
            (
                "We'll go to Gary Yu from Kestrel Capital, please go ahead.",
                Some("Kestrel Capital"),
            ),
            (
                "Next is Gary Yu of Wells & Co. Your line is open.",
                Some("Wells & Co."),
            ),
            ("Gary Yu, your line is open.", None),
        ] {
            let turns = [
                turn("Operator", None, line),
                turn("Gary Yu", Some("Analyst"), "Hi."),
            ];
            let speakers = resolve(&turns, &[], &company(), &PeopleByName::default()).speakers;
            assert_eq!(speakers[1].firm.as_deref(), firm, "{line}");
        }
    }
}
