//! What memory a text takes to read, told by its pieces before it is read.
//!
//! Text of any transcript takes some 17 bytes a byte at worst while it is read. A text of very short pieces takes
//! more, since each becomes a turn, a paragraph or a value of its own: lines of five bytes take 130 a byte.

use std::path::Path;

use super::unpack::unpack;

/// Memory that a byte of text takes, at worst, where its pieces are as long as those of transcripts.
const BYTE: u64 = 17;

/// Memory that a line takes: a turn of a paragraph.
const LINE: u64 = 800;

/// Memory that a tag takes: a paragraph has two.
const TAG: u64 = 400;

/// Memory that an object or a list of JSON takes, and any other value.
const OBJECT: u64 = 800;
const LIST: u64 = 100;
const VALUE: u64 = 80;

/// The number of bytes of an ordinary text that take as much memory to read as a file; none where it is damaged.
pub fn memory_estimate(path: &Path, bytes: &[u8]) -> u64 {
    unpack(path, bytes).map_or(0, |text| of_text(&text))
}

fn of_text(text: &[u8]) -> u64 {
    let (mut lines, mut tags, mut objects, mut lists, mut values) = (0_u64, 0, 0, 0, 0);
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
            b'[' => lists += 1,
            b',' => values += 1,
            b' ' | b'\t' => continue,
            _ => {}
        }
        blank = false;
    }
    let json = objects * OBJECT + lists * LIST + values * VALUE;
    let opener = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let needed = match opener {
        // Line breaks mean nothing between the values of JSON.
        Some(b'{' | b'[') => json,
        Some(b'<') => (tags * TAG).max(lines * LINE),
        _ => lines * LINE + objects * OBJECT,
    };
    (text.len() as u64).max(needed / BYTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_pieces_weigh_more_than_their_bytes() {
        let prose =
            "Ann Wu: We expect revenue to grow in the second half of the year.\n".repeat(99);
        assert_eq!(of_text(prose.as_bytes()), prose.len() as u64);
        let records =
            r#"{"word": "growth", "start": 12.25, "end": 13.5, "speaker": 0},"#.repeat(99);
        assert!(of_text(records.as_bytes()) < records.len() as u64 * 3 / 2);
        for piece in ["A: b\n", "<p>a", "{},", "[],"] {
            let text = piece.repeat(99);
            assert!(
                of_text(text.as_bytes()) > text.len() as u64 * 3,
                "{piece:?}"
            );
        }
    }
}
