//! Identifies the company of a call, and the period that its file name or opening names.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    decompress::strip_compression_extension,
    format::{
        Transcript,
        speech::sentence::split_sentences,
        title::{date, period},
    },
    lazy_regex::lazy_regex,
};
use crate::model::{Company, Period, name_key};

/// A greeting such as "Welcome to Alibaba Group's September quarter 2025 results".
static GREETING: LazyLock<Regex> = lazy_regex!(
    r"(?x) [Ww]elcome \s (?: everyone \s | all \s | you \s )? to \s (?: the \s )?
          (?<name> [A-Z0-9] [\w.&,/\-]* (?: \s (?: [A-Z0-9&] [\w.&/\-]* | of | and | de ) ){0,6}? )
          (?: ['’]s? )? \s
          (?: (?i: first | second | third | fourth | january | february | march | april | may | june
                 | july | august | september | october | november | december | q[1-4] | [1-4]q
                 | fiscal | full | financial \s (?: results? | performance | earnings | conference ) | investors? | shareholders? | analysts? | webcast | call | business | operating
                 | nine | quarterly | earnings | results | conference | annual | interim
                 | half | 20\d\d ) ) \b"
);

/// `welcome to the fourth-quarter call of Acme`.
static CALL_OF: LazyLock<Regex> = lazy_regex!(
    r"(?x) [Ww]elcome \b .{0,60} \b (?: call | conference | webcast | presentation | meeting ) \s (?: of | for ) \s (?: the \s )?
          (?<name> [A-Z0-9] [\w&/\-]* (?: \s (?: and \s )? [A-Z0-9&] [\w&/\-]* ){0,5} ) (?: [.,;!] | ['’]s | \s and \s [a-z] | $ )"
);

/// Words that follow "Welcome to" and begin no company name.
const NOT_NAMES: [&str; 36] = [
    "our",
    "this",
    "today",
    "todays",
    "the",
    "your",
    "first",
    "second",
    "third",
    "fourth",
    "q1",
    "q2",
    "q3",
    "q4",
    "1q",
    "2q",
    "3q",
    "4q",
    "fiscal",
    "full",
    "full-year",
    "half",
    "year",
    "quarter",
    "quarterly",
    "annual",
    "interim",
    "earnings",
    "results",
    "conference",
    "call",
    "investor",
    "investors",
    "analyst",
    "question-and-answer",
    "everyone",
];

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

/// `2016-Oct-25-HLTN`, `2016-10-25_HLTN`, `20161025 HLTN`.
static DATE_THEN_TICKER: LazyLock<Regex> = lazy_regex!(
    r"(?xi)^ (?<y>(?:19|20)\d\d) [-_\x20]? (?: (?<m>\d\d) | (?<n>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* ) [-_\x20]? (?<d>\d\d)
          [-_\x20]+ (?<t>[A-Za-z]{1,6}(?:\.[A-Za-z]{1,2})?|\d{4,6}(?:\.[A-Za-z]{2})?) $"
);

/// Words that name the call in a sentence, so that its period is the call's.
static NAMES_CALL: LazyLock<Regex> = lazy_regex!(
    r"(?i)\b(?:welcome|call|conference|webcast|presentation|briefing|join(?:ing|ed)?|discuss|review)\b|說明會|说明会|法說|法说|电话会|電話會|业绩会|業績會"
);

/// Words of a sentence that speaks of another period.
static COMPARES: LazyLock<Regex> = lazy_regex!(
    r"(?i)\b(?:compar\w+|versus|vs|than|guid\w+|expect\w*|outlook|prior|last year|against)\b"
);

/// Words right before the date of the call: `as of today, October 20, 2022`.
static TODAY: LazyLock<Regex> = lazy_regex!(
    r"(?ix) (?: \b today (?: ['’]s \s date )? (?: ,? \s (?: is | being ) )? | \b recorded \s on | 今[天日] (?: 是 | 為 | 为 )? ) [,，\s]*
          (?: (?: mon | tues | wednes | thurs | fri | satur | sun ) day ,? \s+ (?: the \s+ )? )? $"
);

/// What a file name states.
#[derive(Debug, Default)]
pub(super) struct FileNameFacts {
    pub(super) ticker: Option<String>,
    pub(super) company: Option<String>,
    pub(super) period: Option<Period>,
    pub(super) date: Option<String>,
}

/// Ticker or company and period of a name such as `LMRA-2025Q3.txt` or
/// `Q3 2022 Crown & Anchor Inc Earnings Call.txt`.
pub(super) fn parse_file_name(source: &str) -> FileNameFacts {
    let stem = file_stem(source);
    if let Some(found) = DATE_THEN_TICKER.captures(stem) {
        let month = found
            .name("m")
            .or(found.name("n"))
            .map_or("", |month| month.as_str());
        let date = format!("{}-{month}-{}", &found["d"], &found["y"]);
        let date = date::first(&date)
            .or_else(|| date::first(&format!("{}-{month}-{}", &found["y"], &found["d"])));
        return FileNameFacts {
            ticker: date.is_some().then(|| found["t"].to_uppercase()),
            date,
            ..FileNameFacts::default()
        };
    }
    if let Some(found) = TICKER_THEN_PERIOD.captures(stem) {
        return FileNameFacts {
            ticker: Some(found[1].to_uppercase()),
            period: found[2].parse().ok(),
            ..FileNameFacts::default()
        };
    }
    match PERIOD_THEN_NAME.captures(stem) {
        Some(found) => FileNameFacts {
            company: Some(found[2].replace('_', " ").trim().to_owned()),
            period: found[1].replace("Full Year", "").parse().ok(),
            ..FileNameFacts::default()
        },
        None => FileNameFacts::default(),
    }
}

/// The period in the title, or in the sentence with which the first speakers open the call. A period
/// that a sentence compares with, or looks forward to, is not the call's.
pub(super) fn period_from_greeting(transcript: &Transcript) -> Option<Period> {
    let of_call = |sentence: &&str| NAMES_CALL.is_match(sentence) && !COMPARES.is_match(sentence);
    let sentences = opening(transcript)
        .flat_map(|text| split_sentences(text, 0))
        .filter(of_call);
    let title = period::find(&transcript.title);
    title.or_else(|| sentences.into_iter().find_map(period::find))
}

/// The date that the first speakers say is today's.
pub(super) fn date_from_opening(transcript: &Transcript) -> Option<String> {
    let mut sentences = opening(transcript).flat_map(|text| split_sentences(text, 0));
    sentences.find_map(|sentence| {
        let (date, at) = date::find(sentence)?;
        let before = sentence.get(..at.start)?;
        TODAY.is_match(before).then_some(date)
    })
}

/// The period that stands anywhere in a file name: `TranscriptFY16Q3`, `acme_1q24`, `acme-results-q2fy25`.
pub(super) fn period_in_file_name(source: &str) -> Option<Period> {
    let mut words = String::new();
    let mut lower = false;
    for c in file_stem(source).chars() {
        if lower && c.is_uppercase() {
            words.push(' ');
        }
        lower = c.is_lowercase();
        words.push(if matches!(c, '_' | '-' | '.') { ' ' } else { c });
    }
    period::find(&words)
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
    opening(transcript).find_map(greeted)
}

/// The company that a greeting names: `Welcome to the Q2 2023 Acme A/S earnings call`.
fn greeted(text: &str) -> Option<String> {
    let text = period::without(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = [&*GREETING, &*CALL_OF]
        .into_iter()
        .find_map(|pattern| pattern.captures(&text))?;
    let name = within_sentence(&found["name"]).trim_end_matches([',', '.', ' ']);
    let lower = name.to_lowercase();
    let mut words = lower.split_whitespace();
    let common = |word: &str| NOT_NAMES.contains(&word.trim_end_matches("'s"));
    (!words.next().is_none_or(common) && name.chars().any(char::is_alphabetic))
        .then(|| name.to_owned())
}

/// A name up to the end of its sentence: `Acme Robotics. Today` is `Acme Robotics`.
fn within_sentence(name: &str) -> &str {
    const SHORT: [&str; 8] = [
        "Inc.", "Corp.", "Co.", "Ltd.", "Cos.", "Bros.", "St.", "No.",
    ];
    let mut end = 0;
    for word in name.split_inclusive(' ') {
        end += word.len();
        let word = word.trim_end();
        let initials = word.split('.').all(|part| part.chars().count() <= 1);
        if word.ends_with('.') && !initials && !SHORT.contains(&word) {
            break;
        }
    }
    name.get(..end).unwrap_or(name)
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
    use crate::transcript::format::{Paragraph, RawTurn};

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
            (
                "welcome to the Fourth Quarter 2018 Acme Earnings Conference Call.",
                Some("Acme"),
            ),
            (
                "and welcome to the Q2 2023 Acme A/S earnings conference call.",
                Some("Acme A/S"),
            ),
            ("Welcome to the Third Quarter Earnings Call.", None),
            (
                "Welcome to Acme Robotics. Third quarter sales rose.",
                Some("Acme Robotics"),
            ),
            (
                "Welcome to the fourth quarter call of Tern and Tide. Please go ahead.",
                Some("Tern and Tide"),
            ),
            (
                "Good day and welcome to the fourth-quarter call of Acme.",
                Some("Acme"),
            ),
        ] {
            assert_eq!(greeted(text).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn today_is_the_date_of_the_call() {
        for (text, date) in [
            (
                "Our statements are made as of today, October 20, 2022, and we assume no obligation.",
                Some("2022-10-20"),
            ),
            (
                "Today is Tuesday, the 4th of March. This call is being recorded on Tuesday, March 4, 2025.",
                Some("2025-03-04"),
            ),
            ("各位好，今天是2025年10月30日。", Some("2025-10-30")),
            (
                "As of September 30, 2022, the portfolio had 90 properties.",
                None,
            ),
            (
                "A replay will be available today until November 3, 2022.",
                None,
            ),
            ("Today we report the quarter ended June 30, 2022.", None),
        ] {
            let transcript = Transcript {
                turns: vec![RawTurn {
                    paragraphs: vec![Paragraph::new(text)],
                    ..RawTurn::default()
                }],
                ..Transcript::default()
            };
            assert_eq!(date_from_opening(&transcript).as_deref(), date, "{text}");
        }
    }

    #[test]
    fn periods_anywhere_in_file_names() {
        for (name, period) in [
            ("TranscriptFY16Q3.txt", Some("2016Q3")),
            ("calls/acme_1q24.pdf", Some("2024Q1")),
            ("acme-results-q2fy25.pdf", Some("2025Q2")),
            ("xx_acme_q1_2002.pdf.gz", Some("2002Q1")),
            ("acme 2024q1 final.docx", Some("2024Q1")),
            ("EarningsCallQ42023.txt", Some("2023Q4")),
            ("call_20240115.txt", None),
            ("minutes_20230920.pdf", None),
            ("notes-2024.txt", None),
            ("v1.24.txt", None),
        ] {
            let found = period_in_file_name(name).map(|period| period.to_string());
            assert_eq!(found.as_deref(), period, "{name}");
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
            let found = period::find(text).map(|p| p.to_string());
            assert_eq!(found.as_deref(), period, "{text}");
        }
        let dated = parse_file_name("2016-Oct-25-ACM.txt");
        assert_eq!(dated.ticker.as_deref(), Some("ACM"));
        assert_eq!(dated.date.as_deref(), Some("2016-10-25"));
        assert!(parse_file_name("notes.txt").ticker.is_none());
        assert_eq!(slug("  遠岬 汽車, Inc. "), "遠岬-汽車-inc");
    }
}
