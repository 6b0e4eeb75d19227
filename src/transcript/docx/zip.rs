//! Files of a ZIP archive.

use std::io::Read;

/// Most bytes that one file may unpack to.
const MAX_FILE_BYTES: u64 = 48 << 20;

/// Most files of an archive that are looked at.
const MAX_FILES: usize = 10_000;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";

/// An archive.
pub(super) struct Zip<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    name: &'a str,
    method: u16,
    is_encrypted: bool,
    packed: usize,
    offset: usize,
}

/// Why a file of an archive cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ZipFault {
    Missing,
    Damaged,
    TooLarge,
    Encrypted,
}

impl<'a> Zip<'a> {
    /// The archive with the list of its files; none where the list is damaged.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let tail = bytes.len().saturating_sub(66_000);
        let end = bytes
            .get(tail..)?
            .windows(END.len())
            .rposition(|window| window == END)?;
        let end = bytes.get(tail + end..)?;
        let count = usize::from(u16_at(end, 10)?).min(MAX_FILES);
        let mut at = usize::try_from(u32_at(end, 16)?).ok()?;
        let mut entries = Vec::new();
        for _ in 0..count {
            let record = bytes.get(at..).filter(|record| record.starts_with(ENTRY))?;
            let lengths = [28, 30, 32].map(|place| u16_at(record, place).map(usize::from));
            let [Some(name), Some(extra), Some(comment)] = lengths else {
                return None;
            };
            entries.push(Entry {
                name: str::from_utf8(record.get(46..46 + name)?).unwrap_or_default(),
                method: u16_at(record, 10)?,
                is_encrypted: u16_at(record, 8)? & 1 != 0,
                packed: usize::try_from(u32_at(record, 20)?).ok()?,
                offset: usize::try_from(u32_at(record, 42)?).ok()?,
            });
            at += 46 + name + extra + comment;
        }
        Some(Self { bytes, entries })
    }

    /// The names of the files.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.entries.iter().map(|entry| entry.name)
    }

    /// The text of a file.
    pub(super) fn text(&self, name: &str) -> Result<String, ZipFault> {
        let entry = self.entries.iter().find(|entry| entry.name == name);
        let entry = entry.ok_or(ZipFault::Missing)?;
        if entry.is_encrypted {
            return Err(ZipFault::Encrypted);
        }
        let packed = self.packed(entry).ok_or(ZipFault::Damaged)?;
        let mut unpacked = Vec::new();
        let read = match entry.method {
            0 => packed.take(MAX_FILE_BYTES + 1).read_to_end(&mut unpacked),
            8 => (flate2::read::DeflateDecoder::new(packed).take(MAX_FILE_BYTES + 1))
                .read_to_end(&mut unpacked),
            _ => return Err(ZipFault::Damaged),
        };
        if unpacked.len() as u64 > MAX_FILE_BYTES {
            return Err(ZipFault::TooLarge);
        }
        read.map_err(|_| ZipFault::Damaged)?;
        String::from_utf8(unpacked).map_err(|_| ZipFault::Damaged)
    }

    fn packed(&self, entry: &Entry<'_>) -> Option<&'a [u8]> {
        let local = self
            .bytes
            .get(entry.offset..)
            .filter(|local| local.starts_with(LOCAL))?;
        let (name, extra) = (u16_at(local, 26)?, u16_at(local, 28)?);
        let start = 30 + usize::from(name) + usize::from(extra);
        local.get(start..start.checked_add(entry.packed)?)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}
