//! From bytes to text: whatever encoding people's files have.

use std::{borrow::Cow, path::Path};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{
    decompress::decompress,
    docx, pdf,
    printed::{Fault, Printed},
};
use crate::{Error, Result};

/// One character in this many may be damaged: a file cut within a character is still read.
const CHARS_PER_DAMAGED: usize = 1_000;

/// One character in this many may be a control character.
const CHARS_PER_CONTROL: usize = 200;

/// Document formats that are not read: the first bytes, the name, and the hint how to convert them.
const UNSUPPORTED_DOCUMENTS: [(&[u8], &str, &str); 2] = [
    (
        b"\xD0\xCF\x11\xE0",
        "a document of an older Word, or one that is locked by a password",
        "save it as .docx without a password",
    ),
    (
        b"{\\rtf",
        "a document in Rich Text Format",
        "save it as text",
    ),
];

/// How far from its beginning a PDF file may have its mark.
const MAX_PDF_OFFSET: usize = 1_024;

const UNREADABLE: Fault = Fault("is a PDF that cannot be read", "save it as text");

/// The text of a file, and its pages and styles where it is a PDF file or a Word document.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) printed: Option<Printed>,
}

/// Decodes the bytes of a file, compressed or not: a PDF file, a Word document, or text in UTF-8,
/// UTF-16, Big5, GB18030 or another encoding that is detected, with or without a byte-order mark.
/// Returns text in NFC with `\n` at line ends.
///
/// # Errors
/// Where the bytes are not text.
pub fn decode(path: &Path, bytes: &[u8]) -> Result<String> {
    decode_file(path, bytes).map(|decoded| decoded.text)
}

/// Like [`decode`], with the pages and styles of the text.
pub(super) fn decode_file(path: &Path, bytes: &[u8]) -> Result<Decoded> {
    let bytes = decompress(path, bytes)?;
    if let Some(printed) = read_printed(path, &bytes) {
        let Fault(what, hint) = match printed {
            Ok(printed) => {
                let text = normalized(printed.text().into());
                return Ok(Decoded {
                    text,
                    printed: Some(printed),
                });
            }
            Err(fault) => fault,
        };
        return Err(Error::input(path, what).hint(hint));
    }
    if let Some((_, what, hint)) = UNSUPPORTED_DOCUMENTS
        .iter()
        .find(|(mark, ..)| bytes.starts_with(mark))
    {
        return Err(Error::input(path, format!("is {what}, which is not read")).hint(*hint));
    }
    let text = decode_text(&bytes).ok_or_else(|| Error::input(path, "is binary, not text"))?;
    Ok(Decoded {
        text: normalized(text),
        printed: None,
    })
}

/// Whether bytes have the mark of a PDF file.
#[doc(hidden)]
pub fn is_pdf_content(bytes: &[u8]) -> bool {
    let head = bytes
        .get(..bytes.len().min(MAX_PDF_OFFSET))
        .unwrap_or_default();
    head.windows(5).any(|window| window == b"%PDF-")
}

/// The printed text of a PDF file or a Word document; none of other files.
fn read_printed(path: &Path, bytes: &[u8]) -> Option<Result<Printed, Fault>> {
    if docx::is_archive(bytes) {
        return Some(docx::read(bytes));
    }
    let named = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    let is_pdf = is_pdf_content(bytes) || named && !bytes.is_empty();
    // The reader of a format as wide as PDF may have a fault that no test met: it then costs one file.
    let read = || std::panic::catch_unwind(|| pdf::read(bytes)).unwrap_or(Err(UNREADABLE));
    is_pdf.then(read)
}

/// The text in NFC with `\n` at line ends.
fn normalized(text: Cow<'_, str>) -> String {
    let text = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    };
    if text.is_ascii() {
        return text.into_owned();
    }
    let text = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.into_owned(),
        _ => text.nfc().collect(),
    };
    replace_noncharacters(text)
}

/// Replaces code points that Unicode reserves for internal use: the command line marks terminal styles
/// with them.
pub(super) fn replace_noncharacters(text: String) -> String {
    match text.contains(is_noncharacter) {
        true => text.replace(is_noncharacter, "\u{fffd}"),
        false => text,
    }
}

fn is_noncharacter(c: char) -> bool {
    ('\u{fdd0}'..='\u{fdef}').contains(&c) || u32::from(c) & 0xFFFE == 0xFFFE
}

