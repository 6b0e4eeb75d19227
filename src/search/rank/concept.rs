//! A term as something that is meant: said in any of several rows.

use std::fmt;

use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, columnar::Column,
    fieldnorm::FieldNormReader, query::EnableScoring,
};

use super::{
    ACROSS, B, EXACT, K1, Row, SAID, Statistics, Way, row::RowDocs, statistics::SideLengths,
};
use crate::{CancelToken, cancel::Countdown};

/// Worth of a mention in other words, against one as typed.
const SYNONYM: f32 = 0.6;

/// Sides that a passage may have.
const SIDES: usize = 2;

/// Mentions beyond which more are hardly worth anything.
const MANY: u32 = 64;

/// Most that saying a term is worth, in multiples of its rarity.
const MOST: f32 = SAID + EXACT + K1 + 1.0;

/// BM25's share of the length of a text of no words.
const SHORTEST: f32 = K1 * (1.0 - B);

/// Passages that say a term, and what that is worth.
#[derive(Clone)]
pub(in crate::search) struct Concept {
    rows: Vec<Row>,
    rarity: f32,
    /// About how many passages say it.
    passages: u64,
    statistics: Statistics,
    searcher: Searcher,
}

impl Concept {
    pub(in crate::search) fn new(
        rows: Vec<Row>,
        statistics: &Statistics,
        searcher: &Searcher,
    ) -> tantivy::Result<Self> {
        let (rarity, passages) = statistics.rarity(&rows)?;
        Ok(Self {
            rarity,
            passages,
            rows,
            statistics: statistics.clone(),
            searcher: searcher.clone(),
        })
    }

    /// The same, at least so rare.
    pub(in crate::search) fn at_least(self, rarity: f32) -> Self {
        Self {
            rarity: self.rarity.max(rarity),
            ..self
        }
    }

    /// What ends the search.
    pub(super) fn cancel(&self) -> &CancelToken {
        &self.statistics.cancel
    }

    /// How rare it is among all passages.
    pub(in crate::search) fn rarity(&self) -> f32 {
        self.rarity
    }

    /// About how many passages say it.
    pub(in crate::search) fn passages(&self) -> u64 {
        self.passages
    }

    /// No passage has a higher score.
    pub(super) fn most(&self) -> Score {
        self.rarity * MOST
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
            if let Some(docs) = row.open(segment, scoring, placed, &self.statistics.cancel)? {
                let (side, way) = (row.side, row.way);
                rows.push(OpenRow { side, way, docs });
            }
        }
        let mut sides = Vec::new();
        for side in self.statistics.sides() {
            let norms = segment.get_fieldnorms_reader(side.field)?;
            sides.push((side.clone(), norms));
        }
        let substance = segment.fast_fields().u64(&self.statistics.substance)?;
        let at = rows.iter().map(|row| row.docs.doc());
        let mut order: Vec<(DocId, usize)> = at.zip(0..).collect();
        order.sort_unstable();
        let mut docs = ConceptDocs {
            rows,
            order,
            here: 0,
            sides,
            substance,
            rarity: self.rarity,
            doc: 0,
            floor: 0.0,
            needed: [0; 3],
            countdown: Countdown::of(&self.statistics.cancel),
        };
        docs.settle();
        Ok(docs)
    }
}

impl fmt::Debug for Concept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Concept").field("rows", &self.rows).finish()
    }
}

/// A row of a concept in a segment.
struct OpenRow {
    side: usize,
    way: Way,
    docs: RowDocs,
}

/// The passages of a concept in a segment.
pub(super) struct ConceptDocs {
    rows: Vec<OpenRow>,
    /// The passage that each row is at, in order, and the place of the row. A term may be said in twenty ways
    /// of which a passage has one or two: only those are looked at.
    order: Vec<(DocId, usize)>,
    /// How many rows are at the passage: the first ones in order.
    here: usize,
    sides: Vec<(SideLengths, FieldNormReader)>,
    substance: Column<u64>,
    rarity: f32,
    doc: DocId,
    /// The floor that was asked for last, and how often a passage must say the term to reach it, by the way
    /// that it is said.
    floor: Score,
    needed: [u32; 3],
    countdown: Countdown,
}

