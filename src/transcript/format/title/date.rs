//! Dates in words and figures: `October 30, 2025`, `2025年10月30日`, `2025/10/30`.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{model::iso_date, transcript::lazy_regex::lazy_regex};

/// The name of a month, whole or short.
macro_rules! month {
    () => {
        "(?<n>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    };
}

/// `2025-10-30`, `2025年10月30日`
static NUMERIC: LazyLock<Regex> = lazy_regex!(
    r"(?<y>(?:19|20)\d\d)\s*[-/.年]\s*(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})(?:\s*[日号號])?"
);

/// `October 30, 2025`
static MONTH_FIRST: LazyLock<Regex> = lazy_regex!(concat!(
    r"(?i)\b",
    month!(),
    r"\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y>(?:19|20)\d\d)\b"
));

/// `30 October 2025`
static DAY_FIRST: LazyLock<Regex> = lazy_regex!(concat!(
    r"(?i)\b(?<d>\d{1,2})(?:st|nd|rd|th)?\s+",
    month!(),
    r"\.?,?\s+(?<y>(?:19|20)\d\d)\b"
));

/// The first ISO date in a text; a day that the calendar lacks is skipped.
pub(crate) fn first(text: &str) -> Option<String> {
    find(text).map(|(date, _)| date)
}

/// The same date with its byte range.
pub(crate) fn find(text: &str) -> Option<(String, Range<usize>)> {
    let patterns = [&NUMERIC, &MONTH_FIRST, &DAY_FIRST];
    let mut found = (patterns.iter()).flat_map(|pattern| pattern.captures_iter(text));
    found.find_map(|found| {
        let part = |name| found.name(name).map(|part| part.as_str());
        let month: u32 = match (part("m"), part("n")) {
            (Some(digits), _) => digits.parse().ok()?,
            (None, Some(name)) => month(name)?,
            (None, None) => return None,
        };
        let day: u32 = part("d")?.parse().ok()?;
        let date = iso_date(part("y")?.parse().ok()?, month, day)?;
        Some((date, found.get(0)?.range()))
    })
}

fn month(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let name = name.to_lowercase();
    (1..)
        .zip(MONTHS)
        .find_map(|(number, short)| name.starts_with(short).then_some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (text, expected) in [
            ("Date: October 30, 2025", Some("2025-10-30")),
            ("Thursday, 6th Nov 2025", Some("2025-11-06")),
            ("时间：2025 年 9 月 3 日 15:00", Some("2025-09-03")),
            ("2025/1/9", Some("2025-01-09")),
            ("2025-13-01", None),
            ("2024-02-31", None),
            ("February 30, 2025", None),
            ("2024-02-31, held on 2024-03-01", Some("2024-03-01")),
            ("May 2025", None),
        ] {
            assert_eq!(first(text).as_deref(), expected, "{text}");
        }
    }
}
