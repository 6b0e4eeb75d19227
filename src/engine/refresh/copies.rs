//! Copies: a text that is in two files is one call and is indexed once. The other file is reported, and read
//! again when the first is removed or changes.

use std::collections::{HashMap, HashSet};

use crate::{
    index::{CopyOf, Failed, Fault, SourceRecord},
    model::Call,
    transcript::Source,
};

/// The texts that are indexed, and the sources that hold nothing but copies of them.
#[derive(Debug, Default)]
pub(super) struct Copies {
    /// The source whose call is indexed, by hash of the text.
    originals: HashMap<String, String>,
    /// Sources that hold nothing but copies. They are checked once all others have been read.
    deferred: Vec<(Source, Failed)>,
}

/// The calls of a source without copies.
#[derive(Default)]
pub(super) struct WithoutCopies {
    /// Calls to index.
    pub(super) calls: Vec<(Call, SourceRecord)>,
    /// What the other calls are copies of.
    pub(super) copies: Vec<CopyOf>,
    /// A sentence on each copy.
    pub(super) faults: Vec<Fault>,
}

impl Copies {
    /// The texts of the last commit, except those of sources that are removed.
    pub(super) fn new(
        known: &HashMap<String, Vec<SourceRecord>>,
        removed: &HashSet<String>,
    ) -> Self {
        let mut copies = Self::default();
        let mut staying: Vec<&SourceRecord> = (known.iter())
            .filter(|(source, _)| !removed.contains(*source))
            .flat_map(|(_, source_records)| source_records)
            .collect();
        staying.sort_by_key(|source_record| &source_record.source);
        for source_record in staying {
            copies.add_original(source_record);
        }
        copies
    }

    fn add_original(&mut self, source_record: &SourceRecord) {
        for text in hashes(source_record) {
            let source = || source_record.source.clone();
            (self.originals.entry(text.to_owned())).or_insert_with(source);
        }
    }

    /// Whether all that were copies when a source was read are copies now.
    pub(super) fn are_copies(&self, failed: &Failed) -> bool {
        (failed.copies.iter()).all(|copy| self.originals.get(&copy.text) == Some(&copy.source))
    }

    /// Defers a source that holds nothing but copies.
    pub(super) fn defer(&mut self, source: Source, failed: Failed) {
        self.deferred.push((source, failed));
    }

    /// The deferred sources: those that hold copies, and those that hold none any more and must be read.
    pub(super) fn take_deferred(&mut self) -> (Vec<Failed>, Vec<Source>) {
        let (mut copies, mut others) = (Vec::new(), Vec::new());
        for (source, failed) in std::mem::take(&mut self.deferred) {
            match self.are_copies(&failed) {
                true => copies.push(failed),
                false => others.push(source),
            }
        }
        (copies, others)
    }

    /// Separates the copies from the other calls of a source. `before` are the records that the index has
    /// of the source.
    pub(super) fn separate(
        &mut self,
        source: &Source,
        calls: Vec<(Call, SourceRecord)>,
        before: &[SourceRecord],
    ) -> WithoutCopies {
        for text in before.iter().flat_map(hashes) {
            if self.originals.get(text) == Some(&source.name) {
                self.originals.remove(text);
            }
        }
        let is_one_of_several = calls.len() > 1;
        let mut separated = WithoutCopies::default();
        for (call, source_record) in calls {
            let original = (self.originals.get(&source_record.text))
                .filter(|_| !source_record.text.is_empty());
            let Some(original) = original else {
                self.add_original(&source_record);
                separated.calls.push((call, source_record));
                continue;
            };
            let what = match is_one_of_several {
                true => format!(
                    "call {} ({})",
                    source_record.position + 1,
                    source_record.base
                ),
                false => "the text".to_owned(),
            };
            let where_ = match *original == source.name {
                true => "stands there twice".to_owned(),
                false => format!("is the same as in {original}"),
            };
            separated.faults.push(Fault {
                file: source.path.clone(),
                sentence: format!("{what} {where_}, so it is counted once"),
                hint: None,
            });
            separated.copies.push(CopyOf {
                source: original.clone(),
                text: source_record.text,
            });
        }
        separated
    }
}

/// The hashes of a call's text with its sidecar and without, so that a file without a sidecar is found to
/// be a copy of one that has a sidecar.
fn hashes(source_record: &SourceRecord) -> impl Iterator<Item = &str> {
    let alone = source_record.text.split_once('+').map(|(text, _)| text);
    let text = Some(source_record.text.as_str()).filter(|text| !text.is_empty());
    text.into_iter().chain(alone)
}
