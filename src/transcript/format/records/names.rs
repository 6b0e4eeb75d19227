//! Names of speakers: in records of speech, in lists of participants, by number.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    keys::{Object, find, find_scalar, is_one_of, scalar_text},
    speech_list::{SPEAKERS, is_speech, speaking_role},
};
use crate::{
    model::Role,
    transcript::format::{
        Heading, Transcript,
        speaker::{self, heading},
    },
};

const TITLES: &[&str] = &[
    "title",
    "speakertitle",
    "jobtitle",
    "position",
    "designation",
    "role",
    "speakerrole",
];
const FIRMS: &[&str] = &[
    "company",
    "firm",
    "companyname",
    "speakercompany",
    "speakerfirm",
    "affiliation",
    "organization",
    "organisation",
];
const ROLES: &[&str] = &["speakertype", "speakerrole", "role", "type", "title"];
/// Keys of an object about the speaker.
const PERSONS: &[&str] = &["speakerdata", "speakerinfo", "person"];
/// Keys of lists and maps from a speaker's number to a name.
const MAPS: &[&str] = &[
    "speakermapping",
    "speakernamemapv2",
    "speakernamemap",
    "speakermap",
];
const LISTS: &[&str] = &[
    "participants",
    "participant",
    "callparticipants",
    "corporateparticipants",
    "companyparticipants",
    "conferenceparticipants",
    "executives",
    "analysts",
    "attendees",
    "speakers",
];

/// Most people read from lists.
const MAX_LISTED: usize = 1_000;

/// The people whom a document lists, also by id.
#[derive(Debug, Default)]
pub(crate) struct Names {
    listed: Vec<Heading>,
    by_id: HashMap<String, Heading>,
}

impl Names {
    /// Reads the lists of an object.
    pub(crate) fn of(object: &Object) -> Self {
        let mut names = Self::default();
        for (key, value) in object {
            match value {
                Value::Object(map) if is_one_of(key, MAPS) => names.read_map(map),
                Value::Array(list) if is_one_of(key, MAPS) => names.read_list(key, list),
                Value::Array(list) if is_one_of(key, LISTS) && !is_speech(list) => {
                    names.read_list(key, list);
                }
                _ => {}
            }
        }
        names
    }

    /// The firm of the first listed person with a title who is no analyst.
    pub(crate) fn company(&self) -> Option<&str> {
        let officer = |heading: &&Heading| {
            let title = heading.title.as_deref().unwrap_or_default().to_lowercase();
            !title.is_empty() && !title.contains("analyst") && heading.role != Some(Role::Analyst)
        };
        (self.listed.iter().filter(officer)).find_map(|heading| heading.firm.as_deref())
    }

    /// Adds the listed people to the participants, except bare names of those who speak.
    pub(crate) fn add_participants(self, transcript: &mut Transcript) {
        let speaks = |heading: &Heading| {
            let has_details =
                heading.title.is_some() || heading.firm.is_some() || heading.role.is_some();
            !has_details && (transcript.turns.iter()).any(|turn| turn.heading.name == heading.name)
        };
        let silent = self.listed.into_iter().filter(|heading| !speaks(heading));
        let listed: Vec<Heading> = silent.collect();
        transcript.participants.extend(listed);
    }

    /// `{"spk01": {"name": "Ann Wu", "title": "CFO"}}`
    fn read_map(&mut self, map: &Object) {
        for (id, person) in map {
            let heading = match person {
                Value::Object(person) => Some(of_person(person)),
                person => scalar_text(person).map(|name| named(&name)),
            };
            self.add(Some(id.clone()), heading);
        }
    }

    /// `[{"speaker": 0, "speaker_data": {"name": "Ann Wu"}}]`, `["Ann Wu -- CFO"]`
    fn read_list(&mut self, key: &str, list: &[Value]) {
        for person in list {
            let (id, mut heading) = match person {
                Value::Object(record) => {
                    let id = find_scalar(record, &["speaker", "id", "speakerid", "label"]);
                    let inner = find(record, PERSONS).and_then(Value::as_object);
                    (id, Some(of_person(inner.unwrap_or(record))))
                }
                person => (None, scalar_text(person).map(|text| listed(&text))),
            };
            if let Some(heading) = &mut heading {
                let key = key.to_lowercase();
                let side = if key.contains("analyst") {
                    Some(Role::Analyst)
                } else if ["executive", "corporate", "company"]
                    .iter()
                    .any(|side| key.contains(side))
                {
                    Some(Role::Executive)
                } else {
                    None
                };
                heading.role = heading.role.or(side);
            }
            self.add(id, heading);
        }
    }

