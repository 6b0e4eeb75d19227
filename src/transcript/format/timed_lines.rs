//! Lines with times, as speech recognition and meeting services write them.
//!
//! ```text
//! [00:00.000 --> 00:05.120]  Good afternoon, and welcome.
//! [00:01:02] Ann Wu: Thank you.
//! 00:01:02 Ann Wu: Thank you.
//! Ann Wu  1:02
//! Thank you.
//! Ann Wu (01:02):
//! ```
//!
//! A file is read in all of these at once; a time on a line of its own begins_paragraph a cue as well.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use super::{
    Document, Format, Heading, Transcript,
    speaker::{self, label},
    speech::{
        boilerplate,
        cue::{self, Cue},
        detection, timestamp,
    },
    title::{date, headline},
};
use crate::transcript::lazy_regex::lazy_regex;

pub(super) struct TimedLines;

impl Format for TimedLines {
    fn name(&self) -> &'static str {
        "timed_lines"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let text = document.text();
        if detection::is_markup(text) {
            return false;
        }
        let (mut lines, mut loose, mut times) = (0_usize, 0_usize, Vec::new());
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            // Two more layouts have times in round brackets: sections below Markdown headings, and
            // bare subtitles.
            if line.starts_with("## Transcript") || line.starts_with("WEBVTT") {
                return false;
            }
            lines += 1;
            if let Some(timed) = timed(line) {
                times.push(timed.start);
                loose += usize::from(timed.loose);
            }
        }
        let rising = times.windows(2).filter(|pair| match pair {
            [before, after] => before <= after,
            _ => false,
        });
        let rising = rising.count() + 1;
        let enough = times.len() >= 2 && times.len() * 12 >= lines;
        // An agenda has a time before each item, too.
        let strict = times.len() > loose || detection::count_call_terms(text) >= 2;
        enough && strict && rising * 10 >= times.len() * 8
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let text = document.text();
        let mut transcript = Transcript::default();
        let mut cues: Vec<Cue> = Vec::new();
        let names_behind = names_stand_behind_times(text);
        let mut blank = false;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() {
                blank = true;
                continue;
            }
            let begins_paragraph = std::mem::take(&mut blank);
            if !cues.is_empty() && boilerplate::notice(line).is_some() {
                transcript.mark_unparsed(at + 1, line, "notice");
                continue;
            }
            if let Some(mut timed) = timed(line) {
                if names_behind
                    && timed.heading.is_none()
                    && let Some(heading) = name_alone(timed.text)
                {
                    (timed.heading, timed.text) = (Some(heading), "");
                }
                cues.push(Cue {
                    start: timed.start,
                    end: timed.end,
                    speaker_changes: timed.heading.is_some(),
                    heading: timed.heading,
                    text: timed.text.to_owned(),
                    begins_paragraph: false,
                });
                continue;
            }
            match cues.last_mut() {
                Some(cue) if cue.text.is_empty() => cue.text.push_str(line),
                Some(cue) => {
                    let (start, end) = (cue.start, cue.end);
                    cues.push(Cue {
                        start,
                        end,
                        text: line.to_owned(),
                        begins_paragraph,
                        ..Cue::default()
                    });
                }
                None if label::before_colon(line).is_some_and(|label| label.certain) => {
                    cues.push(Cue {
                        text: line.to_owned(),
                        ..Cue::default()
                    });
                }
                None => before_speech(at + 1, line, &mut transcript),
            }
        }
        transcript.turns = cue::turns(cues);
        transcript
    }

    fn caveat(&self) -> Option<&'static str> {
        Some(
            "lines with times, most often made by speech recognition: names and figures may be wrong",
        )
    }
}

/// Whether most times have nothing but a name behind them: `[01:02] Ann Wu` above what she says.
fn names_stand_behind_times(text: &str) -> bool {
    let mut seen: HashSet<String> = HashSet::new();
    let (mut times, mut names, mut again) = (0_usize, 0_usize, false);
    for timed in text
        .lines()
        .filter_map(|line| timed(line.trim()))
        .take(2_000)
    {
        times += 1;
        if let Some(heading) = name_alone(timed.text).filter(|_| timed.heading.is_none()) {
            names += 1;
            again |= !seen.insert(heading.name);
        }
    }
    again && names * 10 >= times * 8
}

/// The speaker of a text that holds nothing else.
fn name_alone(text: &str) -> Option<Heading> {
    let text = text.trim().trim_matches('*').trim();
    (!text.is_empty() && text.len() <= 120).then_some(())?;
    label::whole_line(text).map(|label| label.heading)
}

/// A line above the first time.
fn before_speech(number: usize, line: &str, transcript: &mut Transcript) {
    if transcript.title.is_empty() && headline::is_title(line) {
        headline::read(line, transcript);
        return;
    }
    let short = line.chars().count() <= 60;
    if short && transcript.date.is_none() && date::first(line).is_some() {
        transcript.date = date::first(line);
        transcript.mark_unparsed(number, line, "date");
    } else if line.chars().any(char::is_alphanumeric) {
        transcript.mark_unparsed(number, line, "text before the first time");
    }
}

