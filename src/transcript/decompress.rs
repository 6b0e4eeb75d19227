//! Compressed files, gzip and Zstandard, recognised by their first bytes.

use std::{
    borrow::Cow,
    io::{self, Read},
    path::Path,
};

use crate::{Error, Result};

const GZIP: &[u8] = b"\x1F\x8B";
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";

/// Largest file read, in bytes, before and after decompression; the longest calls have a few hundred
/// kilobytes.
pub const MAX_FILE_BYTES: u64 = 32 << 20;

/// Bytes that a byte of a compressed file may decompress to at most; text takes 3 to 10.
const MAX_RATIO: u64 = 100;

/// Bytes that any compressed file may decompress to, whatever its ratio.
const MIN_LIMIT: u64 = 1 << 20;

/// The most bytes that a compressed file of `size` bytes may decompress to.
pub(super) fn max_decompressed_bytes(size: u64) -> u64 {
    size.saturating_mul(MAX_RATIO)
        .clamp(MIN_LIMIT, MAX_FILE_BYTES)
}

/// File name extensions of compressed files.
pub const COMPRESSED_EXTENSIONS: [&str; 3] = [".gz", ".zst", ".zstd"];

/// A file name without the extension of a compressed file.
pub fn strip_compression_extension(name: &str) -> &str {
    (COMPRESSED_EXTENSIONS.iter())
        .find_map(|extension| name.strip_suffix(extension))
        .unwrap_or(name)
}

/// Whether a file name has the extension of a compressed file.
pub(super) fn is_compressed_name(name: &str) -> bool {
    strip_compression_extension(name) != name
}

/// The bytes of a file, decompressed if they are compressed.
///
/// # Errors
/// Where the file is damaged, or would decompress to more than [`max_decompressed_bytes`] allows; no
/// more than that is ever held in memory.
pub(super) fn decompress<'a>(path: &Path, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>> {
    let limit = max_decompressed_bytes(bytes.len() as u64);
    let (kind, unpacked) = if bytes.starts_with(GZIP) {
        ("gzip", gunzip(bytes, limit))
    } else if bytes.starts_with(ZSTD) {
        ("Zstandard", unzstd(bytes, limit))
    } else {
        return Ok(Cow::Borrowed(bytes));
    };
    let unpacked = unpacked
        .map_err(|error| Error::input(path, format!("is a damaged {kind} file")).because(error))?;
    if unpacked.len() as u64 > limit {
        let what = match limit {
            MAX_FILE_BYTES => {
                let megabytes = MAX_FILE_BYTES >> 20;
                format!("unpacks to more than {megabytes} MB; a transcript has at most that")
            }
            _ => format!("unpacks to more than {MAX_RATIO} times its size, as no text does"),
        };
        return Err(Error::input(path, what));
    }
    Ok(Cow::Owned(unpacked))
}

fn gunzip(bytes: &[u8], limit: u64) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes)
        .take(limit + 1)
        .read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// Decompresses every frame; a file may hold several.
fn unzstd(bytes: &[u8], limit: u64) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    zstd::stream::read::Decoder::with_buffer(bytes)?
        .take(limit + 1)
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
    fn compressed_files_are_decompressed() {
        let path = Path::new("a.txt");
        for packed in [gzip(b"one ").as_slice(), &zstd(b"one ")] {
            let twice = [packed, packed].concat();
            assert_eq!(decompress(path, packed).unwrap(), b"one ".as_slice());
            assert_eq!(decompress(path, &twice).unwrap(), b"one one ".as_slice());
            let damaged = &packed[..packed.len() - 3];
            let error = decompress(path, damaged).unwrap_err().to_string();
            assert!(error.contains("is a damaged"), "{error}");
        }
        assert_eq!(decompress(path, b"text").unwrap(), b"text".as_slice());
    }

    #[test]
    fn bombs_are_refused() {
        let zeros = vec![0; MAX_FILE_BYTES as usize + 10];
        for packed in [gzip(&zeros), zstd(&zeros)] {
            assert!(packed.len() < 100_000);
            let error = decompress(Path::new("a"), &packed).unwrap_err().to_string();
            assert!(error.contains("more than 100 times its size"), "{error}");
        }
        let mut state = 1_u32;
        let noise: Vec<u8> = (0..MAX_FILE_BYTES + 10)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                b'a' + (state >> 28) as u8
            })
            .collect();
        for packed in [gzip(&noise), zstd(&noise)] {
            let error = decompress(Path::new("a"), &packed).unwrap_err().to_string();
            assert!(error.contains("unpacks to more than 32 MB"), "{error}");
        }
    }
}
