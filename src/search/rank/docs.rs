//! The passages of a segment that fulfil a goal, and their scores.
//!
//! Every passage that fulfils a goal is counted, but only few are among the best. So a score is always asked
//! for with a floor: what surely stays below it is not weighed to the end. Of most passages no more is
//! read than how often they say a term; where in them it stands is read of candidates only.

use tantivy::{
    DocId, DocSet, Score, TERMINATED,
    query::{BitSetDocSet, Scorer},
};

use super::{
    between::BetweenDocs,
    concept::ConceptDocs,
    near::{NearDocs, PairDocs},
};

/// The passages of a segment that fulfil a goal.
pub(super) enum Docs {
    All(Box<AllDocs>),
    Any(SeveralDocs),
    AtLeast(SeveralDocs),
    Concept(Box<ConceptDocs>),
    Within(Box<NearDocs>),
    Near(Box<Docs>, Vec<PairDocs>),
    Beside(Box<Docs>, Vec<Docs>),
    /// Passages that are worth the same.
    Context(BitSetDocSet, Score),
    Between(Box<BetweenDocs>),
    Filter(Box<dyn Scorer>),
    None,
}

/// Passages in all of some lists and in none of others.
pub(super) struct AllDocs {
    /// The shortest first.
    musts: Vec<Docs>,
    nots: Vec<Docs>,
}

/// Passages in so many of several lists.
pub(super) struct SeveralDocs {
    least: usize,
    /// Lists that are enough alone.
    alone: Vec<bool>,
    /// A passage in all of them does not count.
    not_all: bool,
    lists: Vec<Docs>,
    /// The passage that each list is at.
    at: Vec<DocId>,
    doc: DocId,
}

impl Docs {
    /// The score of the passage; where it is below the floor, anything below it.
    pub(super) fn score_above(&mut self, floor: Score) -> Score {
        match self {
            Self::All(all) => add_up(all.musts.iter_mut(), floor),
            Self::Any(any) => {
                let mut best = 0.0_f32;
                for docs in any.here() {
                    best = best.max(docs.score_above(floor.max(best)));
                }
                best
            }
            Self::AtLeast(several) => add_up(several.here(), floor),
            Self::Concept(concept) => concept.score_above(floor),
            Self::Within(near) => near.score(),
            Self::Near(docs, pairs) => {
                let mut left: Score = pairs.iter().map(PairDocs::most).sum();
                let mut score = docs.score_above(floor - left);
                let doc = docs.doc();
                for pair in pairs {
                    if score + left < floor {
                        return score;
                    }
                    left -= pair.most();
                    score += pair.worth_at(doc);
                }
                score
            }
            Self::Context(_, worth) => *worth,
            Self::Beside(docs, beside) => {
                let mut left: Score = beside.iter().map(Self::most).sum();
                let mut score = docs.score_above(floor - left);
                let doc = docs.doc();
                for other in beside {
                    if score + left < floor {
                        return score;
                    }
                    left -= other.most();
                    if other.doc() < doc {
                        other.seek(doc);
                    }
                    if other.doc() == doc {
                        score += other.score_above(floor - score - left);
                    }
                }
                score
            }
            Self::Between(_) | Self::Filter(_) | Self::None => 0.0,
        }
    }

    /// No passage has a higher score.
    fn most(&self) -> Score {
        match self {
            Self::All(all) => all.musts.iter().map(Self::most).sum(),
            Self::Any(any) => any.lists.iter().map(Self::most).fold(0.0, Score::max),
            Self::AtLeast(several) => several.lists.iter().map(Self::most).sum(),
            Self::Concept(concept) => concept.most(),
            Self::Within(near) => near.most(),
            Self::Near(docs, pairs) => {
                docs.most() + pairs.iter().map(PairDocs::most).sum::<Score>()
            }
            Self::Context(_, worth) => *worth,
            Self::Beside(docs, beside) => {
                docs.most() + beside.iter().map(Self::most).sum::<Score>()
            }
            Self::Between(_) | Self::Filter(_) | Self::None => 0.0,
        }
    }
}

/// The scores of some lists at one passage together; where they are below the floor, anything below it.
fn add_up<'a>(lists: impl Iterator<Item = &'a mut Docs>, floor: Score) -> Score {
    let mut lists: Vec<&mut Docs> = lists.collect();
    if let [only] = lists.as_mut_slice() {
        return only.score_above(floor);
    }
    let mut left: Score = lists.iter().map(|docs| docs.most()).sum();
    let mut score = 0.0;
    for docs in lists {
        if score + left < floor {
            return score;
        }
        left -= docs.most();
        score += docs.score_above(floor - score - left);
    }
    score
}

impl AllDocs {
    pub(super) fn of(mut musts: Vec<Docs>, nots: Vec<Docs>) -> Docs {
        if musts.is_empty() || musts.iter().any(|docs| docs.doc() == TERMINATED) {
            return Docs::None;
        }
        musts.sort_by_key(Docs::size_hint);
        let mut all = Self { musts, nots };
        all.settle();
        Docs::All(Box::new(all))
    }

