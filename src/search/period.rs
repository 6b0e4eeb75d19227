//! Quarters in a query: a passage of a call about the quarter matches too.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{By, key::Key, plan::Condition, plan::EntityMatch, store::Store};
use crate::model::Period;

/// Expressions for a quarter: `Q3 2025`, `3Q25`, `third quarter of fiscal 2025`, `2025年第三季`,
/// `第三季度`.
static QUARTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let year = r"(?:19|20|21)\d\d";
    let quarter = concat!(
        r"(?:q(?P<q>[1-4])(?:['’](?P<qyear>\d\d))?|(?P<n>[1-4])q(?:['’]?(?P<nyear>\d\d))?",
        r"|(?P<en>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]+quarter",
        r"|第(?P<zh>[一二三四1-4])季度?|(?P<cn>[一二三四1-4])季度)",
    );
    let before = format!(r"(?:(?:fy|fiscal\s+)?(?P<before>{year})\s?(?:年|年度)?[\s-]?)?");
    let after = format!(r"(?:[\s-]?(?:of\s+)?(?:fiscal\s+(?:year\s+)?|fy\s?)?(?P<after>{year}))?");
    // Must end at a word boundary.
    let named = format!(r"(?i)^(?P<whole>{before}{quarter}{after})(?:$|[^a-z0-9])");
    Regex::new(&named).ok()
});

/// Numbers of quarters as words.
const NUMBERS: [[&str; 4]; 4] = [
    ["1", "2", "3", "4"],
    ["first", "second", "third", "fourth"],
    ["1st", "2nd", "3rd", "4th"],
    ["一", "二", "三", "四"],
];

/// A quarter as typed; of any year if none is given.
#[derive(Debug, PartialEq)]
struct Quarter {
    /// Length of the expression in bytes.
    length: usize,
    year: Option<u16>,
    number: u8,
}

/// The quarter that a text begins with, if there are calls about it.
pub(super) fn at_start(text: &str, store: &dyn Store) -> Option<EntityMatch> {
    let quarter = quarter_at_start(text)?;
    let values = store.values(Key::Period).ok()?;
    let meant = |value: &&String| value.parse().is_ok_and(|period| quarter.is(period));
    let meant: Vec<String> = values.iter().filter(meant).cloned().collect();
    (!meant.is_empty()).then(|| EntityMatch {
        typed: text.get(..quarter.length).unwrap_or_default().to_owned(),
        shown: meant.clone(),
        also: quarter.spellings(),
        conditions: vec![Condition::OneOf(Key::Period, meant)],
        by: By::Entity,
    })
}

/// Whether a text may name a quarter. Compiling the expression takes longer than many a search.
fn may_name_quarter(text: &str) -> bool {
    let pairs = text.as_bytes().windows(2);
    let is_q = |pair: &[u8]| match pair {
        [q, digit] | [digit, q] if digit.is_ascii_digit() => q.eq_ignore_ascii_case(&b'q'),
        _ => false,
    };
    pairs.into_iter().any(is_q) || text.contains('季') || text.to_lowercase().contains("quarter")
}

fn quarter_at_start(text: &str) -> Option<Quarter> {
    if !may_name_quarter(text) {
        return None;
    }
    let found = QUARTER.as_ref()?.captures(text)?;
    Some(Quarter {
        length: found.name("whole")?.len(),
        year: year_of(&found),
        number: number_of(&found)?,
    })
}

fn year_of(found: &Captures) -> Option<u16> {
    let number = |name: &&str| found.name(name)?.as_str().parse::<u16>().ok();
    let whole = ["before", "after"].iter().find_map(number);
    let short = || ["qyear", "nyear"].iter().find_map(number);
    whole.or_else(|| short().map(|year| 2000 + year))
}

fn number_of(found: &Captures) -> Option<u8> {
    let mut named = ["q", "n", "en", "zh", "cn"].into_iter();
    let typed = named.find_map(|name| found.name(name))?.as_str();
    let place = |words: &[&str; 4]| {
        words
            .iter()
            .position(|word| word.eq_ignore_ascii_case(typed))
    };
    let place = NUMBERS.iter().find_map(place)?;
    u8::try_from(place + 1).ok()
}

impl Quarter {
    /// Whether a period is this quarter.
    fn is(&self, period: Period) -> bool {
        let (first, last) = (period.start_quarter(), period.end_quarter());
        let number = Period::quarter(period.year, self.number).map(Period::end_quarter);
        first == last && number == Some(last) && self.year.is_none_or(|year| year == period.year)
    }

    /// Other ways of writing it.
    fn spellings(&self) -> Vec<(String, By)> {
        let word = |words: &[&str; 4]| {
            let place = usize::from(self.number).saturating_sub(1);
            words.get(place).copied().unwrap_or_default().to_owned()
        };
        let [number, first, _, han] = NUMBERS.each_ref().map(word);
        let Some(year) = self.year else {
            return Vec::new();
        };
        let of_year = [
            format!("Q{number} {year}"),
            format!("{year}Q{number}"),
            format!("{first} quarter {year}"),
            format!("{first} quarter of {year}"),
            format!("{number}Q{:02}", year % 100),
            format!("{year}年第{han}季"),
        ];
        // Speakers seldom name the year of a quarter.
        let of_any = [
            format!("Q{number}"),
            format!("{first} quarter"),
            format!("第{han}季"),
            format!("{han}季度"),
        ];
        let of_year = of_year.into_iter().map(|spelling| (spelling, By::Literal));
        let of_any = of_any.into_iter().map(|spelling| (spelling, By::Glossary));
        of_year.chain(of_any).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_read_however_it_is_written() {
        for (text, typed, year, number) in [
            ("Q3 results", "Q3", None, 3),
            ("2025Q3 毛利率", "2025Q3", Some(2025), 3),
            ("Q3 2025 results", "Q3 2025", Some(2025), 3),
            ("3Q25 margin", "3Q25", Some(2025), 3),
            ("Q3'25", "Q3'25", Some(2025), 3),
            ("1q fy2026", "1q fy2026", Some(2026), 1),
            (
                "first quarter 2026 results",
                "first quarter 2026",
                Some(2026),
                1,
            ),
            (
                "Third-Quarter of fiscal 2025",
                "Third-Quarter of fiscal 2025",
                Some(2025),
                3,
            ),
            ("fourth quarter guidance", "fourth quarter", None, 4),
            ("2025年第三季毛利率", "2025年第三季", Some(2025), 3),
            ("2025年三季度的毛利率", "2025年三季度", Some(2025), 3),
            ("第二季度", "第二季度", None, 2),
        ] {
            let length = typed.len();
            let quarter = Some(Quarter {
                length,
                year,
                number,
            });
            assert_eq!(quarter_at_start(text), quarter, "{text}");
        }
        for text in [
            "",
            "quarter",
            "Q5",
            "Q30",
            "2025 results",
            "firstly",
            "三季",
            "Q3x",
            "fifth quarter",
        ] {
            assert_eq!(quarter_at_start(text), None, "{text}");
        }
    }

    #[test]
    fn a_quarter_without_a_year_is_any_years() {
        let quarter = quarter_at_start("Q3").unwrap();
        let is = |period: &str| quarter.is(period.parse().unwrap());
        assert!(is("2025Q3") && is("2022Q3"));
        assert!(!is("2025Q4") && !is("2025H2") && !is("2025"));
    }
}
