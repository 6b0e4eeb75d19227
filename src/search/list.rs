//! Lists: which calls there are, under the same filters as a search.

use super::{Request, compile::compile, facet, run::plan_request};
use crate::{
    Result,
    index::Reader,
    model::Call,
    query::{Expr, parse},
};

/// A call with the number of its passages that the filters leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallEntry {
    /// The call, without the passages.
    pub call: Call,
    /// Passages that match; all of them where nothing is asked for.
    pub passages: u64,
}

/// The calls with a passage that matches a request's query and filters, by company and period.
pub fn calls(reader: &Reader, request: &Request) -> Result<Vec<CallEntry>> {
    let expr = parse(&request.query)?;
    let everything = request.filters.is_empty() && expr == Expr::All(Vec::new());
    let query = if everything {
        reader.is_passage()
    } else {
        compile(&plan_request(reader, request, &expr)?, reader)?
    };
    let counts = facet::count(reader, &*query, &[])?.calls;
    let mut entries = Vec::with_capacity(counts.len());
    for count in counts {
        if let Some(call) = reader.call(&count.value)? {
            entries.push(CallEntry { call, passages: count.count });
        }
    }
    entries.sort_by(|a, b| {
        let key = |entry: &CallEntry| (entry.call.company.id.clone(), entry.call.period);
        key(a).cmp(&key(b)).then_with(|| a.call.id.cmp(&b.call.id))
    });
    Ok(entries)
}
