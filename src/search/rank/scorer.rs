//! Scorers of a compiled query within a segment.
//!
//! Every match is counted, but few are among the best. A score is therefore requested with
//! `min_competitive`: scoring stops once the score cannot reach it. For most passages only term
//! frequencies are read; positions are read for candidates.

use tantivy::{DocId, DocSet, Score, TERMINATED, query::Scorer};

use super::{
    context::ContextScorer,
    proximity::{PairScorer, ProximityScorer},
    range::RangeScorer,
    span::Span,
    synonym_group::SynonymGroupScorer,
};

/// Scorer of a query tree node.
pub(super) enum TreeScorer {
    All(Box<ConjunctionScorer>),
    Any(DisjunctionScorer),
    AtLeast(DisjunctionScorer),
    SynonymGroup(Box<SynonymGroupScorer>),
    WithinDistance(Box<ProximityScorer>),
    ProximityBoost(Box<TreeScorer>, Vec<PairScorer>),
    Boost(Box<TreeScorer>, Vec<TreeScorer>),
    /// A context, which only adds to the score of other matches.
    Context(Box<ContextScorer>),
    Range(Box<RangeScorer>),
    Filter(Box<dyn Scorer>),
    None,
}

/// Passages that match all required scorers and no excluded one.
pub(super) struct ConjunctionScorer {
    /// Required scorers, the rarest first.
    required: Vec<TreeScorer>,
    nots: Vec<TreeScorer>,
}

/// Passages that match at least a number of several scorers.
pub(super) struct DisjunctionScorer {
    least: usize,
    /// Indexes of scorers that are sufficient alone.
    alone: Vec<bool>,
    /// Passages that match all scorers are excluded.
    not_all: bool,
    lists: Vec<TreeScorer>,
    /// Current passage of each scorer.
    at: Vec<DocId>,
    doc: DocId,
}

impl TreeScorer {
    /// Returns the score, or any value below `min_competitive` once the score cannot reach it.
    pub(super) fn score_above(&mut self, min_competitive: Score) -> Score {
        match self {
            Self::All(all) => {
                let most = all.required.iter().map(Self::max_score).sum();
                add_up(all.required.iter_mut(), most, min_competitive)
            }
            Self::Any(any) => {
                let mut best = 0.0_f32;
                for docs in any.here() {
                    best = best.max(docs.score_above(min_competitive.max(best)));
                }
                best
            }
            Self::AtLeast(several) => {
                let most = several.here().map(|docs| docs.max_score()).sum();
                add_up(several.here(), most, min_competitive)
            }
            Self::SynonymGroup(group) => group.score_above(min_competitive),
            Self::WithinDistance(near) => near.score(),
            Self::ProximityBoost(docs, pairs) => {
                let mut left: Score = pairs.iter().map(PairScorer::max_score).sum();
                let mut score = docs.score_above(min_competitive - left);
                let doc = docs.doc();
                for pair in pairs {
                    if score + left < min_competitive {
                        return score;
                    }
                    left -= pair.max_score();
                    score += pair.score_at(doc);
                }
                score
            }
            Self::Context(_) => 0.0,
            Self::Boost(docs, beside) => {
                let mut left: Score = beside.iter().map(Self::max_score).sum();
                let mut score = docs.score_above(min_competitive - left);
                let doc = docs.doc();
                for other in beside {
                    if score + left < min_competitive {
                        return score;
                    }
                    left -= other.max_score();
                    if let Self::Context(context) = other {
                        score += context.score_at(doc);
                        continue;
                    }
                    if other.doc() < doc {
                        other.seek(doc);
                    }
                    if other.doc() == doc {
                        score += other.score_above(min_competitive - score - left);
                    }
                }
                score
            }
            Self::Range(_) | Self::Filter(_) | Self::None => 0.0,
        }
    }

    /// Appends the spans on a side that the current passage matches by.
    pub(super) fn add_spans(&mut self, side: usize, spans: &mut Vec<Span>) {
        match self {
            Self::All(all) => {
                (all.required.iter_mut()).for_each(|docs| docs.add_spans(side, spans));
            }
            Self::Any(several) | Self::AtLeast(several) => {
                several.here().for_each(|docs| docs.add_spans(side, spans));
            }
            Self::SynonymGroup(group) => group.add_spans(side, spans),
            Self::WithinDistance(near) => near.add_spans(side, spans),
            Self::ProximityBoost(docs, _) => docs.add_spans(side, spans),
            Self::Boost(docs, beside) => {
                docs.add_spans(side, spans);
                let doc = docs.doc();
                for other in beside {
                    if other.doc() < doc {
                        other.seek(doc);
                    }
                    if other.doc() == doc {
                        other.add_spans(side, spans);
                    }
                }
            }
            Self::Context(_) | Self::Range(_) | Self::Filter(_) | Self::None => {}
        }
    }

