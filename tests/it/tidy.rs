//! The code in order: which room may know which, how long a file may be, what the documents must list.

use std::{fs, path::PathBuf};

use crate::harness::project;

/// A room, the rooms of the crate it may know beside itself and the error, and what it never names.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("src/model", &[], &["tantivy", "std::fs", "\\x1b"]),
    ("src/error.rs", &[], &["tantivy", "std::fs", "\\x1b"]),
    ("src/cancel.rs", &[], &["tantivy", "std::fs", "\\x1b"]),
    ("src/character.rs", &[], &["tantivy", "std::fs", "\\x1b"]),
    ("src/text", &["character"], &["tantivy", "std::fs", "\\x1b"]),
    (
        "src/query",
        &["model", "character"],
        &["tantivy", "std::fs", "\\x1b"],
    ),
    ("src/transcript", &["model", "text"], &["tantivy", "\\x1b"]),
    (
        "src/transcript/format",
        &["model", "text", "transcript"],
        &["people::", "std::fs", "assemble::"],
    ),
    (
        "src/terminology",
        &["model", "text", "character"],
        &["tantivy", "std::fs", "\\x1b"],
    ),
    (
        "src/index",
        &["cancel", "model", "text", "terminology"],
        &["\\x1b"],
    ),
    (
        "src/search",
        &[
            "cancel",
            "model",
            "text",
            "query",
            "index",
            "terminology",
            "character",
        ],
        &["std::fs", "\\x1b"],
    ),
    (
        "src/cluster",
        &["cancel", "model", "text", "index", "search"],
        &["tantivy", "\\x1b"],
    ),
    (
        "src/analytics",
        &[
            "cancel",
            "model",
            "text",
            "query",
            "index",
            "search",
            "terminology",
        ],
        &["std::fs", "\\x1b"],
    ),
    (
        "src/engine",
        &[
            "cancel",
            "character",
            "model",
            "query",
            "transcript",
            "index",
            "search",
            "analytics",
            "cluster",
        ],
        &["tantivy", "\\x1b"],
    ),
    (
        "src/interface",
        &[
            "cancel",
            "model",
            "query",
            "index",
            "engine",
            "search",
            "analytics",
            "cluster",
            "character",
            "interface",
        ],
        &["tantivy", "Reader", "Fields", "index::Writer", " Writer"],
    ),
    (
        "src/interface/mcp",
        &[
            "cancel",
            "model",
            "query",
            "index",
            "engine",
            "search",
            "analytics",
            "interface",
        ],
        &["cli::", "http::", "web::", "std::fs", "print", "\\x1b"],
    ),
];

/// Longest source file in lines.
const LONGEST: usize = 450;

/// Longest README and ARCHITECTURE in lines.
const LONGEST_DOCUMENT: usize = 150;

/// The sources of a room, with their paths.
pub(crate) fn sources(room: &str) -> Vec<(PathBuf, String)> {
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

/// A source, as rustfmt leaves it, without the items that only tests have.
pub(crate) fn without_tests(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let item = line.trim_start();
        if item != "#[cfg(test)]" {
            code += line;
            code.push('\n');
            continue;
        }
        let indent = &line[..line.len() - item.len()];
        let ends = |line: &str| {
            line == format!("{indent}}}") || line.starts_with(indent) && line.ends_with(';')
        };
        // An item of one line, or all up to the bracket below its beginning.
        if let Some(first) = lines.find(|line| !line.trim_start().starts_with("#["))
            && !first.ends_with([';', '}'])
        {
            let last = match first.ends_with('{') {
                true => lines.find(|line| *line == format!("{indent}}}")),
                false => lines.find(|line| ends(line)),
            };
            assert!(last.is_some(), "an item of tests has no end: {first}");
        }
    }
    code
}

/// The lines of a code that are no comments, and every path that it uses, written out.
fn named_lines(code: &str) -> Vec<String> {
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mut named: Vec<String> = lines.map(str::to_owned).collect();
    let used = regex::Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))? )?use ([^;]+);").unwrap();
    for found in used.captures_iter(code) {
        let tree: String = found[1].split_whitespace().collect();
        paths("", &tree, &mut named);
    }
    named
}

