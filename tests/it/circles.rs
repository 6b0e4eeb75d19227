//! No file of the source imports, over however many others, a file that imports it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::LazyLock,
};

use regex::Regex;

use crate::{
    harness::project,
    tidy::{paths, sources, without_tests},
};

/// A path of modules below the crate.
type Module = Vec<String>;

/// A source file.
struct Source {
    /// Names that it declares.
    declared: BTreeSet<String>,
    /// Names that it exports of other files, with their paths.
    exported: BTreeMap<String, Module>,
    /// Paths that it uses.
    used: Vec<Module>,
}

static USE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<pub>pub(?:\([^)]*\))?\s+)?\buse\s+(?P<tree>[\w:{}\s,*]+);").unwrap()
});
static DECLARED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:fn|struct|enum|trait|type|const|static)\s+(\w+)|(?:macro_rules|word_enum)!\s*\{?\s*(\w+)",
    )
    .unwrap()
});
static PATH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:crate|super|self)(?:::\w+)+").unwrap());
static ASIDE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"//[^\n]*|"(?:[^"\\]|\\.)*"|\(in [\w:]+\)"#).unwrap());

/// The text of each source file but those of tests, by its module.
fn texts() -> BTreeMap<Module, String> {
    let source = |(path, text): (PathBuf, String)| {
        let path = path.with_extension("");
        let below = path.strip_prefix(project().join("src")).unwrap();
        let mut module: Module = (below.iter())
            .map(|part| part.to_str().unwrap().to_owned())
            .collect();
        match module.last()?.as_str() {
            "tests" | "main" => return None,
            "mod" | "lib" => drop(module.pop()),
            _ => {}
        }
        let code = ASIDE.replace_all(&without_tests(&text), "").into_owned();
        Some((module, code))
    };
    sources("src").into_iter().filter_map(source).collect()
}

/// The path from the crate on; none for that of another crate.
fn absolute(path: &str, of: &[String], modules: &BTreeMap<Module, String>) -> Option<Module> {
    let parts: Vec<String> = path.split("::").map(str::to_owned).collect();
    let first = parts.first()?.as_str();
    let mut base = match first {
        "crate" => Vec::new(),
        "self" | "super" => of.to_vec(),
        _ if modules.contains_key(&[of, &parts[..1]].concat()) => of.to_vec(),
        _ => return None,
    };
    let mut rest = parts.as_slice();
    while let Some((part, after)) = rest.split_first()
        && matches!(part.as_str(), "crate" | "self" | "super")
    {
        if part == "super" {
            base.pop();
        }
        rest = after;
    }
    let rest = rest.strip_suffix(&["self".to_owned()]).unwrap_or(rest);
    Some([&base, rest].concat())
}

fn source(module: &Module, text: &str, modules: &BTreeMap<Module, String>) -> Source {
    let names = DECLARED.captures_iter(text);
    let names = names.filter_map(|found| found.get(1).or(found.get(2)));
    let mut source = Source {
        declared: names.map(|name| name.as_str().to_owned()).collect(),
        exported: BTreeMap::new(),
        used: Vec::new(),
    };
    for found in USE.captures_iter(text) {
        let words: Vec<&str> = found["tree"].split_whitespace().collect();
        let tree = words.join(" ").replace(" as ", "@").replace(' ', "");
        let mut all = Vec::new();
        paths("", &tree, &mut all);
        for path in all {
            let (path, alias) = path
                .split_once('@')
                .map_or((&*path, None), |(path, alias)| {
                    (path, Some(alias.to_owned()))
                });
            let Some(absolute) = absolute(path, module, modules) else {
                continue;
            };
            match found.name("pub") {
                Some(_) => {
                    let name = alias
                        .or_else(|| absolute.last().cloned())
                        .unwrap_or_default();
                    source.exported.insert(name, absolute);
                }
                None => source.used.push(absolute),
            }
        }
    }
    let body = USE.replace_all(text, "");
    let inline = PATH.find_iter(&body);
    source
        .used
        .extend(inline.filter_map(|path| absolute(path.as_str(), module, modules)));
    source
}

/// The module of the file that declares what a path names.
fn home<'a>(
    path: &[String],
    sources: &'a BTreeMap<Module, Source>,
    depth: usize,
) -> Option<&'a Module> {
    let known = (0..=path.len())
        .rev()
        .find(|len| sources.contains_key(&path[..*len]))?;
    let (module, source) = sources.get_key_value(&path[..known])?;
    let name = path
        .get(known)
        .filter(|name| !source.declared.contains(*name));
    match name.and_then(|name| source.exported.get(name)) {
        Some(other) if depth > 0 => home(&[other, &path[known + 1..]].concat(), sources, depth - 1),
        _ => Some(module),
    }
}

/// A circle that can be reached from a module, if there is one.
fn circle(
    at: &Module,
    imports: &BTreeMap<&Module, BTreeSet<&Module>>,
    way: &mut Vec<Module>,
    done: &mut BTreeSet<Module>,
) -> Option<Vec<Module>> {
    if let Some(start) = way.iter().position(|before| before == at) {
        return Some(way[start..].to_vec());
    }
    if !done.insert(at.clone()) {
        return None;
    }
    way.push(at.clone());
    let others = imports.get(at).into_iter().flatten();
    let found = others
        .filter_map(|other| circle(other, imports, way, done))
        .next();
    way.pop();
    found
}

#[test]
fn no_imports_go_in_a_circle() {
    let texts = texts();
    let sources: BTreeMap<Module, Source> = texts
        .iter()
        .map(|(module, text)| (module.clone(), source(module, text, &texts)))
        .collect();
    let imports: BTreeMap<&Module, BTreeSet<&Module>> = sources
        .iter()
        .map(|(module, source)| {
            let homes = source
                .used
                .iter()
                .filter_map(|path| home(path, &sources, 8));
            (module, homes.filter(|home| *home != module).collect())
        })
        .collect();
    let number: usize = imports.values().map(BTreeSet::len).sum();
    assert!(number > 1_500, "only {number} imports were understood");
    let mut done = BTreeSet::new();
    for module in imports.keys() {
        let found = circle(module, &imports, &mut Vec::new(), &mut done);
        let names = found.map(|found| found.iter().map(|part| part.join("::")).collect::<Vec<_>>());
        assert_eq!(names, None, "these import each other");
    }
}
