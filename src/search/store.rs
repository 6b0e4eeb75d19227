//! What a plan and an answer need of the store that holds the passages. A plan is made and answered over this
//! trait, so that the index of this machine ([`local`](super::local)) and a cluster answer the same requests.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Grouping, Hit, HitGroup, Request,
    collector::RowCounts,
    key::Key,
    passage_set::PassageSet,
    plan::{Node, Plan, Term},
};
use crate::{
    Error, Result,
    index::{CallSummary, FacetValues, RowColumn, TermPairSum, name_term},
    model::{Call, Lang, Passage, Person, TermRelation},
    text::TokenField,
};

/// Some passages: their numbers by the id of their call.
pub(crate) type PassageNumbers = BTreeMap<String, BTreeSet<u32>>;

/// Tokens in a row on a side, each with its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenPhrase {
    pub(crate) field: TokenField,
    pub(crate) lang: Lang,
    pub(crate) tokens: Vec<(u32, String)>,
}

/// The pairs that have a term, given by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct PairsOf<'a> {
    pub(crate) relation: TermRelation,
    /// Whether it is their first (0) or their second (1) term.
    pub(crate) place: usize,
    pub(crate) term: &'a str,
}

/// One commit of a store.
pub(crate) trait Store: Sync {
    /// Ends the request with an error once it has been cancelled or is past its deadline.
    fn check(&self) -> Result<()>;

    /// Runs what asks the store for several things and changes nothing else. A store that is far away may run it
    /// several times, with made-up answers at first, to learn what to fetch at once; all answers of the last run are
    /// true.
    ///
    /// # Errors
    /// Those of the last run, and where something cannot be fetched.
    fn at_once(&self, ask: &mut dyn FnMut() -> Result<()>) -> Result<()> {
        ask()
    }

    /// Number of documents: calls and passages.
    fn documents(&self) -> u64;

    /// Number of calls and of passages.
    fn size(&self) -> Result<(u64, u64)>;

    /// The distinct values of a field, in order.
    fn values(&self, key: Key) -> Result<BTreeSet<String>>;

    /// At most `limit` of the values of a field that begin with a prefix, in order.
    fn values_with_prefix(&self, key: Key, prefix: &str, limit: usize) -> Result<BTreeSet<String>>;

    /// Whether a passage has a value in a field.
    fn has_value(&self, key: Key, value: &str) -> Result<bool>;

    /// Number of passages that have a value in a field.
    fn passages_with(&self, key: Key, value: &str) -> Result<u64>;

    /// The names in a field with a word that begins as `typed` does, which is folded; Chinese names that contain it.
    /// With the number of passages that have each: at most `limit`, the most frequent first, then by name.
    fn names_with(&self, key: Key, typed: &str, limit: usize) -> Result<Vec<(String, u64)>>;

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

