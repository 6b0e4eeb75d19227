//! What keeps a store on a cluster: `doctor`, a watch that publishes, a server that sees new commits.

use std::{
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use verbatim::{cluster::ClusterAddress, engine::Engine, search::Request};

use super::{Nodes, cluster_at, indexed};
use crate::{
    completions::completed,
    harness::{Sandbox, bilingual, samples},
};

/// A call that alone says `zymurgy`.
fn call_of_zymurgy() -> String {
    let turns: &[(&str, &[(&str, &str)])] = &[(
        "Speaker A (Chief Executive Officer)",
        &[("We invest in zymurgy.", "我們投資釀造學。")],
    )];
    bilingual("測試 (ZYMU) 2025 Q3 法說會逐字稿", turns)
}

/// All of it on some nodes.
pub(super) fn a_store_is_kept(nodes: &Nodes) {
    let sandbox = Sandbox::of(&samples());
    let store = nodes.store("kept");
    let nothing = sandbox.run(&["doctor", "--store", &store]);
    assert_eq!(nothing.code, Some(2), "{nothing:?}");
    assert!(nothing.err.contains("there is no index"), "{nothing:?}");
    let run = sandbox.run(&["index", "--store", &store]);
    assert_eq!(run.code, Some(0), "{run:?}");
    commands(&sandbox, &store);
    elsewhere(nodes, &sandbox, &store);
    a_server_sees_new_commits(nodes, &sandbox, &store);
    a_watch_publishes(&sandbox, &store);
    doctor(nodes, &sandbox, &store);
    a_store_made_anew_is_noticed(nodes);
}

/// A program that has asked a store notices that another one has taken its place, whose manifest has the same number.
fn a_store_made_anew_is_noticed(nodes: &Nodes) {
    let engine = Engine::new("none").with_cluster(nodes.cluster("anew"));
    let address = nodes.address("anew");
    let call = call_of_zymurgy();
    let totals = [call.as_str(), &call.replace("zymurgy", "baking")].map(|text| {
        let sandbox = Sandbox::with(&[("a.md", text)]);
        let index = indexed(sandbox.path("corpus"), sandbox.path("index"));
        let cluster = nodes.cluster("anew");
        index.publish(&cluster, &mut |_, _| {}).unwrap();
        let found = engine.search(&Request::new("zymurgy")).unwrap().total;
        for index in [address.index(), address.meta()] {
            nodes.ask("DELETE", &format!("/{index}"), "");
        }
        found
    });
    assert_eq!(totals, [1, 0]);
}

/// Commands print of a cluster what they print of the index.
fn commands(sandbox: &Sandbox, store: &str) {
    for command in [
        &["search", "CapEx"][..],
        &[
            "trend",
            "--new-in",
            "2025Q4",
            "--by",
            "speaker",
            "packaging",
        ],
        &[
            "trend",
            "--gone-since",
            "2025Q4",
            "--by",
            "speaker",
            "packaging",
        ],
        &["compare", "margin", "LMRA-2025Q4", "LMRA-2026Q1"],
        &["calls"],
        &["speakers", "margin"],
        &["mentions", "margin"],
        &["trend", "margin"],
        &["show", "LMRA-2026Q1"],
        &["saved", "preview", "margin"],
        &["related", "margin"],
        &["similar", "LMRA-2026Q1#5"],
        &["trend", "--emerging"],
        &["search", "--related", "margin"],
        &["glossary", "capex"],
    ] {
        let here = sandbox.run(command);
        let there = sandbox.run(&[command, &["--store", store]].concat());
        // The time that an answer took is told as well.
        let told = |text: &str| -> Vec<String> {
            let lines = text
                .lines()
                .filter(|line| !line.contains(" ms") && !line.contains(" s)"));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(here.code, Some(0), "{command:?} {here:?}");
        assert_eq!(there.code, Some(0), "{command:?} {there:?}");
        assert_eq!(told(&here.out), told(&there.out), "{command:?}");
    }
    let accepted = ["related", "margin", "--accept", "利潤", "--store", store];
    let run = sandbox.run(&accepted);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains("without --store"), "{run:?}");
}

/// Where there is neither index nor transcript, a shell completes what the cluster holds, and the glossary is that of
/// the folder that was published.
fn elsewhere(nodes: &Nodes, sandbox: &Sandbox, store: &str) {
    let empty = Sandbox::empty();
    for (words, offered) in [
        (&["--company", "fc"][..], "FCPM"),
        (&["--speaker", "toby"], "Toby\\ Hale"),
        (&["--call", "TDWL-2025Q4"], "TDWL-2025Q4"),
        (&["--period", "2026Q1"], "2026Q1"),
    ] {
        let words = [&["verbatim", "search", "--store", store], words].concat();
        assert_eq!(completed(&empty, &words), [offered], "{words:?}");
    }
    let nowhere = "opensearch+http://127.0.0.1:1/a";
    let words = ["verbatim", "search", "--store", nowhere, "--company", "fc"];
    assert_eq!(completed(&empty, &words), [""]);

    let overrides = "[[glossary]]\nterms = [\"zymurgy\", \"釀造學\"]\n";
    sandbox.write("verbatim.toml", overrides.as_bytes());
    let folders = verbatim::index::CorpusFolders {
        paths: vec![sandbox.path("corpus")],
        overrides: Some(sandbox.path("corpus/verbatim.toml")),
    };
    let index = Engine::new(sandbox.path("with-glossary"));
    index.refresh(&folders, false, &mut |_| {}).unwrap();
    let cluster = nodes.cluster("kept");
    index.publish(&cluster, &mut |_, _| {}).unwrap();
    let run = empty.run(&["glossary", "zymurgy", "--store", store]);
    assert!(run.out.contains("釀造學"), "{run:?}");
    let server = empty.serve(&["--store", store]);
    let groups = server.json("/api/glossary?q=zymurgy");
    assert!(groups.to_string().contains("釀造學"), "{groups}");
    let page = server.get("/glossary?q=zymurgy");
    assert!(page.text.contains("釀造學"), "{page:?}");
    sandbox.remove("verbatim.toml");
}

/// A server answers from the last commit, also to a client that has the answer of the one before.
fn a_server_sees_new_commits(nodes: &Nodes, sandbox: &Sandbox, store: &str) {
    let empty = Sandbox::empty();
    let server = empty.serve(&["--store", store]);
    let path = "/api/search?q=zymurgy";
    let before = server.get(path);
    assert_eq!(before.json()["total"], 0, "{before:?}");
    let tag = before.headers["etag"].to_str().unwrap().to_owned();
    let known = [("if-none-match", tag.as_str())];
    assert_eq!(server.get_with(path, &known).status, 304);
    sandbox.write("zymurgy.md", call_of_zymurgy().as_bytes());
    let index = indexed(sandbox.path("corpus"), sandbox.path("index"));
    let report = index.publish(&nodes.cluster("kept"), &mut |_, _| {});
    assert_eq!(report.unwrap().written, 1);
    let after = server.get_with(path, &known);
    assert_eq!(after.status, 200, "{after:?}");
    assert_eq!(after.json()["total"], 1, "{after:?}");
    assert_eq!(
        server.json("/api/search?q=capex")["total"].as_u64(),
        total(store, "capex")
    );
    let log = server.log.lock().unwrap().clone();
    assert!(!log.contains("error") && !log.contains("warning"), "{log}");
    sandbox.remove("zymurgy.md");
}

fn total(store: &str, query: &str) -> Option<u64> {
    let engine = Engine::new("none").with_cluster(cluster_at(store));
    let answer = engine.search(&Request::new(query));
    answer.ok().map(|answer| answer.total)
}

/// A watch puts on the cluster what it takes in, and tries again where the cluster did not take it.
fn a_watch_publishes(sandbox: &Sandbox, store: &str) {
    let mut watch = Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .args(["index", "--watch", "--store", store])
        .current_dir(sandbox.path(""))
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let wait_for = |expected: u64| {
        let start = Instant::now();
        while total(store, "zymurgy") != Some(expected) {
            assert!(
                start.elapsed() < Duration::from_secs(90),
                "{expected} is not seen"
            );
            thread::sleep(Duration::from_millis(200));
        }
    };
    wait_for(0);
    sandbox.write("zymurgy.md", call_of_zymurgy().as_bytes());
    wait_for(1);
    sandbox.remove("zymurgy.md");
    wait_for(0);
    watch.kill().unwrap();
    watch.wait().unwrap();
}

/// What is there is told, and what is not in order.
fn doctor(nodes: &Nodes, sandbox: &Sandbox, store: &str) {
    let index = indexed(sandbox.path("corpus"), sandbox.path("index"));
    index
        .publish(&nodes.cluster("kept"), &mut |_, _| {})
        .unwrap();
    let doctor = || {
        let run = sandbox.run(&["doctor", "--store", store]);
        let health = sandbox.json(&["doctor", "--store", store]);
        (run, health)
    };
    let (run, health) = doctor();
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.out.contains("nobody is writing"), "{run:?}");
    let (calls, passages) = index.size().unwrap();
    assert_eq!(health["calls"], calls);
    assert_eq!(health["passages"], passages);
    assert_eq!(health["nodes"], 3);
    assert_eq!(health["well"], true);
    // A document of a commit that was never made.
    let name = store.parse::<ClusterAddress>().unwrap().index();
    let commit = health["commit"].as_u64().unwrap();
    let document = format!(r#"{{"doc": "passage", "generation": {}}}"#, commit + 1);
    nodes.ask("PUT", &format!("/{name}/_doc/left?refresh=true"), &document);
    let (run, _) = doctor();
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.out.contains("of a writer that was killed"), "{run:?}");
    // The next writer removes it, and a passage that is lost is noticed.
    index
        .publish(&nodes.cluster("kept"), &mut |_, _| {})
        .unwrap();
    assert_eq!(doctor().1["well"], true);
    let lost =
        r#"{"query": {"bool": {"filter": [{"term": {"doc": "passage"}}, {"term": {"n": 2}}]}}}"#;
    nodes.ask(
        "POST",
        &format!("/{name}/_delete_by_query?refresh=true"),
        lost,
    );
    let (run, health) = doctor();
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.out.contains("the commit states"), "{run:?}");
    assert_eq!(health["well"], false);
}
