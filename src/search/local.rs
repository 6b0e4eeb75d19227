//! The index of this machine as a store.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;
use tantivy::{DocAddress, Term, collector::Count, columnar::Column};

use super::{
    Grouping, Highlighter,
    collector::RowCounts,
    compile::{approximate_passages, compile, compile_mentions},
    document_filter::DocumentFilter,
    facet::count_rows,
    group,
    hits::{self, Matches},
    key::Key,
    matches::{count_extents, count_mentions},
    passage_set::PassageSet,
    plan::{Node, Term as PlanTerm},
    sample::sample,
    store::{
        Answer, Best, PairsOf, PassageNumbers, Question, Sample, Selection, Store, TokenPhrase,
    },
    tiers, within,
};
use crate::{
    Result,
    index::{CallSummary, EncodedTokens, Reader, RowColumn, TermPairSum, conjunction, term},
    model::{Call, Lang, Passage, Person},
    text::{TokenField, has_han},
};

/// Maximum number of terms read of each segment to find those near a text.
const LOOKED_AT: usize = 1000;

/// Maximum number of terms read of each segment to find words with a prefix.
const LOOKED_AT_FOR_WORDS: usize = 2_000;

impl Store for Reader {
    fn check(&self) -> Result<()> {
        self.cancel.check()
    }

    fn documents(&self) -> u64 {
        self.documents_in_all()
    }

    fn size(&self) -> Result<(u64, u64)> {
        Self::size(self)
    }

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

    fn names_with(&self, key: Key, typed: &str, limit: usize) -> Result<Vec<(String, u64)>> {
        let within_words = format!(" {typed}");
        let is_chinese = has_han(typed);
        let fits = |name: &str| match is_chinese {
            true => name.contains(typed),
            false => name.starts_with(typed) || name.contains(&within_words),
        };
        self.most_frequent_values(key.of(&self.fields), fits, limit)
    }

    fn passage_with(&self, key: Key, value: &str) -> Result<Option<(Arc<Call>, Passage)>> {
        Self::passage_with(self, key.of(&self.fields), value)
    }

    fn passages_with_token(&self, lang: Lang, token: &str) -> Result<u64> {
        let field = self.fields.token_field(TokenField::Exact, lang);
        let count = |field| self.doc_freq(&Term::from_field_text(field, token));
        Ok(field.map_or(Ok(0), count)?)
    }

