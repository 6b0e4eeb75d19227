//! The stored scores of each query, so that a change of ranking shows as a readable diff.

use std::{
    cmp::Ordering, collections::BTreeMap, fmt, fmt::Write, fs, io::ErrorKind, path::PathBuf,
};

use super::{Judgments, Outcome, Result, Scores, Set, file};

const HEAD: &str = "\
# How well Verbatim answers each judged query, so that a change of ranking can be read.
#   cargo run --release --example relevance                     prints what has changed
#   cargo run --release --example relevance -- --write-golden   writes it here
#
#                                        nDCG@10  recall@50  MRR
";

/// Scores of our own system by query, to three decimals.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Golden(BTreeMap<String, Scores>);

/// A query that is answered otherwise than the golden says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    id: String,
    /// Absent where the query is new.
    before: Option<Scores>,
    after: Scores,
}

impl Golden {
    /// The file of the project.
    pub(crate) fn path() -> PathBuf {
        file("golden.txt")
    }

    /// Reads the file of the project; where there is none, no query has scores.
    pub(crate) fn read() -> Result<Self> {
        let path = Self::path();
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("{} cannot be read: {error}", path.display()).into()),
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let lines = lines.filter(|line| !line.trim().is_empty());
        let scores = lines.map(|line| {
            entry(line).ok_or_else(|| format!("golden.txt: `{line}` is no query with three scores"))
        });
        Ok(Self(scores.collect::<std::result::Result<_, String>>()?))
    }

    /// The queries of these outcomes that are answered otherwise, the worst change first.
    pub(crate) fn changes(&self, outcomes: &[Outcome]) -> Vec<Change> {
        let mut changes: Vec<Change> = ours(outcomes)
            .map(|(id, after)| Change {
                before: self.0.get(&id).copied(),
                id,
                after,
            })
            .filter(|change| change.before != Some(change.after))
            .collect();
        changes.sort_by(|a, b| a.gain().total_cmp(&b.gain()));
        changes
    }

    /// Takes over the scores of these outcomes; queries that were not asked keep theirs.
    pub(crate) fn update(&mut self, outcomes: &[Outcome]) {
        self.0.extend(ours(outcomes));
    }

    /// The text of the file: the judged queries in their order, with the means of each set.
    pub(crate) fn text(&self, judgments: &Judgments) -> String {
        let mut out = HEAD.to_owned();
        for set in Set::ALL {
            let own = judgments.queries.iter().filter(|query| query.set == set);
            let own: Vec<(&str, &Scores)> = own
                .filter_map(|query| Some((query.id.as_str(), self.0.get(&query.id)?)))
                .collect();
            let mean = Scores::mean(own.iter().map(|(_, scores)| *scores));
            let _ = writeln!(
                out,
                "\n{}",
                line(&format!("# mean of {} {set}", own.len()), &mean)
            );
            for (id, scores) in own {
                let _ = writeln!(out, "{}", line(id, scores));
            }
        }
        out
    }
}

impl Change {
    /// By how much nDCG@10 rises, or recall@50 or MRR where it stays; a new query gains nothing.
    fn gain(&self) -> f64 {
        let Some(before) = self.before else {
            return 0.0;
        };
        let gains = self.after.measures().into_iter().zip(before.measures());
        let mut gains = gains.map(|((_, after), (_, before))| after - before);
        gains.find(|&gain| gain != 0.0).unwrap_or_default()
    }

    /// Whether the query is answered better or worse than it was.
    pub(crate) fn direction(&self) -> Ordering {
        self.gain().total_cmp(&0.0)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match (self.before, self.direction()) {
            (None, _) => "new",
            (_, Ordering::Less) => "worse",
            _ => "better",
        };
        write!(out, "{word:6}  {:36}", self.id)?;
        let before = self.before.map(Scores::measures);
        for (place, (name, after)) in self.after.measures().into_iter().enumerate() {
            let before = before.and_then(|measures| measures.get(place).copied());
            match before.map(|(_, before)| before) {
                None => write!(out, "  {name} {after:.3}")?,
                Some(before) if before != after => {
                    write!(out, "  {name} {before:.3} → {after:.3}")?;
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}

/// Our outcomes, to three decimals.
fn ours(outcomes: &[Outcome]) -> impl Iterator<Item = (String, Scores)> {
    let ours = outcomes
        .iter()
        .filter(|outcome| outcome.system == "verbatim");
    ours.map(|outcome| (outcome.query.id.clone(), outcome.scores.rounded()))
}

fn line(label: &str, scores: &Scores) -> String {
    let Scores {
        ndcg,
        recall,
        reciprocal,
    } = scores;
    format!("{label:40} {ndcg:.3}  {recall:.3}      {reciprocal:.3}")
}

fn entry(line: &str) -> Option<(String, Scores)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [id, ndcg, recall, reciprocal] = words.as_slice() else {
        return None;
    };
    let scores = Scores {
        ndcg: ndcg.parse().ok()?,
        recall: recall.parse().ok()?,
        reciprocal: reciprocal.parse().ok()?,
    };
    Some(((*id).to_owned(), scores))
}
