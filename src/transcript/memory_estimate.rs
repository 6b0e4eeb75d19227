//! Estimates the memory that reading a file takes, from counts of its lines, tags and JSON values.
//!
//! Reading a transcript takes at most 17 bytes of memory per byte of text. A text of very short lines
//! or values takes more, since each becomes a turn, a paragraph or a JSON value: lines of five bytes
//! take 130 per byte.

use std::path::Path;

use super::decompress::decompress;

/// Bytes of memory per byte of an ordinary transcript, at most.
const PER_BYTE: u64 = 17;

/// Bytes of memory per line, which may be a turn of one paragraph.
const PER_LINE: u64 = 800;

/// Bytes of memory per tag; a paragraph has two.
const PER_TAG: u64 = 400;

/// Bytes of memory per JSON object, array, and other value.
const PER_OBJECT: u64 = 800;
const PER_ARRAY: u64 = 100;
const PER_VALUE: u64 = 80;

/// The size in bytes of an ordinary transcript that takes as much memory to read as this file; 0 if
/// the file cannot be decompressed.
pub fn memory_estimate(path: &Path, bytes: &[u8]) -> u64 {
    decompress(path, bytes).map_or(0, |text| estimate(&text))
}

fn estimate(text: &[u8]) -> u64 {
    let (mut lines, mut tags, mut objects, mut arrays, mut values) = (0_u64, 0, 0, 0, 0);
    let mut blank = true;
    for byte in text {
        match byte {
            b'\n' | b'\r' => {
                lines += u64::from(!blank);
                blank = true;
                continue;
            }
            b'<' => tags += 1,
            b'{' => objects += 1,
            b'[' => arrays += 1,
            b',' => values += 1,
            b' ' | b'\t' => continue,
            _ => {}
        }
        blank = false;
    }
    let json = objects * PER_OBJECT + arrays * PER_ARRAY + values * PER_VALUE;
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let needed = match first {
        // Line breaks mean nothing between the values of JSON.
        Some(b'{' | b'[') => json,
        Some(b'<') => (tags * PER_TAG).max(lines * PER_LINE),
        _ => lines * PER_LINE + objects * PER_OBJECT,
    };
    (text.len() as u64).max(needed / PER_BYTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_pieces_weigh_more_than_their_bytes() {
        let prose =
            "Ann Wu: We expect revenue to grow in the second half of the year.\n".repeat(99);
        assert_eq!(estimate(prose.as_bytes()), prose.len() as u64);
        let records =
            r#"{"word": "growth", "start": 12.25, "end": 13.5, "speaker": 0},"#.repeat(99);
        assert!(estimate(records.as_bytes()) < records.len() as u64 * 3 / 2);
        for piece in ["A: b\n", "<p>a", "{},", "[],"] {
            let text = piece.repeat(99);
            assert!(
                estimate(text.as_bytes()) > text.len() as u64 * 3,
                "{piece:?}"
            );
        }
    }
}
