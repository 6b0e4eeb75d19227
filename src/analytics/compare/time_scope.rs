//! Time scope of a figure: quarter, half, year, several years.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::cues::pattern;
use crate::model::Period;

/// Length of a time scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Length {
    /// The reporting period of the call.
    #[default]
    Quarter,
    Half,
    Year,
    /// Year to date.
    ToDate,
    /// This many years.
    Years(u8),
}

/// Time scope of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct TimeScope {
    length: Length,
    /// Relative to the call's period: 0 is the quarter or year it reports.
    offset: i32,
    /// Absolute number in its own length, where the call's period is known.
    at: Option<i32>,
}

impl TimeScope {
    /// Whether two scopes are the same, or equally far from their calls.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let same = self.at.is_some() && self.at == other.at;
        self.length == other.length && (self.offset == other.offset || same)
    }

    /// Whether the scope ends after the period that the call reports.
    pub(super) fn is_ahead(&self, call: Period) -> bool {
        let own = i32::try_from(call.end_quarter()).unwrap_or(0);
        let last = match (self.length, self.at) {
            (Length::Quarter, Some(at)) => at,
            (Length::Half, Some(at)) => at * 2 + 1,
            (Length::Year, Some(at)) => at * 4 + 3,
            _ => own,
        };
        last > own
    }
}

/// All expressions of time, English and folded Chinese. Groups are named by meaning.
static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:\b(?P<ord>first|second|third|fourth)[- ]quarter\b|\bq(?P<q>[1-4])\b|\b(?P<q2>[1-4])q(?:\d\d)?\b)(?:[ ',]*(?:of |in )?(?:fiscal |fy)?(?P<qy>20\d\d)\b)?",
        r"|(?:(?P<zqy>20\d\d)年)?第?(?P<zq>[一二三四1-4])季度?",
        r"|\b(?P<this_q>this|the|current) quarter\b|(?P<zthis_q>[本当]季度?)",
        r"|\b(?P<next_q>next|coming|following) quarter\b|(?P<znext_q>下一?季度?)",
        r"|\b(?P<last_q>last|previous|prior|preceding) quarter\b|(?P<zlast_q>[上前]一?季度?)",
        r"|\b(?P<half>first|second)[- ]half\b|\b(?P<half2>[12])h(?:\d\d)?\b|\bh(?P<half3>[12])\b|(?P<zhalf>[上下])半年",
        r"|\b(?P<todate>year[- ]to[- ]date|ytd|(?:nine|six|9|6)[- ]months?)\b|(?P<ztodate>前三季度?|前九个月|累计)",
        r"|\b(?P<years>two|three|four|five|ten|[2-9])[- ]years?\b|(?P<zyears>[两二三四五十])年",
        r"|(?:\b(?:full|fiscal|calendar|entire|whole)[- ]year,?(?: of)? |\bin |\bfor )?(?:\bfy ?|\b)(?P<year>20\d\d)(?:年度?|\b)",
        r"|(?P<next_y>\bnext year\b|明年)|(?P<last_y>\b(?:last|prior|previous) year\b|去年)",
        r"|(?P<this_y>\b(?:full|fiscal|calendar|entire|whole)[- ]year\b|\b(?:for|over|in) the year\b|\bthis year\b|\bannual(?:ly|i[sz]ed)?\b|全年|年度|整年|今年)",
    ))
});

/// Comparison with another time.
static COMPARES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(\b(than|from|versus|vs\.?|over|above|below|compared (to|with))( in)?( the)?|[较比])[ \-,'().]*$",
    )
});

/// Text between an amount and a time that belongs to it.
static OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^([a-z0-9 '$.%-]{0,30})?\b(in|for|during|over|this|next|per)\b ?(the )?$")
});

/// The last time named in a text.
pub(super) fn scope_in(text: &str, call: Option<Period>) -> Option<TimeScope> {
    let mut last = None;
    for found in TIMES.captures_iter(text) {
        let start = found.get(0).map_or(0, |whole| whole.start());
        if !COMPARES.is_match(text.get(..start).unwrap_or_default()) {
            last = scope(&found, call).or(last);
        }
    }
    last
}

/// The time named by a clause before an amount, or right after the amount.
pub(super) fn scope_near(before: &str, after: &str, call: Option<Period>) -> Option<TimeScope> {
    scope_in(before, call).or_else(|| {
        let found = TIMES.captures(after)?;
        let lead = after.get(..found.get(0)?.start())?;
        let whole = found.get(0)?.as_str();
        let opens = whole.starts_with("in ") || whole.starts_with("for ");
        let own = opens || whole.starts_with("this") || OF.is_match(lead);
        (own && !COMPARES.is_match(lead)).then(|| scope(&found, call))?
    })
}

