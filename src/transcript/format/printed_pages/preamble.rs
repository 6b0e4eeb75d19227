//! What stands above the speech: title, company, symbol, date, and a letter before all of it.

use std::sync::LazyLock;

use regex::Regex;

use crate::transcript::{
    format::{
        Transcript,
        title::{date, headline, period},
    },
    lazy_regex::lazy_regex,
    printed::{Printed, PrintedParagraph},
};

/// `NYSE:DLR`, `(NSE: ZOMATO)`.
static SYMBOL: LazyLock<Regex> = lazy_regex!(
    r"(?x) \b (?: NYSE(?:AM)?|Nasdaq(?:GS|GM|CM)?|NASDAQ|LSE|TSX|ASX|NSE|NSEI|BSE|SEHK|HKEX|HKSE|XTRA|ENXTPA|SWX|TSE|TWSE|SGX|BIT|BME|OM|JSE|AMEX|OTC(?:PK)?|AIM ) \s*:\s*
      (?<t> [A-Z0-9][A-Z0-9.]{0,11} ) \b"
);

/// `SAP.DE - Q1 2002 SAP A.G. ADS Earnings Conference Call`.
static STREET_EVENT: LazyLock<Regex> = lazy_regex!(
    r"(?x) \b (?<t> [A-Z0-9]{1,6} (?:\.[A-Z]{1,3})? ) \s [-–] \s (?<p> (?: Q[1-4] | H[12] | Full\ Year | Half\ Year ) \s+ (?:19|20)\d\d ) \s+
      (?<c> .+? ) \s+ (?: (?: Earnings | Results | Conference | Investor | Analyst | Trading | Sales ) \b .* )? $"
);

/// `FQ1`.
static FISCAL_QUARTER: LazyLock<Regex> = lazy_regex!(r"\bFQ(?<q>[1-4])\b");

/// `ended September 30, 2025`: the end of a period is not the date of a call.
static PERIOD_END: LazyLock<Regex> = lazy_regex!(
    r"(?i)\bend(?:ed|ing)\s+(?:on\s+)?(?:[a-z]+\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}(?:st|nd|rd|th)?\s+[a-z]+,?\s+\d{4})"
);

/// Longest line that may be a title, in characters.
const MAX_TITLE_CHARS: usize = 160;

/// Reads the paragraphs above the first turn, those of lists excepted, and the heads of pages.
pub(super) fn read(printed: &Printed, above: &[&PrintedParagraph], transcript: &mut Transcript) {
    let heads: Vec<&str> = printed
        .page_heads
        .iter()
        .map(|(_, head)| head.as_str())
        .collect();
    let lines: Vec<String> = above
        .iter()
        .map(|paragraph| spelled(&paragraph.line()))
        .collect();
    let lines: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|line| line.chars().count() <= 400)
        .collect();
    let short = || {
        lines
            .iter()
            .copied()
            .filter(|line| line.chars().count() <= MAX_TITLE_CHARS)
    };
    for line in short().chain(heads.iter().copied()) {
        street_event(line, transcript);
        symbol(line, transcript);
    }
    let headings: Vec<String> = above
        .iter()
        .filter(|paragraph| paragraph.is_heading)
        .map(|paragraph| spelled(&paragraph.line()))
        .collect();
    // A letter before the transcript names it too, but in the type of the letter.
    let titles = || short().filter(|line| headline::is_title(line) && !is_subject(line));
    let in_headings = titles().filter(|line| headings.iter().any(|heading| heading == line));
    let titles: Vec<&str> = in_headings.chain(titles()).collect();
    let head_titles: Vec<&str> = heads
        .iter()
        .copied()
        .filter(|line| headline::is_title(line))
        .collect();
    if let Some(title) = titles.first().or(head_titles.first()) {
        read_title(title, transcript);
    }
    for line in titles.iter().chain(&head_titles) {
        transcript.period = transcript.period.or_else(|| period::find(line));
        transcript.kind = transcript.kind.or_else(|| headline::kind(line));
    }
    name_above_title(above, transcript);
    transcript.date = the_date(&lines, &heads, titles.first().copied()).or(transcript.date.take());
    transcript.period = transcript.period.or_else(|| {
        lines
            .iter()
            .chain(&heads)
            .find_map(|line| period::find(line))
    });
    if transcript.title.is_empty()
        && let Some(largest) = largest(above)
    {
        transcript.title = largest;
    }
}

/// `Subject: Transcript of …`, a line of a letter.
fn is_subject(line: &str) -> bool {
    let lower = line.trim_start().to_lowercase();
    ["sub:", "sub.", "subject", "re:", "ref:", "dear "]
        .iter()
        .any(|begin| lower.starts_with(begin))
}

