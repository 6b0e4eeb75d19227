//! Adds terms to the user's glossary: a `[[glossary]]` of the overrides.

use std::{fs, path::PathBuf};

use super::{engine::Engine, overrides};
use crate::{Error, Result, index::CorpusFolders, transcript::Overrides};

/// A glossary group that terms have been added to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AcceptedTerms {
    /// The file that has it.
    pub file: PathBuf,
    /// All its terms.
    pub terms: Vec<String>,
}

impl Engine {
    /// Adds terms to a group of the user's glossary: to that which has one of them, else to a new one. Comments and
    /// layout of the file are kept; a file that is not there is created in the first of the corpus folders.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub fn add_to_glossary(
        corpus_folders: &CorpusFolders,
        term: &str,
        others: &[String],
    ) -> Result<AcceptedTerms> {
        let terms: Vec<String> = std::iter::once(term)
            .chain(others.iter().map(String::as_str))
            .map(|term| term.trim().to_owned())
            .collect();
        if terms
            .iter()
            .any(|term| !term.contains(char::is_alphanumeric))
        {
            return Err(Error::request("a term of the glossary has letters")
                .hint("name the other term: verbatim related TERM --accept OTHER"));
        }
        let file = file(corpus_folders)?;
        let before = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Error::input(&file, "cannot be read").because(error)),
        };
        if !before.is_empty() {
            // What is wrong in it is reported with its line.
            Overrides::read(&file)?;
        }
        let changed = with_group(&before, terms)
            .map_err(|error| Error::input(&file, "cannot be changed").because(error))?;
        let (text, terms) = changed.ok_or_else(|| {
            Error::input(&file, "has its glossary in another form")
                .hint("write each group as [[glossary]] with terms = [\"…\", \"…\"]")
        })?;
        write(&file, &text)?;
        Ok(AcceptedTerms { file, terms })
    }
}

/// The file of the overrides; where there is none, that which a refresh finds in the first corpus folder.
#[cfg(feature = "cli")]
fn file(corpus_folders: &CorpusFolders) -> Result<PathBuf> {
    if let Some(file) = overrides::file(corpus_folders) {
        return Ok(file.to_owned());
    }
    let folders = corpus_folders.paths.iter();
    let folder = folders
        .into_iter()
        .find(|path| path.is_dir())
        .ok_or_else(|| {
            Error::request("there is no folder to write verbatim.toml into")
                .hint("`verbatim init FOLDER` writes one")
        })?;
    Ok(folder.join(Overrides::FILE))
}

/// Writes the file beside its target and moves it there, so that no half of it is ever read.
#[cfg(feature = "cli")]
fn write(file: &std::path::Path, text: &str) -> Result<()> {
    let unwritable = |error| Error::input(file, "cannot be written").because(error);
    // The target of a symbolic link is replaced, not the link.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let folder = target.parent().unwrap_or(std::path::Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(unwritable)?;
    std::io::Write::write_all(&mut temporary, text.as_bytes()).map_err(unwritable)?;
    if let Ok(metadata) = fs::metadata(&target) {
        fs::set_permissions(temporary.path(), metadata.permissions()).map_err(unwritable)?;
    }
    temporary.as_file().sync_all().map_err(unwritable)?;
    temporary
        .persist(&target)
        .map_err(|error| unwritable(error.error))?;
    Ok(())
}

/// The text of the overrides with terms in one group, and the terms of this group; none where the text has a
/// `glossary` of another form.
#[cfg(feature = "cli")]
fn with_group(
    text: &str,
    terms: Vec<String>,
) -> std::result::Result<Option<(String, Vec<String>)>, toml_edit::TomlError> {
    use toml_edit::{Array, DocumentMut, Item, Table};

    let mut document: DocumentMut = text.parse()?;
    let in_group = |group: &Table| -> Vec<String> {
        let terms = group.get("terms").and_then(Item::as_array);
        let terms = terms.into_iter().flatten();
        terms
            .filter_map(|term| Some(term.as_str()?.to_owned()))
            .collect()
    };
    let is_same = |a: &String, b: &String| a.eq_ignore_ascii_case(b);
    let groups = match document
        .get_mut("glossary")
        .map(Item::as_array_of_tables_mut)
    {
        None => None,
        Some(Some(groups)) => Some(groups),
        Some(None) => return Ok(None),
    };
    let has_one = |group: &&mut Table| {
        let known = in_group(group);
        terms
            .iter()
            .any(|term| known.iter().any(|known| is_same(known, term)))
    };
    let Some(group) = groups.and_then(|groups| groups.iter_mut().find(has_one)) else {
        // At the end, where it follows any comment and any table.
        let before = text.trim_end();
        let gap = if before.is_empty() { "" } else { "\n\n" };
        let array: Array = terms.iter().collect();
        return Ok(Some((
            format!("{before}{gap}[[glossary]]\nterms = {array}\n"),
            terms,
        )));
    };
    let known = in_group(group);
    if let Some(array) = group.get_mut("terms").and_then(Item::as_array_mut) {
        for term in terms {
            if !known.iter().any(|known| is_same(known, &term)) {
                array.push(term);
            }
        }
    }
    let all = in_group(group);
    Ok(Some((document.to_string(), all)))
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    fn added(text: &str, terms: &[&str]) -> String {
        let terms = terms.iter().map(|term| (*term).to_owned()).collect();
        match with_group(text, terms) {
            Ok(Some((text, _))) => text,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_group_is_added_and_comments_stay() {
        let text = "# mine\ncorpus = \"calls\" # here\n\n[[glossary]]\nterms = [\"oven\", \"烤箱\"] # both\n";
        assert_eq!(
            added(text, &["cloud oven", "雲端烤箱"]),
            format!("{text}\n[[glossary]]\nterms = [\"cloud oven\", \"雲端烤箱\"]\n")
        );
        assert_eq!(
            added(text, &["Oven", "烤爐"]),
            text.replace("\"烤箱\"]", "\"烤箱\", \"烤爐\"]")
        );
        assert_eq!(added(text, &["oven", "烤箱"]), text);
        assert_eq!(
            added("", &["a1", "b1"]),
            "[[glossary]]\nterms = [\"a1\", \"b1\"]\n"
        );
    }

    #[test]
    fn the_file_is_created_in_the_corpus() {
        let folder = tempfile::tempdir().unwrap();
        let corpus_folders = CorpusFolders {
            paths: vec![folder.path().to_owned()],
            overrides: None,
        };
        let accepted =
            Engine::add_to_glossary(&corpus_folders, "oven", &["烤箱".to_owned()]).unwrap();
        assert_eq!(accepted.terms, ["oven", "烤箱"]);
        let read = Overrides::read(&folder.path().join(Overrides::FILE)).unwrap();
        assert_eq!(read.glossary(), [["oven", "烤箱"]]);
        let error = Engine::add_to_glossary(&corpus_folders, "oven", &["…".to_owned()]);
        assert!(error.is_err());
    }
}