/// The scope of a match of [`TIMES`].
fn scope(found: &Captures, call: Option<Period>) -> Option<TimeScope> {
    let text = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| found.name(name).map(|found| found.as_str()))
    };
    let quarter = call.map(|call| i32::try_from(call.end_quarter()).unwrap_or(0));
    let year = call.map(|call| i32::from(call.year));
    let of_quarter = |offset: i32| TimeScope {
        length: Length::Quarter,
        offset,
        at: quarter.map(|own| own + offset),
    };
    let of_year = |offset: i32| TimeScope {
        length: Length::Year,
        offset,
        at: year.map(|own| own + offset),
    };
    let of_length = |length: Length| TimeScope {
        length,
        offset: 0,
        at: None,
    };
    if let Some(number) = text(&["ord", "q", "q2", "zq"]) {
        let number = ordinal(number)?;
        let named = text(&["qy", "zqy"]).and_then(|year| year.parse::<i32>().ok());
        let own = quarter?;
        let at = match named {
            Some(year) => year * 4 + number - 1,
            None => nearest(own, number - 1),
        };
        return Some(of_quarter(at - own));
    }
    if let Some(count) = text(&["years", "zyears"]) {
        return Some(of_length(Length::Years(years(count)?)));
    }
    if let Some(named) = text(&["year"]) {
        let named: i32 = named.parse().ok()?;
        return Some(TimeScope {
            length: Length::Year,
            // Without the call's fiscal year the distance is unknown; the year itself decides.
            offset: year.map_or(named, |own| named - own),
            at: Some(named),
        });
    }
    let places = [
        (&["this_q", "zthis_q"][..], of_quarter(0)),
        (&["next_q", "znext_q"], of_quarter(1)),
        (&["last_q", "zlast_q"], of_quarter(-1)),
        (&["todate", "ztodate"], of_length(Length::ToDate)),
        (&["next_y"], of_year(1)),
        (&["last_y"], of_year(-1)),
        (&["this_y"], of_year(0)),
    ];
    if let Some((_, scope)) = places.into_iter().find(|(names, _)| text(names).is_some()) {
        return Some(scope);
    }
    let number = ordinal(text(&["half", "half2", "half3", "zhalf"])?)?;
    let at = year.map(|own| own * 2 + number - 1);
    Some(TimeScope {
        length: Length::Half,
        offset: at.zip(quarter).map_or(number, |(at, own)| at - own / 2),
        at,
    })
}

/// The quarter of a number (from 0) nearest to another, the later of two.
fn nearest(own: i32, number: i32) -> i32 {
    let ahead = (number - own).rem_euclid(4);
    if ahead > 2 {
        own + ahead - 4
    } else {
        own + ahead
    }
}

fn ordinal(text: &str) -> Option<i32> {
    Some(match text {
        "first" | "1" | "一" | "上" => 1,
        "second" | "2" | "二" | "下" => 2,
        "third" | "3" | "三" => 3,
        "fourth" | "4" | "四" => 4,
        _ => return None,
    })
}

fn years(text: &str) -> Option<u8> {
    Some(match text {
        "two" | "两" | "二" => 2,
        "three" | "三" => 3,
        "four" | "四" => 4,
        "five" | "五" => 5,
        "ten" | "十" => 10,
        digit => digit.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_both_languages() {
        let call: Option<Period> = "2025Q4".parse().ok();
        let quarter = |offset| Some((Length::Quarter, offset));
        let year = |offset| Some((Length::Year, offset));
        for (text, expected) in [
            ("revenue of", None),
            ("in the quarter, revenue of", quarter(0)),
            ("first-quarter guidance is", quarter(1)),
            ("third quarter revenue", quarter(-1)),
            ("guidance for q1 2026 is", quarter(1)),
            ("第一季财测", quarter(1)),
            ("下季营收", quarter(1)),
            ("2025年第三季", quarter(-1)),
            ("full-year capex", year(0)),
            ("for 2026 we plan", year(1)),
            ("2026年资本支出", year(1)),
            ("明年", year(1)),
            ("the three-year plan of", Some((Length::Years(3), 0))),
            ("未来三年", Some((Length::Years(3), 0))),
            ("up from the third quarter", None),
            ("year-to-date", Some((Length::ToDate, 0))),
            ("in the second half", Some((Length::Half, 0))),
            ("上半年", Some((Length::Half, -1))),
            ("fy2026 capex", year(1)),
        ] {
            let found = scope_in(text, call).map(|scope| (scope.length, scope.offset));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_quarter_is_the_nearest_of_its_number() {
        let quarter = |year: i32, number: i32| year * 4 + number - 1;
        for (own, number, expected) in [
            (quarter(2025, 4), 1, quarter(2026, 1)),
            (quarter(2025, 1), 4, quarter(2024, 4)),
            (quarter(2025, 2), 2, quarter(2025, 2)),
            (quarter(2025, 1), 3, quarter(2025, 3)),
        ] {
            assert_eq!(nearest(own, number - 1), expected);
        }
    }
}
