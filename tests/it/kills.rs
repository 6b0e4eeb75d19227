//! An indexer killed at any moment loses nothing: the index answers from a whole commit, and the next
//! run ends where an undisturbed one does.

use std::{
    collections::BTreeMap,
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use verbatim::{
    engine::{CallPart, Engine},
    search::Request,
};

use crate::{
    damage::Dice,
    harness::{Sandbox, bilingual},
};

/// How many kills: `VERBATIM_KILLS`, else more where all tests are asked for.
fn kills() -> usize {
    let number = std::env::var("VERBATIM_KILLS").ok();
    let all = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    number.map_or(if all { 40 } else { 10 }, |number| number.parse().unwrap())
}

/// Every call and every passage that an index holds, by call; none where there is no index.
fn content(sandbox: &Sandbox, index: &str) -> Option<BTreeMap<String, String>> {
    let engine = Engine::new(sandbox.path(index));
    engine.corpus_folders().unwrap()?;
    let calls = engine.calls(&Request::new("")).unwrap();
    let whole = |id: &str| format!("{:?}", engine.read(id, &CallPart::default()).unwrap());
    Some(
        (calls.iter())
            .map(|entry| (entry.call.id.clone(), whole(&entry.call.id)))
            .collect(),
    )
}

/// Makes the corpus that of a state: some calls come and go, some change, most stay.
fn put(sandbox: &Sandbox, state: usize) {
    for n in 0..60_usize {
        let name = format!("K{n:03}-2025Q3.txt");
        let there = n >= 40 || !(n + state).is_multiple_of(3);
        let version = if n % 4 == 0 { state } else { 0 };
        let text =
            format!("Version {version} of the answer: demand held, and inventory fell by {n}.");
        let paragraphs: Vec<(&str, &str)> =
            vec![(text.as_str(), "需求穩定,庫存下降。"); 20];
        let call = bilingual(
            &format!("穹光電子 (K{n:03}) 2025年 Q3 法說會逐字稿"),
            &[("Lena Orth - Chief Executive Officer", &paragraphs)],
        );
        let path = sandbox.path("corpus").join(&name);
        if there {
            if fs::read_to_string(&path).ok().as_deref() != Some(&call) {
                sandbox.write(&name, call.as_bytes());
            }
        } else if path.exists() {
            fs::remove_file(&path).unwrap();
        }
    }
}

fn start(sandbox: &Sandbox, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .args(args)
        .current_dir(sandbox.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_killed_indexer_loses_nothing() {
    let sandbox = Sandbox::empty();
    put(&sandbox, 0);
    // What undisturbed runs end in, and how long one takes.
    let mut undisturbed = Vec::new();
    let mut longest = Duration::ZERO;
    for state in 0..2 {
        put(&sandbox, state);
        let begun = Instant::now();
        let index = format!("truth{state}");
        assert_eq!(sandbox.run(&["index", "--index", &index]).code, Some(0));
        longest = longest.max(begun.elapsed());
        undisturbed.push(content(&sandbox, &index).unwrap());
    }
    assert_ne!(undisturbed[0], undisturbed[1]);

    put(&sandbox, 0);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let mut dice = Dice::new(11);
    let (mut before, mut after, mut finished) = (0, 0, 0);
    for kill in 0..kills() {
        let (old, new) = (kill % 2, (kill + 1) % 2);
        put(&sandbox, new);
        let rebuild = kill % 5 == 4;
        let args: &[&str] = if rebuild {
            &["index", "--rebuild"]
        } else {
            &["index"]
        };
        let mut child = start(&sandbox, args);
        let longest = longest.as_micros() as usize * 5 / 4;
        thread::sleep(Duration::from_micros(dice.below(longest) as u64));
        child.kill().unwrap();
        let ended = child.wait().unwrap();

        let found = content(&sandbox, "index").expect("the last commit is there");
        if ended.success() {
            // Whoever says that it is done has committed.
            finished += 1;
            assert!(
                found == undisturbed[new],
                "kill {kill}: done, and not there"
            );
        }
        if found == undisturbed[old] {
            before += 1;
        } else {
            assert!(
                found == undisturbed[new],
                "kill {kill}: neither commit is whole"
            );
            after += 1;
        }
        let again = sandbox.run(&["index"]);
        assert_eq!(again.code, Some(0), "kill {kill}: {again:?}");
        let found = content(&sandbox, "index").unwrap();
        assert!(found == undisturbed[new], "kill {kill}: another index");
    }
    // Without both of these no run was stopped where it could lose something.
    assert!(finished < kills(), "every run was over before its kill");
    assert!(before > 0, "no run was killed before its commit");
    #[allow(clippy::print_stderr)]
    {
        eprintln!(
            "{} kills: {before} before the commit, {after} after",
            kills()
        );
    }
}

#[test]
fn a_first_run_that_is_killed_leaves_nothing_in_the_way() {
    let sandbox = Sandbox::empty();
    put(&sandbox, 0);
    assert_eq!(sandbox.run(&["index", "--index", "truth"]).code, Some(0));
    let truth = content(&sandbox, "truth");
    let mut dice = Dice::new(13);
    for _ in 0..kills() / 4 {
        let _ = fs::remove_dir_all(sandbox.path("index"));
        let mut child = start(&sandbox, &["index"]);
        thread::sleep(Duration::from_millis(dice.below(200) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = content(&sandbox, "index");
        assert!(found.is_none() || found == truth);
        assert_eq!(sandbox.run(&["index"]).code, Some(0));
        assert!(content(&sandbox, "index") == truth);
    }
}

/// A rebuild that was stopped between putting the old index aside and the new one in its place.
#[test]
fn an_index_put_aside_is_found() {
    let sandbox = Sandbox::empty();
    put(&sandbox, 0);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let truth = content(&sandbox, "index");
    let current = sandbox.path(&format!("index/v{}", verbatim::index::VERSION));
    fs::rename(&current, current.with_extension("old")).unwrap();
    assert!(content(&sandbox, "index") == truth);
    let again = sandbox.run(&["index"]);
    assert!(again.out.contains(" 0 added"), "{again:?}");
    assert!(content(&sandbox, "index") == truth);
}
