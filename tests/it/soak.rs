//! One process changes a corpus and indexes it, others search meanwhile: every answer is that of one
//! commit, held against a scan of the files as they were then. `VERBATIM_SOAK` says for how many
//! seconds.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::harness::{Sandbox, bilingual};

/// Files of the corpus.
const FILES: usize = 40;

const WORDS: [(&str, &str); 4] = [
    ("inventory", "庫存"),
    ("tariffs", "關稅"),
    ("dividends", "股利"),
    ("wafers", "晶圓"),
];

/// The words that a file says at a time; nothing where it is not there.
fn says(file: usize, time: usize) -> Option<Vec<usize>> {
    let seed = (file * 7919 + time / (1 + file % 5) * 104_729) % 1_000_003;
    if seed.is_multiple_of(6) {
        return None;
    }
    Some(
        (0..WORDS.len())
            .filter(|word| (seed >> word) & 1 == 1)
            .collect(),
    )
}

fn name(file: usize) -> String {
    format!("S{file:03}-2025Q3.txt")
}

/// Brings the files from one time to the next; gives the time at which the corpus is now.
fn put(sandbox: &Sandbox, time: usize) {
    for file in 0..FILES {
        let now = says(file, time);
        let before = time.checked_sub(1).and_then(|before| says(file, before));
        if time > 0 && now == before {
            continue;
        }
        match now {
            None => {
                if before.is_some() && time > 0 {
                    sandbox.remove(&name(file));
                }
            }
            Some(words) => {
                let paragraphs: Vec<(String, &str)> = (words.iter())
                    .map(|&word| (format!("We speak of {}.", WORDS[word].0), WORDS[word].1))
                    .collect();
                let mut paragraphs: Vec<(&str, &str)> = (paragraphs.iter())
                    .map(|(en, zh)| (en.as_str(), *zh))
                    .collect();
                paragraphs.push(("Nothing else.", "沒有別的。"));
                let title = format!("穹光電子 (S{file:03}) 2025年 Q3 法說會逐字稿");
                let call = bilingual(&title, &[("Lena Orth - CEO", &paragraphs)]);
                sandbox.write(&name(file), call.as_bytes());
            }
        }
    }
    // The clock: what it says tells of which time a commit is.
    let tick = format!("The clock shows tick{time:06}.");
    let call = bilingual(
        "時鐘 (CLOCK) 2025年 Q3 法說會逐字稿",
        &[("Lena Orth - CEO", &[(tick.as_str(), "時鐘。")])],
    );
    sandbox.write("CLOCK-2025Q3.txt", call.as_bytes());
}

/// What a scan of the files of a time finds.
fn scan(word: usize, time: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in 0..FILES {
        let place = says(file, time).and_then(|words| words.iter().position(|&said| said == word));
        if let Some(place) = place {
            found.insert(format!("S{file:03}-2025Q3#{}", place + 1));
        }
    }
    found
}

#[test]
fn every_answer_is_that_of_one_commit() {
    let seconds = std::env::var("VERBATIM_SOAK").ok();
    let seconds = seconds.map_or(4, |seconds| seconds.parse().unwrap());
    let sandbox = Sandbox::empty();
    put(&sandbox, 0);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let (stop, commits) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (answers, moved) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let begun = Instant::now();
            for time in 1.. {
                put(&sandbox, time);
                let run = sandbox.run(&["index"]);
                assert_eq!(run.code, Some(0), "{run:?}");
                commits.fetch_add(1, Ordering::Relaxed);
                if time > 4 && begun.elapsed() > Duration::from_secs(seconds) {
                    break;
                }
            }
            stop.store(true, Ordering::Relaxed);
        });
        for searcher in 0..4 {
            let (sandbox, stop) = (&sandbox, &stop);
            let (answers, moved) = (&answers, &moved);
            scope.spawn(move || {
                let mut last = 0;
                let mut turn = searcher;
                while !stop.load(Ordering::Relaxed) {
                    let word = turn % WORDS.len();
                    let typed = if turn % 2 == 0 {
                        WORDS[word].0
                    } else {
                        WORDS[word].1
                    };
                    turn += 1;
                    let query = format!("tick* OR {typed}");
                    let limit = ["--limit", "all", "--literal", "--no-refresh"];
                    let answer = sandbox.json(&[&["search", &query], &limit[..]].concat());
                    let mut time = None;
                    let mut found = BTreeSet::new();
                    for hit in answer["hits"].as_array().unwrap() {
                        let text = hit["text"]["en"].as_str().unwrap();
                        match text.split_once("tick") {
                            Some((_, tick)) => {
                                time = Some(tick.trim_end_matches('.').parse::<usize>().unwrap());
                            }
                            None => {
                                found.insert(hit["citation"].as_str().unwrap().to_owned());
                            }
                        }
                    }
                    let time = time.unwrap_or_else(|| panic!("no clock: {answer}"));
                    assert!(time >= last, "back from {last} to {time}");
                    assert_eq!(found, scan(word, time), "{typed} at {time}");
                    assert_eq!(answer["total"], found.len() + 1);
                    moved.fetch_add(usize::from(time > last), Ordering::Relaxed);
                    answers.fetch_add(1, Ordering::Relaxed);
                    last = time;
                }
            });
        }
    });
    let [answers, commits, moved] =
        [&answers, &commits, &moved].map(|count| count.load(Ordering::Relaxed));
    #[allow(clippy::print_stderr)]
    {
        eprintln!("{answers} answers over {commits} commits, each held against a scan");
    }
    assert!(
        answers > 10 && commits > 1 && moved > 1,
        "{answers} {commits} {moved}"
    );
}
