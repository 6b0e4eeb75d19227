//! What a plan and an answer need of the store that holds the passages. A plan is made and answered over this
//! trait, so that the index of this machine ([`local`](super::local)) and a cluster answer the same requests.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Grouping, Hit, HitGroup, Request, collector::RowCounts, filter::Key, plan::Node};
use crate::{
    Result,
    index::{CallSummary, FacetValues, RowColumn, TermPairSum, name_term},
    model::{Call, Lang, Passage, Person, TermRelation},
};

/// One commit of a store.
pub(crate) trait Store {
    /// The distinct values of a field, in order.
    fn values(&self, key: Key) -> Result<BTreeSet<String>>;

    /// At most `limit` of the values of a field that begin with a prefix, in order.
    fn values_with_prefix(&self, key: Key, prefix: &str, limit: usize) -> Result<BTreeSet<String>>;

    /// Whether a passage has a value in a field.
    fn has_value(&self, key: Key, value: &str) -> Result<bool>;

    /// Number of passages that have a value in a field.
    fn passages_with(&self, key: Key, value: &str) -> Result<u64>;

    /// A passage with a value in a field, and its call.
    fn passage_with(&self, key: Key, value: &str) -> Result<Option<(Arc<Call>, Passage)>>;

    /// A name as the transcripts write it, and the canonical name of whom it names, by its folded form.
    fn name_as_written(&self, key: Key, folded: &str) -> Result<(String, String)> {
        let found = self.passage_with(key, folded)?;
        let written = found.and_then(|(call, passage)| written(key, &call, &passage, folded));
        Ok(written.unwrap_or_else(|| (folded.to_owned(), folded.to_owned())))
    }

    /// Number of passages with an exact token on a side.
    fn passages_with_token(&self, lang: Lang, token: &str) -> Result<u64>;

    /// Exact tokens of a side within an edit distance (0 to 2) of a text, with the number of their passages.
    fn tokens_within_distance(
        &self,
        lang: Lang,
        text: &str,
        distance: u8,
    ) -> Result<BTreeMap<String, u64>>;

    /// At most `limit` passages with an exact token on a side.
    fn sample(&self, lang: Lang, token: &str, limit: usize) -> Result<Vec<Passage>>;

    /// The first and the last date of the calls, as numbers yyyymmdd; none where no call has one.
    fn dates(&self) -> Result<Option<(u64, u64)>>;

    /// People who have different names on the calls of a company, ordered by company.
    fn people(&self) -> &[Person];

    /// The present id of the call that had an id, in any case, before; none for any other id.
    fn present_id(&self, former: &str) -> Option<&str>;

    /// Summaries of all calls, ordered by id.
    fn call_summaries(&self) -> Result<Arc<Vec<CallSummary>>>;

    /// What calls teach of the pairs that have a term, given by its key, as their first (0) or second (1) term;
    /// nothing in a store that keeps no pairs.
    fn term_pairs(
        &self,
        relation: TermRelation,
        place: usize,
        term: &str,
    ) -> Result<Vec<TermPairSum>> {
        let _ = (relation, place, term);
        Ok(Vec::new())
    }

    /// Number of passages that match a plan.
    fn count(&self, plan: &Node) -> Result<usize>;

    /// Passages counted by the values of some columns.
    fn rows(&self, selection: Selection, columns: &[RowColumn]) -> Result<RowCounts>;

    /// Passages that mention a plan's terms, counted by the values of some columns, with the number of mentions.
    fn mentions(&self, plan: &Node, columns: &[RowColumn]) -> Result<RowCounts>;

    /// A call by its id, without its passages.
    fn call(&self, id: &str) -> Result<Option<Arc<Call>>>;

    /// The passages of a call, in order.
    fn passages(&self, call: &str) -> Result<Vec<Passage>>;

    /// The calls with some ids, in their order.
    ///
    /// # Errors
    /// Where one is missing.
    fn calls(&self, ids: &[&str]) -> Result<Vec<Arc<Call>>>;

    /// The matches of a plan.
    fn answer(&self, question: &Question) -> Result<Answer>;
}

/// Which passages are counted.
#[derive(Clone, Copy)]
pub(crate) enum Selection<'a> {
    /// All.
    All,
    /// Those that match a plan.
    Matches(&'a Node),
    /// Those that mention a plan's terms: Chinese counts only as words.
    Mentions(&'a Node),
}

/// A request with its plan.
pub(crate) struct Question<'a> {
    pub(crate) request: &'a Request,
    pub(crate) plan: &'a Node,
    pub(crate) group: Grouping,
}

/// The matches of a plan: the counts of all and the page that is asked for.
pub(crate) struct Answer {
    /// Number of full matches.
    pub(crate) total: u64,
    /// Number of calls with a full match.
    pub(crate) total_calls: u64,
    /// Number of partial matches, where such are shown.
    pub(crate) total_partial: Option<u64>,
    /// Facets over full matches; over partial ones where there is no full one.
    pub(crate) facets: Vec<FacetValues>,
    pub(crate) hits: Vec<Hit>,
    pub(crate) groups: Vec<HitGroup>,
    pub(crate) total_groups: Option<u64>,
    /// Sentences on what is estimated.
    pub(crate) notes: Vec<String>,
}

/// A name of a passage as its call writes it, and the first name of whom it names.
fn written(key: Key, call: &Call, passage: &Passage, folded: &str) -> Option<(String, String)> {
    let speaker = call.speaker_of(passage);
    let names: Vec<&String> = match key {
        Key::CompanyName => std::iter::once(&call.company.id)
            .chain(&call.company.names)
            .collect(),
        Key::SpeakerName => speaker.iter().flat_map(|speaker| &speaker.names).collect(),
        Key::Title => speaker
            .iter()
            .filter_map(|speaker| speaker.title.as_ref())
            .collect(),
        _ => speaker
            .iter()
            .filter_map(|speaker| speaker.firm.as_ref())
            .collect(),
    };
    let written = names.iter().find(|name| name_term(name) == folded)?;
    let first = names.first()?;
    Some(match names.get(1) {
        // A company's id says less than its name, so the name is shown with it.
        Some(name) if written == first && key == Key::CompanyName => {
            ((*name).clone(), (*first).clone())
        }
        _ => ((*written).clone(), (*first).clone()),
    })
}
