//! Nothing outside the index's own files is changed, moved or removed, whatever stands in, beside and
//! around the index folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    damage::Dice,
    harness::{Run, Sandbox, call_of, samples},
};

/// How many corpora with foreign files: more where all tests are asked for.
fn rounds() -> usize {
    let all = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    if all { 20 } else { 4 }
}

/// The folder of the version in use.
fn current() -> String {
    format!("v{}", verbatim::index::VERSION)
}

/// Foreign files by where they stand, seen from the folder that holds the index folder `IX`; `V` is the
/// version in use. Names are chosen to be mistaken for the index's own.
const FOREIGN: [&str; 26] = [
    "IX/notes.txt",
    "IX/v2024/a.txt",
    "IX/v/b.txt",
    "IX/v1.old/c.txt",
    "IX/v3.building/meta.json",
    "IX/v2/people.txt",
    "IX/v2/0123456789abcdef0123456789abcdef.idx",
    "IX/V.bak/x.txt",
    "IX/V.oldest",
    "IX/vv1/d.txt",
    "IX/v4",
    "IX/meta.json",
    "IX/whole.json",
    "IX/.managed.json",
    "IX/.tmpABCDEF",
    "IX/writer.lock.bak",
    "IX/saved/notes.txt",
    "IX/saved/lock",
    "IX/saved/other.json",
    "IX/saved/capex.json.new",
    "IX/saved/capex.json.damaged",
    "IX.old/x.txt",
    "v1/x.txt",
    "v1.building/y.txt",
    "meta.json",
    ".tmpABCDEF",
];

/// The same within the folder of the version in use, where a rebuild is refused.
const WITHIN: [&str; 5] = [
    "IX/V/notes.txt",
    "IX/V/people.txt",
    "IX/V/mine/x.txt",
    "IX/V.old/z.txt",
    "IX/V.building/meta.json",
];

/// Content and time of change of what stands at a path, the target of a link.
fn look(path: &Path) -> Option<(Vec<u8>, SystemTime)> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let content = if metadata.is_symlink() {
        fs::read_link(path)
            .unwrap()
            .into_os_string()
            .into_encoded_bytes()
    } else {
        fs::read(path).unwrap()
    };
    Some((content, metadata.modified().unwrap()))
}

/// Foreign files that stand in a sandbox.
struct Foreign<'a> {
    sandbox: &'a Sandbox,
    were: BTreeMap<PathBuf, (Vec<u8>, SystemTime)>,
}

impl<'a> Foreign<'a> {
    fn new(sandbox: &'a Sandbox) -> Self {
        Self {
            sandbox,
            were: BTreeMap::new(),
        }
    }

    fn put(&mut self, name: &str, index: &str) {
        let name = name.replace("IX", index).replace('V', &current());
        let path = self.sandbox.path(&name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, format!("{{\"mine\": \"{name}\"}}")).unwrap();
        self.see(path);
    }

    #[cfg(unix)]
    fn link(&mut self, name: &str, index: &str, to: &str) {
        let path = self
            .sandbox
            .path(&name.replace("IX", index).replace('V', &current()));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(self.sandbox.path(to), &path).unwrap();
        self.see(path);
    }

    fn see(&mut self, path: PathBuf) {
        let now = look(&path).unwrap();
        self.were.insert(path, now);
    }

    fn are_as_they_were(&self, after: &dyn std::fmt::Debug) {
        for (path, was) in &self.were {
            let now = look(path);
            assert!(
                now.as_ref() == Some(was),
                "{}: {now:?} after {after:?}",
                path.display()
            );
        }
    }
}

fn run(sandbox: &Sandbox, index: &str, args: &[&str]) -> Run {
    sandbox.run(&[args, &["--index", index]].concat())
}

const SAVED: &str = "[[saved]]\nname = \"capex\"\nquery = \"capex\"\n";

