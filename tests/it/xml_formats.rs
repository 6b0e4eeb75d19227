//! Calls of the plain-text vendor, written out in the XML vendors' layouts, read back the same.

use std::fmt::Write;

use verbatim::{
    model::{Call, Role, Section},
    transcript::{
        self,
        format::{Document, FORMATS, recognise},
    },
};

use crate::formats::assemble;
use crate::harness::{project, real_calls};

/// StreetEvents calls: the sample, and the real ones where the machine has them.
fn calls() -> Vec<Call> {
    let sample = project().join("tests/fixtures/formats/streetevents");
    let folders = [sample].into_iter().chain(real_calls("streetevents"));
    let mut calls = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "txt") {
                let text = transcript::decode(&path, &std::fs::read(&path).unwrap()).unwrap();
                calls.push(read("streetevents", &text));
            }
        }
    }
    calls
}

fn read(format: &str, text: &str) -> Call {
    let document = Document::new(text);
    assert_eq!(recognise(&document).map(|found| found.name()), Some(format));
    let format = FORMATS.iter().find(|known| known.name() == format).unwrap();
    assemble(format.parse(&document), format.name(), "call.txt")
}

/// Who says what where, in order; how listed people are described.
fn said(call: &Call) -> Vec<String> {
    let mut said: Vec<String> = (call.passages.iter())
        .map(|passage| {
            let who = call.speaker_of(passage).unwrap();
            let text = passage.text.iter().next().unwrap().1;
            format!(
                "{} {:?} {} {}: {text}",
                passage.section, passage.exchange, who.name, who.role
            )
        })
        .collect();
    for who in call
        .speakers
        .iter()
        .filter(|who| who.role != Role::Operator)
    {
        said.push(format!("{} / {:?} / {:?}", who.name, who.title, who.firm));
    }
    said
}

fn about(title: Option<&str>, firm: Option<&str>) -> String {
    let parts: Vec<&str> = [firm, title].into_iter().flatten().collect();
    parts.join(" - ")
}

/// The text of a StreetEvents story.
fn story(call: &Call) -> String {
    let (thick, thin) = ("=".repeat(80), "-".repeat(80));
    let mut out = String::from("Q3 2022 Some Company Earnings Call\n\n");
    for (head, analysts) in [
        ("Corporate Participants", false),
        ("Conference Call Participants", true),
    ] {
        let _ = write!(out, "{thick}\n{head}\n{thick}\n");
        let everybody = call.speakers.iter().chain(&call.listeners);
        for who in everybody.filter(|who| match who.role {
            Role::Analyst => analysts,
            Role::Executive | Role::Ir => !analysts,
            _ => false,
        }) {
            let about = about(who.title.as_deref(), who.firm.as_deref());
            let _ = write!(out, " * {}\n   {about}\n", who.name);
        }
    }
    let mut passages = call.passages.iter();
    let mut section = None;
    for (n, turn) in (1..).zip(&call.turns) {
        if section != Some(turn.section) {
            let head = match turn.section {
                Section::Qa => "Questions and Answers",
                _ => "Presentation",
            };
            let _ = write!(out, "{thick}\n{head}\n{thin}\n");
            section = Some(turn.section);
        } else {
            let _ = writeln!(out, "{thin}");
        }
        let who = &call.speakers[turn.speaker];
        let about = about(who.title.as_deref(), who.firm.as_deref());
        let comma = if about.is_empty() { "" } else { ",  " };
        let _ = write!(out, "{}{comma}{about}   [{n}]\n{thin}\n\n", who.name);
        for note in &turn.notes {
            let _ = write!(out, " ({note})\n\n");
        }
        for passage in passages.by_ref().take(turn.passages) {
            let _ = write!(out, " {}\n\n", passage.text.iter().next().unwrap().1);
        }
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

/// A CallStreet document.
fn callstreet(call: &Call) -> String {
    let mut out = String::from(
        "<transcript><meta><title>Q3 2022 Some Company Earnings Call</title><participants>\n",
    );
    for (id, who) in call.speakers.iter().enumerate() {
        let kind = match who.role {
            Role::Operator => "operator",
            Role::Analyst => "analyst",
            Role::Executive | Role::Ir => "corprep",
            _ => "unknown",
        };
        let attribute = |name: &str, value: &Option<String>| {
            value.as_ref().map_or(String::new(), |value| {
                format!(" {name}=\"{}\"", escaped(value))
            })
        };
        let _ = writeln!(
            out,
            "<participant id=\"{id}\" type=\"{kind}\"{}{}>{}</participant>",
            attribute("affiliation", &who.firm),
            attribute("title", &who.title),
            escaped(&who.name)
        );
    }
    out += "</participants></meta><body>\n";
    let mut passages = call.passages.iter();
    for turn in &call.turns {
        let section = match turn.section {
            Section::Qa => "Q&amp;A",
            _ => "MANAGEMENT DISCUSSION SECTION",
        };
        let _ = writeln!(
            out,
            "<section name=\"{section}\"><speaker id=\"{}\"><plist>",
            turn.speaker
        );
        for note in &turn.notes {
            let _ = writeln!(out, "<p>({})</p>", escaped(note));
        }
        for passage in passages.by_ref().take(turn.passages) {
            let _ = writeln!(
                out,
                "<p>{}</p>",
                escaped(passage.text.iter().next().unwrap().1)
            );
        }
        out += "</plist></speaker></section>\n";
    }
    out + "</body></transcript>\n"
}

#[test]
fn a_call_is_the_same_in_every_layout() {
    // A title without a firm cannot be told from a firm in the ruled layout.
    let firm_or_none = |call: &Call| {
        let mut everybody = call.speakers.iter().chain(&call.listeners);
        everybody.all(|who| who.title.is_none() || who.firm.is_some())
    };
    for call in calls().into_iter().filter(firm_or_none) {
        let expected = said(&call);
        let story = story(&call);
        let xml = format!(
            "<?xml version=\"1.0\"?>\n<Event><EventStory><Body>{}</Body></EventStory></Event>",
            escaped(&story)
        );
        for (format, text) in [
            ("streetevents_xml", story),
            ("streetevents_xml", xml),
            ("callstreet", callstreet(&call)),
        ] {
            similar(&said(&read(format, &text)), &expected, format);
        }
    }
}

/// Fails with the first difference.
fn similar(found: &[String], expected: &[String], source: &str) {
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected, "{source}");
    }
    assert_eq!(found.len(), expected.len(), "{source}");
}
