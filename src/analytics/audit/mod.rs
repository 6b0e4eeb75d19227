//! Audit: passages whose two sides disagree in a quantity, a negation or a name. Disagreements are found
//! when a call is indexed and stored with its passages, so that asking for them is a query.
//!
//! Findings are read by people, so the rules prefer a missed error to a false alarm: a value that
//! the other side states in any form is not reported.

mod name;
mod negation;
mod quantity;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use tantivy::{
    Term,
    query::{BooleanQuery, Occur, Query},
};

use crate::{
    Result,
    index::Reader,
    model::{Call, DisagreementKind, Finding, Passage, Sides, Word},
    search::{Request, list::aggregation::unknown, matches::matching},
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

/// Disagreements in the passages that match a request, by company and period; of the given kinds
/// only, if any are given. They have been found when the calls were indexed.
pub(crate) fn audit(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    kinds: &[DisagreementKind],
) -> Result<Vec<CallAudit>> {
    let kinds = match kinds {
        [] => DisagreementKind::ALL,
        kinds => kinds,
    };
    let query = disagreeing(reader, matching(reader, request, glossary)?, kinds);
    let mut audits: BTreeMap<String, CallAudit> = BTreeMap::new();
    for (call, passage) in passages(reader, &query)? {
        let passage = Arc::new(passage);
        let found = passage.findings.iter().filter(|finding| {
            kinds.contains(&finding.kind) && !is_translated_name(finding, &passage, glossary)
        });
        let mut found = found
            .map(|finding| Disagreement {
                passage: Arc::clone(&passage),
                finding: finding.clone(),
            })
            .peekable();
        if found.peek().is_some() {
            let audit = audits.entry(call.id.clone()).or_insert(CallAudit {
                call,
                disagreements: Vec::new(),
            });
            audit.disagreements.extend(found);
        }
    }
    let mut audits: Vec<CallAudit> = audits.into_values().collect();
    for audit in &mut audits {
        let by_likelihood = |found: &Disagreement| (found.finding.confidence, found.passage.n);
        audit.disagreements.sort_by_key(by_likelihood);
    }
    audits.sort_by(|a, b| {
        let key = |audit: &CallAudit| (audit.call.company.id.clone(), audit.call.period);
        key(a).cmp(&key(b)).then_with(|| a.call.id.cmp(&b.call.id))
    });
    Ok(audits)
}

/// The matches of a query in which sides disagree.
fn disagreeing(reader: &Reader, query: Box<dyn Query>, kinds: &[DisagreementKind]) -> BooleanQuery {
    let kinds = kinds
        .iter()
        .map(|kind| Term::from_field_text(reader.fields.audit, kind.word()));
    let found = BooleanQuery::new_multiterms_query(kinds.collect());
    BooleanQuery::new(vec![(Occur::Must, Box::new(found)), (Occur::Must, query)])
}

/// The passages that match a query, in the order in which they are stored, with their calls.
fn passages(reader: &Reader, query: &dyn Query) -> Result<Vec<(Arc<Call>, Passage)>> {
    let found = reader.documents(query)?.into_par_iter().map(|address| {
        let record = reader.passage_at(address)?;
        let call = reader.call_of(address, &record.call)?;
        let call = call.ok_or_else(|| unknown(&record.call))?;
        Ok((call, record.passage))
    });
    found.collect()
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
        findings
            .get_mut(at)
            .into_iter()
            .for_each(|of| of.push(finding.clone()));
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