    fn words_with_prefix(
        &self,
        lang: Lang,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<(String, u64)>> {
        let field = self.fields.token_field(TokenField::Exact, lang);
        let with_prefix = |field| self.values_with_prefix(field, prefix, LOOKED_AT_FOR_WORDS);
        let mut words: Vec<_> = field
            .map_or(Ok(BTreeMap::new()), with_prefix)?
            .into_iter()
            .filter(|(word, _)| word != prefix && word.chars().all(char::is_alphabetic))
            .collect();
        words.sort_by_key(|(_, passages)| Reverse(*passages));
        words.truncate(limit);
        Ok(words)
    }

    fn frequencies(&self, rows: &[TokenPhrase]) -> Result<Vec<u64>> {
        let frequency =
            |row: &TokenPhrase| match self.fields.encode_query(row.field, row.lang, &row.tokens) {
                Some(EncodedTokens::Phrase(phrase)) => Ok(self.min_doc_freq(&phrase)?),
                Some(EncodedTokens::Prefix(_)) | None => Ok(0),
            };
        rows.iter().map(frequency).collect()
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

    fn former_ids(&self) -> &BTreeMap<String, String> {
        Self::former_ids(self)
    }

    fn call_summaries(&self) -> Result<Arc<Vec<CallSummary>>> {
        Self::call_summaries(self)
    }

    fn term_pairs(&self, questions: &[PairsOf]) -> Result<Vec<Vec<TermPairSum>>> {
        let pairs = |of: &PairsOf| Self::term_pairs(self, of.relation, of.place, of.term);
        questions.iter().map(pairs).collect()
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

    fn extents(&self, plan: &Node, columns: &[RowColumn]) -> Result<RowCounts> {
        count_extents(self, &*compile_mentions(plan, self)?, columns)
    }

    fn select(&self, plan: Node) -> Result<PassageSet> {
        if plan.is_everything() {
            return Ok(PassageSet::by_plan(plan));
        }
        let found = DocumentFilter::matching(self, &*compile(&plan, self)?)?;
        Ok(PassageSet::found(plan, found))
    }

    fn sample_of(&self, passages: &PassageSet, most: usize) -> Result<Sample> {
        match passages.filter() {
            Some(found) => sample(self, found, most),
            None => {
                let all = DocumentFilter::matching(self, &*self.is_passage())?;
                sample(self, &all, most)
            }
        }
    }

    fn approximate_passages(&self, terms: &[PlanTerm]) -> Result<Vec<u64>> {
        approximate_passages(terms, self)
    }

    fn counts_within(
        &self,
        foreground: &PassageSet,
        background: &PassageSet,
        plans: &[Node],
    ) -> Result<Vec<[u64; 2]>> {
        within::counts(self, foreground, background, plans)
    }

    fn extents_within(
        &self,
        passages: &PassageSet,
        plans: &[Node],
        columns: &[RowColumn],
    ) -> Result<Vec<RowCounts>> {
        within::extents(self, passages, plans, columns)
    }

    fn best(&self, plan: &Node, among: &Node, most: usize) -> Result<Best> {
        within::best(self, plan, among, most)
    }

    fn for_each_match(&self, plan: &Node, see: &mut dyn FnMut(&str, &Passage)) -> Result<()> {
        for address in Self::documents(self, &*compile(plan, self)?)? {
            let record = self.passage_at(address)?;
            see(&record.call, &record.passage);
        }
        Ok(())
    }

    fn matches_in(&self, plan: &Node, calls: &[&str]) -> Result<Vec<Vec<Passage>>> {
        let query = compile(plan, self)?;
        let of_call = |call: &&str| {
            let of_call = conjunction(term(self.fields.call, call), query.box_clone());
            let passages = Self::documents(self, &of_call)?.into_iter();
            let passages = passages.map(|address| Ok(self.passage_at(address)?.passage));
            let mut passages: Vec<Passage> = passages.collect::<Result<_>>()?;
            passages.sort_by_key(|passage| passage.n);
            Ok(passages)
        };
        calls.par_iter().map(of_call).collect()
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
        answer_with(self, question, None)
    }

    fn answer_among(
        &self,
        question: &Question,
        passages: &PassageNumbers,
        _: &PassageNumbers,
    ) -> Result<Answer> {
        let addresses = addresses(self, passages)?;
        let filter = DocumentFilter::new(&self.searcher, addresses);
        answer_with(self, question, Some(&filter))
    }
}

/// The addresses of some passages.
fn addresses(reader: &Reader, passages: &PassageNumbers) -> Result<Vec<DocAddress>> {
    let segments = reader.searcher.segment_readers().iter();
    let columns = segments.map(|segment| segment.fast_fields().column_opt::<u64>("n"));
    let columns: Vec<Option<Column<u64>>> = columns.collect::<tantivy::Result<_>>()?;
    let mut addresses = Vec::new();
    for (call, numbers) in passages {
        let mut of_call = reader.documents(&*term(reader.fields.call, call))?;
        of_call.retain(|address| {
            let column = columns
                .get(address.segment_ord as usize)
                .and_then(Option::as_ref);
            let n = column.and_then(|column| column.first(address.doc_id));
            n.and_then(|n| u32::try_from(n).ok())
                .is_some_and(|n| numbers.contains(&n))
        });
        addresses.extend(of_call);
    }
    Ok(addresses)
}

/// The matches of a plan; if a document filter is given, among its passages only.
fn answer_with(
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