    fn add(&mut self, id: Option<String>, heading: Option<Heading>) {
        let Some(heading) = heading.filter(|heading| !heading.name.is_empty()) else {
            return;
        };
        if let Some(id) = id {
            self.by_id.entry(id).or_insert_with(|| heading.clone());
        }
        if self.listed.len() < MAX_LISTED && !self.listed.contains(&heading) {
            self.listed.push(heading);
        }
    }

    /// The speaker of a record.
    pub(super) fn heading(&self, record: &Object) -> Heading {
        let who = find(record, SPEAKERS);
        let known = who
            .and_then(scalar_text)
            .and_then(|id| self.by_id.get(&id).cloned());
        let mut heading = match (known, who) {
            (Some(known), _) => known,
            (None, Some(Value::Object(person))) => of_person(person),
            (None, Some(who)) => scalar_text(who)
                .map(|name| named(&name))
                .unwrap_or_default(),
            (None, None) => speaking_role(record).map(named).unwrap_or_default(),
        };
        if let Some(person) = find(record, PERSONS).and_then(Value::as_object) {
            let more = of_person(person);
            if !more.name.is_empty() {
                heading = more;
            }
        }
        // Under `role` stands a title only where the name stands elsewhere.
        if who.is_some() || speaking_role(record).is_none() {
            attribute(&mut heading, record);
        }
        heading
    }
}

/// A person as an object states one: name, title, firm, role.
fn of_person(person: &Object) -> Heading {
    let name = find_scalar(
        person,
        &[
            "name",
            "fullname",
            "speakername",
            "speaker",
            "username",
            "nickname",
            "displayname",
        ],
    );
    let mut heading = name.map(|name| named(&name)).unwrap_or_default();
    attribute(&mut heading, person);
    heading
}

/// Adds what an object states of a speaker whose name is known.
fn attribute(heading: &mut Heading, person: &Object) {
    if heading.name.is_empty() {
        return;
    }
    heading.title = find_scalar(person, TITLES).or(heading.title.take());
    heading.firm = find_scalar(person, FIRMS).or(heading.firm.take());
    heading.role = (ROLES.iter())
        .find_map(|key| role(&find_scalar(person, &[key])?))
        .or(heading.role);
    // What describes an analyst is the firm, what describes anybody else the office.
    let described = find_scalar(person, &["description"]);
    match heading.role {
        Some(Role::Analyst) => heading.firm = heading.firm.take().or(described),
        _ => heading.title = described.or(heading.title.take()),
    }
}

/// The role that a word states.
fn role(word: &str) -> Option<Role> {
    match word.to_lowercase().replace(['_', '-'], " ").trim() {
        "operator" | "conference operator" => Some(Role::Operator),
        "analyst" | "analysts" | "sell side analyst" | "sellside analyst" => Some(Role::Analyst),
        "executive"
        | "executives"
        | "management"
        | "company"
        | "company representative"
        | "corporate participant"
        | "corporate" => Some(Role::Executive),
        "ir" | "investor relations" => Some(Role::Ir),
        "unknown" | "unidentified" => Some(Role::Unidentified),
        _ => None,
    }
}

/// A speaker as a record names one: `Ann Wu`, `Ann Wu - CFO`, `0`, `B`, `spk03`.
fn named(name: &str) -> Heading {
    let number = name.chars().all(|c| c.is_ascii_digit());
    let letter = name.len() == 1 && name.starts_with(|c: char| c.is_ascii_uppercase());
    let name = if number || letter {
        format!("Speaker {name}")
    } else {
        name.to_owned()
    };
    let anonymous = (name.to_lowercase().strip_prefix("spk"))
        .is_some_and(|number| number.chars().all(|c| c.is_ascii_digit() || c == '_'));
    speaker::parse_speaker(&name).unwrap_or(Heading {
        name,
        role: anonymous.then_some(Role::Unidentified),
        ..Heading::default()
    })
}

/// A person as a line of a list: `Ann Wu--Chief Financial Officer`.
fn listed(text: &str) -> Heading {
    let spaced = text.replace("--", " -- ").replace("  ", " ");
    speaker::parse_speaker(&spaced).unwrap_or_else(|| heading::parse_heading(spaced.trim()))
}
