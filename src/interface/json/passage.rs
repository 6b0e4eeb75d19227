//! The JSON of a passage and its speaker.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    model::{Call, Company, Lang, Passage, Period, Role, Section, Sides},
    search::{By, Hit, Why},
};

/// A passage with everything that is known about it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PassageJson {
    citation: String,
    call: String,
    n: u32,
    company: Company,
    period: Option<Period>,
    date: Option<String>,
    section: Section,
    exchange: Option<u32>,
    /// Page of the file on which it begins; absent where the file has no pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    speaker: Option<SpeakerJson>,
    notes: Vec<String>,
    text: Sides<String>,
    highlights: Sides<Vec<[usize; 2]>>,
    why: Vec<WhyJson>,
    /// The terms of the query, as typed, that the passage does not say; absent where it says all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SpeakerJson {
    name: String,
    names: Vec<String>,
    role: Role,
    title: Option<String>,
    firm: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WhyJson {
    term: String,
    matched: String,
    by: By,
    side: Lang,
    /// The words of the text that `matched` lies within, where its characters are no words of their own there
    /// (利率 in 毛利率). Absent where they are; `trend` and `mentions` count such places only.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
}

impl PassageJson {
    /// A passage of a call without highlights.
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
            page: passage.page,
            speaker: call.speaker_of(passage).map(SpeakerJson::from),
            notes: passage.notes.clone(),
            text: passage.text.clone(),
            highlights: passage.text.map(|_, _| Vec::new()),
            why: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Adds the highlights and the explanation of a hit.
    pub(super) fn add_match(&mut self, hit: &Hit) {
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
            within: why.within.clone(),
        };
        self.why = hit.why.iter().map(why).collect();
        self.missing.clone_from(&hit.missing);
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

/// Passages of a call, with highlights in those that are hits.
pub(super) fn with_hits(call: &Call, passages: &[Passage], hits: &[Hit]) -> Vec<PassageJson> {
    let passage = |passage: &Passage| {
        let mut json = PassageJson::new(call, passage);
        if let Some(hit) = hits.iter().find(|hit| hit.passage.n == passage.n) {
            json.add_match(hit);
        }
        json
    };
    passages.iter().map(passage).collect()
}

/// Byte ranges of a text as half-open ranges of code points.
pub(in crate::interface) fn code_points(text: &str, spans: &[Range<usize>]) -> Vec<[usize; 2]> {
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
