//! Completions: the names that exist, for arguments of prompts and resources.

use super::prompts::ArgumentKind;
use crate::{
    Result,
    engine::Engine,
    index::CorpusFolders,
    model::Word,
    search::{CallSort, ListSort, Request},
};

/// What an argument may be completed to: what begins with the typed text first, then what holds it.
pub(super) fn values(engine: &Engine, asked: ArgumentKind, typed: &str) -> Result<Vec<String>> {
    let all = Request::new("");
    let known = match asked {
        ArgumentKind::Topic => {
            let corpus_folders = engine
                .corpus_folders()?
                .unwrap_or_else(|| CorpusFolders::new([]));
            let glossary = Engine::glossary(&corpus_folders).unwrap_or_default();
            let terms = glossary.groups().flat_map(|group| group.terms.clone());
            terms.collect()
        }
        ArgumentKind::Company => (engine.companies(&all, ListSort::Name)?.into_iter())
            .flat_map(|entry| std::iter::once(entry.company.id).chain(entry.company.names))
            .collect(),
        ArgumentKind::Call => (engine.calls_by(&all, CallSort::Newest)?.into_iter())
            .map(|entry| entry.call.id.clone())
            .collect(),
        ArgumentKind::Period => {
            let entries = engine.calls_by(&all, CallSort::Newest)?;
            let periods = entries.iter().filter_map(|entry| entry.call.period);
            periods.map(|period| period.to_string()).collect()
        }
    };
    Ok(matching(known, typed))
}

/// The values of a closed set that begin with the typed text.
pub(super) fn words<T: Word>(typed: &str) -> Vec<String> {
    let words = T::ALL.iter().map(|word| word.word().to_owned());
    matching(words.collect(), typed)
}

fn matching(known: Vec<String>, typed: &str) -> Vec<String> {
    let typed = typed.trim().to_lowercase();
    let mut values: Vec<String> = Vec::new();
    let lower: Vec<(String, String)> = (known.into_iter())
        .map(|value| (value.to_lowercase(), value))
        .collect();
    let begins = lower.iter().filter(|(lower, _)| lower.starts_with(&typed));
    let holds = lower.iter().filter(|(lower, _)| lower.contains(&typed));
    let mut seen = std::collections::HashSet::new();
    for (_, value) in begins.chain(holds) {
        if seen.insert(value) {
            values.push(value.clone());
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn what_begins_so_comes_first() {
        let known = ["Xu Hong", "hong kong", "XU", "hong kong"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(matching(known.clone(), " HONG"), ["hong kong", "Xu Hong"]);
        assert_eq!(matching(known.clone(), "").len(), 3);
        assert_eq!(matching(known, "zz").len(), 0);
    }
}
