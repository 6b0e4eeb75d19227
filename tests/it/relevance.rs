//! Searches are answered well: better than tantivy does as it comes, and no worse than they were.

use std::fs;

#[path = "../relevance/mod.rs"]
mod evaluation;

use evaluation::{Corpus, Golden, Judgments, Outcome, Scores, Set, evaluate, folder};

use crate::harness::real_calls;

/// The least that our mean nDCG@10 and recall@50 must be, by corpus; whoever makes ranking better
/// raises them.
struct Least {
    samples: (f64, f64),
    shared: (f64, f64),
    both: (f64, f64),
}

/// Of the queries of `judgments.toml`.
const TERMS: Least = Least {
    samples: (0.77, 0.84),
    shared: (0.77, 0.84),
    both: (0.78, 0.85),
};

/// Of all queries.
const ALL: Least = Least {
    samples: (0.70, 0.79),
    shared: (0.71, 0.80),
    both: (0.71, 0.80),
};

/// By how much our means of the queries of `judgments.toml` must be above those of each baseline.
type Ahead = [(&'static str, f64, f64)];

const SAMPLES_AHEAD: &Ahead = &[
    ("tantivy", 0.50, 0.54),
    ("jieba", 0.46, 0.48),
    ("jieba-words", 0.43, 0.39),
];

const SHARED_AHEAD: &Ahead = &[
    ("tantivy", 0.43, 0.42),
    ("jieba", 0.41, 0.40),
    ("jieba-words", 0.27, 0.22),
];

/// Every outcome over these corpora.
fn outcomes<'a>(judgments: &'a Judgments, corpora: &[Corpus]) -> Vec<Outcome<'a>> {
    let of = |&corpus: &Corpus| evaluate(judgments, corpus, &folder(corpus)).unwrap();
    corpora.iter().flat_map(of).collect()
}

/// The mean of a system over the queries of one set, or of all.
fn mean(outcomes: &[Outcome], system: &str, set: Option<Set>) -> Scores {
    let own = outcomes.iter().filter(|outcome| {
        outcome.system == system && set.is_none_or(|set| outcome.query.set == set)
    });
    Scores::mean(own.map(|outcome| &outcome.scores))
}

/// A line for each query of ours.
fn each(outcomes: &[Outcome]) -> String {
    let own = outcomes
        .iter()
        .filter(|outcome| outcome.system == "verbatim");
    own.map(|outcome| format!("\n{:.3} {}", outcome.scores.ndcg, outcome.query.id))
        .collect()
}

fn check(outcomes: &[Outcome], terms: (f64, f64), all: (f64, f64)) {
    for (set, least) in [(Some(Set::Terms), terms), (None, all)] {
        let ours = mean(outcomes, "verbatim", set);
        assert!(
            ours.ndcg >= least.0 && ours.recall >= least.1,
            "{set:?}: {ours:?} where {least:?} is the least{}",
            each(outcomes)
        );
    }
}

/// Holds outcomes against the golden, whose change belongs to a change of ranking.
fn check_golden(outcomes: &[Outcome]) {
    let changes = Golden::read().unwrap().changes(outcomes);
    let lines: String = changes
        .iter()
        .map(|change| format!("\n  {change}"))
        .collect();
    assert!(
        changes.is_empty(),
        "queries are answered otherwise than tests/relevance/golden.txt says:{lines}\n\
         where that is wanted: cargo run --release --example relevance -- --write-golden"
    );
}

fn check_ahead(outcomes: &[Outcome], ahead: &Ahead) {
    let ours = mean(outcomes, "verbatim", Some(Set::Terms));
    for &(baseline, ndcg, recall) in ahead {
        let theirs = mean(outcomes, baseline, Some(Set::Terms));
        assert!(theirs.reciprocal > 0.0, "{baseline} finds nothing");
        assert!(
            ours.ndcg - theirs.ndcg >= ndcg && ours.recall - theirs.recall >= recall,
            "{ours:?} against {theirs:?} of {baseline}{}",
            each(outcomes)
        );
    }
}

/// Related terms may push nothing down that is wanted: they match below what is typed.
fn check_related(outcomes: &[Outcome]) {
    let [ours, related] = ["verbatim", "related"].map(|system| mean(outcomes, system, None));
    assert!(
        related.recall >= ours.recall && related.ndcg >= ours.ndcg - 0.005,
        "{related:?} with related terms, {ours:?} without"
    );
}

#[test]
fn the_samples_are_searched_well() {
    let judgments = Judgments::read().unwrap();
    let samples = outcomes(&judgments, &[Corpus::Samples]);
    check(&samples, TERMS.samples, ALL.samples);
    check_ahead(&samples, SAMPLES_AHEAD);
    check_related(&samples);
    check_golden(&samples);
}

#[test]
fn real_calls_are_searched_well() {
    if real_calls(".").is_none() {
        return;
    }
    let judgments = Judgments::read().unwrap();
    let shared = outcomes(&judgments, &[Corpus::Shared]);
    check(&shared, TERMS.shared, ALL.shared);
    check_ahead(&shared, SHARED_AHEAD);
    check_related(&shared);
    let both = [shared, outcomes(&judgments, &[Corpus::Samples])].concat();
    check(&both, TERMS.both, ALL.both);
    check_golden(&both);
}

