//! PDF files and Word documents that are damaged, or made to do harm.

use std::{fs, io::Write, path::Path};

use crate::{
    harness::{beside, project},
    printed::{REAL, call_of},
};

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
    let folder = project().join("tests/fixtures/formats/printed_pages");
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
pub(crate) fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
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

pub(crate) fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
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
