//! Changes `verbatim.toml` as a user would: what else it says stays, with its order and its comments.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use unicode_normalization::UnicodeNormalization;

use super::{
    Overrides, SavedSearchEntry,
    overrides::key,
    toml_table::{push_text, set_text, set_texts, text, texts},
};
use crate::{
    Error, Result,
    model::{Role, Word},
};

/// Most names of a company or a person, or terms of a group.
const MAX_NAMES: usize = 50;

/// Longest name, term or note in characters.
const MAX_LENGTH: usize = 300;

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
    /// Adds a group of terms that mean the same.
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

    /// Makes a change, which [`Self::save`] writes.
    ///
    /// # Errors
    /// Where the change is not possible or says nothing.
    pub fn apply(&mut self, change: &OverridesChange) -> Result<()> {
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
            OverridesChange::RemoveSearch(name) => {
                let saved = self.tables("saved")?;
                let at = position(saved, name)?;
                saved.remove(at);
                Ok(())
            }
            OverridesChange::Ignore(pattern) => self.ignore(pattern),
            OverridesChange::Unignore(pattern) => self.take_back(pattern),
        }
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

    /// The patterns of files that are left out.
    pub fn ignored(&self) -> Vec<String> {
        let table = self.document.get("ignore").and_then(Item::as_table_like);
        table.map_or_else(Vec::new, |table| texts(table, "patterns"))
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
        if terms.iter().filter(has_letters).count() < 2 {
            let error = Error::request("a group needs two terms that mean the same");
            return Err(error.hint("write each on a line of its own"));
        }
        fill(self.tables("glossary")?, None, |table| {
            set_texts(table, "terms", terms)
        });
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

/// Fills the entry at a position, or a new one.
fn fill(tables: &mut ArrayOfTables, at: Option<usize>, fill: impl FnOnce(&mut Table)) {
    if let Some(table) = at.and_then(|at| tables.get_mut(at)) {
        return fill(table);
    }
    let mut table = new_table();
    fill(&mut table);
    tables.push(table);
}

/// A table with a blank line above it.
fn new_table() -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table
}

/// The entry of the company that is known by one of these names.
fn company_position(tables: &ArrayOfTables, known: &[String]) -> Option<usize> {
    let known: Vec<String> = known.iter().map(|name| key(name)).collect();
    (tables.iter()).position(|table| names_of(table).any(|name| known.contains(&name)))
}

/// The entry of the person that is known by this name on the calls of the company of these names.
fn person_position(tables: &ArrayOfTables, known: &str, at: &[String]) -> Option<usize> {
    let known = key(known);
    tables.iter().position(|table| {
        let company = text(table, "company").map(|company| key(&company));
        let is_there = company.is_none_or(|company| at.iter().any(|name| key(name) == company));
        is_there && names_of(table).any(|name| name == known)
    })
}

/// The entry of the saved search of a name.
fn position(tables: &ArrayOfTables, name: &str) -> Result<usize> {
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

/// The error for an entry that is written in a form that is not changed here.
fn in_other_form(name: &str) -> Error {
    let message = format!(
        "`{name}` in {} is written in a form that is not changed here",
        Overrides::FILE
    );
    Error::request(message).hint("change it in the file")
}

/// The text of a file; none where it does not exist.
fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::input(path, "cannot be read").because(error)),
    }
}