/// The paths of a tree of uses: `std::{fs,io}` is `std::fs` and `std::io`.
pub(crate) fn paths(before: &str, tree: &str, into: &mut Vec<String>) {
    let Some((stem, rest)) = tree.split_once('{') else {
        into.push(format!("{before}{tree}"));
        return;
    };
    let inside = rest.strip_suffix('}').unwrap();
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if from < at {
                    paths(&format!("{before}{stem}"), &inside[from..at], into);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
}

#[test]
fn what_is_named_is_seen_wherever_and_however_it_stands() {
    let source = "\
use std::{\n    collections::HashMap,\n    fs::{self, File},\n};\n\
#[cfg(test)]\nuse tantivy::Term;\n\
#[cfg(test)]\nmod tests {\n    use tantivy::Index;\n}\n\
struct A;\nimpl A {\n    #[cfg(test)]\n    fn b() {\n        tantivy::b();\n    }\n}\n\
// tantivy in a comment\nfn late() { crate::interface::run(); }\n";
    let code = without_tests(source);
    let lines = named_lines(&code);
    let names = |name: &str| lines.iter().any(|line| line.contains(name));
    assert!(names("std::fs") && names("std::collections"), "{lines:?}");
    assert!(names("crate::interface") && !names("tantivy"), "{lines:?}");
    assert_eq!(named_rooms(&code), ["interface"]);
}

#[test]
fn a_request_is_not_blamed_for_what_something_else_caused() {
    for (path, text) in sources("src") {
        for (at, call) in text.match_indices("Error::request(") {
            let statement = text[at..].split([';', '}']).next().unwrap();
            let caused = statement.find(".because(").is_some();
            assert!(!caused, "{}: {call}{statement}", path.display());
        }
    }
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
            let code = without_tests(&text);
            for named in named_rooms(&code) {
                let named = if named == "CancelToken" {
                    "cancel".to_owned()
                } else {
                    named
                };
                let allowed = ["error", "Error", "Result", own].contains(&named.as_str())
                    || known.contains(&named.as_str());
                assert!(allowed, "{} knows {named}", path.display());
            }
            for line in named_lines(&code) {
                for name in *never {
                    assert!(!line.contains(name), "{}: {line}", path.display());
                }
            }
        }
    }
}

/// The heads of a code's public functions.
fn public_heads(code: &str) -> Vec<String> {
    let begins = regex::Regex::new(r"(?m)^\s*pub (?:const |async )?fn ").unwrap();
    let begins = begins.find_iter(code).map(|found| &code[found.start()..]);
    begins
        .map(|rest| rest.split(['{', ';']).next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_library_shows_nothing_of_the_engine_below() {
    let word = regex::Regex::new(r"\w+").unwrap();
    let mut seen = 0;
    for room in [
        "model",
        "query",
        "transcript",
        "index",
        "search",
        "analytics",
        "engine",
    ] {
        for (path, text) in sources(&format!("src/{room}")) {
            let code = without_tests(&text);
            let engine: Vec<String> = (named_lines(&code).iter())
                .filter(|line| line.starts_with("tantivy::"))
                .filter_map(|line| line.rsplit("::").next().map(str::to_owned))
                .collect();
            for head in public_heads(&code) {
                seen += 1;
                // A reader is of the index, and of benches alone.
                let reads = !path.ends_with("index/index.rs") && !path.ends_with("search/run.rs");
                let shows = |name: &str| {
                    ["tantivy", "Fields"].contains(&name)
                        || reads && name == "Reader"
                        || engine.iter().any(|shown| shown == name)
                };
                let shown = word.find_iter(&head).find(|found| shows(found.as_str()));
                assert!(shown.is_none(), "{}: {head}", path.display());
            }
        }
    }
    assert!(seen > 100, "{seen}");
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
    let reference = read("docs/reference.md");
    for info in verbatim::query::FIELDS {
        let row = format!("`{}`", info.field);
        assert!(
            reference.contains(&row) || reference.contains(&format!("`--{}`", info.field)),
            "docs/reference.md lacks {row}"
        );
        // What people may type for a value of a closed set, all of it.
        for value in info.values {
            for word in [&[value.value], value.also].concat() {
                assert!(
                    reference.contains(&format!("`{word}`")),
                    "docs/reference.md lacks `{word}`"
                );
            }
        }
    }
    for format in verbatim::transcript::format::names() {
        assert!(
            reference.contains(&format!("`{format}`")),
            "docs/reference.md lacks `{format}`"
        );
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

/// The paths in backticks of a document, which stand in `src` or in the project.
fn named_paths(document: &str) -> Vec<String> {
    let quoted = regex::Regex::new("`([^` \n]+)`").unwrap();
    let paths = quoted
        .captures_iter(document)
        .map(|found| found[1].to_owned());
    paths
        .filter(|path| path.contains('/') || path.ends_with(".rs"))
        .collect()
}

#[test]
fn documents_are_short() {
    for name in ["README.md", "ARCHITECTURE.md"] {
        let text = fs::read_to_string(project().join(name)).unwrap();
        let lines = text.lines().count();
        assert!(lines <= LONGEST_DOCUMENT, "{name} has {lines} lines");
    }
}

#[test]
fn documents_name_files_that_exist() {
    let read = |path: &PathBuf| fs::read_to_string(path).unwrap();
    let missing = |path: &String| {
        let folders = [project().join("src"), project().to_path_buf()];
        !folders.iter().any(|folder| folder.join(path).exists())
    };
    let paths = named_paths(&read(&project().join("ARCHITECTURE.md")));
    assert!(paths.len() > 20, "{paths:?}");
    let lost: Vec<&String> = paths.iter().filter(|path| missing(path)).collect();
    assert!(lost.is_empty(), "ARCHITECTURE.md names {lost:?}");
    for entry in fs::read_dir(project().join("docs/decisions")).unwrap() {
        let page = entry.unwrap().path();
        // Decisions quote addresses of the server and short names too; only paths of sources are checked.
        let mut paths = named_paths(&read(&page));
        paths.retain(|path| path.contains('/') && path.ends_with(".rs") && missing(path));
        assert!(paths.is_empty(), "{} names {paths:?}", page.display());
    }
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
