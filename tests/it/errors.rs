//! What goes wrong gets one clear sentence and the right exit code.

use std::fs;

use crate::harness::{Run, Sandbox, samples};
#[cfg(unix)]
use crate::unprivileged::{Unprivileged, set_mode};

fn shown(run: &Run) -> String {
    format!("exit {}\n{}{}", run.code.unwrap_or(-1), run.out, run.err)
}

#[test]
fn requests_that_cannot_be_answered() {
    let sandbox = Sandbox::samples();
    let took = regex::Regex::new(r", [0-9.]+ ms").unwrap();
    let mut shown_all = String::new();
    for args in [
        &["search", "(capex never closed"][..],
        &["search", "compny:LMRA 毛利率"],
        &["search", "毛利率 compny:LMRA"],
        &["search", "(capex OR"],
        &["search", "capex OR"],
        &["search", "company: LMRA"],
        &["search", "..."],
        &["search"],
        &["search", "capex", "--company", "Lumorra"],
        &["search", "capex", "--company", "zzz"],
        &["search", "company:LMRA,TDWL"],
        &["search", "role:analyst、ir"],
        &["search", "ticker:LMRA"],
        &["search", "re:Invent"],
        &["search", "company:(LMRA OR TDWL)"],
        &["search", "role:analist"],
        &["search", "capex", "--role", "CEO"],
        &["search", "lang:fr"],
        &["search", "format:bilingal"],
        &["search", "call:LMRA2025Q3"],
        &["search", "call:LMRA"],
        &["search", "firm:Harborline"],
        &["search", "capex speaker:\"Victr Lin\""],
        &["search", "capex", "--section", "middle"],
        &["search", "capex", "--period", "soon"],
        &["search", "period:2027Q9"],
        &["search", "period:2026Q1..2025Q3"],
        &["search", "capex", "--since", "yesterday"],
        &["search", "capex", "--since", "2025Q3"],
        &["search", "period:2031 capex"],
        &["search", "since:2031"],
        &["search", "amount:lots"],
        &["search", "capex", "--sort", "random"],
        &["search", "capex", "--per-call", "0"],
        &["search", "zyxwv"],
        &["search", "capex", "--role", "editor"],
        &["search", "capex zyxwv", "--limit", "1"],
        &["search", "capex guidence", "--limit", "1"],
        &["search", "capex role:operator section:summary"],
        &["search", "LM"],
        &["show", "LMRA-2029Q9"],
        &["show", "LMRA-2025Q3#9999"],
        &["show", "LMRA-2025Q3", "--exchange", "99"],
    ] {
        let run = sandbox.run(args);
        let text = shown(&run);
        let text = took.replace(&text, "");
        shown_all += &format!("$ verbatim {}\n{}\n\n", args.join(" "), text.trim_end());
    }
    insta::assert_snapshot!(shown_all);
}

