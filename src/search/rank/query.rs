//! The compiled query tree and its tantivy query.

use std::{fmt, ops::RangeInclusive, sync::Arc};

use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
};

use super::{
    Context, Proximity, SynonymGroup,
    range::RangeScorer,
    scorer::{ConjunctionScorer, DisjunctionScorer, TreeScorer},
    span::{Span, count_separate},
};
use crate::{
    CancelToken,
    cancel::Countdown,
    index::Reader,
    model::{Lang, Word},
};

/// A node of the compiled query.
#[derive(Debug, Clone)]
pub(in crate::search) enum QueryTree {
    /// Conjunction: all of the first list, none of the second. Scores add up.
    All(Vec<QueryTree>, Vec<QueryTree>),
    /// Disjunction. Scores the best child.
    Any(Vec<QueryTree>),
    /// At least `n` children. Scores add up.
    AtLeast(usize, Vec<QueryTree>),
    /// At least `n` children but not all, or one marked as sufficient alone. Scores add up.
    PartialMatch(usize, Vec<(QueryTree, bool)>),
    /// The first node; the others add to its score where they match.
    Boost(Box<QueryTree>, Vec<QueryTree>),
    /// Passages in whose context a term occurs.
    Context(Box<Context>),
    /// A term with its synonyms.
    SynonymGroup(Box<SynonymGroup>),
    /// Two terms within a number of words.
    WithinDistance(Box<Proximity>),
    /// The node, with a boost where terms are close together.
    ProximityBoost(Box<QueryTree>, Vec<Proximity>),
    /// A numeric column within a range. Scores nothing.
    Range(&'static str, RangeInclusive<u64>),
    /// Any tantivy query as a filter. Scores nothing.
    Filter(Arc<dyn Query>),
}

/// A query tree as tantivy query over one commit.
#[derive(Clone)]
pub(in crate::search) struct RankedQuery {
    query: Arc<QueryTree>,
    /// Constant added to the score of every match.
    score_offset: Score,
    /// Whether positions are read for every match.
    positions: bool,
    searcher: Searcher,
    cancel: CancelToken,
}

/// The scorer of a whole query in a segment, which can be asked for competitive scores only.
pub(in crate::search) struct RankedScorer {
    docs: TreeScorer,
    score_offset: Score,
    countdown: Countdown,
    over: bool,
    /// Buffer for the spans of a match.
    spans: Vec<Span>,
}

impl RankedQuery {
    pub(in crate::search) fn new(query: QueryTree, reader: &Reader) -> Self {
        Self {
            query: Arc::new(query),
            score_offset: 0.0,
            positions: false,
            searcher: reader.searcher.clone(),
            cancel: reader.cancel.clone(),
        }
    }

    /// Reads the positions of every match, so that its spans can be counted.
    pub(in crate::search) fn with_positions(self) -> Self {
        Self {
            positions: true,
            ..self
        }
    }

    /// Adds a constant to the score of every match.
    pub(in crate::search) fn with_score_offset(self, score_offset: Score) -> Self {
        Self {
            score_offset,
            ..self
        }
    }
}

impl fmt::Debug for RankedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.query.fmt(f)
    }
}

impl Query for RankedQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for RankedQuery {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.query.open(segment, &self.searcher, self.positions)?;
        Ok(Box::new(RankedScorer {
            docs,
            score_offset: self.score_offset,
            countdown: Countdown::of(&self.cancel),
            over: false,
            spans: Vec::new(),
        }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut docs = self.query.open(segment, &self.searcher, self.positions)?;
        let score = if docs.doc() <= doc && docs.seek(doc) == doc {
            docs.score_above(Score::MIN) + self.score_offset
        } else {
            0.0
        };
        Ok(Explanation::new("what the query is score", score))
    }
}

impl QueryTree {
    /// Upper bound of the score of any passage.
    pub(in crate::search) fn max_score(&self) -> Score {
        let sum = |queries: &[Self]| queries.iter().map(Self::max_score).sum::<Score>();
        match self {
            Self::All(queries, _) | Self::AtLeast(_, queries) => sum(queries),
            Self::PartialMatch(_, queries) => {
                queries.iter().map(|(query, _)| query.max_score()).sum()
            }
            Self::Any(queries) => queries.iter().map(Self::max_score).fold(0.0, Score::max),
            Self::SynonymGroup(group) => group.max_score(),
            Self::Boost(query, queries) => query.max_score() + sum(queries),
            Self::Context(context) => context.score(),
            Self::WithinDistance(near) => near.max_score(),
            Self::ProximityBoost(query, pairs) => {
                query.max_score() + pairs.iter().map(Proximity::score).sum::<Score>()
            }
            Self::Range(..) | Self::Filter(_) => 0.0,
        }
    }

