//! However many processes build, refresh, search, serve and watch one index at once, its content is
//! that of one undisturbed build, and nobody is turned away.

use std::{
    fs,
    io::Write,
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use verbatim::index::{Budget, Commit, Index, LockOutcome, LockWait};

use crate::{
    damage::Dice,
    harness::{Sandbox, call_of, samples},
};

/// How many rounds: more where all tests are asked for.
fn rounds() -> usize {
    let all = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    if all { 50 } else { 6 }
}

/// Every record that an index holds, however often it stands there.
fn records(sandbox: &Sandbox, index: &str) -> Vec<String> {
    let reader = Index::at(sandbox.path(index)).reader().unwrap().unwrap();
    let mut records: Vec<String> = (reader.source_records().unwrap().into_iter())
        // Whether a time stamp can be trusted depends on when it was looked at.
        .map(|source_record| {
            format!(
                "{:?}",
                verbatim::index::SourceRecord {
                    modified: 0,
                    ..source_record
                }
            )
        })
        .collect();
    let calls = reader.calls().unwrap();
    records.extend(calls.iter().map(|call| format!("{call:?}")));
    for call in &calls {
        let passages = reader.passages(&call.id).unwrap();
        records.extend(
            passages
                .iter()
                .map(|passage| format!("{} {passage:?}", call.id)),
        );
    }
    records.extend(reader.people().iter().map(|person| format!("{person:?}")));
    records.push(format!("{:?}", reader.size().unwrap()));
    records.sort();
    records
}

fn start(sandbox: &Sandbox, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .args(args)
        .current_dir(sandbox.path(""))
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Processes that end by themselves, and those that go on until they are stopped.
const ENDING: [&[&str]; 4] = [
    &["search", "margin", "--limit", "0"],
    &["index"],
    &["calls"],
    &["trend", "margin"],
];
const LASTING: [&[&str]; 2] = [
    &["serve", "--addr", "127.0.0.1:0"],
    &["index", "--watch", "--json"],
];

fn text(output: &Output) -> String {
    format!(
        "{:?}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// How many additions the processes report that end by themselves.
fn added(outputs: &[Output]) -> usize {
    let counts = outputs.iter().flat_map(|output| {
        let said = text(output);
        let (_, rest) = said.split_once("indexed: ")?;
        let (count, _) = rest.split_once(" added")?;
        Some(count.parse::<usize>().unwrap())
    });
    counts.sum()
}

/// Starts so many processes at once, waits for those that end, and stops the others once the index
/// holds what it should.
fn at_once(sandbox: &Sandbox, number: usize, dice: &mut Dice, truth: &[String]) -> Vec<Output> {
    // No more than two that last: a machine of few cores has to get through.
    let lasting = dice.below(number.min(3));
    let mut last: Vec<Child> = (0..lasting)
        .map(|_| start(sandbox, LASTING[dice.below(LASTING.len())]))
        .collect();
    let end: Vec<Child> = (lasting..number)
        .map(|_| start(sandbox, ENDING[dice.below(ENDING.len())]))
        .collect();
    let outputs: Vec<Output> = (end.into_iter())
        .map(|child| child.wait_with_output().unwrap())
        .collect();
    // A loser answers from what there is, so the winner may still be at work.
    let begun = Instant::now();
    while records(sandbox, "index") != truth && begun.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(50));
    }
    for child in &mut last {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        child.kill().unwrap();
        child.wait().unwrap();
    }
    outputs
}

#[test]
fn processes_that_start_at_once_make_one_index() {
    let mut dice = Dice::new(17);
    for round in 0..rounds() {
        for number in [2, 4, 8] {
            let sandbox = Sandbox::of(&samples());
            let late = ["TDWL-2025Q3.txt", "TDWL-2025Q4.txt", "TDWL-2026Q1.txt"];
            let undisturbed = sandbox.run(&["index", "--index", "truth"]);
            assert_eq!(undisturbed.code, Some(0), "{undisturbed:?}");
            let truth = records(&sandbox, "truth");
            // At the first build, or when files have come.
            let first = dice.below(3) == 0;
            if !first {
                for name in late {
                    fs::rename(sandbox.path("corpus").join(name), sandbox.path(name)).unwrap();
                }
                assert_eq!(sandbox.run(&["index"]).code, Some(0));
                for name in late {
                    fs::rename(sandbox.path(name), sandbox.path("corpus").join(name)).unwrap();
                }
            }
            let outputs = at_once(&sandbox, number, &mut dice, &truth);
            for output in &outputs {
                assert!(output.status.success(), "round {round}: {}", text(output));
            }
            let found = records(&sandbox, "index");
            assert!(
                found == truth,
                "round {round}, {number} processes, first build {first}: {} records, not {}",
                found.len(),
                truth.len()
            );
            let most = if first { 9 } else { 3 };
            assert!(added(&outputs) <= most, "round {round}: written twice");
            let again = sandbox.run(&["index"]);
            assert!(
                again.out.contains("0 added, 0 changed, 0 removed, 9 unch"),
                "{again:?}"
            );
            let doctor = sandbox.run(&["doctor"]);
            assert_eq!(doctor.code, Some(0), "{doctor:?}");
        }
    }
}

/// Holds the lock of an index as another process would.
fn hold(sandbox: &Sandbox) -> fs::File {
    fs::create_dir_all(sandbox.path("index")).unwrap();
    let mut held = (fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true))
    .open(sandbox.path("index/writer.lock"))
    .unwrap();
    held.lock().unwrap();
    held.write_all(b"4711").unwrap();
    held
}

#[test]
fn who_asks_for_a_refresh_waits_for_it_and_who_searches_answers_at_once() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let held = hold(&sandbox);
    // Nothing to do takes no lock.
    for args in [&["index"][..], &["search", "margin"]] {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{run:?}");
    }
    sandbox.write("NEW.txt", call_of("NEW", 3, &["Ann Lee - CEO"]).as_bytes());
    let search = sandbox.run(&["search", "margin"]);
    assert_eq!(search.code, Some(0), "{search:?}");
    assert_eq!(
        search.err,
        "process 4711 is writing this index; this is answered from its last commit\n"
    );
    let index = start(&sandbox, &["index"]);
    thread::sleep(Duration::from_millis(1500));
    drop(held);
    let index = index.wait_with_output().unwrap();
    let said = text(&index);
    assert!(index.status.success(), "{said}");
    assert!(
        said.contains("process 4711 is writing this index; waiting for it"),
        "{said}"
    );
    assert!(said.contains("1 added"), "{said}");
}

