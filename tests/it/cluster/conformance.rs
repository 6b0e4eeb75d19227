//! A cluster answers what the index answers: the same passages, counts and facets, in the same order where all
//! matches are scored.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;
use verbatim::{
    engine::{CallPart, Engine},
    index::FACETS,
    query::Field,
    search::{FilterArg, Grouping, ListSort, Matching, Request, Response, Sort},
};

use super::{Nodes, cluster_at, indexed};
use crate::harness::{Sandbox, project, real_calls, samples};

/// Notes of a cluster on what it does not score or count exactly.
const OF_CLUSTERS: &str = "ranked among";

/// Queries of every operator and field.
const QUERIES: [&str; 49] = [
    "CapEx",
    "毛利率",
    "資本支出",
    "\"free cash flow\"",
    "guidance OR 財測",
    "AI -OpenAI",
    "percent:>30 revenue",
    "percent:34",
    "asked:margin",
    "answered:毛利率",
    "asked:margin revenue",
    "margin -answered:毛利率",
    "inventory NEAR/5 days",
    "revenue NEAR/3 quarter",
    "revenue -(revenue NEAR/3 quarter)",
    "关税",
    "5奈米",
    "法說會",
    "\"gross margin\"",
    "gros margn",
    "company:LMRA capex",
    "speaker:\"Yating Chang\" 折舊",
    "role:analyst margin",
    "role:ir",
    "amount:>100億",
    "amount:usd:1b..5b",
    "how is demand for advanced packaging",
    "毛利率展望",
    "Q3 2025 revenue",
    "section:qa 庫存",
    "period:latest margin",
    "period:2025Q3..2025Q4 revenue",
    "since:2025-01-01 revenue",
    "until:2025-12-31 revenue",
    "=AI",
    "\"後市\"",
    "\"后市\"",
    "depreciation advanced packaging facilities",
    "cap*",
    "手",
    "nothinglikethis",
    "call:LMRA-2026Q1",
    "lang:zh 產能",
    "audit:amount",
    "format:plain margin",
    "title:CFO",
    "-margin revenue",
    "(margin OR 毛利率) -section:qa",
    "管理層怎麼看未來三年的資本支出與自由現金流",
];

/// A plain generator of numbers, the same on each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// The index and the cluster with the same calls.
struct Both {
    index: Engine,
    cluster: Engine,
    compared: usize,
    in_order: usize,
    overlaps: Vec<f64>,
}

impl Both {
    /// Compares the answers to a request.
    fn compare(&mut self, request: &Request) {
        let what = format!("{request:?}");
        let (here, there) = (self.index.search(request), self.cluster.search(request));
        let (here, there) = match (here, there) {
            (Ok(here), Ok(there)) => (here, there),
            (Err(here), Err(there)) => {
                assert_eq!(here.sentence(), there.sentence(), "{what}");
                return;
            }
            (here, there) => panic!("{what}: {:?} {:?}", here.err(), there.err()),
        };
        self.compared += 1;
        let counts = |of: &Response| (of.total, of.total_calls, of.total_partial, of.total_groups);
        assert_eq!(counts(&here), counts(&there), "{what}");
        assert_eq!(here.facets, there.facets, "{what}");
        assert_eq!(here.expansions, there.expansions, "{what}");
        // Which words are spelt alike is for each store to say.
        let without_spelling = |note: &String| {
            let said = note.split(';').next();
            said.unwrap_or_default().to_owned()
        };
        let notes = |of: &Response| -> Vec<String> {
            let notes = of.warnings.iter();
            notes
                .filter(|note| !note.contains(OF_CLUSTERS))
                .map(without_spelling)
                .collect()
        };
        assert_eq!(notes(&here), notes(&there), "{what}");
        let all_scored = !there.warnings.iter().any(|note| note.contains(OF_CLUSTERS));
        let places = |of: &Response| -> Vec<(String, u32)> {
            let hits = of.hits.iter();
            hits.map(|hit| (hit.call.id.clone(), hit.passage.n))
                .collect()
        };
        let (ours, theirs) = (places(&here), places(&there));
        self.in_order += usize::from(ours == theirs);
        if !ours.is_empty() {
            let known: HashSet<_> = ours.iter().collect();
            let shared = theirs.iter().filter(|place| known.contains(place)).count();
            self.overlaps.push(shared as f64 / ours.len() as f64);
        }
        if all_scored {
            same_order(&here, &there, &what);
        }
        for (ours, theirs) in here.hits.iter().zip(&there.hits) {
            if (&ours.call.id, ours.passage.n) == (&theirs.call.id, theirs.passage.n) {
                assert_eq!(ours.passage, theirs.passage, "{what}");
                assert_eq!(ours.highlights, theirs.highlights, "{what}");
                assert_eq!(ours.before, theirs.before, "{what}");
                assert_eq!(ours.after, theirs.after, "{what}");
            }
        }
    }
}

