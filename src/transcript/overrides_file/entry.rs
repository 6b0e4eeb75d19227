//! Finds and fills the entries of the file.

use toml_edit::{ArrayOfTables, Table};
use unicode_normalization::UnicodeNormalization;

use super::{
    super::{Overrides, overrides::key},
    table::{text, texts},
};
use crate::{Error, Result};

/// Fills the entry at a position, or a new one.
pub(super) fn fill(tables: &mut ArrayOfTables, at: Option<usize>, fill: impl FnOnce(&mut Table)) {
    if let Some(table) = at.and_then(|at| tables.get_mut(at)) {
        return fill(table);
    }
    let mut table = new_table();
    fill(&mut table);
    tables.push(table);
}

/// A table with a blank line above it.
pub(super) fn new_table() -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table
}

/// The comments and blank lines above an entry.
pub(super) fn above(table: &Table) -> String {
    let prefix = table.decor().prefix().and_then(|prefix| prefix.as_str());
    prefix.unwrap_or_default().to_owned()
}

/// The entry of the company that is known by one of these names.
pub(super) fn company_position(tables: &ArrayOfTables, known: &[String]) -> Option<usize> {
    let known: Vec<String> = known.iter().map(|name| key(name)).collect();
    (tables.iter()).position(|table| names_of(table).any(|name| known.contains(&name)))
}

/// The entry of the person that is known by this name on the calls of the company of these names.
pub(super) fn person_position(tables: &ArrayOfTables, known: &str, at: &[String]) -> Option<usize> {
    let known = key(known);
    tables.iter().position(|table| {
        let company = text(table, "company").map(|company| key(&company));
        let is_there = company.is_none_or(|company| at.iter().any(|name| key(name) == company));
        is_there && names_of(table).any(|name| name == known)
    })
}

/// The entry of the saved search of a name.
pub(super) fn position(tables: &ArrayOfTables, name: &str) -> Result<usize> {
    let normal = |name: &str| name.trim().nfc().collect::<String>().to_lowercase();
    let named =
        |table: &Table| text(table, "name").is_some_and(|known| normal(&known) == normal(name));
    let at = tables.iter().position(named);
    at.ok_or_else(|| Error::unknown(format!("there is no saved search `{name}`")))
}

/// All names of an entry, and its ticker, normalized.
fn names_of(table: &Table) -> impl Iterator<Item = String> {
    let one = ["ticker", "name"].map(|field| text(table, field));
    let all = one.into_iter().flatten().chain(texts(table, "names"));
    all.map(|name| key(&name))
}

/// The error for an entry that is written in a form that is not changed here.
pub(super) fn in_other_form(name: &str) -> Error {
    let message = format!(
        "`{name}` in {} is written in a form that is not changed here",
        Overrides::FILE
    );
    Error::request(message).hint("change it in the file")
}

/// The first group of the glossary that has one of some terms.
pub(super) fn group_position(groups: &ArrayOfTables, terms: &[String]) -> Option<usize> {
    let has_one = |group: &Table| {
        let known = texts(group, "terms");
        terms
            .iter()
            .any(|term| known.iter().any(|known| key(known) == key(term)))
    };
    groups.iter().position(has_one)
}
