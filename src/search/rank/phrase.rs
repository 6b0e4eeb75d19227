//! Phrases in one field: which passages match, how often, and at which positions.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, SegmentReader, TERMINATED, Term,
    postings::{Postings, SegmentPostings},
    query::{EnableScoring, Query, Scorer},
    schema::IndexRecordOption,
};

use crate::{CancelToken, cancel::Countdown, index::PhrasePosition, text::is_han};

/// One phrase of a synonym group.
#[derive(Debug, Clone)]
pub(in crate::search) struct Phrase {
    pub(in crate::search) kind: PhraseKind,
    /// The side it is matched on, as an index into [`crate::model::Lang::ALL`].
    pub(in crate::search) side: usize,
    pub(in crate::search) way: MatchKind,
}

/// How a phrase matches its term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum MatchKind {
    /// Text as typed.
    Exact,
    /// A synonym or translation.
    Synonym,
    /// A term that calls relate to it.
    Related,
    /// Characters that need not be words of the text (利率 in 毛利率).
    Characters,
}

/// What a phrase consists of.
#[derive(Debug, Clone)]
pub(in crate::search) enum PhraseKind {
    /// Positions in order.
    Tokens(Vec<PhrasePosition>),
    /// The matches of another query, which have no positions, and their number.
    Other(Arc<dyn Query>, u64),
}

/// Scorer of a phrase within a segment.
pub(super) enum PhraseScorer {
    /// A single position, and its length in positions.
    One(TermUnion, u32),
    Several(AlignedPhrase),
    Other(Box<dyn Scorer>),
}

impl Phrase {
    /// Whether its text begins with a Chinese character.
    pub(super) fn is_chinese(&self) -> bool {
        let PhraseKind::Tokens(positions) = &self.kind else {
            return false;
        };
        let mut terms = positions.iter().flat_map(|position| &position.terms);
        let bytes = terms.next().map(Term::serialized_value_bytes);
        let text = bytes.and_then(|bytes| str::from_utf8(bytes).ok());
        let first = text.and_then(|text| text.trim_start_matches('=').chars().next());
        first.is_some_and(is_han)
    }

    /// Opens the phrase in a segment; none where one of its terms does not occur. Positions are
    /// read only if `placed`.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        scoring: EnableScoring<'_>,
        placed: bool,
        cancel: &CancelToken,
    ) -> tantivy::Result<Option<PhraseScorer>> {
        let places = match &self.kind {
            PhraseKind::Tokens(places) => places,
            PhraseKind::Other(query, _) => {
                let docs = query.weight(scoring)?.scorer(segment, 1.0)?;
                return Ok((docs.doc() != TERMINATED).then_some(PhraseScorer::Other(docs)));
            }
        };
        let option = if placed || places.len() > 1 {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let mut parts = Vec::with_capacity(places.len());
        let mut length = 0;
        for place in places {
            let mut postings = Vec::with_capacity(place.terms.len());
            for term in &place.terms {
                let index = segment.inverted_index(term.field())?;
                postings.extend(index.read_postings(term, option)?);
            }
            if postings.is_empty() {
                return Ok(None);
            }
            length = length.max(place.offset + place.length);
            parts.push((place.offset, TermUnion::new(postings)));
        }
        let docs = if parts.len() > 1 {
            Some(PhraseScorer::Several(AlignedPhrase::new(
                parts, length, cancel,
            )))
        } else {
            parts.pop().map(|(_, any)| PhraseScorer::One(any, length))
        };
        Ok(docs.filter(|docs| docs.doc() != TERMINATED))
    }
}

impl PhraseScorer {
    /// Whether the current passage is known to match without reading positions.
    pub(super) fn is_sure(&self) -> bool {
        match self {
            Self::Several(phrase) => phrase.aligned == Some(true),
            _ => true,
        }
    }

    /// Verifies that the current passage matches.
    pub(super) fn verify(&mut self) -> bool {
        match self {
            Self::Several(phrase) => phrase.verify(),
            _ => true,
        }
    }

    /// Phrase frequency in the current passage; an upper bound before `verify`.
    pub(super) fn frequency(&self) -> u32 {
        match self {
            Self::One(any, _) => any.frequency(),
            Self::Several(phrase) => phrase.frequency(),
            Self::Other(_) => 1,
        }
    }

    /// Appends the matches in the current passage, which must be verified: first position, and
    /// first position after the match.
    pub(super) fn places(&mut self, places: &mut Vec<(u32, u32)>) {
        match self {
            Self::One(any, length) => {
                let mut positions = Vec::new();
                any.positions(0, &mut positions);
                places.extend(positions.into_iter().map(|at| (at, at + *length)));
            }
            Self::Several(phrase) => {
                let length = phrase.length;
                places.extend(phrase.starts.iter().map(|&at| (at, at + length)));
            }
            Self::Other(_) => {}
        }
    }
}

impl DocSet for PhraseScorer {
    fn advance(&mut self) -> DocId {
        match self {
            Self::One(any, _) => any.advance(),
            Self::Several(phrase) => phrase.advance(),
            Self::Other(docs) => docs.advance(),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::One(any, _) => any.seek(target),
            Self::Several(phrase) => phrase.seek(target),
            Self::Other(docs) => docs.seek(target),
        }
    }

    fn doc(&self) -> DocId {
        match self {
            Self::One(any, _) => any.doc(),
            Self::Several(phrase) => phrase.doc(),
            Self::Other(docs) => docs.doc(),
        }
    }

