use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A fiscal period: a quarter (`2026Q2`), a half (`2026H1`), the first nine months (`2026-9M`) or a
/// whole year (`2026`).
///
/// Periods sort by the quarter in which they end, the longer one last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// Fiscal year, 1900 to 2199.
    pub year: u16,
    span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Span {
    Quarter(u8),
    Half(u8),
    NineMonths,
    Year,
}

impl Period {
    /// The quarter `number` (1 to 4) of `year`; none if either is out of range.
    pub fn quarter(year: u16, number: u8) -> Option<Self> {
        Self::new(year, Span::Quarter(number)).filter(|_| (1..=4).contains(&number))
    }

    /// The half `number` (1 or 2) of `year`; none if either is out of range.
    pub fn half(year: u16, number: u8) -> Option<Self> {
        Self::new(year, Span::Half(number)).filter(|_| (1..=2).contains(&number))
    }

    /// The whole of `year`; none if it is out of range.
    pub fn whole_year(year: u16) -> Option<Self> {
        Self::new(year, Span::Year)
    }

    /// The first nine months of `year`; none if it is out of range.
    pub fn nine_months(year: u16) -> Option<Self> {
        Self::new(year, Span::NineMonths)
    }

    fn new(year: u16, span: Span) -> Option<Self> {
        (1900..2200).contains(&year).then_some(Self { year, span })
    }

    /// First and last quarter, both counted from year zero.
    fn quarters(self) -> (u32, u32) {
        let base = u32::from(self.year) * 4;
        match self.span {
            Span::Quarter(number) => (base + u32::from(number) - 1, base + u32::from(number) - 1),
            Span::Half(1) => (base, base + 1),
            Span::Half(_) => (base + 2, base + 3),
            Span::NineMonths => (base, base + 2),
            Span::Year => (base, base + 3),
        }
    }

    /// The first quarter, counted from year zero.
    pub fn start_quarter(self) -> u32 {
        self.quarters().0
    }

    /// The last quarter, counted from year zero: sorts periods by time.
    pub fn end_quarter(self) -> u32 {
        self.quarters().1
    }
}

/// The quarter, counted from year zero, in which a call has its place in time: the last of its period; without one that
/// before its ISO date, since quarters are told after they end.
pub(crate) fn time_quarter(period: Option<Period>, date: Option<&str>) -> Option<u32> {
    let before = |date: &str| {
        let mut parts = date.split('-').map_while(|part| part.parse::<u32>().ok());
        let (year, month) = (parts.next()?, parts.next()?);
        (4 * year + month.checked_sub(1)? / 3).checked_sub(1)
    };
    (period.map(Period::end_quarter)).or_else(|| before(date?))
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |period: &Self| {
            let (first, last) = period.quarters();
            (last, std::cmp::Reverse(first))
        };
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            Span::Quarter(number) => write!(f, "{}Q{number}", self.year),
            Span::Half(number) => write!(f, "{}H{number}", self.year),
            Span::NineMonths => write!(f, "{}-9M", self.year),
            Span::Year => write!(f, "{}", self.year),
        }
    }
}

/// Parses `2026Q2`, `2026 Q2`, `Q2 2026`, `2Q26`, `FY2026`, `FY26`, `1H 2026`, `9M 2026`, in any case.
impl FromStr for Period {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let upper: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '\'' | '/'))
            .collect::<String>()
            .to_uppercase();
        // `FY26` is a year, `26` is none.
        let is_year = upper.contains("FY") && upper.len() == "FY26".len();
        let upper = upper.replace("FY", "");
        let year = |digits: &str| match (digits.len(), digits.parse::<u16>()) {
            (4, Ok(year)) => Ok(year),
            (2, Ok(year)) => Ok(2000 + year),
            _ => Err(()),
        };
        let number = |text: &str| text.parse::<u8>().map_err(|_| ());
        let nine_months = upper
            .strip_prefix("9M")
            .or_else(|| upper.strip_suffix("9M"));
        if let Some(digits) = nine_months {
            return Self::nine_months(year(digits)?).ok_or(());
        }
        for (mark, make) in [
            ('Q', Self::quarter as fn(u16, u8) -> Option<Self>),
            ('H', Self::half as fn(u16, u8) -> Option<Self>),
        ] {
            let Some((left, right)) = upper.split_once(mark) else {
                continue;
            };
            let (year_text, number_text) = match (left, right) {
                ("", right) if right.is_char_boundary(1) && !right.is_empty() => {
                    (&right[1..], &right[..1])
                }
                (left, right) if left.len() == 1 => (right, left),
                (left, right) => (left, right),
            };
            return make(year(year_text)?, number(number_text)?).ok_or(());
        }
        if upper.len() == 4 || is_year {
            Self::whole_year(year(&upper)?).ok_or(())
        } else {
            Err(())
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "json")]
impl schemars::JsonSchema for Period {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A fiscal quarter, half, nine months or year",
            "examples": ["2026Q2", "2025H1", "2025-9M", "2025"],
        })
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|()| serde::de::Error::custom(format!("`{text}` is no period")))
    }
}

/// A span of time to filter by, in quarters: `2026Q2`, `2026`, `2025Q1..2026Q2`, `4Q25-2Q26`, `..2025`, `2025..`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodRange {
    /// First quarter, inclusive, counted from year zero.
    pub first: u32,
    /// Last quarter, inclusive, counted from year zero.
    pub last: u32,
}

