//! Facts about the call: company, symbol, period, date, title.

use super::keys::{Object, find, find_scalar, is_one_of};
use crate::{
    model::Period,
    transcript::format::{
        Transcript,
        title::{date, headline, period},
    },
};
use serde_json::Value;

const TITLES: &[&str] = &["title", "eventtitle", "eventname", "headline", "event"];
const COMPANIES: &[&str] = &["companyname", "company", "issuer", "issuername"];
const NAMES: &[&str] = &["name", "displayname", "companyname", "longname"];
const TICKERS: &[&str] = &[
    "symbol",
    "ticker",
    "tickersymbol",
    "stocksymbol",
    "stockcode",
];
const PERIODS: &[&str] = &["fiscalquarter", "fiscalperiod", "quarter", "period", "q"];
const YEARS: &[&str] = &["fiscalyear", "year", "fy"];
const DATES: &[&str] = &[
    "date",
    "calldate",
    "heldat",
    "eventdate",
    "conferencedate",
    "earningsdate",
    "publishedat",
    "publisheddate",
];

/// Words in keys of objects that are about people or other things.
const OTHER_OBJECTS: [&str; 6] = [
    "speaker",
    "participant",
    "people",
    "usage",
    "model",
    "config",
];

/// Levels of objects that are read.
const MAX_DEPTH: usize = 4;

/// Reads the facts of a value into the transcript; those of the outermost object go first.
pub(super) fn read(value: &Value, transcript: &mut Transcript) {
    let mut title = None;
    let mut level: Vec<&Object> = value.as_object().into_iter().collect();
    for _ in 0..MAX_DEPTH {
        for object in &level {
            read_object(object, transcript);
            title = title.or_else(|| find_scalar(object, TITLES));
        }
        level = level.into_iter().flat_map(inner_objects).collect();
    }
    if let Some(title) = title {
        read_title(&title, transcript);
    }
}

/// The objects within an object that may be about the call.
fn inner_objects(object: &Object) -> impl Iterator<Item = &Object> {
    (object.iter())
        .filter(|(key, _)| {
            let key = key.to_lowercase();
            !OTHER_OBJECTS.iter().any(|other| key.contains(other))
        })
        .filter_map(|(_, value)| value.as_object())
}

fn read_object(object: &Object, transcript: &mut Transcript) {
    transcript.company = transcript.company.take().or_else(|| company(object));
    transcript.ticker = transcript.ticker.take().or_else(|| ticker(object));
    transcript.period = transcript.period.or_else(|| period(object));
    transcript.date =
        (transcript.date.take()).or_else(|| date::first(&find_scalar(object, DATES)?));
}

/// Reads a title, whose ticker does not replace one that is stated; a title that is no title line of a
/// call is used as it is.
fn read_title(title: &str, transcript: &mut Transcript) {
    if headline::is_title(title) {
        let ticker = transcript.ticker.take();
        headline::read(title, transcript);
        transcript.ticker = ticker.or(transcript.ticker.take());
    } else {
        title.clone_into(&mut transcript.title);
    }
}

fn company(object: &Object) -> Option<String> {
    match find(object, COMPANIES)? {
        Value::Object(company) => find_scalar(company, NAMES),
        Value::String(name) if !name.trim().is_empty() => Some(name.trim().to_owned()),
        _ => None,
    }
}

/// A symbol, without the exchange before it: `NASDAQ:ACME`.
fn ticker(object: &Object) -> Option<String> {
    let symbol = find_scalar(object, TICKERS)?;
    let symbol = symbol.rsplit(':').next()?.trim();
    let short = (1..=12).contains(&symbol.chars().count());
    (short && !symbol.contains(char::is_whitespace)).then(|| symbol.to_uppercase())
}

/// `"2025Q3"`, or `3`, `"3"`, `"Q3"`, `"H1"` with a year beside it.
fn period(object: &Object) -> Option<Period> {
    let quarter = find_scalar(object, PERIODS)?;
    let quarter = match quarter.as_str() {
        "1" | "2" | "3" | "4" => format!("Q{quarter}"),
        _ => quarter,
    };
    if let Some(whole) = period::find(&quarter).or_else(|| quarter.parse().ok()) {
        return Some(whole);
    }
    let year = find_scalar(object, YEARS)?;
    let year = year.trim_start_matches(|c: char| !c.is_ascii_digit());
    match quarter.as_str() {
        "FY" | "Q4/FY" => Period::whole_year(year.parse().ok()?),
        quarter => format!("{year}{quarter}").parse().ok(),
    }
}

/// Whether an object states whose call it is, or of which period.
pub(crate) fn states_call(object: &Object) -> bool {
    (object.keys()).any(|key| is_one_of(key, TICKERS) || is_one_of(key, PERIODS))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn facts_of_many_vendors() {
        for (value, company, ticker, period, date) in [
            (
                json!({"symbol": "NASDAQ:ACM", "quarter": 3, "year": 2025, "date": "2025-10-30 17:00:00"}),
                None,
                Some("ACM"),
                Some("2025Q3"),
                Some("2025-10-30"),
            ),
            (
                json!({"ticker": "ACM", "quarter": "2025Q3"}),
                None,
                Some("ACM"),
                Some("2025Q3"),
                None,
            ),
            (
                json!({"event": {"company_name": "Acme", "year": "2025", "quarter": "4", "conference_date": "2025-10-30T17:00:00.000-05:00"}}),
                Some("Acme"),
                None,
                Some("2025Q4"),
                Some("2025-10-30"),
            ),
            (
                json!({"company": {"name": "Acme", "ticker": "ACM"}, "fiscalPeriod": "H1", "fiscalYear": 2025}),
                Some("Acme"),
                Some("ACM"),
                Some("2025H1"),
                None,
            ),
            (
                json!({"title": "Acme (ACM) Q3 2025 Earnings Call", "year": null, "date": 5, "symbol": []}),
                Some("Acme"),
                Some("ACM"),
                Some("2025Q3"),
                None,
            ),
        ] {
            let mut transcript = Transcript::default();
            read(&value, &mut transcript);
            assert_eq!(transcript.company.as_deref(), company, "{value}");
            assert_eq!(transcript.ticker.as_deref(), ticker, "{value}");
            let shown = transcript.period.map(|period| period.to_string());
            assert_eq!(shown.as_deref(), period, "{value}");
            assert_eq!(transcript.date.as_deref(), date, "{value}");
        }
    }
}
