//! Searches are answered well: better than tantivy does as it comes, and no worse than they were.

#[path = "../relevance/mod.rs"]
mod evaluation;

use evaluation::{Corpus, Judgments, Scores, evaluate, folder};

use crate::harness::real_calls;

/// Of a corpus: the least that our mean nDCG@10 and recall@50 must be, and by how much they must be
/// above those of each baseline; whoever makes ranking better raises all of them.
struct Bar {
    least: (f64, f64),
    ahead: &'static [(&'static str, f64, f64)],
}

const SAMPLES: Bar = Bar {
    least: (0.74, 0.79),
    ahead: &[
        ("tantivy", 0.50, 0.54),
        ("jieba", 0.46, 0.48),
        ("jieba-words", 0.43, 0.39),
    ],
};

const SHARED: Bar = Bar {
    least: (0.72, 0.78),
    ahead: &[
        ("tantivy", 0.43, 0.42),
        ("jieba", 0.41, 0.40),
        ("jieba-words", 0.27, 0.22),
    ],
};

fn check(corpus: Corpus, bar: &Bar) {
    let judgments = Judgments::read().unwrap();
    let outcomes = evaluate(&judgments, corpus, &folder(corpus)).unwrap();
    let mean = |system: &str| {
        let own = outcomes.iter().filter(|outcome| outcome.system == system);
        let own: Vec<Scores> = own.map(|outcome| outcome.scores).collect();
        assert_eq!(own.len(), judgments.of(corpus).count(), "{system}");
        Scores::mean(&own)
    };
    let ours = mean("verbatim");
    let own = outcomes
        .iter()
        .filter(|outcome| outcome.system == "verbatim");
    let each: String = own
        .map(|outcome| format!("\n{:.3} {}", outcome.scores.ndcg, outcome.query.id))
        .collect();
    let (ndcg, recall) = bar.least;
    assert!(
        ours.ndcg >= ndcg && ours.recall >= recall,
        "{corpus}: {ours:?}{each}"
    );
    for &(baseline, ndcg, recall) in bar.ahead {
        let theirs = mean(baseline);
        assert!(theirs.reciprocal > 0.0, "{baseline} finds nothing");
        assert!(
            ours.ndcg - theirs.ndcg >= ndcg && ours.recall - theirs.recall >= recall,
            "{corpus}: {ours:?} against {theirs:?} of {baseline}{each}"
        );
    }
}

#[test]
fn the_samples_are_searched_well() {
    check(Corpus::Samples, &SAMPLES);
}

#[test]
fn real_calls_are_searched_well() {
    if real_calls(".").is_some() {
        check(Corpus::Shared, &SHARED);
    }
}

#[test]
fn the_judgments_are_enough_and_of_many_kinds() {
    let judgments = Judgments::read().unwrap();
    for corpus in Corpus::ALL {
        assert!(judgments.of(corpus).count() >= 15, "{corpus}");
    }
    assert!(judgments.kinds().len() >= 10, "{:?}", judgments.kinds());
    for query in &judgments.queries {
        assert!(query.wants.ends_with('.'), "{}: {}", query.id, query.wants);
    }
}

#[test]
fn judgments_that_contradict_themselves_are_refused() {
    let query = |rest: &str| {
        format!(
            "[calls]\nA-2025Q1 = 9\n[[query]]\nid = \"a\"\ncorpus = \"samples\"\nkind = \"k\"\n\
             query = \"q\"\nwants = \"w\"\n{rest}"
        )
    };
    assert!(Judgments::parse(&query("3 = [\"A-2025Q1#1\"]")).is_ok());
    for (rest, message) in [
        ("3 = [\"A-2025Q1#1\"]\n2 = [\"A-2025Q1#1\"]", "judged twice"),
        ("1 = [\"A-2025Q1#1\"]", "no passage is relevant"),
        ("3 = [\"B-2025Q1#1\"]", "[calls] lacks `B-2025Q1`"),
    ] {
        let error = Judgments::parse(&query(rest)).unwrap_err().to_string();
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