    /// Upper bound of the score of any passage.
    fn max_score(&self) -> Score {
        match self {
            Self::All(all) => all.required.iter().map(Self::max_score).sum(),
            Self::Any(any) => any.lists.iter().map(Self::max_score).fold(0.0, Score::max),
            Self::AtLeast(several) => several.lists.iter().map(Self::max_score).sum(),
            Self::SynonymGroup(group) => group.max_score(),
            Self::WithinDistance(near) => near.max_score(),
            Self::ProximityBoost(docs, pairs) => {
                docs.max_score() + pairs.iter().map(PairScorer::max_score).sum::<Score>()
            }
            Self::Context(context) => context.max_score(),
            Self::Boost(docs, beside) => {
                docs.max_score() + beside.iter().map(Self::max_score).sum::<Score>()
            }
            Self::Range(_) | Self::Filter(_) | Self::None => 0.0,
        }
    }
}

/// Sum of the scores of several scorers at one passage, or any value below `min_competitive` once the sum cannot
/// reach it; `most` is an upper bound of the sum.
fn add_up<'a>(
    lists: impl Iterator<Item = &'a mut TreeScorer>,
    most: Score,
    min_competitive: Score,
) -> Score {
    let (mut left, mut score) = (most, 0.0);
    for docs in lists {
        if score + left < min_competitive {
            return score;
        }
        left -= docs.max_score();
        score += docs.score_above(min_competitive - score - left);
    }
    score
}

impl ConjunctionScorer {
    pub(super) fn of(mut required: Vec<TreeScorer>, nots: Vec<TreeScorer>) -> TreeScorer {
        if required.is_empty() || required.iter().any(|docs| docs.doc() == TERMINATED) {
            return TreeScorer::None;
        }
        required.sort_by_key(TreeScorer::size_hint);
        let mut all = Self { required, nots };
        all.advance_to_match();
        TreeScorer::All(Box::new(all))
    }

    /// Advances to the next passage, from the current one of the rarest scorer, that all match.
    fn advance_to_match(&mut self) -> DocId {
        let Some((lead, others)) = self.required.split_first_mut() else {
            return TERMINATED;
        };
        'next: loop {
            let doc = lead.doc();
            if doc == TERMINATED {
                return doc;
            }
            for other in &mut *others {
                let found = if other.doc() < doc {
                    other.seek(doc)
                } else {
                    other.doc()
                };
                if found > doc {
                    lead.seek(found);
                    continue 'next;
                }
            }
            for not in &mut self.nots {
                if not.doc() < doc {
                    not.seek(doc);
                }
                if not.doc() == doc {
                    lead.advance();
                    continue 'next;
                }
            }
            return doc;
        }
    }
}

impl DisjunctionScorer {
    /// A scorer of at least `least` of several; none where there are fewer.
    pub(super) fn at_least(least: usize, lists: Vec<TreeScorer>) -> Option<Self> {
        let lists = lists.into_iter().map(|docs| (docs, false)).collect();
        Self::of(least, lists, false)
    }

    /// The same for partial matches: at least `least` or one sufficient scorer, but not all.
    pub(super) fn part(least: usize, lists: Vec<(TreeScorer, bool)>) -> Option<Self> {
        Self::of(least, lists, true)
    }

    fn of(least: usize, mut lists: Vec<(TreeScorer, bool)>, not_all: bool) -> Option<Self> {
        let count = lists.len();
        lists.retain(|(docs, _)| docs.doc() != TERMINATED);
        let least = least.max(1);
        if lists.len() < least && !lists.iter().any(|(_, alone)| *alone) {
            return None;
        }
        let not_all = not_all && lists.len() == count;
        let (lists, alone): (Vec<TreeScorer>, Vec<bool>) = lists.into_iter().unzip();
        let at = lists.iter().map(TreeScorer::doc).collect();
        let mut several = Self {
            least,
            alone,
            not_all,
            lists,
            at,
            doc: 0,
        };
        several.advance_to_match();
        Some(several)
    }

    /// The scorers that match the current passage.
    fn here(&mut self) -> impl Iterator<Item = &mut TreeScorer> {
        let doc = self.doc;
        let lists = self.lists.iter_mut().zip(&self.at);
        lists
            .filter(move |(_, at)| **at == doc)
            .map(|(docs, _)| docs)
    }

