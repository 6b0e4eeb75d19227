//! Nothing vanishes because it could not be looked at, and much at once is a question.

use serde_json::{Value, json};

#[cfg(unix)]
use crate::unprivileged::{Unprivileged, set_mode};
use crate::{
    harness::{Sandbox, bilingual},
    server::eventually,
};

fn call(ticker: &str) -> String {
    bilingual(
        &format!("測試 ({ticker}) 2025 Q1 法說會逐字稿"),
        &[(
            "Ann Lee - Chief Executive Officer",
            &[(&format!("We grow windmills at {ticker}."), "我們成長。")],
        )],
    )
}

/// A sandbox with calls in files of these names, indexed.
fn indexed(names: &[&str]) -> Sandbox {
    let sandbox = Sandbox::empty();
    for (at, name) in names.iter().enumerate() {
        sandbox.write(name, call(&format!("T{at}")).as_bytes());
    }
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    sandbox
}

fn total(sandbox: &Sandbox) -> Value {
    sandbox.json(&["search", "windmills", "--no-refresh"])["total"].clone()
}

fn kept(report: &Value) -> Vec<String> {
    let kept = report["kept"].as_array().unwrap();
    let sources = kept
        .iter()
        .flat_map(|kept| kept["sources"].as_array().unwrap());
    sources
        .map(|source| source.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_empty_folder_in_place_of_the_corpus_is_a_question() {
    let sandbox = indexed(&["a.txt", "b.txt", "c.txt"]);
    std::fs::rename(sandbox.path("corpus"), sandbox.path("away")).unwrap();
    let missing = sandbox.run(&["search", "windmills"]);
    assert!(
        missing.err.contains("corpus: no such file or folder"),
        "{}",
        missing.err
    );
    assert_eq!(total(&sandbox), 3);
    std::fs::create_dir(sandbox.path("corpus")).unwrap();
    let run = sandbox.run(&["search", "windmills"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let told = "kept corpus: has no transcript any more; 3 files of it stay in the index; \
                `verbatim index --prune` removes them";
    assert!(run.err.contains(told), "{}", run.err);
    // What builds the index asks alike, and so does a rebuild.
    for command in [&["index"][..], &["index", "--rebuild"], &["index"]] {
        let report = sandbox.json(command);
        assert_eq!(kept(&report), ["a.txt", "b.txt", "c.txt"], "{report}");
        assert_eq!(report["removed"], json!([]), "{report}");
        assert_eq!(
            (report["calls"].clone(), total(&sandbox)),
            (json!(3), json!(3))
        );
    }
    // Back again, nothing has happened.
    std::fs::remove_dir(sandbox.path("corpus")).unwrap();
    std::fs::rename(sandbox.path("away"), sandbox.path("corpus")).unwrap();
    let report = sandbox.json(&["index"]);
    assert_eq!(
        (kept(&report).len(), report["unchanged"].clone()),
        (0, json!(3))
    );
    // Meant so, it is gone.
    std::fs::remove_dir_all(sandbox.path("corpus")).unwrap();
    std::fs::create_dir(sandbox.path("corpus")).unwrap();
    let report = sandbox.json(&["index", "--prune"]);
    assert_eq!(
        report["removed"],
        json!(["a.txt", "b.txt", "c.txt"]),
        "{report}"
    );
    assert_eq!(total(&sandbox), 0);
}

#[test]
fn a_missing_corpus_goes_where_it_is_said_to_be_gone() {
    let sandbox = indexed(&["a.txt", "b.txt"]);
    std::fs::remove_dir_all(sandbox.path("corpus")).unwrap();
    assert_eq!(sandbox.run(&["index"]).code, Some(2));
    assert_eq!(total(&sandbox), 2);
    let report = sandbox.json(&["index", "--prune"]);
    assert_eq!(report["removed"], json!(["a.txt", "b.txt"]), "{report}");
    assert_eq!(total(&sandbox), 0);
}

#[test]
fn a_folder_that_is_gone_is_a_question_and_a_file_is_not() {
    let sandbox = indexed(&[
        "2024/a.txt",
        "2024/b.txt",
        "c.txt",
        "d.txt",
        "e.txt",
        "f.txt",
    ]);
    sandbox.remove("f.txt");
    std::fs::remove_dir_all(sandbox.path("corpus/2024")).unwrap();
    let report = sandbox.json(&["index"]);
    assert_eq!(report["removed"], json!(["f.txt"]));
    assert_eq!(kept(&report), ["2024/a.txt", "2024/b.txt"]);
    let why = report["kept"][0]["why"].as_str().unwrap();
    assert!(
        why.starts_with("corpus/2024: has no transcript any more"),
        "{why}"
    );
    // More than half at once is one too.
    for name in ["c.txt", "d.txt", "e.txt"] {
        sandbox.remove(name);
    }
    sandbox.write("g.txt", call("T9").as_bytes());
    let report = sandbox.json(&["index"]);
    assert_eq!(
        (kept(&report).len(), report["removed"].clone()),
        (5, json!([]))
    );
    assert_eq!(total(&sandbox), 6);
}

#[test]
fn a_corpus_replaced_by_a_file_and_a_link_to_nothing_take_nothing_away() {
    let sandbox = indexed(&["a.txt"]);
    std::fs::rename(sandbox.path("corpus"), sandbox.path("away")).unwrap();
    std::fs::write(sandbox.path("corpus"), call("T7")).unwrap();
    let report = sandbox.json(&["index"]);
    assert_eq!(kept(&report), ["a.txt"], "{report}");
    std::fs::remove_file(sandbox.path("corpus")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("unmounted", sandbox.path("corpus")).unwrap();
        let run = sandbox.run(&["search", "windmills"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(
            run.err.contains("corpus: is a symbolic link to nothing"),
            "{}",
            run.err
        );
        assert!(run.out.contains("T0-2025Q1"), "{}", run.out);
    }
}

#[test]
fn one_of_two_folders_that_is_away_keeps_its_calls_while_the_other_is_read() {
    let sandbox = Sandbox::empty();
    sandbox.write("../x/a.txt", call("T0").as_bytes());
    sandbox.write("../y/b.txt", call("T1").as_bytes());
    assert_eq!(
        sandbox.run(&["index", "--corpus", "./x", "./y"]).code,
        Some(0)
    );
    assert_eq!(total(&sandbox), 2, "both are taken");
    std::fs::rename(sandbox.path("x"), sandbox.path("away")).unwrap();
    sandbox.write("../y/c.txt", call("T2").as_bytes());
    let report = sandbox.json(&["index"]);
    assert_eq!(kept(&report), ["x/a.txt"], "{report}");
    assert_eq!(report["added"], json!(["y/c.txt"]));
    assert_eq!(total(&sandbox), 3);
    // Added to the corpus, a folder that is not there is a mistake.
    let run = sandbox.run(&["index", "./y", "./z"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert_eq!(total(&sandbox), 3);
}

#[test]
fn what_cannot_be_read_any_more_stays_as_it_was_read_last() {
    let sandbox = indexed(&["a.txt", "b.txt", "sub/c.txt"]);
    sandbox.write("a.txt", b"\0\x01\x02");
    sandbox.write("b.toml", b"date = \"2024-02-31\"");
    for command in [&["index"][..], &["index"], &["index", "--rebuild"]] {
        let report = sandbox.json(command);
        assert_eq!(kept(&report), ["a.txt", "b.txt"], "{report}");
        assert_eq!(report["skipped"].as_array().unwrap().len(), 2, "{report}");
        assert_eq!(total(&sandbox), 3);
    }
    let run = sandbox.run(&["search", "windmills"]);
    let told = "kept corpus/a.txt: its calls stay in the index as they were read last";
    assert!(run.err.contains(told), "{}", run.err);
    let report = sandbox.json(&["index", "--prune"]);
    assert_eq!(report["removed"], json!(["a.txt", "b.txt"]), "{report}");
    assert_eq!(total(&sandbox), 1);
}

#[cfg(unix)]
#[test]
fn what_nobody_may_read_stays() {
    let sandbox = indexed(&["a.txt", "b.txt", "sub/c.txt", "sub/d.txt"]);
    let user = Unprivileged::of(&sandbox);
    set_mode(&sandbox.path("corpus/sub"), 0);
    set_mode(&sandbox.path("corpus/b.txt"), 0);
    let report = user.json(&["index", "--prune"]);
    assert_eq!(report["removed"], json!([]));
    let mut kept = kept(&report);
    kept.sort();
    assert_eq!(kept, ["b.txt", "sub/c.txt", "sub/d.txt"]);
    assert_eq!(total(&sandbox), 4);
    set_mode(&sandbox.path("corpus/sub"), 0o755);
}

#[cfg(unix)]
#[test]
fn a_folder_replaced_by_a_link_takes_nothing_away() {
    let sandbox = indexed(&["a.txt", "sub/c.txt"]);
    std::fs::rename(sandbox.path("corpus/sub"), sandbox.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", sandbox.path("corpus/sub")).unwrap();
    let report = sandbox.json(&["index"]);
    assert_eq!(kept(&report), ["sub/c.txt"], "{report}");
    assert_eq!(total(&sandbox), 2);
}

#[test]
fn a_file_that_takes_too_much_memory_now_stays_as_it_was() {
    let sandbox = indexed(&["a.txt", "b.txt"]);
    let padding = "word ".repeat(3 << 20);
    sandbox.write("a.txt", (call("T0") + &padding).as_bytes());
    let report = sandbox.json(&["index", "--memory", "256MB"]);
    assert_eq!(kept(&report), ["a.txt"], "{report}");
    assert_eq!(total(&sandbox), 2);
}

#[test]
fn a_server_keeps_what_is_gone_at_once_and_says_so() {
    let sandbox = indexed(&["a.txt", "b.txt"]);
    let server = sandbox.serve(&[]);
    let found = || server.json("/api/search?q=windmills")["total"].clone();
    assert_eq!(found(), 2);
    sandbox.remove("a.txt");
    sandbox.remove("b.txt");
    eventually("the question is told to the keeper", || {
        server
            .log
            .lock()
            .unwrap()
            .contains("`verbatim index --prune` removes them")
    });
    assert_eq!(found(), 2);
}

#[test]
fn saved_searches_do_not_forget_what_was_away() {
    let saved = "[[saved]]\nname = \"mills\"\nquery = \"windmills\"\n";
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("T0")),
        ("b.txt", &call("T1")),
        ("verbatim.toml", saved),
    ]);
    let news = || sandbox.json(&["saved", "run"]);
    assert_eq!(news()[0]["new"], 2);
    let text = std::fs::read(sandbox.path("corpus/b.txt")).unwrap();
    sandbox.remove("b.txt");
    assert_eq!(
        (news()[0]["new"].clone(), total(&sandbox)),
        (json!(0), json!(1))
    );
    sandbox.write("b.txt", &text);
    assert_eq!(
        (news()[0]["new"].clone(), total(&sandbox)),
        (json!(0), json!(2))
    );
}
