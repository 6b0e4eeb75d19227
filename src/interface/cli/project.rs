//! The project that a command works on: where a `verbatim.toml` in the working folder or in one above says that
//! index and corpus are.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml_edit::{DocumentMut, value};

use super::save::replace;
use crate::{Error, Result};

/// The file that describes a project.
pub(super) const FILE: &str = "verbatim.toml";

/// Where index and corpus are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Project {
    /// The folder of the file; empty if it is the working folder, or there is no project.
    pub(super) folder: PathBuf,
    pub(super) index: Option<PathBuf>,
    pub(super) corpus: Option<PathBuf>,
}

/// The keys of the file that matter here; the others are checked where they are used.
#[derive(Deserialize)]
struct Keys {
    index: Option<PathBuf>,
    corpus: Option<PathBuf>,
}

impl Project {
    /// The project of the working folder.
    ///
    /// # Errors
    /// Where the nearest file that names an index or a corpus is malformed.
    pub(super) fn of_working_folder() -> Result<Self> {
        // Relative as long as possible, since paths are shown.
        if let Some(project) = Self::read(Path::new(""))? {
            return Ok(project);
        }
        let working = env::current_dir().unwrap_or_default();
        for folder in working.ancestors().skip(1) {
            if let Some(project) = Self::read(folder)? {
                return Ok(project);
            }
        }
        Ok(Self::default())
    }

    /// The project of a folder, if its file names an index or a corpus.
    fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        let Ok(text) = fs::read_to_string(&path) else {
            return Ok(None);
        };
        // What is malformed elsewhere in the file is reported by whoever reads it.
        let Ok(table) = text.parse::<toml::Table>() else {
            return Ok(None);
        };
        let keys: Keys = table.try_into().map_err(|error: toml::de::Error| {
            let fault =
                Error::input(&path, "names no index and no corpus").because(error.message());
            fault.hint("write corpus = \"FOLDER\"")
        })?;
        if keys.index.is_none() && keys.corpus.is_none() {
            return Ok(None);
        }
        let below = |path: PathBuf| folder.join(path);
        Ok(Some(Self {
            folder: folder.to_owned(),
            index: Some(below(keys.index.unwrap_or_else(|| "index".into()))),
            corpus: keys.corpus.map(below),
        }))
    }
}

/// Writes where index and corpus are into a `verbatim.toml`; all else in it stays as it is.
///
/// # Errors
/// Where the file is malformed, names others already, or cannot be written.
pub(super) fn write(folder: &Path, corpus: &Path, index: &Path) -> Result<PathBuf> {
    let path = folder.join(FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Error::input(&path, "cannot be read").because(error)),
    };
    let mut document: DocumentMut =
        (text.parse()).map_err(|error| Error::input(&path, "is malformed").because(error))?;
    for (key, wanted) in [("corpus", corpus), ("index", index)] {
        let wanted = wanted.display().to_string();
        match document
            .get(key)
            .map(|known| known.as_str() == Some(&wanted))
        {
            Some(true) => {}
            Some(false) => {
                let message = format!("has another {key} already");
                return Err(Error::input(&path, message).hint("change it there"));
            }
            None => {
                document.insert(key, value(wanted));
            }
        }
    }
    let unwritable = |error| Error::input(&path, "cannot be written").because(error);
    replace(&path, &document.to_string()).map_err(unwritable)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_from_the_folder_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let read = || Project::read(folder.path());
        let write = |text: &str| fs::write(folder.path().join(FILE), text).unwrap();
        assert_eq!(read().unwrap(), None);
        write("[[glossary]]\nterms = [\"a\", \"b\"]\n");
        assert_eq!(read().unwrap(), None, "it names neither");
        write("corpus = \"calls\"\n");
        let project = read().unwrap().unwrap();
        assert_eq!(project.corpus, Some(folder.path().join("calls")));
        assert_eq!(project.index, Some(folder.path().join("index")));
        write("corpus = 3\n");
        assert!(read().is_err());
        write("corpus = \"calls\"\n[[");
        assert_eq!(read().unwrap(), None, "others report what is malformed");
    }

    #[test]
    fn what_else_the_file_says_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let stated = "# mine\n[[company]]\nticker = \"A\" # one\n";
        fs::write(&path, stated).unwrap();
        write(folder.path(), Path::new("calls"), Path::new("index")).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(
            text,
            format!("corpus = \"calls\"\nindex = \"index\"\n{stated}")
        );
        write(folder.path(), Path::new("calls"), Path::new("index")).unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            text,
            "it says so already"
        );
        let error = write(folder.path(), Path::new("others"), Path::new("index")).unwrap_err();
        assert!(error.to_string().contains("another corpus"), "{error}");
    }
}
