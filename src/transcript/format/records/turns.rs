//! Records of speech: objects that tell who says what, and perhaps when.

use serde_json::Value;

use super::{
    Object,
    facts::states_call,
    find, find_text,
    names::{Names, SPEAKERS},
};
use crate::{
    model::Section,
    transcript::format::{
        Document, Heading, Paragraph, RawTurn, Transcript,
        speech::{
            cue::{self, Cue},
            dialogue, timestamp,
        },
    },
};

/// Keys of what is said, the best first: the later ones repeat the text word by word.
const TEXTS: &[&str] = &[
    "text",
    "content",
    "speech",
    "transcript",
    "utterance",
    "statement",
    "remarks",
    "body",
    "paragraph",
    "paragraphs",
    "sentences",
    "words",
    "punctuatedword",
    "word",
];
const STARTS: &[&str] = &[
    "start",
    "starttime",
    "startms",
    "timestamp",
    "time",
    "offset",
    "begin",
    "starttimes",
];
const ENDS: &[&str] = &["end", "endtime", "endms"];

/// Seconds of a day: no call is as long, so greater times are milliseconds.
const DAY: f64 = 86_400.0;

/// Records that are shorter than this on average are cues of a recording, not paragraphs.
const SHORT: usize = 160;

/// Enough text to tell what a list is about, in bytes.
const SAMPLE: usize = 40_000;

/// How a list of records is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    /// The section that the layout states.
    pub(crate) section: Option<Section>,
    /// Whether the layout states milliseconds.
    pub(crate) milliseconds: bool,
    /// Whether the layout states paragraphs, so that even short ones are.
    pub(crate) paragraphs: bool,
}

/// Whether most elements of a list say who speaks and what is said.
pub(crate) fn is_speech(list: &[Value]) -> bool {
    is_mostly(list, |record| {
        find(record, SPEAKERS).is_some() && find(record, TEXTS).is_some() && !states_call(record)
    })
}

/// Whether most elements of a list are text with times.
pub(crate) fn is_timed(list: &[Value]) -> bool {
    is_mostly(list, |record| {
        find_text(record, TEXTS).is_some() && find(record, STARTS).and_then(raw_time).is_some()
    })
}

fn is_mostly(list: &[Value], holds: impl Fn(&Object) -> bool) -> bool {
    let found = (list.iter().filter_map(Value::as_object)).filter(|record| holds(record));
    !list.is_empty() && found.count() * 3 >= list.len() * 2
}

/// The beginning of what a list says, to tell what it is about.
pub(crate) fn sample(list: &[Value]) -> String {
    let mut sample = String::new();
    for record in list.iter().filter_map(Value::as_object) {
        for said in said(record) {
            sample.push_str(&said.text);
            sample.push('\n');
        }
        if sample.len() > SAMPLE {
            break;
        }
    }
    sample
}

/// Reads a list of records; what is none stays for the rest.
pub(crate) fn read(list: &[Value], names: &Names, manner: Manner, transcript: &mut Transcript) {
    let records: Vec<Record> = (list.iter().filter_map(Value::as_object))
        .map(|object| Record {
            heading: names.heading(object),
            said: said(object),
        })
        .collect();
    let clock = Clock::of(&records, manner);
    let turns = if !manner.paragraphs && are_cues(&records) {
        cue::turns(cues(records, clock))
    } else {
        paragraphs(records, clock)
    };
    for turn in turns {
        let section = manner.section.or(turn.section);
        add(RawTurn { section, ..turn }, &mut transcript.turns);
    }
}

