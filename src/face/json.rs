//! The JSON of every face, in one place. Offsets are Unicode code points, half-open.

mod compare;
mod list;
mod tables;

use std::{collections::BTreeMap, ops::Range};

use serde::Serialize;

pub use self::{
    compare::ComparisonJson,
    list::{CompanyRowJson, FirmRowJson, MentionRowJson, SpeakerRowJson},
    tables::{GroupJson, TrendJson},
};
use crate::{
    engine::{Reading, Report},
    index::FACETS,
    model::{Call, CallKind, Company, Lang, Passage, Period, Remainder, Role, Section, Sides},
    search::{By, CallAudit, CallEntry, Confidence, Discord, Expansion, Hit, Response, Why},
};

/// The answer to a search.
#[derive(Debug, Serialize)]
pub struct SearchJson {
    query: String,
    total: u64,
    total_calls: u64,
    took_ms: f64,
    hits: Vec<HitJson>,
    facets: BTreeMap<String, Vec<FacetJson>>,
    expansions: Vec<ExpansionJson>,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct HitJson {
    #[serde(flatten)]
    passage: PassageJson,
    score: f32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    before: Vec<PassageJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    after: Vec<PassageJson>,
}

/// A passage with everything that is known about it.
#[derive(Debug, Serialize)]
pub struct PassageJson {
    citation: String,
    call: String,
    n: u32,
    company: Company,
    period: Option<Period>,
    date: Option<String>,
    section: Section,
    exchange: Option<u32>,
    speaker: Option<SpeakerJson>,
    notes: Vec<String>,
    text: Sides<String>,
    highlights: Sides<Vec<[usize; 2]>>,
    why: Vec<WhyJson>,
}

#[derive(Debug, Serialize)]
struct SpeakerJson {
    name: String,
    names: Vec<String>,
    role: Role,
    title: Option<String>,
    firm: Option<String>,
}

#[derive(Debug, Serialize)]
struct WhyJson {
    term: String,
    matched: String,
    by: By,
    side: Lang,
}

#[derive(Debug, Serialize)]
struct FacetJson {
    value: String,
    count: u64,
}

#[derive(Debug, Serialize)]
struct ExpansionJson {
    term: String,
    also: Vec<String>,
    by: By,
}

impl From<&Expansion> for ExpansionJson {
    fn from(expansion: &Expansion) -> Self {
        Self {
            term: expansion.term.clone(),
            also: expansion.also.clone(),
            by: expansion.by,
        }
    }
}

/// A call in a list.
#[derive(Debug, Serialize)]
pub struct CallJson {
    id: String,
    company: Company,
    period: Option<Period>,
    date: Option<String>,
    kind: CallKind,
    title: String,
    format: String,
    source: String,
    passages: u64,
    turns: usize,
    exchanges: usize,
    speakers: Vec<SpeakerJson>,
}

/// A call, or a part of it, to read.
#[derive(Debug, Serialize)]
pub struct ReadingJson {
    call: CallJson,
    passages: Vec<PassageJson>,
}

/// What was understood of a file.
#[derive(Debug, Serialize)]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    remainder: Option<Vec<Remainder>>,
}

#[derive(Debug, Serialize)]
struct ExchangeJson {
    number: u32,
    asker: String,
    firm: Option<String>,
    answerers: Vec<String>,
}

/// What a refresh did.
#[derive(Debug, Serialize)]
pub struct ReportJson {
    calls: usize,
    passages_added: usize,
    added: Vec<String>,
    changed: Vec<String>,
    removed: Vec<String>,
    unchanged: usize,
    skipped: Vec<String>,
    clashes: Vec<ClashJson>,
}

#[derive(Debug, Serialize)]
struct ClashJson {
    source: String,
    wanted: String,
    given: String,
}

impl From<&Response> for SearchJson {
    fn from(response: &Response) -> Self {
        let mut facets: BTreeMap<String, Vec<FacetJson>> = FACETS
            .iter()
            .map(|facet| (facet.to_string(), Vec::new()))
            .collect();
        for (facet, values) in &response.facets {
            let values = values.iter().map(|facet| FacetJson {
                value: facet.value.clone(),
                count: facet.count,
            });
            facets.insert(facet.to_string(), values.collect());
        }
        Self {
            query: response.query.clone(),
            total: response.total,
            total_calls: response.total_calls,
            took_ms: (response.took.as_secs_f64() * 1e6).round() / 1e3,
            hits: response.hits.iter().map(HitJson::from).collect(),
            facets,
            expansions: response
                .expansions
                .iter()
                .map(ExpansionJson::from)
                .collect(),
            warnings: response.warnings.clone(),
        }
    }
}

impl From<&Hit> for HitJson {
    fn from(hit: &Hit) -> Self {
        let plain = |passages: &[Passage]| {
            passages
                .iter()
                .map(|passage| PassageJson::new(&hit.call, passage))
                .collect()
        };
        let mut passage = PassageJson::new(&hit.call, &hit.passage);
        passage.light(hit);
        Self {
            passage,
            score: hit.score,
            before: plain(&hit.before),
            after: plain(&hit.after),
        }
    }
}

