//! Lists of participants above the speech.

use crate::{
    model::Role,
    transcript::format::{
        Heading,
        speaker::{
            self,
            label::{self, Label},
            voices,
        },
        speech::sentence,
    },
};

/// Most entries of a list.
pub(super) const MAX_ENTRIES: usize = 2_000;

/// An open list, with the role that its heading states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    role: Option<Role>,
}

impl List {
    pub(super) fn of(role: Option<Role>) -> Self {
        Self { role }
    }

    /// The person of a line of the list: `Ann Wu - CFO`, `* Bo Li, Kestrel Capital`.
    pub(super) fn entry<'a>(&self, line: &'a str) -> Option<Label<'a>> {
        let item = item(line);
        if sentence::is_sentence(item) && item.split_whitespace().count() > 12 {
            return None;
        }
        let label = bold_then_about(item)
            .or_else(|| title_first(item))
            .or_else(|| label::whole_line(item))
            .or_else(|| after_comma(item))?;
        if label.side.is_some() || voices::is_conversation_voice(&label.heading.name) {
            return None;
        }
        let mut heading = label.heading;
        match self.role {
            Some(Role::Analyst) => {
                if heading.firm.is_none() {
                    heading.firm = heading.title.take();
                }
                heading.role = Some(Role::Analyst);
            }
            Some(role) => {
                if heading.title.is_none() {
                    heading.title = heading.firm.take();
                }
                heading.role = Some(role);
            }
            None => {}
        }
        // On a list, whoever is named may speak: the name alone is a heading further down.
        let certain = heading.title.is_some() || heading.firm.is_some();
        Some(Label {
            heading,
            certain,
            ..label
        })
    }
}

/// `**Ann Wu** Kestrel Capital – Analyst`
fn bold_then_about(item: &str) -> Option<Label<'static>> {
    let label = label::bold_name(item)?;
    let about = label.rest.trim_start_matches(['-', '–', '—', ' ']);
    if about.is_empty() || about.contains("**") || sentence::is_sentence(about) {
        return None;
    }
    label::whole_line(&format!("{} -- {about}", label.heading.name))
}

/// `Chief Executive Officer — Ann Wu`
fn title_first(item: &str) -> Option<Label<'static>> {
    let (title, name) = [" — ", " – ", " - ", " -- ", ": "]
        .iter()
        .find_map(|dash| item.split_once(dash))?;
    let label = label::whole_line(name)?;
    let is_new = label.heading.title.is_none() && label.heading.firm.is_none();
    let told =
        is_new && label.side.is_none() && speaker::is_office(title) && !speaker::is_office(name);
    told.then(|| Label {
        heading: Heading {
            title: Some(title.trim().to_owned()),
            ..label.heading
        },
        ..label
    })
}

/// Whether a line between list and speech is an item of an editor's digest: `Revenue -- $40 million.`
pub(super) fn is_digest(line: &str) -> bool {
    let cut = ["--", " — ", " – "]
        .iter()
        .find_map(|dash| line.split_once(dash));
    cut.is_some_and(|(topic, text)| {
        let figures = text.chars().any(|c| c.is_ascii_digit());
        !topic.trim().is_empty()
            && topic.split_whitespace().count() <= 8
            && (figures || sentence::is_sentence(text))
    })
}

/// `Bo Li, Kestrel Capital`: on a list, what follows a comma need not be an office.
fn after_comma(item: &str) -> Option<Label<'static>> {
    let (name, about) = item.split_once([',', '，', ':', '：'])?;
    if about.contains("**") {
        return None;
    }
    let label = label::whole_line(name)?;
    let about = about.trim();
    let is_new = label.heading.title.is_none() && label.heading.firm.is_none() && !about.is_empty();
    let spoken =
        sentence::is_sentence(about) && !about.ends_with("Inc.") && !about.ends_with("Co.");
    (is_new && !spoken).then(|| Label {
        heading: Heading {
            title: Some(about.to_owned()),
            ..label.heading
        },
        ..label
    })
}

fn item(line: &str) -> &str {
    line.trim_start_matches(|c: char| c.is_whitespace() || "•·●▪-–*".contains(c))
        .trim()
}

/// Whether an entry may hold more than name, firm and title.
pub(super) fn has_more(line: &str) -> bool {
    item(line).contains(['(', '[', '（'])
}
