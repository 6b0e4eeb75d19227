//! Unpacks streams within a budget.
//!
//! `hayro-syntax` unpacks without a bound, so only the filters of streams that hold text or fonts are
//! applied here.

use std::io::Read;

use hayro_syntax::{Filter, object::Stream};

use super::budget::Budget;

/// The bytes of a stream; as much as can be read of a damaged one. None for images and where nothing can
/// be read.
pub(super) fn unpack(stream: &Stream<'_>, budget: &mut Budget) -> Option<Vec<u8>> {
    let mut bytes = stream.raw_data().into_owned();
    for filter in stream.filters() {
        let limit = budget.stream_bytes();
        bytes = match filter {
            Filter::FlateDecode => inflate(&bytes, limit),
            Filter::LzwDecode => lzw(&bytes, limit),
            Filter::Ascii85Decode => ascii85(&bytes),
            Filter::AsciiHexDecode => ascii_hex(&bytes),
            Filter::RunLengthDecode => run_length(&bytes, limit),
            Filter::Crypt => bytes,
            _ => return None,
        };
        budget.count_bytes(bytes.len());
    }
    Some(bytes)
}

/// Inflates at most `limit` bytes, with or without the zlib header, up to the first damage.
pub(super) fn inflate(bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let zlib = flate2::read::ZlibDecoder::new(bytes).take(limit as u64);
    if read_until_damage(zlib, &mut unpacked) == 0 {
        let bare = flate2::read::DeflateDecoder::new(bytes).take(limit as u64);
        read_until_damage(bare, &mut unpacked);
    }
    unpacked
}

fn read_until_damage(mut reader: impl Read, unpacked: &mut Vec<u8>) -> usize {
    let mut piece = [0; 8_192];
    while let Ok(length @ 1..) = reader.read(&mut piece) {
        unpacked.extend(piece.iter().take(length));
    }
    unpacked.len()
}

const LZW_CLEAR: usize = 256;
const LZW_END: usize = 257;

/// LZW as in TIFF: codes of 9 to 12 bits, which widen one code early.
fn lzw(bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut unpacked: Vec<u8> = Vec::new();
    // Where in `unpacked` the string of each code from 258 on lies.
    let mut strings: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    let (mut bits, mut held, mut width) = (0_u32, 0_u32, 9);
    for &byte in bytes {
        bits = bits << 8 | u32::from(byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        bits &= (1 << held) - 1;
        if code == LZW_END || unpacked.len() >= limit {
            break;
        }
        if code == LZW_CLEAR {
            strings.clear();
            before = None;
            width = 9;
            continue;
        }
        let start = unpacked.len();
        match (u8::try_from(code), strings.get(code.wrapping_sub(258))) {
            (Ok(literal), _) => unpacked.push(literal),
            (_, Some(&(from, length))) => copy(&mut unpacked, from, length),
            // The code that is only now being made: the string before and its own first byte.
            _ => match before {
                Some((from, length)) => copy(&mut unpacked, from, length + 1),
                None => break,
            },
        }
        if let Some((from, length)) = before
            && strings.len() < 4_096 - 258
        {
            strings.push((from, length + 1));
        }
        before = Some((start, unpacked.len() - start));
        width = match strings.len() + 258 + 1 {
            ..512 => 9,
            512..1_024 => 10,
            1_024..2_048 => 11,
            _ => 12,
        };
    }
    unpacked
}

/// Repeats bytes that may reach into those that are being written.
fn copy(bytes: &mut Vec<u8>, from: usize, length: usize) {
    for at in from..from + length {
        let Some(&byte) = bytes.get(at) else { return };
        bytes.push(byte);
    }
}

fn ascii85(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let (mut group, mut count) = (0_u32, 0_usize);
    for &byte in bytes {
        match byte {
            b'z' if count == 0 => unpacked.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    unpacked.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        unpacked.extend(group.to_be_bytes().iter().take(count - 1));
    }
    unpacked
}

fn ascii_hex(bytes: &[u8]) -> Vec<u8> {
    let digits = (bytes.iter())
        .take_while(|&&byte| byte != b'>')
        .filter_map(|&byte| char::from(byte).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    let byte = |pair: &[u32]| match pair {
        [high, low] => (high << 4 | low) as u8,
        [high] => (high << 4) as u8,
        _ => 0,
    };
    digits.chunks(2).map(byte).collect()
}

fn run_length(bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let mut rest = bytes;
    while let Some((&length, tail)) = rest.split_first()
        && length != 128
        && unpacked.len() < limit
    {
        let taken = if length < 128 {
            let taken = (usize::from(length) + 1).min(tail.len());
            unpacked.extend(tail.iter().take(taken));
            taken
        } else {
            let Some(&byte) = tail.first() else { break };
            unpacked.extend(std::iter::repeat_n(byte, 257 - usize::from(length)));
            1
        };
        rest = tail.get(taken..).unwrap_or_default();
    }
    unpacked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_unpack() {
        assert_eq!(ascii_hex(b"48 65 6C6c 6F7>"), b"Hellop");
        assert_eq!(ascii85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(
            run_length(&[2, b'a', b'b', b'c', 254, b'x', 128, 9], 99),
            b"abcxxx"
        );
        // The example of the PDF reference, 7.4.4.2.
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw(&packed, 99), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn damage_and_bombs_end() {
        use std::io::Write;
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&[7; 100_000]).unwrap();
        let packed = packer.finish().unwrap();
        assert_eq!(inflate(&packed, 1_000).len(), 1_000);
        assert_eq!(inflate(&packed, 1 << 20).len(), 100_000);
        let cut = &packed[..packed.len() / 2];
        assert!(!inflate(cut, 1 << 20).is_empty());
        assert_eq!(inflate(b"no stream", 1 << 20), b"");
        assert_eq!(run_length(&[129, b'x'].repeat(100), 1_000).len(), 1_024);
        assert!(lzw(&[0x55; 4_000], 10_000).len() <= 14_000);
    }
}
