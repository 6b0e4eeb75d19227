//! Fiscal periods in running text: `Q3 2025`, `first half of 2025`, `2025年第三季度`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::{model::Period, transcript::lazy_regex::lazy_regex};

/// `Q3 2025`, `3Q25`, `Third Quarter of Fiscal 2025`, `Q4 and Full Year 2025`.
pub(super) static QUARTER_FIRST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: Q(?<q>[1-4]) | (?<r>[1-4])Q | (?<w>first|second|third|fourth|1st|2nd|3rd|4th) [\s-]+ quarter )
          (?: \s* (?: , | of | and \s+ (?:full|fiscal)[\s-]year | fiscal (?:\s+year)? | calendar | the | FY | CY ) )* \s*
          (?: (?<y>(?:19|20)\d\d) | ['’]? (?<z>\d\d) ) \b"
);

/// `2025 Q3`, `FY25 Q3`, `Fiscal Year 2025 Third Quarter`.
pub(super) static QUARTER_LAST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: (?: (?: FY | fiscal (?:\s+year)? ) \s* )? (?<y>(?:19|20)\d\d) | FY\s? (?<z>\d\d) ) [\s,年-]*
          (?: Q(?<q>[1-4]) | (?<w>first|second|third|fourth) [\s-]+ quarter ) \b"
);

/// `H1 2025`, `1H25`, `First Half 2025`.
pub(super) static HALF_FIRST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: H(?<q>[12]) | (?<r>[12])H | (?<w>first|second) [\s-]+ half )
          (?: \s* (?: of | fiscal (?:\s+year)? | FY ) )* \s* (?: (?<y>(?:19|20)\d\d) | (?<z>\d\d) ) \b"
);

/// `2025 H1`, `FY2025 First Half`.
pub(super) static HALF_LAST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: (?: FY | fiscal (?:\s+year)? ) \s* )? (?<y>(?:19|20)\d\d) [\s,年-]* (?: H(?<q>[12]) | (?<w>first|second) [\s-]+ half ) \b"
);

/// `Full Year 2025`, `Fiscal 2025`, `FY2025`.
pub(super) static YEAR: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: (?: full[\s-]year | fiscal (?:\s+year)? | FY ) \s* (?<y>(?:19|20)\d\d)
          | (?<v>(?:19|20)\d\d) \s+ (?: full[\s-]year | annual \s+ results ) ) \b"
);

/// `2025年第三季度`, `2025年三季报`, `114年第3季`, `2025年前三季度`.
pub(super) static QUARTER_HAN: LazyLock<Regex> =
    lazy_regex!(r"(?<y>(?:19|20)\d\d|1\d\d)\s*年?\s*(?:第|前)?\s*(?<w>[一二三四1-4])\s*季");

/// `2025年半年度`, `2025年上半年`, `2025年中报`.
pub(super) static HALF_HAN: LazyLock<Regex> =
    lazy_regex!(r"(?<y>(?:19|20)\d\d)\s*年?\s*(?<w>[上下])?\s*(?:半年|中期|中报|中報)");

/// `2025年度`, `2025年年度`, `2025年年报`, `2025年报`.
pub(super) static YEAR_HAN: LazyLock<Regex> =
    lazy_regex!(r"(?<y>(?:19|20)\d\d)\s*(?:年年度|年度|年年报|年年報|年报|年報|全年|年全年)");

/// The fiscal period that a text names; of several quarters the last.
pub(crate) fn find(text: &str) -> Option<Period> {
    let latest = |patterns: &[&Regex], make: fn(u16, u8) -> Option<Period>| {
        (patterns.iter())
            .flat_map(|pattern| pattern.captures_iter(text))
            .filter_map(|found| make(year(&found)?, number(&found)?))
            .max()
    };
    latest(
        &[&QUARTER_FIRST, &QUARTER_LAST, &QUARTER_HAN],
        Period::quarter,
    )
    .or_else(|| latest(&[&HALF_FIRST, &HALF_LAST, &HALF_HAN], Period::half))
    .or_else(|| {
        [&*YEAR, &*YEAR_HAN]
            .into_iter()
            .flat_map(|pattern| pattern.captures_iter(text))
            .filter_map(|found| Period::whole_year(year(&found)?))
            .max()
    })
}

/// The year of a match in full digits; a year of the Republic of China is converted.
fn year(found: &Captures<'_>) -> Option<u16> {
    let full = found.name("y").or_else(|| found.name("v"));
    if let Some(full) = full {
        let year: u16 = full.as_str().parse().ok()?;
        return Some(if year < 1000 { year + 1911 } else { year });
    }
    found
        .name("z")?
        .as_str()
        .parse()
        .ok()
        .map(|y: u16| 2000 + y)
}

/// The quarter or half of a match; the first if the match has no number.
fn number(found: &Captures<'_>) -> Option<u8> {
    let digit = found.name("q").or_else(|| found.name("r"));
    if let Some(digit) = digit {
        return digit.as_str().parse().ok();
    }
    let Some(word) = found.name("w") else {
        return Some(1);
    };
    ordinal(word.as_str())
}

/// The number from 1 to 4 that a word or digit means: `third`, `3rd`, `三`; `上` and `下` of halves.
pub(crate) fn ordinal(word: &str) -> Option<u8> {
    match word.to_lowercase().as_str() {
        "first" | "1st" | "一" | "1" | "上" => Some(1),
        "second" | "2nd" | "二" | "2" | "下" => Some(2),
        "third" | "3rd" | "三" | "3" => Some(3),
        "fourth" | "4th" | "四" | "4" => Some(4),
        _ => None,
    }
}