#[test]
fn a_long_refresh_goes_on_behind_the_answer() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let search = || sandbox.run(&["--color", "never", "search", "--no-refresh", "company:NEW"]);
    sandbox.write("NEW.txt", call_of("NEW", 3, &["Ann Lee - CEO"]).as_bytes());
    // Refused at once, but as many bytes as an answer does not wait for.
    sandbox.write("LONG.txt", &[0; 7_000_000]);
    let held = hold(&sandbox);
    let busy = sandbox.run(&["search", "company:NEW"]);
    assert_eq!(busy.code, Some(2), "there is no such company yet: {busy:?}");
    assert_eq!(
        busy.err.lines().next(),
        Some("process 4711 is writing this index; this is answered from its last commit")
    );
    drop(held);
    let first = sandbox.run(&["search", "company:NEW"]);
    assert_eq!(first.code, Some(2), "{first:?}");
    let said = "files are being read (7.1 MB) in the background, and this is answered from the last commit";
    assert!(first.err.contains(said), "{first:?}");
    for _ in 0..600 {
        if search().code == Some(0) {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("the refresh in the background does not end: {:?}", search());
}

#[test]
fn a_search_waits_for_the_first_build() {
    let sandbox = Sandbox::of(&samples());
    let held = hold(&sandbox);
    let mut search = start(&sandbox, &["search", "margin"]);
    thread::sleep(Duration::from_millis(1500));
    assert!(search.try_wait().unwrap().is_none(), "it waits");
    drop(held);
    let search = search.wait_with_output().unwrap();
    let said = text(&search);
    assert!(search.status.success(), "{said}");
    assert!(
        said.contains("process 4711 is writing this index; waiting for it"),
        "{said}"
    );
}

#[test]
fn what_stands_twice_is_found_and_mended() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let truth = records(&sandbox, "index");
    let index = Index::at(sandbox.path("index"));
    let reader = index.reader().unwrap().unwrap();
    let source_record = reader.source_records().unwrap().remove(0);
    let mut call = reader.call_as_stored(&source_record.call).unwrap().unwrap();
    call.passages = reader.passages(&source_record.call).unwrap();
    let LockOutcome::Acquired(lock) = index.lock(LockWait::Short, &mut |_| {}).unwrap() else {
        panic!("nobody else writes");
    };
    let writer = index.writer(lock, false, Budget::MIN).unwrap();
    let twice = (call, source_record.clone());
    writer.replace(&[twice.clone(), twice]).unwrap();
    let commit = Commit {
        corpus_folders: reader.corpus_folders().clone(),
        people: reader.people().to_vec(),
        failed: Vec::new(),
        overrides_mark: reader.overrides_mark().to_owned(),
        former_ids: std::collections::BTreeMap::new(),
    };
    writer.commit(&commit).unwrap();
    assert!(records(&sandbox, "index").len() > truth.len());

    let doctor = sandbox.run(&["doctor"]);
    assert_eq!(doctor.code, Some(1), "{doctor:?}");
    let said = format!("there twice: {}", source_record.call);
    assert!(
        doctor.out.contains(&said) || doctor.out.contains(&source_record.source),
        "{doctor:?}"
    );
    assert!(doctor.out.contains("index --rebuild"), "{doctor:?}");
    let mended = sandbox.run(&["index"]);
    assert!(
        mended.out.contains("0 added, 1 changed, 0 removed, 8 unch"),
        "{mended:?}"
    );
    assert!(records(&sandbox, "index") == truth);
    assert_eq!(sandbox.run(&["doctor"]).code, Some(0));
}
