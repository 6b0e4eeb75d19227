//! Dates in words and figures: `October 30, 2025`, `2025年10月30日`, `2025/10/30`.

use std::{ops::Range, sync::LazyLock};

use regex::{Captures, Regex};

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

/// `民國114年10月30日`
static REPUBLIC: LazyLock<Regex> = lazy_regex!(
    r"(?:民國|民国)\s*(?<roc>1\d\d|[4-9]\d)\s*年\s*(?<m>\d{1,2})\s*月\s*(?<d>\d{1,2})\s*[日号號]"
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

/// `25-Feb-2026`, `28-Jul-05`
static DAY_FIRST_HYPHENS: LazyLock<Regex> = lazy_regex!(concat!(
    r"(?i)\b(?<d>\d{1,2})-",
    month!(),
    r"-(?<y>(?:(?:19|20)\d\d)|\d\d)\b"
));

/// `25.02.2026`: the day first, as where full stops part the figures.
static NUMERIC_DAY_FIRST: LazyLock<Regex> =
    lazy_regex!(r"\b(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>(?:19|20)\d\d)\b");

/// `02/25/2026`: the month first, as in the United States, unless it is no month.
static NUMERIC_SLASHES: LazyLock<Regex> =
    lazy_regex!(r"\b(?<a>\d{1,2})/(?<b>\d{1,2})/(?<y>(?:19|20)\d\d)\b");

/// `20260225`, alone.
static COMPACT: LazyLock<Regex> = lazy_regex!(
    r"(?:^|[^\d.,$])(?<y>20[0-4]\d)(?<m>0[1-9]|1[0-2])(?<d>[0-2]\d|3[01])(?:$|[^\d.,%])"
);

/// Words before a date that is the file's or the page's, not the call's.
static NOT_OF_THE_CALL: LazyLock<Regex> = lazy_regex!(
    r"(?i)(?:scraped|published|updated?|posted|crawled|retrieved|downloaded|accessed|printed|created|generated|modified|发布|發布|更新|抓取|整理)(?:\s*(?:on|at|date|time|日期|时间|時間|于|於))?\s*[:：]?\s*(?:\w{3,9},?\s)?$"
);

/// The first ISO date in a text; a day that the calendar lacks is skipped.
pub(crate) fn first(text: &str) -> Option<String> {
    find(text).map(|(date, _)| date)
}

/// The same date with its byte range.
pub(crate) fn find(text: &str) -> Option<(String, Range<usize>)> {
    let patterns = [
        &NUMERIC,
        &REPUBLIC,
        &MONTH_FIRST,
        &DAY_FIRST,
        &DAY_FIRST_HYPHENS,
        &NUMERIC_DAY_FIRST,
        &NUMERIC_SLASHES,
        &COMPACT,
    ];
    let found = (patterns.iter()).flat_map(|pattern| pattern.captures_iter(text));
    let mut of_the_call = found.filter(|found| {
        let before = found.get(0).and_then(|found| text.get(..found.start()));
        !before.is_some_and(|before| NOT_OF_THE_CALL.is_match(before))
    });
    of_the_call.find_map(|found| Some((read(&found)?, found.get(0)?.range())))
}

/// The ISO date of a match.
fn read(found: &Captures<'_>) -> Option<String> {
    let part = |name| found.name(name).map(|part| part.as_str());
    let number = |name| part(name).and_then(|digits| digits.parse::<u32>().ok());
    let year = match number("y").or_else(|| Some(number("roc")? + 1911))? {
        year @ 0..=69 => 2000 + year,
        year @ 70..=99 => 1900 + year,
        year => year,
    };
    if let (Some(first), Some(second)) = (number("a"), number("b")) {
        return match first {
            1..=12 => iso_date(year, first, second),
            _ => iso_date(year, second, first),
        };
    }
    let month = number("m").or_else(|| month(part("n")?))?;
    iso_date(year, month, number("d")?)
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
            ("日期：民國115年4月28日", Some("2026-04-28")),
            ("2025-13-01", None),
            ("2024-02-31", None),
            ("February 30, 2025", None),
            ("2024-02-31, held on 2024-03-01", Some("2024-03-01")),
            ("May 2025", None),
            ("25-Feb-2026", Some("2026-02-25")),
            ("28-Jul-05 3:00pm GMT", Some("2005-07-28")),
            ("25.02.2026", Some("2026-02-25")),
            ("02/25/2026", Some("2026-02-25")),
            ("25/02/2026", Some("2026-02-25")),
            ("20260225", Some("2026-02-25")),
            ("2026-02-25T22:00:00Z", Some("2026-02-25")),
            (
                "Published: 2026-02-27 | Call date: 2026-02-25",
                Some("2026-02-25"),
            ),
            ("Scraped: 2026-05-29T22:27:01", None),
            ("revenue of 20260225.5", None),
        ] {
            assert_eq!(first(text).as_deref(), expected, "{text}");
        }
    }
}
