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

/// Endings of compressed files, which say nothing of what is in them.
pub(super) const ENDINGS: [&str; 3] = [".gz", ".zst", ".zstd"];

/// The bytes in a file: unpacked where they are compressed.
///
/// # Errors
/// Where the file is damaged, or would unpack to more than [`LARGEST_FILE`]; no more than that is
/// ever held in memory.
pub(super) fn unpack<'a>(path: &Path, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>> {
    let (kind, unpacked) = if bytes.starts_with(GZIP) {
        ("gzip", gunzip(bytes))
    } else if bytes.starts_with(ZSTD) {
        ("Zstandard", unzstd(bytes))
    } else {
        return Ok(Cow::Borrowed(bytes));
    };
    let unpacked = unpacked
        .map_err(|error| Error::input(path, format!("is a damaged {kind} file")).because(error))?;
    if unpacked.len() as u64 > LARGEST_FILE {
        let megabytes = LARGEST_FILE >> 20;
        return Err(Error::input(
            path,
            format!("unpacks to more than {megabytes} MB; a transcript has at most that"),
        ));
    }
    Ok(Cow::Owned(unpacked))
}

fn gunzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes)
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// Unpacks frame after frame; a file may hold several.
fn unzstd(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    while !bytes.is_empty() && unpacked.len() as u64 <= LARGEST_FILE {
        let room = LARGEST_FILE + 1 - unpacked.len() as u64;
        ruzstd::decoding::StreamingDecoder::new(&mut bytes)
            .map_err(io::Error::other)?
            .take(room)
            .read_to_end(&mut unpacked)?;
    }
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
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
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
            assert!(error.contains("unpacks to more than 32 MB"), "{error}");
        }
    }
}
