//! Audit: passages whose two sides disagree in a quantity, a negation or a name. Disagreements are found
//! when a call is indexed and stored with its passages, so that asking for them is a query.
//!
//! Findings are read by people, so the rules prefer a missed error to a false alarm: a value that
//! the other side states in any form is not reported.

mod name;
mod negation;
mod quantity;
mod term;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use rayon::prelude::*;
use tantivy::{
    Term,
    query::{BooleanQuery, Query},
};

use crate::{
    Result,
    index::{CallSummary, Reader, RowColumn, conjunction, term},
    model::{Call, DisagreementKind, Finding, Passage, Sides, Word},
    search::{
        Request,
        facet::count_rows,
        list::aggregation::{Aggregation, unknown},
        matches::matching,
    },
    text::Glossary,
};

/// A finding with its passage.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Disagreement {
    /// The passage, with both its sides; shared by its other disagreements.
    pub passage: Arc<Passage>,
    /// The disagreement.
    pub finding: Finding,
}

impl Disagreement {
    /// The value on each side that has it, as written.
    pub fn values(&self) -> Sides<String> {
        self.finding.spans.map(|lang, span| {
            let text = self.passage.text.get(lang);
            let written = text.and_then(|text| text.get(span.clone()));
            written.unwrap_or_default().to_owned()
        })
    }
}

/// The findings of one call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CallAudit {
    /// The call, without its passages.
    pub call: Arc<Call>,
    /// Likely errors first, otherwise in the order of the call.
    pub disagreements: Vec<Disagreement>,
}

/// Disagreements by call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Audit {
    /// Calls with a disagreement, by company and period.
    pub calls: Vec<CallAudit>,
    /// Number of calls beyond the limit.
    pub more_calls: usize,
}

/// At most `limit` disagreements in the passages that match a request; of the given kinds only, if any
/// are given. They have been found when the calls were indexed.
pub(crate) fn audit(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    kinds: &[DisagreementKind],
    limit: usize,
) -> Result<Audit> {
    let kinds = match kinds {
        [] => DisagreementKind::ALL,
        kinds => kinds,
    };
    let query = matching(reader, request, glossary)?;
    let query: Arc<dyn Query> = Arc::new(disagreeing(reader, query, kinds));
    let counts = count_rows(reader, &*query, &[RowColumn::Call])?;
    let found = Aggregation::of_rows(reader, counts)?;
    let mut calls: Vec<&CallSummary> = found.calls().map(|(call, _)| call).collect();
    calls.sort_by_key(|call| (&call.company.id, call.period, &call.id));
    let mut audit = Audit {
        calls: Vec::new(),
        more_calls: 0,
    };
    let mut left = limit;
    for batch in calls.chunks(CALLS_AT_ONCE) {
        if left == 0 {
            audit.more_calls += batch.len();
            continue;
        }
        let of_calls = batch.par_iter().map(|call| {
            let disagreements = of_call(reader, &call.id, &query, kinds, glossary)?;
            let call = reader.call(&call.id)?.ok_or_else(|| unknown(&call.id))?;
            Ok(CallAudit {
                call,
                disagreements,
            })
        });
        for mut of_call in of_calls.collect::<Result<Vec<_>>>()? {
            let found = of_call.disagreements.len();
            audit.more_calls += usize::from(left == 0 && found > 0);
            of_call.disagreements.truncate(left);
            left -= of_call.disagreements.len();
            if !of_call.disagreements.is_empty() {
                audit.calls.push(of_call);
            }
        }
    }
    Ok(audit)
}

