//! Reads the text of a call, whole or in part.

use std::sync::Arc;

use super::engine::Engine;
use crate::{
    Error, Result,
    model::{Call, Lang, Passage, Section, Sides, Word},
    query::Field,
    search::{self, FilterArg, Grouping, Hit, Request, Sort, store::Store},
};

/// A call and those of its passages that were asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CallText {
    /// The call, without its passages.
    pub call: Arc<Call>,
    /// Number of passages of the whole call.
    pub call_passages: usize,
    /// The passages asked for, in order.
    pub passages: Vec<Passage>,
}

/// Which part of a call to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallPart {
    /// Only passages of this section.
    pub section: Option<Section>,
    /// Only passages of this exchange.
    pub exchange: Option<u32>,
    /// Only passages around the one with this number.
    pub around: Option<u32>,
    /// Number of passages before and after that one.
    pub context: u32,
}

impl CallText {
    /// Keeps one side of each passage, and only passages that have it.
    pub fn only(&mut self, lang: Lang) {
        self.passages.retain_mut(|passage| {
            let side = passage.text.slot(lang).take();
            passage.text = side.map_or_else(Sides::none, |side| Sides::only(lang, side));
            passage.text.get(lang).is_some()
        });
    }
}

impl Engine {
    /// Reads a call or a part of it; the id in any case, or a citation such as `BABA-2026Q2#57`.
    pub fn read(&self, id: &str, part: &CallPart) -> Result<CallText> {
        self.with_store(|store, _| Self::read_of(store, id, part))
    }

    fn read_of(store: &dyn Store, id: &str, part: &CallPart) -> Result<CallText> {
        let mut part = part.clone();
        let mut id = id;
        if let Some((call, n)) = id.rsplit_once('#') {
            part.around = Some(part.around.map_or_else(
                || {
                    n.parse()
                        .map_err(|_| Error::request(format!("`{n}` is no passage number")))
                },
                Ok,
            )?);
            id = call;
        }
        let call = match store.call(id)? {
            Some(call) => call,
            None => search::find_call(store, id)?,
        };
        let mut passages = store.passages(&call.id)?;
        let whole = passages.len();
        if let Some(exchange) = part.exchange
            && !call.exchanges.iter().any(|known| known.number == exchange)
        {
            return Err(Error::request(format!(
                "{} has no exchange {exchange}; it has {}",
                call.id,
                call.exchanges.len()
            )));
        }
        if let Some(around) = part.around
            && !passages.iter().any(|passage| passage.n == around)
        {
            return Err(Error::request(format!(
                "{} has no passage {around}; it has {whole}",
                call.id
            )));
        }
        passages.retain(|passage| {
            part.section
                .is_none_or(|section| passage.section == section)
                && part
                    .exchange
                    .is_none_or(|exchange| passage.exchange == Some(exchange))
                && part
                    .around
                    .is_none_or(|around| passage.n.abs_diff(around) <= part.context)
        });
        if passages.is_empty() {
            let what = match part.section {
                Some(section) => format!("no {} section", section.word()),
                None => "nothing to show".to_owned(),
            };
            return Err(Error::request(format!("{} has {what}", call.id)));
        }
        Ok(CallText {
            call,
            call_passages: whole,
            passages,
        })
    }

    /// The passages of a call that match a query, with highlights, in order.
    pub fn highlights(&self, reading: &CallText, query: &str) -> Result<Vec<Hit>> {
        let request = Request {
            filters: vec![FilterArg::new(Field::Call, &reading.call.id)?],
            group: Some(Grouping::None),
            limit: reading.call_passages,
            sort: Sort::Call,
            ..Request::new(query)
        };
        Ok(self.search(&request)?.hits)
    }
}