/// Writes a file beside its target and moves it there. The target of a symbolic link is replaced, not the link.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    // Temporary files are private by default; this one gets the permissions of the user's mask.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.prefix(".verbatim").tempfile_in(folder)?;
    if let Ok(known) = fs::metadata(&target) {
        file.as_file().set_permissions(known.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&target)?;
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATED: &str = "\
# my companies
[[company]]
ticker = \"FCPM\" # by its ticker
names = [\"Farcape\"]

# cuts
[[saved]]
name = \"cuts\"
query = \"capex\"

[ignore]
patterns = [
    \"drafts\", # not yet
]
";

    /// What the file says after a change.
    fn changed(before: &str, change: &OverridesChange) -> Result<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(Overrides::FILE);
        if !before.is_empty() {
            fs::write(&path, before).unwrap();
        }
        let mut file = OverridesFile::open(&path)?;
        file.apply(change)?;
        file.save()?;
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        Ok(fs::read_to_string(&path).unwrap())
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn a_company_is_named_where_it_is_named_already() {
        let named = CompanyNames {
            ticker: Some("FCPM".to_owned()),
            name: Some("遠岬汽車".to_owned()),
            names: strings(&["Farcape", "Farcape Motors"]),
        };
        let change = OverridesChange::Company(strings(&["FARCAPE"]), named);
        let text = changed(STATED, &change).unwrap();
        let expected = STATED.replace(
            "names = [\"Farcape\"]\n",
            "names = [\"Farcape\", \"Farcape Motors\"]\nname = \"遠岬汽車\"\n",
        );
        assert_eq!(text, expected);
        assert_eq!(changed(&text, &change).unwrap(), text, "it says so already");
    }

    #[test]
    fn an_entry_says_which_company_it_is_about() {
        let named = CompanyNames {
            name: Some("Lumira".to_owned()),
            ..CompanyNames::default()
        };
        let change = OverridesChange::Company(strings(&["LMRA", "Lumira Inc."]), named);
        let text = changed("", &change).unwrap();
        assert_eq!(text, "[[company]]\nname = \"Lumira\"\nnames = [\"LMRA\"]\n");
    }

    #[test]
    fn a_person_is_named_at_a_company() {
        let named = PersonNames {
            name: "Tobias R. Hale".to_owned(),
            company: Some("FCPM".to_owned()),
            role: Some(Role::Executive),
            ..PersonNames::default()
        };
        let known = || "Toby Hale".to_owned();
        let change = OverridesChange::Person(known(), strings(&["FCPM"]), named.clone());
        let text = changed("", &change).unwrap();
        let expected = "[[person]]\nname = \"Tobias R. Hale\"\nnames = [\"Toby Hale\"]\n\
                        company = \"FCPM\"\nrole = \"executive\"\n";
        assert_eq!(text, expected);
        let other = PersonNames {
            company: Some("LMRA".to_owned()),
            ..named
        };
        let change = OverridesChange::Person(known(), strings(&["LMRA"]), other);
        let text = changed(&text, &change).unwrap();
        assert_eq!(text.matches("[[person]]").count(), 2, "{text}");
    }

    #[test]
    fn searches_come_change_and_go() {
        let note = OverridesChange::NoteSearch("CUTS".to_owned(), Some("as told".to_owned()));
        let text = changed(STATED, &note).unwrap();
        let noted = "query = \"capex\"\nnote = \"as told\"\n";
        assert_eq!(text, STATED.replace("query = \"capex\"\n", noted));
        let entry = SavedSearchEntry {
            name: "new".to_owned(),
            filters: vec![("role".to_owned(), strings(&["executive", "-ir"]))],
            literal: true,
            ..SavedSearchEntry::default()
        };
        let text = changed(&text, &OverridesChange::SaveSearch(entry.clone())).unwrap();
        let saved = "[[saved]]\nname = \"new\"\nrole = [\"executive\", \"-ir\"]\nliteral = true\n";
        assert!(text.contains(saved), "{text}");
        let error = changed(&text, &OverridesChange::SaveSearch(entry)).unwrap_err();
        assert!(error.to_string().contains("already"), "{error}");
        let text = changed(&text, &OverridesChange::RemoveSearch("cuts".to_owned())).unwrap();
        assert!(!text.contains("cuts") && text.contains(saved), "{text}");
        assert!(
            text.starts_with("# my companies") && text.contains("# not yet"),
            "{text}"
        );
    }

    #[test]
    fn files_are_left_out_and_taken_back() {
        let ignore = OverridesChange::Ignore("/old.txt".to_owned());
        let text = changed(STATED, &ignore).unwrap();
        let patterns = "[\n    \"drafts\", # not yet\n    \"/old.txt\",\n]";
        assert!(text.contains(patterns), "{text}");
        assert!(changed(&text, &ignore).is_err());
        let text = changed(&text, &OverridesChange::Unignore("/old.txt".to_owned())).unwrap();
        assert!(
            !text.contains("old.txt") && text.contains("drafts"),
            "{text}"
        );
        let text = changed("", &ignore).unwrap();
        assert_eq!(text, "[ignore]\npatterns = [\"/old.txt\"]\n");
    }

    #[test]
    fn what_cannot_be_changed_stays() {
        let group = |terms: &[&str]| OverridesChange::Glossary(strings(terms));
        assert!(changed("", &group(&["a", "b"])).is_ok());
        let long = "x".repeat(MAX_LENGTH + 1);
        for terms in [
            vec!["a"],
            vec!["a", "…"],
            vec!["a", "b\nc"],
            vec!["a", &long],
        ] {
            let error = changed("", &group(&terms)).unwrap_err();
            assert!(error.kind.is_of_request(), "{error}");
        }
        assert!(
            changed(
                "glossary = [{ terms = [\"a\", \"b\"] }]",
                &group(&["c", "d"])
            )
            .is_err()
        );
        let error = changed("[[company]]\n", &group(&["c", "d"])).unwrap_err();
        assert!(
            error.to_string().contains("neither ticker nor name"),
            "{error}"
        );
        let unnamed = OverridesChange::Company(strings(&["A"]), CompanyNames::default());
        assert!(changed("", &unnamed).is_err());
    }

    #[test]
    fn what_another_writes_meanwhile_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(Overrides::FILE);
        let mut file = OverridesFile::open(&path).unwrap();
        (file.apply(&OverridesChange::Ignore("a".to_owned()))).unwrap();
        fs::write(&path, "# mine\n").unwrap();
        let error = file.save().unwrap_err();
        assert!(error.to_string().contains("meanwhile"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "# mine\n");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let [path, link] = ["mine.toml", Overrides::FILE].map(|name| folder.path().join(name));
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        let mut file = OverridesFile::open(&link).unwrap();
        (file.apply(&OverridesChange::Ignore("a".to_owned()))).unwrap();
        file.save().unwrap();
        assert!(link.is_symlink());
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert!(fs::read_to_string(&path).unwrap().contains("patterns"));
    }
}
