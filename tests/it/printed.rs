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
    let bytes = fs::read(project().join("tests/fixtures/printed").join(name)).unwrap();
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
const REAL: [(&str, [usize; 5]); 8] = [
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
        eprintln!("skipped: pdftotext is not installed");
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
        let found = call
            .unparsed
            .iter()
            .filter(|line| line.taken_for == "doubt")
            .count();
        assert_eq!((call.turns.len(), found), (53, doubts), "{name}");
    }
}

/// Damages bytes, another way with each seed.
fn damaged(seed: u64, bytes: &[u8]) -> Vec<u8> {
    let mut state = seed * 7_919 + 17;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut bytes = bytes.to_vec();
    match next(4) {
        0 => bytes.truncate(next(bytes.len())),
        1 => {
            for _ in 0..=next(400) {
                let at = next(bytes.len());
                bytes[at] ^= 1 << next(8);
            }
        }
        2 => {
            let (from, to) = (next(bytes.len()), next(bytes.len()));
            let piece: Vec<u8> = bytes.iter().skip(from).take(2_000).copied().collect();
            bytes.splice(to..to, piece);
        }
        _ => {
            let from = next(bytes.len());
            let to = (from + next(5_000)).min(bytes.len());
            bytes.drain(from..to);
        }
    }
    bytes
}

#[test]
fn damaged_files_are_read_or_refused_in_a_sentence() {
    let folder = project().join("tests/fixtures/printed");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.extend(
        beside("files/pdf")
            .into_iter()
            .flat_map(|folder| REAL.iter().map(move |(name, _)| folder.join(name))),
    );
    files.retain(|path| path.is_file());
    for (seed, path) in (1..=200).zip(files.iter().cycle()) {
        let bytes = damaged(seed, &fs::read(path).unwrap());
        let name = path.file_name().unwrap().to_string_lossy();
        if let Err(error) = call_of(&name, &bytes) {
            let sentence = error.message;
            assert!(
                !sentence.is_empty() && !sentence.contains('\n'),
                "{name}, {seed}: {sentence}"
            );
        }
    }
}

/// A PDF file of these objects, numbered from 1; the first is the catalog.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let trailer = format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    file.extend(trailer.bytes());
    file
}

fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {entries} /Length {} >>\nstream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A file of one page with this content stream, in Helvetica as `F1`, and further objects from 6 on.
fn page(content: Vec<u8>, resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {resources} >> >>"
        )
        .into_bytes(),
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

fn text_of(bytes: &[u8]) -> Result<String, String> {
    let text = verbatim::transcript::decode(Path::new("a.pdf"), bytes);
    text.map(|text| text.trim().to_owned())
        .map_err(|error| error.message)
}

#[test]
fn hostile_files_take_bounded_time_and_memory() {
    let plain = stream("", b"BT /F1 12 Tf 50 700 Td (Good morning.) Tj ET");
    assert_eq!(
        text_of(&page(plain.clone(), "", &[])).as_deref(),
        Ok("Good morning.")
    );

    // Content, and a stream of objects, that unpack a thousandfold.
    let spaces = deflated(&vec![b' '; 300 << 20]);
    let refused = "unpacks to more than any transcript has, or takes too long";
    let bomb = page(stream("/Filter /FlateDecode", &spaces), "", &[]);
    assert_eq!(text_of(&bomb), Err(refused.to_owned()));
    let objects = stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &spaces);
    assert_eq!(
        text_of(&page(plain.clone(), "", &[objects])),
        Err(refused.to_owned())
    );

    // Forms that run others, a hundred times each.
    let calls = b"/A Do ".repeat(100);
    let form = |next: usize| {
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A {next} 0 R >> >>"
        );
        stream(&entries, &calls)
    };
    let forms: Vec<Vec<u8>> = (7..=18).map(form).collect();
    let nested = page(stream("", b"/A Do"), "/XObject << /A 6 0 R >>", &forms);
    assert_eq!(text_of(&nested), Err(refused.to_owned()));

    // Streams without an end, brackets without one, inline images that are none.
    let endless: Vec<Vec<u8>> = (0..20_000)
        .map(|_| b"<< /Length 9 >> stream\nx".to_vec())
        .collect();
    assert!(text_of(&page(plain.clone(), "", &endless)).is_err());
    for content in [
        &b"[".repeat(1 << 20)[..],
        &b"(".repeat(1 << 20),
        &b"<<".repeat(1 << 20),
        &b"BI ID EI ".repeat(1 << 18),
    ] {
        assert!(text_of(&page(stream("", content), "", &[])).is_err());
    }
    // One page with a million characters.
    let many = [
        &b"BT /F1 1 Tf "[..],
        &b"(aaaaaaaaaa) Tj ".repeat(100_000),
        b"ET",
    ]
    .concat();
    assert_eq!(
        text_of(&page(stream("", &many), "", &[])),
        Err(refused.to_owned())
    );
}

/// A ZIP archive of these files, not packed.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let sizes = [content.len() as u32, content.len() as u32];
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        sizes
            .iter()
            .for_each(|size| common.extend(size.to_le_bytes()));
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&common);
        list.extend([0; 10]);
        list.extend((bytes.len() as u32).to_le_bytes());
        list.extend(name.bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.bytes());
        bytes.extend(*content);
    }
    let at = bytes.len() as u32;
    bytes.extend(&list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend((files.len() as u16).to_le_bytes().repeat(2));
    bytes.extend((list.len() as u32).to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

#[test]
fn archives_that_are_no_word_documents_are_told() {
    let nested = format!("<w:document xmlns:w=\"w\">{}", "<w:p>".repeat(200_000));
    for (files, sentence) in [
        (
            &[("a.txt", &b"text"[..])][..],
            "is a ZIP archive and no Word document",
        ),
        (
            &[("word/document.xml", &b"<w:document"[..])],
            "is a damaged Word document",
        ),
        (
            &[("word/document.xml", nested.as_bytes())],
            "is a damaged Word document",
        ),
        (
            &[("word/document.xml", &b"<w:document xmlns:w=\"w\"/>"[..])],
            "holds no text",
        ),
    ] {
        assert_eq!(text_of(&archive(files)).unwrap_err(), sentence);
    }
    assert_eq!(
        text_of(b"PK\x03\x04 and no more").unwrap_err(),
        "is a damaged Word document"
    );
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
            "Orla Venn ir",
            "Tamsin Rook executive",
            "Ivo Kestrel analyst (Saltmarsh Research)",
            "Dario Flint executive",
            "Bea Lindqvist analyst (Northgate Securities LLC)",
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
    let bytes = fs::read(project().join("tests/fixtures/printed/two_columns.pdf")).unwrap();
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
