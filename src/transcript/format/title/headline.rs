//! Title lines: company, symbol, fiscal period, date and sort of event, in English or Chinese.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::date;
use crate::{
    model::{CallKind, Period},
    text::has_han,
    transcript::{
        format::{Transcript, speech::detection},
        lazy_regex::lazy_regex,
    },
};

/// Longest title line in characters.
const LONGEST: usize = 160;

/// `Q3 2025`, `3Q25`, `Third Quarter of Fiscal 2025`, `Q4 and Full Year 2025`.
static QUARTER_FIRST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: Q(?<q>[1-4]) | (?<r>[1-4])Q | (?<w>first|second|third|fourth|1st|2nd|3rd|4th) [\s-]+ quarter )
          (?: \s* (?: , | of | and \s+ (?:full|fiscal)[\s-]year | fiscal (?:\s+year)? | calendar | the | FY | CY ) )* \s*
          (?: (?<y>(?:19|20)\d\d) | ['’]? (?<z>\d\d) ) \b"
);

/// `2025 Q3`, `FY25 Q3`, `Fiscal Year 2025 Third Quarter`.
static QUARTER_LAST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: (?: (?: FY | fiscal (?:\s+year)? ) \s* )? (?<y>(?:19|20)\d\d) | FY\s? (?<z>\d\d) ) [\s,年-]*
          (?: Q(?<q>[1-4]) | (?<w>first|second|third|fourth) [\s-]+ quarter ) \b"
);

/// `H1 2025`, `1H25`, `First Half 2025`.
static HALF_FIRST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: H(?<q>[12]) | (?<r>[12])H | (?<w>first|second) [\s-]+ half )
          (?: \s* (?: of | fiscal (?:\s+year)? | FY ) )* \s* (?: (?<y>(?:19|20)\d\d) | (?<z>\d\d) ) \b"
);

/// `2025 H1`, `FY2025 First Half`.
static HALF_LAST: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: (?: FY | fiscal (?:\s+year)? ) \s* )? (?<y>(?:19|20)\d\d) [\s,年-]* (?: H(?<q>[12]) | (?<w>first|second) [\s-]+ half ) \b"
);

/// `Full Year 2025`, `Fiscal 2025`, `FY2025`.
static YEAR: LazyLock<Regex> = lazy_regex!(
    r"(?ix)\b (?: (?: full[\s-]year | fiscal (?:\s+year)? | FY ) \s* (?<y>(?:19|20)\d\d)
          | (?<v>(?:19|20)\d\d) \s+ (?: full[\s-]year | annual \s+ results ) ) \b"
);

/// `2025年第三季度`, `2025年三季报`, `114年第3季`, `2025年前三季度`.
static QUARTER_HAN: LazyLock<Regex> =
    lazy_regex!(r"(?<y>(?:19|20)\d\d|1\d\d)\s*年?\s*(?:第|前)?\s*(?<w>[一二三四1-4])\s*季");

/// `2025年半年度`, `2025年上半年`, `2025年中报`.
static HALF_HAN: LazyLock<Regex> =
    lazy_regex!(r"(?<y>(?:19|20)\d\d)\s*年?\s*(?<w>[上下])?\s*(?:半年|中期|中报|中報)");

/// `2025年度`, `2025年年度`, `2025年年报`, `2025年报`.
static YEAR_HAN: LazyLock<Regex> =
    lazy_regex!(r"(?<y>(?:19|20)\d\d)\s*(?:年年度|年度|年年报|年年報|年报|年報|全年|年全年)");

/// `(ACME)`, `(NYSE: ACME)`, `（688001）`, `(2999.TW)`.
static TICKER: LazyLock<Regex> = lazy_regex!(
    r"[(（]\s*(?:[A-Za-z]{2,8}\s*[:：]\s*)?(?<t>[A-Z]{1,6}(?:[.\-][A-Z]{1,3})?|\d{3,6}(?:[.\-][A-Za-z]{1,3})?)\s*[)）]"
);

/// Words that name the event, and those that only fill a title.
static EVENT: LazyLock<Regex> = lazy_regex!(
    r"(?ix) \b (?: (?:earnings|results?|conference|analysts?|investors?|annual|general|shareholders?['’]?) \s+ )*
          (?: (?:earnings|conference|results) \s+ (?:call|webcast|presentation|briefing|release)
            | investors?['’]? \s+ (?:day|meeting|call) | (?:general|shareholders?['’]?) \s+ meeting | AGM )
          (?: \s+ transcripts? )? \b
          | (?:業績|业绩) [\p{Han}]{0,4} (?:說明會|说明会|發佈會|发布会|發布會|電話會|电话会|交流會|交流会) (?:議|议)?
          | (?:法說會|法说会|法人說明會|法人说明会|股東(?:常|臨時)?會|股东大?会|投資人說明會) | 逐字稿|文字實錄|文字实录|会议纪要|會議紀要"
);

