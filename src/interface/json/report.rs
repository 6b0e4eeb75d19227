//! The JSON of `check`, `index` and `audit`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::call::CallJson;
use crate::{
    analytics::CallAudit,
    engine::RefreshReport,
    model::{Call, Confidence, DisagreementKind, Sides, UnparsedLine},
};

/// What was understood of a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckJson {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<CallJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sections: Option<BTreeMap<&'static str, usize>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exchanges: Option<Vec<ExchangeJson>>,
    #[serde(rename = "remainder", skip_serializing_if = "Option::is_none")]
    unparsed: Option<Vec<UnparsedLine>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<UnparsedLine>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ExchangeJson {
    number: u32,
    asker: String,
    firm: Option<String>,
    answerers: Vec<String>,
}

/// What a refresh did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportJson {
    calls: usize,
    passages_added: usize,
    added: Vec<String>,
    changed: Vec<String>,
    removed: Vec<String>,
    unchanged: usize,
    skipped: Vec<String>,
    kept: Vec<KeptJson>,
    clashes: Vec<ClashJson>,
    /// What became of folders of older versions of the index.
    cleared: Vec<String>,
}

/// Sources that were not met or cannot be read, and stay in the index.
#[derive(Debug, Serialize, JsonSchema)]
struct KeptJson {
    sources: Vec<String>,
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ClashJson {
    source: String,
    wanted: String,
    given: String,
}

impl CheckJson {
    /// The result of parsing a file, or its error.
    pub fn new(file: &str, result: &crate::Result<Call>) -> Self {
        let mut json = Self {
            file: file.to_owned(),
            error: None,
            call: None,
            sections: None,
            exchanges: None,
            unparsed: None,
            doubts: Vec::new(),
        };
        match result {
            Err(error) => json.error = Some(error.to_string()),
            Ok(call) => {
                let mut sections = BTreeMap::new();
                for passage in &call.passages {
                    *sections
                        .entry(crate::model::Word::word(passage.section))
                        .or_default() += 1;
                }
                let name = |at: usize| {
                    call.speakers
                        .get(at)
                        .map_or(String::new(), |speaker| speaker.name.clone())
                };
                let exchanges = call.exchanges.iter().map(|exchange| ExchangeJson {
                    number: exchange.number,
                    asker: name(exchange.asker),
                    firm: call
                        .speakers
                        .get(exchange.asker)
                        .and_then(|s| s.firm.clone()),
                    answerers: exchange.answerers.iter().map(|&at| name(at)).collect(),
                });
                json.exchanges = Some(exchanges.collect());
                json.call = Some(CallJson::new(call, call.passages.len() as u64));
                json.sections = Some(sections);
                json.unparsed = Some(call.unparsed.clone());
                json.doubts = call.doubts.clone();
            }
        }
        json
    }
}

impl From<&RefreshReport> for ReportJson {
    fn from(report: &RefreshReport) -> Self {
        Self {
            calls: report.calls,
            passages_added: report.passages,
            added: report.added.clone(),
            changed: report.changed.clone(),
            removed: report.removed.clone(),
            unchanged: report.unchanged,
            skipped: (report.skipped.iter().chain(&report.skipped_before))
                .map(ToString::to_string)
                .collect(),
            kept: (report.kept.iter())
                .map(|kept| KeptJson {
                    sources: kept.sources.clone(),
                    why: kept.why.to_string(),
                    hint: kept.why.hint.clone(),
                })
                .collect(),
            clashes: report
                .clashes
                .iter()
                .map(|clash| ClashJson {
                    source: clash.source.clone(),
                    wanted: clash.wanted.clone(),
                    given: clash.assigned.clone(),
                })
                .collect(),
            cleared: report.cleared.clone(),
        }
    }
}

/// What the two sides of a passage disagree in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DisagreementJson {
    citation: String,
    call: String,
    n: u32,
    kind: DisagreementKind,
    /// The value on the English side, as written; none where it is missing.
    en: Option<String>,
    /// The value on the Chinese side, likewise.
    zh: Option<String>,
    confidence: Confidence,
    text: Sides<String>,
}

impl DisagreementJson {
    /// The findings of a call in order.
    pub fn of_call(audit: &CallAudit) -> impl Iterator<Item = Self> {
        audit.disagreements.iter().map(|found| {
            let values = found.values();
            Self {
                citation: audit.call.citation(&found.passage),
                call: audit.call.id.clone(),
                n: found.passage.n,
                kind: found.finding.kind,
                en: values.en,
                zh: values.zh,
                confidence: found.finding.confidence,
                text: found.passage.text.clone(),
            }
        })
    }
}
