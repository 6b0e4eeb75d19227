//! A term as something that is meant: said in any of several rows.

use std::fmt;

use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED,
    columnar::Column,
    fieldnorm::FieldNormReader,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
};

use super::{EXACT, K1, Row, SAID, Statistics, row::RowDocs, statistics::SideLengths};

/// Worth of a mention in other words, against one as typed.
const SYNONYM: f32 = 0.6;

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

impl Query for Concept {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ConceptWeight(self.clone())))
    }
}

struct ConceptWeight(Concept);

impl Weight for ConceptWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut docs = self.0.open(segment, false)?;
        docs.rarity *= boost;
        Ok(Box::new(docs))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut docs = self.0.open(segment, false)?;
        let score = if docs.seek(doc) == doc {
            docs.score()
        } else {
            0.0
        };
        Ok(Explanation::new("rarity × (exact + frequency)", score))
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

impl Scorer for ConceptDocs {
    fn score(&mut self) -> Score {
        let mut best = 0.0_f32;
        let mut said = false;
        for (on, (lengths, norms)) in self.sides.iter().enumerate() {
            // Rows of what was typed are spellings of one another, so the most frequent counts.
            let (mut typed, mut synonyms) = (0.0_f32, 0.0_f32);
            for ((side, exact, docs), at) in self.rows.iter().zip(&self.at) {
                if *at != self.doc || *side != on {
                    continue;
                }
                let frequency = docs.frequency() as f32;
                if *exact {
                    said = true;
                    typed = typed.max(frequency);
                } else {
                    synonyms += SYNONYM * frequency;
                }
            }
            let frequency = typed + synonyms;
            if frequency == 0.0 {
                continue;
            }
            let length = norms.fieldnorm_id(self.doc);
            let share = lengths.share.get(usize::from(length)).copied();
            let worth = frequency * (K1 + 1.0) / (frequency + share.unwrap_or(K1));
            best = best.max(worth);
        }
        let substance = self.substance.first(self.doc).unwrap_or(100) as f32 / 100.0;
        let exact = if said { EXACT } else { 0.0 };
        self.rarity * (SAID + exact + best * substance)
    }
}