/// A line that begins_paragraph with a time or is a name with one.
struct Timed<'a> {
    start: u32,
    end: Option<u32>,
    heading: Option<Heading>,
    text: &'a str,
    /// Whether nothing but the time marks it.
    loose: bool,
}

/// `Ann Wu  0:12`, `Ann Wu (01:02):`, `**Ann Wu** [01:02]`, `发言人1 00:12`.
static NAME_THEN_TIME: LazyLock<Regex> = lazy_regex!(
    r"(?x)^ (?: \*\* | \#{1,4} \s )? \[? (?<name> [^:：\[\]]{1,80}? ) \]? (?: \*\* )? \s* [|,\-–—]? \s*
          [(\[（*_]? (?<time> \d{1,3} : \d\d (?: : \d\d )? ) (?: [.,] \d{1,3} )? [)\]）*_]? \s* (?<colon> [:：]? ) (?: \*\* )? \s* $"
);

/// `[Ann Wu] 17:01:02`
static BRACKETED_NAME: LazyLock<Regex> =
    lazy_regex!(r"^\[(?<name>[^\[\]\d][^\[\]]{0,60})\]\s*(?<time>\d{1,2}:\d\d(?::\d\d)?)\s*$");

/// `Ann Wu [01:02]: Thank you.`
static NAME_TIME_TEXT: LazyLock<Regex> = lazy_regex!(
    r"(?x)^ (?<name> [^:：\[\]()（）]{1,60}? ) \s* [(\[（] (?<time> \d{1,3} : \d\d (?: : \d\d )? ) [)\]）] \s* [:：] \s* (?<text> \S.* ) $"
);

/// `[0.00s -> 5.12s] text`
static SECONDS: LazyLock<Regex> = lazy_regex!(
    r"(?x)^ \[ \s* (?<from> \d{1,6} ) (?: \. \d+ )? \s* s? \s* -+> \s* (?<to> \d{1,6} ) (?: \. \d+ )? \s* s? \s* \] \s* (?<text> .* ) $"
);

fn timed(line: &str) -> Option<Timed<'_>> {
    // `**[00:10 → 01:05]**`
    let bold = line
        .strip_prefix("**")
        .and_then(|inner| inner.strip_suffix("**"));
    let line = bold
        .filter(|inner| inner.starts_with(['[', '(', '（', '【']))
        .unwrap_or(line);
    // `**[01:02] Ann Wu**: Hi.`
    let plain = line.starts_with("**[").then(|| line.replacen("**", "", 2));
    if let Some(plain) = plain.filter(|plain| !plain.starts_with('*')) {
        let found = timed(&plain)?;
        let text = line.len().checked_sub(found.text.len() + "**".len());
        return Some(Timed {
            text: line.get(text?..)?,
            ..found
        });
    }
    // `## [01:02] Ann Wu`, `@01:02 - Ann Wu`
    let marked = line.trim_start_matches(['#', '@']).trim_start();
    let line = match marked.starts_with(|c: char| c == '[' || c.is_ascii_digit()) {
        true => marked,
        false => line,
    };
    if let Some(found) = BRACKETED_NAME.captures(line) {
        let (start, _) = timestamp::leading(found.name("time")?.as_str())?;
        return Some(Timed {
            start,
            end: None,
            heading: Some(speaker::parse_speaker(found.name("name")?.as_str())?),
            text: "",
            loose: false,
        });
    }
    if line.starts_with(['[', '(', '（', '【']) || line.starts_with(|c: char| c.is_ascii_digit())
    {
        return bracketed_span(line).or_else(|| time_first(line));
    }
    if let Some(found) = NAME_THEN_TIME.captures(line) {
        let (start, _) = timestamp::leading(found.name("time")?.as_str())?;
        let name = found.name("name")?.as_str();
        return Some(Timed {
            start,
            end: None,
            heading: Some(
                speaker::parse_speaker(name.trim().trim_matches('*'))
                    .or_else(|| plain_name(name))?,
            ),
            text: "",
            loose: false,
        });
    }
    let found = NAME_TIME_TEXT.captures(line)?;
    let (start, _) = timestamp::leading(found.name("time")?.as_str())?;
    Some(Timed {
        start,
        end: None,
        heading: Some(speaker::parse_speaker(found.name("name")?.as_str())?),
        text: found.name("text")?.as_str(),
        loose: false,
    })
}

/// A name known only from the time behind it: short, without punctuation.
fn plain_name(name: &str) -> Option<Heading> {
    let name = name.trim();
    let short = name.chars().count() <= 30 && name.split_whitespace().count() <= 4;
    let letters =
        name.starts_with(char::is_alphabetic) && !name.contains(['.', '?', '!', '。', '，', ',']);
    let common = name
        .split_whitespace()
        .any(|word| word.starts_with(char::is_lowercase) && word.is_ascii());
    (short && letters && !common).then(|| Heading {
        name: name.to_owned(),
        ..Heading::default()
    })
}

