//! Fiscal periods in running text: `Q3 2025`, `first half of 2025`, `2025年第三季度`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::{model::Period, transcript::lazy_regex::lazy_regex};

/// `Q3 2025`, `3Q25`, `Third Quarter of Fiscal 2025`, `Q4 and Full Year 2025`.
pub(super) static QUARTER_FIRST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: F?Q(?<q>[1-4]) | F?(?<r>[1-4])Q | (?<w>first|second|third|fourth|1st|2nd|3rd|4th) [\s-]+ quarter )
          (?: \s* (?: , | of | and \s+ (?:full|fiscal)[\s-]year | fiscal (?:\s+year)? | calendar | the | FY | CY ) )* \s*
          (?: (?<y>(?:19|20)\d\d) | ['’]? (?<z>\d\d) ) (?: [-/] (?<e>\d\d) \b )? \b"
);

/// `2025 Q3`, `FY25 Q3`, `Fiscal Year 2025 Third Quarter`.
pub(super) static QUARTER_LAST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: (?: (?: FY | fiscal (?:\s+year)? ) \s* )? (?<y>(?:19|20)\d\d) | FY\s? (?<z>\d\d) ) (?: [-/] (?<e>\d\d) \b )? [\s,年-]*
          (?: F?Q(?<q>[1-4]) | (?<w>first|second|third|fourth) [\s-]+ quarter ) \b"
);

/// `25Q3`, tight.
pub(super) static SHORT_YEAR_FIRST: LazyLock<Regex> =
    lazy_regex!(r"(?:^|[^\dA-Za-z])(?<z>[0-4]\d)Q(?<q>[1-4])(?:$|[^\d])");

/// `9M 2024`, `nine months 2024`, `first nine months of 2024`, `2024 9M`.
pub(super) static NINE_MONTHS: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: (?: 9M | (?:first\s+)? nine [\s-]+ months? ) (?: \s* (?: of | ended | fiscal (?:\s+year)? | FY ) )* \s* (?: (?<y>(?:19|20)\d\d) | (?<z>\d\d) )
          | (?<v>(?:19|20)\d\d) \s* (?: 9M | nine [\s-]+ months ) ) \b"
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
pub(super) static QUARTER_HAN: LazyLock<Regex> = lazy_regex!(
    r"(?:民[國国]\s*)?(?<y>(?:19|20)\d\d|1\d\d)\s*年?\s*(?:第|前)?\s*(?<w>[一二三四1-4])\s*季"
);

/// `2025年半年度`, `2025年上半年`, `2025年中报`.
pub(super) static HALF_HAN: LazyLock<Regex> = lazy_regex!(
    r"(?:民[國国]\s*)?(?<y>(?:19|20)\d\d|1\d\d)\s*年?\s*(?<w>[上下])?\s*(?:半年|中期|中报|中報)"
);

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
        &[
            &QUARTER_FIRST,
            &QUARTER_LAST,
            &SHORT_YEAR_FIRST,
            &QUARTER_HAN,
        ],
        Period::quarter,
    )
    .or_else(|| latest(&[&HALF_FIRST, &HALF_LAST, &HALF_HAN], Period::half))
    .or_else(|| {
        (NINE_MONTHS.captures_iter(text))
            .filter_map(|found| Period::nine_months(year(&found)?))
            .max()
    })
    .or_else(|| {
        [&*YEAR, &*YEAR_HAN]
            .into_iter()
            .flat_map(|pattern| pattern.captures_iter(text))
            .filter_map(|found| Period::whole_year(year(&found)?))
            .max()
    })
}

/// The year of a match in full digits; a year of the Republic of China is converted, and of `2024-25`
/// the second year names the fiscal year, in which it ends.
fn year(found: &Captures<'_>) -> Option<u16> {
    let digits = |name| {
        found
            .name(name)
            .and_then(|part| part.as_str().parse::<u16>().ok())
    };
    let year = match (digits("y").or(digits("v")), digits("z")) {
        (Some(year), _) if year < 1000 => year + 1911,
        (Some(year), _) => year,
        (None, short) => 2000 + short?,
    };
    let ends_later = digits("e").is_some_and(|end| end == (year + 1) % 100);
    Some(if ends_later { year + 1 } else { year })
}

/// The period of a report that a title names without its year, `三季报`, held on a date: that of the last
/// such period before the date.
pub(crate) fn of_report(text: &str, date: &str) -> Option<Period> {
    const QUARTERS: [(&[&str], u8); 3] = [
        (&["一季报", "一季報", "一季度"], 1),
        (&["三季报", "三季報", "三季度", "第三季"], 3),
        (&["四季报", "四季報", "四季度", "第四季"], 4),
    ];
    let year: u16 = date.get(..4)?.parse().ok()?;
    let month: u8 = date.get(5..7)?.parse().ok()?;
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if let Some((_, quarter)) = QUARTERS.iter().find(|(words, _)| has(words)) {
        let over = month > quarter * 3;
        return Period::quarter(if over { year } else { year - 1 }, *quarter);
    }
    if has(&["半年报", "半年報", "中报", "中報", "半年度"]) {
        return Period::half(if month > 6 { year } else { year - 1 }, 1);
    }
    has(&["年报", "年報", "年度"]).then(|| Period::whole_year(year - 1))?
}

/// A text without its periods.
pub(crate) fn without(text: &str) -> String {
    let patterns = [
        &*QUARTER_FIRST,
        &*QUARTER_LAST,
        &*SHORT_YEAR_FIRST,
        &*HALF_FIRST,
        &*HALF_LAST,
        &*NINE_MONTHS,
        &*YEAR,
        &*QUARTER_HAN,
        &*HALF_HAN,
        &*YEAR_HAN,
    ];
    patterns.iter().fold(text.to_owned(), |text, pattern| {
        pattern.replace_all(&text, " ").into_owned()
    })
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

#[cfg(test)]
mod tests {
    use super::{find, of_report};

    #[test]
    fn periods() {
        for (text, period) in [
            ("fourth quarter and full year 2024", "2024Q4"),
            ("2025 third-quarter earnings call", "2025Q3"),
            ("third quarter fiscal 2025", "2025Q3"),
            ("Q3 FY2024-25", "2025Q3"),
            ("Q3 FY24-25", "2025Q3"),
            ("Q3 2024-10-30", "2024Q3"),
            ("FQ4 2024", "2024Q4"),
            ("H1 2025", "2025H1"),
            ("9M 2024 Results", "2024-9M"),
            ("first nine months of 2024", "2024-9M"),
            ("25Q3 業績", "2025Q3"),
            ("民國114年第三季", "2025Q3"),
            ("2024 Annual Results", "2024"),
        ] {
            assert_eq!(
                find(text).map(|p| p.to_string()).as_deref(),
                Some(period),
                "{text}"
            );
        }
        for (text, date, period) in [
            ("三季报交流", "2025-10-30", "2025Q3"),
            ("年报交流", "2025-04-02", "2024"),
            ("半年报", "2025-08-20", "2025H1"),
        ] {
            assert_eq!(
                of_report(text, date).map(|p| p.to_string()).as_deref(),
                Some(period),
                "{text}"
            );
        }
    }
}
