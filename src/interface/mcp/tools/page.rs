//! How much of an answer fits: passages are given whole, and a page ends before the one that would
//! be too much.

use schemars::JsonSchema;
use serde::Deserialize;

/// Most characters of text in an answer, unless more are asked for. In Chinese that is some 15,000
/// tokens, in English 5,000; the structured form takes up to twice as much.
const CHARACTERS: usize = 20_000;

/// Most characters of text that may be asked for.
const MOST_CHARACTERS: usize = 200_000;

/// Least.
const LEAST_CHARACTERS: usize = 500;

/// Most characters of text in an answer.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct ResponseBudget(usize);

impl Default for ResponseBudget {
    fn default() -> Self {
        Self(CHARACTERS)
    }
}

impl JsonSchema for ResponseBudget {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ResponseBudget".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "integer",
            "minimum": LEAST_CHARACTERS,
            "maximum": MOST_CHARACTERS,
            "default": CHARACTERS,
        })
    }
}

impl ResponseBudget {
    /// How many of some texts fit, from the first on; one does, however long.
    pub(super) fn fits<'a>(self, texts: impl IntoIterator<Item = &'a String>) -> usize {
        let mut used = 0;
        let fitting = texts.into_iter().enumerate().take_while(|(at, text)| {
            used += text.chars().count();
            *at == 0 || used <= self.0
        });
        fitting.count()
    }
}

/// A page of a list: its rows, and where the next begins.
pub(super) fn rows<T>(all: Vec<T>, offset: usize, limit: usize) -> (Vec<T>, Option<usize>) {
    let total = all.len();
    let rows: Vec<T> = all.into_iter().skip(offset).take(limit).collect();
    (rows, next(offset, limit, total))
}

/// Where the next page begins; none behind the last.
pub(super) fn next(offset: usize, shown: usize, total: usize) -> Option<usize> {
    let end = offset.saturating_add(shown);
    (shown > 0 && end < total).then_some(end)
}

/// `1 to 10 of 42; next: offset 10`
pub(super) fn line(offset: usize, shown: usize, total: usize) -> String {
    let range = match shown {
        0 => "none".to_owned(),
        shown => format!("{} to {}", offset + 1, offset.saturating_add(shown)),
    };
    let more = next(offset, shown, total).map(|next| format!("; next page: offset {next}"));
    format!("{range} of {total} shown{}\n", more.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_end_before_what_is_too_much() {
        let room = ResponseBudget(10);
        let texts = ["資本支出", "123456", "x"].map(str::to_owned);
        assert_eq!(room.fits(&texts), 2);
        assert_eq!(room.fits(&["x".repeat(99)]), 1);
        assert_eq!(room.fits(&[]), 0);
        assert_eq!(rows(vec![1, 2, 3], 1, 1), (vec![2], Some(2)));
        assert_eq!(rows(vec![1, 2, 3], 2, 9), (vec![3], None));
        assert_eq!(rows(vec![1, 2, 3], 9, 9), (vec![], None));
        assert_eq!(next(usize::MAX, 1, 5), None);
        assert_eq!(line(0, 2, 5), "1 to 2 of 5 shown; next page: offset 2\n");
    }
}
