//! The project that a command works on: where a `verbatim.toml` in the working folder or in one above says that
//! index and corpus are.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{Error, Result};
use serde::Deserialize;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

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
        let write =
            |corpus: &str| Engine::name_folders(folder.path(), corpus.as_ref(), "index".as_ref());
        write("calls").unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(
            text,
            format!("corpus = \"calls\"\nindex = \"index\"\n{stated}")
        );
        write("calls").unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            text,
            "it says so already"
        );
        let error = write("others").unwrap_err();
        assert!(error.to_string().contains("another corpus"), "{error}");
    }
}
