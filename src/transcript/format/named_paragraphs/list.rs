//! Lists of participants above the speech.

use crate::{
    model::Role,
    transcript::format::{
        Heading,
        speaker::{
            label::{self, Label},
            voices,
        },
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
        let label = label::whole_line(item).or_else(|| after_comma(item))?;
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

/// `Bo Li, Kestrel Capital`: on a list, what follows a comma need not be an office.
fn after_comma(item: &str) -> Option<Label<'static>> {
    let (name, about) = item.split_once([',', '，', ':', '：'])?;
    let label = label::whole_line(name)?;
    let about = about.trim();
    let is_new = label.heading.title.is_none() && label.heading.firm.is_none() && !about.is_empty();
    is_new.then(|| Label {
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
