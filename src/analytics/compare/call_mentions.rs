//! Mentions of the query in one call, and its most relevant passages.

use tantivy::collector::Count;

use crate::{
    Result,
    index::Reader,
    model::{Call, Role},
    query::Expr,
    search::{
        Highlighter, Hit, Request, Sort,
        compile::compile,
        filter::{Condition, Key},
        hits::{self, Matches, Tier},
        plan::{Node, plan_request},
        request::MOST_HITS,
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
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    plan: &Node,
    call: Call,
) -> Result<(CallMentions, Vec<Hit>)> {
    let within = |node: Node| {
        let here = Node::Filter(Condition::OneOf(Key::Call, vec![call.id.clone()]));
        compile(&Node::All(vec![node, here]), reader)
    };
    let query = within(plan.clone())?;
    let total = reader.search_here(&*query, &Count)?;
    let everything = Request {
        query: String::new(),
        ..request.clone()
    };
    let left = if everything.filters.is_empty() {
        Node::All(Vec::new())
    } else {
        plan_request(reader, &everything, glossary, &Expr::All(Vec::new()))?.node
    };
    let of = reader.search_here(&*within(left)?, &Count)?;
    let page = Request {
        limit: MOST_HITS,
        offset: 0,
        sort: Sort::Relevance,
        per_call: None,
        context: 0,
        ..request.clone()
    };
    let highlighter = Highlighter::new(plan);
    let call_mentions = Tier {
        query,
        total,
        best: Vec::new(),
    };
    let matches = Matches {
        reader,
        tiers: vec![call_mentions],
        total_calls: u64::from(total > 0),
        sort: page.sort,
    };
    let mut hits = hits::page(&matches, &page, &highlighter)?.hits;
    let role = |role: Role| {
        let speaks = |hit: &&Hit| {
            call.speaker_of(&hit.passage)
                .is_some_and(|one| one.role == role)
        };
        hits.iter().filter(speaks).count() as u64
    };
    let call_mentions = CallMentions {
        passages: total as u64,
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