/// Reads what is said in one string: names before colons, any layout of text, or no names at all.
pub(crate) fn read_text(
    document: &Document<'_>,
    text: &str,
    section: Option<Section>,
    transcript: &mut Transcript,
) {
    let turns = dialogue::turns(text);
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let told = dialogue::named(&turns);
    // Names above or between paragraphs are for the formats of text.
    let inner = (told * 5 < lines || told < 2).then(|| document.parse_embedded(text));
    let turns = match inner.flatten() {
        Some(inner) => {
            transcript.participants.extend(inner.participants);
            transcript.summary.extend(inner.summary);
            for rest in inner.unparsed {
                transcript.mark_unparsed(1, &rest.text, &rest.taken_for);
            }
            transcript.company = transcript.company.take().or(inner.company);
            transcript.ticker = transcript.ticker.take().or(inner.ticker);
            transcript.period = transcript.period.or(inner.period);
            transcript.date = transcript.date.take().or(inner.date);
            if transcript.title.is_empty() {
                transcript.title = inner.title;
            }
            inner.turns
        }
        None => turns,
    };
    for turn in turns {
        let section = section.or(turn.section);
        add(RawTurn { section, ..turn }, &mut transcript.turns);
    }
}

/// Adds a turn, or goes on with the last one of the same speaker.
fn add(turn: RawTurn, turns: &mut Vec<RawTurn>) {
    let goes_on = |last: &&mut RawTurn| {
        last.heading == turn.heading && last.section == turn.section && last.side == turn.side
    };
    match turns.last_mut().filter(goes_on) {
        Some(last) if turn.side.is_none() => last.paragraphs.extend(turn.paragraphs),
        _ => turns.push(turn),
    }
}

/// One record: who says what.
struct Record {
    heading: Heading,
    said: Vec<Said>,
}

/// One text with the times as the record has them.
#[derive(Debug, Default, PartialEq)]
struct Said {
    text: String,
    start: Option<f64>,
    end: Option<f64>,
}

/// What a record says.
fn said(record: &Object) -> Vec<Said> {
    let mut said = Vec::new();
    let time = |keys| find(record, keys).and_then(raw_time);
    for key in TEXTS {
        let Some(value) = find(record, &[key]) else {
            continue;
        };
        match value {
            Value::Array(pieces) if ["sentences", "words"].contains(key) => said.push(Said {
                text: joined(pieces),
                ..Said::default()
            }),
            value => gather(value, &mut said),
        }
        said.retain(|said| !said.text.trim().is_empty());
        if !said.is_empty() {
            break;
        }
    }
    if let Some(first) = said.first_mut() {
        first.start = first.start.or(time(STARTS));
        first.end = first.end.or(time(ENDS));
    }
    said
}

/// Takes the texts of a string, a list of strings or a list of records.
fn gather(value: &Value, found: &mut Vec<Said>) {
    match value {
        Value::String(text) => found.push(Said {
            text: text.clone(),
            ..Said::default()
        }),
        Value::Array(list) => list.iter().for_each(|value| gather(value, found)),
        Value::Object(record) => found.extend(said(record)),
        _ => {}
    }
}

/// Sentences or words with a space between them.
fn joined(pieces: &[Value]) -> String {
    let mut found = Vec::new();
    for piece in pieces {
        match piece {
            // A word comes with and without its punctuation.
            Value::Object(word) => match find_text(word, &["punctuatedword"]) {
                Some(text) => found.push(text.trim().to_owned()),
                None => gather_joined(piece, &mut found),
            },
            piece => gather_joined(piece, &mut found),
        }
    }
    found.retain(|text| !text.is_empty());
    found.join(" ")
}

fn gather_joined(piece: &Value, found: &mut Vec<String>) {
    let mut said = Vec::new();
    gather(piece, &mut said);
    found.extend(said.into_iter().map(|said| said.text.trim().to_owned()));
}

/// A time as it stands: a number, digits, a time stamp, or the first of a list.
fn raw_time(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => {
            let stamp = || timestamp::leading(text.trim()).map(|(seconds, _)| f64::from(seconds));
            text.trim().parse().ok().or_else(stamp)
        }
        Value::Array(times) => times.first().and_then(Value::as_f64),
        _ => None,
    }
}

/// Tells seconds from the times of a list.
#[derive(Debug, Clone, Copy)]
struct Clock {
    milliseconds: bool,
}