    /// Whether any passage may match, as far as the term dictionary tells.
    pub(in crate::search) fn has_terms(&self) -> bool {
        match self {
            Self::All(queries, _) => queries.iter().all(Self::has_terms),
            Self::Any(queries) => queries.iter().any(Self::has_terms),
            Self::SynonymGroup(group) => group.passages() > 0,
            Self::Boost(query, _) | Self::ProximityBoost(query, _) => query.has_terms(),
            _ => true,
        }
    }

    fn open(
        &self,
        segment: &SegmentReader,
        searcher: &Searcher,
        positions: bool,
    ) -> tantivy::Result<TreeScorer> {
        let open = |queries: &[QueryTree]| -> tantivy::Result<Vec<TreeScorer>> {
            queries
                .iter()
                .map(|query| query.open(segment, searcher, positions))
                .collect()
        };
        Ok(match self {
            Self::All(required, nots) => ConjunctionScorer::of(open(required)?, open(nots)?),
            Self::Any(queries) => {
                let any = DisjunctionScorer::at_least(1, open(queries)?);
                any.map_or(TreeScorer::None, TreeScorer::Any)
            }
            Self::AtLeast(least, queries) => {
                let several = DisjunctionScorer::at_least(*least, open(queries)?);
                several.map_or(TreeScorer::None, TreeScorer::AtLeast)
            }
            Self::PartialMatch(least, queries) => {
                let open = |(query, alone): &(Self, bool)| {
                    Ok((query.open(segment, searcher, positions)?, *alone))
                };
                let lists = queries.iter().map(open).collect::<tantivy::Result<_>>()?;
                DisjunctionScorer::part(*least, lists).map_or(TreeScorer::None, TreeScorer::AtLeast)
            }
            Self::Context(context) => TreeScorer::Context(Box::new(context.open(segment)?)),
            Self::Boost(query, queries) => {
                let docs = query.open(segment, searcher, positions)?;
                match docs.doc() {
                    TERMINATED => TreeScorer::None,
                    _ => TreeScorer::Boost(Box::new(docs), open(queries)?),
                }
            }
            Self::SynonymGroup(group) => {
                let docs = group.open(segment, positions)?;
                if docs.doc() == TERMINATED {
                    TreeScorer::None
                } else {
                    TreeScorer::SynonymGroup(Box::new(docs))
                }
            }
            Self::WithinDistance(near) => {
                TreeScorer::WithinDistance(Box::new(near.within_docs(segment)?))
            }
            Self::ProximityBoost(query, pairs) => {
                let docs = query.open(segment, searcher, positions)?;
                if docs.doc() == TERMINATED {
                    return Ok(TreeScorer::None);
                }
                let pairs = pairs.iter().map(|near| near.pair_docs(segment));
                TreeScorer::ProximityBoost(Box::new(docs), pairs.collect::<tantivy::Result<_>>()?)
            }
            Self::Range(column, range) => {
                let docs = RangeScorer::new(segment, column, range.clone())?;
                TreeScorer::Range(Box::new(docs))
            }
            Self::Filter(query) => {
                let scoring = EnableScoring::disabled_from_searcher(searcher);
                TreeScorer::Filter(query.weight(scoring)?.scorer(segment, 1.0)?)
            }
        })
    }
}

impl RankedScorer {
    /// Returns the score, or any value below `min_competitive` once the score cannot reach it.
    pub(in crate::search) fn score_above(&mut self, min_competitive: Score) -> Score {
        // Tolerance for rounding.
        let min_competitive = min_competitive - min_competitive.abs() * 1e-4;
        self.docs.score_above(min_competitive - self.score_offset) + self.score_offset
    }

    /// Number of separate spans that the current passage matches by, on the side that has more.
    pub(in crate::search) fn spans(&mut self) -> u32 {
        let mut most = 0;
        for side in 0..Lang::ALL.len() {
            self.spans.clear();
            self.docs.add_spans(side, &mut self.spans);
            most = most.max(count_separate(&mut self.spans));
        }
        most
    }
}

impl DocSet for RankedScorer {
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

impl Scorer for RankedScorer {
    fn score(&mut self) -> Score {
        self.docs.score_above(Score::MIN) + self.score_offset
    }
}
