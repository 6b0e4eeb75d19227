//! A term with its synonyms, matched by any of several phrases.

use std::fmt;

use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, columnar::Column,
    fieldnorm::FieldNormReader, query::EnableScoring,
};

use super::{
    K1, MatchKind, Phrase, Statistics,
    phrase::PhraseScorer,
    span::Span,
    statistics::SideLengths,
    term_frequency::{MAX_SCORE, SHORTEST, TermFrequencies, TooLow, score},
};
use crate::{CancelToken, cancel::Countdown};

/// Phrases that match one term, and their statistics.
#[derive(Clone)]
pub(in crate::search) struct SynonymGroup {
    phrases: Vec<Phrase>,
    idf: f32,
    /// Approximate document frequency.
    passages: u64,
    statistics: Statistics,
    searcher: Searcher,
}

impl SynonymGroup {
    pub(in crate::search) fn new(
        phrases: Vec<Phrase>,
        statistics: &Statistics,
        searcher: &Searcher,
    ) -> tantivy::Result<Self> {
        let (idf, passages) = statistics.idf(&phrases)?;
        Ok(Self {
            idf,
            passages,
            phrases,
            statistics: statistics.clone(),
            searcher: searcher.clone(),
        })
    }

    /// The same with an idf of at least a value.
    pub(crate) fn at_least(self, idf: f32) -> Self {
        Self {
            idf: self.idf.max(idf),
            ..self
        }
    }

    /// Cancellation token of the request.
    pub(super) fn cancel(&self) -> &CancelToken {
        &self.statistics.cancel
    }

    /// Inverse document frequency.
    pub(in crate::search) fn idf(&self) -> f32 {
        self.idf
    }

    /// Approximate document frequency.
    pub(in crate::search) fn passages(&self) -> u64 {
        self.passages
    }

    /// Upper bound of the score of any passage.
    pub(super) fn max_score(&self) -> Score {
        self.idf * MAX_SCORE
    }

    /// Opens the group in a segment; `placed` where positions are needed.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        placed: bool,
    ) -> tantivy::Result<SynonymGroupScorer> {
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let mut phrases = Vec::with_capacity(self.phrases.len());
        for phrase in &self.phrases {
            if let Some(scorer) = phrase.open(segment, scoring, placed, &self.statistics.cancel)? {
                let (side, way) = (phrase.side, phrase.way);
                phrases.push(OpenPhrase {
                    side,
                    way,
                    chinese: phrase.is_chinese(),
                    scorer,
                });
            }
        }
        let mut sides = Vec::new();
        for side in self.statistics.sides() {
            let norms = segment.get_fieldnorms_reader(side.field)?;
            sides.push((side.clone(), norms));
        }
        let static_boost = segment.fast_fields().u64(&self.statistics.static_boost)?;
        let at = phrases.iter().map(|phrase| phrase.scorer.doc());
        let mut order: Vec<(DocId, usize)> = at.zip(0..).collect();
        order.sort_unstable();
        let mut scorer = SynonymGroupScorer {
            phrases,
            order,
            here: 0,
            sides,
            static_boost,
            idf: self.idf,
            too_low: TooLow::default(),
            doc: 0,
            countdown: Countdown::of(&self.statistics.cancel),
        };
        scorer.advance_to_match();
        Ok(scorer)
    }
}

impl fmt::Debug for SynonymGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SynonymGroup")
            .field("phrases", &self.phrases)
            .finish()
    }
}

/// A phrase opened in a segment.
struct OpenPhrase {
    side: usize,
    way: MatchKind,
    chinese: bool,
    scorer: PhraseScorer,
}

/// Scorer of a synonym group within a segment.
pub(super) struct SynonymGroupScorer {
    phrases: Vec<OpenPhrase>,
    /// Current passage and index of each phrase, in order. A group may have twenty phrases of which
    /// a passage matches one or two; only those are looked at.
    order: Vec<(DocId, usize)>,
    /// Number of phrases at the current passage: the first ones of `order`.
    here: usize,
    sides: Vec<(SideLengths, FieldNormReader)>,
    static_boost: Column<u64>,
    idf: f32,
    too_low: TooLow,
    doc: DocId,
    countdown: Countdown,
}

impl SynonymGroupScorer {
    /// The phrases at the current passage.
    fn here(&self) -> impl Iterator<Item = &OpenPhrase> {
        let here = self.order.iter().take(self.here);
        here.filter_map(|(_, phrase)| self.phrases.get(*phrase))
    }

    /// Applies `done` to the phrases at the current passage until it returns true.
    fn any_here(&mut self, mut done: impl FnMut(&mut OpenPhrase) -> bool) -> bool {
        let mut here = self.order.iter().take(self.here);
        here.any(|(_, phrase)| self.phrases.get_mut(*phrase).is_some_and(&mut done))
    }

