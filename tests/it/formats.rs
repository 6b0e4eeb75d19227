//! What holds for every format: each is told apart, loses no sentence and survives any damage.
//!
//! The samples stand in `tests/fixtures/formats/<format>/`; beside each, a snapshot of what is
//! understood of it.

use std::{fs, path::PathBuf};

use proptest::prelude::*;
use verbatim::{
    model::Call,
    transcript::{
        self, ExternalFacts, Metadata, Overrides,
        format::{Document, FORMATS, Format, Heading, Transcript, recognise},
    },
};

use crate::harness::project;

/// Every sample with the format it is written in.
pub(crate) fn samples() -> Vec<(&'static dyn Format, PathBuf, String)> {
    let mut samples = Vec::new();
    // Printed pages are no text; `printed.rs` has their samples.
    for &format in FORMATS
        .iter()
        .filter(|format| format.name() != "printed_pages")
    {
        let folder = project().join("tests/fixtures/formats").join(format.name());
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.unwrap().path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|ending| ending != "toml" && ending != "snap")
            })
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{} has no sample", format.name());
        for path in files {
            let bytes = fs::read(&path).unwrap();
            let text = transcript::decode(&path, &bytes).unwrap();
            samples.push((format, path, text));
        }
    }
    samples
}

/// The call that a transcript makes, with nothing facts beside it.
pub(crate) fn assemble(transcript: Transcript, format: &str, source: &str) -> Call {
    let facts = ExternalFacts {
        metadata: Metadata::default(),
        overrides: &Overrides::default(),
    };
    transcript::assemble(transcript, format, source, &facts)
}

/// Letters and digits alone, so that neither wrapping nor signs of the layout count.
pub(crate) fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn heading_text(heading: &Heading) -> Vec<String> {
    let parts = [
        Some(heading.name.clone()),
        heading.other_name.clone(),
        heading.firm.clone(),
        heading.title.clone(),
    ];
    parts.into_iter().flatten().collect()
}

/// All that a transcript keeps of its source, word for word.
pub(crate) fn kept(transcript: &Transcript) -> Vec<String> {
    let mut kept = vec![transcript.title.clone()];
    kept.extend(transcript.company.clone());
    kept.extend(transcript.ticker.clone());
    kept.extend(transcript.participants.iter().flat_map(heading_text));
    for item in &transcript.summary {
        kept.extend(item.path.clone());
        kept.extend(item.text.iter().map(|(_, side)| side.clone()));
    }
    for turn in &transcript.turns {
        kept.extend(heading_text(&turn.heading));
        for paragraph in &turn.paragraphs {
            kept.extend(paragraph.text.iter().map(|(_, side)| side.clone()));
        }
    }
    kept.extend(transcript.unparsed.iter().map(|line| line.text.clone()));
    kept
}

/// Lines that only say which part of the file begins.
const HEADS: [&str; 12] = [
    "CORPORATE PARTICIPANTS",
    "CONFERENCE CALL PARTICIPANTS",
    "PRESENTATION",
    "QUESTIONS AND ANSWERS",
    "DISCLAIMER",
    "內容摘要",
    "完整原文",
    "Memo",
    "Transcript",
    "Presentation",
    "Q&A",
    "Prepared Remarks",
];

/// Words of a plain-text source, at least one letter each, that a transcript lost.
pub(crate) fn lost_words(source: &str, transcript: &Transcript) -> Vec<String> {
    let kept = squash(&kept(transcript).join("\n"));
    source
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(char::is_alphabetic) && !kept.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Pieces of the lines of a plain-text source that a transcript lost: a line is whole in what is
/// kept, or its parts between brackets, dashes and colons are.
pub(crate) fn lost(source: &str, transcript: &Transcript) -> Vec<String> {
    let kept = squash(&kept(transcript).join("\n"));
    source
        .lines()
        .filter(|line| !HEADS.contains(&line.trim_matches(|c: char| c.is_whitespace() || c == '#')))
        .filter(|line| !kept.contains(&squash(line)))
        .flat_map(|line| line.split(|c: char| "()[]（）【】*#•|:：-–—;；".contains(c)))
        .map(|piece| {
            squash(piece)
                .trim_start_matches(char::is_numeric)
                .to_owned()
        })
        .filter(|piece| piece.chars().any(char::is_alphabetic) && !kept.contains(piece.as_str()))
        .collect()
}

#[test]
fn every_sample_is_told_apart() {
    for (format, path, text) in samples() {
        let found = recognise(&Document::new(&text)).map(Format::name);
        assert_eq!(found, Some(format.name()), "{}", path.display());
    }
}

#[test]
fn every_sample_is_understood() {
    for (format, path, text) in samples() {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let call = assemble(format.parse(&Document::new(&text)), format.name(), &file);
        assert!(!call.passages.is_empty(), "{file}");
        let mut shown = String::new();
        shown += &format!(
            "{} | {} | period {:?} | date {:?}\n",
            call.id,
            call.company.names.join(" = "),
            call.period.map(|period| period.to_string()),
            call.date
        );
        for speaker in call.speakers.iter().chain(&call.listeners) {
            shown += &format!(
                "  {} [{}] {} / {}\n",
                speaker.names.join(" = "),
                speaker.role,
                speaker.title.as_deref().unwrap_or("-"),
                speaker.firm.as_deref().unwrap_or("-")
            );
        }
        for passage in &call.passages {
            let who = call.speaker_of(passage).map_or("-", |s| s.name.as_str());
            let exchange = passage
                .exchange
                .map_or(String::new(), |number| format!(" exchange {number}"));
            let time = passage
                .time
                .map_or(String::new(), |time| format!(" at {time}s"));
            shown += &format!(
                "#{} {}{exchange}{time} {who} {:?}\n",
                passage.n, passage.section, passage.notes
            );
            for (lang, side) in passage.text.iter() {
                shown += &format!("    {lang}: {side}\n");
            }
        }
        for line in &call.unparsed {
            shown += &format!("line {} {}: {}\n", line.line, line.taken_for, line.text);
        }
        insta::with_settings!({snapshot_path => path.parent().unwrap(), prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(file, shown);
        });
    }
}

#[test]
fn no_sample_loses_a_line() {
    for (format, path, text) in samples() {
        // Other layouts have signs amid their text; `text_formats` knows them.
        if ["bilingual", "alphamemo", "streetevents"].contains(&format.name()) {
            let lost = lost(&text, &format.parse(&Document::new(&text)));
            assert_eq!(lost, [""; 0], "{}", path.display());
        }
    }
}

#[test]
fn no_sample_is_damaged_into_a_panic() {
    for (format, _, text) in samples() {
        let step = (text.len() / 97).max(1);
        for at in (0..text.len()).step_by(step) {
            let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
                continue;
            };
            for damaged in [
                before.to_owned(),
                after.to_owned(),
                format!("{after}{before}"),
            ] {
                format.parse(&Document::new(&damaged));
                recognise(&Document::new(&damaged));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Lines of a sample in any order, left out or doubled: nothing panics.
    #[test]
    fn shuffled_lines_are_no_panic(seed in any::<u64>()) {
        let mut state = seed | 1;
        let mut next = move |bound: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % bound as u64) as usize
        };
        for (format, _, text) in samples() {
            let lines: Vec<&str> = text.lines().collect();
            let shuffled: Vec<&str> = (0..lines.len()).map(|_| lines[next(lines.len())]).collect();
            let call = assemble(format.parse(&Document::new(&shuffled.join("\n"))), format.name(), "x.txt");
            prop_assert!(call.passages.iter().all(|p| p.text.iter().next().is_some()));
        }
    }
}
