//! Subtitles: SubRip (`.srt`) and WebVTT.
//!
//! ```text
//! WEBVTT
//!
//! intro
//! 00:00:01.000 --> 00:00:04.200 align:start
//! <v Ann Wu>Good afternoon, and welcome.</v>
//! ```
//!
//! Speakers are in voice tags, before a colon (`Ann Wu: …`) or behind `>>`. Styles and comments are
//! marked as unparsed; inline tags, cue settings and the numbers of cues are dropped.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use super::{
    Document, Format, Heading, Transcript,
    speaker::{self, label},
    speech::{
        cue::{self, Cue},
        detection, timestamp,
    },
    title::headline,
};
use crate::transcript::lazy_regex::lazy_regex;

pub(super) struct Subtitles;

impl Format for Subtitles {
    fn name(&self) -> &'static str {
        "subtitles"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let text = document.text();
        if detection::is_markup(text) {
            return false;
        }
        let vtt = text.trim_start_matches('\u{feff}').starts_with("WEBVTT");
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let at_top = lines.clone().take(8).any(|line| timing(line).is_some());
        let arrows = lines.by_ref().filter(|line| timing(line).is_some()).count();
        arrows > 0 && (vtt || at_top)
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let text = document.text();
        let mut transcript = Transcript::default();
        let lines: Vec<&str> = text.lines().collect();
        let mut screens = screens(&lines, &mut transcript);
        let names = take_names(&mut screens);
        let rolling = is_rolling(&screens);
        let mut cues: Vec<Cue> = Vec::new();
        let mut last = String::new();
        for (screen, name) in screens.iter().zip(names) {
            let mut open = false;
            if let Some(heading) = name {
                cues.push(Cue {
                    start: screen.start,
                    end: Some(screen.start),
                    heading: Some(heading),
                    speaker_changes: true,
                    ..Cue::default()
                });
                open = true;
            }
            for line in &screen.lines {
                for (voice, text) in voices(line) {
                    if text.is_empty() || rolling && text == last {
                        continue;
                    }
                    last.clone_from(&text);
                    let (dash, text) = match text.strip_prefix(['-', '–', '—', '‐']) {
                        Some(rest) if screen.lines.len() > 1 || rest.starts_with(' ') => {
                            (true, rest.trim_start().to_owned())
                        }
                        _ => (false, text),
                    };
                    let heading = voice.map(|name| {
                        speaker::parse_speaker(&name).unwrap_or(Heading {
                            name,
                            ..Heading::default()
                        })
                    });
                    let speaker_changes = dash || text.starts_with(">>");
                    let labelled = label::before_colon(&text).is_some();
                    match cues.last_mut() {
                        Some(cue) if open && heading.is_none() && !speaker_changes && !labelled => {
                            cue.text
                                .push_str(if cue.text.is_empty() { "" } else { " " });
                            cue.text.push_str(&text);
                        }
                        _ => cues.push(Cue {
                            start: screen.start,
                            end: Some(screen.end),
                            heading,
                            speaker_changes,
                            begins_paragraph: false,
                            text,
                        }),
                    }
                    open = true;
                }
            }
        }
        transcript.turns = cue::turns(cues);
        transcript
    }

    fn caveat(&self) -> Option<&'static str> {
        Some("subtitles, most often made by speech recognition: names and figures may be wrong")
    }
}

/// The lines displayed between two times, in seconds.
struct Screen<'a> {
    start: u32,
    end: u32,
    lines: Vec<&'a str>,
}

/// The two times of a line such as `00:00:01,000 --> 00:00:04,200 align:start`.
fn timing(line: &str) -> Option<(u32, u32)> {
    let (start, len) = timestamp::leading(line.trim())?;
    let rest = line.trim().get(len..)?.trim_start();
    // `0:00:01.000,0:00:04.200` are the times of YouTube's own format.
    let rest = rest.strip_prefix("-->").or_else(|| {
        let times = |c: char| c.is_ascii_digit() || ":.,".contains(c);
        rest.strip_prefix(',')
            .filter(|rest| rest.chars().all(times))
    })?;
    let (end, _) = timestamp::leading(rest.trim_start())?;
    Some((start, end))
}

