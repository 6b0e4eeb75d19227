//! Proximity of two terms on one side of a passage.

use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::{PROXIMITY, SynonymGroup, span::Span, synonym_group::SynonymGroupScorer};
use crate::{
    cancel::Countdown,
    model::{Lang, Word},
    text::STEP,
};

/// Distance in positions at which the proximity boost is halved.
const HALF: f32 = 4.0 * STEP as f32;

/// Longest phrase, in tokens, whose positions are looked up.
const LONGEST: u32 = 10_000;

/// Passages whose positions are compared between two checks for cancellation.
const STEPS: u32 = 8;

/// Factor where the terms occur in the reverse order.
const REVERSED: f32 = 0.8;

/// Two terms that score more the closer they occur.
#[derive(Debug, Clone)]
pub(in crate::search) struct Proximity {
    first: SynonymGroup,
    second: SynonymGroup,
    /// Maximum number of words between the terms; unbounded where proximity only boosts.
    within: Option<u32>,
}

impl Proximity {
    /// A boost for passages that match both terms; scores the proximity alone.
    pub(in crate::search) fn new(first: SynonymGroup, second: SynonymGroup) -> Self {
        Self {
            first,
            second,
            within: None,
        }
    }

    /// A requirement: both terms on one side with at most `within` words between; scores both terms
    /// and their proximity.
    pub(in crate::search) fn within(words: u32, first: SynonymGroup, second: SynonymGroup) -> Self {
        Self {
            first,
            second,
            within: Some(words),
        }
    }

    /// Upper bound of the proximity boost.
    pub(super) fn score(&self) -> Score {
        PROXIMITY * self.first.idf().max(self.second.idf())
    }

    /// Upper bound of the score.
    pub(super) fn max_score(&self) -> Score {
        self.first.max_score() + self.second.max_score() + self.score()
    }

    /// Opens the boost in a segment.
    pub(super) fn pair_docs(&self, segment: &SegmentReader) -> tantivy::Result<PairScorer> {
        Ok(PairScorer {
            first: self.first.open(segment, true)?,
            second: self.second.open(segment, true)?,
            score: self.score(),
            first_places: Vec::new(),
            second_places: Vec::new(),
        })
    }

    /// Opens the requirement in a segment.
    pub(super) fn within_docs(&self, segment: &SegmentReader) -> tantivy::Result<ProximityScorer> {
        let mut docs = ProximityScorer {
            pair: self.pair_docs(segment)?,
            words: self.within.unwrap_or(u32::MAX),
            countdown: Countdown::every(STEPS, self.first.cancel()),
            over: false,
        };
        docs.advance_to_match();
        Ok(docs)
    }
}

/// The scorers of two terms in a segment.
pub(super) struct PairScorer {
    first: SynonymGroupScorer,
    second: SynonymGroupScorer,
    score: f32,
    first_places: Vec<(u32, u32)>,
    second_places: Vec<(u32, u32)>,
}

impl PairScorer {
    /// Upper bound of the proximity boost.
    pub(super) fn max_score(&self) -> Score {
        self.score
    }

    /// Proximity boost of a passage. Passages must be requested in ascending order.
    pub(super) fn score_at(&mut self, doc: DocId) -> Score {
        for docs in [&mut self.first, &mut self.second] {
            if docs.doc() < doc {
                docs.seek(doc);
            }
            if docs.doc() != doc {
                return 0.0;
            }
        }
        self.proximity()
    }

    /// Proximity boost of the passage that both terms are at.
    fn proximity(&mut self) -> Score {
        let mut best = 0.0_f32;
        for side in 0..Lang::ALL.len() {
            self.first.places(side, &mut self.first_places);
            self.second.places(side, &mut self.second_places);
            best = best.max(closeness(&self.first_places, &self.second_places));
        }
        self.score * best
    }
}

/// Passages that match two terms with a bounded number of words between.
pub(super) struct ProximityScorer {
    pair: PairScorer,
    words: u32,
    countdown: Countdown,
    over: bool,
}

impl ProximityScorer {
    /// Advances to the next passage that matches both terms within the distance.
    fn advance_to_match(&mut self) -> DocId {
        loop {
            let (first, second) = (self.pair.first.doc(), self.pair.second.doc());
            if first == TERMINATED {
                return first;
            } else if first < second {
                self.pair.first.seek(second);
            } else if first > second {
                self.pair.second.seek(first);
            } else if self.countdown.is_over() {
                self.over = true;
                return TERMINATED;
            } else if self.is_close_enough() {
                return first;
            } else {
                self.pair.first.advance();
            }
        }
    }