/// `[00:00.000 --> 00:05.120] text`, also with seconds alone.
fn bracketed_span(line: &str) -> Option<Timed<'_>> {
    if let Some(found) = SECONDS.captures(line) {
        return Some(Timed {
            start: found.name("from")?.as_str().parse().ok()?,
            end: found.name("to")?.as_str().parse().ok(),
            heading: None,
            text: found.name("text")?.as_str(),
            loose: false,
        });
    }
    let inner = line.strip_prefix(['[', '(', '（', '【'])?.trim_start();
    let (start, len) = timestamp::leading(inner)?;
    let rest = inner.get(len..)?.trim_start();
    let rest = rest.trim_start_matches(['-', '–', '—', '>', '→', '~', ' ']);
    let (end, rest) = match timestamp::leading(rest) {
        Some((end, len)) => (Some(end), rest.get(len..)?.trim_start()),
        None => (None, rest),
    };
    let text = rest.strip_prefix([']', ')', '）', '】'])?;
    Some(Timed {
        start,
        end,
        heading: None,
        text: text.trim_start_matches([' ', '\t', '-', '–', ':', '：']),
        loose: false,
    })
}

/// `00:01:02 text`, `00:01:02 - 00:01:08 text`, or a time alone.
fn time_first(line: &str) -> Option<Timed<'_>> {
    let (start, len) = timestamp::leading(line)?;
    let rest = line.get(len..)?;
    // A time of day is no time in a recording.
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t', '-', '–', '|', '　']);
    let lower = rest.trim_start().to_lowercase();
    let of_day = ["am", "pm", "a.m", "p.m"]
        .iter()
        .any(|half| lower.starts_with(half));
    if !spaced || of_day {
        return None;
    }
    let span = rest
        .trim_start()
        .trim_start_matches(['-', '–', '—', '>', '→', '~', ' ']);
    let (end, text) = match timestamp::leading(span) {
        Some((end, len)) => (Some(end), span.get(len..)?),
        None => (None, rest),
    };
    Some(Timed {
        start,
        end,
        heading: None,
        text: text.trim_start_matches([' ', '\t', '-', '–', '|', ':', '：', '　']),
        loose: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_forms() {
        for (line, start, name, text) in [
            ("[00:00.000 --> 00:05.120]  Good day.", 0, None, "Good day."),
            (
                "[00:00:07.000 --> 00:00:09.120] 法 人 說 明 會",
                7,
                None,
                "法 人 說 明 會",
            ),
            ("[12.50s -> 17.00s] Good day.", 12, None, "Good day."),
            ("[00:01:02] Ann Wu: Hi.", 62, None, "Ann Wu: Hi."),
            ("(00:01:02) Hi.", 62, None, "Hi."),
            ("00:01:02 Ann Wu: Hi.", 62, None, "Ann Wu: Hi."),
            ("0:05", 5, None, ""),
            ("00:01 - 00:04 Hi.", 1, None, "Hi."),
            ("Ann Wu  1:02", 62, Some("Ann Wu"), ""),
            ("Ann Wu (01:02):", 62, Some("Ann Wu"), ""),
            ("**Ann Wu** [01:02]", 62, Some("Ann Wu"), ""),
            ("Speaker 1 00:12", 12, Some("Speaker 1"), ""),
            ("发言人1　00:12", 12, Some("发言人1"), ""),
            ("林曜辰 00:01:02", 62, Some("林曜辰"), ""),
            ("Ann Wu [01:02]: Hi.", 62, Some("Ann Wu"), "Hi."),
        ] {
            let timed = timed(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(timed.start, start, "{line}");
            assert_eq!(timed.heading.map(|h| h.name).as_deref(), name, "{line}");
            assert_eq!(timed.text, text, "{line}");
        }
        for line in [
            "We begin at 10:30",
            "10:30 am doors open",
            "2025 was good",
            "The ratio was 3:10.",
            "12:61 x",
        ] {
            assert!(timed(line).is_none(), "{line}");
        }
    }

    #[test]
    fn recognised_by_rising_times() {
        for (text, expected) in [
            ("[00:01] Hi.\n[00:05] Hello.\n", true),
            ("Ann Wu  0:01\nHi.\n\nBo Li  0:09\nHello.\n", true),
            ("10:00 Doors\n11:00 Lunch\n", false),
            (
                "0:01\nwelcome to our earnings call\n0:05\nfor the third quarter\n",
                true,
            ),
            (
                "## Memo\nx\n## Transcript\n**A - B, C**\n(00:01) Hi.\n(00:05) Hi.\n",
                false,
            ),
            ("Plain text.\nNo times.\n", false),
        ] {
            assert_eq!(
                TimedLines.recognises(&Document::new(text)),
                expected,
                "{text}"
            );
        }
    }
}