impl Clock {
    fn of(records: &[Record], manner: Manner) -> Self {
        let times = records.iter().flat_map(|record| &record.said);
        let latest = times.filter_map(|said| said.start).fold(0.0, f64::max);
        Self {
            milliseconds: manner.milliseconds || latest > DAY,
        }
    }

    /// Whole seconds; none for what is no time in a recording, such as a date.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn seconds(self, raw: f64) -> Option<u32> {
        let seconds = if self.milliseconds {
            raw / 1_000.0
        } else {
            raw
        };
        (0.0..=DAY).contains(&seconds).then_some(seconds as u32)
    }
}

/// Whether records are short timed pieces that somebody has to gather.
fn are_cues(records: &[Record]) -> bool {
    let said: Vec<&Said> = records.iter().flat_map(|record| &record.said).collect();
    let timed = said.iter().filter(|said| said.start.is_some()).count();
    let length: usize = said.iter().map(|said| said.text.chars().count()).sum();
    !said.is_empty() && timed * 3 >= said.len() * 2 && length < said.len() * SHORT
}

fn cues(records: Vec<Record>, clock: Clock) -> Vec<Cue> {
    let mut last = 0;
    let mut cues = Vec::new();
    for record in records {
        for said in record.said {
            last = said.start.and_then(|at| clock.seconds(at)).unwrap_or(last);
            cues.push(Cue {
                start: last,
                end: said.end.and_then(|at| clock.seconds(at)),
                heading: Some(record.heading.clone()).filter(|heading| !heading.name.is_empty()),
                text: said.text,
                ..Cue::default()
            });
        }
    }
    cues
}

fn paragraphs(records: Vec<Record>, clock: Clock) -> Vec<RawTurn> {
    let mut turns = Vec::new();
    for record in records {
        let mut turn = RawTurn::new(record.heading);
        for said in record.said {
            let time = said.start.and_then(|at| clock.seconds(at));
            let paragraphs = dialogue::paragraphs(&said.text).enumerate();
            turn.paragraphs
                .extend(paragraphs.map(|(at, paragraph)| Paragraph {
                    time: time.filter(|_| at == 0),
                    ..paragraph
                }));
        }
        if !turn.paragraphs.is_empty() {
            turns.push(turn);
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_records_say() {
        for (record, expected, start) in [
            (
                json!({"text": " Hi. ", "start": 2.5}),
                vec![" Hi. "],
                Some(2.5),
            ),
            (
                json!({"paragraphs": ["Hi.", "Ho."]}),
                vec!["Hi.", "Ho."],
                None,
            ),
            (
                json!({"text": "", "words": ["法", "人"], "start_times": [3, 4]}),
                vec!["法 人"],
                Some(3.0),
            ),
            (
                json!({"sentences": [{"text": "Hi.", "start": 1}, {"text": "Ho."}], "start": "1:02"}),
                vec!["Hi. Ho."],
                Some(62.0),
            ),
            (
                json!({"words": [{"word": "hi", "punctuated_word": "Hi."}, {"word": "ho"}]}),
                vec!["Hi. ho"],
                None,
            ),
            (
                json!({"text": 5, "content": {"text": "Hi."}}),
                vec!["Hi."],
                None,
            ),
        ] {
            let said = record.as_object().map(said).unwrap_or_default();
            let texts: Vec<&str> = said.iter().map(|said| said.text.as_str()).collect();
            assert_eq!(texts, expected, "{record}");
            assert_eq!(said.first().and_then(|said| said.start), start, "{record}");
        }
    }

    #[test]
    fn lists_of_speech_and_others() {
        for (list, speech) in [
            (json!([{"speaker": "Ann", "text": "Hi."}]), true),
            (json!([{"speakerName": 0, "paragraphs": []}]), true),
            (
                json!([{"name": "Acme", "symbol": "ACM", "content": "x"}]),
                false,
            ),
            (json!([{"role": "user", "content": "x"}]), false),
            (json!([1, 2]), false),
            (json!([]), false),
        ] {
            assert_eq!(is_speech(list.as_array().unwrap()), speech, "{list}");
        }
    }
}
