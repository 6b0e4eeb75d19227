//! The house in order: who may know whom, how long a file may be, what the documents must list.

use std::{fs, path::PathBuf};

use crate::harness::project;

/// A room, the rooms of the crate it may know beside itself and the error, and what it never names.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("src/model", &[], &["tantivy", "std::fs", "\\x1b"]),
    ("src/error.rs", &[], &["tantivy", "std::fs", "\\x1b"]),
    ("src/cancel.rs", &[], &["tantivy", "std::fs", "\\x1b"]),
    ("src/text", &[], &["tantivy", "std::fs", "\\x1b"]),
    ("src/query", &["model"], &["tantivy", "std::fs", "\\x1b"]),
    ("src/corpus", &["model", "text"], &["tantivy", "\\x1b"]),
    (
        "src/corpus/format",
        &["model", "text", "corpus"],
        &["people::", "std::fs", "assemble::"],
    ),
    ("src/index", &["cancel", "model", "text"], &["\\x1b"]),
    (
        "src/search",
        &["cancel", "model", "text", "query", "index"],
        &["std::fs", "\\x1b"],
    ),
    (
        "src/engine",
        &["cancel", "model", "query", "corpus", "index", "search"],
        &["tantivy", "\\x1b"],
    ),
    (
        "src/face",
        &[
            "cancel", "model", "query", "index", "engine", "search", "face",
        ],
        &["tantivy", "Reader", "Fields", "index::Writer", " Writer"],
    ),
    (
        "src/face/mcp",
        &[
            "cancel", "model", "query", "index", "engine", "search", "face",
        ],
        &["cli::", "http::", "web::", "std::fs", "print", "\\x1b"],
    ),
];

/// Longest source file in lines.
const LONGEST: usize = 450;

fn sources(room: &str) -> Vec<(PathBuf, String)> {
    walkdir::WalkDir::new(project().join(room))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// The rooms that a source names: after `crate::`, alone or in braces.
fn named_rooms(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            rooms.push(
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap(),
            );
            continue;
        };
        let (mut depth, mut from) = (0, 0);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    rooms.push(list[from..at].trim());
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    rooms.push(list[from..at].trim());
                    from = at + 1;
                }
                _ => {}
            }
        }
    }
    let first = |room: &str| room.split("::").next().unwrap().to_owned();
    rooms
        .into_iter()
        .map(first)
        .filter(|room| !room.is_empty())
        .collect()
}

#[test]
fn rooms_know_only_the_rooms_below_them() {
    for (room, known, never) in ROOMS {
        let sources = sources(room);
        assert!(!sources.is_empty(), "{room}");
        let own = room.trim_start_matches("src/");
        // Tests of a room may read what they hold it against.
        let tests = |path: &PathBuf| path.ends_with("tests.rs");
        for (path, text) in sources.into_iter().filter(|(path, _)| !tests(path)) {
            let code = text.split("#[cfg(test)]").next().unwrap();
            for named in named_rooms(code) {
                let named = if named == "CancelToken" {
                    "cancel".to_owned()
                } else {
                    named
                };
                let allowed = ["error", "Error", "Result", own].contains(&named.as_str())
                    || known.contains(&named.as_str());
                assert!(allowed, "{} knows {named}", path.display());
            }
            for line in code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
            {
                for name in *never {
                    assert!(!line.contains(name), "{}: {line}", path.display());
                }
            }
        }
    }
}

#[test]
fn files_are_one_thing() {
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_documents_list_what_the_code_has() {
    let read = |name: &str| fs::read_to_string(project().join(name)).unwrap();
    let readme = read("README.md");
    for info in verbatim::query::FIELDS {
        let row = format!("`{}`", info.field);
        assert!(
            readme.contains(&row) || readme.contains(&format!("`--{}`", info.field)),
            "{row}"
        );
        // What people may type for a value of a closed set, all of it.
        for value in info.values {
            for word in [&[value.value], value.also].concat() {
                assert!(readme.contains(&format!("`{word}`")), "{word}");
            }
        }
    }
    for format in verbatim::corpus::format::names() {
        assert!(readme.contains(&format!("`{format}`")), "{format}");
    }
    let architecture = read("ARCHITECTURE.md");
    for entry in fs::read_dir(project().join("src")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            architecture.contains(&format!("`{name}")),
            "ARCHITECTURE.md lacks `{name}`"
        );
    }
    let manifest = read("Cargo.toml");
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("version = "))
        .unwrap();
    assert!(
        read("CHANGELOG.md").contains(version.trim_matches('"')),
        "{version}"
    );
}

#[test]
fn errors_begin_in_lower_case_and_end_without_a_full_stop() {
    let call =
        regex::Regex::new(r#"Error::(?:request|unknown|index)\(\s*(?:format!\(\s*)?"([^"]+)""#)
            .unwrap();
    let mut seen = 0;
    for (path, text) in sources("src") {
        for found in call.captures_iter(&text) {
            let message = &found[1];
            seen += 1;
            assert!(
                !message.starts_with(char::is_uppercase),
                "{}: {message}",
                path.display()
            );
            assert!(!message.ends_with('.'), "{}: {message}", path.display());
        }
    }
    assert!(seen > 10, "{seen}");
}
