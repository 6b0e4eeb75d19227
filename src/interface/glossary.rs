//! Groups of the glossary, for all interfaces.

use super::table::{Table, column};
use crate::search::{Glossary, Group};

/// What stands for the subject of the user's own groups.
pub(super) const OWN_GROUPS: &str = "verbatim.toml";

/// The groups of a term; if there are none, those with a term that contains it; all groups for an empty term.
pub(super) fn groups<'a>(glossary: &'a Glossary, term: &str) -> Vec<&'a Group> {
    let exactly = glossary.groups_of(term);
    if !exactly.is_empty() {
        return exactly;
    }
    let wanted = term.to_lowercase();
    let contains =
        |group: &&Group| (group.terms.iter()).any(|term| term.to_lowercase().contains(&wanted));
    glossary.groups().filter(contains).collect()
}

/// A row a group.
pub(super) fn table(groups: &[&Group]) -> Table {
    let columns = [
        column("subject", |group: &&Group| {
            group
                .subject
                .clone()
                .unwrap_or_else(|| OWN_GROUPS.to_owned())
        }),
        column("terms", |group| group.terms.join("; ")),
    ];
    Table::new(&columns, groups)
}