#[test]
fn foreign_files_are_never_touched() {
    let mut dice = Dice::new(23);
    for round in 0..rounds() {
        let sandbox = Sandbox::of(&samples());
        fs::write(sandbox.path("verbatim.toml"), SAVED).unwrap();
        // The index stands beside the corpus, within it, or far away.
        let index = ["index", "corpus/ix", "a/b/ix"][round % 3];
        let mut foreign = Foreign::new(&sandbox);
        foreign.see(sandbox.path("verbatim.toml"));
        for file in fs::read_dir(samples()).unwrap() {
            foreign.see(sandbox.path("corpus").join(file.unwrap().file_name()));
        }
        for name in FOREIGN {
            if dice.below(3) > 0 {
                foreign.put(name, index);
            }
        }
        let within = dice.below(3) == 0;
        if within {
            assert_eq!(run(&sandbox, index, &["index"]).code, Some(0));
            foreign.put(WITHIN[dice.below(WITHIN.len())], index);
        }
        #[cfg(unix)]
        if dice.below(2) == 0 {
            foreign.put("outside.txt", index);
            foreign.link("IX/v5", index, "corpus");
            foreign.link("IX/v6.old", index, "outside.txt");
        }
        let commands: [&[&str]; 14] = [
            &["index"],
            &["search", "capex"],
            &["show", "LMRA-2025Q4"],
            &["trend", "margin", "--svg", "chart.svg"],
            &["calls"],
            &["doctor"],
            &["check"],
            &["saved", "list"],
            &["saved", "run", "capex"],
            &["man", "manual"],
            &["mcp"],
            &["index", "--rebuild"],
            &["saved", "run", "capex"],
            &["index", "--rebuild"],
        ];
        for (n, args) in commands.iter().enumerate() {
            let name = format!("N{n}-2025Q3.txt");
            sandbox.write(
                &name,
                call_of(&format!("N{n}"), 3, &["Ann Lee - CEO"]).as_bytes(),
            );
            foreign.see(sandbox.path("corpus").join(name));
            let ran = run(&sandbox, index, args);
            foreign.are_as_they_were(&(args, &ran));
            // A foreign file in the corpus is no transcript, which `check` counts as a failure.
            let refused = within && args.contains(&"--rebuild");
            assert!(
                args == &["check"] || (ran.code == Some(2)) == refused,
                "round {round}, {args:?}: {:?} {}",
                ran.code,
                ran.err
            );
            let server = args == &["calls"];
            if server {
                drop(sandbox.serve(&["--index", index]));
                foreign.are_as_they_were(&"serve");
            }
        }
    }
}

#[test]
fn an_index_folder_that_holds_the_corpus_is_refused() {
    let sandbox = Sandbox::of(&samples());
    sandbox.write(
        "v2024/LMRA.txt",
        &fs::read(samples().join("LMRA-2025Q3.txt")).unwrap(),
    );
    let mut cases = vec![
        (".", "corpus"),
        ("corpus", "corpus"),
        ("corpus/../corpus/.", "corpus/v2024"),
        ("new/../corpus", "corpus/LMRA-2025Q3.txt"),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(sandbox.path("corpus"), sandbox.path("link")).unwrap();
        cases.extend([("link", "corpus/v2024"), (".", "link")]);
    }
    let mut foreign = Foreign::new(&sandbox);
    foreign.see(sandbox.path("corpus/v2024/LMRA.txt"));
    for (index, corpus) in cases {
        for args in [
            &["index", corpus][..],
            &["index", "--rebuild", corpus],
            &["index", "--watch", corpus],
            &["search", "margin", "--corpus", corpus],
        ] {
            let ran = run(&sandbox, index, args);
            assert_eq!(ran.code, Some(2), "{index} {args:?}: {ran:?}");
            assert!(ran.err.contains("holds what is to be indexed"), "{ran:?}");
            foreign.are_as_they_were(&args);
        }
    }
    assert!(!sandbox.path("writer.lock").exists() && !sandbox.path("corpus/writer.lock").exists());
}

