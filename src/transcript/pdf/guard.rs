//! Refuses files that `hayro-syntax` would take too long or too much memory for, before it sees them.
//!
//! It unpacks streams of objects and cross-reference tables without a bound, and looks for the end of a
//! stream of the wrong length to the end of the file.

use super::filter::inflate;

/// Most bytes that the object streams of a file may unpack to.
const MAX_OBJECT_BYTES: usize = 48 << 20;

/// Most packed bytes of object streams in an encrypted file: how far they unpack cannot be told before.
const MAX_ENCRYPTED_BYTES: usize = 256 << 10;

/// How many times the bytes of a file may be searched for the ends of its streams.
const MAX_SEARCHED: usize = 64;

/// How much of a dictionary before a stream is looked at.
const MAX_DICTIONARY: usize = 2_048;

/// Why a file is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    UnpacksTooFar,
    Damaged,
}

/// Looks at the streams of a file.
pub(super) fn inspect(file: &[u8]) -> Result<(), Refusal> {
    let ends: Vec<usize> = places(file, b"endstream").collect();
    let is_encrypted = places(file, b"/Encrypt").next().is_some();
    let (mut searched, mut unpacked, mut packed) = (0_usize, 0_usize, 0_usize);
    let mut end = 0;
    for at in places(file, b"stream") {
        if at >= 3 && file.get(at - 3..at) == Some(b"end") {
            continue;
        }
        while ends.get(end).is_some_and(|&place| place < at) {
            end += 1;
        }
        let stop = ends.get(end).copied().unwrap_or(file.len());
        searched = searched.saturating_add(stop - at);
        if searched > file.len().saturating_mul(MAX_SEARCHED) {
            return Err(Refusal::Damaged);
        }
        let before = file
            .get(at.saturating_sub(MAX_DICTIONARY)..at)
            .unwrap_or_default();
        let dictionary = match places(before, b"obj").last() {
            Some(begin) => before.get(begin..).unwrap_or_default(),
            None => before,
        };
        let has = |name: &[u8]| places(dictionary, name).next().is_some();
        // `#` may hide a name; such a stream is measured as well.
        if !(has(b"/ObjStm") || has(b"/XRef") || has(b"#")) {
            continue;
        }
        let stream = file.get(at + b"stream".len()..).unwrap_or_default();
        let stream = stream.strip_prefix(b"\r").unwrap_or(stream);
        let stream = stream.strip_prefix(b"\n").unwrap_or(stream);
        packed = packed.saturating_add(stop - at);
        let left = MAX_OBJECT_BYTES.saturating_sub(unpacked);
        unpacked += measure(stream, left + 1);
        let is_chained = has(b"LZW")
            || has(b"RunLength")
            || has(b"/RL")
            || count(dictionary, b"lateDecode") > 1
            || count(dictionary, b"/Fl") > 2;
        if unpacked > MAX_OBJECT_BYTES || is_encrypted && packed > MAX_ENCRYPTED_BYTES || is_chained
        {
            return Err(Refusal::UnpacksTooFar);
        }
    }
    Ok(())
}

fn measure(stream: &[u8], limit: usize) -> usize {
    inflate(stream, limit).len()
}

fn count(bytes: &[u8], needle: &[u8]) -> usize {
    places(bytes, needle).count()
}

/// Where some bytes stand.
fn places<'a>(bytes: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = needle.first().copied().unwrap_or_default();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(from..)?;
            let at = from + rest.iter().position(|&byte| byte == first)?;
            from = at + 1;
            if bytes.get(at..).is_some_and(|rest| rest.starts_with(needle)) {
                return Some(at);
            }
        }
    })
}
