//! What changes on disk changes in the index, and nothing else.

use std::fs;

use serde_json::json;

use crate::harness::{Sandbox, bilingual, samples};

fn call(ticker: &str, word: &str) -> String {
    bilingual(
        &format!("測試公司 ({ticker}) 2025 Q1 法說會逐字稿"),
        &[
            ("Operator", &[("Welcome to the call.", "歡迎參加。")]),
            ("Ann Lee - Chief Executive Officer", &[(word, "一個字。")]),
        ],
    )
}

#[test]
fn added_changed_removed_and_unchanged_are_exact() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA", "apple")),
        ("b.txt", &call("BBB", "banana")),
    ]);
    let first = sandbox.json(&["index"]);
    assert_eq!(first["added"], json!(["a.txt", "b.txt"]));

    let again = sandbox.json(&["index"]);
    assert_eq!(again["unchanged"], 2);
    assert_eq!(
        (&again["added"], &again["changed"]),
        (&json!([]), &json!([]))
    );

    sandbox.write("a.txt", call("AAA", "apricot").as_bytes());
    sandbox.write("sub/c.txt", call("CCC", "cherry").as_bytes());
    sandbox.remove("b.txt");
    let then = sandbox.json(&["index"]);
    assert_eq!(then["added"], json!(["sub/c.txt"]));
    assert_eq!(then["changed"], json!(["a.txt"]));
    assert_eq!(then["removed"], json!(["b.txt"]));
    for (word, found) in [("apple", 0), ("apricot", 1), ("banana", 0), ("cherry", 1)] {
        assert_eq!(sandbox.found(&[word]).len(), found, "{word}");
    }
}

#[test]
fn a_search_refreshes_unless_told_not_to() {
    let sandbox = Sandbox::with(&[("a.txt", &call("AAA", "apple"))]);
    assert_eq!(sandbox.found(&["apple"]).len(), 1);
    sandbox.write("b.txt", call("BBB", "banana").as_bytes());
    assert_eq!(
        sandbox.run(&["search", "banana", "--no-refresh"]).code,
        Some(1)
    );
    assert_eq!(sandbox.run(&["search", "banana"]).code, Some(0));
}

#[test]
fn a_corpus_that_is_away_leaves_the_index_as_it_is() {
    let sandbox = Sandbox::with(&[("a.txt", &call("AAA", "apple"))]);
    sandbox.run(&["index"]);
    std::fs::rename(sandbox.path("corpus"), sandbox.path("away")).unwrap();
    let run = sandbox.run(&["search", "apple"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.err.contains("corpus: no such file or folder"),
        "{}",
        run.err
    );
    assert!(run.out.contains("AAA-2025Q1#2"));
}

#[test]
fn of_two_calls_of_one_id_that_come_at_once_the_name_decides() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA", "apple")),
        ("b.txt", &call("AAA", "banana")),
    ]);
    let report = sandbox.json(&["index"]);
    assert_eq!(
        report["clashes"],
        json!([{"source": "b.txt", "wanted": "AAA-2025Q1", "given": "AAA-2025Q1-2"}])
    );
    assert_eq!(sandbox.found(&["apple"]), ["AAA-2025Q1#2"]);
    assert_eq!(sandbox.found(&["banana"]), ["AAA-2025Q1-2#2"]);
}

#[test]
fn a_rebuild_answers_the_same() {
    let sandbox = Sandbox::with(&[("a.txt", &call("AAA", "apple"))]);
    let before = sandbox.found(&["apple"]);
    let report = sandbox.json(&["index", "--rebuild"]);
    assert_eq!(report["added"], json!(["a.txt"]));
    assert_eq!(sandbox.found(&["apple"]), before);
}

#[test]
fn paths_given_once_are_remembered() {
    let sandbox = Sandbox::empty();
    let other = Sandbox::with(&[("a.txt", &call("AAA", "apple"))]);
    let folder = other.path("corpus");
    sandbox.run(&["index", folder.to_str().unwrap()]);
    assert_eq!(sandbox.found(&["apple"]).len(), 1);
    other.write("b.txt", call("BBB", "banana").as_bytes());
    assert_eq!(sandbox.found(&["banana"]).len(), 1);
}

