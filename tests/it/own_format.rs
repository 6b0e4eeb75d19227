//! Formats of a library's user: an index knows with which it was read.

use std::{fs, path::Path};

use verbatim::{
    engine::Engine,
    search::Request,
    transcript::format::{Document, Format, Heading, Paragraph, RawTurn, Transcript},
};

use crate::harness::call_of;

/// `!TICKER PERIOD`, then a paragraph a line; a version says who is taken to speak.
struct Lines(u32);

impl Format for Lines {
    fn name(&self) -> &'static str {
        "lines"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        document.text().starts_with('!')
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let mut lines = document.text().lines();
        let head = lines.next().unwrap_or_default().trim_start_matches('!');
        let (ticker, period) = head.split_once(' ').unwrap_or((head, ""));
        let heading = Heading {
            name: format!("Speaker {}", self.0),
            ..Heading::default()
        };
        Transcript {
            ticker: Some(ticker.to_owned()),
            period: period.parse().ok(),
            turns: vec![RawTurn {
                paragraphs: lines.map(Paragraph::new).collect(),
                ..RawTurn::new(heading)
            }],
            ..Transcript::default()
        }
    }

    fn caveat(&self) -> Option<&'static str> {
        Some("lines of nobody")
    }

    fn version(&self) -> u32 {
        self.0
    }
}

/// A folder with a call that the program can read and one that it cannot.
fn corpus(folder: &Path) -> std::path::PathBuf {
    let corpus = folder.join("corpus");
    fs::create_dir_all(&corpus).unwrap();
    fs::write(corpus.join("a.txt"), call_of("AAA", 1, &["Ann Wu - CFO"])).unwrap();
    fs::write(
        corpus.join("own.txt"),
        "!OWN 2025Q1\nWe grow.\n我們成長。\n",
    )
    .unwrap();
    corpus
}

/// What a refresh reads again, and the calls there are then.
fn read(engine: &Engine, corpus: &Path) -> (usize, Vec<String>) {
    let report = engine.index(corpus).unwrap();
    let calls = engine.calls(&Request::new("")).unwrap();
    let ids = calls
        .into_iter()
        .map(|entry| entry.call.id.clone())
        .collect();
    (report.added.len() + report.changed.len(), ids)
}

#[test]
fn an_index_is_read_anew_by_an_engine_with_other_formats() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path());
    let plain = || Engine::new(folder.path().join("index"));
    let own = |version| plain().with_format(Lines(version));
    let both = ["AAA-2025Q1", "OWN-2025Q1"].map(str::to_owned).to_vec();
    let alone = both[..1].to_vec();

    assert_eq!(read(&plain(), &corpus), (1, alone.clone()));
    // What could not be read before is not remembered as such, and what was read is read as it is now.
    assert_eq!(read(&own(1), &corpus), (2, both.clone()));
    assert_eq!(read(&own(1), &corpus), (0, both.clone()));
    assert_eq!(read(&own(2), &corpus), (2, both.clone()));
    let hits = own(2)
        .search(&Request::new("成長").with_limit(9))
        .unwrap()
        .hits;
    let own_hits: Vec<_> = (hits.iter())
        .filter(|hit| hit.call.format == "lines")
        .collect();
    assert_eq!(own_hits.len(), 1);
    for hit in own_hits {
        assert_eq!(hit.speaker().unwrap().name, "Speaker 2");
        assert_eq!(own(2).caveat_of(&hit.call), Some("lines of nobody"));
    }
    // The call of a format that nobody knows any more goes.
    assert_eq!(read(&plain(), &corpus), (1, alone.clone()));
    assert_eq!(read(&plain(), &corpus), (0, alone));
}

#[test]
fn an_added_format_is_asked_first_and_checks_files_too() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path());
    let engine = Engine::new(folder.path().join("index")).with_format(Lines(1));
    let corpus_folders = verbatim::index::CorpusFolders::new([corpus]);
    let formats: Vec<String> = (engine.check(&corpus_folders).unwrap().into_iter())
        .map(|(_, call)| call.unwrap().format)
        .collect();
    assert_eq!(formats, ["bilingual", "lines"]);

    struct Everything;
    impl Format for Everything {
        fn name(&self) -> &'static str {
            "everything"
        }
        fn recognises(&self, _: &Document<'_>) -> bool {
            true
        }
        fn parse(&self, document: &Document<'_>) -> Transcript {
            Lines(0).parse(document)
        }
    }
    let engine = Engine::new(folder.path().join("index")).with_format(Everything);
    let checked = engine.check(&corpus_folders).unwrap();
    assert!(
        checked
            .into_iter()
            .all(|(_, call)| call.unwrap().format == "everything")
    );
}
