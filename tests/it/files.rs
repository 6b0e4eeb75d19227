//! Files as people have them: any encoding, packed or not, and some that are no transcripts at all.

use std::{fs, io::Write, path::Path};

use encoding_rs::{BIG5, Encoding, GB18030};
use unicode_normalization::UnicodeNormalization;
use verbatim::transcript::decode;

use crate::{
    formats::samples as format_samples,
    harness::{Sandbox, bilingual, real_calls, samples},
};

/// Every text at hand: the samples of the formats, the calls that ship, real calls.
fn texts() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = format_samples()
        .into_iter()
        .map(|(_, path, text)| (path.display().to_string(), text))
        .collect();
    let folders = [samples()].into_iter().chain(real_calls("."));
    for entry in folders.flat_map(walkdir::WalkDir::new) {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            let text = decode(&path, &fs::read(&path).unwrap()).unwrap();
            texts.push((path.display().to_string(), text));
        }
    }
    texts
}

/// The bytes of a text in a legacy encoding, where it has all the characters.
fn encoded(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    let (bytes, _, lost) = encoding.encode(text);
    (!lost).then(|| bytes.into_owned())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

#[test]
fn a_text_is_the_same_in_every_encoding() {
    let mut legacy = 0;
    for (name, text) in texts() {
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect();
        let mut forms: Vec<(&str, Vec<u8>)> = vec![
            ("crlf", text.replace('\n', "\r\n").into_bytes()),
            ("nfd", text.nfd().to_string().into_bytes()),
            ("utf-16le", utf16(u16::to_le_bytes)),
            ("utf-16be", utf16(u16::to_be_bytes)),
            ("gzip", gzip(text.as_bytes())),
            ("zstd", zstd(text.as_bytes())),
        ];
        // A few quotation marks prove no encoding; nobody saves English in these.
        if text.chars().filter(|c| !c.is_ascii()).count() > 100 {
            for (encoding, bytes) in [BIG5, GB18030].map(|e| (e.name(), encoded(&text, e))) {
                legacy += usize::from(bytes.is_some());
                forms.extend(bytes.map(|bytes| (encoding, bytes)));
            }
        }
        for (form, bytes) in forms {
            let read = decode(Path::new(&name), &bytes).unwrap();
            assert!(read == text, "{name} as {form}");
        }
    }
    assert!(legacy > 10, "{legacy} texts in legacy encodings");
}

#[test]
fn files_that_are_no_transcripts_get_a_sentence_each() {
    let turns: &[(&str, &[(&str, &str)])] = &[(
        "Ann Lee - Chief Executive Officer",
        &[("Capex rose.", "資本支出增加。")],
    )];
    let call = bilingual("遠岬 FCPM 2025Q3", turns);
    let sandbox = Sandbox::with(&[("good.txt", &call)]);
    let zeros = vec![b' '; 33 << 20];
    let nested = "[".repeat(1 << 20);
    for (name, bytes) in [
        ("binary.txt", &b"\x7fELF\x02\x01\x01\0\0\0\0\0"[..]),
        ("bomb.txt.gz", &gzip(&zeros)),
        ("bomb.txt.zst", &zstd(&zeros)),
        ("cut.txt.gz", &gzip(call.as_bytes())[..100]),
        ("empty.txt", b""),
        ("nested.json", nested.as_bytes()),
        ("nested.xml", "<a>".repeat(1 << 20).as_bytes()),
        ("entities.xml", ENTITIES.as_bytes()),
        ("call.pdf", b"%PDF-1.7\n\xE2\xE3\xCF\xD3\n1 0 obj"),
        ("call.docx", b"PK\x03\x04\x14\0\x06\0"),
        (
            "package.json",
            b"{\"name\": \"left-pad\", \"version\": \"1.0.0\"}",
        ),
        ("note.txt", b"Milk, bread and eggs.\n"),
    ] {
        sandbox.write(name, bytes);
    }
    let huge = fs::File::create(sandbox.path("corpus/huge.txt")).unwrap();
    huge.set_len(100 << 20).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(sandbox.path("corpus"), sandbox.path("corpus/loop")).unwrap();

    let report = sandbox.json(&["index"]);
    assert_eq!(report["added"], serde_json::json!(["good.txt"]));
    let skipped: Vec<&str> = (report["skipped"].as_array().unwrap().iter())
        .map(|line| line.as_str().unwrap())
        .filter(|line| !line.contains("corpus/loop"))
        .collect();
    assert_eq!(skipped.len(), 13);
    insta::assert_snapshot!(skipped.join("\n"));
    assert_eq!(sandbox.found(&["資本支出"]), ["遠岬-fcpm-2025Q3#1"]);
}

/// An XML document that would grow to gigabytes.
const ENTITIES: &str = r#"<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>
<a>&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;</a>
"#;

#[test]
fn what_the_user_ignores_is_not_read() {
    let sandbox = Sandbox::with(&[
        (
            "a.txt",
            &crate::harness::call_of("AAA", 1, &["Fan Jiang - CEO"]),
        ),
        (
            "drafts/b.txt",
            &crate::harness::call_of("BBB", 1, &["Fan Jiang - CEO"]),
        ),
        (
            "old/c.txt",
            &crate::harness::call_of("CCC", 1, &["Fan Jiang - CEO"]),
        ),
    ]);
    assert_eq!(sandbox.json(&["calls"]).as_array().unwrap().len(), 3);
    sandbox.write(".verbatimignore", b"# kept apart\ndrafts/\n");
    sandbox.write("verbatim.toml", b"[ignore]\npatterns = [\"old/*.txt\"]\n");
    sandbox.run(&["index"]);
    let calls = sandbox.json(&["calls"]);
    let ids: Vec<&str> = calls
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|call| call["id"].as_str())
        .collect();
    assert_eq!(ids, ["AAA-2025Q1"]);
}