/// The lists of both are the same.
fn same_lists(index: &Engine, cluster: &Engine, query: &str) {
    let request = Request::new(query);
    for sort in [ListSort::Passages, ListSort::Name, ListSort::Latest] {
        let both = [index, cluster].map(|engine| engine.companies(&request, sort).unwrap());
        assert_eq!(both[0], both[1], "{query}");
        let both = [index, cluster].map(|engine| engine.speakers(&request, sort).unwrap());
        assert_eq!(both[0], both[1], "{query}");
        let both = [index, cluster].map(|engine| engine.firms(&request, sort).unwrap());
        assert_eq!(both[0], both[1], "{query}");
    }
    let both = [index, cluster].map(|engine| engine.calls(&request).unwrap());
    assert_eq!(both[0], both[1], "{query}");
    let both = [index, cluster].map(|engine| engine.periods(&request).unwrap());
    assert_eq!(both[0], both[1], "{query}");
    if !query.is_empty() {
        let both = [index, cluster].map(|engine| engine.mentions(&request).unwrap());
        assert_eq!(both[0], both[1], "{query}");
        for by in FACETS {
            let both = [index, cluster]
                .map(|engine| format!("{:?}", engine.trend(&request, *by).unwrap()));
            assert_eq!(both[0], both[1], "{query}");
        }
    }
}

/// Calls read whole and in part are the same.
fn same_calls(index: &Engine, cluster: &Engine) {
    let calls = index.calls(&Request::new("")).unwrap();
    assert!(calls.len() > 5);
    for entry in calls.iter().take(10) {
        let mut part = CallPart::default();
        part.around = Some(5);
        part.context = 2;
        for part in [CallPart::default(), part] {
            let id = entry.call.id.to_lowercase();
            let both = [index, cluster].map(|engine| engine.read(&id, &part).unwrap());
            assert_eq!(both[0].call, both[1].call);
            assert_eq!(both[0].passages, both[1].passages);
        }
    }
    let both = [index, cluster].map(|engine| engine.read("nosuch", &CallPart::default()));
    let [Err(here), Err(there)] = both else {
        panic!("there is no such call");
    };
    assert_eq!(here.sentence(), there.sentence());
}

/// The scores are the same one by one, and the passages but for those that score alike.
fn same_order(here: &Response, there: &Response, what: &str) {
    assert_eq!(here.hits.len(), there.hits.len(), "{what}");
    let score = |score: f32| (f64::from(score) * 1000.0).round() as i64;
    for (ours, theirs) in here.hits.iter().zip(&there.hits) {
        let apart = (score(ours.score) - score(theirs.score)).abs();
        assert!(apart <= 1, "{what}: {} {}", ours.score, theirs.score);
    }
    let last = here.hits.last().map_or(0, |hit| score(hit.score));
    let above = |of: &Response| -> BTreeSet<(String, u32)> {
        let hits = of.hits.iter().filter(|hit| score(hit.score) > last + 1);
        hits.map(|hit| (hit.call.id.clone(), hit.passage.n))
            .collect()
    };
    assert_eq!(above(here), above(there), "{what}");
}

fn request(query: &str) -> Request {
    Request {
        facets: FACETS.to_vec(),
        ..Request::new(query)
    }
}

/// The judged queries.
fn judged() -> Vec<String> {
    let files = ["judgments.toml", "questions.toml"];
    let read = |file: &str| {
        let text = std::fs::read_to_string(project().join("tests/relevance").join(file)).unwrap();
        let table: toml::Table = text.parse().unwrap();
        serde_json::to_value(table).unwrap()
    };
    let queries = files.map(read).into_iter().flat_map(|file| {
        let queries = file.get("query").and_then(Value::as_array).cloned();
        queries.unwrap_or_default()
    });
    let texts = queries.filter_map(|query| Some(query.get("query")?.as_str()?.to_owned()));
    texts.collect()
}

