//! Which lists are records of speech, and the keys of such records.

use serde_json::Value;

use super::{
    facts::states_call,
    keys::{Object, find, find_text},
};
use crate::{text::has_han, transcript::format::speech::timestamp};

/// Keys of a speaker's name or number.
pub(super) const SPEAKERS: &[&str] = &[
    "speaker",
    "speakername",
    "participant",
    "participantname",
    "name",
    "who",
    "speakerlabel",
    "speakerid",
    "spk",
    "user",
    "username",
    "nickname",
    "displayname",
];
/// Keys of the text, the best first: the later ones repeat it word by word.
pub(super) const TEXTS: &[&str] = &[
    "text",
    "content",
    "speech",
    "transcript",
    "utterance",
    "statement",
    "remarks",
    "remark",
    "sentence",
    "body",
    "paragraph",
    "paragraphs",
    "sentences",
    "contents",
    "onebest",
    "words",
    "punctuatedword",
    "word",
];
pub(super) const STARTS: &[&str] = &[
    "start",
    "starttime",
    "startms",
    "timestamp",
    "time",
    "offset",
    "begin",
    "starttimes",
    "bg",
];
pub(super) const ENDS: &[&str] = &["end", "endtime", "endms", "ed"];

/// The speaker whom a record names under `role`, as exports in the layout of a chat do; the roles of a
/// chat itself are none.
pub(super) fn speaking_role(record: &Object) -> Option<&str> {
    const CHAT: [&str; 6] = [
        "user",
        "assistant",
        "system",
        "tool",
        "function",
        "developer",
    ];
    let role = find_text(record, &["role"])?.trim();
    let named = role.contains(' ') || role.eq_ignore_ascii_case("operator") || has_han(role);
    let lower = role.to_lowercase();
    (named && !CHAT.contains(&lower.as_str())).then_some(role)
}

/// Whether most elements of a list state a speaker and a text.
pub(crate) fn is_speech(list: &[Value]) -> bool {
    is_mostly(list, |record| {
        let speaker = find(record, SPEAKERS).is_some() || speaking_role(record).is_some();
        speaker && find(record, TEXTS).is_some() && !states_call(record)
    })
}

/// Whether most elements of a list have a text and a time.
pub(crate) fn is_timed(list: &[Value]) -> bool {
    is_mostly(list, |record| {
        find_text(record, TEXTS).is_some() && find(record, STARTS).and_then(raw_time).is_some()
    })
}

fn is_mostly(list: &[Value], holds: impl Fn(&Object) -> bool) -> bool {
    let found = (list.iter().filter_map(Value::as_object)).filter(|record| holds(record));
    !list.is_empty() && found.count() * 3 >= list.len() * 2
}

/// A time as written: a number, digits, a time stamp, or the first of a list.
pub(super) fn raw_time(value: &Value) -> Option<f64> {
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
