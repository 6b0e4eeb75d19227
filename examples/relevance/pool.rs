//! What is still to be judged of a query.

use std::{collections::BTreeMap, path::PathBuf};

use crate::relevance::{Corpus, Judgments, Library, Result, system};

/// How far down a ranking a passage must stand to be worth judging.
const DEPTH: usize = 20;

/// Prints the passages that some system ranks high and that have no grade, with their best place in
/// each system.
pub(crate) fn print(
    judgments: &Judgments,
    id: &str,
    folder: impl Fn(Corpus) -> PathBuf,
) -> Result<()> {
    let query = judgments.queries.iter().find(|query| query.id == id);
    let query = query.ok_or_else(|| format!("there is no query `{id}`"))?;
    let library = Library::of(&folder(query.corpus))?;
    library.check(judgments, query.corpus)?;
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for system in system::all(&library)? {
        let ranking = system.search(&query.query, DEPTH)?;
        for (place, citation) in ranking.into_iter().enumerate() {
            if !query.grades.contains_key(&citation) {
                let place = format!("{} {}", system.name(), place + 1);
                places.entry(citation).or_default().push(place);
            }
        }
    }
    println!("{}: {}\n", query.query, query.wants);
    for (citation, places) in &places {
        let text = library.text(citation).unwrap_or_default();
        println!("{citation}  {}\n{text}\n", places.join(", "));
    }
    println!(
        "{} judged, {} not judged among the first {DEPTH}",
        query.grades.len(),
        places.len()
    );
    Ok(())
}
