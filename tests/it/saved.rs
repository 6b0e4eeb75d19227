//! Saved searches on the command line: what is new is shown once, and never lost.

use std::{
    fs::{self, File},
    io::Read,
    process::{Command, Stdio},
};

use serde_json::json;

use crate::harness::{Sandbox, bilingual};

/// A call on which one person says these things.
fn call(ticker: &str, said: &[&str]) -> String {
    let said: Vec<(&str, &str)> = said.iter().map(|&text| (text, "一段話。")).collect();
    bilingual(
        &format!("測試公司 ({ticker}) 2025 Q1 法說會逐字稿"),
        &[
            ("Operator", &[("Welcome to the call.", "歡迎參加。")]),
            ("Ann Lee - Chief Executive Officer", &said),
        ],
    )
}

const APPLES: &str = "[[saved]]\nname = \"apples\"\nquery = \"apple\"\n";

/// Writes the overrides.
pub(crate) fn keep(sandbox: &Sandbox, saved: &str) {
    fs::write(sandbox.path("verbatim.toml"), saved).unwrap();
}

/// Two calls that speak of apples three times, and a search for them.
fn orchard() -> Sandbox {
    let sandbox = Sandbox::with(&[
        (
            "a.txt",
            &call("AAA", &["One apple.", "A pear.", "Two apples."]),
        ),
        ("b.txt", &call("BBB", &["An apple here.", "A plum."])),
    ]);
    keep(&sandbox, APPLES);
    sandbox
}