    fn is_close_enough(&mut self) -> bool {
        let PairScorer {
            first,
            second,
            first_places,
            second_places,
            ..
        } = &mut self.pair;
        (0..Lang::ALL.len()).any(|side| {
            first.places(side, first_places);
            second.places(side, second_places);
            let mut places = first_places.iter();
            places.any(|&place| close(place, second_places, self.words).next().is_some())
        })
    }

    /// Appends the matches on a side that are within the distance of one another.
    pub(super) fn add_spans(&mut self, side: usize, spans: &mut Vec<Span>) {
        let words = self.words;
        let PairScorer {
            first,
            second,
            first_places,
            second_places,
            ..
        } = &mut self.pair;
        first.places(side, first_places);
        second.places(side, second_places);
        for (places, others) in [
            (&*first_places, &*second_places),
            (&*second_places, &*first_places),
        ] {
            let near = places
                .iter()
                .filter(|place| close(**place, others, words).next().is_some());
            spans.extend(near.map(|&place| Span {
                place,
                chinese: false,
            }));
        }
    }

    pub(super) fn score(&mut self) -> Score {
        let PairScorer { first, second, .. } = &mut self.pair;
        let terms = first.score_above(Score::MIN) + second.score_above(Score::MIN);
        terms + self.pair.proximity()
    }

    /// Upper bound of the score.
    pub(super) fn max_score(&self) -> Score {
        self.pair.first.max_score() + self.pair.second.max_score() + self.pair.max_score()
    }
}

impl DocSet for ProximityScorer {
    fn advance(&mut self) -> DocId {
        self.pair.first.advance();
        self.advance_to_match()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.pair.first.seek(target);
        self.advance_to_match()
    }

    fn doc(&self) -> DocId {
        match self.over {
            true => TERMINATED,
            false => self.pair.first.doc(),
        }
    }

    fn size_hint(&self) -> u32 {
        let (first, second) = (self.pair.first.size_hint(), self.pair.second.size_hint());
        first.min(second)
    }
}

/// The matches, in order, that are within `between` words of a match and do not overlap it. A pause
/// (punctuation) counts half a word.
pub(in crate::search) fn close(
    (start, end): (u32, u32),
    others: &[(u32, u32)],
    words: u32,
) -> impl Iterator<Item = usize> {
    let farthest = words.saturating_mul(STEP).saturating_add(STEP - 1);
    let first =
        others.partition_point(|&(other, _)| other.saturating_add(LONGEST + farthest) < start);
    (first..others.len())
        .take_while(move |&at| {
            (others.get(at)).is_some_and(|&(other, _)| other <= end.saturating_add(farthest))
        })
        .filter(move |&at| {
            let gap = others.get(at).and_then(|&(from, to)| {
                if from >= end {
                    Some(from - end)
                } else {
                    start.checked_sub(to)
                }
            });
            gap.is_some_and(|gap| gap <= farthest)
        })
}

/// Proximity of the closest pair of matches: 1 when adjacent, falling to 0. Both lists are in
/// order.
fn closeness(first: &[(u32, u32)], second: &[(u32, u32)]) -> f32 {
    let score = |gap: u32| HALF / (HALF + gap as f32);
    let mut best = 0.0_f32;
    let mut at = 0;
    for &(start, end) in first {
        while second.get(at).is_some_and(|&(other, _)| other < start) {
            at += 1;
        }
        if let Some(&(after, _)) = second.get(at) {
            best = best.max(score(after.saturating_sub(end)));
        }
        if let Some(&(_, before)) = at.checked_sub(1).and_then(|before| second.get(before)) {
            best = best.max(REVERSED * score(start.saturating_sub(before)));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_means_few_words_between() {
        let others = [(0, 2), (10, 12), (14, 16), (21, 23)];
        let found = |words| close((12, 14), &others, words).collect::<Vec<_>>();
        assert_eq!(found(0), [1, 2]);
        assert_eq!(found(2), [1, 2]);
        assert_eq!(found(3), [1, 2, 3]);
        assert_eq!(found(5), [0, 1, 2, 3]);
        assert!(close((10, 12), &[(10, 12), (11, 13)], 5).next().is_none());
    }

    #[test]
    fn closer_is_better_and_order_counts() {
        let side_by_side = closeness(&[(5, 6)], &[(6, 7)]);
        assert_eq!(side_by_side, 1.0);
        let apart = closeness(&[(5, 6)], &[(10, 11)]);
        assert!(apart < side_by_side && apart > 0.0);
        let reversed = closeness(&[(6, 7)], &[(5, 6)]);
        assert!(reversed < side_by_side && reversed > apart);
        let several = closeness(&[(1, 2), (40, 41)], &[(20, 21), (41, 42)]);
        assert_eq!(several, 1.0);
        assert_eq!(closeness(&[], &[(1, 2)]), 0.0);
    }
}
