//! How work ends early: a deadline, a client that leaves, Ctrl-C; and who is answered meanwhile.

use std::{
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use verbatim::{
    CancelToken, Result,
    cancel::Pacer,
    engine::Engine,
    error::Kind,
    index::FacetField,
    search::{CallSort, Grouping, ListSort, Request, Sort},
};

use crate::{
    harness::{Sandbox, bilingual},
    server::eventually,
};

/// Cancels the work at so many looks at the token, and counts them.
struct EndsAt {
    looks: AtomicUsize,
    end: usize,
}

impl Pacer for EndsAt {
    fn pace(&self, token: &CancelToken) -> Result<()> {
        if self.looks.fetch_add(1, Ordering::Relaxed) + 1 == self.end {
            token.cancel();
        }
        Ok(())
    }
}

/// How often some work looks at its token when it is let to the end; the work must end with the error
/// whenever it is cancelled on the way.
fn looks<T: std::fmt::Debug>(name: &str, work: impl Fn(&Engine) -> Result<T>) -> usize {
    let engine = || Engine::new(Sandbox::samples().path("index"));
    let ended_at = |end: usize| {
        let pacer = Arc::new(EndsAt {
            looks: AtomicUsize::new(0),
            end,
        });
        let token = CancelToken::paced(Duration::from_secs(600), Arc::clone(&pacer) as _);
        let done = work(&engine().with_cancel(token));
        (done, pacer.looks.load(Ordering::Relaxed))
    };
    let (whole, looks) = ended_at(usize::MAX);
    whole.unwrap();
    for end in [1, 2, 3, looks / 4, looks / 2, looks]
        .into_iter()
        .filter(|end| *end <= looks)
    {
        let (done, _) = ended_at(end.max(1));
        let error = done.expect_err(name);
        assert_eq!(error.kind, Kind::Cancelled, "{name} at {end} of {looks}");
    }
    let late = work(&engine().with_cancel(CancelToken::within(Duration::ZERO)));
    assert_eq!(late.unwrap_err().kind, Kind::Deadline, "{name}");
    looks
}

#[test]
fn all_work_ends_when_it_is_cancelled_on_the_way() {
    let the = Request::new("the");
    let all = the.clone().with_limit(1000);
    let search = |request: Request| looks("search", move |engine| engine.search(&request));
    let matches = Engine::new(Sandbox::samples().path("index"))
        .search(&the)
        .unwrap()
        .total as usize;
    assert!(matches > 10);
    // Who reads every match looks at each.
    assert!(search(all.clone()) > matches);
    for by in [Grouping::Call, Grouping::Exchange, Grouping::Turn] {
        search(Request {
            group: Some(by),
            ..all.clone()
        });
    }
    search(Request {
        sort: Sort::Newest,
        ..all.clone()
    });
    search(Request::new("capex OR th*"));
    search(Request::new("asked:growth"));
    search(Request::new("zzzunknown word"));
    looks("trend", |engine| engine.trend(&the, FacetField::Period));
    looks("audit", |engine| engine.audit(&Request::new(""), &[], 100));
    looks("calls", |engine| engine.calls_by(&the, CallSort::Call));
    looks("companies", |engine| engine.companies(&the, ListSort::Name));
    looks("speakers", |engine| engine.speakers(&the, ListSort::Name));
    looks("firms", |engine| engine.firms(&the, ListSort::Name));
    looks("mentions", |engine| engine.mentions(&the));
    looks("periods", |engine| engine.periods(&the));
    let ids: Vec<String> = {
        let calls = Engine::new(Sandbox::samples().path("index")).calls(&Request::new(""));
        calls
            .unwrap()
            .into_iter()
            .map(|entry| entry.call.id.clone())
            .collect()
    };
    let two = [ids[0].as_str(), ids[1].as_str()];
    looks("compare", |engine| engine.compare(&the, two, 10));
}

/// A call of so many paragraphs that all state amounts.
fn long_call(quarter: u8, paragraphs: usize) -> String {
    let mut texts = Vec::new();
    for n in 0..paragraphs {
        let (a, b) = (n * 7 % 90 + quarter as usize, n * 13 % 700 + 100);
        texts.push((
            format!(
                "In the quarter the revenue of the unit number {n} rose {a}% to US${b} million, \
                 while the margin of the other was {}% and the cost US${} million.",
                a + 1,
                b + 7
            ),
            format!("第{n}單位營收成長{a}%，達{b}百萬美元。"),
        ));
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(en, zh)| (&**en, &**zh)).collect();
    bilingual(
        &format!("測試 (LONG) 2025 Q{quarter} 法說會逐字稿"),
        &[("Ann Lee - Chief Executive Officer", &texts)],
    )
}

/// Interrupts a command after a while; its status, and how long it took to end.
fn interrupted(sandbox: &Sandbox, args: &[&str], after: Duration) -> (Option<i32>, Duration) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .args(args)
        .current_dir(sandbox.path(""))
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    thread::sleep(after);
    let still_running = child.try_wait().unwrap().is_none();
    assert!(still_running, "{args:?} ended before it was interrupted");
    let start = Instant::now();
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.unwrap().success());
    let status = child.wait().unwrap();
    (status.code(), start.elapsed())
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_command_and_leaves_the_last_commit() {
    let sandbox = Sandbox::with(&[("a.txt", &long_call(1, 3))]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let total = || sandbox.json(&["search", "revenue", "--no-refresh"])["total"].clone();
    let before = total();
    for number in 2..=40 {
        sandbox.write(
            &format!("{number}.txt"),
            long_call(number, 4_000).as_bytes(),
        );
    }
    // Much is to be indexed, also by a program built for speed, so the searches have not begun yet: they build
    // an index of their own.
    for command in [
        &["index"][..],
        &["--index", "new", "search", "revenue"],
        &["--index", "other", "trend", "the"],
    ] {
        let (code, took) = interrupted(&sandbox, command, Duration::from_millis(700));
        assert_eq!(code, Some(130), "{command:?}");
        assert!(took < Duration::from_secs(5), "{command:?}: {took:?}");
        assert_eq!(total(), before, "{command:?}");
    }
}

#[test]
fn dear_requests_leave_permits_to_others() {
    let calls: Vec<String> = (1..=4).map(|quarter| long_call(quarter, 500)).collect();
    let files: Vec<(String, &str)> = (1..)
        .map(|n| format!("{n}.txt"))
        .zip(calls.iter().map(|call| &**call))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, *text)).collect();
    let sandbox = Sandbox::with(&files);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let server = sandbox.serve(&["--no-refresh"]);
    let done = AtomicBool::new(false);
    let dear = [
        "/api/trend?q=the&vs=revenue&vs=margin&vs=unit&vs=of&vs=cost&vs=other&vs=number&vs=quarter",
        "/api/compare?q=the&call=LONG-2025Q1&call=LONG-2025Q2",
        "/api/search?q=the*&group=call&limit=100",
    ];
    thread::scope(|scope| {
        for n in 0..9 {
            let (server, done) = (&server, &done);
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    // Refused ones are part of the load.
                    server.get(dear[n % dear.len()]);
                }
            });
        }
        thread::sleep(Duration::from_secs(2));
        for _ in 0..20 {
            assert_eq!(server.get("/api/search?q=revenue&limit=5").status, 200);
            assert_eq!(server.get("/healthz").status, 200);
            assert_eq!(server.get("/metrics").status, 200);
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_client_that_leaves_ends_its_work() {
    let calls = [long_call(1, 150), long_call(2, 150)];
    let sandbox = Sandbox::with(&[("1.txt", &calls[0]), ("2.txt", &calls[1])]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let server = sandbox.serve(&["--no-refresh"]);
    let path =
        "/api/trend?q=the&vs=revenue&vs=margin&vs=unit&vs=of&vs=cost&vs=other&vs=number&vs=quarter";
    let start = Instant::now();
    server.get(path);
    let whole = start.elapsed();
    for _ in 0..40 {
        use std::io::Write;
        let mut stream = std::net::TcpStream::connect(&server.addr).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n",
            server.addr
        )
        .unwrap();
        thread::sleep(Duration::from_millis(20));
    }
    // Had their work gone on, this one would wait for forty others.
    let start = Instant::now();
    eventually("it is answered", || server.get(path).status == 200);
    assert!(
        start.elapsed() < whole * 10 + Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn few_queries_are_set_beside_one() {
    let many = |count: usize| {
        ["trend", "capex"]
            .into_iter()
            .map(str::to_owned)
            .chain((0..count).flat_map(|n| ["--vs".to_owned(), format!("word{n}")]))
            .collect::<Vec<String>>()
    };
    let run = |count: usize| {
        let args = many(count);
        Sandbox::samples().run(&args.iter().map(|arg| &**arg).collect::<Vec<_>>())
    };
    assert_ne!(run(8).code, Some(2));
    let refused = run(9);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused
            .err
            .contains("at most 8 queries are set beside the first, not 9"),
        "{refused:?}"
    );
}