impl FromStr for PeriodRange {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bound = |text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse::<Period>().map(|period| Some(period.quarters())),
        };
        let (from, to) = match text.split_once("..") {
            Some((from, to)) => (bound(from)?, bound(to)?),
            None => match text.parse::<Period>() {
                Ok(period) => (Some(period.quarters()), Some(period.quarters())),
                Err(()) => {
                    let (from, to) = hyphenated(text).ok_or(())?;
                    (Some(from.quarters()), Some(to.quarters()))
                }
            },
        };
        if from.is_none() && to.is_none() {
            return Err(());
        }
        let range = Self {
            first: from.map_or(0, |(first, _)| first),
            last: to.map_or(u32::MAX, |(_, last)| last),
        };
        if range.first <= range.last {
            Ok(range)
        } else {
            Err(())
        }
    }
}

/// Two periods with a hyphen between them, of which one may lack the year: `2025Q1-Q3`, `Q1-Q3 2025`.
fn hyphenated(text: &str) -> Option<(Period, Period)> {
    let of_year = |text: &str, year: u16| format!("{text} {year}").parse::<Period>().ok();
    text.match_indices('-').find_map(|(at, hyphen)| {
        let (from, to) = (
            text.get(..at)?.trim(),
            text.get(at + hyphen.len()..)?.trim(),
        );
        match (from.parse::<Period>(), to.parse::<Period>()) {
            (Ok(from), Ok(to)) => Some((from, to)),
            (Ok(from), Err(())) => Some((from, of_year(to, from.year)?)),
            (Err(()), Ok(to)) => Some((of_year(from, to.year)?, to)),
            (Err(()), Err(())) => None,
        }
    })
}

impl PeriodRange {
    /// Whether a period ends in the range.
    pub fn contains(self, period: Period) -> bool {
        (self.first..=self.last).contains(&period.end_quarter())
    }
}

/// Prints the shortest form that parses to the same range.
impl fmt::Display for PeriodRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = *self;
        let quarter = |quarter: u32| format!("{}Q{}", quarter / 4, quarter % 4 + 1);
        match (first, last) {
            (0, _) => write!(f, "..{}", quarter(last)),
            (_, u32::MAX) => write!(f, "{}..", quarter(first)),
            _ if first == last => f.write_str(&quarter(first)),
            _ if first % 4 == 0 && last.checked_sub(first) == Some(3) => write!(f, "{}", first / 4),
            _ => write!(f, "{}..{}", quarter(first), quarter(last)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_forms() {
        for (text, shown) in [
            ("2026Q2", "2026Q2"),
            ("2026 Q2", "2026Q2"),
            ("q2 2026", "2026Q2"),
            ("2Q26", "2026Q2"),
            ("Q2 FY2026", "2026Q2"),
            ("FY2026 Q2", "2026Q2"),
            ("1H 2026", "2026H1"),
            ("2026H2", "2026H2"),
            ("9M 2026", "2026-9M"),
            ("2026-9M", "2026-9M"),
            ("9M26", "2026-9M"),
            ("FY2026", "2026"),
            ("FY26", "2026"),
            ("fy 26", "2026"),
            ("2026", "2026"),
        ] {
            assert_eq!(
                text.parse::<Period>().map(|p| p.to_string()),
                Ok(shown.to_owned()),
                "{text}"
            );
        }
        for text in [
            "", "Q", "2026Q5", "26", "2 6", "20261", "2026Q", "Q2", "季", "Q季2026", "2026H3",
        ] {
            assert_eq!(text.parse::<Period>(), Err(()), "{text}");
        }
    }

    #[test]
    fn ranges_take_whole_years_on_both_ends() {
        let range: PeriodRange = "2025..2026Q2".parse().unwrap();
        let inside = |text: &str| range.contains(text.parse::<Period>().unwrap());
        assert!(inside("2025Q1") && inside("2026Q2") && inside("2025"));
        assert!(!inside("2024Q4") && !inside("2026Q3"));
        assert_eq!("2026Q2..2025Q1".parse::<PeriodRange>(), Err(()));
        assert_eq!("..".parse::<PeriodRange>(), Err(()));
    }

    #[test]
    fn a_range_prints_what_reads_as_the_same() {
        for (text, shown) in [
            ("2026Q2", "2026Q2"),
            ("FY2025", "2025"),
            ("2025Q1..2025Q4", "2025"),
            ("2025Q3..2026", "2025Q3..2026Q4"),
            ("2026H1", "2026Q1..2026Q2"),
            ("..2025", "..2025Q4"),
            ("2025..", "2025Q1.."),
            ("4Q21-2Q22", "2021Q4..2022Q2"),
            ("FY22-FY24", "2022Q1..2024Q4"),
            ("2021-2023", "2021Q1..2023Q4"),
            ("2025Q1-Q3", "2025Q1..2025Q3"),
            ("Q1 - Q3 2025", "2025Q1..2025Q3"),
            ("2024H1", "2024Q1..2024Q2"),
        ] {
            let range: PeriodRange = text.parse().unwrap();
            assert_eq!(range.to_string(), shown);
            assert_eq!(shown.parse(), Ok(range));
        }
    }

    #[test]
    fn a_year_sorts_after_its_last_quarter() {
        let mut periods: Vec<Period> = ["2026Q1", "2025", "2025Q4", "2025Q1", "2025H1"]
            .map(|p| p.parse().unwrap())
            .to_vec();
        periods.sort();
        let shown: Vec<String> = periods.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["2025Q1", "2025H1", "2025Q4", "2025", "2026Q1"]);
    }
}
