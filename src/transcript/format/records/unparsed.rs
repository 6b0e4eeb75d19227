//! Marks every text of a JSON value that the transcript lacks as unparsed, so that no text is lost.
//!
//! JSON repeats a text (whole, by paragraph, by sentence, by word) and has unknown keys. So the whole
//! value is walked after it was read, and only texts that are nowhere in the transcript are marked.

use serde_json::Value;

use crate::transcript::format::{Heading, Transcript, speech::sentence};

/// Bytes searched in total; beyond that texts are marked without a search.
const MAX_SEARCHED_BYTES: usize = 1 << 30;

/// Bytes behind the last match that are searched first: repetitions come in order.
const NEAR_BYTES: usize = 4_096;

/// Marks the texts of a value that the transcript lacks.
pub(super) fn mark_missing(value: &Value, transcript: &mut Transcript) {
    let mut held = TranscriptText::of(transcript);
    walk("", value, &mut |key, text| {
        if !is_language(text) {
            return;
        }
        for rest in held.missing(text) {
            transcript.mark_unparsed(1, rest.trim(), if key.is_empty() { "text" } else { key });
        }
    });
}

/// Calls `show` with every string of a value and the key above it.
fn walk<'a>(key: &'a str, value: &'a Value, show: &mut impl FnMut(&'a str, &'a str)) {
    match value {
        Value::String(text) => show(key, text),
        Value::Array(list) => list.iter().for_each(|value| walk(key, value, show)),
        Value::Object(object) => {
            (object.iter()).for_each(|(key, value)| walk(key, value, show));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a string is language rather than a number, an address or an identifier: words, or a
/// script that puts nothing between them, or a word that ends a sentence.
fn is_language(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().any(char::is_alphabetic);
    let sentence = text.ends_with(['.', '?', '!', ',']);
    letters && (text.contains(char::is_whitespace) || !text.is_ascii() || sentence)
}

/// Appends the letters and digits of a text: punctuation and spaces do not distinguish a repetition.
fn squash(text: &str, into: &mut String) {
    into.extend(text.chars().filter(|c| c.is_alphanumeric()));
}

/// The text of a transcript, searched in order.
struct TranscriptText {
    text: String,
    /// End of the last match, in bytes.
    last_end: usize,
    searched: usize,
}

impl TranscriptText {
    /// Has the speech twice, with names and without, since a repetition may be either.
    fn of(transcript: &Transcript) -> Self {
        let mut text = String::new();
        let mut paragraphs = String::new();
        for turn in &transcript.turns {
            squash(&turn.heading.name, &mut text);
            for (_, side) in (turn.paragraphs.iter()).flat_map(|paragraph| paragraph.text.iter()) {
                squash(side, &mut text);
                squash(side, &mut paragraphs);
            }
        }
        text.push('\n');
        text.push_str(&paragraphs);
        let mut line = |line: &str| {
            text.push('\n');
            squash(line, &mut text);
        };
        for heading in
            (transcript.turns.iter().map(|turn| &turn.heading)).chain(&transcript.participants)
        {
            line(&heading_text(heading));
        }
        line(&transcript.title);
        line(transcript.company.as_deref().unwrap_or_default());
        line(transcript.ticker.as_deref().unwrap_or_default());
        for item in &transcript.summary {
            item.text.iter().for_each(|(_, side)| line(side));
            item.path.iter().for_each(|part| line(part));
        }
        transcript.unparsed.iter().for_each(|rest| line(&rest.text));
        Self {
            text,
            last_end: 0,
            searched: 0,
        }
    }

    /// The parts of a text that the transcript lacks: all of a short text, sentences of a long one. They
    /// count as held from then on.
    fn missing<'a>(&mut self, text: &'a str) -> Vec<&'a str> {
        if self.holds(text) {
            return Vec::new();
        }
        let lines = text
            .lines()
            .flat_map(|line| sentence::split_sentences(line, 0));
        let all: Vec<&str> = lines.collect();
        let mut missing: Vec<&str> = all.clone();
        missing.retain(|piece| !self.holds(piece));
        if missing.len() * 2 >= all.len() {
            missing = vec![text];
        }
        for rest in &missing {
            self.text.push('\n');
            squash(rest, &mut self.text);
        }
        missing
    }

    fn holds(&mut self, text: &str) -> bool {
        let mut wanted = String::new();
        squash(text, &mut wanted);
        if wanted.is_empty() {
            return true;
        }
        if self.searched > MAX_SEARCHED_BYTES {
            return false;
        }
        let behind = self.text.get(self.last_end..).unwrap_or_default();
        let near = head(behind, wanted.len() + NEAR_BYTES);
        let found = near.find(&wanted).map(|at| self.last_end + at).or_else(|| {
            self.searched += near.len() + self.text.len();
            self.text.find(&wanted)
        });
        if let Some(at) = found {
            self.last_end = at + wanted.len();
        }
        found.is_some()
    }
}

/// Name, title and firm of a heading, in the orders in which one string may have them.
fn heading_text(heading: &Heading) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let (title, firm) = (part(&heading.title), part(&heading.firm));
    let (name, other) = (&heading.name, part(&heading.other_name));
    format!("{name}{title}{firm}{name}{firm}{title}{name}{other}{name}")
}

fn head(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::transcript::format::{Paragraph, RawTurn};

    #[test]
    fn only_texts_that_are_nowhere_are_marked() {
        let mut transcript = Transcript {
            turns: vec![RawTurn {
                heading: Heading {
                    name: "Ann Wu".to_owned(),
                    ..Heading::default()
                },
                paragraphs: vec![
                    Paragraph::new("Good day. We grew."),
                    Paragraph::new("A lot."),
                ],
                ..RawTurn::default()
            }],
            ..Transcript::default()
        };
        let value = json!({
            "text": "Good day. We grew.\nA lot.",
            "named": "Ann Wu: Good day. We grew. A lot.",
            "sentences": ["Good day.", "We grew.", "A lot."],
            "words": ["Good", "day"],
            "url": "https://example.com/a",
            "id": "b7e1",
            "deep": [[{"note": "Taken at dawn."}], 5, null],
            "again": "Taken at dawn.",
            "long": "Good day. We grew. A lot. And more.",
            "one": "Thanks.",
            "han": "散會",
        });
        mark_missing(&value, &mut transcript);
        let mut rest: Vec<_> = (transcript.unparsed.iter())
            .map(|rest| (rest.taken_for.as_str(), rest.text.as_str()))
            .collect();
        rest.sort_unstable();
        assert_eq!(
            rest,
            [
                ("han", "散會"),
                ("long", "And more."),
                ("note", "Taken at dawn."),
                ("one", "Thanks."),
            ]
        );
    }
}