    /// Words of a side that begin with a prefix and are longer, with the number of their passages: at most `limit`, the
    /// most frequent first, of the words that the store looks at. A word has letters only.
    fn words_with_prefix(
        &self,
        lang: Lang,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<(String, u64)>>;

    /// For each of some phrases the number of documents that have its rarest position: no fewer than have the phrase. 0 for
    /// an empty phrase, and for one that is found by a prefix.
    fn frequencies(&self, phrases: &[TokenPhrase]) -> Result<Vec<u64>>;

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

    /// Ids that calls had before, with their present ids.
    fn former_ids(&self) -> &BTreeMap<String, String>;

    /// The present id of the call that had an id, in any case, before; none for any other id.
    fn present_id(&self, former: &str) -> Option<&str> {
        let ids = self.former_ids();
        let mut any_case = ids.iter().filter(|(id, _)| id.eq_ignore_ascii_case(former));
        let present = ids
            .get(former)
            .or_else(|| any_case.next().map(|(_, id)| id));
        present.map(String::as_str)
    }

    /// Summaries of all calls, ordered by id.
    fn call_summaries(&self) -> Result<Arc<Vec<CallSummary>>>;

    /// What calls teach of some pairs: for each question the sums by the other term, ordered by its key.
    fn term_pairs(&self, questions: &[PairsOf]) -> Result<Vec<Vec<TermPairSum>>>;

    /// Number of passages that match a plan.
    fn count(&self, plan: &Node) -> Result<usize>;

    /// Passages counted by the values of some columns.
    fn rows(&self, selection: Selection, columns: &[RowColumn]) -> Result<RowCounts>;

    /// Passages that mention a plan's terms, counted by the values of some columns, with the number of mentions.
    fn mentions(&self, plan: &Node, columns: &[RowColumn]) -> Result<RowCounts>;

    /// Passages that mention a plan's terms, counted by the values of some columns, with the first and the last of each
    /// combination, but not with the number of mentions.
    fn extents(&self, plan: &Node, columns: &[RowColumn]) -> Result<RowCounts>;

    /// The passages that match a plan, for several questions about them.
    fn select(&self, plan: Node) -> Result<PassageSet>;

    /// At most `most` of some passages, and the number of all. Which ones, and in what order, depends on their calls and
    /// numbers alone, so that every store takes the same.
    fn sample_of(&self, passages: &PassageSet, most: usize) -> Result<Sample>;

    /// For each of some terms the approximate number of passages that say it.
    fn approximate_passages(&self, terms: &[Term]) -> Result<Vec<u64>>;

    /// For each of some plans the number of passages of the foreground and of the background, which includes it, that
    /// match it.
    fn counts_within(
        &self,
        foreground: &PassageSet,
        background: &PassageSet,
        plans: &[Node],
    ) -> Result<Vec<[u64; 2]>>;

    /// For each of some plans those of some passages that match it, counted by the values of some columns, with the
    /// first and the last of each combination, but not with the number of mentions.
    fn extents_within(
        &self,
        passages: &PassageSet,
        plans: &[Node],
        columns: &[RowColumn],
    ) -> Result<Vec<RowCounts>>;

    /// At most `most` of the passages that match a plan, the best by its terms alone, without their context. They also
    /// match `among`, which scores nothing.
    fn best(&self, plan: &Node, among: &Node, most: usize) -> Result<Best>;

    /// Calls `see` with each passage that matches a plan, and the id of its call.
    ///
    /// # Errors
    /// Where more match than the store reads.
    fn for_each_match(&self, plan: &Node, see: &mut dyn FnMut(&str, &Passage)) -> Result<()>;

    /// The passages of some calls that match a plan, in order: for each call.
    fn matches_in(&self, plan: &Node, calls: &[&str]) -> Result<Vec<Vec<Passage>>>;

    /// A call by its id, without its passages.
    fn call(&self, id: &str) -> Result<Option<Arc<Call>>>;

    /// The passages of a call, in order.
    fn passages(&self, call: &str) -> Result<Vec<Passage>>;

    /// The calls with some ids, in their order.
    ///
    /// # Errors
    /// Where one is missing.
    fn calls(&self, ids: &[&str]) -> Result<Vec<Arc<Call>>>;

    /// Fetches what an answer begins with, so that the answer itself need not.
    fn prepare(&self, _: &Question) -> Result<()> {
        Ok(())
    }

    /// The matches of a plan.
    fn answer(&self, question: &Question) -> Result<Answer>;

    /// The matches of a plan among some passages. `others` are the passages that match beside them, or none where these
    /// are not known.
    fn answer_among(
        &self,
        question: &Question,
        passages: &PassageNumbers,
        others: &PassageNumbers,
    ) -> Result<Answer>;
}

/// What [`Store::at_once`] makes of an answer.
pub(crate) fn at_once<T>(store: &dyn Store, mut ask: impl FnMut() -> Result<T>) -> Result<T> {
    let mut made = None;
    store.at_once(&mut || {
        made = Some(ask()?);
        Ok(())
    })?;
    made.ok_or_else(|| Error::internal("nothing was asked"))
}

/// Some of the passages that match a plan.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    /// Number of all that match.
    pub(crate) total: u64,
    pub(crate) passages: Vec<Passage>,
}

/// The best matches of a plan, the best first.
#[derive(Debug, Default)]
pub(crate) struct Best {
    pub(crate) hits: Vec<Hit>,
    /// Number of the likeliest matches, if only these were scored.
    pub(crate) candidates: Option<usize>,
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

impl<'a> Question<'a> {
    pub(super) fn of(request: &'a Request, plan: &'a Plan, group: Grouping) -> Self {
        Self {
            request,
            plan: &plan.node,
            group,
        }
    }
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
