//! Saved searches by their law: a passage is new until it has been shown, and never lost. Previews
//! agree with a scan.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use proptest::prelude::*;
use verbatim::{
    engine::{CallPart, Engine, News},
    index::CorpusFolders,
    query::Field,
    search::{FilterArg, Request, Sort, Which},
};

use crate::{
    harness::{bilingual, samples},
    library::{Library, folded},
};

/// What a call says, by name of its file: some of it on apples.
type Corpus = BTreeMap<u8, BTreeSet<u8>>;

/// Which sentences are on apples.
fn is_on_apples(sentence: u8) -> bool {
    !sentence.is_multiple_of(3)
}

fn write(folder: &Path, corpus: &Corpus) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    for (call, sentences) in corpus {
        let said: Vec<String> = (sentences.iter())
            .map(|&sentence| match is_on_apples(sentence) {
                true => format!("Sentence {sentence} is on apples."),
                false => format!("Sentence {sentence} is on pears."),
            })
            .collect();
        let mut said: Vec<(&str, &str)> = (said.iter())
            .map(|text| (text.as_str(), "一段話。"))
            .collect();
        said.push(("That is all.", "就這樣。"));
        let title = format!("測試公司 (AA{call}) 2025 Q1 法說會逐字稿");
        let text = bilingual(&title, &[("Ann Lee - Chief Executive Officer", &said)]);
        fs::write(folder.join(format!("{call}.txt")), text).unwrap();
    }
}

/// Brings the index up to the corpus.
fn refresh(engine: &Engine, corpus: &Path) {
    // Calls come and go as they like, and all that are gone are meant to be.
    let engine = engine.clone().with_pruning(true);
    let corpus_folders = CorpusFolders::new([corpus.to_owned()]);
    engine.refresh(&corpus_folders, false, &mut |_| {}).unwrap();
}

/// What a reader sees: call and text.
fn shown(news: &News) -> BTreeSet<(String, String)> {
    (news.response.hits.iter())
        .map(|hit| (hit.call.id.clone(), hit.passage.text.en.clone().unwrap()))
        .collect()
}

fn request(limit: usize) -> Request {
    Request {
        limit,
        sort: Sort::Newest,
        ..Request::new("apples")
    }
}

/// A state of the corpus, the limit of a run, whether it is remembered, whether it shows all.
fn step() -> impl Strategy<Value = (Corpus, usize, bool, bool)> {
    let sentences = proptest::collection::btree_set(0_u8..8, 0..6);
    let corpus = proptest::collection::btree_map(0_u8..3, sentences, 1..4);
    let limit = prop_oneof![Just(1000_usize), 0_usize..4];
    (corpus, limit, any::<bool>(), proptest::bool::weighted(0.2))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn new_is_what_has_not_been_shown(steps in proptest::collection::vec(step(), 1..6)) {
        let folder = tempfile::tempdir().unwrap();
        let corpus = folder.path().join("corpus");
        let engine = Engine::new(folder.path().join("index"));
        let mut remembered: BTreeSet<(String, String)> = BTreeSet::new();
        for (calls, limit, remember, all) in steps {
            write(&corpus, &calls);
            refresh(&engine, &corpus);
            let matching: BTreeSet<(String, String)> = calls.iter().flat_map(|(call, sentences)| {
                let on_apples = sentences.iter().filter(|&&sentence| is_on_apples(sentence));
                on_apples.map(move |sentence| {
                    (format!("AA{call}-2025Q1"), format!("Sentence {sentence} is on apples."))
                })
            }).collect();
            let expected: BTreeSet<_> = matching.difference(&remembered).cloned().collect();

            let which = if all { Which::All } else { Which::New };
            let news = engine.news("apples", &request(limit), which).unwrap();
            prop_assert_eq!(news.new as usize, expected.len());
            let calls: BTreeSet<_> = expected.iter().map(|(call, _)| call).collect();
            prop_assert_eq!(news.new_calls as usize, calls.len());
            prop_assert_eq!(news.response.total as usize, matching.len());
            let from = if all { &matching } else { &expected };
            let shown = shown(&news);
            prop_assert_eq!(shown.len(), from.len().min(limit));
            prop_assert!(shown.is_subset(from));
            if remember {
                engine.remember(&news).unwrap();
                remembered.extend(shown);
            }
        }
    }
}

