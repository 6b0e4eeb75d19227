//! The changes of `verbatim.toml` that can be made.

use crate::{model::Role, transcript::SavedSearchEntry};

/// A company as the user names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyNames {
    /// The ticker.
    pub ticker: Option<String>,
    /// The name to show.
    pub name: Option<String>,
    /// Other names.
    pub names: Vec<String>,
}

/// A person as the user names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonNames {
    /// The name to show.
    pub name: String,
    /// Other names.
    pub names: Vec<String>,
    /// The company on whose calls this applies; none for all.
    pub company: Option<String>,
    /// The role.
    pub role: Option<Role>,
    /// The title.
    pub title: Option<String>,
    /// The firm.
    pub firm: Option<String>,
}

/// A change of `verbatim.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OverridesChange {
    /// Names the company that is known by one of these names, or by this ticker.
    Company(Vec<String>, CompanyNames),
    /// Names the person that is known by this name on the calls of the company of these names.
    Person(String, Vec<String>, PersonNames),
    /// Adds terms that mean the same to the group that has one of them, else as a group of their own.
    Glossary(Vec<String>),
    /// Adds a saved search.
    SaveSearch(SavedSearchEntry),
    /// Changes the note of the saved search of this name.
    NoteSearch(String, Option<String>),
    /// Removes the saved search of this name.
    RemoveSearch(String),
    /// Leaves files out that a pattern names.
    Ignore(String),
    /// Takes a pattern back.
    Unignore(String),
}
