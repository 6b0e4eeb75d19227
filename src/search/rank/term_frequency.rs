//! How often a term occurs in a passage, by match kind and side, and what that scores.

use tantivy::Score;

use super::{B, CHARACTERS_ONLY, EXACT, K1, MatchKind, PRESENCE};

/// Factor on the frequency of synonyms.
const SYNONYM: f32 = 0.6;

/// Factor on the frequency and the score of terms that calls relate: below that of any synonym.
const RELATED: f32 = 0.4;

/// Number of sides of a passage.
const SIDES: usize = 2;

/// Length normalization of an empty text: the highest score for a frequency.
pub(super) const SHORTEST: f32 = K1 * (1.0 - B);

/// Upper bound of the score, in multiples of the idf.
pub(super) const MAX_SCORE: f32 = PRESENCE + EXACT + K1 + 1.0;

/// Frequencies that are too low for a minimum score, so that most passages are rejected by one comparison.
#[derive(Default)]
pub(super) struct TooLow {
    min_competitive: Score,
    /// The highest such frequency of a single phrase, by match kind.
    frequencies: [u32; 4],
    /// The minimum score of the last call.
    last: Score,
}

impl TooLow {
    /// Whether a single phrase of a kind with a frequency cannot reach a score.
    pub(super) fn has(
        &mut self,
        (kind, frequency): (MatchKind, u32),
        idf: f32,
        min_competitive: Score,
    ) -> bool {
        if self.min_competitive != min_competitive {
            // Where the minimum differs with each passage, the frequencies are not worth computing.
            if self.last != min_competitive {
                self.last = min_competitive;
                return idf * kind.max_score(frequency as f32) < min_competitive;
            }
            self.compute(idf, min_competitive);
        }
        let [exact, synonym, related, characters] = self.frequencies;
        frequency
            <= match kind {
                MatchKind::Exact => exact,
                MatchKind::Synonym => synonym,
                MatchKind::Related => related,
                MatchKind::Characters => characters,
            }
    }

    fn compute(&mut self, idf: f32, min_competitive: Score) {
        let kinds = [
            MatchKind::Exact,
            MatchKind::Synonym,
            MatchKind::Related,
            MatchKind::Characters,
        ];
        self.min_competitive = min_competitive;
        self.frequencies = kinds.map(|kind| {
            let is_low =
                |frequency: &u32| idf * kind.max_score(*frequency as f32) < min_competitive;
            (1..=MOST_COMPARED).take_while(is_low).last().unwrap_or(0)
        });
    }
}

/// Frequencies in a passage are mostly far lower.
const MOST_COMPARED: u32 = 32;

/// Frequencies of a term in a passage by match kind and side.
#[derive(Default)]
pub(super) struct TermFrequencies {
    typed: [f32; SIDES],
    meant: [f32; SIDES],
    related: [f32; SIDES],
    characters: [f32; SIDES],
}

impl TermFrequencies {
    pub(super) fn add(&mut self, way: MatchKind, side: usize, frequency: f32) {
        let frequencies = match way {
            MatchKind::Exact => &mut self.typed,
            MatchKind::Synonym => &mut self.meant,
            MatchKind::Related => &mut self.related,
            MatchKind::Characters => &mut self.characters,
        };
        if let Some(known) = frequencies.get_mut(side) {
            match way {
                MatchKind::Synonym => *known += SYNONYM * frequency,
                MatchKind::Related => *known += RELATED * frequency,
                // Phrases as typed are spellings of one another, so the most frequent one counts.
                MatchKind::Exact | MatchKind::Characters => *known = known.max(frequency),
            }
        }
    }

    pub(super) fn is_typed(&self) -> bool {
        self.typed.iter().any(|&frequency| frequency > 0.0)
    }

    /// Whether only characters across word boundaries match.
    pub(super) fn is_characters_only(&self) -> bool {
        self.is_untyped(&self.related)
    }

    /// Whether only learned terms match, or characters across word boundaries.
    fn is_related_only(&self) -> bool {
        self.is_untyped(&[0.0; SIDES])
    }

    /// Whether neither what is typed matches, nor a synonym, nor any of `others`.
    fn is_untyped(&self, others: &[f32; SIDES]) -> bool {
        let meant = self.meant.iter().chain(others);
        !self.is_typed() && meant.into_iter().all(|&frequency| frequency == 0.0)
    }

    /// Effective frequency of each side; characters count only where nothing else matches.
    pub(super) fn frequencies(&self) -> [f32; SIDES] {
        if self.is_characters_only() {
            return self.characters;
        }
        let mut frequencies = self.typed;
        let other = self.meant.into_iter().zip(self.related);
        for (frequency, (meant, related)) in frequencies.iter_mut().zip(other) {
            *frequency += meant + related;
        }
        frequencies
    }

    /// Effective frequency of the better side.
    pub(super) fn max_score(&self) -> f32 {
        self.frequencies().into_iter().fold(0.0, f32::max)
    }

    /// Score of a match with the BM25 score of its frequency, in multiples of the idf.
    pub(super) fn score(&self, mentions: f32) -> f32 {
        if self.is_characters_only() {
            return CHARACTERS_ONLY * mentions;
        }
        if self.is_related_only() {
            return RELATED * (PRESENCE + mentions);
        }
        PRESENCE + if self.is_typed() { EXACT } else { 0.0 } + mentions
    }
}

impl MatchKind {
    /// Upper bound of the score of a match of this kind alone with a frequency, in multiples of the idf.
    pub(super) fn max_score(self, frequency: f32) -> f32 {
        let score = |frequency| score(frequency, SHORTEST);
        match self {
            Self::Exact => PRESENCE + EXACT + score(frequency),
            Self::Synonym => PRESENCE + score(SYNONYM * frequency),
            Self::Related => RELATED * (PRESENCE + score(RELATED * frequency)),
            Self::Characters => CHARACTERS_ONLY * score(frequency),
        }
    }
}

/// BM25's term frequency component with a length normalization.
pub(super) fn score(frequency: f32, share: f32) -> f32 {
    frequency * (K1 + 1.0) / (frequency + share)
}
