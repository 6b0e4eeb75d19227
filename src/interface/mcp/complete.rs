//! Completions of arguments of prompts and resources.

use std::collections::HashSet;

use super::prompts::ArgumentKind;
use crate::{
    Result,
    engine::Engine,
    error::Kind,
    model::Word,
    search::{CallSort, Glossary, ListSort, Request},
};

/// Completions of an argument: values that start with the typed text first, then values that contain it.
pub(super) fn values(engine: &Engine, kind: ArgumentKind, typed: &str) -> Result<Vec<String>> {
    let all = Request::new("");
    let known = match kind {
        ArgumentKind::Topic => {
            let glossary = match engine.own_glossary() {
                // The overrides cannot be read: the built-in terms are offered.
                Err(error) if error.kind == Kind::Input => Glossary::default(),
                glossary => glossary?,
            };
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

/// Completions among the words of a closed set.
pub(super) fn words<T: Word>(typed: &str) -> Vec<String> {
    let words = T::ALL.iter().map(|word| word.word().to_owned());
    matching(words.collect(), typed)
}

fn matching(known: Vec<String>, typed: &str) -> Vec<String> {
    let typed = typed.trim().to_lowercase();
    let mut values: Vec<(bool, String)> = (known.into_iter())
        .filter_map(|value| {
            let lower = value.to_lowercase();
            lower
                .contains(&typed)
                .then(|| (!lower.starts_with(&typed), value))
        })
        .collect();
    values.sort_by_key(|(contains_only, _)| *contains_only);
    let mut seen = HashSet::new();
    values.retain(|(_, value)| seen.insert(value.clone()));
    values.into_iter().map(|(_, value)| value).collect()
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
