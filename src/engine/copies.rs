//! Copies: a text that lies in two files is one call, and is counted once. The other file is passed over
//! with a sentence, and read again when the first is gone or says something else.

use std::collections::{HashMap, HashSet};

use crate::{
    index::{CopyOf, Failed, Fault, Origin},
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
    pub(super) calls: Vec<(Call, Origin)>,
    /// What the others are copies of.
    pub(super) copies: Vec<CopyOf>,
    /// A sentence on each of them.
    pub(super) faults: Vec<Fault>,
}

impl Copies {
    /// The texts of the last commit, without those of the sources that leave.
    pub(super) fn new(known: &HashMap<String, Vec<Origin>>, leaving: &HashSet<String>) -> Self {
        let mut copies = Self::default();
        let mut staying: Vec<&Origin> = (known.iter())
            .filter(|(source, _)| !leaving.contains(*source))
            .flat_map(|(_, origins)| origins)
            .collect();
        staying.sort_by_key(|origin| &origin.source);
        for origin in staying {
            copies.stand(origin);
        }
        copies
    }

    fn stand(&mut self, origin: &Origin) {
        for text in texts(origin) {
            let source = || origin.source.clone();
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
        calls: Vec<(Call, Origin)>,
        before: &[Origin],
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
        for (call, origin) in calls {
            let Some(first) = self
                .standing
                .get(&origin.text)
                .filter(|_| !origin.text.is_empty())
            else {
                self.stand(&origin);
                sifted.calls.push((call, origin));
                continue;
            };
            let what = match several {
                true => format!("call {} ({})", origin.place + 1, origin.base),
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
                text: origin.text,
            });
        }
        sifted
    }
}

/// What a call is looked for by: its text, with what stands beside it and without. So a copy without a
/// sidecar is one of a file that has one.
fn texts(origin: &Origin) -> impl Iterator<Item = &str> {
    let alone = origin.text.split_once('+').map(|(text, _)| text);
    let text = Some(origin.text.as_str()).filter(|text| !text.is_empty());
    text.into_iter().chain(alone)
}