#[test]
fn names_learned_on_a_call_find_the_person() {
    let text = bilingual(
        "測試公司 (AAA) 2025 Q1 法說會逐字稿",
        &[
            (
                "Operator",
                &[(
                    "Welcome to Test Works' first quarter 2025 results call.",
                    "歡迎。",
                )],
            ),
            (
                "Nora Lim - Head of Investor Relations",
                &[(
                    "With me is Grace Chen, Chief Executive Officer.",
                    "今天有執行長陳。",
                )],
            ),
            (
                "Yi-Ting Chen - Chief Executive Officer",
                &[("Our factory is full.", "工廠滿載。")],
            ),
            (
                "Operator",
                &[("Omar Diaz, Kestrel Capital.", "Omar Diaz,Kestrel Capital。")],
            ),
            ("Omar Diaz - Analyst", &[("Is it full?", "滿載嗎?")]),
            (
                "Yi-Ting Chen - Chief Executive Officer",
                &[("(interpreted)", "(翻譯)"), ("Full.", "滿。")],
            ),
        ],
    );
    let sandbox = Sandbox::with(&[("a.txt", &text)]);
    for name in [
        "Grace Chen",
        "yi-ting chen",
        "Chen Yi-Ting",
        "grace",
        "CHEN",
    ] {
        assert_eq!(
            sandbox.found(&["full", "--speaker", name]).len(),
            2,
            "{name}"
        );
    }
    for name in [
        "test works",
        "Test Works",
        "測試公司",
        "测试公司",
        "aaa",
        "測試",
    ] {
        assert_eq!(
            sandbox.found(&["full", "--company", name]).len(),
            3,
            "{name}"
        );
    }
    assert_eq!(sandbox.found(&["--firm", "kestrel"]), ["AAA-2025Q1#5"]);
    let answer = sandbox.json(&["search", "滿", "--section", "qa", "--role", "executive"]);
    assert_eq!(answer["hits"][0]["notes"], json!(["interpreted"]));
    assert_eq!(answer["hits"][0]["exchange"], 1);
}

#[test]
fn what_cannot_be_read_is_named_each_time_until_it_can() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA", "apple")),
        ("b.txt", "nothing that anybody would call a transcript"),
        ("c.jsonl", "{\"speaker\": 1}\n{}\n"),
    ]);
    let skipped = || sandbox.json(&["index"])["skipped"].clone();
    let first = skipped();
    assert_eq!(first.as_array().unwrap().len(), 2, "{first}");
    // Time stamps vouch for what is older than two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(skipped(), first);
    assert_eq!(skipped(), first);
    let doctor = sandbox.json(&["doctor"]);
    let failed = doctor["failed"].as_array().unwrap();
    assert_eq!(failed.len(), 2, "{doctor}");
    assert_eq!(failed[0]["source"], "b.txt");

    sandbox.write("b.txt", call("BBB", "banana").as_bytes());
    sandbox.remove("c.jsonl");
    let then = sandbox.json(&["index"]);
    assert_eq!(then["added"], json!(["b.txt"]));
    assert_eq!(then["skipped"], json!([]));
    assert_eq!(sandbox.json(&["doctor"])["failed"], json!([]));
}

#[test]
fn what_cannot_be_read_is_named_once_then_counted() {
    let doubtful = "Acme Corp (AAA) Q1 2025 Earnings Call\n\nOperator: Welcome to the quarterly call.\n\nAnn Wu: Thank you. We grew.\n\n\
        Europa: sales grew by ten percent there in the quarter.\n\nOperator: Goodbye.\n\nAnn Wu: Bye.\n";
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAB", "apple")),
        ("b.txt", "nothing that anybody would call a transcript"),
        ("c.txt", doubtful),
    ]);
    let first = sandbox.run(&["search", "apple"]).err;
    assert!(
        first.contains("b.txt: no known transcript format"),
        "{first}"
    );
    assert!(first.contains("c.txt: 1 doubt"), "{first}");
    let second = sandbox.run(&["search", "apple"]).err;
    assert!(second.contains("skipped as before: 1 fault"), "{second}");
    assert!(
        !second.contains("b.txt") && !second.contains("c.txt"),
        "{second}"
    );
    let doctor = sandbox.json(&["doctor"]);
    assert_eq!(doctor["doubtful"][0]["source"], "c.txt", "{doctor}");
    assert_eq!(doctor["failed"][0]["source"], "b.txt", "{doctor}");
}

