//! Outcomes as an aligned table and as JSON.

use std::{cmp::Ordering, fmt::Write};

use serde_json::json;

use crate::relevance::{Corpus, Judgments, Outcome, Result, Scores, Set, golden::Change};

/// Means in all, by corpus, by set and by kind; with a block for each query where it is asked for.
pub(crate) fn text(judgments: &Judgments, outcomes: &[Outcome], per_query: bool) -> String {
    let mut systems: Vec<&str> = Vec::new();
    for outcome in outcomes {
        if !systems.contains(&outcome.system) {
            systems.push(outcome.system);
        }
    }
    let mut rows = vec![row("all queries", &systems, outcomes, |_| true)];
    for corpus in Corpus::ALL {
        let of_corpus = |outcome: &Outcome| outcome.query.corpus == corpus;
        rows.push(row(&corpus.to_string(), &systems, outcomes, of_corpus));
    }
    for set in Set::ALL {
        let of_set = |outcome: &Outcome| outcome.query.set == set;
        rows.push(row(&set.to_string(), &systems, outcomes, of_set));
    }
    rows.push(None);
    for kind in judgments.kinds() {
        let of_kind = |outcome: &Outcome| outcome.query.kind == kind;
        rows.push(row(kind, &systems, outcomes, of_kind));
    }
    if per_query {
        rows.push(None);
        for query in &judgments.queries {
            let of_query = |outcome: &Outcome| outcome.query.id == query.id;
            rows.push(row(&query.id, &systems, outcomes, of_query));
        }
    }
    let mut out = String::from(
        "nDCG@10 of grades 1 to 3, recall@50 of grades 2 and 3, MRR of the first of these\n\n",
    );
    let _ = write!(out, "{:24} {:>3}", "", "n");
    for system in &systems {
        let _ = write!(out, "  {system:^17}");
    }
    let _ = write!(out, "\n{:28}", "");
    for _ in &systems {
        let _ = write!(out, "  {:>5} {:>5} {:>5}", "nDCG", "rec.", "MRR");
    }
    out.push('\n');
    for row in rows {
        match row {
            Some(row) if row.count > 0 => {
                let _ = write!(out, "{:24} {:>3}", row.label, row.count);
                for mean in row.means {
                    let Scores {
                        ndcg,
                        recall,
                        reciprocal,
                    } = mean;
                    let _ = write!(out, "  {ndcg:5.3} {recall:5.3} {reciprocal:5.3}");
                }
                out.push('\n');
            }
            Some(_) => {}
            None => out.push('\n'),
        }
    }
    out
}

struct Row {
    label: String,
    /// Number of queries.
    count: usize,
    /// One a system.
    means: Vec<Scores>,
}

fn row(
    label: &str,
    systems: &[&str],
    outcomes: &[Outcome],
    wanted: impl Fn(&Outcome) -> bool,
) -> Option<Row> {
    let of = |system: &str| {
        let outcomes = outcomes.iter().filter(|outcome| wanted(outcome));
        let own = outcomes.filter(|outcome| outcome.system == system);
        own.map(|outcome| outcome.scores).collect::<Vec<_>>()
    };
    let scores: Vec<Vec<Scores>> = systems.iter().map(|system| of(system)).collect();
    Some(Row {
        label: label.to_owned(),
        count: scores.first().map_or(0, Vec::len),
        means: scores.iter().map(Scores::mean).collect(),
    })
}

/// What is answered otherwise than the golden says, with a line for each query.
pub(crate) fn changes(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "every query is answered as tests/relevance/golden.txt says\n".to_owned();
    }
    let count = |direction| {
        let own = changes
            .iter()
            .filter(|change| change.direction() == direction);
        own.count()
    };
    let mut out = format!(
        "against tests/relevance/golden.txt: {} better, {} worse, {} new\n",
        count(Ordering::Greater),
        count(Ordering::Less),
        count(Ordering::Equal)
    );
    for change in changes {
        let _ = writeln!(out, "  {change}");
    }
    out
}

/// A list with an object for each query and system.
pub(crate) fn json(outcomes: &[Outcome]) -> Result<String> {
    let list: Vec<_> = outcomes
        .iter()
        .map(|outcome| {
            json!({
                "id": outcome.query.id,
                "set": outcome.query.set.to_string(),
                "corpus": outcome.query.corpus.to_string(),
                "kind": outcome.query.kind,
                "query": outcome.query.query,
                "system": outcome.system,
                "ndcg_10": outcome.scores.ndcg,
                "recall_50": outcome.scores.recall,
                "reciprocal_rank": outcome.scores.reciprocal,
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&list)?)
}