#[test]
fn there_is_no_index_and_none_may_be_built() {
    let run = Sandbox::of(&samples()).run(&["search", "capex", "--no-refresh"]);
    insta::assert_snapshot!(shown(&run), @r"
    exit 2
    error: there is no index in index
    hint: `verbatim index` builds one from the corpus
    ");
}

#[test]
fn there_is_no_corpus() {
    let run = Sandbox::empty().run(&["search", "capex"]);
    insta::assert_snapshot!(shown(&run), @r"
    exit 2
    error: there is no index in index, and none can be built: corpus: no such file or folder
    hint: name a folder of transcripts with --corpus DIR
    ");
}

#[test]
fn the_corpus_is_empty() {
    let sandbox = Sandbox::empty();
    fs::create_dir(sandbox.path("corpus")).unwrap();
    for (command, what) in [
        (&["index"][..], "error: "),
        (
            &["search", "capex"],
            "error: there is no index in index, and none can be built: ",
        ),
    ] {
        let run = sandbox.run(command);
        assert_eq!(run.code, Some(2));
        assert!(
            run.err
                .starts_with(&format!("{what}corpus: holds no transcripts\nhint: ")),
            "{}",
            run.err
        );
    }
}

#[test]
fn a_bad_file_is_named_and_the_run_goes_on() {
    let sandbox = Sandbox::of(&samples());
    sandbox.write("binary.txt", b"\0\x01\x02");
    sandbox.write("latin.txt", b"caf\xe9 au lait");
    sandbox.write("note.txt", b"A shopping list is no call.");
    sandbox.write("empty.txt", b"");
    sandbox.write("README.md", b"This folder holds calls.");
    sandbox.write(".hidden", b"\0");
    let run = sandbox.run(&["index"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    for reason in [
        "corpus/binary.txt: is binary, not text",
        "corpus/latin.txt: no known transcript format",
        "corpus/note.txt: no known transcript format",
        "corpus/empty.txt: is empty",
    ] {
        assert!(run.out.contains(reason), "{reason}\n{}", run.out);
    }
    assert!(
        run.out.contains("9 added") && run.out.contains("4 skipped"),
        "{}",
        run.out
    );
    assert!(
        !run.out.contains("README") && !run.out.contains("hidden"),
        "{}",
        run.out
    );
    assert_eq!(sandbox.run(&["check", "corpus"]).code, Some(2));
    assert_eq!(sandbox.run(&["search", "capex"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_and_a_symbolic_link_are_named() {
    use std::os::unix::fs::symlink;

    let sandbox = Sandbox::of(&samples());
    sandbox.write("locked.txt", b"x");
    symlink(sandbox.path("corpus"), sandbox.path("corpus/loop")).unwrap();
    symlink("/nowhere", sandbox.path("corpus/dangling.txt")).unwrap();
    let user = Unprivileged::of(&sandbox);
    set_mode(&sandbox.path("corpus/locked.txt"), 0);
    let run = user.run(&["index"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    for link in ["loop", "dangling.txt"] {
        let reason = format!("corpus/{link}: is a symbolic link, which is not followed");
        assert!(run.out.contains(&reason), "{}", run.out);
    }
    let named = "corpus/locked.txt: cannot be read: Permission denied";
    assert!(run.out.contains(named), "{}", run.out);
}

/// The list of segments of a sandbox's index.
fn list(sandbox: &Sandbox) -> std::path::PathBuf {
    sandbox.path(&format!("index/v{}/meta.json", verbatim::index::VERSION))
}

/// Commands that would build an index where there is none.
const BUILDING: [&[&str]; 3] = [
    &["search", "capex"],
    &["index"],
    &["search", "capex", "--no-refresh"],
];

#[cfg(unix)]
#[test]
fn an_index_that_may_not_be_read_is_not_built_again() {
    let sandbox = Sandbox::of(&samples());
    let user = Unprivileged::of(&sandbox);
    assert_eq!(user.run(&["index"]).code, Some(0));
    let before = fs::read(list(&sandbox)).unwrap();
    set_mode(&list(&sandbox), 0);
    for command in [BUILDING.as_slice(), &[&["doctor"]]].concat() {
        let run = user.run(command);
        assert_eq!(run.code, Some(2), "{command:?}: {run:?}");
        let named = format!(
            "v{}/meta.json cannot be read: Permission denied",
            verbatim::index::VERSION
        );
        assert!(run.err.contains(&named), "{command:?}: {run:?}");
        assert!(run.err.contains("verbatim doctor"), "{command:?}: {run:?}");
    }
    assert_eq!(fs::read(list(&sandbox)).unwrap(), before);
    set_mode(&list(&sandbox), 0o644);
    assert_eq!(user.run(&["search", "capex"]).code, Some(0));
}

#[test]
fn an_index_without_its_list_is_not_built_again() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    fs::remove_file(list(&sandbox)).unwrap();
    for command in BUILDING {
        let run = sandbox.run(command);
        assert_eq!(run.code, Some(2), "{command:?}: {run:?}");
        assert!(
            run.err.contains("meta.json is missing"),
            "{command:?}: {run:?}"
        );
        assert!(run.err.contains("verbatim doctor"), "{command:?}: {run:?}");
    }
    assert!(!list(&sandbox).exists());
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, Some(0));
    assert_eq!(sandbox.run(&["search", "capex"]).code, Some(0));
}

#[test]
fn an_index_of_nonsense_is_no_panic() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    fs::write(list(&sandbox), "nonsense").unwrap();
    for command in BUILDING {
        let run = sandbox.run(command);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains("meta.json"), "{}", run.err);
        assert!(run.err.contains("index --rebuild"), "{}", run.err);
    }
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, Some(0));
    assert_eq!(sandbox.run(&["search", "capex"]).code, Some(0));
}