    fn size_hint(&self) -> u32 {
        match self {
            Self::One(any, _) => any.size_hint(),
            Self::Several(phrase) => phrase.size_hint(),
            Self::Other(docs) => docs.size_hint(),
        }
    }
}

/// Union of the postings of several terms.
pub(super) struct TermUnion {
    postings: Vec<SegmentPostings>,
    doc: DocId,
}

impl TermUnion {
    fn new(postings: Vec<SegmentPostings>) -> Self {
        let mut any = Self { postings, doc: 0 };
        any.advance_to_match();
        any
    }

    fn advance_to_match(&mut self) -> DocId {
        let docs = self.postings.iter().map(SegmentPostings::doc);
        self.doc = docs.min().unwrap_or(TERMINATED);
        self.doc
    }

    fn frequency(&self) -> u32 {
        if let [only] = self.postings.as_slice() {
            return only.term_freq();
        }
        let here = self.postings.iter().filter(|p| p.doc() == self.doc);
        here.map(|p| p.term_freq()).sum()
    }

    /// Appends the positions of all terms, each increased by an offset, in order.
    fn positions(&mut self, offset: u32, positions: &mut Vec<u32>) {
        positions.clear();
        if let [only] = self.postings.as_mut_slice() {
            only.append_positions_with_offset(offset, positions);
            return;
        }
        let mut several = false;
        for postings in self.postings.iter_mut().filter(|p| p.doc() == self.doc) {
            several |= !positions.is_empty();
            postings.append_positions_with_offset(offset, positions);
        }
        if several {
            positions.sort_unstable();
        }
    }
}

impl DocSet for TermUnion {
    fn advance(&mut self) -> DocId {
        if let [only] = self.postings.as_mut_slice() {
            self.doc = only.advance();
            return self.doc;
        }
        if self.doc != TERMINATED {
            for postings in &mut self.postings {
                if postings.doc() == self.doc {
                    postings.advance();
                }
            }
        }
        self.advance_to_match()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if let [only] = self.postings.as_mut_slice() {
            self.doc = only.seek(target);
            return self.doc;
        }
        for postings in &mut self.postings {
            if postings.doc() < target {
                postings.seek(target);
            }
        }
        self.advance_to_match()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.postings.iter().map(|p| p.doc_freq()).sum()
    }
}

/// Conjunction of several terms at fixed distances. Positions are read only when a passage has to
/// be verified.
pub(super) struct AlignedPhrase {
    /// Postings, rarest first, each with its distance to the last term.
    parts: Vec<(u32, TermUnion)>,
    /// Distance of the last term from the first.
    reach: u32,
    /// Positions from the first term to the first position after the match.
    length: u32,
    /// Whether the current passage matches, once verified.
    aligned: Option<bool>,
    /// Start positions of the verified matches.
    starts: Vec<u32>,
    positions: Vec<u32>,
    countdown: Countdown,
}

impl AlignedPhrase {
    fn new(parts: Vec<(u32, TermUnion)>, length: u32, cancel: &CancelToken) -> Self {
        let reach = parts.iter().map(|(offset, _)| *offset).max().unwrap_or(0);
        let mut parts: Vec<(u32, TermUnion)> = (parts.into_iter())
            .map(|(offset, any)| (reach - offset, any))
            .collect();
        parts.sort_by_key(|(_, any)| any.size_hint());
        let mut phrase = Self {
            parts,
            reach,
            length,
            aligned: None,
            starts: Vec::new(),
            positions: Vec::new(),
            countdown: Countdown::of(cancel),
        };
        phrase.advance_to_match();
        phrase
    }

    /// Advances to the next passage, from the current one of the rarest term, that contains all
    /// terms.
    fn advance_to_match(&mut self) -> DocId {
        self.aligned = None;
        let Some(((_, rarest), others)) = self.parts.split_first_mut() else {
            return TERMINATED;
        };
        'next: loop {
            let doc = rarest.doc();
            if doc == TERMINATED {
                return doc;
            }
            if self.countdown.is_over() {
                break;
            }
            for (_, other) in &mut *others {
                if other.doc() < doc {
                    other.seek(doc);
                }
                if other.doc() > doc {
                    rarest.seek(other.doc());
                    continue 'next;
                }
            }
            return doc;
        }
        self.parts.clear();
        self.aligned = Some(false);
        TERMINATED
    }

    /// Verifies that the current passage contains the phrase.
    fn verify(&mut self) -> bool {
        match self.aligned {
            Some(aligned) => aligned,
            None => {
                let aligned = self.align();
                self.aligned = Some(aligned);
                aligned
            }
        }
    }

    /// Phrase frequency in the current passage; an upper bound before `verify`.
    fn frequency(&self) -> u32 {
        match self.aligned {
            Some(true) => self.starts.len() as u32,
            Some(false) => 0,
            None => {
                let parts = self.parts.iter().map(|(_, part)| part.frequency());
                parts.min().unwrap_or(0)
            }
        }
    }

    /// Intersects the positions of all terms in the current passage.
    fn align(&mut self) -> bool {
        self.starts.clear();
        for (at, (before_last, postings)) in self.parts.iter_mut().enumerate() {
            if at == 0 {
                postings.positions(*before_last, &mut self.starts);
                continue;
            }
            postings.positions(*before_last, &mut self.positions);
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

impl DocSet for AlignedPhrase {
    fn advance(&mut self) -> DocId {
        if let Some((_, rarest)) = self.parts.first_mut() {
            rarest.advance();
        }
        self.advance_to_match()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            if let Some((_, rarest)) = self.parts.first_mut() {
                rarest.seek(target);
            }
            self.advance_to_match();
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
