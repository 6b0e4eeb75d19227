//! PDF files and Word documents: who speaks, and on which page.
//!
//! The fixtures are printed from `tests/fixtures/formats/printed_pages/source` by a browser and by a word processor;
//! their companies and people are invented.

use std::{
    collections::{BTreeSet, HashMap},
    fs,
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
pub(crate) fn call_of(name: &str, bytes: &[u8]) -> Result<Call> {
    let source = Source {
        path: Path::new(name).to_owned(),
        name: name.to_owned(),
        size: bytes.len() as u64,
        modified: None,
        sidecar: None,
    };
    let calls = read(
        &source,
        bytes,
        None,
        &Overrides::default(),
        &Formats::default(),
    )?
    .0;
    Ok(calls.into_iter().next().expect("a call"))
}

fn fixture(name: &str) -> Call {
    let bytes = fs::read(
        project()
            .join("tests/fixtures/formats/printed_pages")
            .join(name),
    )
    .unwrap();
    call_of(name, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Name, role and firm of each speaker.
fn people(call: &Call) -> Vec<String> {
    let firm = |firm: &Option<String>| {
        firm.as_deref()
            .map(|firm| format!(" ({firm})"))
            .unwrap_or_default()
    };
    let speakers = call.speakers.iter();
    speakers
        .map(|who| format!("{} {}{}", who.name, who.role, firm(&who.firm)))
        .collect()
}

fn spoken(call: &Call) -> String {
    let sides = call.passages.iter().flat_map(|passage| passage.text.iter());
    sides.map(|(_, side)| format!("{side}\n")).collect()
}

/// Counted by hand in the real files: turns, speakers, analysts, firms of analysts, exchanges.
pub(crate) const REAL: [(&str, [usize; 5]); 8] = [
    ("capiq_dlr_2024q1.pdf", [57, 21, 14, 14, 14]),
    ("dbs_1q24.pdf", [53, 9, 6, 6, 8]),
    ("fomc_20230920.pdf", [80, 20, 18, 17, 18]),
    ("in_zomato_q2fy25.pdf", [112, 14, 11, 11, 11]),
    ("nvda_q1_2026.pdf", [30, 10, 6, 6, 6]),
    ("qec_deb_2024_1Q.pdf", [40, 11, 9, 9, 9]),
    ("se_sap_q1_2002.pdf", [134, 15, 9, 8, 9]),
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
        assert!(
            call.passages.iter().all(|passage| passage.page.is_some()),
            "{name}"
        );
        let pages: Vec<u32> = call
            .passages
            .iter()
            .filter_map(|passage| passage.page)
            .collect();
        assert!(pages.is_sorted(), "{name}: {pages:?}");
    }
}

/// Counts of the words, or of the numbers, of a text.
fn counts(text: &str, is_part: fn(char) -> bool) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    let words = text
        .split(|c| !is_part(c))
        .map(|word| word.trim_matches(['.', ',']));
    words
        .filter(|word| !word.is_empty())
        .for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

/// How many of the items of one count the other has, in percent.
fn share(of: &HashMap<&str, usize>, with: &HashMap<&str, usize>) -> f64 {
    let common: usize = of
        .iter()
        .map(|(word, count)| *count.min(with.get(word).unwrap_or(&0)))
        .sum();
    100.0 * common as f64 / of.values().sum::<usize>().max(1) as f64
}

#[test]
fn words_and_numbers_are_those_of_pdftotext() {
    let Some(folder) = beside("files/pdf") else {
        return;
    };
    let has_tool = Command::new("pdftotext").arg("-v").output().is_ok();
    if !has_tool {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: pdftotext is not installed");
        }
        return;
    }
    for (name, _) in REAL.iter().filter(|(name, _)| name.ends_with(".pdf")) {
        let path = folder.join(name);
        let output = Command::new("pdftotext")
            .arg("-layout")
            .arg(&path)
            .arg("-")
            .output()
            .unwrap();
        let expected = String::from_utf8_lossy(&output.stdout).into_owned();
        let text = verbatim::transcript::decode(&path, &fs::read(&path).unwrap()).unwrap();
        let call = call_of(name, &fs::read(&path).unwrap()).unwrap();
        let heads = call
            .unparsed
            .iter()
            .filter(|line| line.taken_for == "page head");
        // Heads that stand on every page are kept once.
        let heads: String = heads.map(|line| format!("{}\n", line.text)).collect();
        let known = counts(&heads, char::is_alphanumeric);
        let is_head = |word: &str| known.contains_key(word);
        let letters = |c: char| c.is_alphabetic();
        let (mut theirs, mut ours) = (counts(&expected, letters), counts(&text, letters));
        theirs.retain(|word, _| !is_head(word));
        ours.retain(|word, _| !is_head(word));
        let (found, right) = (share(&theirs, &ours), share(&ours, &theirs));
        assert!(
            found >= 99.0 && right >= 99.0,
            "{name}: words found {found}, right {right}"
        );
        let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let (mut theirs, ours) = (counts(&expected, digits), counts(&text, digits));
        theirs.retain(|number, _| number.chars().count() > 2 && !is_head(number));
        let whole = share(&theirs, &ours);
        assert!(whole >= 99.5, "{name}: numbers whole {whole}");
    }
}

#[test]
fn small_files_answer_as_their_readme_says() {
    let Some(folder) = beside("cases/pdf") else {
        return;
    };
    let simplified =
        "净利润同比增长12.5%，毛利率为35.2%。问：海外业务进展如何？答：公司在手订单290亿元。";
    let traditional = "淨利潤同比增長12.5%，毛利率為35.2%。問：海外業務進展如何？";
    let text = |name: &str| {
        let path = folder.join(name);
        let text = verbatim::transcript::decode(&path, &fs::read(&path).unwrap());
        text.map(|text| text.trim().to_owned())
            .map_err(|error| error.message)
    };
    for name in ["gbk_euc_h", "gbk2k_h", "gb2312_gbpc", "unigb_ucs2_h"] {
        assert_eq!(
            text(&format!("{name}.pdf")).as_deref(),
            Ok(simplified),
            "{name}"
        );
    }
    for name in ["eten_b5_h", "unicns_utf16_h"] {
        assert_eq!(
            text(&format!("{name}.pdf")).as_deref(),
            Ok(traditional),
            "{name}"
        );
    }
    for (name, sentence) in [
        ("form_loop", "holds no text"),
        ("huge_count", "holds no text"),
        ("pagetree_loop", "is a damaged PDF, or none"),
        ("not_pdf", "is a damaged PDF, or none"),
        ("enc_aes256_userpw", "is locked by a password"),
    ] {
        assert_eq!(
            text(&format!("{name}.pdf")),
            Err(sentence.to_owned()),
            "{name}"
        );
    }
    let bytes = |name: &str| fs::read(folder.join(name)).unwrap();
    let empty = call_of("empty.pdf", &bytes("empty.pdf")).unwrap_err();
    assert_eq!(empty.message, "is empty");
    for (name, doubts) in [("enc_rc4_owneronly.pdf", 0), ("truncated_tail.pdf", 1)] {
        let call = call_of(name, &bytes(name)).unwrap();
        let found = call.doubts.len();
        assert_eq!((call.turns.len(), found), (53, doubts), "{name}");
    }
}

#[test]
fn invented_calls_are_read() {
    let english = [
        ("two_columns.pdf", "PLHB-2025Q3", 9, 2),
        ("label_column.pdf", "marrow-foods-limited-2026Q2", 11, 2),
    ];
    let read = |name: &str| {
        let call = fixture(name);
        (call.id.clone(), call.turns.len(), call.exchanges.len())
    };
    for (name, id, turns, exchanges) in english {
        assert_eq!(read(name), (id.to_owned(), turns, exchanges), "{name}");
    }
    let call = fixture("two_columns.pdf");
    assert_eq!(
        people(&call),
        [
            "Operator operator",
            "Orla Venn ir (Pell Harbor)",
            "Tamsin Rook executive (Pell Harbor)",
            "Ivo Kestrel analyst (Saltmarsh Research)",
            "Dario Flint executive (Pell Harbor)",
            "Bea Lindqvist analyst (Northgate Securities)",
        ]
    );
    // The letter before the transcript has another date.
    assert_eq!(
        fixture("label_column.pdf").date.as_deref(),
        Some("2025-10-29")
    );
    let numbers = [
        "14.2%",
        "$1,274.6 million",
        "$3.85 billion",
        "33.5% to 34.5%",
    ];
    let text = spoken(&call);
    assert!(numbers.iter().all(|number| text.contains(number)), "{text}");
}

#[test]
fn records_of_meetings_with_investors_are_read_from_pdf_and_word() {
    for (name, ticker, exchanges, numbers) in [
        (
            "record_simplified.pdf",
            "688977",
            4,
            ["27.36亿元", "4.5亿元"],
        ),
        (
            "record_simplified.docx",
            "688977",
            4,
            ["27.36亿元", "4.5亿元"],
        ),
        (
            "record_traditional.pdf",
            "300966",
            3,
            ["15.2億元", "40萬套"],
        ),
        (
            "record_traditional.docx",
            "300966",
            3,
            ["15.2億元", "40萬套"],
        ),
    ] {
        let call = fixture(name);
        assert_eq!(call.format, "investor_record", "{name}");
        assert_eq!(call.company.ticker.as_deref(), Some(ticker), "{name}");
        assert_eq!(call.exchanges.len(), exchanges, "{name}");
        let text = spoken(&call);
        assert!(
            numbers.iter().all(|number| text.contains(number)),
            "{name}: {text}"
        );
        let pages = call
            .passages
            .iter()
            .filter(|passage| passage.page.is_some())
            .count();
        assert_eq!(pages > 0, name.ends_with(".pdf"), "{name}");
    }
}

#[test]
fn citations_show_the_page() {
    let sandbox = Sandbox::empty();
    let bytes =
        fs::read(project().join("tests/fixtures/formats/printed_pages/two_columns.pdf")).unwrap();
    sandbox.write("plhb.pdf", &bytes);
    let hits = sandbox.json(&["search", "backlog convertible"]);
    assert_eq!(hits["hits"][0]["page"], 3, "{hits}");
    let printed = sandbox.run(&["search", "backlog convertible"]).out;
    assert!(printed.contains("p. 3"), "{printed}");
    let shown = sandbox.run(&["show", "PLHB-2025Q3"]).out;
    let pages: BTreeSet<&str> = shown.lines().filter(|line| line.contains("p. ")).collect();
    assert_eq!(pages.len(), 2, "{shown}");
    let path = sandbox.path("corpus/plhb.pdf");
    let checked = sandbox.run(&["check", path.to_str().unwrap()]).out;
    assert!(
        checked.contains("p. 2  participants: OTHER PARTICIPANTS"),
        "{checked}"
    );
}