impl ConceptDocs {
    /// The rows that are at the passage.
    fn here(&self) -> impl Iterator<Item = &OpenRow> {
        let here = self.order.iter().take(self.here);
        here.filter_map(|(_, row)| self.rows.get(*row))
    }

    /// Does something with the rows that are at the passage, as long as it says no.
    fn any_here(&mut self, mut done: impl FnMut(&mut OpenRow) -> bool) -> bool {
        let mut here = self.order.iter().take(self.here);
        here.any(|(_, row)| self.rows.get_mut(*row).is_some_and(&mut done))
    }

    /// Moves on to the first passage, from where the rows are, that one of them is sure to have.
    fn settle(&mut self) -> DocId {
        loop {
            let Some(&(doc, first)) = self.order.first() else {
                self.doc = TERMINATED;
                return self.doc;
            };
            // Results of a search that is over are dropped, so the passages may end anywhere.
            self.doc = match self.countdown.is_over() {
                true => TERMINATED,
                false => doc,
            };
            let others = self.order.iter().skip(1);
            self.here = 1 + others.take_while(|(other, _)| *other == doc).count();
            if self.doc == TERMINATED {
                return self.doc;
            }
            let sure = match self.here {
                1 => (self.rows.get_mut(first)).is_some_and(|row| row.docs.verify()),
                _ => {
                    self.here().any(|row| row.docs.is_sure())
                        || self.any_here(|row| row.docs.verify())
                }
            };
            if sure {
                return doc;
            }
            self.move_on(self.here, RowDocs::advance);
        }
    }

    /// Moves so many of the first rows on.
    fn move_on(&mut self, count: usize, by: impl Fn(&mut RowDocs) -> DocId) {
        for (at, row) in self.order.iter_mut().take(count) {
            if let Some(row) = self.rows.get_mut(*row) {
                *at = by(&mut row.docs);
            }
        }
        // The others are in order already, and few of them are passed.
        for first in (0..count).rev() {
            let mut at = first;
            while let Some([this, next]) = self.order.get_mut(at..at + 2)
                && next.0 < this.0
            {
                std::mem::swap(this, next);
                at += 1;
            }
        }
    }

    /// Where the passage says the term on a side, in order of position.
    pub(super) fn places(&mut self, on: usize, places: &mut Vec<(u32, u32)>) {
        places.clear();
        self.any_here(|row| {
            if row.side == on && row.docs.verify() {
                row.docs.places(places);
            }
            false
        });
        places.sort_unstable();
        places.dedup();
    }
}

impl DocSet for ConceptDocs {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.move_on(self.here, RowDocs::advance);
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let behind = self.order.partition_point(|(doc, _)| *doc < target);
        self.move_on(behind, |docs| docs.seek(target));
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self.rows.iter().map(|row| row.docs.size_hint());
        hints.fold(0, u32::saturating_add)
    }
}

impl ConceptDocs {
    /// The score of the passage; where it is below the floor, anything below it.
    pub(super) fn score_above(&mut self, floor: Score) -> Score {
        // Most passages say a term in one way, and too seldom.
        if self.here == 1 && floor > 0.0 {
            if floor != self.floor {
                self.floor = floor;
                self.needed = [Way::Typed, Way::Meant, Way::Characters].map(|way| self.needed(way));
            }
            let [typed, meant, characters] = self.needed;
            let too_seldom = self.here().next().is_some_and(|row| {
                let needed = match row.way {
                    Way::Typed => typed,
                    Way::Meant => meant,
                    Way::Characters => characters,
                };
                row.docs.frequency() < needed
            });
            if too_seldom {
                return 0.0;
            }
        }
        let mut said = self.said();
        let bound = self.rarity * said.worth(worth(said.most(), SHORTEST));
        if bound < floor {
            return bound;
        }
        if self.here().any(|row| !row.docs.is_sure()) {
            self.verify();
            said = self.said();
        }
        let mut best = 0.0_f32;
        for ((lengths, norms), frequency) in self.sides.iter().zip(said.frequencies()) {
            if frequency > 0.0 {
                let length = norms.fieldnorm_id(self.doc);
                let share = lengths.share.get(usize::from(length)).copied();
                best = best.max(worth(frequency, share.unwrap_or(K1)));
            }
        }
        let substance = self.substance.first(self.doc).unwrap_or(100) as f32 / 100.0;
        self.rarity * said.worth(best * substance)
    }

