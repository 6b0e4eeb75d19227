//! Compressed files, read as they are: gzip and Zstandard, told by their first bytes.

use std::{
    borrow::Cow,
    io::{self, Read},
    path::Path,
};

use super::LARGEST_FILE;
use crate::{Error, Result};

const GZIP: &[u8] = b"\x1F\x8B";
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";

/// Most bytes that a byte of a compressed file may unpack to; text takes 3 to 10.
const HIGHEST_RATIO: u64 = 100;

/// Bytes that any compressed file may unpack to.
const ALWAYS: u64 = 1 << 20;

/// Most bytes that a compressed file of so many bytes may unpack to.
pub(super) fn most_unpacked(size: u64) -> u64 {
    size.saturating_mul(HIGHEST_RATIO)
        .clamp(ALWAYS, LARGEST_FILE)
}

/// Endings of compressed files, which say nothing of what is in them.
pub const ENDINGS: [&str; 3] = [".gz", ".zst", ".zstd"];

/// The bytes in a file: unpacked where they are compressed.
///
/// # Errors
/// Where the file is damaged, or would unpack to more than [`most_unpacked`] allows; no more than
/// that is ever held in memory.
pub(super) fn unpack<'a>(path: &Path, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>> {
    let most = most_unpacked(bytes.len() as u64);
    let (kind, unpacked) = if bytes.starts_with(GZIP) {
        ("gzip", gunzip(bytes, most))
    } else if bytes.starts_with(ZSTD) {
        ("Zstandard", unzstd(bytes, most))
    } else {
        return Ok(Cow::Borrowed(bytes));
    };
    let unpacked = unpacked
        .map_err(|error| Error::input(path, format!("is a damaged {kind} file")).because(error))?;
    if unpacked.len() as u64 > most {
        let what = match most {
            LARGEST_FILE => {
                let megabytes = LARGEST_FILE >> 20;
                format!("unpacks to more than {megabytes} MB; a transcript has at most that")
            }
            _ => format!("unpacks to more than {HIGHEST_RATIO} times its size, as no text does"),
        };
        return Err(Error::input(path, what));
    }
    Ok(Cow::Owned(unpacked))
}

fn gunzip(bytes: &[u8], most: u64) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes)
        .take(most + 1)
        .read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// Unpacks frame after frame; a file may hold several.
fn unzstd(bytes: &[u8], most: u64) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    zstd::stream::read::Decoder::with_buffer(bytes)?
        .take(most + 1)
        .read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 1).unwrap()
    }

    #[test]
    fn compressed_files_are_unpacked() {
        let path = Path::new("a.txt");
        for packed in [gzip(b"one ").as_slice(), &zstd(b"one ")] {
            let twice = [packed, packed].concat();
            assert_eq!(unpack(path, packed).unwrap(), b"one ".as_slice());
            assert_eq!(unpack(path, &twice).unwrap(), b"one one ".as_slice());
            let damaged = &packed[..packed.len() - 3];
            let error = unpack(path, damaged).unwrap_err().to_string();
            assert!(error.contains("is a damaged"), "{error}");
        }
        assert_eq!(unpack(path, b"text").unwrap(), b"text".as_slice());
    }

    #[test]
    fn bombs_are_refused() {
        let zeros = vec![0; LARGEST_FILE as usize + 10];
        for packed in [gzip(&zeros), zstd(&zeros)] {
            assert!(packed.len() < 100_000);
            let error = unpack(Path::new("a"), &packed).unwrap_err().to_string();
            assert!(error.contains("more than 100 times its size"), "{error}");
        }
        let mut state = 1_u32;
        let noise: Vec<u8> = (0..LARGEST_FILE + 10)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                b'a' + (state >> 28) as u8
            })
            .collect();
        for packed in [gzip(&noise), zstd(&noise)] {
            let error = unpack(Path::new("a"), &packed).unwrap_err().to_string();
            assert!(error.contains("unpacks to more than 32 MB"), "{error}");
        }
    }
}
