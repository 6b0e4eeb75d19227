//! Pages of answers: passages are not cut, and a page ends before the passage that would exceed the budget.

use schemars::JsonSchema;
use serde::Deserialize;

/// Default number of characters of text in an answer: about 15,000 tokens in Chinese, 5,000 in English. The
/// structured content takes up to twice as much.
const DEFAULT_CHARS: usize = 20_000;

/// Maximum number of characters that can be requested.
const MAX_CHARS: usize = 200_000;

/// Minimum number of characters that can be requested.
const MIN_CHARS: usize = 500;

/// Maximum number of characters of text in an answer.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct ResponseBudget(usize);

impl Default for ResponseBudget {
    fn default() -> Self {
        Self(DEFAULT_CHARS)
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
            "minimum": MIN_CHARS,
            "maximum": MAX_CHARS,
            "default": DEFAULT_CHARS,
        })
    }
}

impl ResponseBudget {
    /// How many of the first texts fit; at least one.
    pub(super) fn fits<'a>(self, texts: impl IntoIterator<Item = &'a String>) -> usize {
        let mut used = 0;
        let fitting = texts.into_iter().enumerate().take_while(|(at, text)| {
            used += text.chars().count();
            *at == 0 || used <= self.0
        });
        fitting.count()
    }
}

/// Default number of rows on a page.
pub(super) fn default_rows() -> usize {
    50
}

/// A page of a list and the offset of the next.
pub(super) fn page<T>(all: Vec<T>, offset: usize, limit: usize) -> (Vec<T>, Option<usize>) {
    let total = all.len();
    let page: Vec<T> = all.into_iter().skip(offset).take(limit).collect();
    (page, next(offset, limit, total))
}

/// The offset of the next page; none after the last.
pub(super) fn next(offset: usize, shown: usize, total: usize) -> Option<usize> {
    let end = offset.saturating_add(shown);
    (shown > 0 && end < total).then_some(end)
}

/// `1 to 10 of 42 shown; next page: offset 10`
pub(super) fn range_line(offset: usize, shown: usize, total: usize) -> String {
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
        let budget = ResponseBudget(10);
        let texts = ["資本支出", "123456", "x"].map(str::to_owned);
        assert_eq!(budget.fits(&texts), 2);
        assert_eq!(budget.fits(&["x".repeat(99)]), 1);
        assert_eq!(budget.fits(&[]), 0);
        assert_eq!(page(vec![1, 2, 3], 1, 1), (vec![2], Some(2)));
        assert_eq!(page(vec![1, 2, 3], 2, 9), (vec![3], None));
        assert_eq!(page(vec![1, 2, 3], 9, 9), (vec![], None));
        assert_eq!(next(usize::MAX, 1, 5), None);
        assert_eq!(
            range_line(0, 2, 5),
            "1 to 2 of 5 shown; next page: offset 2\n"
        );
    }
}
