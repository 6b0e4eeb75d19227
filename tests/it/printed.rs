//! PDF files and Word documents: who speaks, on which page, and that nothing harmful gets through.
//!
//! The fixtures are printed from `tests/fixtures/printed/source` by a browser and by a word processor;
//! their companies and people are invented.

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    io::Write,
    path::Path,
    process::Command,
};

use verbatim::{
    Result,
    model::{Call, Role},
    transcript::{Overrides, Source, format::Formats, read},
};

use crate::harness::{Sandbox, beside, project};

/// Reads bytes as a file of a corpus.
fn call_of(name: &str, bytes: &[u8]) -> Result<Call> {
    let source = Source {
        path: Path::new(name).to_owned(),
        name: name.to_owned(),
        size: bytes.len() as u64,
        modified: None,
        sidecar: None,
    };
    let calls = read(&source, bytes, None, &Overrides::default(), &Formats::default())?.0;
    Ok(calls.into_iter().next().expect("a call"))
}

fn fixture(name: &str) -> Call {
    let bytes = fs::read(project().join("tests/fixtures/printed").join(name)).unwrap();
    call_of(name, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Name, role and firm of each speaker.
fn people(call: &Call) -> Vec<String> {
    let firm = |firm: &Option<String>| firm.as_deref().map(|firm| format!(" ({firm})")).unwrap_or_default();
    let speakers = call.speakers.iter();
    speakers.map(|who| format!("{} {}{}", who.name, who.role, firm(&who.firm))).collect()
}

fn spoken(call: &Call) -> String {
    let sides = call.passages.iter().flat_map(|passage| passage.text.iter());
    sides.map(|(_, side)| format!("{side}\n")).collect()
}

/// Counted by hand in the real files: turns, speakers, analysts, firms of analysts, exchanges.
const REAL: [(&str, [usize; 5]); 8] = [
    ("capiq_dlr_2024q1.pdf", [57, 21, 14, 14, 14]),
    ("dbs_1q24.pdf", [53, 9, 6, 6, 8]),
    ("fomc_20230920.pdf", [80, 20, 18, 0, 18]),
    ("in_zomato_q2fy25.pdf", [112, 14, 11, 10, 11]),
    ("nvda_q1_2026.pdf", [30, 10, 6, 6, 6]),
    ("qec_deb_2024_1Q.pdf", [40, 11, 9, 9, 9]),
    ("se_sap_q1_2002.pdf", [134, 15, 9, 7, 9]),
    ("winnipeg_hansard.docx", [427, 22, 0, 0, 0]),
];

#[test]
fn real_files_have_the_turns_counted_by_hand() {
    let Some(folder) = beside("files/pdf") else {
        return;
    };
    for (name, counted) in REAL {
        let call = call_of(name, &fs::read(folder.join(name)).unwrap()).unwrap();
        let analysts = || call.speakers.iter().filter(|who| who.role == Role::Analyst);
        let firms = analysts().filter(|who| who.firm.is_some()).count();
        let found = [
            call.turns.len(),
            call.speakers.len(),
            analysts().count(),
            firms,
            call.exchanges.len(),
        ];
        assert_eq!(found, counted, "{name}: {:#?}", people(&call));
        assert!(call.passages.iter().all(|passage| passage.page.is_some()), "{name}");
        let pages: Vec<u32> = call.passages.iter().filter_map(|passage| passage.page).collect();
        assert!(pages.is_sorted(), "{name}: {pages:?}");
    }
}

/// Counts of the words, or of the numbers, of a text.
fn counts(text: &str, is_part: fn(char) -> bool) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    let words = text.split(|c| !is_part(c)).map(|word| word.trim_matches(['.', ',']));
    words.filter(|word| !word.is_empty()).for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

/// How many of the items of one count the other has, in percent.
fn share(of: &HashMap<&str, usize>, with: &HashMap<&str, usize>) -> f64 {
    let common: usize = of.iter().map(|(word, count)| *count.min(with.get(word).unwrap_or(&0))).sum();
    100.0 * common as f64 / of.values().sum::<usize>().max(1) as f64
}

#[test]
fn words_and_numbers_are_those_of_pdftotext() {
    let Some(folder) = beside("files/pdf") else {
        return;
    };
    let has_tool = Command::new("pdftotext").arg("-v").output().is_ok();
    if !has_tool {
        eprintln!("skipped: pdftotext is not installed");
        return;
    }
    for (name, _) in REAL.iter().filter(|(name, _)| name.ends_with(".pdf")) {
        let path = folder.join(name);
        let output = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output().unwrap();
        let expected = String::from_utf8_lossy(&output.stdout).into_owned();
        let text = verbatim::transcript::decode(&path, &fs::read(&path).unwrap()).unwrap();
        let call = call_of(name, &fs::read(&path).unwrap()).unwrap();
        let heads = call.unparsed.iter().filter(|line| line.taken_for == "page head");
        // Heads that stand on every page are kept once.
        let heads: String = heads.map(|line| format!("{}\n", line.text)).collect();
        let known = counts(&heads, char::is_alphanumeric);
        let is_head = |word: &str| known.contains_key(word);
        let letters = |c: char| c.is_alphabetic();
        let (mut theirs, mut ours) = (counts(&expected, letters), counts(&text, letters));
        theirs.retain(|word, _| !is_head(word));
        ours.retain(|word, _| !is_head(word));
        let (found, right) = (share(&theirs, &ours), share(&ours, &theirs));
        assert!(found >= 99.0 && right >= 99.0, "{name}: words found {found}, right {right}");
        let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let (mut theirs, ours) = (counts(&expected, digits), counts(&text, digits));
        theirs.retain(|number, _| number.chars().count() > 2 && !is_head(number));
        let whole = share(&theirs, &ours);
        assert!(whole >= 99.5, "{name}: numbers whole {whole}");
    }
}
