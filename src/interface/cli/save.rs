//! Writes a file atomically.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::{Error, Result};

/// Number of bytes that a file must have in common with a chart to be replaced by one.
const HEAD_LEN: usize = 4;

/// Writes a file, in place of one of the same sort that is there. It is written beside its target and moved there at
/// last, so that whoever reads it meanwhile reads the old one. A device or pipe is written to.
pub(super) fn save(path: &Path, text: &str) -> Result<()> {
    if path.is_dir() {
        let inside = path.join("chart.svg");
        return Err(
            Error::input(path, "is a folder").hint(format!("name a file: {}", inside.display()))
        );
    }
    // The target of a symbolic link is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.is_file() && !has_same_head(&target, text) {
        return Err(Error::input(path, "is there, and is no chart")
            .hint("name another file, or remove that one"));
    }
    let written = if target.exists() && !target.is_file() {
        fs::write(&target, text)
    } else {
        replace(&target, text)
    };
    written.map_err(|error| Error::input(path, "cannot be written").because(error))
}

/// Whether a file is empty or begins like the text.
fn has_same_head(target: &Path, text: &str) -> bool {
    let mut head = Vec::new();
    let read =
        File::open(target).and_then(|file| file.take(HEAD_LEN as u64).read_to_end(&mut head));
    // A file that cannot be read is not replaced either.
    read.is_ok() && (head.is_empty() || text.as_bytes().get(..HEAD_LEN) == Some(&head))
}

/// Writes a file beside its target and moves it there, so that no half of it is ever read.
fn replace(target: &Path, text: &str) -> io::Result<()> {
    let temporary = temporary_path(target);
    let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, target));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// The path of a temporary file of this process in the same folder.
fn temporary_path(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chart.svg");
        save(&path, "<svg>one").unwrap();
        save(&path, "<svg>two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "<svg>two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let other = folder.path().join("call.txt");
        fs::write(&other, "Operator: welcome").unwrap();
        let error = save(&other, "<svg>three").unwrap_err();
        assert!(error.to_string().contains("no chart"), "{error}");
        assert_eq!(fs::read_to_string(&other).unwrap(), "Operator: welcome");
        fs::remove_file(other).unwrap();
        let error = save(folder.path(), "three").unwrap_err();
        assert!(error.to_string().ends_with("is a folder"), "{error}");
        let missing = folder.path().join("none/chart.svg");
        let error = save(&missing, "four").unwrap_err();
        assert!(error.to_string().contains("cannot be written"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let [path, link] = ["chart.svg", "link.svg"].map(|name| folder.path().join(name));
        save(&path, "<svg>one").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        save(&link, "<svg>two").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "<svg>two");
    }
}
