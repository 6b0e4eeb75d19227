//! Mentions of the query in one call, and its most relevant passages.

use crate::{
    Result,
    model::{Call, Role},
    search::{
        Grouping, Hit, Matching, Request, Sort,
        matches::plan_of_matches,
        plan::Node,
        request::MOST_HITS,
        store::{Question, Store},
    },
    text::Glossary,
};

/// Maximum number of passages per call that are compared, the best by relevance; all are counted.
const MOST_COMPARED: usize = 300;

/// Mentions of the query in one call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CallMentions {
    /// The call, without its passages.
    pub call: Call,
    /// Number of passages that match.
    pub passages: u64,
    /// Number of passages that the filters leave.
    pub of: u64,
    /// Number of matches in the texts, on the side of a passage that has more.
    pub mentions: u64,
    /// Number of matching passages by executives.
    pub executives: u64,
    /// Number of matching passages by analysts.
    pub analysts: u64,
}

impl CallMentions {
    /// Matching passages per thousand.
    pub fn per_thousand(&self) -> f64 {
        if self.of == 0 {
            0.0
        } else {
            self.passages as f64 * 1000.0 / self.of as f64
        }
    }
}

/// Counts of all matches of a call, and its most relevant passages.
pub(super) fn call_mentions(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    plan: &Node,
    call: Call,
) -> Result<(CallMentions, Vec<Hit>)> {
    let of = passages_of(store, request, glossary, &call)?;
    let mut hits = hits(store, request, &within(&call, plan.clone()))?;
    let role = |role: Role| {
        let speaks = |hit: &&Hit| {
            call.speaker_of(&hit.passage)
                .is_some_and(|one| one.role == role)
        };
        hits.iter().filter(speaks).count() as u64
    };
    let call_mentions = CallMentions {
        passages: hits.len() as u64,
        of: of as u64,
        mentions: hits.iter().map(Hit::mentions).sum(),
        executives: role(Role::Executive),
        analysts: role(Role::Analyst),
        call,
    };
    hits.truncate(MOST_COMPARED);
    hits.sort_by_key(|hit| hit.passage.n);
    Ok((call_mentions, hits))
}

/// Asks for what [`call_mentions`] begins with.
pub(super) fn prepare(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    plan: &Node,
    call: &Call,
) -> Result<()> {
    passages_of(store, request, glossary, call)?;
    store.prepare(&Question {
        request: &page(request),
        plan: &within(call, plan.clone()),
        group: Grouping::None,
    })
}

/// What matches a plan in a call.
fn within(call: &Call, node: Node) -> Node {
    Node::All(vec![node, Node::of_call(&call.id)])
}

/// Number of passages of a call that the filters of a request leave.
fn passages_of(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    call: &Call,
) -> Result<usize> {
    let everything = Request {
        query: String::new(),
        ..request.clone()
    };
    store.count(&within(
        call,
        plan_of_matches(store, &everything, glossary)?,
    ))
}

/// The request for all matches, the most relevant first; no partial ones.
fn page(request: &Request) -> Request {
    Request {
        limit: MOST_HITS,
        offset: 0,
        sort: Sort::Relevance,
        matching: Matching::All,
        per_call: None,
        context: 0,
        facets: Vec::new(),
        ..request.clone()
    }
}

/// All matches of a plan, the most relevant first.
fn hits(store: &dyn Store, request: &Request, plan: &Node) -> Result<Vec<Hit>> {
    let answer = store.answer(&Question {
        request: &page(request),
        plan,
        group: Grouping::None,
    })?;
    // Without a full match an answer has partial ones.
    let mut hits = answer.hits;
    hits.truncate(usize::try_from(answer.total).unwrap_or(usize::MAX));
    Ok(hits)
}
