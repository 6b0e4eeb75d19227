//! Files that the user keeps in a corpus folder and does not want read: patterns in `.verbatimignore`, a
//! line each, and under `[ignore]` in `verbatim.toml`.
//!
//! A pattern without a slash names files and folders at any depth, `drafts` or `*.tmp.txt`; one with a
//! slash is a path from the corpus folder, `2019/**/notes.txt`. `*` stands for anything within a name, `**`
//! for any folders, `?` for one character.

use std::{fs, path::Path};

use regex::Regex;
use serde::Deserialize;

/// Name of the file with patterns in a corpus folder.
const FILE: &str = ".verbatimignore";

/// Most patterns of a file.
const MAX_PATTERNS: usize = 1_000;

/// The patterns that hold in one corpus folder.
#[derive(Debug, Default)]
pub(super) struct Ignored(Vec<Regex>);

#[derive(Debug, Default, Deserialize)]
struct File {
    #[serde(default)]
    ignore: Patterns,
}

/// Name of the file with the overrides of a corpus folder.
pub(in crate::transcript) const OVERRIDES_FILE: &str = "verbatim.toml";

/// An `[ignore]`.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::transcript) struct Patterns {
    #[serde(default)]
    patterns: Vec<String>,
}

impl Ignored {
    /// The patterns of a corpus folder and of the overrides that apply to it. A file that cannot be read
    /// has none: whoever reads the overrides reports what is wrong with them.
    pub(super) fn of(corpus_folder: &Path, overrides: Option<&Path>) -> Self {
        let listed = fs::read_to_string(corpus_folder.join(FILE)).unwrap_or_default();
        let lines = listed.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let own = corpus_folder.join(OVERRIDES_FILE);
        let text = fs::read_to_string(overrides.unwrap_or(&own)).unwrap_or_default();
        let stated = toml::from_str::<File>(&text).unwrap_or_default();
        let patterns = lines.map(str::to_owned).chain(stated.ignore.patterns);
        Self(
            patterns
                .take(MAX_PATTERNS)
                .filter_map(|pattern| compile(&pattern))
                .collect(),
        )
    }

    /// Whether a path below the corpus folder is to be passed over; parts are joined with `/`.
    pub(super) fn has(&self, below: &str) -> bool {
        self.0.iter().any(|pattern| pattern.is_match(below))
    }
}

/// A pattern as a regular expression of the whole path below the corpus folder.
fn compile(pattern: &str) -> Option<Regex> {
    let anchored = pattern.trim_end_matches('/').contains('/');
    let pattern = pattern.trim_start_matches('/').trim_end_matches('/');
    let mut expression = String::from(if anchored { "^" } else { "(?:^|/)" });
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (part, len) = match c {
            '*' if rest.starts_with("**/") => ("(?:.*/)?".to_owned(), 3),
            '*' if rest.starts_with("**") => (".*".to_owned(), 2),
            '*' => ("[^/]*".to_owned(), 1),
            '?' => ("[^/]".to_owned(), 1),
            c => (regex::escape(c.encode_utf8(&mut [0; 4])), c.len_utf8()),
        };
        expression.push_str(&part);
        rest = rest.get(len..)?;
    }
    // A folder that is passed over has nothing to read below it either.
    expression.push_str("(?:/|$)");
    (!pattern.is_empty()).then(|| Regex::new(&expression).ok())?
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn patterns() {
        for (pattern, path, matches) in [
            ("drafts", "drafts/a.txt", true),
            ("drafts/", "2025/drafts/a.txt", true),
            ("*.tmp.txt", "2025/a.tmp.txt", true),
            ("*.tmp.txt", "2025/a.txt", false),
            ("2019/**/notes.txt", "2019/q1/deep/notes.txt", true),
            ("2019/**/notes.txt", "2019/notes.txt", true),
            ("/2019", "2019/a.txt", true),
            ("/2019/*.md", "2019/q1/a.md", false),
            ("q?.txt", "q1.txt", true),
            ("a+b.txt", "aab.txt", false),
        ] {
            assert_eq!(
                compile(pattern).unwrap().is_match(path),
                matches,
                "{pattern} {path}"
            );
        }
    }
}