    /// Advances to the next passage that enough scorers match.
    fn advance_to_match(&mut self) -> DocId {
        loop {
            // No passage before the current one of the `least`-th scorer can match enough.
            let next = if self.least == 1 {
                self.at.iter().copied().min()
            } else {
                let mut sorted = [TERMINATED; 32];
                nth_lowest(&self.at, self.least, &mut sorted)
            };
            let alone = self.at.iter().zip(&self.alone);
            let alone = alone.filter(|(_, alone)| **alone).map(|(at, _)| *at).min();
            let next = next.unwrap_or(TERMINATED).min(alone.unwrap_or(TERMINATED));
            self.doc = next;
            if next == TERMINATED || (self.least == 1 && !self.not_all) {
                return next;
            }
            let mut here = 0;
            for (docs, at) in self.lists.iter_mut().zip(&mut self.at) {
                if *at < next {
                    *at = docs.seek(next);
                }
                here += usize::from(*at == next);
            }
            let enough = here >= self.least || alone == Some(next);
            if enough && !(self.not_all && here == self.lists.len()) {
                return next;
            }
            if enough {
                self.move_on();
            }
        }
    }

    /// Advances the scorers that match the current passage.
    fn move_on(&mut self) {
        for (docs, at) in self.lists.iter_mut().zip(&mut self.at) {
            if *at == self.doc && *at != TERMINATED {
                *at = docs.advance();
            }
        }
    }

    fn advance(&mut self) -> DocId {
        self.move_on();
        self.advance_to_match()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        for (docs, at) in self.lists.iter_mut().zip(&mut self.at) {
            if *at < target {
                *at = docs.seek(target);
            }
        }
        self.advance_to_match()
    }
}

/// The `n`th lowest number, counted from one.
fn nth_lowest(numbers: &[DocId], n: usize, buffer: &mut [DocId]) -> Option<DocId> {
    if let Some(buffer) = buffer.get_mut(..numbers.len()) {
        buffer.copy_from_slice(numbers);
        buffer.sort_unstable();
        return buffer.get(n.checked_sub(1)?).copied();
    }
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.get(n.checked_sub(1)?).copied()
}

impl DocSet for TreeScorer {
    fn advance(&mut self) -> DocId {
        match self {
            Self::All(all) => {
                if let Some(lead) = all.required.first_mut() {
                    lead.advance();
                }
                all.advance_to_match()
            }
            Self::Any(several) | Self::AtLeast(several) => several.advance(),
            Self::SynonymGroup(group) => group.advance(),
            Self::WithinDistance(near) => near.advance(),
            Self::ProximityBoost(docs, _) => docs.advance(),
            Self::Boost(docs, _) => docs.advance(),
            Self::Context(_) => TERMINATED,
            Self::Range(docs) => docs.advance(),
            Self::Filter(docs) => docs.advance(),
            Self::None => TERMINATED,
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::All(all) => {
                if let Some(lead) = all.required.first_mut()
                    && lead.doc() < target
                {
                    lead.seek(target);
                    all.advance_to_match();
                }
                self.doc()
            }
            Self::Any(several) | Self::AtLeast(several) => several.seek(target),
            Self::SynonymGroup(group) => group.seek(target),
            Self::WithinDistance(near) => near.seek(target),
            Self::ProximityBoost(docs, _) => docs.seek(target),
            Self::Boost(docs, _) => docs.seek(target),
            Self::Context(_) => TERMINATED,
            Self::Range(docs) => docs.seek(target),
            Self::Filter(docs) => docs.seek(target),
            Self::None => TERMINATED,
        }
    }

    fn doc(&self) -> DocId {
        match self {
            Self::All(all) => all.required.first().map_or(TERMINATED, Self::doc),
            Self::Any(several) | Self::AtLeast(several) => several.doc,
            Self::SynonymGroup(group) => group.doc(),
            Self::WithinDistance(near) => near.doc(),
            Self::ProximityBoost(docs, _) => docs.doc(),
            Self::Boost(docs, _) => docs.doc(),
            Self::Context(_) => TERMINATED,
            Self::Range(docs) => docs.doc(),
            Self::Filter(docs) => docs.doc(),
            Self::None => TERMINATED,
        }
    }

    fn size_hint(&self) -> u32 {
        let all = |lists: &[Self]| {
            let sizes = lists.iter().map(Self::size_hint);
            sizes.fold(0, u32::saturating_add)
        };
        match self {
            Self::All(all) => all.required.first().map_or(0, Self::size_hint),
            Self::Any(several) | Self::AtLeast(several) => {
                all(&several.lists) / several.least as u32
            }
            Self::SynonymGroup(group) => group.size_hint(),
            Self::WithinDistance(near) => near.size_hint(),
            Self::ProximityBoost(docs, _) => docs.size_hint(),
            Self::Boost(docs, _) => docs.size_hint(),
            Self::Context(_) => 0,
            Self::Range(docs) => docs.size_hint(),
            Self::Filter(docs) => docs.size_hint(),
            Self::None => 0,
        }
    }
}
