use std::{ops::Range, sync::Arc, time::Duration};

use crate::{
    index::FacetValues,
    model::{Call, ExchangeSide, Lang, Passage, Sides, Speaker, TermRelation, word_enum},
    text::refusal,
};

word_enum! {
    /// How a term matched a text.
    By {
        /// As typed, apart from case and width.
        Literal = "literal",
        /// In the other Chinese script.
        Script = "script",
        /// By the stem of a word.
        Stem = "stem",
        /// As a prefix of a word.
        Prefix = "prefix",
        /// As a synonym or translation.
        Glossary = "glossary",
        /// In the vocabulary of the other side of the strait.
        Variant = "variant",
        /// As the same value written otherwise, or a value in the requested range.
        Quantity = "quantity",
        /// By being of the company, person, firm or quarter that is named.
        Entity = "entity",
        /// As a term that calls relate to it.
        Related = "related",
    }
}

/// The answer to a [`super::Request`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response {
    /// The query, as typed.
    pub query: String,
    /// Number of passages that match all of the query.
    pub total: u64,
    /// Number of calls with such a passage.
    pub total_calls: u64,
    /// Number of passages that match a part of the query; none where partial matches are not shown.
    pub total_partial: Option<u64>,
    /// Time taken.
    pub took: Duration,
    /// The page of hits asked for; of groups the hits of each, one group after the other.
    pub hits: Vec<Hit>,
    /// The page of groups asked for; none where a result is a passage.
    pub groups: Vec<HitGroup>,
    /// Groups with a passage that matches; none where a result is a passage.
    pub total_groups: Option<u64>,
    /// The most frequent values of the facets asked for, over all matches.
    pub facets: Vec<FacetValues>,
    /// Synonyms and translations of the terms.
    pub expansions: Vec<Expansion>,
    /// Terms that calls relate to the terms; they match where the request asks for it.
    pub related: Vec<Suggestion>,
    /// What the reader should know about the answer.
    pub warnings: Vec<String>,
}

/// One passage that matches.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Hit {
    /// Its call, without the passages.
    pub call: Arc<Call>,
    /// The passage.
    pub passage: Passage,
    /// Score; comparable within one response only.
    pub score: f32,
    /// Matched spans, in bytes of each side: ascending, never overlapping.
    pub highlights: Sides<Vec<Range<usize>>>,
    /// Why the passage matched.
    pub why: Vec<Why>,
    /// Terms of the query, as typed, that the passage does not match.
    pub missing: Vec<String>,
    /// Passages of the call just before.
    pub before: Vec<Passage>,
    /// Passages of the call just after.
    pub after: Vec<Passage>,
}

/// Passages that belong together, some of which match.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HitGroup {
    /// Their call, without the passages.
    pub call: Arc<Call>,
    /// The exchange, if they are one.
    pub exchange: Option<u32>,
    /// Passages of the group that match.
    pub total: u64,
    /// Range of its hits in [`Response::hits`].
    pub hits: Range<usize>,
    /// The whole exchange or turn, in order; empty for a call.
    pub passages: Vec<Passage>,
}

/// Words with which an answer declines to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// Number of the passage.
    pub n: u32,
    /// The words, as said.
    pub words: String,
}

impl HitGroup {
    /// The passages of an exchange with which its analyst begins to ask on after an answer, by number.
    pub fn follow_ups(&self) -> Vec<u32> {
        let side = |passage: &Passage| self.call.exchange_side_of(passage);
        let (mut answered, mut asking) = (false, false);
        let mut follow_ups = Vec::new();
        for passage in &self.passages {
            let asks = side(passage) == Some(ExchangeSide::Asked);
            if asks && answered && !asking {
                follow_ups.push(passage.n);
            }
            answered |= side(passage) == Some(ExchangeSide::Answered);
            asking = asks;
        }
        follow_ups
    }

