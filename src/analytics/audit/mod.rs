//! Audit: passages whose two sides disagree in a quantity, a negation or a name.
//!
//! Findings are read by people, so the rules prefer a missed error to a false alarm: a value that
//! the other side states in any form is not reported.

mod name;
mod negation;
mod quantity;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use crate::{
    CancelToken, Result,
    index::Reader,
    model::{Call, Passage, Sides, word_enum},
    search::{Request, matches::matching},
    text::Glossary,
};

word_enum! {
    /// Kinds of disagreement.
    DisagreementKind {
        /// Value of an amount.
        Amount = "amount",
        /// Currency of an amount.
        Currency = "currency",
        /// Scale of an amount: a factor of ten, a hundred …
        Scale = "scale",
        /// A percentage.
        Percent = "percent",
        /// Percentage points, or points against per cent.
        Points = "points",
        /// A multiple.
        Multiple = "multiple",
        /// Negated on one side only.
        Negation = "negation",
        /// A name kept in Latin letters in the call's Chinese elsewhere but not here.
        Name = "name",
    }
}

word_enum! {
    /// Likelihood that a finding is an error.
    Confidence {
        /// Most are errors.
        High = "high",
        /// Worth a look.
        Low = "low",
    }
}

/// A disagreement between two sides and its location.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of disagreement.
    pub kind: DisagreementKind,
    /// Likelihood of an error.
    pub confidence: Confidence,
    /// Location on each side, in bytes; none where a side lacks it.
    pub spans: Sides<Range<usize>>,
}

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
/// only, if any are given.
pub(crate) fn audit(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    kinds: &[DisagreementKind],
) -> Result<Vec<CallAudit>> {
    let query = matching(reader, request, glossary)?;
    let mut asked: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for address in reader.documents(&*query)? {
        let record = reader.passage_at(address)?;
        asked
            .entry(record.call)
            .or_default()
            .insert(record.passage.n);
    }
    let mut audits = Vec::new();
    for (id, asked) in asked {
        let Some(call) = reader.call(&id)? else {
            continue;
        };
        // Names are learned from the whole call, whichever passages are requested.
        let passages = reader.passages(&id)?.into_iter().map(Arc::new);
        let passages: Vec<Arc<Passage>> = passages.collect();
        let mut disagreements = of_call(&reader.cancel, &passages, glossary)?;
        disagreements.retain(|found| {
            asked.contains(&found.passage.n)
                && (kinds.is_empty() || kinds.contains(&found.finding.kind))
        });
        if !disagreements.is_empty() {
            audits.push(CallAudit {
                call,
                disagreements,
            });
        }
    }
    audits.sort_by(|a, b| {
        let key = |audit: &CallAudit| (audit.call.company.id.clone(), audit.call.period);
        key(a).cmp(&key(b)).then_with(|| a.call.id.cmp(&b.call.id))
    });
    Ok(audits)
}

/// Disagreements in the passages of a whole call.
fn of_call(
    cancel: &CancelToken,
    passages: &[Arc<Passage>],
    glossary: &Glossary,
) -> Result<Vec<Disagreement>> {
    let mut found = Vec::new();
    for passage in passages {
        cancel.check()?;
        let Some((en, zh)) = both(passage) else {
            continue;
        };
        found.extend(of_text(en, zh).into_iter().map(|finding| Disagreement {
            passage: Arc::clone(passage),
            finding,
        }));
    }
    for (at, finding) in name::findings(cancel, passages, glossary)? {
        found.extend(passages.get(at).map(|passage| Disagreement {
            passage: Arc::clone(passage),
            finding,
        }));
    }
    found.sort_by_key(|found| (found.finding.confidence, found.passage.n));
    Ok(found)
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