fn decode_text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark..)?);
    }
    if let Some(encoding) = detect_utf16_without_bom(bytes) {
        return decode_as(encoding, bytes);
    }
    if let Some(text) = decode_as(UTF_8, bytes) {
        return Some(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    decode_as(detector.guess(None, Utf8Detection::Deny), bytes)
}

/// The text of bytes in an encoding; none if too much of it is damaged or unprintable.
fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let count = |test: fn(char) -> bool| text.chars().filter(|&c| test(c)).count();
    let control = count(|c| c.is_control() && !"\n\r\t\u{c}".contains(c));
    if control == 0 && !damaged {
        return Some(text);
    }
    let length = text.chars().count();
    let replaced = count(|c| c == char::REPLACEMENT_CHARACTER);
    let mostly_intact = !damaged || replaced * CHARS_PER_DAMAGED <= length.max(CHARS_PER_DAMAGED);
    (mostly_intact && control * CHARS_PER_CONTROL <= length && !text.contains('\0')).then_some(text)
}

/// Detects UTF-16 without a byte-order mark: every other byte of its line ends and spaces is zero.
fn detect_utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4_096) & !1)?;
    let count = |unit: [u8; 2]| head.chunks_exact(2).filter(|pair| *pair == unit).count();
    let little = count([b' ', 0]) + count([b'\n', 0]);
    let big = count([0, b' ']) + count([0, b'\n']);
    match (little, big) {
        (0, 0) => None,
        (little, big) if little > big * 4 => Some(UTF_16LE),
        (little, big) if big > little * 4 => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030, WINDOWS_1252};

    use super::*;

    fn decoded(bytes: &[u8]) -> Option<String> {
        decode(Path::new("a.txt"), bytes).ok()
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_is_one_text() {
        let traditional = "主持人：各位投資人午安，歡迎參加本公司第三季法人說明會。\n\
                           王大明：謝謝主持人，第三季營收較去年同期成長一成二。\n";
        let simplified = "主持人：各位投资者下午好，欢迎参加本公司第三季度业绩说明会。\n\
                          王大明：谢谢主持人，第三季度收入同比增长百分之十二。\n";
        for (text, encoding) in [
            (traditional, BIG5),
            (simplified, GB18030),
            (traditional, GB18030),
        ] {
            let bytes = encoding.encode(text).0;
            assert_eq!(
                decoded(&bytes).as_deref(),
                Some(text),
                "{}",
                encoding.name()
            );
        }
        let english = "Ann Lee: “Café” sales grew — we’re pleased.\nBob Roe: Thank you.\n";
        let bytes = WINDOWS_1252.encode(english).0;
        assert_eq!(decoded(&bytes).as_deref(), Some(english));
        for text in [traditional, english] {
            for bytes in [utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes)] {
                assert_eq!(decoded(&bytes).as_deref(), Some(text));
            }
            let marked = format!("\u{feff}{text}");
            for bytes in [
                utf16(&marked, u16::to_le_bytes),
                marked.clone().into_bytes(),
            ] {
                assert_eq!(decoded(&bytes).as_deref(), Some(text));
            }
        }
    }

    #[test]
    fn line_ends_and_forms_of_characters_are_one() {
        assert_eq!(decoded(b"a\r\nb\rc\n").as_deref(), Some("a\nb\nc\n"));
        assert_eq!(decoded("cafe\u{301}".as_bytes()).as_deref(), Some("café"));
    }

    #[test]
    fn what_is_never_a_character_is_replaced() {
        let never = "a\u{fdd0}b\u{fdef}c\u{fffe}d\u{ffff}e\u{1fffe}f\u{10ffff}g";
        let told = "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}f\u{fffd}g";
        assert_eq!(decoded(never.as_bytes()).as_deref(), Some(told));
        let marked = utf16(&format!("\u{feff}{never}"), u16::to_le_bytes);
        assert_eq!(decoded(&marked).as_deref(), Some(told));
        let kept = "\u{fdcf}\u{fdf0}\u{fffd}\u{fffc}\u{1fffd}\u{20000}，（）";
        assert_eq!(decoded(kept.as_bytes()).as_deref(), Some(kept));
    }

    #[test]
    fn a_file_cut_within_a_character_is_read() {
        let text = "各位投資人午安。".repeat(200);
        let cut = &text.as_bytes()[..text.len() - 1];
        assert!(decoded(cut).is_some_and(|read| read.ends_with("午安\u{fffd}")));
    }

    #[test]
    fn binary_is_no_text() {
        let noise: Vec<u8> = (0..4_000_u32).map(|n| (n * n * 31 % 251) as u8).collect();
        for bytes in [b"\x7fELF\x02\x01\x01\0\0\0".as_slice(), b"a\0b", &noise] {
            assert_eq!(decoded(bytes), None);
        }
    }
}
