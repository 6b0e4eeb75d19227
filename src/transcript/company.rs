//! Identifies the company of a call, and the period that its file name or opening names.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    decompress::strip_compression_extension,
    format::{Transcript, title::period::ordinal},
    lazy_regex::lazy_regex,
};
use crate::model::{Company, Period, name_key};

/// A greeting such as "Welcome to Alibaba Group's September quarter 2025 results".
static GREETING: LazyLock<Regex> = lazy_regex!(
    r"(?x) [Ww]elcome \s (?: everyone \s | all \s | you \s )? to \s (?: the \s )?
          (?<name> [A-Z0-9] [\w.&,\-]* (?: \s (?: [A-Z0-9&] [\w.&\-]* | of | and | de ) ){0,6}? )
          (?: ['’]s? )? \s
          (?: (?i: first | second | third | fourth | january | february | march | april | may | june
                 | july | august | september | october | november | december | q[1-4] | [1-4]q
                 | fiscal | full | quarterly | earnings | results | conference | annual | interim
                 | half | 20\d\d ) ) \b"
);

/// Words that follow "Welcome to" and begin no company name.
const NOT_NAMES: [&str; 6] = ["our", "this", "today", "todays", "the", "your"];

/// `LMRA-2025Q3`, `2454_2026Q2`, `LMRA 2025 Q3`, `LMRA_Q3_2025_corrected`.
static TICKER_THEN_PERIOD: LazyLock<Regex> = lazy_regex!(
    r"(?x)^ ([A-Za-z0-9.]{1,10}) [-_\x20]+
          ( (?:19|20)\d\d [-_\x20]? [QqHh][1-4] | [QqHh][1-4] [-_\x20]? (?:19|20)\d\d ) (?: [^0-9] | $ )"
);

/// `Q3 2022 Crown & Anchor Inc Earnings Call`.
static PERIOD_THEN_NAME: LazyLock<Regex> = lazy_regex!(
    r"(?x)^ ( [QqHh][1-4] [-_\x20]+ (?:FY)? (?:19|20)\d\d | (?:FY|Full\ Year)? [-_\x20]* (?:19|20)\d\d )
          [-_\x20]+ (.+?) (?: [-_\x20]+ (?i: earnings | results | conference | transcript | call ) .* )? $"
);

/// `third quarter 2025`, `third quarter of fiscal year 2025`, `Q3 FY25`, `2025年第三季`.
static PERIOD_IN_TEXT: LazyLock<Regex> = lazy_regex!(
    r"(?xi) \b (?<word> first | second | third | fourth ) [\s-] quarter (?: \s of )? (?: \s the )?
            (?: \s fiscal )? (?: \s year )? ,? \s (?<year1> (?:19|20)\d\d ) \b
          | \b (?<q> Q[1-4] ) ,? \s (?: of \s )? (?: fiscal \s )? (?: FY \s? | ['’] )? (?<year2> (?:19|20)?\d\d ) \b
          | (?<year3> (?:19|20)\d\d ) \s? 年 \s? 第 \s? (?<han> [一二三四1-4] ) \s? 季"
);

/// What a file name states.
#[derive(Debug, Default)]
pub(super) struct FileNameFacts {
    pub(super) ticker: Option<String>,
    pub(super) company: Option<String>,
    pub(super) period: Option<Period>,
}

/// Ticker or company and period of a name such as `LMRA-2025Q3.txt` or
/// `Q3 2022 Crown & Anchor Inc Earnings Call.txt`.
pub(super) fn parse_file_name(source: &str) -> FileNameFacts {
    let stem = file_stem(source);
    if let Some(found) = TICKER_THEN_PERIOD.captures(stem) {
        return FileNameFacts {
            ticker: Some(found[1].to_uppercase()),
            company: None,
            period: found[2].parse().ok(),
        };
    }
    match PERIOD_THEN_NAME.captures(stem) {
        Some(found) => FileNameFacts {
            ticker: None,
            company: Some(found[2].replace('_', " ").trim().to_owned()),
            period: found[1].replace("Full Year", "").parse().ok(),
        },
        None => FileNameFacts::default(),
    }
}

/// The quarter that a text names.
fn period_in_text(text: &str) -> Option<Period> {
    let found = PERIOD_IN_TEXT.captures(text)?;
    let part = |name| found.name(name).map(|part| part.as_str());
    let quarter = match part("q") {
        Some(quarter) => quarter.get(1..)?,
        None => part("word").or(part("han"))?,
    };
    let year = part("year1").or(part("year2")).or(part("year3"))?;
    let year: u16 = year.parse().ok()?;
    Period::quarter(
        if year < 100 { 2000 + year } else { year },
        ordinal(quarter)?,
    )
}

/// The period in the title, or in what the first speakers say first.
pub(super) fn period_from_greeting(transcript: &Transcript) -> Option<Period> {
    let title = period_in_text(&transcript.title);
    title.or_else(|| opening(transcript).find_map(period_in_text))
}

/// The file name of a source, without extensions.
pub(super) fn file_stem(source: &str) -> &str {
    let name = source.rsplit('/').next().unwrap_or(source);
    let name = strip_compression_extension(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The company with all its names: those of `stated` first, then of the file name, the title and the
/// greeting.
pub(super) fn identify(transcript: &Transcript, source: &str, stated: Vec<String>) -> Company {
    let mut names: Vec<String> = Vec::new();
    let found = [
        parse_file_name(source).company,
        transcript.company.clone(),
        name_from_greeting(transcript),
    ];
    for name in stated.into_iter().map(Some).chain(found) {
        let new = name.filter(|name| names.iter().all(|known| name_key(known) != name_key(name)));
        names.extend(new);
    }
    let ticker = transcript.ticker.clone();
    let name = match (names.first(), &ticker) {
        (Some(name), _) | (None, Some(name)) => name.clone(),
        (None, None) => file_stem(source).to_owned(),
    };
    if names.is_empty() {
        names.push(name.clone());
    }
    Company {
        id: ticker.clone().unwrap_or_else(|| slug(&name)),
        ticker,
        name,
        names,
    }
}

/// The company name in the greeting of the first speakers.
fn name_from_greeting(transcript: &Transcript) -> Option<String> {
    opening(transcript).find_map(|text| {
        let found = GREETING.captures(text)?;
        let name = found["name"].trim_end_matches([',', '.', ' ']);
        let first = name.split_whitespace().next()?.to_lowercase();
        (!NOT_NAMES.contains(&first.as_str())).then(|| name.to_owned())
    })
}

/// The first paragraphs of the first turns.
fn opening(transcript: &Transcript) -> impl Iterator<Item = &str> {
    let paragraphs = transcript
        .turns
        .iter()
        .take(3)
        .flat_map(|turn| turn.paragraphs.iter().take(3));
    paragraphs.flat_map(|paragraph| paragraph.text.iter().map(|(_, side)| side.as_str()))
}

/// An id made of a name: lower-case letters and digits with hyphens between words.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().take(80) {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "call".to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings() {
        for (text, name) in [
            (
                "Good day. Welcome to Alibaba Group's September quarter 2025 results conference.",
                Some("Alibaba Group"),
            ),
            (
                "Welcome to the Crown & Anchor Co. Q3 2022 Earnings Call.",
                Some("Crown & Anchor Co"),
            ),
            (
                "Welcome to Farcape Motors' third quarter 2025 results call",
                Some("Farcape Motors"),
            ),
            (
                "Welcome to our third quarter results call, and thanks for the patience.",
                None,
            ),
            ("Welcome to today's earnings call", None),
        ] {
            let found = GREETING
                .captures(text)
                .map(|found| found["name"].trim_end_matches([',', '.', ' ']).to_owned());
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }

    #[test]
    fn file_names() {
        for name in [
            "asia/LMRA-2025Q3.txt",
            "LMRA_Q3_2025_corrected.xml",
            "lmra 2025 q3.txt.gz",
        ] {
            let facts = parse_file_name(name);
            assert_eq!(facts.ticker.as_deref(), Some("LMRA"), "{name}");
            let period = facts.period.map(|p| p.to_string());
            assert_eq!(period.as_deref(), Some("2025Q3"), "{name}");
        }
        for (file, company, period) in [
            (
                "Q3 2022 Crown & Anchor Inc Earnings Call.txt",
                "Crown & Anchor Inc",
                "2022Q3",
            ),
            (
                "Q3 2022 Long Name Trust Inc Earnings.txt",
                "Long Name Trust Inc",
                "2022Q3",
            ),
            ("2022_Some_Company_Results.txt", "Some Company", "2022"),
        ] {
            let facts = parse_file_name(file);
            assert_eq!(facts.company.as_deref(), Some(company));
            assert_eq!(facts.period.map(|p| p.to_string()).as_deref(), Some(period));
        }
        for (text, period) in [
            ("our third quarter 2025 results", Some("2025Q3")),
            ("the fourth quarter of fiscal year 2024.", Some("2024Q4")),
            ("Lumora Q3 FY25 call", Some("2025Q3")),
            ("2025年第三季法說會", Some("2025Q3")),
            ("the September quarter 2025", None),
        ] {
            let found = period_in_text(text).map(|p| p.to_string());
            assert_eq!(found.as_deref(), period, "{text}");
        }
        assert!(parse_file_name("notes.txt").ticker.is_none());
        assert_eq!(slug("  遠岬 汽車, Inc. "), "遠岬-汽車-inc");
    }
}