    /// Looks which rows the passage has: characters only where they are not known to stand as words.
    fn verify(&mut self) {
        let mut as_words = false;
        self.any_here(|row| {
            as_words |= row.way != Way::Characters && row.docs.verify();
            false
        });
        if !as_words {
            self.any_here(|row| {
                row.docs.verify();
                false
            });
        }
    }

    /// How often a passage that says the term in one way must say it to reach the floor.
    fn needed(&self, way: Way) -> u32 {
        let reaches = |frequency: &u32| {
            let mut said = SaidOften::default();
            said.add(way, 0, *frequency as f32);
            self.rarity * said.worth(worth(said.most(), SHORTEST)) >= self.floor
        };
        (0..MANY).find(reaches).unwrap_or(MANY)
    }

    /// How often the passage says the term; where a row is not sure, how often at most.
    fn said(&self) -> SaidOften {
        let mut said = SaidOften::default();
        for row in self.here() {
            said.add(row.way, row.side, row.docs.frequency() as f32);
        }
        said
    }

    /// No passage has a higher score.
    pub(super) fn most(&self) -> Score {
        self.rarity * MOST
    }
}

/// How often a passage says a term, on each side.
#[derive(Default)]
struct SaidOften {
    typed: [f32; SIDES],
    meant: [f32; SIDES],
    characters: [f32; SIDES],
}

impl SaidOften {
    fn add(&mut self, way: Way, side: usize, frequency: f32) {
        let frequencies = match way {
            Way::Typed => &mut self.typed,
            Way::Meant => &mut self.meant,
            Way::Characters => &mut self.characters,
        };
        if let Some(known) = frequencies.get_mut(side) {
            match way {
                Way::Meant => *known += SYNONYM * frequency,
                // Rows of what was typed are spellings of one another, so the most frequent counts.
                Way::Typed | Way::Characters => *known = known.max(frequency),
            }
        }
    }

    fn is_typed(&self) -> bool {
        self.typed.iter().any(|&frequency| frequency > 0.0)
    }

    /// Whether all that the passage has are characters that are no words.
    fn is_across(&self) -> bool {
        !self.is_typed() && self.meant.iter().all(|&frequency| frequency == 0.0)
    }

    /// The frequency that counts on each side: characters only where there is nothing else.
    fn frequencies(&self) -> [f32; SIDES] {
        if self.is_across() {
            return self.characters;
        }
        let mut frequencies = self.typed;
        for (frequency, meant) in frequencies.iter_mut().zip(self.meant) {
            *frequency += meant;
        }
        frequencies
    }

    /// The frequency on the side that says it most often.
    fn most(&self) -> f32 {
        self.frequencies().into_iter().fold(0.0, f32::max)
    }

    /// What saying it is worth with the worth of its mentions, in multiples of the term's rarity.
    fn worth(&self, mentions: f32) -> f32 {
        if self.is_across() {
            return ACROSS * mentions;
        }
        SAID + if self.is_typed() { EXACT } else { 0.0 } + mentions
    }
}

/// BM25's worth of so many mentions in a text with some share of length.
fn worth(frequency: f32, share: f32) -> f32 {
    frequency * (K1 + 1.0) / (frequency + share)
}
