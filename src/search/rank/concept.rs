//! A term as something that is meant: said in any of several rows.

use std::fmt;

use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, columnar::Column,
    fieldnorm::FieldNormReader, query::EnableScoring,
};

use super::{B, EXACT, K1, Row, SAID, Statistics, row::RowDocs, statistics::SideLengths};

/// Worth of a mention in other words, against one as typed.
const SYNONYM: f32 = 0.6;

/// Sides that a passage may have.
const SIDES: usize = 2;

/// BM25's share of the length of a text of no words.
const SHORTEST: f32 = K1 * (1.0 - B);

/// Passages that say a term, and what that is worth.
#[derive(Clone)]
pub(in crate::search) struct Concept {
    rows: Vec<Row>,
    rarity: f32,
    statistics: Statistics,
    searcher: Searcher,
}

impl Concept {
    pub(in crate::search) fn new(
        rows: Vec<Row>,
        statistics: &Statistics,
        searcher: &Searcher,
    ) -> tantivy::Result<Self> {
        Ok(Self {
            rarity: statistics.rarity(&rows)?,
            rows,
            statistics: statistics.clone(),
            searcher: searcher.clone(),
        })
    }

    /// How rare it is among all passages.
    pub(super) fn rarity(&self) -> f32 {
        self.rarity
    }

    /// The passages in a segment; `placed` where it is asked where in them.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        placed: bool,
    ) -> tantivy::Result<ConceptDocs> {
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            if let Some(docs) = row.open(segment, scoring, placed)? {
                rows.push((row.side, row.exact, docs));
            }
        }
        let mut sides = Vec::new();
        for side in self.statistics.sides() {
            let norms = segment.get_fieldnorms_reader(side.field)?;
            sides.push((side.clone(), norms));
        }
        let substance = segment.fast_fields().u64(&self.statistics.substance)?;
        let at = rows.iter().map(|(_, _, docs)| docs.doc()).collect();
        let mut docs = ConceptDocs {
            rows,
            at,
            sides,
            substance,
            rarity: self.rarity,
            doc: 0,
        };
        docs.doc = docs.lowest();
        Ok(docs)
    }
}

impl fmt::Debug for Concept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Concept").field("rows", &self.rows).finish()
    }
}

/// The passages of a concept in a segment.
pub(super) struct ConceptDocs {
    /// The side of each row, and whether it is what was typed.
    rows: Vec<(usize, bool, RowDocs)>,
    /// The passage that each row is at: looked at far more often than the rows move.
    at: Vec<DocId>,
    sides: Vec<(SideLengths, FieldNormReader)>,
    substance: Column<u64>,
    rarity: f32,
    doc: DocId,
}

impl ConceptDocs {
    fn lowest(&self) -> DocId {
        self.at.iter().copied().min().unwrap_or(TERMINATED)
    }

    /// Where the passage says the term on a side, in order of position.
    pub(super) fn places(&mut self, on: usize, places: &mut Vec<(u32, u32)>) {
        places.clear();
        for ((side, _, docs), at) in self.rows.iter_mut().zip(&self.at) {
            if *at == self.doc && *side == on {
                docs.places(places);
            }
        }
        places.sort_unstable();
        places.dedup();
    }
}

impl DocSet for ConceptDocs {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        for ((_, _, docs), at) in self.rows.iter_mut().zip(&mut self.at) {
            if *at == self.doc {
                *at = docs.advance();
            }
        }
        self.doc = self.lowest();
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        for ((_, _, docs), at) in self.rows.iter_mut().zip(&mut self.at) {
            if *at < target {
                *at = docs.seek(target);
            }
        }
        self.doc = self.lowest();
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self.rows.iter().map(|(_, _, docs)| docs.size_hint());
        hints.fold(0, u32::saturating_add)
    }
}

impl ConceptDocs {
    /// The score of the passage; where it is below the floor, anything below it.
    pub(super) fn score_above(&self, floor: Score) -> Score {
        // Rows of what was typed are spellings of one another, so the most frequent counts.
        let (mut typed, mut synonyms) = ([0.0_f32; SIDES], [0.0_f32; SIDES]);
        let mut said = false;
        for ((side, exact, docs), at) in self.rows.iter().zip(&self.at) {
            if *at != self.doc {
                continue;
            }
            let frequency = docs.frequency() as f32;
            if *exact {
                said = true;
                if let Some(typed) = typed.get_mut(*side) {
                    *typed = typed.max(frequency);
                }
            } else if let Some(synonyms) = synonyms.get_mut(*side) {
                *synonyms += SYNONYM * frequency;
            }
        }
        let least = SAID + if said { EXACT } else { 0.0 };
        let mut frequencies = [0.0_f32; SIDES];
        for ((frequency, typed), synonyms) in frequencies.iter_mut().zip(typed).zip(synonyms) {
            *frequency = typed + synonyms;
        }
        let most = frequencies.iter().copied().fold(0.0, f32::max);
        let bound = self.rarity * (least + worth(most, SHORTEST));
        if bound < floor {
            return bound;
        }
        let mut best = 0.0_f32;
        for ((lengths, norms), frequency) in self.sides.iter().zip(frequencies) {
            if frequency > 0.0 {
                let length = norms.fieldnorm_id(self.doc);
                let share = lengths.share.get(usize::from(length)).copied();
                best = best.max(worth(frequency, share.unwrap_or(K1)));
            }
        }
        let substance = self.substance.first(self.doc).unwrap_or(100) as f32 / 100.0;
        self.rarity * (least + best * substance)
    }

    /// No passage has a higher score.
    pub(super) fn most(&self) -> Score {
        self.rarity * (SAID + EXACT + K1 + 1.0)
    }
}

/// BM25's worth of so many mentions in a text with some share of length.
fn worth(frequency: f32, share: f32) -> f32 {
    frequency * (K1 + 1.0) / (frequency + share)
}