impl PassageJson {
    /// A passage of a call, with nothing lit.
    pub fn new(call: &Call, passage: &Passage) -> Self {
        Self {
            citation: call.citation(passage),
            call: call.id.clone(),
            n: passage.n,
            company: call.company.clone(),
            period: call.period,
            date: call.date.clone(),
            section: passage.section,
            exchange: passage.exchange,
            speaker: call.speaker_of(passage).map(SpeakerJson::from),
            notes: passage.notes.clone(),
            text: passage.text.clone(),
            highlights: passage.text.map(|_, _| Vec::new()),
            why: Vec::new(),
        }
    }

    /// Lights what made the passage a hit, on the sides that are there.
    fn light(&mut self, hit: &Hit) {
        for (lang, text) in self.text.iter() {
            let spans = hit.highlights.get(lang).map(Vec::as_slice);
            let points = code_points(text, spans.unwrap_or_default());
            *self.highlights.slot(lang) = Some(points);
        }
        let why = |why: &Why| WhyJson {
            term: why.term.clone(),
            matched: why.matched.clone(),
            by: why.by,
            side: why.side,
        };
        self.why = hit.why.iter().map(why).collect();
    }
}

impl From<&crate::model::Speaker> for SpeakerJson {
    fn from(speaker: &crate::model::Speaker) -> Self {
        Self {
            name: speaker.name.clone(),
            names: speaker.names.clone(),
            role: speaker.role,
            title: speaker.title.clone(),
            firm: speaker.firm.clone(),
        }
    }
}

impl CallJson {
    /// A call with a number of passages.
    pub fn new(call: &Call, passages: u64) -> Self {
        Self {
            id: call.id.clone(),
            company: call.company.clone(),
            period: call.period,
            date: call.date.clone(),
            kind: call.kind,
            title: call.title.clone(),
            format: call.format.clone(),
            source: call.source.clone(),
            passages,
            turns: call.turns.len(),
            exchanges: call.exchanges.len(),
            speakers: call.speakers.iter().map(SpeakerJson::from).collect(),
        }
    }
}

impl From<&CallEntry> for CallJson {
    fn from(entry: &CallEntry) -> Self {
        Self::new(&entry.call, entry.passages)
    }
}

impl ReadingJson {
    /// A call or a part of it, with the passages among them lit that are hits.
    pub fn new(reading: &Reading, hits: &[Hit]) -> Self {
        let passage = |passage: &Passage| {
            let mut json = PassageJson::new(&reading.call, passage);
            if let Some(hit) = hits.iter().find(|hit| hit.passage.n == passage.n) {
                json.light(hit);
            }
            json
        };
        Self {
            call: CallJson::new(&reading.call, reading.call_passages as u64),
            passages: reading.passages.iter().map(passage).collect(),
        }
    }
}

impl CheckJson {
    /// What was understood of a file, or why nothing was.
    pub fn new(file: &str, result: &crate::Result<Call>) -> Self {
        let mut json = Self {
            file: file.to_owned(),
            error: None,
            call: None,
            sections: None,
            exchanges: None,
            remainder: None,
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
                json.remainder = Some(call.remainder.clone());
            }
        }
        json
    }
}

impl From<&Report> for ReportJson {
    fn from(report: &Report) -> Self {
        Self {
            calls: report.calls,
            passages_added: report.passages,
            added: report.added.clone(),
            changed: report.changed.clone(),
            removed: report.removed.clone(),
            unchanged: report.unchanged,
            skipped: report.skipped.iter().map(ToString::to_string).collect(),
            clashes: report
                .clashes
                .iter()
                .map(|clash| ClashJson {
                    source: clash.source.clone(),
                    wanted: clash.wanted.clone(),
                    given: clash.given.clone(),
                })
                .collect(),
        }
    }
}

/// What the two sides of a passage disagree in.
#[derive(Debug, Serialize)]
pub struct DisagreementJson {
    citation: String,
    call: String,
    n: u32,
    kind: Discord,
    /// The value on the English side, as written; none where it is missing.
    en: Option<String>,
    /// The value on the Chinese side, likewise.
    zh: Option<String>,
    confidence: Confidence,
    text: Sides<String>,
}

impl DisagreementJson {
    /// The findings of a call, in order.
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

/// Byte spans of a text as code points.
fn code_points(text: &str, spans: &[Range<usize>]) -> Vec<[usize; 2]> {
    let mut points = Vec::with_capacity(spans.len());
    let (mut byte, mut point) = (0, 0);
    let mut advance = |to: usize| {
        point += text
            .get(byte..to)
            .map_or(0, |between| between.chars().count());
        byte = to;
        point
    };
    for span in spans {
        points.push([advance(span.start), advance(span.end)]);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_code_points() {
        let text = "資本支出 CapEx 𫍲x";
        let span = |part: &str| {
            let at = text.find(part).unwrap();
            at..at + part.len()
        };
        assert_eq!(
            code_points(text, &[span("支出"), span("CapEx"), span("x")][..2]),
            [[2, 4], [5, 10]]
        );
        assert_eq!(code_points(text, &[text.len() - 1..text.len()]), [[12, 13]]);
    }
}
