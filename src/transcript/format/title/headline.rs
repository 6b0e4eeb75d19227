//! Title lines: company, symbol, fiscal period, date and kind of event, in English or Chinese.

use std::sync::LazyLock;

use regex::Regex;

use super::{date, period};
use crate::{
    model::CallKind,
    text::has_han,
    transcript::{
        format::{Transcript, speech::detection},
        lazy_regex::lazy_regex,
    },
};

/// Longest title line in characters.
const MAX_TITLE_CHARS: usize = 160;

/// `(ACME)`, `(NYSE: ACME)`, `（688001）`, `(2999.TW)`.
static TICKER: LazyLock<Regex> = lazy_regex!(
    r"(?x) [(（] \s* (?: [A-Za-z]{2,8} \s* [:：] \s* )? (?<t> [A-Z]{1,6} (?: [.\-][A-Z]{1,3} )? | \d{3,6} (?: [.\-][A-Za-z]{1,3} )? ) \s* [)）]
          | \b (?: NYSE (?:\s?(?:American|Arca|MKT))? | NASDAQ(?:GS|GM|CM)? | Nasdaq | TSXV? | LSE | ASX | AMEX | OTC(?:QX|QB|PK)? | HKEX | SEHK | SSE | SZSE | TWSE | TSE | XETRA | BSE | NSE | NYSEAM ) \s* [:：] \s* (?<u> [A-Z0-9]{1,6} (?: \.[A-Z]{1,2} )? ) \b
          | \b (?<v> [03689]\d{5} \. (?:SH|SZ|SS|BJ) | \d{4,5} \. (?:HK|TW|TWO) ) \b"
);

/// Words that name the event.
static EVENT: LazyLock<Regex> = lazy_regex!(
    r"(?ix) \b (?: (?:earnings|results?|conference|analysts?|investors?|annual|general|shareholders?['’]?) \s+ )*
          (?: (?:earnings|conference|results) \s+ (?:call|webcast|presentation|briefing|release)
            | investors?['’]? \s+ (?:day|meeting|call) | (?:general|shareholders?['’]?) \s+ meeting | AGM )
          (?: \s+ transcripts? )? \b
          | (?:業績|业绩) [\p{Han}]{0,4}? (?:說明會|说明会|發佈會|发布会|發布會|電話會|电话会|交流會|交流会|交流|解读会|会|會) (?:議|议)? (?: 纪要 | 紀要 | 实录 | 實錄 )?
          | (?:電話|电话) (?:會|会) (?:議|议)? (?: 纪要 | 紀要 )? | (?:专家|專家|调研|調研) (?:交流|访谈|訪談) (?:会|會)? (?: 纪要 | 紀要 )?
          | (?:法說會|法说会|法人說明會|法人说明会|股東(?:常|臨時)?會|股东大?会|投資人說明會) | 逐字稿|文字實錄|文字实录|会议纪要|會議紀要"
);

/// Other words of a title that are not part of the name.
static FILLER: LazyLock<Regex> = lazy_regex!(
    r"(?i)[一三四]季[报報]|半年[报報]|年[报報]|中[报報]|季[报報]|业绩|業績|\b(?:(?:edited|full|raw|final|corrected)\s+)?transcripts?(?:\s+of)?\b|\b(?:earnings|(?:financial )?results|call|webcast)\b|\b(?:first|second|third|fourth)[ -]quarter\b|\bfull[ -]year\b"
);

/// Whether a line is a title: short, not a sentence, and naming an event.
pub(crate) fn is_title(line: &str) -> bool {
    let line = bare(line);
    let short = line.chars().count() <= MAX_TITLE_CHARS;
    let open = !line.ends_with(['.', '?', '!', '。', '？', '！', ',', '，', ':', '：'])
        || line.ends_with("Inc.")
        || line.ends_with("Ltd.");
    short
        && open
        && !detection::is_speech(line)
        && (EVENT.is_match(line)
            || FILLER.is_match(line) && (period::find(line).is_some() || TICKER.is_match(line))
            || TICKER.is_match(line) && period::find(line).is_some())
}

/// Reads the title line into the transcript.
pub(crate) fn read(line: &str, transcript: &mut Transcript) {
    let line = bare(line);
    transcript.title = line.to_owned();
    if let Some(found) = TICKER.captures(line) {
        let symbol = found.name("t").or(found.name("u")).or(found.name("v"));
        transcript.ticker = symbol.map(|symbol| symbol.as_str().to_uppercase());
    }
    transcript.date = transcript.date.take().or(date::first(line));
    let undated = match date::find(line) {
        Some((_, range)) => format!(
            "{} {}",
            line.get(..range.start).unwrap_or_default(),
            line.get(range.end..).unwrap_or_default()
        ),
        None => line.to_owned(),
    };
    let of_report = || period::of_report(line, transcript.date.as_deref()?);
    transcript.period = transcript
        .period
        .or_else(|| period::find(&undated))
        .or_else(of_report);
    transcript.kind = transcript.kind.or(kind(line));
    if transcript.company.is_none()
        && let Some(name) = company(line)
    {
        let (name, code) = without_code(&name);
        transcript.ticker = transcript.ticker.take().or(code.map(str::to_owned));
        transcript.company = Some(name.to_owned());
    }
}