/// Removes the speaker's name from the first line of each screen, where most have one there, and one comes again.
fn take_names(screens: &mut [Screen<'_>]) -> Vec<Option<Heading>> {
    let name = |screen: &Screen<'_>| {
        let first = screen.lines.first().filter(|_| screen.lines.len() >= 2)?;
        Some(label::whole_line(first)?.heading)
    };
    let mut names: Vec<Option<Heading>> = screens.iter().map(name).collect();
    let mut seen: HashSet<&String> = HashSet::new();
    let again = (names.iter().flatten()).any(|heading| !seen.insert(&heading.name));
    if !again || names.iter().flatten().count() * 10 < screens.len() * 7 {
        names.iter_mut().for_each(|name| *name = None);
    }
    for (screen, _) in screens
        .iter_mut()
        .zip(&names)
        .filter(|(_, name)| name.is_some())
    {
        screen.lines.remove(0);
    }
    names
}

/// Reads the blocks between the timings; whatever is no cue goes to the transcript.
fn screens<'a>(lines: &[&'a str], transcript: &mut Transcript) -> Vec<Screen<'a>> {
    let mut screens: Vec<Screen<'a>> = Vec::new();
    let mut aside: Option<&str> = None;
    let mut in_cue = false;
    for (at, line) in lines.iter().enumerate() {
        let text = line.trim_start_matches('\u{feff}').trim();
        if let Some((start, end)) = timing(text) {
            screens.push(Screen {
                start,
                end,
                lines: Vec::new(),
            });
            (in_cue, aside) = (true, None);
            continue;
        }
        if text.is_empty() {
            // A cue of a careless file holds blank lines: it goes on unless a new block begins_paragraph.
            aside = None;
            in_cue = in_cue && !begins_block(lines, at + 1);
            continue;
        }
        let number = at + 1;
        if in_cue && is_cue_id(lines, at) {
            if text.chars().any(char::is_alphabetic) {
                transcript.mark_unparsed(number, text, "cue identifier");
            }
            in_cue = false;
        } else if let Some(screen) = screens.last_mut().filter(|_| in_cue) {
            screen.lines.push(text);
        } else if let Some(kind) = aside {
            transcript.mark_unparsed(number, text, kind);
        } else if let Some(kind) = block(text) {
            let rest = text
                .split_once(char::is_whitespace)
                .map_or("", |(_, rest)| rest)
                .trim();
            let title = rest.trim_start_matches(['-', '–', '—', ' ']);
            match kind {
                "header" if !title.is_empty() && transcript.title.is_empty() => {
                    headline::read(title, transcript);
                }
                "comment" if transcript.title.is_empty() && headline::is_title(title) => {
                    headline::read(title, transcript);
                }
                _ if rest.is_empty() => {}
                _ => transcript.mark_unparsed(number, text, kind),
            }
            aside = Some(kind);
        } else if text.chars().any(char::is_alphabetic) {
            let kind = if is_cue_id(lines, at) {
                "cue identifier"
            } else {
                "text outside cues"
            };
            transcript.mark_unparsed(number, text, kind);
        }
    }
    screens
}

/// The kind of block that a line begins.
fn block(line: &str) -> Option<&'static str> {
    match line.split_whitespace().next()? {
        "WEBVTT" => Some("header"),
        "NOTE" => Some("comment"),
        "STYLE" => Some("style"),
        "REGION" => Some("region"),
        _ => None,
    }
}

/// Whether a line names the cue whose timing follows.
fn is_cue_id(lines: &[&str], at: usize) -> bool {
    let after_blank = at
        .checked_sub(1)
        .and_then(|before| lines.get(before))
        .is_none_or(|line| line.trim().is_empty());
    let number = lines
        .get(at)
        .is_some_and(|line| line.trim().bytes().all(|b| b.is_ascii_digit()));
    let timed = lines.get(at + 1).is_some_and(|line| timing(line).is_some());
    timed && (after_blank || number)
}

/// Whether a new block begins_paragraph at a line, or behind further blank ones.
fn begins_block(lines: &[&str], at: usize) -> bool {
    let Some(next) = lines.get(at).map(|line| line.trim()) else {
        return true;
    };
    next.is_empty() || block(next).is_some() || timing(next).is_some() || is_cue_id(lines, at)
}

