//! Full disks, folders that cannot be written, and bounds: a sentence each, and nothing
//! is lost.

use std::{fs, process::Command};

use crate::harness::{Run, Sandbox, samples};
#[cfg(unix)]
use crate::unprivileged::{Unprivileged, set_mode};

/// Runs a line of the shell in the sandbox, with the program as `$V`.
#[cfg(unix)]
fn shell(sandbox: &Sandbox, line: &str) -> Run {
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(sandbox.path(""))
        .env("V", env!("CARGO_BIN_EXE_verbatim"))
        .output()
        .unwrap();
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_last_commit_whole() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let search = || sandbox.found(&["margin", "--no-refresh"]);
    let truth = search();
    for name in ["LMRA-2025Q3", "LMRA-2025Q4", "TDWL-2025Q3"] {
        let text = fs::read_to_string(samples().join(format!("{name}.txt"))).unwrap();
        sandbox.write(
            &format!("{name}.txt"),
            (text + "\n  • More margin.\n").as_bytes(),
        );
    }
    for blocks in [0, 1, 8, 32, 64] {
        // Writing more than that fails, as on a full disk.
        let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$V\" index");
        let run = shell(&sandbox, &line);
        assert_eq!(run.code, Some(2), "{blocks}: {run:?}");
        assert!(!run.err.contains("panicked"), "{blocks}: {run:?}");
        assert_eq!(run.err.matches("error:").count(), 1, "{blocks}: {run:?}");
        assert!(run.err.contains("too large"), "{blocks}: {run:?}");
        assert_eq!(search(), truth, "{blocks}");
    }
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    assert_ne!(search(), truth);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_can_be_searched() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let truth = sandbox.found(&["margin"]);
    let user = Unprivileged::of(&sandbox);
    let search = || user.run(&["search", "margin", "--limit", "1000", "--json"]);
    let folders = || walkdir::WalkDir::new(sandbox.path("index")).into_iter();
    for entry in folders().map(|entry| entry.unwrap()) {
        let is_folder = entry.file_type().is_dir();
        set_mode(entry.path(), if is_folder { 0o555 } else { 0o444 });
    }
    let run = search();
    assert_eq!(run.code, Some(0), "{run:?}");
    let answer: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(answer["total"], truth.len());

    let mut text = fs::read(samples().join("LMRA-2025Q3.txt")).unwrap();
    text.extend_from_slice(b"\nOne line more.\n");
    sandbox.write("NEW-2025Q3.txt", &text);
    set_mode(&sandbox.path("corpus/NEW-2025Q3.txt"), 0o644);
    let index = user.run(&["index"]);
    assert_eq!(index.code, Some(2), "{index:?}");
    assert!(index.err.contains("cannot be written"), "{index:?}");
    let run = search();
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.contains("searched as it is"), "{run:?}");
    for entry in folders().map(|entry| entry.unwrap()) {
        set_mode(entry.path(), 0o755);
    }
}

#[test]
fn a_file_larger_than_memory_allows_is_named() {
    let sandbox = Sandbox::of(&samples());
    let text = fs::read_to_string(samples().join("LMRA-2025Q3.txt")).unwrap();
    sandbox.write("LARGE-2025Q3.txt", text.repeat(600).as_bytes());
    let run = sandbox.run(&["index", "--memory", "256MB"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.out.contains("LARGE-2025Q3.txt: may take"), "{run:?}");
    assert!(run.out.contains("9 added"), "{run:?}");
    let enough = sandbox.run(&["index"]);
    assert!(enough.out.contains("1 added"), "{enough:?}");
    for wrong in ["12", "much", "1TB", "99999999999999GB"] {
        let run = sandbox.run(&["index", "--memory", wrong]);
        assert_eq!(run.code, Some(2), "{wrong}: {run:?}");
    }
}

#[test]
fn results_have_an_end() {
    let sandbox = Sandbox::samples();
    let beyond = sandbox.run(&["search", "margin", "--offset", "1000000"]);
    assert_eq!(beyond.code, Some(2), "{beyond:?}");
    assert!(beyond.err.contains("up to the 1000000th"), "{beyond:?}");
    let past = sandbox.run(&["search", "margin", "--offset", "999999"]);
    assert!(past.out.contains("passages in 9 calls"), "{past:?}");
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_corpus_is_read() {
    let sandbox = Sandbox::of(&samples());
    fs::create_dir_all(sandbox.path("outside")).unwrap();
    let secret = fs::read(samples().join("LMRA-2025Q3.txt")).unwrap();
    fs::write(sandbox.path("outside/SECRET-2025Q3.txt"), secret).unwrap();
    let link = |name: &str, to: &str| {
        std::os::unix::fs::symlink(sandbox.path(to), sandbox.path("corpus").join(name)).unwrap();
    };
    link("folder", "outside");
    link("file.txt", "outside/SECRET-2025Q3.txt");
    link("LMRA-2025Q3.toml", "outside/SECRET-2025Q3.txt");
    let run = sandbox.run(&["index"]);
    assert!(run.out.contains("9 added"), "{run:?}");
    assert!(!run.out.contains("SECRET"), "{run:?}");
    assert_eq!(run.out.matches("is a symbolic link").count(), 3, "{run:?}");
}
