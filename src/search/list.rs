//! Lists: which calls there are, under the same filters as a search.

use super::{
    Request,
    compile::compile,
    facet,
    filter::{Condition, Key, listed},
    run::plan_request,
};
use crate::{
    Error, Result,
    index::Reader,
    model::Call,
    query::{Expr, Field, parse},
    text::Glossary,
};

/// A call with the number of its passages that the filters leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallEntry {
    /// The call, without the passages.
    pub call: Call,
    /// Passages that match; all of them where nothing is asked for.
    pub passages: u64,
}

/// The call of an id typed in any case, or an error that names the nearest.
pub fn find_call(reader: &Reader, id: &str) -> Result<Call> {
    let missing = || Error::request(format!("no call `{id}`"));
    match listed(reader, Field::Call, Key::Call, id)? {
        Condition::OneOf(_, ids) => {
            let id = ids.first().ok_or_else(missing)?;
            reader.call(id)?.ok_or_else(missing)
        }
        Condition::Person(..) | Condition::Between(..) => Err(missing()),
    }
}

/// The calls with a passage that matches a request's query and filters, by company and period.
pub fn calls(reader: &Reader, request: &Request, glossary: &Glossary) -> Result<Vec<CallEntry>> {
    let expr = parse(&request.query)?;
    let everything = request.filters.is_empty() && expr == Expr::All(Vec::new());
    let query = if everything {
        reader.is_passage()
    } else {
        compile(&plan_request(reader, request, glossary, &expr)?, reader)?
    };
    let counts = facet::count(reader, &*query, &[])?.calls;
    let mut entries = Vec::with_capacity(counts.len());
    for count in counts {
        if let Some(call) = reader.call(&count.value)? {
            entries.push(CallEntry {
                call,
                passages: count.count,
            });
        }
    }
    entries.sort_by(|a, b| {
        let key = |entry: &CallEntry| (entry.call.company.id.clone(), entry.call.period);
        key(a).cmp(&key(b)).then_with(|| a.call.id.cmp(&b.call.id))
    });
    Ok(entries)
}
