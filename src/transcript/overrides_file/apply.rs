//! Makes changes in the document.

use toml_edit::{Item, value};

use super::{
    super::{SavedSearchEntry, overrides::key},
    OverridesChange, OverridesFile,
    change::{CompanyNames, PersonNames},
    entry::{
        above, company_position, fill, group_position, in_other_form, new_table, person_position,
        position,
    },
    table::{push_text, set_text, set_texts, texts},
};
use crate::{Error, Result, model::Word};

/// Most names of a company or a person, or terms of a group.
const MAX_NAMES: usize = 50;

/// Longest name, term or note in characters.
pub(super) const MAX_LENGTH: usize = 300;

impl OverridesFile {
    /// Makes a change, which [`Self::save`] writes.
    ///
    /// # Errors
    /// Where the change is not possible or says nothing.
    pub fn apply(&mut self, change: &OverridesChange) -> Result<()> {
        let known: Vec<String> = self
            .document
            .iter()
            .map(|(name, _)| name.to_owned())
            .collect();
        self.make(change)?;
        self.keep_last_comment(&known);
        Ok(())
    }

    /// Comments at the end of the file stay above what has been added below them.
    fn keep_last_comment(&mut self, known: &[String]) {
        let comment = self
            .document
            .trailing()
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let is_new = |name: &&str| !known.iter().any(|known| known == name);
        let added = (self.document.iter().map(|(name, _)| name).find(is_new)).map(str::to_owned);
        let Some(added) = added else {
            return;
        };
        let table = self.document.get_mut(&added).and_then(|item| match item {
            Item::ArrayOfTables(tables) => tables.get_mut(0),
            item => item.as_table_mut(),
        });
        let Some(table) = table.filter(|_| !comment.trim().is_empty()) else {
            return;
        };
        let above = comment.trim_end();
        table.decor_mut().set_prefix(format!("{above}\n\n"));
        self.document.set_trailing("");
    }

    fn make(&mut self, change: &OverridesChange) -> Result<()> {
        match change {
            OverridesChange::Company(known, names) => self.name_company(known, names),
            OverridesChange::Person(known, at, names) => self.name_person(known, at, names),
            OverridesChange::Glossary(terms) => self.add_group(terms),
            OverridesChange::SaveSearch(entry) => self.save_search(entry),
            OverridesChange::NoteSearch(name, note) => {
                check(note.iter())?;
                let saved = self.tables("saved")?;
                let at = position(saved, name)?;
                fill(saved, Some(at), |table| {
                    set_text(table, "note", note.as_deref())
                });
                Ok(())
            }
            OverridesChange::RemoveSearch(name) => self.remove_search(name),
            OverridesChange::Ignore(pattern) => self.ignore(pattern),
            OverridesChange::Unignore(pattern) => self.take_back(pattern),
        }
    }

    fn name_company(&mut self, known: &[String], named: &CompanyNames) -> Result<()> {
        let all = named.ticker.iter().chain(&named.name).chain(&named.names);
        check(all.clone())?;
        if all.clone().next().is_none() {
            return Err(Error::request("a company needs a name or a ticker"));
        }
        let mut names = named.names.clone();
        // The entry has to say which company it is about.
        let mut all = all.map(|name| key(name));
        if !all.any(|name| known.iter().any(|known| key(known) == name)) {
            names.extend(known.first().cloned());
        }
        let tables = self.tables("company")?;
        fill(tables, company_position(tables, known), |table| {
            set_text(table, "ticker", named.ticker.as_deref());
            set_text(table, "name", named.name.as_deref());
            set_texts(table, "names", &names);
        });
        Ok(())
    }

    fn name_person(&mut self, known: &str, at: &[String], named: &PersonNames) -> Result<()> {
        let others = [&named.company, &named.title, &named.firm];
        let all = std::iter::once(&named.name).chain(&named.names);
        check(all.clone().chain(others.into_iter().flatten()))?;
        if named.name.is_empty() {
            return Err(Error::request("a person needs a name"));
        }
        let mut names = named.names.clone();
        if !all.clone().any(|name| key(name) == key(known)) {
            names.push(known.to_owned());
        }
        let tables = self.tables("person")?;
        fill(tables, person_position(tables, known, at), |table| {
            set_text(table, "name", Some(&named.name));
            set_texts(table, "names", &names);
            set_text(table, "company", named.company.as_deref());
            set_text(table, "role", named.role.map(Word::word));
            set_text(table, "title", named.title.as_deref());
            set_text(table, "firm", named.firm.as_deref());
        });
        Ok(())
    }