static FILLER: LazyLock<Regex> = lazy_regex!(
    r"(?i)\b(?:(?:edited|full|raw|final|corrected)\s+)?transcripts?(?:\s+of)?\b|\b(?:earnings|(?:financial )?results|call|webcast)\b|\b(?:first|second|third|fourth)[ -]quarter\b|\bfull[ -]year\b"
);

/// Whether a line names an event as titles do: short, without a sentence's end.
pub(crate) fn is_title(line: &str) -> bool {
    let line = bare(line);
    let short = line.chars().count() <= LONGEST;
    let open = !line.ends_with(['.', '?', '!', '。', '？', '！', ',', '，', ':', '：'])
        || line.ends_with("Inc.")
        || line.ends_with("Ltd.");
    short
        && open
        && !detection::speaks(line)
        && (EVENT.is_match(line)
            || FILLER.is_match(line) && (period(line).is_some() || TICKER.is_match(line))
            || TICKER.is_match(line) && period(line).is_some())
}

/// Reads the title line into the transcript.
pub(crate) fn read(line: &str, transcript: &mut Transcript) {
    let line = bare(line);
    transcript.title = line.to_owned();
    if let Some(found) = TICKER.captures(line) {
        transcript.ticker = Some(found["t"].to_uppercase());
    }
    transcript.period = transcript.period.or(period(line));
    transcript.date = transcript.date.take().or(date::first(line));
    transcript.kind = transcript.kind.or(kind(line));
    if transcript.company.is_none()
        && let Some(name) = company(line)
    {
        let (name, code) = without_code(&name);
        transcript.ticker = transcript.ticker.take().or(code.map(str::to_owned));
        transcript.company = Some(name.to_owned());
    }
}

/// Parts a name from the securities code at one of its ends, `遠岬電子 2999`.
fn without_code(name: &str) -> (&str, Option<&str>) {
    let is_code = |word: &str| {
        (4..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) && has_han(name)
    };
    match (name.split_once(' '), name.rsplit_once(' ')) {
        (Some((code, rest)), _) if is_code(code) => (rest.trim(), Some(code)),
        (_, Some((rest, code))) if is_code(code) => (rest.trim(), Some(code)),
        _ => (name, None),
    }
}

/// The line without the signs of Markdown around it.
pub(crate) fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || "#*_=|".contains(c))
}

/// The fiscal period that a line names; of several quarters the last.
pub(crate) fn period(text: &str) -> Option<Period> {
    let latest = |patterns: &[&Regex], make: fn(u16, u8) -> Option<Period>| {
        (patterns.iter())
            .flat_map(|pattern| pattern.captures_iter(text))
            .filter_map(|found| make(year(&found)?, ordinal(&found)?))
            .max()
    };
    latest(
        &[&QUARTER_FIRST, &QUARTER_LAST, &QUARTER_HAN],
        Period::quarter,
    )
    .or_else(|| latest(&[&HALF_FIRST, &HALF_LAST, &HALF_HAN], Period::half))
    .or_else(|| {
        [&*YEAR, &*YEAR_HAN]
            .into_iter()
            .flat_map(|pattern| pattern.captures_iter(text))
            .filter_map(|found| Period::whole_year(year(&found)?))
            .max()
    })
}

/// The year of a match, in full; of the Republic of China's years, the common one.
fn year(found: &Captures<'_>) -> Option<u16> {
    let full = found.name("y").or_else(|| found.name("v"));
    if let Some(full) = full {
        let year: u16 = full.as_str().parse().ok()?;
        return Some(if year < 1000 { year + 1911 } else { year });
    }
    found
        .name("z")?
        .as_str()
        .parse()
        .ok()
        .map(|y: u16| 2000 + y)
}

/// The quarter or half of a match; a half that is only called so is the first.
fn ordinal(found: &Captures<'_>) -> Option<u8> {
    let digit = found.name("q").or_else(|| found.name("r"));
    if let Some(digit) = digit {
        return digit.as_str().parse().ok();
    }
    let Some(word) = found.name("w") else {
        return Some(1);
    };
    match word.as_str().to_lowercase().as_str() {
        "first" | "1st" | "一" | "1" | "上" => Some(1),
        "second" | "2nd" | "二" | "2" | "下" => Some(2),
        "third" | "3rd" | "三" | "3" => Some(3),
        "fourth" | "4th" | "四" | "4" => Some(4),
        _ => None,
    }
}