#[test]
fn of_two_runs_at_once_neither_loses_anything() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    let engine = Engine::new(folder.path().join("index"));
    let state = |sentences: &[u8]| {
        write(
            &corpus,
            &BTreeMap::from([(1, sentences.iter().copied().collect())]),
        );
        refresh(&engine, &corpus);
    };
    let run = |limit| engine.news("apples", &request(limit), Which::New).unwrap();
    for one_first in [true, false] {
        state(&[1, 2]);
        let one = run(1);
        state(&[1, 2, 4, 5]);
        let other = run(3);
        let mut pair = [&one, &other];
        if !one_first {
            pair.reverse();
        }
        pair.into_iter()
            .for_each(|news| engine.remember(news).unwrap());
        let mut all = shown(&one);
        all.extend(shown(&other));
        all.extend(shown(&run(1000)));
        assert_eq!(all.len(), 4, "{all:?}");
        // Several at the same time leave a whole memory.
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| engine.remember(&run(1000)).unwrap());
            }
        });
        assert_eq!(run(1000).new, 0);
        fs::remove_dir_all(folder.path().join("index/saved")).unwrap();
    }
}

#[test]
fn previews_agree_with_a_scan() {
    let library = Library::of(vec![samples()]);
    let mut fired = BTreeSet::new();
    for text in ["庫存", "關稅", "雲端"] {
        // Calls and passages, those that match before all, by period.
        let mut scan: BTreeMap<String, [u64; 4]> = BTreeMap::new();
        for entry in library.engine.calls(&Request::new("")).unwrap() {
            let reading = (library.engine)
                .read(&entry.call.id, &CallPart::default())
                .unwrap();
            let row = scan
                .entry(entry.call.period.unwrap().to_string())
                .or_default();
            let matching = reading.passages.iter().filter(|passage| {
                let mut sides = passage.text.iter();
                sides.any(|(_, side)| folded(side).contains(&folded(text)))
            });
            let matching = matching.count() as u64;
            row[0] += u64::from(matching > 0);
            row[1] += 1;
            row[2] += matching;
            row[3] += reading.passages.len() as u64;
        }
        let request = Request {
            literal: true,
            ..Request::new(text)
        };
        let preview = library.engine.preview(&request).unwrap();
        let rows: BTreeMap<String, [u64; 4]> = (preview.rows.iter())
            .map(|row| {
                let counts = [row.calls, row.of_calls, row.passages, row.of];
                (row.period.clone(), counts)
            })
            .collect();
        assert_eq!(rows, scan, "{text}");
        assert!(preview.rows.iter().map(|row| &row.period).is_sorted());
        let sum = |at: usize| scan.values().map(|row| row[at]).sum::<u64>();
        assert_eq!((preview.calls, preview.passages), (sum(0), sum(2)));
        let fires = scan.values().filter(|row| row[2] > 0).count();
        assert_eq!(preview.fires(), fires, "{text}");
        fired.insert(fires == scan.len());
    }
    assert!(fired.contains(&false), "there is a period without");
    // Filters alone are counted among all passages.
    let request = Request {
        filters: vec![FilterArg::new(Field::Role, "analyst").unwrap()],
        ..Request::new("")
    };
    let preview = library.engine.preview(&request).unwrap();
    assert_eq!(preview.query, "role:analyst");
    let all: u64 = preview.rows.iter().map(|row| row.of).sum();
    assert!(preview.passages < all, "{preview:?}");
    let found = library.engine.search(&request).unwrap();
    assert_eq!(found.total, preview.passages);
}