#[test]
fn what_is_not_the_index_stays() {
    let sandbox = Sandbox::with(&[("a.txt", &call("AAA", "apple"))]);
    let old = sandbox.path("index/v1");
    std::fs::create_dir_all(&old).unwrap();
    std::fs::write(old.join("meta.json"), "of another time").unwrap();
    assert_eq!(sandbox.found(&["apple"]), ["AAA-2025Q1#2"]);
    assert!(old.join("meta.json").exists());
    std::fs::write(sandbox.path("index/notes.txt"), "mine").unwrap();
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, Some(0));
    assert!(sandbox.path("index/notes.txt").exists());
}

/// What deleted documents say counts for nothing: scores are a rebuilt index's bit for bit.
#[test]
fn scores_after_refreshes_are_those_of_a_rebuild() {
    let sandbox = Sandbox::of(&samples());
    // So many that postings are sought in, and others where they are all read.
    for n in 0..40 {
        let text = call(
            &format!("S{n:02}"),
            &format!("margin and capex, {}", "more ".repeat(n)),
        );
        sandbox.write(&format!("s{n:02}.txt"), text.as_bytes());
    }
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let scores = |query: &str, index: &str| {
        let args = [
            "search",
            query,
            "--limit",
            "1000",
            "--no-refresh",
            "--index",
            index,
        ];
        let answer = sandbox.json(&args);
        let hits = answer["hits"].as_array().unwrap();
        let score = |hit: &serde_json::Value| {
            (
                hit["citation"].as_str().unwrap().to_owned(),
                hit["score"].to_string(),
            )
        };
        hits.iter()
            .map(score)
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let steps: [&dyn Fn(); 5] = [
        &|| sandbox.remove("s07.txt"),
        &|| {
            for n in 0..5 {
                sandbox.write(
                    &format!("s{n:02}.txt"),
                    call(&format!("S{n:02}"), "banana").as_bytes(),
                );
            }
        },
        &|| {
            sandbox.write(
                "a.txt",
                call("TDWL", "a longer answer on margin, the margin of all").as_bytes(),
            )
        },
        &|| {
            let corpus = sandbox.path("corpus");
            std::fs::rename(corpus.join("LMRA-2025Q3.txt"), corpus.join("zz.txt")).unwrap();
        },
        &|| {
            for n in 8..30 {
                sandbox.remove(&format!("s{n:02}.txt"));
            }
        },
    ];
    for (n, step) in steps.iter().enumerate() {
        step();
        assert_eq!(sandbox.run(&["index"]).code, Some(0));
        let new = format!("new{n}");
        assert_eq!(sandbox.run(&["index", "--index", &new]).code, Some(0));
        for query in [
            "margin",
            "margin capex",
            "資本支出",
            "毛利率 OR growth",
            "\"one margin\" OR more",
            "操",
        ] {
            assert_eq!(
                scores(query, "index"),
                scores(query, &new),
                "step {n}: {query}"
            );
        }
    }
}

#[test]
fn a_corpus_is_one_in_whatever_spelling() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index", "corpus"]).code, Some(0));
    let list = sandbox.path(&format!("index/v{}/meta.json", verbatim::index::VERSION));
    let before = fs::read(&list).unwrap();
    let absolute = sandbox.path("corpus").display().to_string();
    for corpus in [
        "corpus",
        "./corpus",
        "corpus/",
        "corpus/../corpus",
        &absolute,
    ] {
        let run = sandbox.run(&["search", "capex", "--corpus", corpus]);
        assert_eq!(run.code, Some(0), "{corpus}: {run:?}");
        assert_eq!(
            fs::read(&list).unwrap(),
            before,
            "{corpus}: a commit without a change"
        );
    }
    // One that is named twice is read once, under the names that it has alone.
    let report = sandbox.json(&["index", "corpus", "./corpus", &absolute]);
    assert_eq!(report["unchanged"], 9, "{report}");
    assert_eq!(report["skipped"], serde_json::json!([]), "{report}");
    // It is the corpus of the index, so the index is searched as it is.
    sandbox.write("verbatim.toml", b"[[");
    let run = sandbox.run(&["search", "capex", "--corpus", "./corpus"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.contains("searched as it is"), "{run:?}");
}
