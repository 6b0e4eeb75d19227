//! Watching a corpus: changes are taken in soon, half-written files are waited for.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::harness::{Sandbox, call_of, samples};

/// `index --watch` at work, with the reports it prints.
struct Watching {
    child: Child,
    reports: Receiver<Value>,
}

impl Watching {
    fn start(sandbox: &Sandbox) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
            .args(["index", "--watch", "--json"])
            .current_dir(sandbox.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (send, reports) = mpsc::channel();
        thread::spawn(move || {
            for line in out.lines() {
                let report = serde_json::from_str(&line.unwrap()).unwrap();
                if send.send(report).is_err() {
                    return;
                }
            }
        });
        Self { child, reports }
    }

    /// The next report.
    fn next(&self) -> Value {
        (self.reports.recv_timeout(Duration::from_secs(30))).expect("a report within half a minute")
    }

    /// The sources that come, change and go until as many as expected have.
    fn until(&self, expected: usize) -> Vec<String> {
        let mut seen = Vec::new();
        while seen.len() < expected {
            let report = self.next();
            for what in ["added", "changed", "removed"] {
                for source in report[what].as_array().unwrap() {
                    seen.push(format!("{what} {}", source.as_str().unwrap()));
                }
            }
        }
        seen.sort();
        seen
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_changes_on_disk_changes_in_the_index() {
    let sandbox = Sandbox::of(&samples());
    let watching = Watching::start(&sandbox);
    assert_eq!(watching.until(9).len(), 9);

    // A burst is gathered; what editors leave is no transcript.
    for n in 0..20 {
        let name = format!("W{n:02}-2025Q3.txt");
        sandbox.write(
            &name,
            call_of(&format!("W{n:02}"), 3, &["Lena Orth - CEO"]).as_bytes(),
        );
    }
    for name in [
        ".W00.txt.swp",
        "W01.txt~",
        "#W02.txt#",
        "~$W03.txt",
        "W04.txt.part",
    ] {
        sandbox.write(name, call_of("TEMP", 3, &["Lena Orth - CEO"]).as_bytes());
    }
    let came = watching.until(20);
    assert_eq!(came.len(), 20, "{came:?}");
    assert!(
        came.iter().all(|source| source.starts_with("added W")),
        "{came:?}"
    );

    let text = call_of(
        "W07",
        3,
        &["Lena Orth - CEO", "Ann Lee - Analyst, Elm Bank"],
    );
    sandbox.write("W07-2025Q3.txt", text.as_bytes());
    sandbox.remove("W08-2025Q3.txt");
    fs::rename(
        sandbox.path("corpus/W09-2025Q3.txt"),
        sandbox.path("corpus/renamed.txt"),
    )
    .unwrap();
    assert_eq!(
        watching.until(4),
        [
            "added renamed.txt",
            "changed W07-2025Q3.txt",
            "removed W08-2025Q3.txt",
            "removed W09-2025Q3.txt"
        ]
    );
    assert_eq!(
        sandbox
            .found(&["speaker:\"Ann Lee\"", "--no-refresh"])
            .len(),
        1
    );
}

#[test]
fn a_half_written_file_is_waited_for() {
    let sandbox = Sandbox::of(&samples());
    let watching = Watching::start(&sandbox);
    watching.until(9);
    let whole = call_of(
        "SLOW",
        3,
        &["Lena Orth - CEO", "Ann Lee - Analyst, Elm Bank"],
    );
    let mut slow = fs::File::create(sandbox.path("corpus/SLOW-2025Q3.txt")).unwrap();
    let (first, rest) = whole.split_at(whole.find("  • Ann Lee").unwrap());
    slow.write_all(first.as_bytes()).unwrap();
    let mut longest_pause = Duration::ZERO;
    let mut last = Instant::now();
    for n in 0..24 {
        thread::sleep(Duration::from_millis(50));
        slow.write_all(b"\n").unwrap();
        longest_pause = longest_pause.max(last.elapsed());
        last = Instant::now();
        if n % 6 == 0 {
            let call = call_of(&format!("QCK{n}"), 3, &["Lena Orth - CEO"]);
            sandbox.write(&format!("Q{n}.txt"), call.as_bytes());
        }
    }
    slow.write_all(rest.as_bytes()).unwrap();
    drop(slow);
    let whole_there = |came: &[String]| {
        let search = ["search", "speaker:\"Ann Lee\"", "--no-refresh"];
        came.len() >= 5 && sandbox.run(&search).code == Some(0)
    };
    let mut came = Vec::new();
    while !whole_there(&came) {
        came.extend(watching.until(1));
    }
    // On a machine that did not dawdle it came once, when it was whole.
    if longest_pause < Duration::from_millis(300) {
        assert_eq!(came.len(), 5, "{came:?}");
        assert!(
            came.contains(&"added SLOW-2025Q3.txt".to_owned()),
            "{came:?}"
        );
    }
}
