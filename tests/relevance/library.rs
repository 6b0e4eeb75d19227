//! The passages of a corpus, by citation, and an engine over them.

use std::{collections::BTreeMap, path::Path};

use verbatim::{
    engine::{CallPart, Engine},
    index::CorpusFolders,
    search::Request,
};

use super::{Corpus, Judgments, Result};

/// A corpus as every system gets it.
pub(crate) struct Library {
    pub(crate) engine: Engine,
    /// Citation and text of each passage, its sides in lines of their own, in the order of calls.
    pub(crate) passages: Vec<(String, String)>,
    /// Number of passages of each call.
    calls: BTreeMap<String, usize>,
    _folder: tempfile::TempDir,
}

impl Library {
    /// Indexes the calls of a folder.
    pub(crate) fn of(corpus: &Path) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let engine = Engine::new(folder.path());
        engine.refresh(&CorpusFolders::new([corpus.to_owned()]), false, &mut |_| {})?;
        let mut passages = Vec::new();
        let mut calls = BTreeMap::new();
        for entry in engine.calls(&Request::new(""))? {
            let reading = engine.read(&entry.call.id, &CallPart::default())?;
            calls.insert(entry.call.id.clone(), reading.passages.len());
            for passage in &reading.passages {
                let sides: Vec<&str> = passage.text.iter().map(|(_, side)| side.as_str()).collect();
                passages.push((entry.call.citation(passage), sides.join("\n")));
            }
        }
        Ok(Self {
            engine,
            passages,
            calls,
            _folder: folder,
        })
    }

    /// The text of a passage.
    pub(crate) fn text(&self, citation: &str) -> Option<&str> {
        self.passages
            .iter()
            .find(|(known, _)| known == citation)
            .map(|(_, text)| text.as_str())
    }

    /// Holds the judgments of a corpus against its passages: what is judged must be there, in calls
    /// of as many passages as they had when they were judged.
    pub(crate) fn check(&self, judgments: &Judgments, corpus: Corpus) -> Result<()> {
        for query in judgments.of(corpus) {
            for citation in query.grades.keys() {
                if self.text(citation).is_none() {
                    return Err(format!(
                        "`{}` judges {citation}, which is not in the {corpus} corpus",
                        query.id
                    )
                    .into());
                }
                let call = citation.rsplit_once('#').map_or("", |(call, _)| call);
                let (judged, now) = (judgments.calls.get(call), self.calls.get(call));
                if judged != now {
                    let count = |passages: Option<&usize>| passages.copied().unwrap_or_default();
                    return Err(format!(
                        "{call} has {} passages and had {} when it was judged: see whether its \
                         citations still mean the same, then correct [calls]",
                        count(now),
                        count(judged)
                    )
                    .into());
                }
            }
        }
        Ok(())
    }
}