/// Whether each screen repeats the last line of the one before, as live captions do.
fn is_rolling(screens: &[Screen<'_>]) -> bool {
    let repeats = screens.windows(2).filter(|pair| match pair {
        [before, after] => match (before.lines.last(), after.lines.first()) {
            (Some(before), Some(after)) => plain(before) == plain(after),
            _ => false,
        },
        _ => false,
    });
    screens.len() > 3 && repeats.count() * 3 >= screens.len()
}

static VOICE: LazyLock<Regex> = lazy_regex!(r"<v(?:\.[^\s>]*)*\s+([^>]+)>");

static TAG: LazyLock<Regex> = lazy_regex!(
    r"(?i)</?(?:v|c|i|b|u|s|em|strong|lang|ruby|rt|font|span|br)(?:[.\s/][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}"
);

/// The pieces of a line with the names in the voice tags before them.
fn voices(line: &str) -> Vec<(Option<String>, String)> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut name = None;
    for found in VOICE.captures_iter(line) {
        let Some(whole) = found.get(0) else { continue };
        let before = plain(&line[from..whole.start()]);
        if !before.is_empty() {
            pieces.push((name.take(), before));
        }
        name = Some(plain(&found[1]));
        from = whole.end();
    }
    pieces.push((name, plain(&line[from..])));
    pieces
}

/// A text without tags, with entities read and white space closed up.
fn plain(text: &str) -> String {
    let text = TAG.replace_all(text, " ");
    let mut plain = text.into_owned();
    if plain.contains('&') {
        for (entity, sign) in [
            ("&nbsp;", " "),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&lrm;", ""),
            ("&rlm;", ""),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&amp;", "&"),
        ] {
            plain = plain.replace(entity, sign);
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let plain = words.join(" ");
    plain.replace(" ,", ",").replace(" .", ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let transcript = Subtitles.parse(&Document::new(text));
        transcript
            .turns
            .iter()
            .map(|turn| {
                let paragraphs: Vec<String> = (turn.paragraphs.iter())
                    .flat_map(|p| p.text.iter().map(|(_, side)| side.clone()))
                    .collect();
                format!("{}: {}", turn.heading.name, paragraphs.join(" / "))
            })
            .collect()
    }

    #[test]
    fn tells_speakers() {
        for (text, expected) in [
            (
                "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n<v.loud Ann Wu>Good <i>day</i>.</v>\n\n00:03.000 --> 00:04.000\n<v Bo Li>Hello &amp; welcome.\n",
                vec!["Ann Wu: Good day.", "Bo Li: Hello & welcome."],
            ),
            (
                "1\n00:00:01,000 --> 00:00:02,000\n- Is it on?\n- It is.\n\n2\n00:00:02,000 --> 00:00:03,000\n{\\an8}<font color=\"#fff\">Fine.</font>\n",
                vec![": Is it on?", ": It is. Fine."],
            ),
            (
                "1\n00:00:01,000 --> 00:00:02,000\nOperator: Good day\n\n2\n00:00:02,500 --> 00:00:03,000\nand welcome.\nAnn Wu: Thanks.\n\n3\n00:00:04,000 --> 00:00:05,000\nAnn Wu: Again.\n",
                vec!["Operator: Good day and welcome.", "Ann Wu: Thanks. Again."],
            ),
        ] {
            assert!(Subtitles.recognises(&Document::new(text)));
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn live_captions_say_each_line_once() {
        let mut text = "WEBVTT\nKind: captions\n".to_owned();
        let lines = ["welcome to", "the call", "we had a", "good quarter"];
        for (at, pair) in lines.windows(2).enumerate() {
            let [first, second] = pair else { continue };
            text += &format!(
                "\n00:00:0{at}.000 --> 00:00:0{}.000 align:start\n{first}\n<00:00:0{at}.500><c> {second}</c>\n\n00:00:0{at}.900 --> 00:00:0{at}.950\n{second}\n",
                at + 1
            );
        }
        assert_eq!(
            shown(&text),
            [": welcome to the call we had a good quarter"]
        );
    }

    #[test]
    fn blocks_that_are_no_cues() {
        let text = "WEBVTT - Acme Corp Q3 2025 Earnings Call\n\nSTYLE\n::cue { color: white }\n\nNOTE machine made\nunedited\n\nintro\n00:01.000 --> 00:02.000\nHi.\n";
        let transcript = Subtitles.parse(&Document::new(text));
        assert_eq!(transcript.company.as_deref(), Some("Acme Corp"));
        let aside: Vec<&str> = transcript
            .unparsed
            .iter()
            .map(|r| r.taken_for.as_str())
            .collect();
        assert_eq!(aside, ["style", "comment", "comment", "cue identifier"]);
    }
}