    fn add_group(&mut self, terms: &[String]) -> Result<()> {
        check(terms.iter())?;
        let has_letters = |term: &&String| term.chars().any(char::is_alphanumeric);
        let mut different: Vec<&String> = Vec::new();
        for term in terms.iter().filter(has_letters) {
            if !different.iter().any(|known| key(known) == key(term)) {
                different.push(term);
            }
        }
        if different.len() < 2 {
            let error = Error::request("a group needs two terms that mean the same");
            return Err(error.hint("write each on a line of its own"));
        }
        let groups = self.tables("glossary")?;
        match group_position(groups, terms).and_then(|at| groups.get_mut(at)) {
            Some(group) => {
                let known = texts(group, "terms");
                let is_new = |term: &&String| !known.iter().any(|known| key(known) == key(term));
                for term in terms.iter().filter(is_new) {
                    push_text(group, "terms", term);
                }
            }
            None => fill(groups, None, |table| set_texts(table, "terms", terms)),
        }
        Ok(())
    }

    fn save_search(&mut self, entry: &SavedSearchEntry) -> Result<()> {
        check(entry.note.iter())?;
        let saved = self.tables("saved")?;
        if position(saved, &entry.name).is_ok() {
            let message = format!("there is a saved search `{}` already", entry.name);
            return Err(Error::request(message).hint("give this one another name"));
        }
        let query = Some(entry.query.as_str()).filter(|query| !query.is_empty());
        fill(saved, None, |table| {
            set_text(table, "name", Some(&entry.name));
            set_text(table, "query", query);
            for (field, values) in &entry.filters {
                set_texts(table, field, values);
            }
            if entry.literal {
                table.insert("literal", value(true));
            }
            set_text(table, "note", entry.note.as_deref());
        });
        Ok(())
    }

    /// Removes a search with the comment right above it. A comment above a blank line is about more.
    fn remove_search(&mut self, name: &str) -> Result<()> {
        let saved = self.tables("saved")?;
        let at = position(saved, name)?;
        let above = saved.get(at).map(above).unwrap_or_default();
        saved.remove(at);
        let comment = above.rsplit_once("\n\n").map_or("", |(comment, _)| comment);
        if comment.trim().is_empty() {
            return Ok(());
        }
        match saved.get_mut(at) {
            Some(next) => {
                let prefix = format!("{comment}\n{}", self::above(next));
                next.decor_mut().set_prefix(prefix);
            }
            None => {
                let end = self.document.trailing().as_str().unwrap_or_default();
                let trailing = format!("{comment}\n{end}");
                self.document.set_trailing(trailing);
            }
        }
        Ok(())
    }

    fn ignore(&mut self, pattern: &str) -> Result<()> {
        check(std::iter::once(&pattern.to_owned()))?;
        let entry = self.document.entry("ignore");
        let table = entry.or_insert_with(|| Item::Table(new_table()));
        let table = table
            .as_table_like_mut()
            .ok_or_else(|| in_other_form("ignore"))?;
        match push_text(table, "patterns", pattern) {
            true => Ok(()),
            false => Err(Error::request(format!("`{pattern}` is left out already"))),
        }
    }

    fn take_back(&mut self, pattern: &str) -> Result<()> {
        let table = self
            .document
            .get_mut("ignore")
            .and_then(Item::as_table_like_mut);
        let patterns = table.and_then(|table| table.get_mut("patterns")?.as_array_mut());
        let at = patterns.as_ref().and_then(|patterns| {
            patterns
                .iter()
                .position(|known| known.as_str() == Some(pattern))
        });
        let (Some(patterns), Some(at)) = (patterns, at) else {
            return Err(Error::unknown(format!("`{pattern}` is not left out")));
        };
        patterns.remove(at);
        Ok(())
    }
}

/// Checks that texts can stand in the file.
fn check<'a>(texts: impl Iterator<Item = &'a String>) -> Result<()> {
    for (number, text) in texts.enumerate() {
        if number == MAX_NAMES {
            return Err(Error::request(format!(
                "at most {MAX_NAMES} names are taken"
            )));
        }
        if text.chars().any(char::is_control) {
            return Err(Error::request("a name is one line of text"));
        }
        if text.chars().count() > MAX_LENGTH {
            return Err(Error::request(format!(
                "a text has at most {MAX_LENGTH} characters"
            )));
        }
    }
    Ok(())
}
