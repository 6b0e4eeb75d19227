//! Names of the files in the folder of an index version.

/// tantivy's list of the segments of the last commit.
pub(super) const META: &str = "meta.json";

/// Size and time stamp of every file whose checksum has been verified.
pub(super) const MANIFEST: &str = "whole.json";

/// Files that end with a checksum of their content.
pub(super) const CHECKSUMMED: [&str; 3] = [META, ".managed.json", MANIFEST];

/// tantivy's lock files, which are empty.
const LOCKS: [&str; 2] = [".tantivy-meta.lock", ".tantivy-writer.lock"];

/// Prefix of a checksummed file while it is written; six letters or digits follow.
pub(super) const TEMPORARY_PREFIX: &str = ".tmp";

/// Prefix of the file with the people of a commit; the BLAKE3 hash of its content follows.
pub(super) const PEOPLE_PREFIX: &str = "people.";

/// Whether an index may give a file this name.
pub(super) fn is_index_file(name: &str) -> bool {
    CHECKSUMMED.contains(&name)
        || is_transient(name)
        || is_people_file(name)
        || is_segment_file(name)
}

/// Whether a name is that of a file of a segment: 32 hexadecimal digits, a dot and an ending.
pub(super) fn is_segment_file(name: &str) -> bool {
    let (id, ending) = name.split_once('.').unwrap_or_default();
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && !ending.is_empty()
}

/// Whether a name is that of a lock or of a temporary file, which an index does without.
pub(super) fn is_transient(name: &str) -> bool {
    let is_temporary = name.strip_prefix(TEMPORARY_PREFIX).is_some_and(|suffix| {
        suffix.len() == 6 && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    LOCKS.contains(&name) || is_temporary
}

/// Whether a name is that of the file with the people of a commit.
pub(super) fn is_people_file(name: &str) -> bool {
    (name.strip_prefix(PEOPLE_PREFIX))
        .is_some_and(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        let id = "0123456789abcdef0123456789abcdef";
        for name in [
            "meta.json",
            ".managed.json",
            "whole.json",
            ".tantivy-writer.lock",
            ".tmpAb3xYz",
            &format!("{id}.idx"),
            &format!("{id}.17.del"),
            &format!("people.{id}{id}"),
        ] {
            assert!(is_index_file(name), "{name}");
        }
        for name in [
            "notes.txt",
            "people.txt",
            "metal.json",
            ".tmp",
            ".tmpfile7",
            id,
            "abc.idx",
            "",
        ] {
            assert!(!is_index_file(name), "{name}");
        }
    }
}