#[test]
fn an_index_folder_within_the_corpus_is_passed_over() {
    let sandbox = Sandbox::of(&samples());
    for _ in 0..2 {
        let ran = run(&sandbox, "corpus/ix", &["index", "--corpus", "corpus"]);
        assert!(
            ran.out.contains("9 unchanged (")
                || ran
                    .out
                    .contains("9 added, 0 changed, 0 removed, 0 unchanged ("),
            "{ran:?}"
        );
    }
    assert_eq!(run(&sandbox, "corpus/ix", &["doctor"]).code, Some(0));
    let checked = run(&sandbox, "corpus/ix", &["check"]);
    assert!(!checked.out.contains("json"), "{checked:?}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn only_our_own_older_indexes_are_removed_and_each_is_said() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let index = |name: &str| sandbox.path("index").join(name);
    let now = index(&current());
    for name in ["v1", "v2.building", "v3.old", "v9999", "v4", "v5"] {
        copy(&now, &index(name));
    }
    // One in which somebody keeps a file, and one without a list whose checksum fits.
    fs::write(index("v4").join("notes.txt"), "mine").unwrap();
    for list in ["meta.json", ".managed.json", "whole.json"] {
        fs::write(index("v5").join(list), "{}").unwrap();
    }
    sandbox.write("NEW.txt", call_of("NEW", 3, &["Ann Lee - CEO"]).as_bytes());
    let ran = sandbox.run(&["index"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for (name, what) in [
        ("v1", "an index of an older version"),
        ("v2.building", "a rebuild that was stopped"),
        ("v3.old", "the index before a rebuild"),
    ] {
        assert!(
            ran.out.contains(&format!("removed index/{name}, {what}\n")),
            "{ran:?}"
        );
        assert!(!index(name).exists(), "{name}");
    }
    assert!(
        ran.out
            .contains("index/v4 stays: index/v4/notes.txt is no part of the index"),
        "{ran:?}"
    );
    for name in [
        "v4/notes.txt",
        "v4/meta.json",
        "v5/meta.json",
        "v9999/meta.json",
    ] {
        assert!(index(name).exists(), "{name}");
    }
}

#[test]
fn a_lock_file_that_is_none_is_left_alone() {
    let sandbox = Sandbox::of(&samples());
    fs::create_dir_all(sandbox.path("index")).unwrap();
    fs::write(sandbox.path("index/writer.lock"), "my notes").unwrap();
    let ran = sandbox.run(&["index"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("writer.lock is not the lock of an index"),
        "{ran:?}"
    );
    assert_eq!(
        fs::read(sandbox.path("index/writer.lock")).unwrap(),
        b"my notes"
    );
}

/// What is drawn or written into a named file or folder takes the place of its like alone.
#[test]
fn charts_and_manuals_replace_only_charts_and_manuals() {
    let sandbox = Sandbox::samples();
    fs::create_dir_all(sandbox.path("out")).unwrap();
    let chart = ["trend", "margin", "--svg", "out/a.txt"];
    fs::write(sandbox.path("out/a.txt"), "mine").unwrap();
    let ran = sandbox.run(&chart);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("out/a.txt: is there, and is no chart"),
        "{ran:?}"
    );
    assert_eq!(fs::read(sandbox.path("out/a.txt")).unwrap(), b"mine");
    fs::remove_file(sandbox.path("out/a.txt")).unwrap();
    for _ in 0..2 {
        assert_eq!(sandbox.run(&chart).code, Some(0));
        assert_eq!(sandbox.run(&["man", "out"]).code, Some(0));
    }
    let page = sandbox.path("out/verbatim-search.1");
    fs::write(&page, "mine").unwrap();
    let ran = sandbox.run(&["man", "out"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(fs::read(page).unwrap(), b"mine");
}
