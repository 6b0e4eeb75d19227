//! Reads sources, unless the index has what they say. A source is a file and, if it has one, its sidecar.

use std::{
    collections::HashMap,
    fs::File,
    io::Read,
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::super::overrides;
use crate::{
    Error, Result,
    analytics::{find_disagreements, mark_declined},
    error::Location,
    index::{CopyOf, CorpusFolders, Failed, Fault, SourceRecord},
    model::{Call, CallNames},
    transcript::{self, CallsAndErrors, MAX_FILE_BYTES, Overrides, Source, format::Formats},
};

/// A file that changed less long ago than this may change again without getting another time stamp.
const TIMESTAMP_RESOLUTION: Duration = Duration::from_secs(2);

/// What sources are read with.
pub(in super::super) struct ReadContext {
    /// The user's overrides of companies and people.
    overrides: Overrides,
    /// The formats of transcripts.
    formats: Formats,
    /// Identifies the added formats; empty where there are none.
    formats_mark: String,
    /// Identifies the overrides and the added formats; empty where there are none.
    pub(super) mark: String,
}

impl ReadContext {
    /// Reads the overrides of the corpus folders.
    pub(in super::super) fn new(corpus_folders: &CorpusFolders, formats: &Formats) -> Result<Self> {
        let overrides = overrides::read(corpus_folders)?;
        let formats_mark = formats.mark();
        Ok(Self {
            mark: with_formats(&formats_mark, overrides.hash()),
            overrides,
            formats: formats.clone(),
            formats_mark,
        })
    }

    /// Identifies the overrides that apply to a call, and the added formats; empty where there are none.
    pub(super) fn mark_of(&self, names: &CallNames) -> String {
        with_formats(&self.formats_mark, &self.overrides.hash_of(names))
    }

    /// Parses a source into its calls, with an error for each part that is no call.
    pub(in super::super) fn read(
        &self,
        source: &Source,
        bytes: &[u8],
        sidecar: Option<&[u8]>,
    ) -> Result<CallsAndErrors> {
        transcript::read(source, bytes, sidecar, &self.overrides, &self.formats)
    }

    /// The same, with the disagreements between the sides of the passages and the questions that are declined, and
    /// with the text.
    fn read_and_audit(
        &self,
        source: &Source,
        bytes: &[u8],
        sidecar: Option<&[u8]>,
    ) -> Result<(CallsAndErrors, String)> {
        let (overrides, formats) = (&self.overrides, &self.formats);
        let ((mut calls, faults), text) =
            transcript::read_with_text(source, bytes, sidecar, overrides, formats)?;
        calls.iter_mut().for_each(find_disagreements);
        calls.iter_mut().for_each(mark_declined);
        Ok(((calls, faults), text))
    }
}

fn with_formats(formats: &str, overrides: &str) -> String {
    if formats.is_empty() {
        return overrides.to_owned();
    }
    let both = format!("{formats}{overrides}");
    blake3::hash(both.as_bytes()).to_hex().to_string()
}

/// The outcome of reading a source.
pub(super) enum Outcome {
    /// The index has its calls.
    Unchanged(Vec<SourceRecord>),
    /// Its calls, and what in it is no call.
    Parsed(Source, Vec<(Call, SourceRecord)>, Option<Failed>),
    /// It was read and holds no call. It `had_calls` if the same content was parsed before, with a format
    /// that is no longer there.
    NoCall { failed: Failed, had_calls: bool },
    /// It cannot be read.
    Unreadable(Failed),
}

/// Reads a source, unless its record in `known` shows that the index has its calls.
pub(super) fn read(
    source: &Source,
    known: Option<&HashMap<String, Vec<SourceRecord>>>,
    context: &ReadContext,
) -> Outcome {
    let (bytes, sidecar) = match read_bytes(source) {
        Ok(bytes) => bytes,
        // It may become readable without a change, so its time stamp is not trusted.
        Err(error) => {
            return Outcome::Unreadable(Failed {
                modified: 0,
                ..failed(source, context, &[error])
            });
        }
    };
    let hash = hash(&bytes, sidecar.as_deref());
    let same = (known.and_then(|known| known.get(&source.name)))
        .filter(|records| records.iter().all(|record| record.hash == hash));
    if let Some(records) = same
        && records.iter().all(|record| !record.is_outdated)
    {
        return Outcome::Unchanged(records.clone());
    }
    match context.read_and_audit(source, &bytes, sidecar.as_deref()) {
        Ok(((calls, faults), text)) => {
            let text = (calls.len() == 1).then(|| text_hash(&text, source, sidecar.as_deref()));
            let source_record = |(position, call): (usize, &Call)| SourceRecord {
                text: text.clone().unwrap_or_else(|| call_hash(call)),
                source: source.name.clone(),
                position,
                size: bytes.len() as u64,
                modified: trusted_time(source.modified),
                sidecar: sidecar_stamp(source),
                hash: hash.clone(),
                overrides: context.mark_of(&call.names),
                is_outdated: false,
                company: call.company.id.clone(),
                base: call.id.clone(),
                call: String::new(),
            };
            let source_records: Vec<SourceRecord> =
                calls.iter().enumerate().map(source_record).collect();
            Outcome::Parsed(
                source.clone(),
                calls.into_iter().zip(source_records).collect(),
                (!faults.is_empty()).then(|| failed(source, context, &faults)),
            )
        }
        Err(error) => Outcome::NoCall {
            failed: failed(source, context, &[error]),
            had_calls: same.is_some(),
        },
    }
}

/// The hash of the content of a source, as in [`SourceRecord::hash`].
fn hash(bytes: &[u8], sidecar: Option<&[u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(bytes);
    hasher.update(sidecar.unwrap_or_default());
    hasher.finalize().to_hex().to_string()
}

/// Reads a source and hashes its content; none where it cannot be read.
pub(super) fn hash_of(source: &Source) -> Option<String> {
    let (bytes, sidecar) = read_bytes(source).ok()?;
    Some(hash(&bytes, sidecar.as_deref()))
}

/// The hash of the text of a source and of its sidecar, as in [`SourceRecord::text`].
fn text_hash(text: &str, source: &Source, sidecar: Option<&[u8]>) -> String {
    let of = |text: &str| {
        blake3::hash(text.trim_end().as_bytes())
            .to_hex()
            .to_string()
    };
    let sidecar = (source.sidecar.as_ref().zip(sidecar))
        .map(|(sidecar, bytes)| transcript::decode(&sidecar.path, bytes).unwrap_or_default());
    match sidecar {
        Some(sidecar) => format!("{}+{}", of(text), of(&sidecar)),
        None => of(text),
    }
}

/// The hash of one of several calls in a file, in place of the hash of the text.
fn call_hash(call: &Call) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(call.id.as_bytes());
    hasher.update(&serde_json::to_vec(&call.passages).unwrap_or_default());
    hasher.finalize().to_hex().to_string()
}

fn sidecar_stamp(source: &Source) -> Option<(u64, u64)> {
    let sidecar = source.sidecar.as_ref();
    sidecar.map(|sidecar| (sidecar.size, trusted_time(sidecar.modified)))
}

/// The record of a source that cannot be read as a call, or only in part.
fn failed(source: &Source, context: &ReadContext, faults: &[Error]) -> Failed {
    let fault = |error: &Error| Fault {
        file: match &error.location {
            Some(Location::Path(path)) => path.clone(),
            _ => source.path.clone(),
        },
        sentence: error.sentence(),
        hint: error.hint.clone(),
    };
    Failed {
        source: source.name.clone(),
        size: source.size,
        modified: trusted_time(source.modified),
        sidecar: sidecar_stamp(source),
        overrides: context.mark.clone(),
        faults: faults.iter().map(fault).collect(),
        copies: Vec::new(),
    }
}

/// The record of a source some or all of whose calls are copies.
pub(super) fn with_copies(
    context: &ReadContext,
    source_record: &SourceRecord,
    copies: Vec<CopyOf>,
    faults: Vec<Fault>,
) -> Failed {
    Failed {
        source: source_record.source.clone(),
        size: source_record.size,
        modified: source_record.modified,
        sidecar: source_record.sidecar,
        overrides: context.mark.clone(),
        faults,
        copies,
    }
}

/// Whether a source failed before, in the order of the sources, with the same faults.
pub(super) fn is_among(before: &[Failed], failed: &Failed) -> bool {
    let known = before.binary_search_by(|before| before.source.cmp(&failed.source));
    let told = known.ok().and_then(|at| before.get(at));
    told.is_some_and(|told| told.faults == failed.faults)
}

/// The faults of a source as errors to report.
pub(super) fn faults(failed: &Failed) -> Vec<Error> {
    let error = |fault: &Fault| {
        let error = Error::input(&fault.file, fault.sentence.clone());
        match &fault.hint {
            Some(hint) => error.hint(hint.clone()),
            None => error,
        }
    };
    failed.faults.iter().map(error).collect()
}

/// Reads the bytes of a source and of its sidecar.
pub(in super::super) fn read_bytes(source: &Source) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
    let sidecar = (source.sidecar.as_ref()).map(|sidecar| read_file(&sidecar.path));
    Ok((read_file(&source.path)?, sidecar.transpose()?))
}

