//! Audit: passages whose two sides disagree in a quantity, a negation or a name. Disagreements are found
//! when a call is indexed and stored with its passages, so that asking for them is a query.
//!
//! Findings are read by people, so the rules prefer a missed error to a false alarm: a value that
//! the other side states in any form is not reported.

mod name;
mod negation;
mod person;
mod quantity;
mod term;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::{
    Result,
    index::{CallSummary, RowColumn},
    model::{Call, DisagreementKind, Finding, Lang, Passage, Sides, Word},
    search::{
        Request,
        key::Key,
        list::aggregation::Aggregation,
        matches::plan_of_matches,
        plan::Node,
        store::{Selection, Store},
    },
    text::{Glossary, has_han},
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

    /// How the Chinese renders a name, where other passages do otherwise.
    pub fn name_rendering(&self) -> Option<NameRendering> {
        if self.finding.kind != DisagreementKind::Name {
            return None;
        }
        let span = self.finding.spans.get(Lang::Zh);
        let written = span.and_then(|span| self.passage.text.zh.as_ref()?.get(span.clone()));
        Some(match written {
            None => NameRendering::Translated,
            Some(written) if has_han(written) => NameRendering::Otherwise,
            Some(_) => NameRendering::Kept,
        })
    }
}

/// How the Chinese renders a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameRendering {
    /// It keeps the name as it is; other passages translate it.
    Kept,
    /// It translates the name; other passages keep it.
    Translated,
    /// It translates the name; other passages do so in other words.
    Otherwise,
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

impl Audit {
    /// Adds the disagreements of a call, as many as are `left` to be told.
    fn add(&mut self, call: Arc<Call>, mut disagreements: Vec<Disagreement>, left: &mut usize) {
        self.more_calls += usize::from(*left == 0 && !disagreements.is_empty());
        disagreements.truncate(*left);
        *left -= disagreements.len();
        if !disagreements.is_empty() {
            self.calls.push(CallAudit {
                call,
                disagreements,
            });
        }
    }
}

/// At most `limit` disagreements in the passages that match a request; of the given kinds only, if any
/// are given. They have been found when the calls were indexed.
pub(crate) fn audit(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    kinds: &[DisagreementKind],
    limit: usize,
) -> Result<Audit> {
    let kinds = match kinds {
        [] => DisagreementKind::ALL,
        kinds => kinds,
    };
    let plan = disagreeing(plan_of_matches(store, request, glossary)?, kinds);
    let found = aggregated(store, &plan)?;
    let calls = in_order(&found);
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
        let ids: Vec<&str> = batch.iter().map(|call| call.id.as_str()).collect();
        let passages = store.matches_in(&plan, &ids)?;
        for (call, passages) in store.calls(&ids)?.into_iter().zip(passages) {
            let disagreements = disagreements(passages, kinds, glossary);
            audit.add(call, disagreements, &mut left);
        }
    }
    Ok(audit)
}

/// At most `limit` terms that passages of the request render otherwise than the glossary and the other passages, and
/// names of speakers that are rendered otherwise than in the other calls of the company. They depend on all calls, so
/// they are looked for when they are asked for.
pub(crate) fn audit_terms(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    limit: usize,
) -> Result<Audit> {
    let found = aggregated(store, &plan_of_matches(store, request, glossary)?)?;
    let mut habits = term::Habits::new(store, glossary);
    let mut audit = Audit {
        calls: Vec::new(),
        more_calls: 0,
    };
    let mut left = limit;
    let calls = in_order(&found);
    let of_companies = calls.chunk_by(|a, b| a.company.id == b.company.id);
    for batch in of_companies.flat_map(|calls| calls.chunks(CALLS_OF_A_COMPANY)) {
        if left == 0 {
            audit.more_calls += batch.len();
            continue;
        }
        for (call, disagreements) in rendered_otherwise(store, &mut habits, batch)? {
            audit.add(call, disagreements, &mut left);
        }
    }
    Ok(audit)
}

/// Number of calls of one company whose renderings of names are compared.
const CALLS_OF_A_COMPANY: usize = 48;

/// The terms and names that passages of some calls of a company render otherwise than others, by call.
fn rendered_otherwise(
    store: &dyn Store,
    habits: &mut term::Habits,
    calls: &[&CallSummary],
) -> Result<Vec<(Arc<Call>, Vec<Disagreement>)>> {
    let ids: Vec<&str> = calls.iter().map(|call| call.id.as_str()).collect();
    let calls = store.calls(&ids)?;
    let mut passages: Vec<Passage> = Vec::new();
    let mut ends = Vec::new();
    for id in ids {
        let of_call = store.passages(id)?.into_iter();
        passages.extend(of_call.filter(|passage| both(passage).is_some()));
        ends.push(passages.len());
    }
    habits.look_up(&passages)?;
    let mut findings: Vec<Vec<Finding>> = passages
        .iter()
        .map(|passage| habits.findings(passage))
        .collect();
    for (at, finding) in person::findings(&calls, &passages) {
        if let Some(findings) = findings.get_mut(at) {
            findings.push(finding);
        }
    }
    let mut found = passages.into_iter().zip(findings).enumerate().peekable();
    let mut by_call = Vec::new();
    for (call, end) in calls.into_iter().zip(ends) {
        let mut disagreements = Vec::new();
        while let Some((_, (passage, mut findings))) = found.next_if(|(at, _)| *at < end) {
            findings.sort_by_key(|finding| finding.spans.en.as_ref().map(|span| span.start));
            let passage = Arc::new(passage);
            disagreements.extend(findings.into_iter().map(|finding| Disagreement {
                passage: Arc::clone(&passage),
                finding,
            }));
        }
        by_call.push((call, disagreements));
    }
    Ok(by_call)
}

/// Number of calls that are read at once.
const CALLS_AT_ONCE: usize = 16;

/// The calls with a match of a plan.
fn aggregated(store: &dyn Store, plan: &Node) -> Result<Aggregation> {
    let counts = store.rows(Selection::Matches(plan), &[RowColumn::Call])?;
    Aggregation::of_rows(store, counts)
}

/// Calls by company and period.
fn in_order(found: &Aggregation) -> Vec<&CallSummary> {
    let mut calls: Vec<&CallSummary> = found.calls().map(|(call, _)| call).collect();
    calls.sort_by_key(|call| (&call.company.id, call.period, &call.id));
    calls
}

/// Disagreements in some passages of a call, likely errors first.
fn disagreements(
    passages: Vec<Passage>,
    kinds: &[DisagreementKind],
    glossary: &Glossary,
) -> Vec<Disagreement> {
    let mut disagreements = Vec::new();
    for passage in passages {
        let passage = Arc::new(passage);
        let found = passage.findings.iter().filter(|finding| {
            kinds.contains(&finding.kind) && !is_translated_name(finding, &passage, glossary)
        });
        disagreements.extend(found.map(|finding| Disagreement {
            passage: Arc::clone(&passage),
            finding: finding.clone(),
        }));
    }
    disagreements.sort_by_key(|found| (found.finding.confidence, found.passage.n));
    disagreements
}

/// The matches of a plan in which sides disagree.
fn disagreeing(plan: Node, kinds: &[DisagreementKind]) -> Node {
    let kinds = kinds.iter().map(|kind| kind.word().to_owned());
    let found = Node::one_of(Key::Audit, kinds.collect());
    Node::All(vec![plan, found])
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
