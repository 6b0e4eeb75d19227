//! Public judged questions, which nobody here wrote, are answered well: `../shared/relevance` has the
//! questions and `measure.py`, which asks them of a server as they stand.

use std::{fs, net::TcpListener, path::Path, process::Command};

use crate::{harness::beside, python::python};

/// What the answers to one set of questions must reach; whoever makes them better moves its bars.
struct Bars {
    set: &'static str,
    least_ndcg_at_10: f64,
    most_percent_without_answer: f64,
    most_errors: usize,
}

const TATQA: Bars = Bars {
    set: "tatqa",
    least_ndcg_at_10: 0.82,
    most_percent_without_answer: 0.0,
    most_errors: 0,
};

const DRCD: Bars = Bars {
    set: "drcd",
    least_ndcg_at_10: 0.965,
    most_percent_without_answer: 0.0,
    most_errors: 0,
};

/// What `measure.py` prints of a set.
#[derive(Debug, PartialEq)]
struct Measured {
    questions: usize,
    ndcg_at_10: f64,
    percent_without_answer: f64,
    errors: usize,
}

impl Measured {
    /// Reads the number of questions from the first line of the set and the rest from our row.
    fn parse(set: &str, printed: &str) -> Option<Self> {
        let words = |start: &str| {
            let mut lines = printed.lines().map(str::trim);
            let line = lines.find(|line| line.starts_with(start))?;
            Some(line.split_whitespace().collect::<Vec<_>>())
        };
        let row = words("verbatim ")?;
        let [_, ndcg, _, _, _, without, errors] = row.as_slice() else {
            return None;
        };
        Some(Self {
            questions: words(&format!("{set}: "))?.get(1)?.parse().ok()?,
            ndcg_at_10: ndcg.parse().ok()?,
            percent_without_answer: without.strip_suffix('%')?.parse().ok()?,
            errors: errors.parse().ok()?,
        })
    }
}

/// Runs `measure.py` for one set, on a port of its own, and leaves nothing behind.
fn measure(python: &Path, folder: &Path, set: &str) -> String {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port().to_string();
    drop(free);
    let rest = tempfile::tempdir().unwrap();
    let program = "import sys; folder, port, binary, name = sys.argv[1:]; sys.path.insert(0, folder)\n\
                   import measure; measure.Server.__init__.__defaults__ = (int(port),)\n\
                   measure.measure(binary, name)";
    let run = Command::new(python)
        .args(["-B", "-c", program])
        .arg(folder)
        .args([&port, env!("CARGO_BIN_EXE_verbatim"), set])
        .env("TMPDIR", rest.path())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&run.stdout).into_owned();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{printed}{said}");
    printed
}

fn check(bars: &Bars) {
    let Some(folder) = beside("relevance") else {
        return;
    };
    let Some(python) = python("http.client") else {
        return;
    };
    let asked = fs::read_to_string(folder.join(bars.set).join("queries.jsonl")).unwrap();
    let printed = measure(&python, &folder, bars.set);
    let measured = Measured::parse(bars.set, &printed);
    let measured = measured.unwrap_or_else(|| panic!("no measures in {printed}"));
    assert_eq!(measured.questions, asked.lines().count(), "{printed}");
    assert!(
        measured.ndcg_at_10 >= bars.least_ndcg_at_10
            && measured.percent_without_answer <= bars.most_percent_without_answer
            && measured.errors <= bars.most_errors,
        "{printed}"
    );
}

#[test]
fn questions_on_annual_reports_are_answered_well() {
    check(&TATQA);
}

#[test]
fn questions_on_chinese_articles_are_answered_well() {
    check(&DRCD);
}

#[test]
fn what_the_script_prints_is_read() {
    let printed = "drcd: 600 questions over 1000 paragraphs\n    nDCG@10  R@10   R@50   MRR@10 none   errors\n  \
                   verbatim      0.909  0.935  0.940  0.900    4.7% 3\n  \
                   BM25, folded Han bigrams, any    0.968  0.997  0.998  0.958    0.0%\n";
    let measured = Measured {
        questions: 600,
        ndcg_at_10: 0.909,
        percent_without_answer: 4.7,
        errors: 3,
    };
    assert_eq!(Measured::parse("drcd", printed), Some(measured));
    assert_eq!(Measured::parse("tatqa", printed), None);
    assert_eq!(Measured::parse("drcd", "drcd: 600 questions"), None);
}
