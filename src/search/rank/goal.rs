//! What a passage must fulfil and what that is worth, as one tree.

use std::{fmt, ops::RangeInclusive, sync::Arc};

use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
};

use super::{
    Concept, Context, Near,
    between::BetweenDocs,
    docs::{AllDocs, Docs, SeveralDocs},
};
use crate::{CancelToken, cancel::Countdown, index::Reader};

/// What a passage must fulfil.
#[derive(Debug, Clone)]
pub(in crate::search) enum Goal {
    /// Every one of some and none of others; worth all together.
    All(Vec<Goal>, Vec<Goal>),
    /// At least one; worth the best.
    Any(Vec<Goal>),
    /// At least so many; worth all together.
    AtLeast(usize, Vec<Goal>),
    /// Not all, but at least so many, or one that weighs enough alone; worth all together.
    Part(usize, Vec<(Goal, bool)>),
    /// The goal; worth more where other terms are said as well.
    Beside(Box<Goal>, Vec<Goal>),
    /// To stand next to where a term is said.
    Context(Context),
    /// To say a term.
    Concept(Box<Concept>),
    /// To say two terms close together.
    Within(Box<Near>),
    /// The goal; worth more where terms stand close together.
    Near(Box<Goal>, Vec<Near>),
    /// To have a number of a column in a range; worth nothing.
    Between(&'static str, RangeInclusive<u64>),
    /// Whatever another query finds; worth nothing.
    Filter(Arc<dyn Query>),
}

/// A goal as a query of a commit.
#[derive(Clone)]
pub(in crate::search) struct Ranking {
    goal: Arc<Goal>,
    /// What every passage is worth beside what it says.
    lift: Score,
    searcher: Searcher,
    cancel: CancelToken,
}

/// The passages of a whole query in a segment, which can be asked for scores above a floor.
pub(in crate::search) struct RankedDocs {
    docs: Docs,
    lift: Score,
    countdown: Countdown,
    over: bool,
}

impl Ranking {
    pub(in crate::search) fn new(goal: Goal, reader: &Reader) -> Self {
        Self {
            goal: Arc::new(goal),
            lift: 0.0,
            searcher: reader.searcher.clone(),
            cancel: reader.cancel.clone(),
        }
    }

    /// The same with every passage worth so much more.
    pub(in crate::search) fn lifted(self, lift: Score) -> Self {
        Self { lift, ..self }
    }
}

impl fmt::Debug for Ranking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.goal.fmt(f)
    }
}

impl Query for Ranking {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Ranking {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.goal.open(segment, &self.searcher)?;
        Ok(Box::new(RankedDocs {
            docs,
            lift: self.lift,
            countdown: Countdown::of(&self.cancel),
            over: false,
        }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut docs = self.goal.open(segment, &self.searcher)?;
        let score = if docs.doc() <= doc && docs.seek(doc) == doc {
            docs.score_above(Score::MIN) + self.lift
        } else {
            0.0
        };
        Ok(Explanation::new("what the goal is worth", score))
    }
}

impl Goal {
    /// No passage has a higher score.
    pub(in crate::search) fn most(&self) -> Score {
        let sum = |goals: &[Self]| goals.iter().map(Self::most).sum::<Score>();
        match self {
            Self::All(goals, _) | Self::AtLeast(_, goals) => sum(goals),
            Self::Part(_, goals) => goals.iter().map(|(goal, _)| goal.most()).sum(),
            Self::Any(goals) => goals.iter().map(Self::most).fold(0.0, Score::max),
            Self::Concept(concept) => concept.most(),
            Self::Beside(goal, goals) => goal.most() + sum(goals),
            Self::Context(context) => context.worth(),
            Self::Within(near) => near.most(),
            Self::Near(goal, pairs) => goal.most() + pairs.iter().map(Near::worth).sum::<Score>(),
            Self::Between(..) | Self::Filter(_) => 0.0,
        }
    }

