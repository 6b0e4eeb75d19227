//! Copies: a text that lies in two files is one call, and is counted once. The other file is passed over
//! with a sentence, and read again when the first is gone or says something else.

use std::collections::{HashMap, HashSet};

use crate::{
    index::{CopyOf, Failed, Fault, SourceRecord},
    model::Call,
    transcript::Source,
};

/// Where each text stands.
#[derive(Debug, Default)]
pub(super) struct Copies {
    /// The source of the call that is counted, by the text.
    standing: HashMap<String, String>,
    /// Sources that hold nothing but copies, to be looked at again in the end.
    passed: Vec<(Source, Failed)>,
}

/// What is left of a source without its copies.
pub(super) struct Sifted {
    /// Calls that are counted.
    pub(super) calls: Vec<(Call, SourceRecord)>,
    /// What the others are copies of.
    pub(super) copies: Vec<CopyOf>,
    /// A sentence on each of them.
    pub(super) faults: Vec<Fault>,
}

impl Copies {
    /// The texts of the last commit, without those of the sources that leave.
    pub(super) fn new(
        known: &HashMap<String, Vec<SourceRecord>>,
        leaving: &HashSet<String>,
    ) -> Self {
        let mut copies = Self::default();
        let mut staying: Vec<&SourceRecord> = (known.iter())
            .filter(|(source, _)| !leaving.contains(*source))
            .flat_map(|(_, source_records)| source_records)
            .collect();
        staying.sort_by_key(|source_record| &source_record.source);
        for source_record in staying {
            copies.stand(source_record);
        }
        copies
    }

    fn stand(&mut self, source_record: &SourceRecord) {
        for text in texts(source_record) {
            let source = || source_record.source.clone();
            self.standing.entry(text.to_owned()).or_insert_with(source);
        }
    }

    /// Whether what was a copy when it was read is one now.
    pub(super) fn still(&self, failed: &Failed) -> bool {
        (failed.copies.iter()).all(|copy| self.standing.get(&copy.text) == Some(&copy.source))
    }

    /// A source that holds nothing but copies.
    pub(super) fn pass(&mut self, source: Source, failed: Failed) {
        self.passed.push((source, failed));
    }

    /// The sources that were passed over: those that are copies still, and those to be read after all.
    pub(super) fn settle(&mut self) -> (Vec<Failed>, Vec<Source>) {
        let (mut copies, mut others) = (Vec::new(), Vec::new());
        for (source, failed) in std::mem::take(&mut self.passed) {
            match self.still(&failed) {
                true => copies.push(failed),
                false => others.push(source),
            }
        }
        (copies, others)
    }

    /// Takes the copies out of the calls of a source; `before` is what the index holds of it.
    pub(super) fn sift(
        &mut self,
        source: &Source,
        calls: Vec<(Call, SourceRecord)>,
        before: &[SourceRecord],
    ) -> Sifted {
        for text in before.iter().flat_map(texts) {
            if self.standing.get(text) == Some(&source.name) {
                self.standing.remove(text);
            }
        }
        let several = calls.len() > 1;
        let mut sifted = Sifted {
            calls: Vec::new(),
            copies: Vec::new(),
            faults: Vec::new(),
        };
        for (call, source_record) in calls {
            let Some(first) = self
                .standing
                .get(&source_record.text)
                .filter(|_| !source_record.text.is_empty())
            else {
                self.stand(&source_record);
                sifted.calls.push((call, source_record));
                continue;
            };
            let what = match several {
                true => format!(
                    "call {} ({})",
                    source_record.position + 1,
                    source_record.base
                ),
                false => "the text".to_owned(),
            };
            let where_ = match *first == source.name {
                true => "stands there twice".to_owned(),
                false => format!("is the same as in {first}"),
            };
            sifted.faults.push(Fault {
                file: source.path.clone(),
                sentence: format!("{what} {where_}, so it is counted once"),
                hint: None,
            });
            sifted.copies.push(CopyOf {
                source: first.clone(),
                text: source_record.text,
            });
        }
        sifted
    }
}

/// What a call is looked for by: its text, with what stands beside it and without. So a copy without a
/// sidecar is one of a file that has one.
fn texts(source_record: &SourceRecord) -> impl Iterator<Item = &str> {
    let alone = source_record.text.split_once('+').map(|(text, _)| text);
    let text = Some(source_record.text.as_str()).filter(|text| !text.is_empty());
    text.into_iter().chain(alone)
}