/// Splits a name from the securities code at one of its ends, `遠岬電子 2999`.
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

/// The line without Markdown characters around it.
pub(crate) fn bare(line: &str) -> &str {
    /// Words before the title itself, as meeting services write them.
    const KEYS: [&str; 8] = [
        "会议主题",
        "會議主題",
        "会议名称",
        "會議名稱",
        "主题",
        "主題",
        "Topic",
        "Meeting topic",
    ];
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "#*_=|".contains(c));
    KEYS.iter()
        .find_map(|key| {
            bare.strip_prefix(key)?
                .trim_start()
                .strip_prefix([':', '：'])
        })
        .map_or(bare, str::trim)
}

/// The kind of event that a line names.
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

/// The company of a line that holds its name with a legal form or its symbol, and nothing else.
pub(crate) fn company_alone(line: &str) -> Option<(String, Option<String>)> {
    const FORMS: [&str; 22] = [
        "inc",
        "corp",
        "corporation",
        "ag",
        "plc",
        "ltd",
        "limited",
        "llc",
        "se",
        "sa",
        "nv",
        "asa",
        "ab",
        "oyj",
        "spa",
        "co",
        "company",
        "group",
        "holdings",
        "股份有限公司",
        "有限公司",
        "as",
    ];
    let symbol = TICKER.captures(line);
    let rest = match &symbol {
        Some(found) => line.replacen(&found[0], "", 1),
        None => line.to_owned(),
    };
    let name = rest.trim().trim_end_matches([',', '-', '–', '|']).trim();
    let last: String = (name.rsplit(' ').next()?.chars())
        .filter(|c| c.is_alphanumeric())
        .collect();
    let last = last.to_lowercase();
    let legal = FORMS.contains(&last.as_str()) || name.ends_with("有限公司");
    let short = name.chars().count() <= 60 && name.split_whitespace().count() <= 8;
    let plain = !name.contains([':', '：', '?', '!', '。', '，'])
        && name.starts_with(|c: char| {
            c.is_uppercase() || c.is_ascii_digit() || has_han(name) && c.is_alphabetic()
        });
    let is_event = EVENT.is_match(name)
        || period::find(name).is_some()
        || date::first(name).is_some()
        || FILLER.is_match(name);
    let told =
        (legal || symbol.is_some()) && short && plain && !is_event && !detection::is_speech(name);
    let ticker = symbol.and_then(|found| {
        let symbol = found.name("t").or(found.name("u")).or(found.name("v"))?;
        Some(symbol.as_str().to_uppercase())
    });
    (told && name.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        .then(|| (name.to_owned(), ticker))
}

/// The company in a title: the first part that is neither symbol, period, date nor event.
pub(crate) fn company(line: &str) -> Option<String> {
    let mut rest = line.to_owned();
    let patterns = [
        &*TICKER,
        &*period::QUARTER_FIRST,
        &*period::QUARTER_LAST,
        &*period::HALF_FIRST,
        &*period::HALF_LAST,
        &*period::NINE_MONTHS,
        &*period::SHORT_YEAR_FIRST,
        &*period::YEAR,
        &*period::QUARTER_HAN,
        &*period::HALF_HAN,
        &*period::YEAR_HAN,
        &*EVENT,
        &*FILLER,
    ];
    if let Some((_, range)) = date::find(&rest) {
        rest.replace_range(range, "\n");
    }
    for pattern in patterns {
        rest = pattern.replace_all(&rest, "\n").into_owned();
    }
    for dash in [" - ", " – ", " — ", " -- ", "|", "：", ": ", "【", "】"] {
        rest = rest.replace(dash, "\n");
    }
    rest.lines().map(trimmed).find_map(|part| {
        let first = part.chars().next()?;
        let name = (first.is_uppercase() || first.is_ascii_digit() || has_han(part))
            && part.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && part.chars().count() <= 60;
        let no_name = [
            "度",
            "报告",
            "報告",
            "暨",
            "年",
            "关于",
            "The",
            "For",
            "Of",
            "And",
            "Final",
            "纪要",
            "紀要",
            "Corrected",
            "Edited",
            "Raw",
            "Preliminary",
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
        .trim_start_matches("度")
        .trim();
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
        for (line, company, ticker) in [
            ("Acme, Inc. NYSE:ACM", Some("Acme, Inc."), Some("ACM")),
            (
                "【电话会议纪要】岚川股份三季报业绩交流20251030",
                Some("岚川股份"),
                None,
            ),
            (
                "岚川股份 688999.SH 25Q3 业绩交流纪要",
                Some("岚川股份"),
                Some("688999.SH"),
            ),
            ("遠岬電子民國114年第三季法說會", Some("遠岬電子"), None),
            ("2025 年第三季度岚川股份业绩说明会", Some("岚川股份"), None),
            ("岚川股份 FY2025 Q3 业绩会纪要", Some("岚川股份"), None),
            ("Acme 9M 2024 Results Call", Some("Acme"), None),
            ("半导体设备专家交流纪要", Some("半导体设备"), None),
            ("Corrected Transcript", None, None),
        ] {
            let mut transcript = Transcript::default();
            read(line, &mut transcript);
            assert_eq!(transcript.company.as_deref(), company, "{line}");
            assert_eq!(transcript.ticker.as_deref(), ticker, "{line}");
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