/// The line with quarters as other vendors write them: `FQ1 2024` is `Q1 2024`.
fn spelled(line: &str) -> String {
    let line = FISCAL_QUARTER.replace_all(line, "Q$q");
    PERIOD_END.replace_all(&line, "").into_owned()
}

/// Reads a title without losing the company that a symbol tells.
fn read_title(title: &str, transcript: &mut Transcript) {
    let (company, ticker) = (transcript.company.take(), transcript.ticker.take());
    headline::read(title, transcript);
    let read = transcript.company.take().filter(|name| !is_of_event(name));
    transcript.company = read;
    transcript.company = company.or(transcript.company.take());
    transcript.ticker = ticker.or(transcript.ticker.take());
}

fn symbol(line: &str, transcript: &mut Transcript) {
    let Some(found) = SYMBOL
        .captures(line)
        .filter(|_| transcript.ticker.is_none())
    else {
        return;
    };
    transcript.ticker = Some(found["t"].trim_end_matches('.').to_owned());
    let before = line
        .get(..found.get(0).map_or(0, |whole| whole.start()))
        .unwrap_or_default();
    let name = before
        .trim()
        .trim_end_matches(['(', '-', '–', '|', ','])
        .trim();
    if transcript.company.is_none()
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && name.len() <= 80
    {
        transcript.company = Some(name.to_owned());
    }
}

fn street_event(line: &str, transcript: &mut Transcript) {
    let Some(found) = STREET_EVENT
        .captures(line)
        .filter(|_| transcript.ticker.is_none())
    else {
        return;
    };
    transcript.ticker = Some(found["t"].to_owned());
    transcript.period = transcript.period.or_else(|| period::find(&found["p"]));
    transcript.company = transcript.company.take().or(Some(found["c"].to_owned()));
}

/// `Harbor Lantern (HLTN)` in large type above `Q1 2026 Earnings Call`.
fn name_above_title(above: &[&PrintedParagraph], transcript: &mut Transcript) {
    if transcript.company.is_some() {
        return;
    }
    let Some(line) = largest(above).filter(|line| !headline::is_title(line) || line.contains('('))
    else {
        return;
    };
    let name = line.split('(').next().unwrap_or(&line).trim();
    let inner = line
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(inner, _)| inner.trim());
    let is_symbol = |inner: &&str| {
        !inner.is_empty()
            && inner.len() <= 8
            && inner
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.')
    };
    let is_name = (2..=60).contains(&name.chars().count()) && !is_of_event(name);
    if is_name && date::first(name).is_none() {
        transcript.company = Some(name.to_owned());
        transcript.ticker = transcript
            .ticker
            .take()
            .or(inner.filter(is_symbol).map(str::to_owned));
    }
}

/// Whether words tell of an event or a document, not of a company.
fn is_of_event(name: &str) -> bool {
    const WORDS: &str = "transcript transcription call conference results edited summary q&a question questions \
        briefing meeting earnings";
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '&');
    words.any(|word| WORDS.split(' ').any(|other| other == word))
}

/// The paragraph in the largest type of the page that the transcript begins on.
fn largest(above: &[&PrintedParagraph]) -> Option<String> {
    let best = above
        .iter()
        .filter(|paragraph| paragraph.size > 0.0)
        .take(40)
        .max_by(|a, b| a.size.total_cmp(&b.size).then(std::cmp::Ordering::Greater))?;
    Some(best.line()).filter(|line| line.chars().count() <= MAX_TITLE_CHARS)
}

/// The date of the call: of a line that names the call, else the first behind the title, else of the heads
/// of pages, else any. A letter before a transcript has a date of its own.
fn the_date(lines: &[&str], heads: &[&str], title: Option<&str>) -> Option<String> {
    let names_call = |line: &&&str| {
        let lower = line.to_lowercase();
        ["call", "held on", "conference", "event date", "transcript"]
            .iter()
            .any(|word| lower.contains(word))
    };
    let behind = title
        .and_then(|title| lines.iter().position(|line| *line == title))
        .unwrap_or(0);
    let is_letter = |line: &&&str| !line.trim_start().to_lowercase().starts_with("date:");
    let dated = |lines: &[&str]| {
        lines
            .iter()
            .filter(is_letter)
            .find_map(|line| date::first(line))
    };
    (lines
        .iter()
        .filter(names_call)
        .find_map(|line| date::first(line)))
    .or_else(|| dated(lines.get(behind..).unwrap_or_default()))
    .or_else(|| heads.iter().find_map(|head| date::first(head)))
    .or_else(|| lines.iter().find_map(|line| date::first(line)))
}
