//! Which matches to show, in which order.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use tantivy::{DocAddress, collector::TopDocs, query::Query};

use super::{Hit, Request, Sort, Spotter, request::MOST_HITS};
use crate::{
    Error, Result,
    index::Reader,
    model::{Call, Passage},
};

/// The hits of the page that a request asks for; `total` is the number of matches. Where a query
/// asks for `exchanges`, the first hit of each has the rest of it before and after.
pub(super) fn page(
    reader: &Reader,
    query: &dyn Query,
    request: &Request,
    total: usize,
    spotter: &Spotter,
    exchanges: bool,
) -> Result<Vec<Hit>> {
    let last = request
        .offset
        .saturating_add(request.limit)
        .min(total)
        .min(MOST_HITS);
    if last <= request.offset {
        return Ok(Vec::new());
    }
    let chosen = match (request.sort, request.per_call) {
        (Sort::Relevance, None) => best(reader, query, last)?,
        (Sort::Relevance, Some(per_call)) => {
            let mut taken = last;
            loop {
                let capped = cap(reader, best(reader, query, taken)?, per_call)?;
                if capped.len() >= last || taken >= total {
                    break capped;
                }
                taken = taken.saturating_mul(4).min(total);
            }
        }
        (sort, per_call) => {
            let ordered = order(reader, best(reader, query, total)?, sort)?;
            match per_call {
                Some(per_call) => cap(reader, ordered, per_call)?,
                None => ordered,
            }
        }
    };
    let mut calls = Calls::new(reader);
    let mut shown = HashSet::new();
    let page = chosen.into_iter().take(last).skip(request.offset);
    page.map(|(score, address)| {
        let record = reader.passage_at(address)?;
        let call = calls.get(&record.call)?;
        let exchange = record.passage.exchange.filter(|_| exchanges);
        let (before, after) = match exchange {
            Some(number) if shown.insert((record.call.clone(), number)) => {
                calls.exchange(&record.call, record.passage.n, number)?
            }
            _ => calls.around(&record.call, record.passage.n, request.context)?,
        };
        let (highlights, why) =
            spotter.spot(&record.passage.text, call.exchange_side_of(&record.passage));
        Ok(Hit {
            call,
            passage: record.passage,
            score,
            highlights,
            why,
            before,
            after,
        })
    })
    .collect()
}

fn best(reader: &Reader, query: &dyn Query, count: usize) -> Result<Vec<(f32, DocAddress)>> {
    Ok(reader
        .searcher
        .search(query, &TopDocs::with_limit(count.max(1)).order_by_score())?)
}

/// Time, call and number of a passage, from the columns.
struct Place {
    quarter: u64,
    call: String,
    n: u64,
}

fn place(reader: &Reader, address: DocAddress) -> Result<Place> {
    let columns = reader
        .searcher
        .segment_reader(address.segment_ord)
        .fast_fields();
    let number =
        |name| -> Result<u64> { Ok(columns.u64(name)?.first(address.doc_id).unwrap_or_default()) };
    Ok(Place {
        quarter: number("quarter")?,
        call: reader.text_at(address, "call")?.unwrap_or_default(),
        n: number("n")?,
    })
}

/// Matches in an order other than relevance.
fn order(
    reader: &Reader,
    matches: Vec<(f32, DocAddress)>,
    sort: Sort,
) -> Result<Vec<(f32, DocAddress)>> {
    let mut placed = matches
        .into_iter()
        .map(|hit| Ok((place(reader, hit.1)?, hit)))
        .collect::<Result<Vec<_>>>()?;
    placed.sort_by(|(a, _), (b, _)| {
        let time = match sort {
            Sort::Newest => b.quarter.cmp(&a.quarter),
            Sort::Oldest => a.quarter.cmp(&b.quarter),
            Sort::Relevance | Sort::Call => std::cmp::Ordering::Equal,
        };
        time.then_with(|| a.call.cmp(&b.call)).then(a.n.cmp(&b.n))
    });
    Ok(placed.into_iter().map(|(_, hit)| hit).collect())
}

/// The first few matches of every call.
fn cap(
    reader: &Reader,
    matches: Vec<(f32, DocAddress)>,
    per_call: usize,
) -> Result<Vec<(f32, DocAddress)>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut kept = Vec::new();
    for hit in matches {
        let count = seen.entry(place(reader, hit.1)?.call).or_default();
        *count += 1;
        if *count <= per_call {
            kept.push(hit);
        }
    }
    Ok(kept)
}

/// Calls read once for a page.
struct Calls<'a> {
    reader: &'a Reader,
    calls: HashMap<String, Arc<Call>>,
    passages: HashMap<String, Vec<Passage>>,
}

impl<'a> Calls<'a> {
    fn new(reader: &'a Reader) -> Self {
        Self {
            reader,
            calls: HashMap::new(),
            passages: HashMap::new(),
        }
    }

    fn get(&mut self, id: &str) -> Result<Arc<Call>> {
        if let Some(call) = self.calls.get(id) {
            return Ok(Arc::clone(call));
        }
        let call = self.reader.call(id)?.ok_or_else(|| {
            Error::index(format!("the index lacks the call {id}"))
                .hint("`verbatim index --rebuild` makes it anew from the corpus")
        })?;
        let call = Arc::new(call);
        self.calls.insert(id.to_owned(), Arc::clone(&call));
        Ok(call)
    }

    fn passages(&mut self, id: &str) -> Result<&[Passage]> {
        if !self.passages.contains_key(id) {
            self.passages
                .insert(id.to_owned(), self.reader.passages(id)?);
        }
        Ok(self.passages.get(id).map(Vec::as_slice).unwrap_or_default())
    }

    /// The passages of an exchange before and after one of them.
    fn exchange(&mut self, id: &str, n: u32, number: u32) -> Result<(Vec<Passage>, Vec<Passage>)> {
        let passages = self.passages(id)?;
        let of_exchange = passages
            .iter()
            .filter(|p| p.exchange == Some(number) && p.n != n);
        Ok(of_exchange.cloned().partition(|passage| passage.n < n))
    }

    /// The passages just before and just after one.
    fn around(&mut self, id: &str, n: u32, context: usize) -> Result<(Vec<Passage>, Vec<Passage>)> {
        if context == 0 {
            return Ok((Vec::new(), Vec::new()));
        }
        let passages = self.passages(id)?;
        let mut before: Vec<Passage> = passages
            .iter()
            .filter(|p| p.n < n)
            .rev()
            .take(context)
            .cloned()
            .collect();
        before.reverse();
        let after = passages
            .iter()
            .filter(|p| p.n > n)
            .take(context)
            .cloned()
            .collect();
        Ok((before, after))
    }
}