    /// Moves on to the next passage, from where the shortest list is, that all have.
    fn settle(&mut self) -> DocId {
        let Some((lead, others)) = self.musts.split_first_mut() else {
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

impl SeveralDocs {
    /// Lists of which so many are wanted; none where there are fewer.
    pub(super) fn at_least(least: usize, lists: Vec<Docs>) -> Option<Self> {
        let lists = lists.into_iter().map(|docs| (docs, false)).collect();
        Self::of(least, lists, false)
    }

    /// Lists of which so many are wanted, or one that is enough alone, but not all.
    pub(super) fn part(least: usize, lists: Vec<(Docs, bool)>) -> Option<Self> {
        Self::of(least, lists, true)
    }

    fn of(least: usize, mut lists: Vec<(Docs, bool)>, not_all: bool) -> Option<Self> {
        let count = lists.len();
        lists.retain(|(docs, _)| docs.doc() != TERMINATED);
        let least = least.max(1);
        if lists.len() < least && !lists.iter().any(|(_, alone)| *alone) {
            return None;
        }
        let not_all = not_all && lists.len() == count;
        let (lists, alone): (Vec<Docs>, Vec<bool>) = lists.into_iter().unzip();
        let at = lists.iter().map(Docs::doc).collect();
        let mut several = Self {
            least,
            alone,
            not_all,
            lists,
            at,
            doc: 0,
        };
        several.settle();
        Some(several)
    }

    /// The lists that have the passage.
    fn here(&mut self) -> impl Iterator<Item = &mut Docs> {
        let doc = self.doc;
        let lists = self.lists.iter_mut().zip(&self.at);
        lists
            .filter(move |(_, at)| **at == doc)
            .map(|(docs, _)| docs)
    }

    /// Moves on to the next passage that so many lists have.
    fn settle(&mut self) -> DocId {
        loop {
            // No passage before the one that the so-manyth list is at can be in so many.
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

    /// Moves the lists that have the passage on.
    fn move_on(&mut self) {
        for (docs, at) in self.lists.iter_mut().zip(&mut self.at) {
            if *at == self.doc && *at != TERMINATED {
                *at = docs.advance();
            }
        }
    }

    fn advance(&mut self) -> DocId {
        self.move_on();
        self.settle()
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
        self.settle()
    }
}

/// The `n`th lowest of some numbers, counted from one.
fn nth_lowest(numbers: &[DocId], n: usize, room: &mut [DocId]) -> Option<DocId> {
    if let Some(room) = room.get_mut(..numbers.len()) {
        room.copy_from_slice(numbers);
        room.sort_unstable();
        return room.get(n.checked_sub(1)?).copied();
    }
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.get(n.checked_sub(1)?).copied()
}

impl DocSet for Docs {
    fn advance(&mut self) -> DocId {
        match self {
            Self::All(all) => {
                if let Some(lead) = all.musts.first_mut() {
                    lead.advance();
                }
                all.settle()
            }
            Self::Any(several) | Self::AtLeast(several) => several.advance(),
            Self::Concept(concept) => concept.advance(),
            Self::Within(near) => near.advance(),
            Self::Near(docs, _) => docs.advance(),
            Self::Beside(docs, _) => docs.advance(),
            Self::Context(docs, _) => docs.advance(),
            Self::Between(docs) => docs.advance(),
            Self::Filter(docs) => docs.advance(),
            Self::None => TERMINATED,
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::All(all) => {
                if let Some(lead) = all.musts.first_mut()
                    && lead.doc() < target
                {
                    lead.seek(target);
                    all.settle();
                }
                self.doc()
            }
            Self::Any(several) | Self::AtLeast(several) => several.seek(target),
            Self::Concept(concept) => concept.seek(target),
            Self::Within(near) => near.seek(target),
            Self::Near(docs, _) => docs.seek(target),
            Self::Beside(docs, _) => docs.seek(target),
            Self::Context(docs, _) => docs.seek(target),
            Self::Between(docs) => docs.seek(target),
            Self::Filter(docs) => docs.seek(target),
            Self::None => TERMINATED,
        }
    }

    fn doc(&self) -> DocId {
        match self {
            Self::All(all) => all.musts.first().map_or(TERMINATED, Self::doc),
            Self::Any(several) | Self::AtLeast(several) => several.doc,
            Self::Concept(concept) => concept.doc(),
            Self::Within(near) => near.doc(),
            Self::Near(docs, _) => docs.doc(),
            Self::Beside(docs, _) => docs.doc(),
            Self::Context(docs, _) => docs.doc(),
            Self::Between(docs) => docs.doc(),
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
            Self::All(all) => all.musts.first().map_or(0, Self::size_hint),
            Self::Any(several) | Self::AtLeast(several) => {
                all(&several.lists) / several.least as u32
            }
            Self::Concept(concept) => concept.size_hint(),
            Self::Within(near) => near.size_hint(),
            Self::Near(docs, _) => docs.size_hint(),
            Self::Beside(docs, _) => docs.size_hint(),
            Self::Context(docs, _) => docs.size_hint(),
            Self::Between(docs) => docs.size_hint(),
            Self::Filter(docs) => docs.size_hint(),
            Self::None => 0,
        }
    }
}
