//! StreetEvents text, on real calls, held against a reader of its own that knows only the lists.

use std::fs;

use verbatim::{
    model::{Call, Role, Section, firm_name},
    transcript::format::{Document, recognise},
};

use crate::{
    formats::{assemble, lost},
    harness::real_calls,
};

/// A person of a list, as its lines have it.
struct Listed {
    name: String,
    role: Role,
    firm: String,
    title: String,
}

/// The people of both lists.
fn listed(text: &str) -> Vec<Listed> {
    let mut people: Vec<Listed> = Vec::new();
    let mut role = None;
    let mut block: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        let ends = line.is_empty()
            || line == line.to_uppercase() && line.ends_with("PARTICIPANTS")
            || line == "PRESENTATION";
        if !ends {
            block.push(line);
            continue;
        }
        if let (Some(role), [name, about @ ..]) = (role, block.as_slice()) {
            let about = about.join(" ");
            let (firm, title) = about.split_once(" - ").unwrap_or((&about, ""));
            people.push(Listed {
                name: (*name).to_owned(),
                role,
                firm: firm.to_owned(),
                title: title.to_owned(),
            });
        }
        block.clear();
        match line {
            "CORPORATE PARTICIPANTS" => role = Some(Role::Executive),
            "CONFERENCE CALL PARTICIPANTS" => role = Some(Role::Analyst),
            "PRESENTATION" => return people,
            _ => {}
        }
    }
    people
}

/// Who speaks in which section, turn by turn: the first line after a blank one or a section's head,
/// if it is a listed name or a known voice.
fn turns(text: &str, people: &[Listed]) -> Vec<(Section, String)> {
    let mut turns = Vec::new();
    let mut section = None;
    let mut fresh = false;
    for line in text.lines().map(str::trim) {
        match line {
            "PRESENTATION" => section = Some(Section::Prepared),
            "QUESTIONS AND ANSWERS" => section = Some(Section::Qa),
            "DISCLAIMER" => return turns,
            _ => {
                let voice = line == "Operator" || line.starts_with("Unidentified ");
                let known = voice || people.iter().any(|person| person.name == line);
                if let Some(section) = section.filter(|_| fresh && known) {
                    let name = line.split(';').next().unwrap_or(line);
                    turns.push((section, name.to_owned()));
                }
                fresh = line.is_empty();
                continue;
            }
        }
        fresh = true;
    }
    turns
}

fn calls() -> Vec<(String, String, Call)> {
    let Some(folder) = real_calls("streetevents") else {
        return Vec::new();
    };
    let mut calls = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let format = recognise(&Document::new(&text)).unwrap();
        assert_eq!(format.name(), "streetevents", "{file}");
        let transcript = format.parse(&Document::new(&text));
        assert_eq!(lost(&text, &transcript), [""; 0], "{file}");
        calls.push((
            file.clone(),
            text,
            assemble(transcript, format.name(), &file),
        ));
    }
    assert!(calls.len() >= 37);
    calls
}

#[test]
fn every_listed_speaker_has_role_title_and_firm() {
    for (file, text, call) in calls() {
        let people = listed(&text);
        assert!(people.len() > 2, "{file}");
        for turn in turns(&text, &people) {
            let Some(person) = people.iter().find(|person| person.name == turn.1) else {
                continue;
            };
            let speaker = call
                .speakers
                .iter()
                .find(|speaker| speaker.name == person.name);
            let speaker = speaker.unwrap_or_else(|| panic!("{file}: {}", person.name));
            let side = match speaker.role {
                Role::Ir => Role::Executive,
                role => role,
            };
            assert_eq!(side, person.role, "{file}: {}", person.name);
            if !person.name.contains(';') {
                let title = speaker.title.clone().unwrap_or_default();
                assert_eq!(title, person.title, "{file}: {}", person.name);
                let firm = speaker.firm.clone().unwrap_or_default();
                // Where the list has no firm, the operator's line may tell it.
                if !person.firm.is_empty() {
                    assert_eq!(firm, firm_name(&person.firm), "{file}: {}", person.name);
                }
            }
        }
    }
}

#[test]
fn every_turn_has_its_speaker_and_section() {
    for (file, text, call) in calls() {
        let expected = turns(&text, &listed(&text));
        let found: Vec<(Section, String)> = call
            .turns
            .iter()
            .map(|turn| (turn.section, call.speakers[turn.speaker].name.clone()))
            .collect();
        for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found, expected, "{file}: turn {at}");
        }
        assert_eq!(found.len(), expected.len(), "{file}");
        let period = call.period.map(|period| period.to_string());
        assert_eq!(period.as_deref(), Some("2022Q3"), "{file}");
    }
}

#[test]
fn every_listed_analyst_who_asks_has_an_exchange() {
    for (file, text, call) in calls() {
        for person in listed(&text)
            .iter()
            .filter(|person| person.role == Role::Analyst)
        {
            let asks = turns(&text, &listed(&text))
                .iter()
                .any(|(section, name)| *section == Section::Qa && *name == person.name);
            let found = (call.exchanges.iter())
                .any(|exchange| call.speakers[exchange.asker].name == person.name);
            assert_eq!(found, asks, "{file}: {}", person.name);
        }
    }
}
