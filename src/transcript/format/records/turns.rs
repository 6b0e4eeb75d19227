//! Records of speech: objects that tell who says what, and perhaps when.

use serde_json::Value;

use super::{
    keys::{Object, find, find_text},
    names::Names,
    speech_list::{ENDS, STARTS, TEXTS, raw_time},
};
use crate::{
    model::Section,
    transcript::format::{
        Document, Heading, Paragraph, RawTurn, Transcript,
        speech::{
            cue::{self, Cue},
            dialogue,
        },
    },
};

/// Seconds of a day: no call is as long, so greater times are milliseconds.
const DAY_SECONDS: f64 = 86_400.0;

/// Records with fewer characters on average are cues of a recording, not paragraphs.
const MAX_CUE_CHARS: usize = 160;

/// Bytes of text that are enough to tell what a list is about.
const SAMPLE_BYTES: usize = 40_000;

/// How a list of records is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RecordOptions {
    /// The section that the layout states.
    pub(crate) section: Option<Section>,
    /// Whether the layout states milliseconds.
    pub(crate) milliseconds: bool,
    /// Whether the layout states paragraphs, so that even short ones are.
    pub(crate) paragraphs: bool,
}

/// The beginning of the texts of a list, to tell what it is about.
pub(crate) fn sample(list: &[Value]) -> String {
    let mut sample = String::new();
    for record in list.iter().filter_map(Value::as_object) {
        for utterance in utterances(record) {
            sample.push_str(&utterance.text);
            sample.push('\n');
        }
        if sample.len() > SAMPLE_BYTES {
            break;
        }
    }
    sample
}

/// Reads a list of records; elements that are none are left to `unparsed`.
pub(crate) fn read(
    list: &[Value],
    names: &Names,
    options: RecordOptions,
    transcript: &mut Transcript,
) {
    let records: Vec<Record> = (list.iter().filter_map(Value::as_object))
        .map(|object| Record {
            heading: names.heading(object),
            utterances: utterances(object),
        })
        .collect();
    let unit = TimeUnit::of(&records, options);
    let turns = if !options.paragraphs && are_cues(&records) {
        cue::turns(cues(records, unit))
    } else {
        paragraphs(records, unit)
    };
    for turn in turns {
        let section = options.section.or(turn.section);
        add_turn(RawTurn { section, ..turn }, &mut transcript.turns);
    }
}

/// Reads speech in one string: names before colons, the layout of another format, or no names.
pub(crate) fn read_text(
    document: &Document<'_>,
    text: &str,
    section: Option<Section>,
    transcript: &mut Transcript,
) {
    let turns = dialogue::turns(text);
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let named = dialogue::count_named(&turns);
    // Names above or between paragraphs are for the formats of text.
    let inner = (named * 5 < lines || named < 2).then(|| document.parse_embedded(text));
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
        add_turn(RawTurn { section, ..turn }, &mut transcript.turns);
    }
}

/// Adds a turn, or appends its paragraphs to the last turn of the same speaker.
fn add_turn(turn: RawTurn, turns: &mut Vec<RawTurn>) {
    let goes_on = |last: &&mut RawTurn| {
        last.heading == turn.heading && last.section == turn.section && last.side == turn.side
    };
    match turns.last_mut().filter(goes_on) {
        Some(last) if turn.side.is_none() => last.paragraphs.extend(turn.paragraphs),
        _ => turns.push(turn),
    }
}

/// One record: a speaker and the texts.
struct Record {
    heading: Heading,
    utterances: Vec<Utterance>,
}

/// One text with the times as the record states them.
#[derive(Debug, Default, PartialEq)]
struct Utterance {
    text: String,
    start: Option<f64>,
    end: Option<f64>,
}