    /// Advances to the first passage, from the current ones of the phrases, that one of them is
    /// verified to match.
    fn advance_to_match(&mut self) -> DocId {
        loop {
            let Some(&(doc, first)) = self.order.first() else {
                self.doc = TERMINATED;
                return self.doc;
            };
            // The results of a cancelled search are dropped, so the passages may end anywhere.
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
                1 => (self.phrases.get_mut(first)).is_some_and(|phrase| phrase.scorer.verify()),
                _ => {
                    self.here().any(|phrase| phrase.scorer.is_sure())
                        || self.any_here(|phrase| phrase.scorer.verify())
                }
            };
            if sure {
                return doc;
            }
            self.move_on(self.here, PhraseScorer::advance);
        }
    }

    /// Advances the first `count` phrases.
    fn move_on(&mut self, count: usize, by: impl Fn(&mut PhraseScorer) -> DocId) {
        for (at, phrase) in self.order.iter_mut().take(count) {
            if let Some(phrase) = self.phrases.get_mut(*phrase) {
                *at = by(&mut phrase.scorer);
            }
        }
        // Insertion: the others are in order already, and few of them are passed.
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

    /// Collects the matches in the current passage on a side, in order of position.
    pub(super) fn places(&mut self, on: usize, places: &mut Vec<(u32, u32)>) {
        places.clear();
        self.any_here(|phrase| {
            if phrase.side == on && phrase.scorer.verify() {
                phrase.scorer.places(places);
            }
            false
        });
        places.sort_unstable();
        places.dedup();
    }
}

impl SynonymGroupScorer {
    /// Appends the matches in the current passage on a side. The group has to be opened with positions.
    pub(super) fn add_spans(&mut self, on: usize, spans: &mut Vec<Span>) {
        let mut places = Vec::new();
        self.any_here(|phrase| {
            if phrase.side == on && phrase.scorer.verify() {
                phrase.scorer.places(&mut places);
                let chinese = phrase.chinese;
                spans.extend(places.drain(..).map(|place| Span { place, chinese }));
            }
            false
        });
    }
}

impl DocSet for SynonymGroupScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.move_on(self.here, PhraseScorer::advance);
        self.advance_to_match()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let behind = self.order.partition_point(|(doc, _)| *doc < target);
        self.move_on(behind, |scorer| scorer.seek(target));
        self.advance_to_match()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self.phrases.iter().map(|phrase| phrase.scorer.size_hint());
        hints.fold(0, u32::saturating_add)
    }
}

impl SynonymGroupScorer {
    /// Returns the score, or any value below `min_competitive` once the score cannot reach it.
    pub(super) fn score_above(&mut self, min_competitive: Score) -> Score {
        // Fast path: most passages match one phrase, with too low a frequency.
        if self.here == 1 && min_competitive > 0.0 {
            let phrase = self.here().next();
            let only = phrase.map(|phrase| (phrase.way, phrase.scorer.frequency()));
            if only.is_some_and(|only| self.too_low.has(only, self.idf, min_competitive)) {
                return 0.0;
            }
        }
        let mut frequencies = self.term_frequencies();
        let bound = self.idf * frequencies.score(score(frequencies.max_score(), SHORTEST));
        if bound < min_competitive {
            return bound;
        }
        if self.here().any(|phrase| !phrase.scorer.is_sure()) {
            self.verify();
            frequencies = self.term_frequencies();
        }
        let mut best = 0.0_f32;
        for ((lengths, norms), frequency) in self.sides.iter().zip(frequencies.frequencies()) {
            if frequency > 0.0 {
                let length = norms.fieldnorm_id(self.doc);
                let share = lengths.share.get(usize::from(length)).copied();
                best = best.max(score(frequency, share.unwrap_or(K1)));
            }
        }
        let static_boost = self.static_boost.first(self.doc).unwrap_or(100) as f32 / 100.0;
        self.idf * frequencies.score(best * static_boost)
    }

    /// Verifies the phrases at the current passage; characters only where no words match.
    fn verify(&mut self) {
        let mut as_words = false;
        self.any_here(|phrase| {
            as_words |= phrase.way != MatchKind::Characters && phrase.scorer.verify();
            false
        });
        if !as_words {
            self.any_here(|phrase| {
                phrase.scorer.verify();
                false
            });
        }
    }

    /// Term frequencies in the current passage; upper bounds before `verify`.
    fn term_frequencies(&self) -> TermFrequencies {
        let mut frequencies = TermFrequencies::default();
        for phrase in self.here() {
            frequencies.add(phrase.way, phrase.side, phrase.scorer.frequency() as f32);
        }
        frequencies
    }

    /// Upper bound of the score of any passage.
    pub(super) fn max_score(&self) -> Score {
        self.idf * MAX_SCORE
    }
}