/// The citations of what is new, in the order of the calls.
fn news(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let answer = sandbox.json(&[&["saved", "run", "--sort", "call"], args].concat());
    let hits = answer[0]["hits"].as_array().unwrap();
    if args.is_empty() {
        assert_eq!(answer[0]["new"], hits.len(), "{answer}");
    }
    (hits.iter())
        .map(|hit| hit["citation"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_is_new_is_shown_once() {
    let sandbox = orchard();
    let first = sandbox.run(&["saved", "run"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    assert!(
        first
            .out
            .contains("first run: 3 passages in 2 calls, all new"),
        "{first:?}"
    );
    for citation in ["AAA-2025Q1#2", "AAA-2025Q1#4", "BBB-2025Q1#2"] {
        assert!(first.out.contains(citation), "{first:?}");
    }
    // Nothing new says nothing to a pipe, and says so to a person.
    let again = sandbox.run(&["saved", "run"]);
    assert_eq!((again.code, again.out.as_str()), (Some(1), ""), "{again:?}");
    let person = sandbox.run_with(&["saved", "run"], Some(80));
    assert_eq!(person.code, Some(1));
    assert!(person.out.contains("nothing new since 20"), "{person:?}");

    sandbox.write(
        "c.txt",
        call("CCC", &["Apples!", "No fruit.", "Apple pie."]).as_bytes(),
    );
    let listed = sandbox.json(&["saved", "list"]);
    assert_eq!(
        (&listed[0]["new"], &listed[0]["total"]),
        (&json!(2), &json!(5))
    );
    assert_eq!(news(&sandbox, &[]), ["CCC-2025Q1#2", "CCC-2025Q1#4"]);
    assert!(news(&sandbox, &[]).is_empty());
    let all = sandbox.json(&["saved", "run", "--all"]);
    assert_eq!(all[0]["hits"].as_array().unwrap().len(), 5);
    assert_eq!(all[0]["new"], 0);
    assert_eq!(sandbox.found(&["apple"]).len(), 5);
}

#[test]
fn only_a_passage_that_says_something_else_is_new() {
    let sandbox = orchard();
    news(&sandbox, &[]);
    // Written again as it was, under another name, in another folder.
    let a = fs::read(sandbox.path("corpus/a.txt")).unwrap();
    sandbox.write("a.txt", &a);
    assert!(news(&sandbox, &[]).is_empty());
    sandbox.remove("a.txt");
    sandbox.write("later/z.txt", &a);
    assert!(news(&sandbox, &[]).is_empty());
    // A passage before it moves it on; a passage beside it is changed.
    let moved = ["Fresh apples.", "One apple.", "A pear.", "Three apples."];
    sandbox.write("later/z.txt", call("AAA", &moved).as_bytes());
    assert_eq!(news(&sandbox, &[]), ["AAA-2025Q1#2", "AAA-2025Q1#5"]);
    // What is gone is not forgotten: when it comes back, it has been shown.
    sandbox.remove("b.txt");
    assert!(news(&sandbox, &[]).is_empty());
    sandbox.write("b.txt", call("BBB", &["An apple here."]).as_bytes());
    assert!(news(&sandbox, &[]).is_empty());
    // Another translation is another text.
    let text = call("BBB", &["An apple here."]).replace("一段話。", "另一段話。");
    sandbox.write("b.txt", text.as_bytes());
    assert_eq!(news(&sandbox, &[]), ["BBB-2025Q1#2"]);
}

#[test]
fn a_search_that_is_worded_anew_starts_anew() {
    let sandbox = orchard();
    news(&sandbox, &[]);
    // A note or more white space asks for nothing else.
    keep(
        &sandbox,
        &(APPLES.to_owned() + "note = \"fruit\"\nliteral = false\n"),
    );
    assert!(news(&sandbox, &[]).is_empty());
    for wording in [
        "query = \"apple OR plum\"",
        "query = \"apple\"\ncompany = \"BBB\"",
    ] {
        keep(
            &sandbox,
            &format!("[[saved]]\nname = \"apples\"\n{wording}\n"),
        );
        let listed = sandbox.json(&["saved", "list"]);
        assert_eq!(listed[0]["changed"], true, "{listed}");
        let run = sandbox.run(&["saved", "run"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.out.contains("worded anew since 20"), "{run:?}");
        assert!(run.out.contains("BBB-2025Q1#2"), "{run:?}");
        assert_eq!(sandbox.run(&["saved", "run"]).code, Some(1));
    }
    keep(
        &sandbox,
        &APPLES.replace("\"apple\"", "\"apple\"\nliteral = true"),
    );
    assert_eq!(news(&sandbox, &[]), ["AAA-2025Q1#2", "BBB-2025Q1#2"]);
}

#[test]
fn a_mistake_in_one_leaves_the_others_alone() {
    let sandbox = orchard();
    let broken = [
        "[[saved]]\nname = \"fields\"\nquery = \"蘋果 compny:2330\"",
        "[[saved]]\nname = \"keys\"\nquery = \"x\"\nrolle = \"ir\"",
        "[[saved]]\nname = \"types\"\nquery = 3",
        "[[saved]]\nname = \"none\"",
        "[[saved]]\nname = \"no name\"\nquery = \"x\"",
        "[[saved]]\nquery = \"x\"",
        "[[saved]]\nname = \"Apples\"\nquery = \"pear\"",
        "[[saved]]\nname = \"nobody\"\nquery = \"x\"\ncompany = \"nosuch\"",
        "[[saved]]\nname = \"roles\"\nquery = \"x\"\nrole = []",
    ];
    keep(&sandbox, &(broken.join("\n\n") + "\n\n"));
    assert_eq!(sandbox.run(&["search", "apple"]).code, Some(0));
    let overrides = format!(
        "{}\n\n{}",
        broken.join("\n\n"),
        APPLES.replace("apples", "good")
    );
    keep(&sandbox, &(APPLES.to_owned() + "\n" + &overrides));

    let run = sandbox.run(&["saved", "run"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.out.matches("AAA-2025Q1#4").count(), 2, "{run:?}");
    insta::assert_snapshot!(run.err);
    // They have been remembered, the mistakes are told again.
    let again = sandbox.run(&["saved", "run"]);
    assert_eq!((again.code, again.out.as_str()), (Some(2), ""));
    assert_eq!(again.err, run.err);
    assert_eq!(sandbox.run(&["saved", "run", "good"]).code, Some(1));

    let listed = sandbox.json(&["saved", "list"]);
    let errors: Vec<bool> = (listed.as_array().unwrap().iter())
        .map(|search| search["error"].is_string())
        .collect();
    assert_eq!(errors.iter().filter(|&&error| error).count(), broken.len());
    let list = sandbox.run_with(&["saved", "list"], Some(80));
    assert_eq!(list.code, Some(2));
    assert!(
        list.out.contains("    蘋果 compny:2330\n         ^^^^^^\n"),
        "{list:?}"
    );
    let other = sandbox.run(&["saved", "run", "goood"]);
    assert_eq!(other.code, Some(2));
    assert_eq!(
        other.err,
        "error: no saved search `goood`\nhint: did you mean `good`?\n"
    );
    keep(&sandbox, "[saved]\nname = \"a\"\nquery = \"b\"\n");
    insta::assert_snapshot!(sandbox.run(&["saved", "list"]).err, @r"
    error: verbatim.toml: line 1: invalid type: map, expected a sequence
    hint: write `[[saved]]` above each saved search
    ");
    assert_eq!(sandbox.run(&["search", "apple"]).code, Some(0));
    keep(&sandbox, "");
    assert_eq!(sandbox.run(&["saved", "run"]).code, Some(2));
    assert_eq!(sandbox.run(&["saved", "list"]).code, Some(1));
}

#[test]
fn keeping_a_search_reads_no_file_again() {
    let sandbox = orchard();
    news(&sandbox, &[]);
    keep(
        &sandbox,
        &(APPLES.to_owned() + "note = \"x\"\n[[glossary]]\nterms = [\"plum\", \"pear\"]\n"),
    );
    let report = sandbox.json(&["index"]);
    assert_eq!(
        (&report["unchanged"], &report["changed"]),
        (&json!(2), &json!([]))
    );
}

/// `saved run` without what becomes of its output.
fn command(sandbox: &Sandbox) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verbatim"));
    let folder = sandbox.path("");
    command
        .args(["saved", "run"])
        .current_dir(folder)
        .env_clear();
    command
}

/// Runs with what is printed going somewhere.
fn printing_to(sandbox: &Sandbox, out: impl Into<Stdio>) -> (Option<i32>, String) {
    let mut command = command(sandbox);
    let output = command.stdout(out).stderr(Stdio::piped()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), err)
}

#[test]
fn what_has_not_been_printed_stays_new() {
    let sandbox = orchard();
    let all = ["AAA-2025Q1#2", "AAA-2025Q1#4", "BBB-2025Q1#2"];
    sandbox.run(&["index"]);
    // A reader that is gone.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(printing_to(&sandbox, writer), (Some(0), String::new()));
    assert_eq!(news(&sandbox, &["--dry-run"]), all);
    // A disk that is full, where there is one.
    if let Ok(full) = File::options().write(true).open("/dev/full") {
        let (code, err) = printing_to(&sandbox, full);
        assert_eq!(code, Some(2));
        assert!(err.contains("standard output: cannot be written"), "{err}");
    }
    assert_eq!(news(&sandbox, &["--dry-run"]), all);
    assert!(!sandbox.path("index/saved").exists());
    // What a limit leaves out comes next.
    assert_eq!(news(&sandbox, &["--limit", "2"]), all[..2]);
    assert_eq!(news(&sandbox, &["--limit", "2"]), all[2..]);
    assert!(news(&sandbox, &[]).is_empty());
}

#[test]
fn a_run_that_is_killed_while_it_prints_shows_the_same_again() {
    let sandbox = orchard();
    let many: Vec<String> = (0..4000).map(|n| format!("Apple number {n}.")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    sandbox.write("many.txt", call("CCC", &many).as_bytes());
    sandbox.run(&["index"]);
    // More than a pipe takes before it is read.
    let mut child = command(&sandbox).stdout(Stdio::piped()).spawn().unwrap();
    let mut begun = [0; 16];
    let out = child.stdout.as_mut().unwrap();
    out.read_exact(&mut begun).unwrap();
    assert!(begun.starts_with(b"apples"), "{begun:?}");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(news(&sandbox, &[]).len(), 4003);
    assert!(news(&sandbox, &[]).is_empty());
}

#[test]
fn what_cannot_be_remembered_is_said_and_stays_new() {
    let sandbox = orchard();
    sandbox.run(&["index"]);
    let in_the_way = sandbox.path("index/saved/lock");
    fs::create_dir_all(&in_the_way).unwrap();
    for _ in 0..2 {
        let run = sandbox.run(&["saved", "run"]);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.out.contains("BBB-2025Q1#2"), "{run:?}");
        let said = "error: index/saved/apples.json: cannot remember what `apples` has shown: ";
        assert!(run.err.starts_with(said), "{run:?}");
    }
    fs::remove_dir(in_the_way).unwrap();
    assert_eq!(news(&sandbox, &[]).len(), 3);
}

#[test]
fn damaged_memory_is_told_and_kept_aside() {
    let sandbox = orchard();
    news(&sandbox, &[]);
    let memory = sandbox.path("index/saved/apples.json");
    let whole = fs::read(&memory).unwrap();
    let half = &whole[..whole.len() / 2];
    fs::write(&memory, half).unwrap();
    let listed = sandbox.run_with(&["saved", "list"], Some(80));
    assert!(
        listed.out.contains("not known what it has shown"),
        "{listed:?}"
    );
    assert_eq!(fs::read(&memory).unwrap(), half);
    let run = sandbox.run(&["saved", "run"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.err
            .starts_with("error: index/saved/apples.json: does not say what `apples` has shown"),
        "{run:?}"
    );
    assert!(
        run.out.contains("3 passages in 2 calls, all new"),
        "{run:?}"
    );
    let aside = sandbox.path("index/saved/apples.json.damaged");
    assert_eq!(fs::read(aside).unwrap(), half);
    let again = sandbox.run(&["saved", "run"]);
    assert_eq!((again.code, again.err.as_str()), (Some(1), ""));
}

#[test]
fn memory_outlives_the_index() {
    let sandbox = orchard();
    news(&sandbox, &[]);
    sandbox.run(&["index", "--rebuild"]);
    assert!(news(&sandbox, &[]).is_empty());
    // An index of another version gives way to this one's.
    let versions = || {
        let entries = fs::read_dir(sandbox.path("index")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| name.starts_with('v'))
            .collect::<Vec<_>>()
    };
    let version = versions().pop().unwrap();
    fs::rename(
        sandbox.path("index").join(version),
        sandbox.path("index/v0"),
    )
    .unwrap();
    assert!(news(&sandbox, &[]).is_empty());
    assert!(!versions().contains(&"v0".to_owned()));
}

#[test]
fn a_search_is_kept_and_deleted() {
    let sandbox = Sandbox::samples();
    let file = sandbox.path("corpus/verbatim.toml");
    let before = "# mine\n\n[[glossary]]\nterms = [\"lamp output\", \"光輸出\"] # both\n";
    std::fs::write(&file, before).unwrap();
    let add = |more: &[&str]| sandbox.run(&[&["saved", "add", "cuts"], more].concat());
    let added = add(&[
        "capex NEAR/10 lower",
        "--role",
        "executive",
        "--role=-ir",
        "--note",
        "told",
    ]);
    assert_eq!(added.code, Some(0), "{added:?}");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with(before), "{written}");
    let entry =
        "name = \"cuts\"\nquery = \"capex NEAR/10 lower\"\nrole = [\"executive\", \"-ir\"]\n";
    assert!(written.contains(entry), "{written}");
    let listed = sandbox.json(&["saved", "list"]);
    assert_eq!(listed[0]["name"], "cuts", "{listed}");
    assert_eq!(listed[0]["note"], "told", "{listed}");
    for (more, message) in [
        (&["margin"][..], "there is a saved search `cuts` already"),
        (&[][..], "neither a query nor a filter"),
        (&["(capex"][..], "never closed"),
    ] {
        let refused = add(more);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains(message), "{refused:?}");
    }
    let removed = sandbox.run(&["saved", "remove", "cuts"]);
    assert_eq!(removed.code, Some(0), "{removed:?}");
    assert_eq!(
        std::fs::read_to_string(&file).unwrap().trim_end(),
        before.trim_end()
    );
    let again = sandbox.run(&["saved", "remove", "cuts"]);
    assert_eq!(again.code, Some(2), "{again:?}");
}
