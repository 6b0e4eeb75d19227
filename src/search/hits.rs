//! Selects and orders the matches to show, and reads them.

use std::{collections::HashMap, sync::Arc};

use tantivy::{DocAddress, collector::TopDocs, query::Query};

use super::{
    Highlighter, Hit, HitGroup, PassageAttributes, Request, Sort, collector::Match,
    document_filter::DocumentFilter, highlight::HighlightedPassage, request::MOST_HITS,
    sort_keys::SortKeys,
};
use crate::{
    Error, Result,
    cancel::Countdown,
    index::{REBUILD_HINT, Reader},
    model::{Call, Passage},
};

/// Matches of a query and the requested order.
pub(crate) struct Matches<'a> {
    pub(crate) reader: &'a Reader,
    /// Full matches, then partial ones.
    pub(crate) tiers: Vec<Tier>,
    /// Number of calls with a full match.
    pub(crate) total_calls: u64,
    pub(crate) sort: Sort,
}

/// Matches that precede those of the next tier.
pub(crate) struct Tier {
    pub(crate) query: Box<dyn Query>,
    /// Number of matches.
    pub(crate) total: usize,
    /// The best matches in order of relevance, as far as collected.
    pub(crate) best: Vec<Match>,
}

/// A page of a response.
pub(crate) struct Page {
    pub(crate) hits: Vec<Hit>,
    pub(crate) groups: Vec<HitGroup>,
    pub(crate) total_groups: Option<u64>,
}

/// The hits of the requested page.
pub(crate) fn page(
    matches: &Matches,
    request: &Request,
    highlighter: &Highlighter,
) -> Result<Page> {
    let places = SortKeys::of(matches.reader);
    let chosen = match request.per_call {
        None => matches.first(request.end(), &places)?,
        Some(per_call) => matches.until(request.end(), &places, |found| {
            places.read_calls(found.iter().map(|(_, address)| *address))?;
            let mut cap = Cap::new(per_call);
            let mut kept = Vec::new();
            let mut countdown = Countdown::of(&matches.reader.cancel);
            for hit in found {
                if countdown.is_over() {
                    matches.reader.cancel.check()?;
                }
                if cap.takes(places.call(hit.1)?) {
                    kept.push(hit);
                }
            }
            Ok(kept)
        })?,
    };
    let mut calls = Calls::new(matches.reader);
    let shown = (chosen.into_iter().take(request.end())).skip(request.offset);
    let shown = matches.with_scores(shown.collect())?;
    let hits = (shown.into_iter()).map(|found| calls.hit(found, highlighter, request.context));
    Ok(Page {
        hits: hits.collect::<Result<_>>()?,
        groups: Vec::new(),
        total_groups: None,
    })
}

impl Request {
    /// Number of results up to the last one requested.
    pub(crate) fn end(&self) -> usize {
        self.offset.saturating_add(self.limit).min(MOST_HITS)
    }
}

impl Matches<'_> {
    /// The first `count` matches in order, with their scores if that is relevance.
    fn first(&self, count: usize, places: &SortKeys) -> Result<Vec<Match>> {
        let mut first = Vec::new();
        for tier in &self.tiers {
            let left = count.saturating_sub(first.len()).min(tier.total);
            if left > 0 {
                first.extend(match self.sort {
                    Sort::Relevance => tier.best(self.reader, left)?,
                    sort => {
                        let all = self.reader.documents(&*tier.query)?;
                        let first = in_order(self.reader, all, sort, left, places)?;
                        first.into_iter().map(|address| (0.0, address)).collect()
                    }
                });
            }
        }
        Ok(first)
    }

    /// Matches with their scores, in their order.
    fn with_scores(&self, mut found: Vec<Match>) -> Result<Vec<Match>> {
        if self.sort == Sort::Relevance || found.is_empty() {
            return Ok(found);
        }
        let only = DocumentFilter::new(
            &self.reader.searcher,
            found.iter().map(|(_, address)| *address),
        );
        let mut scores = HashMap::new();
        for tier in self.tiers.iter().rev() {
            let query = only.of(tier.query.box_clone());
            let best = TopDocs::with_limit(found.len()).order_by_score();
            let scored = self.reader.search_here(&*query, &best)?;
            scores.extend(scored.into_iter().map(|(score, address)| (address, score)));
        }
        for (score, address) in &mut found {
            *score = scores.get(address).copied().unwrap_or_default();
        }
        Ok(found)
    }

    /// Number of matches.
    fn total(&self) -> usize {
        self.tiers.iter().map(|tier| tier.total).sum()
    }

    /// Applies `choose` to the first matches in order, to as many as it takes to yield `count`.
    pub(crate) fn until<T>(
        &self,
        count: usize,
        places: &SortKeys,
        choose: impl Fn(Vec<Match>) -> Result<Vec<T>>,
    ) -> Result<Vec<T>> {
        let mut taken = match self.sort {
            Sort::Relevance => count,
            // Sorting needs every match.
            _ => self.total(),
        };
        loop {
            let chosen = choose(self.first(taken.min(self.total()), places)?)?;
            if chosen.len() >= count || taken >= self.total() {
                return Ok(chosen);
            }
            taken = taken.saturating_mul(4);
        }
    }
}