/// At most `limit` terms that passages of the request render otherwise than the glossary and the other passages. They
/// depend on all calls, so they are looked for when they are asked for.
pub(crate) fn audit_terms(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    limit: usize,
) -> Result<Audit> {
    let counts = count_rows(
        reader,
        &*matching(reader, request, glossary)?,
        &[RowColumn::Call],
    )?;
    let found = Aggregation::of_rows(reader, counts)?;
    let mut calls: Vec<&CallSummary> = found.calls().map(|(call, _)| call).collect();
    calls.sort_by_key(|call| (&call.company.id, call.period, &call.id));
    let mut habits = term::Habits::new(reader, glossary);
    let mut audit = Audit {
        calls: Vec::new(),
        more_calls: 0,
    };
    let mut left = limit;
    for call in calls {
        if left == 0 {
            audit.more_calls += 1;
            continue;
        }
        let mut disagreements = Vec::new();
        for passage in reader.passages(&call.id)? {
            let passage = Arc::new(passage);
            let found = habits.findings(&passage)?.into_iter();
            disagreements.extend(found.map(|finding| Disagreement {
                passage: Arc::clone(&passage),
                finding,
            }));
        }
        disagreements.truncate(left);
        left -= disagreements.len();
        if !disagreements.is_empty() {
            let call = reader.call(&call.id)?.ok_or_else(|| unknown(&call.id))?;
            audit.calls.push(CallAudit {
                call,
                disagreements,
            });
        }
    }
    Ok(audit)
}

/// Number of calls that are read at once.
const CALLS_AT_ONCE: usize = 16;

/// Disagreements in the passages of a call that match a query, likely errors first.
fn of_call(
    reader: &Reader,
    call: &str,
    query: &Arc<dyn Query>,
    kinds: &[DisagreementKind],
    glossary: &Glossary,
) -> Result<Vec<Disagreement>> {
    let of_call = conjunction(term(reader.fields.call, call), query.box_clone());
    let mut disagreements = Vec::new();
    for address in reader.documents(&of_call)? {
        let passage = Arc::new(reader.passage_at(address)?.passage);
        let found = passage.findings.iter().filter(|finding| {
            kinds.contains(&finding.kind) && !is_translated_name(finding, &passage, glossary)
        });
        disagreements.extend(found.map(|finding| Disagreement {
            passage: Arc::clone(&passage),
            finding: finding.clone(),
        }));
    }
    disagreements.sort_by_key(|found| (found.finding.confidence, found.passage.n));
    Ok(disagreements)
}

/// The matches of a query in which sides disagree.
fn disagreeing(reader: &Reader, query: Box<dyn Query>, kinds: &[DisagreementKind]) -> BooleanQuery {
    let kinds = kinds
        .iter()
        .map(|kind| Term::from_field_text(reader.fields.audit, kind.word()));
    let found = BooleanQuery::new_multiterms_query(kinds.collect());
    conjunction(Box::new(found), query)
}

/// Whether a finding is a name that the glossary translates.
fn is_translated_name(finding: &Finding, passage: &Passage, glossary: &Glossary) -> bool {
    let name = finding.spans.en.clone();
    let name = name.and_then(|span| passage.text.en.as_deref()?.get(span));
    finding.kind == DisagreementKind::Name
        && name.is_some_and(|name| !glossary.groups_of(name).is_empty())
}

/// Finds the disagreements in the passages of a call.
pub(crate) fn find_disagreements(call: &mut Call) {
    let of_text =
        |passage: &Passage| both(passage).map_or_else(Vec::new, |(en, zh)| of_text(en, zh));
    let mut findings: Vec<Vec<Finding>> = call.passages.iter().map(of_text).collect();
    for (at, finding) in name::findings(&call.passages) {
        if let Some(findings) = findings.get_mut(at) {
            findings.push(finding);
        }
    }
    for (passage, findings) in call.passages.iter_mut().zip(findings) {
        passage.findings = findings;
    }
}

/// Disagreements between two sides of a text, except for names.
fn of_text(en: &str, zh: &str) -> Vec<Finding> {
    let mut found = quantity::findings(en, zh);
    found.extend(negation::finding(en, zh));
    found
}

/// Both sides of a translated passage.
fn both(passage: &Passage) -> Option<(&str, &str)> {
    let (en, zh) = (passage.text.en.as_deref()?, passage.text.zh.as_deref()?);
    crate::text::has_han(zh).then_some((en, zh))
}
