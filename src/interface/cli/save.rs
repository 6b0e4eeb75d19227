//! Writing a file so that it is there whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::{Error, Result};

/// Letters by which a file is told to be of the same sort as another.
const HEAD: usize = 4;

/// Writes a file, in place of one of the same sort that is there. It is written beside its place and moved there at
/// last, so that whoever reads it meanwhile reads the old one. A device or pipe is written to.
pub(super) fn save(path: &Path, text: &str) -> Result<()> {
    if path.is_dir() {
        let inside = path.join("chart.svg");
        return Err(
            Error::input(path, "is a folder").hint(format!("name a file: {}", inside.display()))
        );
    }
    // What a symbolic link stands for is replaced, not the link.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if place.is_file() && !is_alike(&place, text) {
        return Err(Error::input(path, "is there, and is no chart")
            .hint("name another file, or remove that one"));
    }
    let written = if place.exists() && !place.is_file() {
        fs::write(&place, text)
    } else {
        replace(&place, text)
    };
    written.map_err(|error| Error::input(path, "cannot be written").because(error))
}

/// Whether a file is empty, or begins as a text does.
fn is_alike(place: &Path, text: &str) -> bool {
    let mut head = Vec::new();
    let read = File::open(place).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    // One that cannot be read is left alone as well.
    read.is_ok() && (head.is_empty() || text.as_bytes().get(..HEAD) == Some(&head))
}

fn replace(place: &Path, text: &str) -> io::Result<()> {
    let beside = beside(place);
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, place));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A hidden name in the same folder, of this process alone.
fn beside(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
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