/// The sort of event that a line names.
pub(crate) fn kind(text: &str) -> Option<CallKind> {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&[
        "股東會",
        "股东会",
        "股东大会",
        "股東常會",
        "annual general meeting",
        "shareholders' meeting",
        "shareholder meeting",
    ]) {
        Some(CallKind::Agm)
    } else if has(&[
        "earnings",
        "results",
        "業績",
        "业绩",
        "法說會",
        "法说会",
        "法人說明會",
        "法人说明会",
    ]) {
        Some(CallKind::Earnings)
    } else if has(&[
        "investor day",
        "fireside",
        "conference presentation",
        "capital markets day",
    ]) {
        Some(CallKind::Conference)
    } else {
        None
    }
}

/// The company in a title: the first part that is neither symbol, period, date nor event.
fn company(line: &str) -> Option<String> {
    let mut rest = line.to_owned();
    let patterns = [
        &*TICKER,
        &*QUARTER_FIRST,
        &*QUARTER_LAST,
        &*HALF_FIRST,
        &*HALF_LAST,
        &*YEAR,
        &*QUARTER_HAN,
        &*HALF_HAN,
        &*YEAR_HAN,
        &*EVENT,
        &*FILLER,
    ];
    if let Some((_, range)) = date::find(&rest) {
        rest.replace_range(range, "\n");
    }
    for pattern in patterns {
        rest = pattern.replace_all(&rest, "\n").into_owned();
    }
    for dash in [" - ", " – ", " — ", " -- ", "|", "：", ": "] {
        rest = rest.replace(dash, "\n");
    }
    rest.lines().map(trimmed).find_map(|part| {
        let first = part.chars().next()?;
        let name = (first.is_uppercase() || first.is_ascii_digit() || has_han(part))
            && part.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && part.chars().count() <= 60;
        let no_name = [
            "度", "报告", "報告", "暨", "年", "关于", "The", "For", "Of", "And",
        ]
        .contains(&part);
        (name && !no_name).then(|| part.to_owned())
    })
}

fn trimmed(part: &str) -> &str {
    let part =
        part.trim_matches(|c: char| c.is_whitespace() || ",;、，()（）[]-–—《》\"“”".contains(c));
    let part = part
        .trim_end_matches("'s")
        .trim_end_matches("’s")
        .trim_start_matches("度");
    part.strip_suffix(" Reports").unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_lines() {
        for (line, company, ticker, period) in [
            (
                "Acme Corp Q3 2025 Earnings Call Transcript",
                "Acme Corp",
                None,
                "2025Q3",
            ),
            (
                "# Acme Corp (ACME) Q3 2025 Earnings Call",
                "Acme Corp",
                Some("ACME"),
                "2025Q3",
            ),
            (
                "Acme Inc. (NYSE:ACM) Q4 2023 Earnings Conference Call January 30, 2024 8:00 AM ET",
                "Acme Inc.",
                Some("ACM"),
                "2023Q4",
            ),
            (
                "EARNINGS CALL TRANSCRIPT — Acme Inc. Q4 2025",
                "Acme Inc.",
                None,
                "2025Q4",
            ),
            (
                "Transcript: Acme Fourth Quarter and Full Year 2025 Results",
                "Acme",
                None,
                "2025Q4",
            ),
            (
                "Q3 FY25 Acme Holdings Earnings Call",
                "Acme Holdings",
                None,
                "2025Q3",
            ),
            (
                "Acme plc 1H25 Results Presentation",
                "Acme plc",
                None,
                "2025H1",
            ),
            (
                "Acme's Fiscal Year 2026 Second Quarter Earnings Conference Call",
                "Acme",
                None,
                "2026Q2",
            ),
            (
                "岚川股份2025年第三季度业绩说明会",
                "岚川股份",
                None,
                "2025Q3",
            ),
            (
                "岚川股份（688999）2024年度暨2025年第一季度业绩说明会",
                "岚川股份",
                Some("688999"),
                "2025Q1",
            ),
            (
                "遠岬電子 114年第三季 法人說明會 逐字稿",
                "遠岬電子",
                None,
                "2025Q3",
            ),
            (
                "遠岬電子 2999 法人說明會 2025Q3",
                "遠岬電子",
                Some("2999"),
                "2025Q3",
            ),
            (
                "岚川股份2025年半年度业绩说明会文字实录",
                "岚川股份",
                None,
                "2025H1",
            ),
        ] {
            assert!(is_title(line), "{line}");
            let mut transcript = Transcript::default();
            read(line, &mut transcript);
            assert_eq!(transcript.company.as_deref(), Some(company), "{line}");
            assert_eq!(transcript.ticker.as_deref(), ticker, "{line}");
            let read = transcript.period.map(|p| p.to_string());
            assert_eq!(read.as_deref(), Some(period), "{line}");
        }
        for line in [
            "We welcome you to our Q3 2025 earnings call.",
            "good afternoon and thank you for joining the Acme earnings call",
            "Thank you (all) for the call",
            "Operator",
        ] {
            assert!(!is_title(line), "{line}");
        }
    }
}