impl Tier {
    fn best(&self, reader: &Reader, count: usize) -> Result<Vec<Match>> {
        if let Some(known) = self.best.get(..count) {
            return Ok(known.to_vec());
        }
        let best = TopDocs::with_limit(count.max(1)).order_by_score();
        reader.search(&*self.query, &best)
    }
}

/// The first `count` documents in an order other than relevance.
fn in_order(
    reader: &Reader,
    found: Vec<DocAddress>,
    sort: Sort,
    count: usize,
    places: &SortKeys,
) -> Result<Vec<DocAddress>> {
    places.read_calls(found.iter().copied())?;
    let mut countdown = Countdown::of(&reader.cancel);
    let place = |address: DocAddress| {
        if countdown.is_over() {
            reader.cancel.check()?;
        }
        let time = places.time(address)?;
        Ok((time, places.call(address)?, places.n(address)?, address))
    };
    let mut placed = found.into_iter().map(place).collect::<Result<Vec<_>>>()?;
    let order = |a: &Placed, b: &Placed| {
        let time = match sort {
            Sort::Newest => b.0.cmp(&a.0),
            Sort::Oldest => a.0.cmp(&b.0),
            Sort::Relevance | Sort::Call => std::cmp::Ordering::Equal,
        };
        time.then_with(|| a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
    };
    if count < placed.len() {
        placed.select_nth_unstable_by(count, order);
        placed.truncate(count);
    }
    placed.sort_by(order);
    Ok(placed.into_iter().map(|(.., address)| address).collect())
}

/// Quarter of the call, its id, number in the call, and the document itself.
type Placed = (u64, Arc<str>, u64, DocAddress);

fn lacks(call: &str) -> Error {
    Error::index(format!("the index lacks the call {call}")).hint(REBUILD_HINT)
}

/// Limits the number of results per call.
pub(crate) struct Cap {
    most: usize,
    seen: HashMap<Arc<str>, usize>,
}

impl Cap {
    pub(crate) fn new(most: usize) -> Self {
        let seen = HashMap::new();
        Self { most, seen }
    }

    /// Whether another result of a call is accepted.
    pub(crate) fn takes(&mut self, call: Arc<str>) -> bool {
        let count = self.seen.entry(call).or_default();
        *count += 1;
        *count <= self.most
    }
}

/// Calls and passages read for a page, each once.
pub(crate) struct Calls<'a> {
    reader: &'a Reader,
    passages: HashMap<String, Vec<Passage>>,
}

impl<'a> Calls<'a> {
    pub(crate) fn new(reader: &'a Reader) -> Self {
        Self {
            reader,
            passages: HashMap::new(),
        }
    }

    /// Reads a match, with `context` passages before and after.
    pub(crate) fn hit(
        &mut self,
        (score, address): Match,
        highlighter: &Highlighter,
        context: usize,
    ) -> Result<Hit> {
        let record = self.reader.passage_at(address)?;
        let call = self.reader.call_of(address, &record.call)?;
        let call = call.ok_or_else(|| lacks(&record.call))?;
        let (before, after) = self.around(&record.call, record.passage.n, context)?;
        let spoken = PassageAttributes::of(&call, &record.passage);
        let HighlightedPassage {
            highlights,
            why,
            missing,
        } = highlighter.highlight(&record.passage.text, &spoken);
        Ok(Hit {
            call,
            passage: record.passage,
            score,
            highlights,
            why,
            missing,
            before,
            after,
        })
    }

    pub(crate) fn get(&self, id: &str) -> Result<Arc<Call>> {
        self.reader.call(id)?.ok_or_else(|| lacks(id))
    }

    /// Frees the passages of a call that is done with.
    pub(crate) fn forget_passages(&mut self, id: &str) {
        self.passages.remove(id);
    }

    /// Every passage of a call, in order.
    pub(crate) fn passages(&mut self, id: &str) -> Result<&[Passage]> {
        if !self.passages.contains_key(id) {
            self.passages
                .insert(id.to_owned(), self.reader.passages(id)?);
        }
        Ok(self.passages.get(id).map(Vec::as_slice).unwrap_or_default())
    }

    /// The passages just before and just after a number.
    fn around(&mut self, id: &str, n: u32, context: usize) -> Result<(Vec<Passage>, Vec<Passage>)> {
        if context == 0 {
            return Ok((Vec::new(), Vec::new()));
        }
        let passages = self.passages(id)?;
        let (before, rest) = passages.split_at(passages.partition_point(|passage| passage.n < n));
        let before = before.get(before.len().saturating_sub(context)..);
        let after = rest.iter().filter(|passage| passage.n > n).take(context);
        Ok((
            before.unwrap_or_default().to_vec(),
            after.cloned().collect(),
        ))
    }
}
