//! Numbers before questions: `1、`, `（2）`, `三、`.

use std::sync::LazyLock;

use regex::Regex;

use crate::transcript::lazy_regex::lazy_regex;

/// `1、`, `（2）`, `三、`, `第四，` before a question.
pub(super) static NUMBER: LazyLock<Regex> = lazy_regex!(
    r"^(?:[（(]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]|\d{1,3}\s*[)）、.．]|[一二三四五六七八九十]{1,3}\s*[、.．])\s*"
);

/// Bytes of a number before a question; of `1.5亿` there is none.
pub(super) fn number(text: &str) -> Option<usize> {
    let end = NUMBER.find(text)?.end();
    let decimal = text.get(..end)?.ends_with(['.', '．'])
        && text.get(end..)?.starts_with(|c: char| c.is_ascii_digit());
    // `3.2024年的分红` is the third question, about a year.
    let year = text.get(end..)?;
    let year = year
        .get(4..)
        .is_some_and(|rest| rest.trim_start().starts_with('年'))
        && year.starts_with(['1', '2']);
    (!decimal || year).then_some(end)
}

pub(super) fn unnumbered(text: &str) -> &str {
    number(text).and_then(|len| text.get(len..)).unwrap_or(text)
}
