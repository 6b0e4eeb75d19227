//! Periods as people type them, in the notation of the index: `2025年第三季` is `2025Q3`, `3Q25..latest` is `3Q25..`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A quarter, a half or a year in Chinese.
static CHINESE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?P<y>(?:19|20)\d\d)\s*年?\s*(?:第?\s*(?P<q>[一二三四1-4])\s*季度?|(?P<h>[上下])半年)|(?P<v>(?:19|20)\d\d)\s*年度?";
    Regex::new(pattern).ok()
});

/// A range that ends with the last period.
static TO_LATEST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\.\.\s*(?:latest|last|now|today|最新|今)$").ok());

/// A typed period or range; what is written otherwise is as typed. `～`, `–` and 至 link two as `..` does.
pub(super) fn normalized(typed: &str) -> String {
    let linked = typed.replace(['~', '～', '–', '—', '…', '至', '到'], "..");
    let open = match TO_LATEST.as_ref() {
        Some(pattern) => pattern.replace(&linked, "..").into_owned(),
        None => linked,
    };
    match CHINESE.as_ref() {
        Some(pattern) => pattern.replace_all(&open, of_chinese).into_owned(),
        None => open,
    }
}

fn of_chinese(found: &Captures) -> String {
    let named = |name| found.name(name).map(|part| part.as_str());
    let year = named("y").or(named("v")).unwrap_or_default();
    let part = match (named("q"), named("h")) {
        (Some(quarter), _) => match quarter {
            "一" => "Q1",
            "二" => "Q2",
            "三" => "Q3",
            "四" => "Q4",
            digit => return format!("{year}Q{digit}"),
        },
        (None, Some("上")) => "H1",
        (None, Some(_)) => "H2",
        (None, None) => "",
    };
    format!("{year}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_people_type_them() {
        for (typed, read) in [
            ("2025年第三季", "2025Q3"),
            ("2025年第3季度至2026年第一季", "2025Q3..2026Q1"),
            ("2025第四季", "2025Q4"),
            ("2025年上半年", "2025H1"),
            ("2024年–2025年", "2024..2025"),
            ("2025年度", "2025"),
            ("3Q25..latest", "3Q25.."),
            ("2025Q1 至今", "2025Q1 .."),
            ("4Q25-2Q26", "4Q25-2Q26"),
            ("latest", "latest"),
            ("最近四季", "最近四季"),
        ] {
            assert_eq!(normalized(typed), read, "{typed}");
        }
    }
}
