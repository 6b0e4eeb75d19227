//! Audit: passages whose two sides disagree, in a quantity, a negation or a name.
//!
//! What is reported is meant to be read, so the rules prefer silence to a false alarm: a value that
//! stands on the other side in any way is not missing there.

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

use super::{Request, list::matching};
use crate::{
    CancelToken, Result,
    index::Reader,
    model::{Call, Passage, Sides, word_enum},
    text::Glossary,
};

word_enum! {
    /// What two sides disagree in.
    Discord {
        /// The value of an amount.
        Amount = "amount",
        /// The currency of an amount.
        Currency = "currency",
        /// The scale of an amount: ten, a hundred … times the other.
        Scale = "scale",
        /// A percentage.
        Percent = "percent",
        /// Percentage points, or points against per cent.
        Points = "points",
        /// How many times.
        Multiple = "multiple",
        /// One side negates, the other does not.
        Negation = "negation",
        /// A name that the call's Chinese keeps in Latin letters here and not there.
        Name = "name",
    }
}

word_enum! {
    /// How likely a finding is to be an error.
    Confidence {
        /// Most are.
        High = "high",
        /// Worth a look.
        Low = "low",
    }
}

/// What two sides of a text disagree in, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What they disagree in.
    pub kind: Discord,
    /// How likely it is an error.
    pub confidence: Confidence,
    /// Where it stands on each side, in bytes; none where a side lacks it.
    pub spans: Sides<Range<usize>>,
}

/// A finding with its passage.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Disagreement {
    /// The passage, with both its sides; its other disagreements share it.
    pub passage: Arc<Passage>,
    /// What its sides disagree in.
    pub finding: Finding,
}

impl Disagreement {
    /// The value of each side that has it, as written.
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
    pub call: Call,
    /// The likely errors first, each sort in the order of the call.
    pub disagreements: Vec<Disagreement>,
}

/// The disagreements in the passages that match a request's query and filters, by company and
/// period; of some kinds only, where any are given.
pub(crate) fn audit(
    reader: &Reader,
    request: &Request,
    glossary: &Glossary,
    kinds: &[Discord],
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
        // A name is learned from the whole call, whatever part of it is asked for.
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

/// The disagreements in the passages of a whole call.
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

/// What the two sides of a text disagree in, names aside.
fn of_text(en: &str, zh: &str) -> Vec<Finding> {
    let mut found = quantity::findings(en, zh);
    found.extend(negation::finding(en, zh));
    found
}

/// Both sides of a passage that is translated.
fn both(passage: &Passage) -> Option<(&str, &str)> {
    let (en, zh) = (passage.text.en.as_deref()?, passage.text.zh.as_deref()?);
    crate::text::has_han(zh).then_some((en, zh))
}