#[test]
fn the_judgments_are_enough_and_of_many_kinds() {
    let judgments = Judgments::read().unwrap();
    let of = |set, corpus| {
        let queries = judgments.of(corpus).filter(|query| query.set == set);
        queries.count()
    };
    for corpus in Corpus::ALL {
        assert!(of(Set::Terms, corpus) >= 25, "{corpus}");
        assert!(of(Set::Questions, corpus) >= 25, "{corpus}");
    }
    assert!(judgments.queries.len() >= 120);
    assert!(judgments.kinds().len() >= 15, "{:?}", judgments.kinds());
    for query in &judgments.queries {
        assert!(query.wants.ends_with('.'), "{}: {}", query.id, query.wants);
    }
}

#[test]
fn the_golden_is_as_it_is_written() {
    let judgments = Judgments::read().unwrap();
    let text = fs::read_to_string(Golden::path()).unwrap();
    assert_eq!(Golden::parse(&text).unwrap().text(&judgments), text);
    for query in &judgments.queries {
        let line = format!("\n{} ", query.id);
        assert!(text.contains(&line), "the golden lacks {}", query.id);
    }
}

#[test]
fn a_change_of_ranking_shows_in_the_golden() {
    let judgments = Judgments::read().unwrap();
    let queries = &judgments.queries[..3];
    let outcomes: Vec<Outcome> = queries
        .iter()
        .map(|query| Outcome {
            query,
            system: "verbatim",
            scores: Scores {
                ndcg: 0.5,
                recall: 0.25,
                reciprocal: 1.0,
            },
        })
        .collect();
    let [same, better, worse] = queries else {
        unreachable!()
    };
    let golden = format!(
        "# a comment\n\n{}  0.500 0.250 1.000\n{}  0.400 0.250 0.500\n{}  0.500 0.333 1.000\n",
        same.id, better.id, worse.id
    );
    let mut golden = Golden::parse(&golden).unwrap();
    let changes = golden.changes(&outcomes);
    golden.update(&outcomes);
    assert!(golden.changes(&outcomes).is_empty());
    let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
    let line = |word: &str, id: &str, what: &str| format!("{word:6}  {id:36}  {what}");
    assert_eq!(
        lines,
        [
            line("worse", &worse.id, "recall 0.333 → 0.250"),
            line(
                "better",
                &better.id,
                "nDCG 0.400 → 0.500  MRR 0.500 → 1.000"
            ),
        ]
    );
    let new = Golden::default().changes(&outcomes);
    assert_eq!(new.len(), 3);
    assert!(new[0].to_string().starts_with("new "), "{}", new[0]);
    assert!(Golden::parse("capex 0.5 0.5").is_err());
}

#[test]
fn judgments_that_contradict_themselves_are_refused() {
    let query = |rest: &str| {
        format!(
            "[calls]\nA-2025Q1 = 9\n[[query]]\nid = \"a\"\ncorpus = \"samples\"\nkind = \"k\"\n\
             query = \"q\"\nwants = \"w\"\n{rest}"
        )
    };
    let good = query("3 = [\"A-2025Q1#1\"]");
    assert!(Judgments::parse(&[(Set::Terms, &good)]).is_ok());
    let twice = Judgments::parse(&[(Set::Terms, &good), (Set::Questions, &good)]).unwrap_err();
    assert_eq!(twice.to_string(), "there are two queries `a`");
    for (rest, message) in [
        ("3 = [\"A-2025Q1#1\"]\n2 = [\"A-2025Q1#1\"]", "judged twice"),
        ("1 = [\"A-2025Q1#1\"]", "no passage is relevant"),
        ("3 = [\"B-2025Q1#1\"]", "[calls] lacks `B-2025Q1`"),
    ] {
        let error = Judgments::parse(&[(Set::Terms, query(rest))]);
        let error = error.unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn a_ranking_is_measured_by_its_grades() {
    let grades = [("a", 3), ("b", 2), ("c", 1)].map(|(name, grade)| (name.to_owned(), grade));
    let grades = grades.into_iter().collect();
    let ranking = |names: &[&str]| {
        names
            .iter()
            .map(|&name| name.to_owned())
            .collect::<Vec<_>>()
    };
    let best = Scores::of(&ranking(&["a", "b", "c"]), &grades);
    assert_eq!((best.ndcg, best.recall, best.reciprocal), (1.0, 1.0, 1.0));
    let late = Scores::of(&ranking(&["x", "c", "b"]), &grades);
    let gain = |grade: f64, place: f64| (grade.exp2() - 1.0) / (place + 1.0).log2();
    let ideal = gain(3.0, 1.0) + gain(2.0, 2.0) + gain(1.0, 3.0);
    let found = gain(1.0, 2.0) + gain(2.0, 3.0);
    assert!((late.ndcg - found / ideal).abs() < 1e-12, "{late:?}");
    assert_eq!((late.recall, late.reciprocal), (0.5, 1.0 / 3.0));
    assert_eq!(Scores::of(&[], &grades), Scores::default());
}
