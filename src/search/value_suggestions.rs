//! Suggestions for the value of a filter that does not exist.

use super::{key::Key, store::Store};
use crate::{
    Error, Result,
    character::half_width,
    model::Period,
    query::{Expr, Field, Text},
};

/// Maximum number of names listed in a hint.
const LISTED: usize = 5;

/// Minimum similarity of a suggested name, from 0 to 1.
const LIKE: f64 = 0.85;

/// How much less similar a further suggestion may be than the first.
const ALMOST: f64 = 0.03;

/// Shortest text that is taken for the beginning of a name.
const SHORTEST_BEGINNING: usize = 3;

/// Known names near a typed one.
#[derive(Debug, PartialEq)]
pub(super) enum Near<T> {
    /// Likely meant.
    Meant(Vec<T>),
    /// Nothing similar exists; some names that do.
    Known(Vec<T>),
}

impl<T> Near<T> {
    /// Maps the names.
    pub(super) fn map<U>(self, into: impl FnOnce(Vec<T>) -> Result<Vec<U>>) -> Result<Near<U>> {
        Ok(match self {
            Self::Meant(names) => Near::Meant(into(names)?),
            Self::Known(names) => Near::Known(into(names)?),
        })
    }
}

/// The error for a value that does not exist.
pub(super) fn unknown(field: Field, value: &str, near: &Near<String>) -> Error {
    Error::unknown(format!("no {field} `{value}`")).hint(match near {
        Near::Meant(names) => format!("did you mean {}?", either(names)),
        Near::Known(names) if names.is_empty() => format!("no passage has a {field}"),
        Near::Known(names) => listed(names),
    })
}

/// Hint for several values typed as one with commas.
pub(super) fn one_by_one(field: Field, value: &str) -> Option<Error> {
    let parts = value.split([',', '，', '、']).map(str::trim);
    let parts: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(|part| Expr::Filter(field, Text::new(part, 0..0)).to_string())
        .collect();
    (parts.len() > 1).then(|| {
        let hint = format!("give one value at a time: {}", parts.join(" "));
        Error::unknown(format!("no {field} `{value}`")).hint(hint)
    })
}

/// The names that exist, as a sentence: at most five.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [only] => format!("there is {only}"),
        names => format!("there are {}", few(names).join(", ")),
    }
}

/// `a, b or c`, at most five.
pub(super) fn either(names: &[String]) -> String {
    match few(names).split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

fn few(names: &[String]) -> &[String] {
    names.get(..LISTED).unwrap_or(names)
}

/// Known names near a typed one: equal but for punctuation and case; else with it as a prefix; else
/// similar; else some others.
pub(super) fn nearest<'a>(known: impl Iterator<Item = &'a str>, typed: &str) -> Near<String> {
    let known: Vec<&str> = known.collect();
    // A citation of a passage names its call: BABA-2026Q2#57.
    let call = typed.split('#').next().unwrap_or(typed);
    let letters = letters_of(call);
    let own = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let which = |fits: &dyn Fn(&str) -> bool| -> Vec<&str> {
        let fitting = known.iter().filter(|name| fits(&letters_of(name)));
        fitting.copied().collect()
    };
    let same = which(&|name| name == letters);
    if !same.is_empty() {
        return Near::Meant(own(same));
    }
    if letters.chars().count() >= SHORTEST_BEGINNING {
        let begun = which(&|name| name.starts_with(&letters));
        if !begun.is_empty() {
            return Near::Meant(own(begun));
        }
    }
    let typed = typed.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let words = name.split(' ');
        let words = words.map(|word| strsim::jaro_winkler(word, &typed));
        words.fold(strsim::jaro_winkler(&name, &typed), f64::max)
    };
    let mut ranked: Vec<(f64, &str)> = known.iter().map(|name| (likeness(name), *name)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let best = ranked.first().map_or(0.0, |(likeness, _)| *likeness);
    if best > LIKE {
        ranked.retain(|(likeness, _)| best - likeness <= ALMOST);
    }
    let names = own(ranked.into_iter().map(|(_, name)| name).collect());
    if best > LIKE {
        Near::Meant(names)
    } else {
        Near::Known(names)
    }
}

/// Letters and digits of a name, in lower case and half width.
fn letters_of(name: &str) -> String {
    let plain = name.chars().map(half_width);
    let letters = plain.filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Periods of the calls: all of them, or the first and last of many.
pub(super) fn periods(store: &dyn Store) -> Result<Option<String>> {
    let values = store.values(Key::Period)?;
    let mut periods: Vec<Period> = values
        .iter()
        .filter_map(|value| value.parse().ok())
        .collect();
    periods.sort();
    let shown: Vec<String> = periods.iter().map(ToString::to_string).collect();
    Ok(match shown.as_slice() {
        [] => None,
        [first, .., last] if shown.len() > LISTED => Some(format!("{first} to {last}")),
        few => Some(few.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        let known = [
            "BABA-2026Q2",
            "BABA-2026Q3",
            "2454-2026Q2",
            "曜光半導體",
            "goldman sachs",
            "morgan stanley",
            "streetevents",
            "streetevents_xml",
        ];
        let meant = |typed: &str| match nearest(known.into_iter(), typed) {
            Near::Meant(names) => names.join(" | "),
            Near::Known(names) => format!("{} others", names.len()),
        };
        for (typed, names) in [
            ("BABA2026Q2", "BABA-2026Q2"),
            ("ｂａｂａ－2026q2", "BABA-2026Q2"),
            ("BABA-2026Q2#57", "BABA-2026Q2"),
            ("BABA", "BABA-2026Q2 | BABA-2026Q3"),
            ("street", "streetevents | streetevents_xml"),
            ("Goldmann", "goldman sachs"),
            ("morgan stanly", "morgan stanley"),
            ("zz", "8 others"),
            ("", "8 others"),
        ] {
            assert_eq!(meant(typed), names, "{typed}");
        }
    }

    #[test]
    fn names_in_a_sentence() {
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(either(&names[..1]), "a");
        assert_eq!(either(&names[..2]), "a or b");
        assert_eq!(either(&names), "a, b or c");
    }
}
