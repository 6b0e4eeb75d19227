//! Relevance, measured: queries with judged passages, the systems that answer them, and how well
//! each of them does.
//!
//! `judgments.toml` and `questions.toml` say what an analyst wants of each query and which passages
//! give it. Every system ranks the same passages; a ranking is held against the judgments. `golden.txt` has how well ours did.

mod baseline;
pub(crate) mod golden;
mod jieba;
mod judgments;
mod library;
mod metrics;
pub(crate) mod system;

use std::path::{Path, PathBuf};

pub(crate) use golden::Golden;
pub(crate) use judgments::{Corpus, Judgments, Query, Set};
pub(crate) use library::Library;
pub(crate) use metrics::Scores;
pub(crate) use system::System;

/// An error is a sentence for whoever runs the evaluation.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Length of a ranking: as far as recall is measured.
pub(crate) const DEPTH: usize = 50;

/// How well one system answers one query.
#[derive(Debug, Clone)]
pub(crate) struct Outcome<'a> {
    pub(crate) query: &'a Query,
    pub(crate) system: &'static str,
    pub(crate) scores: Scores,
}

/// Where the calls of a corpus lie: the samples in the project, the shared calls beside it.
pub(crate) fn folder(corpus: Corpus) -> PathBuf {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    match corpus {
        Corpus::Samples => project.join("corpus"),
        Corpus::Shared => project.join("../shared/transcripts"),
    }
}

/// A file of this folder.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/relevance")
        .join(name)
}

/// Answers every query of a corpus with every system.
pub(crate) fn evaluate<'a>(
    judgments: &'a Judgments,
    corpus: Corpus,
    folder: &Path,
) -> Result<Vec<Outcome<'a>>> {
    let library = Library::of(folder)?;
    library.check(judgments, corpus)?;
    let mut outcomes = Vec::new();
    for system in system::all(&library)? {
        for query in judgments.of(corpus) {
            let ranking = system.search(&query.query, DEPTH)?;
            outcomes.push(Outcome {
                query,
                system: system.name(),
                scores: Scores::of(&ranking, &query.grades),
            });
        }
    }
    Ok(outcomes)
}
