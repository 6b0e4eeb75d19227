//! The JSON contract, read back by types that know no field more and none less.

use serde::Deserialize;

use crate::harness::Sandbox;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    query: String,
    total: u64,
    total_calls: u64,
    took_ms: f64,
    hits: Vec<Hit>,
    facets: Facets,
    expansions: Vec<Expansion>,
    warnings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expansion {
    term: String,
    also: Vec<String>,
    by: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facets {
    company: Vec<Facet>,
    speaker: Vec<Facet>,
    role: Vec<Facet>,
    firm: Vec<Facet>,
    section: Vec<Facet>,
    period: Vec<Facet>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facet {
    value: String,
    count: u64,
}

#[derive(Debug, Deserialize)]
struct Hit {
    score: f32,
    #[serde(flatten)]
    passage: Passage,
}

#[derive(Debug, Deserialize)]
struct Passage {
    citation: String,
    call: String,
    n: u32,
    company: Company,
    period: Option<String>,
    date: Option<String>,
    section: String,
    exchange: Option<u32>,
    speaker: Option<Speaker>,
    notes: Vec<String>,
    text: Sides<String>,
    highlights: Sides<Vec<[usize; 2]>>,
    why: Vec<Why>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Company {
    id: String,
    ticker: Option<String>,
    name: String,
    names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Speaker {
    name: String,
    names: Vec<String>,
    role: String,
    title: Option<String>,
    firm: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides<T> {
    en: Option<T>,
    zh: Option<T>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Why {
    term: String,
    matched: String,
    by: String,
    side: String,
    within: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    id: String,
    company: Company,
    period: Option<String>,
    date: Option<String>,
    kind: String,
    title: String,
    format: String,
    source: String,
    passages: u64,
    turns: u64,
    exchanges: u64,
    speakers: Vec<Speaker>,
}

fn search(args: &[&str]) -> Answer {
    let value = Sandbox::samples().json(&[&["search"], args].concat());
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_search_answers_the_contract() {
    for query in [
        "capex",
        "资本支出",
        "\"gross margin\"",
        "AI",
        "year-over-year",
    ] {
        let answer = search(&[query, "--limit", "100"]);
        assert_eq!(answer.query, query);
        assert_eq!(answer.total as usize, answer.hits.len());
        assert!(answer.total_calls > 0 && answer.took_ms > 0.0);
        assert!(answer.warnings.is_empty());
        for expansion in &answer.expansions {
            assert_eq!(expansion.term, query);
            assert!(!expansion.also.is_empty() && expansion.by == "glossary");
        }
        for hit in &answer.hits {
            let passage = &hit.passage;
            assert_eq!(passage.citation, format!("{}#{}", passage.call, passage.n));
            assert_eq!(
                passage.company.ticker.as_deref(),
                Some(passage.company.id.as_str())
            );
            assert!(passage.company.names.contains(&passage.company.name));
            assert_eq!(passage.speaker.is_none(), passage.section == "summary");
            assert!(passage.section != "summary" || !passage.notes.is_empty());
            assert!(passage.exchange.is_none() || passage.section == "qa");
            assert!(passage.period.is_some() && passage.date.is_none() && hit.score > 0.0);
            if let Some(speaker) = &passage.speaker {
                assert_eq!(speaker.names.first(), Some(&speaker.name));
                assert!(speaker.firm.is_none() || speaker.role == "analyst");
                assert!(speaker.title.is_none() || speaker.role != "operator");
            }
            check_highlights(passage);
        }
        check_counts(&answer);
    }
}

/// Ascending, never overlapping, within the text; and every reason is lit somewhere.
fn check_highlights(passage: &Passage) {
    let sides = [
        ("en", &passage.text.en, &passage.highlights.en),
        ("zh", &passage.text.zh, &passage.highlights.zh),
    ];
    let mut lit_anywhere = false;
    for (side, text, highlights) in sides {
        assert_eq!(text.is_some(), highlights.is_some());
        let (Some(text), Some(highlights)) = (text, highlights) else {
            continue;
        };
        let chars: Vec<char> = text.chars().collect();
        let mut end = 0;
        let mut lit = Vec::new();
        for &[from, to] in highlights {
            assert!(
                from < to && to <= chars.len() && from >= end,
                "{highlights:?}"
            );
            end = to;
            lit.push(chars[from..to].iter().collect::<String>());
        }
        lit_anywhere |= !lit.is_empty();
        for why in passage.why.iter().filter(|why| why.side == side) {
            assert!(
                lit.iter().any(|lit| lit.contains(&why.matched)),
                "{why:?} {lit:?}"
            );
            let ways = ["literal", "script", "stem", "glossary", "variant", "prefix"];
            assert!(ways.contains(&why.by.as_str()), "{why:?}");
            assert!(!why.term.is_empty());
            let within = why.within.as_ref();
            assert!(
                within.is_none_or(|within| within.contains(&why.matched)),
                "{why:?}"
            );
        }
    }
    assert!(lit_anywhere, "{passage:?}");
}

/// Facet counts agree with a count over the hits.
fn check_counts(answer: &Answer) {
    let passages = || answer.hits.iter().map(|hit| &hit.passage);
    let speaker = |value: &str, get: &dyn Fn(&Speaker) -> Option<String>| {
        passages()
            .filter(|p| p.speaker.as_ref().and_then(get).as_deref() == Some(value))
            .count()
    };
    let facets = &answer.facets;
    for facet in &facets.company {
        let count = passages().filter(|p| p.company.id == facet.value).count();
        assert_eq!(facet.count as usize, count, "{facet:?}");
    }
    for facet in &facets.section {
        let count = passages().filter(|p| p.section == facet.value).count();
        assert_eq!(facet.count as usize, count, "{facet:?}");
    }
    for facet in &facets.period {
        let count = passages()
            .filter(|p| p.period.as_ref() == Some(&facet.value))
            .count();
        assert_eq!(facet.count as usize, count, "{facet:?}");
    }
    for facet in &facets.speaker {
        let count = speaker(&facet.value, &|speaker| Some(speaker.name.clone()));
        assert_eq!(facet.count as usize, count, "{facet:?}");
    }
    for facet in &facets.role {
        let count = speaker(&facet.value, &|speaker| Some(speaker.role.clone()));
        assert_eq!(facet.count as usize, count, "{facet:?}");
    }
    for facet in &facets.firm {
        let count = speaker(&facet.value, &|speaker| speaker.firm.clone());
        assert_eq!(facet.count as usize, count, "{facet:?}");
    }
    let companies: u64 = facets.company.iter().map(|facet| facet.count).sum();
    assert_eq!(companies, answer.total);
}

#[test]
fn lists_and_readings_answer_the_contract() {
    let sandbox = Sandbox::samples();
    let calls: Vec<Call> = serde_json::from_value(sandbox.json(&["calls"])).unwrap();
    assert_eq!(calls.len(), 9);
    for call in &calls {
        assert_eq!(
            call.id,
            format!("{}-{}", call.company.id, call.period.as_ref().unwrap())
        );
        assert_eq!(call.source, format!("{}.txt", call.id));
        assert!(call.date.is_none() && call.kind == "earnings" && call.format == "bilingual");
        assert!(call.title.ends_with("法說會逐字稿") && call.turns > call.exchanges);
        assert!(call.exchanges > 0 && !call.speakers.is_empty());

        let shown = sandbox.json(&["show", &call.id]);
        let head: Call = serde_json::from_value(shown["call"].clone()).unwrap();
        assert_eq!(head.id, call.id);
        let passages: Vec<Passage> = serde_json::from_value(shown["passages"].clone()).unwrap();
        assert_eq!(passages.len() as u64, call.passages);
        assert!(passages.iter().zip(1..).all(|(passage, n)| passage.n == n));
        assert!(shown["passages"][0].get("score").is_none());
    }
    let filtered: Vec<Call> =
        serde_json::from_value(sandbox.json(&["calls", "--company", "LMRA"])).unwrap();
    assert_eq!(filtered.len(), 3);
}

#[test]
fn a_program_passes_a_query_in_one_argument_or_several() {
    let one = search(&["gross margin"]);
    let two = search(&["gross", "margin"]);
    assert_eq!(one.total, two.total);
}
