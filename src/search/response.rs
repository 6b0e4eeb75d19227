use std::{ops::Range, sync::Arc, time::Duration};

use crate::{
    index::{Facet, FacetField},
    model::{Call, Lang, Passage, Sides, Speaker, word_enum},
};

word_enum! {
    /// By which way a term came to match a text.
    By {
        /// As typed, but for case and width.
        Literal = "literal",
        /// In the other Chinese script.
        Script = "script",
        /// By the stem of a word.
        Stem = "stem",
        /// As the beginning of a word.
        Prefix = "prefix",
        /// As another term of the same meaning.
        Glossary = "glossary",
        /// In the words of the other side of the strait.
        Variant = "variant",
        /// As the same value, written otherwise, or one in the range asked for.
        Quantity = "quantity",
        /// By being said by the company, person or firm that is named, or on its call.
        Entity = "entity",
    }
}

/// The answer to a [`super::Request`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response {
    /// The query, as typed.
    pub query: String,
    /// Passages that say all of what was asked.
    pub total: u64,
    /// Calls with such a passage.
    pub total_calls: u64,
    /// Passages that say a part of what was asked; none where no such passages are shown.
    pub total_partial: Option<u64>,
    /// Time taken.
    pub took: Duration,
    /// The page of hits asked for; of groups the hits of each, one group after the other.
    pub hits: Vec<Hit>,
    /// The page of groups asked for; none where a result is a passage.
    pub groups: Vec<HitGroup>,
    /// Groups with a passage that matches; none where a result is a passage.
    pub total_groups: Option<u64>,
    /// Counts over all matches, of the facets asked for.
    pub facets: Vec<(FacetField, Vec<Facet>)>,
    /// What terms were taken to mean besides themselves.
    pub expansions: Vec<Expansion>,
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
    /// Relevance; comparable within one answer only.
    pub score: f32,
    /// What matched, in bytes of each side: ascending, never overlapping.
    pub highlights: Sides<Vec<Range<usize>>>,
    /// Which term matched what.
    pub why: Vec<Why>,
    /// The terms of the query, as typed, that the passage does not say.
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
    /// Where in [`Response::hits`] its hits stand.
    pub hits: Range<usize>,
    /// The whole exchange or turn, in order; empty for a call.
    pub passages: Vec<Passage>,
}

impl Response {
    /// How many results can be paged through, given those left out before the first and the most on a page;
    /// of groups that say a part no more is known than that another page may follow.
    pub fn results(&self, offset: usize, limit: usize) -> u64 {
        let partial = self.total_partial.unwrap_or(0);
        let Some(groups) = self.total_groups else {
            return self.total + partial;
        };
        let shown = (offset + self.groups.len()) as u64;
        let next = u64::from(partial > 0 && self.groups.len() == limit);
        groups.max(shown + next)
    }

    /// Whether the hits of a group say only a part of what was asked.
    pub fn is_part(&self, group: &HitGroup) -> bool {
        let hits = self.hits_of(group);
        !hits.is_empty() && hits.iter().all(|hit| !hit.missing.is_empty())
    }

    /// The hits that say all of what was asked, and those that say a part.
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

    /// Who says it; none in a summary.
    pub fn speaker(&self) -> Option<&Speaker> {
        self.call.speaker_of(&self.passage)
    }

    /// The words that matched on a side, as they stand, in order.
    pub fn lit(&self, lang: Lang) -> impl Iterator<Item = &str> {
        let text = self.passage.text.get(lang);
        let spans = self.highlights.get(lang).into_iter().flatten();
        spans.filter_map(move |span| text?.get(span.clone()))
    }

    /// Places where something matches, on the side that has more.
    pub fn mentions(&self) -> u64 {
        most_lit(&self.highlights)
    }
}

/// How much is lit on the side that has more.
pub(super) fn most_lit(highlights: &Sides<Vec<Range<usize>>>) -> u64 {
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
    /// By which way.
    pub by: By,
    /// On which side.
    pub side: Lang,
    /// The words of the text that it lies within, as written, where Chinese characters are matched that are no
    /// words of their own there: 毛利率, of which 利率 is no interest rate.
    pub within: Option<String>,
}

/// Other terms that a term was taken to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expansion {
    /// The term, as typed.
    pub term: String,
    /// The others.
    pub also: Vec<String>,
    /// By which way.
    pub by: By,
}