    /// Whether any passage may fulfil it, as far as the dictionary of the index tells.
    pub(in crate::search) fn is_said(&self) -> bool {
        match self {
            Self::All(goals, _) => goals.iter().all(Self::is_said),
            Self::Any(goals) => goals.iter().any(Self::is_said),
            Self::Concept(concept) => concept.passages() > 0,
            Self::Beside(goal, _) | Self::Near(goal, _) => goal.is_said(),
            _ => true,
        }
    }

    fn open(&self, segment: &SegmentReader, searcher: &Searcher) -> tantivy::Result<Docs> {
        let open = |goals: &[Goal]| -> tantivy::Result<Vec<Docs>> {
            goals
                .iter()
                .map(|goal| goal.open(segment, searcher))
                .collect()
        };
        Ok(match self {
            Self::All(musts, nots) => AllDocs::of(open(musts)?, open(nots)?),
            Self::Any(goals) => {
                let any = SeveralDocs::at_least(1, open(goals)?);
                any.map_or(Docs::None, Docs::Any)
            }
            Self::AtLeast(least, goals) => {
                let several = SeveralDocs::at_least(*least, open(goals)?);
                several.map_or(Docs::None, Docs::AtLeast)
            }
            Self::Part(least, goals) => {
                let open =
                    |(goal, alone): &(Self, bool)| Ok((goal.open(segment, searcher)?, *alone));
                let lists = goals.iter().map(open).collect::<tantivy::Result<_>>()?;
                SeveralDocs::part(*least, lists).map_or(Docs::None, Docs::AtLeast)
            }
            Self::Context(context) => context.open(segment),
            Self::Beside(goal, goals) => {
                let docs = goal.open(segment, searcher)?;
                match docs.doc() {
                    TERMINATED => Docs::None,
                    _ => Docs::Beside(Box::new(docs), open(goals)?),
                }
            }
            Self::Concept(concept) => {
                let docs = concept.open(segment, false)?;
                if docs.doc() == TERMINATED {
                    Docs::None
                } else {
                    Docs::Concept(Box::new(docs))
                }
            }
            Self::Within(near) => Docs::Within(Box::new(near.within_docs(segment)?)),
            Self::Near(goal, pairs) => {
                let docs = goal.open(segment, searcher)?;
                if docs.doc() == TERMINATED {
                    return Ok(Docs::None);
                }
                let pairs = pairs.iter().map(|near| near.pair_docs(segment));
                Docs::Near(Box::new(docs), pairs.collect::<tantivy::Result<_>>()?)
            }
            Self::Between(column, range) => {
                let docs = BetweenDocs::new(segment, column, range.clone())?;
                Docs::Between(Box::new(docs))
            }
            Self::Filter(query) => {
                let scoring = EnableScoring::disabled_from_searcher(searcher);
                Docs::Filter(query.weight(scoring)?.scorer(segment, 1.0)?)
            }
        })
    }
}

impl RankedDocs {
    /// The score of the passage; where it is below the floor, anything below it.
    pub(in crate::search) fn score_above(&mut self, floor: Score) -> Score {
        // What rounding may take off.
        let floor = floor - floor.abs() * 1e-4;
        self.docs.score_above(floor - self.lift) + self.lift
    }
}

impl DocSet for RankedDocs {
    fn advance(&mut self) -> DocId {
        self.over = self.over || self.countdown.is_over();
        if self.over {
            return TERMINATED;
        }
        self.docs.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.over = self.over || self.countdown.is_over();
        if self.over {
            return TERMINATED;
        }
        self.docs.seek(target)
    }

    fn doc(&self) -> DocId {
        match self.over {
            true => TERMINATED,
            false => self.docs.doc(),
        }
    }

    fn size_hint(&self) -> u32 {
        self.docs.size_hint()
    }
}

impl Scorer for RankedDocs {
    fn score(&mut self) -> Score {
        self.docs.score_above(Score::MIN) + self.lift
    }
}
