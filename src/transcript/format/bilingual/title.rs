//! The title line: company, ticker, fiscal period, kind of event.

use crate::{
    model::{CallKind, Period},
    text::fold_str,
    transcript::{
        format::{
            Transcript,
            title::{date, period::ordinal},
        },
        lazy_regex::lazy_regex,
    },
};
use std::sync::LazyLock;

use regex::{Captures, Regex};

static TICKER: LazyLock<Regex> = lazy_regex!(r"[(（]\s*([A-Za-z0-9][A-Za-z0-9.\-]{0,11})\s*[)）]");

static PERIOD: LazyLock<Regex> = lazy_regex!(
    r"(?i)(?:FY\s*)?((?:19|20)\d\d)\s*(?:年|财年|會計年度)?\s*([QH])\s*([1-4])|([QH])([1-4])\s*(?:FY)?\s*((?:19|20)\d\d)|((?:19|20)\d\d)\s*年?\s*第\s*([一二三四1-4])\s*季"
);

/// Words of a title that name the event, folded.
const EVENTS: [(&str, CallKind); 5] = [
    ("法说会", CallKind::Earnings),
    ("法人说明会", CallKind::Earnings),
    ("业绩说明会", CallKind::Earnings),
    ("股东会", CallKind::Agm),
    ("股东大会", CallKind::Agm),
];

/// Longest line that states the date, in characters.
const MAX_DATE_LINE_CHARS: usize = 40;

/// Whether a line is a title of this vendor.
pub(super) fn is_title(line: &str) -> bool {
    let folded = fold_str(line);
    folded.contains("逐字稿") && EVENTS.iter().any(|(event, _)| folded.contains(event))
}

/// Reads the title line into the transcript.
pub(super) fn read(line: &str, transcript: &mut Transcript) {
    transcript.title = line.to_owned();
    let mut name_end = line.len();
    if let Some(found) = TICKER.captures(line) {
        transcript.ticker = Some(found[1].to_uppercase());
        name_end = found.get(0).map_or(name_end, |whole| whole.start());
    }
    if let Some(found) = PERIOD.captures(line) {
        transcript.period = period(&found);
        name_end = name_end.min(found.get(0).map_or(name_end, |whole| whole.start()));
    }
    let folded = fold_str(line);
    transcript.kind = EVENTS
        .iter()
        .find(|(event, _)| folded.contains(event))
        .map(|&(_, kind)| kind);
    let name = line.get(..name_end).unwrap_or(line);
    let name = name.trim_matches(|c: char| c.is_whitespace() || "#*-–—|：:".contains(c));
    if !name.is_empty() && !is_title(name) && !name.ends_with("逐字稿") {
        transcript.company = Some(name.to_owned());
    }
}

/// The period of a match of [`PERIOD`].
fn period(found: &Captures<'_>) -> Option<Period> {
    let part = |at| found.get(at).map(|part| part.as_str());
    match (part(1), part(6), part(7)) {
        (Some(year), ..) => format!("{year}{}{}", part(2)?, part(3)?).parse().ok(),
        (_, Some(year), _) => format!("{year}{}{}", part(4)?, part(5)?).parse().ok(),
        _ => Period::quarter(part(7)?.parse().ok()?, ordinal(part(8)?)?),
    }
}

/// The ISO date in a short line.
pub(super) fn date(line: &str) -> Option<String> {
    let is_short = line.chars().count() <= MAX_DATE_LINE_CHARS;
    is_short.then(|| date::first(line))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_lines() {
        for (line, company, ticker, period) in [
            (
                "曜光半導體 (LMRA) 2025 Q3 法說會逐字稿",
                "曜光半導體",
                Some("LMRA"),
                "2025Q3",
            ),
            (
                "曜光半導體（2999）2025Q3法說會逐字稿",
                "曜光半導體",
                Some("2999"),
                "2025Q3",
            ),
            (
                "曜光半导体 2025年第三季 法说会逐字稿",
                "曜光半导体",
                None,
                "2025Q3",
            ),
            (
                "# Lumora (LMRA.TW) Q3 2025 法說會逐字稿",
                "Lumora",
                Some("LMRA.TW"),
                "2025Q3",
            ),
        ] {
            assert!(is_title(line), "{line}");
            let mut transcript = Transcript::default();
            read(line, &mut transcript);
            assert_eq!(transcript.company.as_deref(), Some(company), "{line}");
            assert_eq!(transcript.ticker.as_deref(), ticker, "{line}");
            assert_eq!(
                transcript.period.map(|p| p.to_string()).as_deref(),
                Some(period),
                "{line}"
            );
            assert_eq!(transcript.kind, Some(CallKind::Earnings));
        }
    }

    #[test]
    fn dates() {
        assert_eq!(date("日期:2025年11月3日").as_deref(), Some("2025-11-03"));
        assert_eq!(date("2025-13-01"), None);
    }
}