/// The texts of a record.
fn utterances(record: &Object) -> Vec<Utterance> {
    let mut utterances = Vec::new();
    let time = |keys| find(record, keys).and_then(raw_time);
    for key in TEXTS {
        let Some(value) = find(record, &[key]) else {
            continue;
        };
        match value {
            Value::Array(pieces) if ["sentences", "words"].contains(key) => {
                utterances.push(Utterance {
                    text: joined(pieces),
                    ..Utterance::default()
                })
            }
            value => collect_texts(value, &mut utterances),
        }
        utterances.retain(|utterance| !utterance.text.trim().is_empty());
        if !utterances.is_empty() {
            break;
        }
    }
    if let Some(first) = utterances.first_mut() {
        first.start = first.start.or(time(STARTS));
        first.end = first.end.or(time(ENDS));
    }
    utterances
}

/// Collects the texts of a string, a list of strings or a list of records.
fn collect_texts(value: &Value, found: &mut Vec<Utterance>) {
    match value {
        Value::String(text) => found.push(Utterance {
            text: text.clone(),
            ..Utterance::default()
        }),
        Value::Array(list) => list.iter().for_each(|value| collect_texts(value, found)),
        Value::Object(record) => found.extend(utterances(record)),
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
    let mut utterances = Vec::new();
    collect_texts(piece, &mut utterances);
    found.extend(
        utterances
            .into_iter()
            .map(|utterance| utterance.text.trim().to_owned()),
    );
}

/// The unit of the times of a list.
#[derive(Debug, Clone, Copy)]
struct TimeUnit {
    milliseconds: bool,
}

impl TimeUnit {
    fn of(records: &[Record], options: RecordOptions) -> Self {
        let times = records.iter().flat_map(|record| &record.utterances);
        let latest = times
            .filter_map(|utterance| utterance.start)
            .fold(0.0, f64::max);
        Self {
            milliseconds: options.milliseconds || latest > DAY_SECONDS,
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
        (0.0..=DAY_SECONDS)
            .contains(&seconds)
            .then_some(seconds as u32)
    }
}

/// Whether records are cues: short timed texts that are to be joined into paragraphs.
fn are_cues(records: &[Record]) -> bool {
    let utterances: Vec<&Utterance> = records
        .iter()
        .flat_map(|record| &record.utterances)
        .collect();
    let timed = utterances
        .iter()
        .filter(|utterance| utterance.start.is_some())
        .count();
    let length: usize = utterances
        .iter()
        .map(|utterance| utterance.text.chars().count())
        .sum();
    !utterances.is_empty()
        && timed * 3 >= utterances.len() * 2
        && length < utterances.len() * MAX_CUE_CHARS
}

fn cues(records: Vec<Record>, unit: TimeUnit) -> Vec<Cue> {
    let mut last = 0;
    let mut cues = Vec::new();
    for record in records {
        for utterance in record.utterances {
            last = utterance
                .start
                .and_then(|at| unit.seconds(at))
                .unwrap_or(last);
            cues.push(Cue {
                start: last,
                end: utterance.end.and_then(|at| unit.seconds(at)),
                heading: Some(record.heading.clone()).filter(|heading| !heading.name.is_empty()),
                text: utterance.text,
                ..Cue::default()
            });
        }
    }
    cues
}

fn paragraphs(records: Vec<Record>, unit: TimeUnit) -> Vec<RawTurn> {
    let mut turns = Vec::new();
    for record in records {
        let mut turn = RawTurn::new(record.heading);
        for utterance in record.utterances {
            let time = utterance.start.and_then(|at| unit.seconds(at));
            let paragraphs = dialogue::paragraphs(&utterance.text).enumerate();
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
            let utterances = record.as_object().map(utterances).unwrap_or_default();
            let texts: Vec<&str> = utterances
                .iter()
                .map(|utterance| utterance.text.as_str())
                .collect();
            assert_eq!(texts, expected, "{record}");
            assert_eq!(
                utterances.first().and_then(|utterance| utterance.start),
                start,
                "{record}"
            );
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
            assert_eq!(
                super::super::is_speech(list.as_array().unwrap()),
                speech,
                "{list}"
            );
        }
    }
}