    /// The passages before the turn of the first hit, and the others: an exchange may be long, and what the hit
    /// asks begins with its turn.
    pub fn before_and_after(&self, hits: &[Hit]) -> (&[Passage], &[Passage]) {
        let turn = hits.iter().map(|hit| hit.passage.turn).min().flatten();
        let earlier = |passage: &Passage| turn.is_some_and(|turn| passage.turn < Some(turn));
        let at = self
            .passages
            .iter()
            .take_while(|passage| earlier(passage))
            .count();
        self.passages.split_at(at)
    }

    /// The passages of an exchange in which an answer declines to answer.
    pub fn refusals(&self) -> Vec<Refusal> {
        let mut begins = true;
        let mut refusals = Vec::new();
        for passage in &self.passages {
            if self.call.exchange_side_of(passage) != Some(ExchangeSide::Answered) {
                begins = true;
                continue;
            }
            let mut sides = passage.text.iter();
            let words = sides.find_map(|(_, side)| side.get(refusal(side, begins)?));
            refusals.extend(words.map(|words| Refusal {
                n: passage.n,
                words: words.to_owned(),
            }));
            begins = false;
        }
        refusals
    }
}

impl Response {
    /// Number of results that can be paged through, given offset and limit; for partial groups only
    /// whether another page may follow is known.
    pub fn results(&self, offset: usize, limit: usize) -> u64 {
        let partial = self.total_partial.unwrap_or(0);
        let Some(groups) = self.total_groups else {
            return self.total + partial;
        };
        let shown = (offset + self.groups.len()) as u64;
        let next = u64::from(partial > 0 && self.groups.len() == limit);
        groups.max(shown + next)
    }

    /// Whether the hits of a group match only a part of the query.
    pub fn is_part(&self, group: &HitGroup) -> bool {
        let hits = self.hits_of(group);
        !hits.is_empty() && hits.iter().all(|hit| !hit.missing.is_empty())
    }

    /// The hits that match all of the query, and those that match a part.
    pub fn all_and_part(&self) -> (&[Hit], &[Hit]) {
        let all = self.hits.partition_point(|hit| hit.missing.is_empty());
        self.hits.split_at(all)
    }

    /// The hits of a group.
    pub fn hits_of(&self, group: &HitGroup) -> &[Hit] {
        self.hits.get(group.hits.clone()).unwrap_or_default()
    }
}

impl Hit {
    /// `BABA-2026Q2#57`.
    pub fn citation(&self) -> String {
        self.call.citation(&self.passage)
    }

    /// The speaker; none in a summary.
    pub fn speaker(&self) -> Option<&Speaker> {
        self.call.speaker_of(&self.passage)
    }

    /// The matched words of a side, in order.
    pub fn lit(&self, lang: Lang) -> impl Iterator<Item = &str> {
        let text = self.passage.text.get(lang);
        let spans = self.highlights.get(lang).into_iter().flatten();
        spans.filter_map(move |span| text?.get(span.clone()))
    }

    /// Number of matches on the side that has more.
    pub fn mentions(&self) -> u64 {
        max_highlights(&self.highlights)
    }
}

/// Number of matched spans on the side that has more.
pub(crate) fn max_highlights(highlights: &Sides<Vec<Range<usize>>>) -> u64 {
    let sides = highlights.iter().map(|(_, lit)| lit.len());
    sides.max().unwrap_or(0) as u64
}

/// One way in which a term of the query matched.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Why {
    /// The term, as typed.
    pub term: String,
    /// The text it matched, as written.
    pub matched: String,
    /// How it matched.
    pub by: By,
    /// The side.
    pub side: Lang,
    /// The words that the match lies within, as written, where Chinese characters match across word
    /// boundaries: 毛利率 for 利率.
    pub within: Option<String>,
}

/// Expansion of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expansion {
    /// The term, as typed.
    pub term: String,
    /// What it expands to.
    pub also: Vec<String>,
    /// Kind of expansion.
    pub by: By,
}

/// A term that calls relate to a term of the query, beside the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suggestion {
    /// The term of the query, as typed.
    pub term: String,
    /// The other term, as most calls write it.
    pub also: String,
    /// Whether it translates or abbreviates the term.
    pub relation: TermRelation,
    /// Number of calls that teach it.
    pub calls: u64,
    /// Whether it matches in this search.
    pub used: bool,
}