/// The memory that a source takes to read, in bytes of ordinary text that take as much. It is 0 for one that
/// cannot be read, which is reported when it is read.
pub(super) fn memory_estimate(source: &Source) -> u64 {
    match read_file(&source.path) {
        Ok(bytes) => transcript::memory_estimate(&source.path, &bytes),
        Err(_) => 0,
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| Error::input(path, "cannot be read").because(error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(transcript::file_too_large(path, bytes.len() as u64));
    }
    Ok(bytes)
}

/// Whether sizes and time stamps show that a source has not changed since it was indexed.
pub(super) fn is_as_indexed(source: &Source, source_record: &SourceRecord) -> bool {
    let stamp = (source_record.size, source_record.modified);
    !source_record.is_outdated && is_unchanged(source, stamp, source_record.sidecar)
}

/// Whether sizes and time stamps show that a source that could not be read has not changed since.
pub(super) fn is_as_failed(source: &Source, failed: &Failed, context: &ReadContext) -> bool {
    let stamp = (failed.size, failed.modified);
    failed.overrides == context.mark && is_unchanged(source, stamp, failed.sidecar)
}

fn is_unchanged(source: &Source, stamp: (u64, u64), sidecar: Option<(u64, u64)>) -> bool {
    let same = |size: u64, time, (known_size, known_time)| {
        size == known_size && known_time != 0 && known_time == nanoseconds(time)
    };
    let sidecar_is_unchanged = match (&source.sidecar, sidecar) {
        (None, None) => true,
        (Some(sidecar), Some(known)) => same(sidecar.size, sidecar.modified, known),
        _ => false,
    };
    sidecar_is_unchanged && same(source.size, source.modified, stamp)
}

/// Whether a source or its sidecar has changed less long ago than `settle_time`.
pub(super) fn is_being_written(source: &Source, settle_time: Duration) -> bool {
    let times = [
        source.modified,
        source.sidecar.as_ref().and_then(|sidecar| sidecar.modified),
    ];
    // A time stamp in the future proves nothing.
    (times.into_iter().flatten()).any(|time| time.elapsed().is_ok_and(|age| age < settle_time))
}

fn nanoseconds(time: Option<SystemTime>) -> u64 {
    time.and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| u64::try_from(since.as_nanos()).ok())
        .unwrap_or(0)
}

/// A time stamp in nanoseconds since 1970, or 0 if the file could still change without getting another.
fn trusted_time(time: Option<SystemTime>) -> u64 {
    let old = time.is_some_and(|time| time.elapsed().is_ok_and(|age| age >= TIMESTAMP_RESOLUTION));
    if old { nanoseconds(time) } else { 0 }
}
