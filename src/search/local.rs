//! The index of this machine as a store.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tantivy::{Term, collector::Count};

use super::{
    Grouping, Highlighter,
    collector::RowCounts,
    compile::{compile, compile_mentions},
    document_filter::DocumentFilter,
    facet::count_rows,
    filter::Key,
    group,
    hits::{self, Matches},
    matches::count_mentions,
    plan::Node,
    store::{Answer, Question, Selection, Store},
    tiers,
};
use crate::{
    Result,
    index::{CallSummary, Reader, RowColumn, TermPairSum},
    model::{Call, Lang, Passage, Person, TermRelation},
    text::TokenField,
};

/// Maximum number of terms read of each segment to find those near a text.
const LOOKED_AT: usize = 1000;

impl Store for Reader {
    fn values(&self, key: Key) -> Result<BTreeSet<String>> {
        Self::values(self, key.of(&self.fields))
    }

    fn values_with_prefix(&self, key: Key, prefix: &str, limit: usize) -> Result<BTreeSet<String>> {
        let mut values = BTreeSet::new();
        self.extend_with_prefix(&mut values, key.of(&self.fields), prefix, limit)?;
        Ok(values)
    }

    fn has_value(&self, key: Key, value: &str) -> Result<bool> {
        Self::has_value(self, key.of(&self.fields), value)
    }

    fn passages_with(&self, key: Key, value: &str) -> Result<u64> {
        Ok(self.doc_freq(&Term::from_field_text(key.of(&self.fields), value))?)
    }

    fn passage_with(&self, key: Key, value: &str) -> Result<Option<(Arc<Call>, Passage)>> {
        Self::passage_with(self, key.of(&self.fields), value)
    }

    fn passages_with_token(&self, lang: Lang, token: &str) -> Result<u64> {
        let field = self.fields.token_field(TokenField::Exact, lang);
        let count = |field| self.doc_freq(&Term::from_field_text(field, token));
        Ok(field.map_or(Ok(0), count)?)
    }

    fn tokens_within_distance(
        &self,
        lang: Lang,
        text: &str,
        distance: u8,
    ) -> Result<BTreeMap<String, u64>> {
        let field = self.fields.token_field(TokenField::Exact, lang);
        let near = |field| self.values_within_distance(field, text, distance, LOOKED_AT);
        field.map_or(Ok(BTreeMap::new()), near)
    }

    fn sample(&self, lang: Lang, token: &str, limit: usize) -> Result<Vec<Passage>> {
        let Some(field) = self.fields.token_field(TokenField::Exact, lang) else {
            return Ok(Vec::new());
        };
        let records = self.sample_passages(field, token, limit)?.into_iter();
        Ok(records.map(|record| record.passage).collect())
    }

    fn dates(&self) -> Result<Option<(u64, u64)>> {
        self.column_range("date")
    }

    fn people(&self) -> &[Person] {
        Self::people(self)
    }

    fn present_id(&self, former: &str) -> Option<&str> {
        Self::present_id(self, former)
    }

    fn call_summaries(&self) -> Result<Arc<Vec<CallSummary>>> {
        Self::call_summaries(self)
    }

    fn term_pairs(
        &self,
        relation: TermRelation,
        place: usize,
        term: &str,
    ) -> Result<Vec<TermPairSum>> {
        Self::term_pairs(self, relation, place, term)
    }

    fn count(&self, plan: &Node) -> Result<usize> {
        self.search(&*compile(plan, self)?, &Count)
    }

    fn rows(&self, selection: Selection, columns: &[RowColumn]) -> Result<RowCounts> {
        match selection {
            Selection::All => match self.facet_table()? {
                Some(table) => Ok(RowCounts::of_all(&table)),
                None => count_rows(self, &*self.is_passage(), columns),
            },
            Selection::Matches(plan) => count_rows(self, &*compile(plan, self)?, columns),
            Selection::Mentions(plan) => count_rows(self, &*compile_mentions(plan, self)?, columns),
        }
    }

    fn mentions(&self, plan: &Node, columns: &[RowColumn]) -> Result<RowCounts> {
        count_mentions(self, plan, columns)
    }

    fn call(&self, id: &str) -> Result<Option<Arc<Call>>> {
        Self::call(self, id)
    }

    fn passages(&self, call: &str) -> Result<Vec<Passage>> {
        Self::passages(self, call)
    }

    fn calls(&self, ids: &[&str]) -> Result<Vec<Arc<Call>>> {
        self.calls_with(ids)
    }

    fn answer(&self, question: &Question) -> Result<Answer> {
        answer_among(self, question, None)
    }
}

/// The matches of a plan; if a document filter is given, among its passages only.
pub(super) fn answer_among(
    reader: &Reader,
    question: &Question,
    only: Option<&DocumentFilter>,
) -> Result<Answer> {
    let Question {
        request,
        plan,
        group,
    } = *question;
    let found = tiers::find(reader, request, plan, group, only)?;
    let highlighter = Highlighter::new(plan);
    // Without a second tier all matches are full.
    let highlighter = match found.tiers.len() {
        1 => highlighter.of_full_matches(),
        _ => highlighter,
    };
    let matches = Matches {
        reader,
        tiers: found.tiers,
        total_calls: found.total_calls,
        sort: request.sort,
    };
    let page = match group {
        Grouping::None => hits::page(&matches, request, &highlighter)?,
        by => group::page(&matches, request, by, &highlighter)?,
    };
    Ok(Answer {
        total: found.total,
        total_calls: found.total_calls,
        total_partial: found.total_partial,
        facets: found.facets,
        hits: page.hits,
        groups: page.groups,
        total_groups: page.total_groups,
        notes: Vec::new(),
    })
}
