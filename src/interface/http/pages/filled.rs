//! What is filled into a form.

use crate::{
    Error, Result,
    engine::SavedSearchEntry,
    interface::http::parameters::Parameters,
    model::Word,
    query::{FIELDS, Field},
};

/// What is filled into a form.
pub(super) struct Filled<'a>(pub(super) &'a Parameters);

impl Filled<'_> {
    pub(super) fn get(&self, name: &str) -> String {
        self.0.text(name).unwrap_or_default().trim().to_owned()
    }

    pub(super) fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|text| !text.is_empty())
    }

    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        let text = self.get(name);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// What is typed, or what is known where nothing has been sent.
    pub(super) fn or(&self, name: &str, known: Option<String>) -> String {
        match self.0.flag("sent") {
            true => self.get(name),
            false => self.some(name).or(known).unwrap_or_default(),
        }
    }

    /// The search to save.
    pub(super) fn search(&self) -> Result<SavedSearchEntry> {
        let name = self.get("name");
        if name.is_empty() {
            let error = Error::request("a saved search needs a name");
            return Err(error.hint("type one like capex-cuts"));
        }
        let values =
            |field: Field| -> Vec<String> { self.0.all(field.word()).map(str::to_owned).collect() };
        let filters = FIELDS
            .iter()
            .map(|info| (info.field.word().to_owned(), values(info.field)));
        Ok(SavedSearchEntry {
            name,
            query: self.get("q"),
            filters: filters.filter(|(_, values)| !values.is_empty()).collect(),
            literal: self.0.flag("literal"),
            note: self.some("note"),
            ..SavedSearchEntry::default()
        })
    }
}
