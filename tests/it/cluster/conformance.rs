//! A cluster answers what the index answers: the same passages, counts and facets, in the same order where all
//! matches are scored.

use std::{
    collections::{BTreeSet, HashSet},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::Value;
use verbatim::{
    engine::Engine,
    index::FACETS,
    query::Field,
    search::{FilterArg, Grouping, Hit, Matching, Request, Response, Sort},
};

use super::{Nodes, analytics, cluster_at, indexed, operations, related, round_trips};
use crate::{
    audit::TURNS,
    harness::{Sandbox, bilingual, project, real_calls, samples},
    related::calls_with_a_habit,
};

/// Notes of a cluster on what it does not score or count exactly.
const OF_CLUSTERS: &str = "ranked among";

/// Queries of every operator and field.
const QUERIES: [&str; 52] = [
    "cloud ovens",
    "烤箱",
    "DCO bakers",
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
    compared: AtomicUsize,
    in_order: AtomicUsize,
    overlaps: Mutex<Vec<f64>>,
}

impl Both {
    /// Compares the answers to some requests, several at once.
    fn compare_all(&self, requests: &[Request]) {
        thread::scope(|scope| {
            for first in 0..THREADS {
                let of_thread = requests.iter().skip(first).step_by(THREADS);
                scope.spawn(move || of_thread.for_each(|request| self.compare(request)));
            }
        });
    }

    /// Compares the answers to a request.
    fn compare(&self, request: &Request) {
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
        self.compared.fetch_add(1, Ordering::Relaxed);
        let counts = |of: &Response| (of.total, of.total_calls, of.total_partial, of.total_groups);
        assert_eq!(counts(&here), counts(&there), "{what}");
        assert_eq!(here.facets, there.facets, "{what}");
        assert_eq!(here.expansions, there.expansions, "{what}");
        let suggestions = |of: &Response| format!("{:?}", of.related);
        assert_eq!(suggestions(&here), suggestions(&there), "{what}");
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
        let in_order = usize::from(ours == theirs);
        self.in_order.fetch_add(in_order, Ordering::Relaxed);
        if !ours.is_empty() {
            let known: HashSet<_> = ours.iter().collect();
            let shared = theirs.iter().filter(|place| known.contains(place)).count();
            let overlap = shared as f64 / ours.len() as f64;
            self.overlaps.lock().unwrap().push(overlap);
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

/// The scores are the same one by one, and the results but for those that score alike. A group scores as its best hit.
fn same_order(here: &Response, there: &Response, what: &str) {
    let [ours, theirs] = [here, there].map(scored);
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for ((our_place, our_score), (place, score)) in ours.iter().zip(&theirs) {
        let apart = (our_score - score).abs();
        assert!(
            apart <= 1,
            "{what}: {our_place:?} {our_score} {place:?} {score}"
        );
    }
    let last = ours.last().map_or(0, |(_, score)| *score);
    let above = |of: Vec<((String, u32), i64)>| -> BTreeSet<(String, u32)> {
        let above = of.into_iter().filter(|(_, score)| *score > last + 1);
        above.map(|(place, _)| place).collect()
    };
    assert_eq!(above(ours), above(theirs), "{what}");
}

/// The first passage of each result, and its score in thousandths.
fn scored(of: &Response) -> Vec<((String, u32), i64)> {
    let place = |hit: &Hit| (hit.call.id.clone(), hit.passage.n);
    let score = |hit: &Hit| (f64::from(hit.score) * 1000.0).round() as i64;
    if of.groups.is_empty() {
        return of.hits.iter().map(|hit| (place(hit), score(hit))).collect();
    }
    let groups = of.groups.iter().map(|group| &of.hits[group.hits.clone()]);
    groups
        .map(|hits| (place(&hits[0]), hits.iter().map(score).max().unwrap()))
        .collect()
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

/// The requests for some parts: one in `SHOWN` with hits, the others for what is counted.
fn requests_for(parts: Vec<String>) -> Vec<Request> {
    let request = |(at, part): (usize, String)| Request {
        limit: if at % SHOWN == 0 { 3 } else { 0 },
        ..Request::new(part)
    };
    parts.into_iter().enumerate().map(request).collect()
}

/// Number of threads that ask at once.
const THREADS: usize = 4;

const SHOWN: usize = 10;

/// The requests of every kind, for several queries.
fn requests_of_every_kind() -> Vec<Request> {
    let mut requests = Vec::new();
    for query in ["margin", "revenue", "毛利率", "capex 資本支出"] {
        let groups = [Grouping::Call, Grouping::Exchange, Grouping::Turn];
        requests.extend(groups.map(|group| Request {
            group: Some(group),
            ..request(query)
        }));
        let sorts = [Sort::Newest, Sort::Oldest, Sort::Call];
        requests.extend(sorts.map(|sort| Request {
            sort,
            ..request(query)
        }));
        requests.extend([
            Request {
                context: 2,
                ..request(query)
            },
            Request {
                per_call: Some(1),
                ..request(query)
            },
            Request {
                offset: 10,
                ..request(query)
            },
            Request {
                literal: true,
                ..request(query)
            },
            Request {
                filters: vec![FilterArg::new(Field::Role, "analyst").unwrap()],
                ..request(query)
            },
        ]);
    }
    requests.push(Request {
        matching: Matching::Any,
        ..request("packaging margin 良率")
    });
    requests.push(Request {
        related: true,
        ..request("cloud ovens")
    });
    requests
}

#[test]
fn a_cluster_answers_what_the_index_answers() {
    let Some(nodes) = Nodes::start() else { return };
    let sandbox = Sandbox::of(&samples());
    for (name, text) in calls_with_a_habit() {
        sandbox.write(name, text.as_bytes());
    }
    let with_errors = bilingual("測試 (ERRS) 2025 Q3 法說會逐字稿", TURNS);
    sandbox.write("errors.txt", with_errors.as_bytes());
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
    let both = Both {
        cluster: Engine::new(sandbox.path("none")).with_cluster(cluster_at(&nodes.store("same"))),
        index,
        compared: AtomicUsize::default(),
        in_order: AtomicUsize::default(),
        overlaps: Mutex::default(),
    };
    let judged = judged();
    assert!(judged.len() > 100);
    let queries = QUERIES.into_iter().chain(judged.iter().map(String::as_str));
    let mut requests: Vec<Request> = queries.map(request).collect();
    requests.extend(requests_of_every_kind());
    // What is counted is counted where no hit is asked for, too.
    let counted = |request: &Request| Request {
        limit: 0,
        ..request.clone()
    };
    requests.extend(requests.iter().map(counted).collect::<Vec<_>>());
    both.compare_all(&requests);
    analytics::same_analytics(&both.index, &both.cluster);
    related::same_related_terms(&both.index, &both.cluster);
    round_trips::few_requests(&nodes.store("same"));
    let is_long = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    let parts = parts(&both.index, if is_long { 2_000 } else { 100 });
    both.compare_all(&requests_for(parts));
    let overlaps = both.overlaps.into_inner().unwrap();
    let overlap = overlaps.iter().sum::<f64>() / overlaps.len() as f64;
    #[allow(clippy::print_stderr)]
    {
        eprintln!(
            "{} answers are the same, {} in the same order; overlap of hits {overlap:.4}",
            both.compared.into_inner(),
            both.in_order.into_inner()
        );
    }
    assert!(overlap > 0.97, "{overlap}");
    operations::a_store_is_kept(&nodes);
}