/// Parts of what is said: Chinese of any length, some words of English, quoted and not.
fn parts(engine: &Engine, count: usize) -> Vec<String> {
    let all = Request {
        limit: 400,
        ..Request::new("lang:zh OR lang:en")
    };
    let texts: Vec<String> = (engine.search(&all).unwrap().hits.iter())
        .flat_map(|hit| {
            hit.passage
                .text
                .iter()
                .map(|(_, text)| text.to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    let mut numbers = Numbers(7);
    let part = |_| {
        let text = &texts[numbers.below(texts.len())];
        let is_chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let part: String = if is_chinese {
            let chars: Vec<char> = text.chars().collect();
            let length = 1 + numbers.below(12);
            let first = numbers.below(chars.len());
            chars.iter().skip(first).take(length).collect()
        } else {
            let words: Vec<&str> = text.split_whitespace().collect();
            let length = 1 + numbers.below(4);
            let first = numbers.below(words.len());
            words
                .iter()
                .skip(first)
                .take(length)
                .copied()
                .collect::<Vec<_>>()
                .join(" ")
        };
        let part = part.replace('"', "");
        match numbers.below(3) {
            0 => part,
            _ => format!("\"{part}\""),
        }
    };
    (0..count).map(part).collect()
}

#[test]
fn a_cluster_answers_what_the_index_answers() {
    let Some(nodes) = Nodes::start() else { return };
    let sandbox = Sandbox::of(&samples());
    let real = ["alphamemo", "bilingual", "streetevents"].map(real_calls);
    let real = real.into_iter().flatten();
    for (at, folder) in real.enumerate() {
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().collect();
        files.sort_by_key(std::fs::DirEntry::file_name);
        for file in files.into_iter().take(25) {
            if file.file_type().unwrap().is_file() {
                let name = format!("real-{at}/{}", file.file_name().to_string_lossy());
                sandbox.write(&name, &std::fs::read(file.path()).unwrap());
            }
        }
    }
    let index = indexed(sandbox.path("corpus"), sandbox.path("index"));
    let cluster = nodes.cluster("same");
    let report = index.publish(&cluster, &mut |_, _| {}).unwrap();
    assert_eq!(report.calls, index.size().unwrap().0);
    // Nothing has changed, so nothing is written.
    let again = index.publish(&cluster, &mut |_, _| {}).unwrap();
    assert_eq!((again.written, again.removed), (0, 0));
    let mut both = Both {
        cluster: Engine::new(sandbox.path("none")).with_cluster(cluster_at(&nodes.store("same"))),
        index,
        compared: 0,
        in_order: 0,
        overlaps: Vec::new(),
    };
    let judged = judged();
    assert!(judged.len() > 100);
    for query in QUERIES.into_iter().chain(judged.iter().map(String::as_str)) {
        both.compare(&request(query));
    }
    for query in ["margin", "revenue", "毛利率", "capex 資本支出"] {
        for group in [Grouping::Call, Grouping::Exchange, Grouping::Turn] {
            both.compare(&Request {
                group: Some(group),
                ..request(query)
            });
        }
        for sort in [Sort::Newest, Sort::Oldest, Sort::Call] {
            both.compare(&Request {
                sort,
                ..request(query)
            });
        }
        both.compare(&Request {
            context: 2,
            ..request(query)
        });
        both.compare(&Request {
            per_call: Some(1),
            ..request(query)
        });
        both.compare(&Request {
            offset: 10,
            ..request(query)
        });
        both.compare(&Request {
            literal: true,
            ..request(query)
        });
        both.compare(&Request {
            matching: Matching::Any,
            ..request("packaging margin 良率")
        });
        let filters = vec![FilterArg::new(Field::Role, "analyst").unwrap()];
        both.compare(&Request {
            filters,
            ..request(query)
        });
    }
    for query in [
        "",
        "margin",
        "資本支出",
        "利率",
        "role:analyst margin",
        "nothinglikethis",
    ] {
        same_lists(&both.index, &both.cluster, query);
    }
    same_calls(&both.index, &both.cluster);
    let is_long = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    let parts = parts(&both.index, if is_long { 150 } else { 100 });
    for part in parts {
        both.compare(&Request {
            limit: 3,
            ..Request::new(part)
        });
    }
    let overlap = both.overlaps.iter().sum::<f64>() / both.overlaps.len() as f64;
    #[allow(clippy::print_stderr)]
    {
        eprintln!(
            "{} answers are the same, {} in the same order; overlap of hits {overlap:.4}",
            both.compared, both.in_order
        );
    }
    assert!(overlap > 0.97, "{overlap}");
}
