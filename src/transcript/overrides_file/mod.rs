//! Changes `verbatim.toml` as a user would: what else it says stays, with its order and its comments.

mod apply;
mod change;
mod entry;
mod replace;
mod table;
#[cfg(test)]
mod tests;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use toml_edit::{ArrayOfTables, DocumentMut, Item, value};

use self::{
    entry::{company_position, group_position, in_other_form, person_position},
    replace::replace,
    table::{text, texts},
};
use super::Overrides;
use crate::{
    Error, Result,
    model::{Role, Word},
};

pub use self::change::{CompanyNames, OverridesChange, PersonNames};

/// A `verbatim.toml` that is read to be changed.
#[derive(Debug)]
pub struct OverridesFile {
    path: PathBuf,
    /// What it said when it was read; none where it did not exist.
    before: Option<String>,
    document: DocumentMut,
}

impl OverridesFile {
    /// Reads a file; one that does not exist says nothing.
    ///
    /// # Errors
    /// Where it cannot be read, or has a mistake.
    pub fn open(path: &Path) -> Result<Self> {
        let before = read(path)?;
        let text = before.as_deref().unwrap_or_default();
        Overrides::parse(path, text)?;
        let malformed = |error| Error::input(path, "is malformed").because(error);
        Ok(Self {
            path: path.to_owned(),
            document: text.parse().map_err(malformed)?,
            before,
        })
    }

    /// What the file states of the company that is known by one of these names.
    pub fn company(&mut self, known: &[String]) -> Option<CompanyNames> {
        let tables = self.tables("company").ok()?;
        let table = tables.get(company_position(tables, known)?)?;
        Some(CompanyNames {
            ticker: text(table, "ticker"),
            name: text(table, "name"),
            names: texts(table, "names"),
        })
    }

    /// What the file states of the person that is known by this name on the calls of the company of these names.
    pub fn person(&mut self, known: &str, at: &[String]) -> Option<PersonNames> {
        let tables = self.tables("person").ok()?;
        let table = tables.get(person_position(tables, known, at)?)?;
        Some(PersonNames {
            name: text(table, "name").unwrap_or_default(),
            names: texts(table, "names"),
            company: text(table, "company"),
            role: text(table, "role").and_then(|role| Role::from_word(&role)),
            title: text(table, "title"),
            firm: text(table, "firm"),
        })
    }

    /// The terms of the first group of the glossary that has a term.
    pub fn group_of(&mut self, term: &str) -> Vec<String> {
        let Ok(groups) = self.tables("glossary") else {
            return Vec::new();
        };
        let group = group_position(groups, &[term.to_owned()]).and_then(|at| groups.get(at));
        group.map_or_else(Vec::new, |group| texts(group, "terms"))
    }

    /// The patterns of files that are left out.
    pub fn ignored(&self) -> Vec<String> {
        let table = self.document.get("ignore").and_then(Item::as_table_like);
        table.map_or_else(Vec::new, |table| texts(table, "patterns"))
    }

    /// The entries `[[NAME]]`.
    fn tables(&mut self, name: &str) -> Result<&mut ArrayOfTables> {
        let entry = self.document.entry(name);
        let item = entry.or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        item.as_array_of_tables_mut()
            .ok_or_else(|| in_other_form(name))
    }

    /// Writes the file, unless another has changed it meanwhile. Whoever reads it reads the old or the new one.
    ///
    /// # Errors
    /// Where the file could not be read any more, has changed, or cannot be written.
    pub fn save(self) -> Result<()> {
        let text = self.document.to_string();
        let text = text.trim_start_matches('\n');
        Overrides::parse(&self.path, text)?;
        if read(&self.path)? != self.before {
            let message = format!("{} has been changed meanwhile", Overrides::FILE);
            return Err(Error::request(message).hint("look again, then repeat the change"));
        }
        let unwritable = |error| Error::input(&self.path, "cannot be written").because(error);
        replace(&self.path, text).map_err(unwritable)
    }

    /// Sets a path that the file names, such as that of the corpus.
    ///
    /// # Errors
    /// Where it names another already.
    pub fn set_path(&mut self, name: &str, path: &Path) -> Result<()> {
        let wanted = path.display().to_string();
        match self.document.get(name) {
            Some(known) if known.as_str() == Some(&wanted) => Ok(()),
            Some(_) => {
                let message = format!("has another {name} already");
                Err(Error::input(&self.path, message).hint("change it there"))
            }
            None => {
                self.document.insert(name, value(wanted));
                Ok(())
            }
        }
    }
}

/// The text of a file; none where it does not exist.
fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::input(path, "cannot be read").because(error)),
    }
}
