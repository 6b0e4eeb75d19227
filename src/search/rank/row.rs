//! Tokens in a row, in one field: which passages have them, how often, and where.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, SegmentReader, TERMINATED, Term,
    postings::{Postings, SegmentPostings},
    query::{EnableScoring, Query, Scorer},
    schema::IndexRecordOption,
};

use crate::text::STEP;

/// One way in which a concept is said.
#[derive(Debug, Clone)]
pub(in crate::search) struct Row {
    pub(in crate::search) kind: RowKind,
    /// The side it is said on, as a place in [`crate::model::Lang::ALL`].
    pub(in crate::search) side: usize,
    /// It is what was typed, not something that means the same.
    pub(in crate::search) exact: bool,
}

/// What makes a row.
#[derive(Debug, Clone)]
pub(in crate::search) enum RowKind {
    /// Tokens with their distance from the first.
    Tokens(Vec<(u32, Term)>),
    /// Whatever another query finds; where in the passage is not known.
    Other(Arc<dyn Query>),
}

/// A row within a segment, moving over its passages.
pub(super) enum RowDocs {
    One(Box<SegmentPostings>),
    Several(Phrase),
    Other(Box<dyn Scorer>),
}

impl Row {
    /// The row's passages in a segment; none where a token does not occur. Where it stands in them can
    /// be told only if it is `placed`.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        scoring: EnableScoring<'_>,
        placed: bool,
    ) -> tantivy::Result<Option<RowDocs>> {
        let tokens = match &self.kind {
            RowKind::Tokens(tokens) => tokens,
            RowKind::Other(query) => {
                let docs = query.weight(scoring)?.scorer(segment, 1.0)?;
                return Ok((docs.doc() != TERMINATED).then_some(RowDocs::Other(docs)));
            }
        };
        let option = if placed || tokens.len() > 1 {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let mut parts = Vec::with_capacity(tokens.len());
        for (offset, term) in tokens {
            let index = segment.inverted_index(term.field())?;
            let Some(postings) = index.read_postings(term, option)? else {
                return Ok(None);
            };
            parts.push((*offset, postings));
        }
        let docs = match parts.len() {
            0 => return Ok(None),
            1 => parts
                .pop()
                .map(|(_, postings)| RowDocs::One(Box::new(postings))),
            _ => Some(RowDocs::Several(Phrase::new(parts))),
        };
        Ok(docs.filter(|docs| docs.doc() != TERMINATED))
    }
}

impl RowDocs {
    /// How often the passage has the row.
    pub(super) fn frequency(&self) -> u32 {
        match self {
            Self::One(postings) => postings.term_freq(),
            Self::Several(phrase) => phrase.starts.len() as u32,
            Self::Other(_) => 1,
        }
    }

    /// Adds where the passage has the row: its first position, and that of a word right after it.
    pub(super) fn places(&mut self, places: &mut Vec<(u32, u32)>) {
        match self {
            Self::One(postings) => {
                let mut positions = Vec::with_capacity(postings.term_freq() as usize);
                postings.positions(&mut positions);
                places.extend(positions.into_iter().map(|at| (at, at + STEP)));
            }
            Self::Several(phrase) => {
                let length = phrase.length;
                places.extend(phrase.starts.iter().map(|&at| (at, at + length)));
            }
            Self::Other(_) => {}
        }
    }
}

impl DocSet for RowDocs {
    fn advance(&mut self) -> DocId {
        match self {
            Self::One(postings) => postings.advance(),
            Self::Several(phrase) => phrase.advance(),
            Self::Other(docs) => docs.advance(),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::One(postings) => postings.seek(target),
            Self::Several(phrase) => phrase.seek(target),
            Self::Other(docs) => docs.seek(target),
        }
    }

    fn doc(&self) -> DocId {
        match self {
            Self::One(postings) => postings.doc(),
            Self::Several(phrase) => phrase.doc(),
            Self::Other(docs) => docs.doc(),
        }
    }

    fn size_hint(&self) -> u32 {
        match self {
            Self::One(postings) => postings.size_hint(),
            Self::Several(phrase) => phrase.size_hint(),
            Self::Other(docs) => docs.size_hint(),
        }
    }
}

/// Passages that have several tokens at fixed distances.
pub(super) struct Phrase {
    /// The rarest first; each with how far it stands before the last token.
    parts: Vec<(u32, SegmentPostings)>,
    /// Distance of the last token from the first.
    reach: u32,
    /// Places from the first token to a word right after the last.
    length: u32,
    /// Where the phrase begins in the passage at hand.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Phrase {
    fn new(parts: Vec<(u32, SegmentPostings)>) -> Self {
        let reach = parts.iter().map(|(offset, _)| *offset).max().unwrap_or(0);
        let mut parts: Vec<(u32, SegmentPostings)> = (parts.into_iter())
            .map(|(offset, postings)| (reach - offset, postings))
            .collect();
        parts.sort_by_key(|(_, postings)| postings.doc_freq());
        let mut phrase = Self {
            parts,
            reach,
            length: reach + STEP,
            starts: Vec::new(),
            positions: Vec::new(),
        };
        phrase.settle();
        phrase
    }

    /// Moves on to the first passage, from where the rarest token is, that has the phrase.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self.doc();
            if doc == TERMINATED {
                self.starts.clear();
                return TERMINATED;
            }
            let mut next = doc;
            for (_, postings) in self.parts.iter_mut().skip(1) {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() != doc {
                    next = postings.doc();
                    break;
                }
            }
            let Some((_, rarest)) = self.parts.first_mut() else {
                return TERMINATED;
            };
            if next > doc {
                rarest.seek(next);
            } else if self.align() {
                return doc;
            } else if let Some((_, rarest)) = self.parts.first_mut() {
                rarest.advance();
            }
        }
    }

    /// Finds where the tokens stand at their distances; all postings are on one passage.
    fn align(&mut self) -> bool {
        self.starts.clear();
        for (at, (before_last, postings)) in self.parts.iter_mut().enumerate() {
            if at == 0 {
                postings.positions_with_offset(*before_last, &mut self.starts);
                continue;
            }
            postings.positions_with_offset(*before_last, &mut self.positions);
            let mut rest = self.positions.iter().peekable();
            self.starts.retain(|start| {
                while rest.next_if(|position| *position < start).is_some() {}
                rest.peek().is_some_and(|position| *position == start)
            });
            if self.starts.is_empty() {
                return false;
            }
        }
        for start in &mut self.starts {
            *start = start.saturating_sub(self.reach);
        }
        true
    }
}

impl DocSet for Phrase {
    fn advance(&mut self) -> DocId {
        if let Some((_, rarest)) = self.parts.first_mut() {
            rarest.advance();
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            if let Some((_, rarest)) = self.parts.first_mut() {
                rarest.seek(target);
            }
            self.settle();
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.parts
            .first()
            .map_or(TERMINATED, |(_, rarest)| rarest.doc())
    }

    fn size_hint(&self) -> u32 {
        self.parts
            .first()
            .map_or(0, |(_, rarest)| rarest.size_hint() / 4)
    }
}
