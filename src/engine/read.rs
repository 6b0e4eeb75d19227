//! Reading sources: what a file and what stands beside it say, unless the index holds it.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Read},
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    Error, Result,
    error::Place,
    index::{CopyOf, CorpusFolders, Failed, Fault, SourceRecord},
    model::Call,
    transcript::{self, MAX_FILE_BYTES, Overrides, Source, format::Formats},
};

/// A file changed this recently may change again within the resolution of its time stamp.
const SETTLED: Duration = Duration::from_secs(2);

/// What sources are read with.
pub(super) struct ReadContext {
    /// What the user knows of companies and people.
    pub(super) overrides: Overrides,
    /// The layouts that are known.
    pub(super) formats: Formats,
    /// What a call depends on of these two; empty where the user has said nothing.
    mark: String,
}

impl ReadContext {
    /// The overrides of the corpus folders, and these formats.
    pub(super) fn new(corpus_folders: &CorpusFolders, formats: &Formats) -> Result<Self> {
        let overrides = overrides(corpus_folders)?;
        let added = formats.mark();
        let mark = if added.is_empty() {
            overrides.hash().to_owned()
        } else {
            let both = format!("{added}{}", overrides.hash());
            blake3::hash(both.as_bytes()).to_hex().to_string()
        };
        Ok(Self {
            overrides,
            formats: formats.clone(),
            mark,
        })
    }

    /// The calls of a source, and what in it is no call.
    pub(super) fn read(
        &self,
        source: &Source,
        bytes: &[u8],
        sidecar: Option<&[u8]>,
    ) -> Result<(Vec<Call>, Vec<Error>)> {
        transcript::read(source, bytes, sidecar, &self.overrides, &self.formats)
    }
}

/// What has become of a source.
pub(super) enum Outcome {
    /// Its calls stand in the index.
    Same(Vec<SourceRecord>),
    /// It has been read: its calls, and what in it is no call.
    New(Source, Vec<(Call, SourceRecord)>, Option<Failed>),
    /// What was read is no call; `unknown` where it is what calls were read from with other formats.
    Failed { failed: Failed, unknown: bool },
    /// It cannot be read.
    Unread(Failed),
}

/// Reads a source, unless the index holds what it says, of which `known` is told.
pub(super) fn read(
    source: &Source,
    known: Option<&HashMap<String, Vec<SourceRecord>>>,
    with: &ReadContext,
) -> Outcome {
    let (bytes, sidecar) = match read_bytes(source) {
        Ok(bytes) => bytes,
        // It may be readable the next time without having changed.
        Err(error) => {
            return Outcome::Unread(Failed {
                modified: 0,
                ..failed(source, with, &[error])
            });
        }
    };
    let hash = hash(&bytes, sidecar.as_deref());
    let before = known.and_then(|known| known.get(&source.name));
    let same = before.filter(|source_records| {
        source_records
            .iter()
            .all(|source_record| source_record.hash == hash)
    });
    if let Some(source_records) = same
        && (source_records.iter()).all(|source_record| source_record.overrides == with.mark)
    {
        return Outcome::Same(source_records.clone());
    }
    match with.read(source, &bytes, sidecar.as_deref()) {
        Ok((calls, faults)) => {
            let whole = (calls.len() == 1).then(|| text(source, &bytes, sidecar.as_deref()));
            let source_record = |(place, call): (usize, &Call)| SourceRecord {
                text: whole.clone().unwrap_or_else(|| record(call)),
                source: source.name.clone(),
                place,
                size: bytes.len() as u64,
                modified: settled(source.modified),
                sidecar: sidecar_stamp(source),
                hash: hash.clone(),
                overrides: with.mark.clone(),
                company: call.company.id.clone(),
                base: call.id.clone(),
                call: String::new(),
            };
            let source_records: Vec<SourceRecord> =
                calls.iter().enumerate().map(source_record).collect();
            Outcome::New(
                source.clone(),
                calls.into_iter().zip(source_records).collect(),
                (!faults.is_empty()).then(|| failed(source, with, &faults)),
            )
        }
        Err(error) => Outcome::Failed {
            failed: failed(source, with, &[error]),
            unknown: same.is_some(),
        },
    }
}

/// What tells a source that has been read from what it was before.
fn hash(bytes: &[u8], sidecar: Option<&[u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(bytes);
    hasher.update(sidecar.unwrap_or_default());
    hasher.finalize().to_hex().to_string()
}

/// The same of a source that is read for that alone; none where it cannot be read.
pub(super) fn hash_of(source: &Source) -> Option<String> {
    let (bytes, sidecar) = read_bytes(source).ok()?;
    Some(hash(&bytes, sidecar.as_deref()))
}

/// What tells the text of a source from others, as [`SourceRecord::text`] has it.
fn text(source: &Source, bytes: &[u8], sidecar: Option<&[u8]>) -> String {
    let of = |path: &Path, bytes: &[u8]| -> Option<String> {
        let text = transcript::decode(path, bytes).ok()?;
        let text = text.trim_end().replace("\r\n", "\n").replace('\r', "\n");
        Some(blake3::hash(text.as_bytes()).to_hex().to_string())
    };
    let beside = (source.sidecar.as_ref().zip(sidecar))
        .map(|(sidecar, bytes)| of(&sidecar.path, bytes).unwrap_or_default());
    match (of(&source.path, bytes), beside) {
        (Some(text), Some(beside)) => format!("{text}+{beside}"),
        (Some(text), None) => text,
        (None, _) => String::new(),
    }
}

/// What tells one of the several calls of a file from others.
fn record(call: &Call) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(call.id.as_bytes());
    hasher.update(&serde_json::to_vec(&call.passages).unwrap_or_default());
    hasher.finalize().to_hex().to_string()
}

fn sidecar_stamp(source: &Source) -> Option<(u64, u64)> {
    let sidecar = source.sidecar.as_ref();
    sidecar.map(|sidecar| (sidecar.size, settled(sidecar.modified)))
}

/// What to remember of a source that cannot be read as it should be.
fn failed(source: &Source, with: &ReadContext, faults: &[Error]) -> Failed {
    let fault = |error: &Error| Fault {
        file: match &error.place {
            Some(Place::Path(path)) => path.clone(),
            _ => source.path.clone(),
        },
        sentence: error.sentence(),
        hint: error.hint.clone(),
    };
    Failed {
        source: source.name.clone(),
        size: source.size,
        modified: settled(source.modified),
        sidecar: sidecar_stamp(source),
        overrides: with.mark.clone(),
        faults: faults.iter().map(fault).collect(),
        copies: Vec::new(),
    }
}

/// What to remember of a source of which all or some is passed over.
pub(super) fn passed_over(
    source_record: &SourceRecord,
    copies: Vec<CopyOf>,
    faults: Vec<Fault>,
) -> Failed {
    Failed {
        source: source_record.source.clone(),
        size: source_record.size,
        modified: source_record.modified,
        sidecar: source_record.sidecar,
        overrides: source_record.overrides.clone(),
        faults,
        copies,
    }
}

/// The faults of a source, to be told.
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

/// The user's overrides of names; empty where there is none.
pub(super) fn overrides(corpus_folders: &CorpusFolders) -> Result<Overrides> {
    match &corpus_folders.overrides {
        // One that is gone says nothing any more.
        Some(path) if !is_missing(path) => Overrides::read(path),
        _ => Ok(Overrides::default()),
    }
}

/// The bytes of that overrides; none where there is none.
pub(super) fn overrides_bytes(corpus_folders: &CorpusFolders) -> Result<Option<Vec<u8>>> {
    let Some(path) = (corpus_folders.overrides.as_deref()).filter(|path| !is_missing(path)) else {
        return Ok(None);
    };
    fs::read(path)
        .map(Some)
        .map_err(|error| Error::input(path, "cannot be read").because(error))
}

/// Whether nothing is at a path; what cannot be looked at may be there.
pub(super) fn is_missing(path: &Path) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    fs::metadata(path).is_err_and(|error| matches!(error.kind(), NotFound | NotADirectory))
}

/// The bytes of a source, and of its sidecar.
pub(super) fn read_bytes(source: &Source) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
    let sidecar = (source.sidecar.as_ref()).map(|sidecar| read_file(&sidecar.path));
    Ok((read_file(&source.path)?, sidecar.transpose()?))
}

/// The number of bytes of ordinary text that take as much memory to read as a source. One that cannot be read
/// takes none, which is told when it is to be read.
pub(super) fn weight(source: &Source) -> u64 {
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

/// Whether sizes and time stamps show that a source has not changed.
pub(super) fn is_as_indexed(
    source: &Source,
    source_record: &SourceRecord,
    with: &ReadContext,
) -> bool {
    let stamp = (source_record.size, source_record.modified);
    source_record.overrides == with.mark && is_unchanged(source, stamp, source_record.sidecar)
}

/// Whether a source that could not be read has not changed since.
pub(super) fn is_as_failed(source: &Source, failed: &Failed, with: &ReadContext) -> bool {
    let stamp = (failed.size, failed.modified);
    failed.overrides == with.mark && is_unchanged(source, stamp, failed.sidecar)
}

fn is_unchanged(source: &Source, stamp: (u64, u64), sidecar: Option<(u64, u64)>) -> bool {
    let same = |size: u64, time, (known_size, known_time)| {
        size == known_size && known_time != 0 && known_time == nanoseconds(time)
    };
    let beside = match (&source.sidecar, sidecar) {
        (None, None) => true,
        (Some(sidecar), Some(known)) => same(sidecar.size, sidecar.modified, known),
        _ => false,
    };
    beside && same(source.size, source.modified, stamp)
}

/// Whether a source, or what stands beside it, has changed less long ago than `settled`.
pub(super) fn is_being_written(source: &Source, settled: Duration) -> bool {
    let times = [
        source.modified,
        source.sidecar.as_ref().and_then(|sidecar| sidecar.modified),
    ];
    // A time stamp in the future says nothing.
    (times.into_iter().flatten()).any(|time| time.elapsed().is_ok_and(|age| age < settled))
}

fn nanoseconds(time: Option<SystemTime>) -> u64 {
    time.and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| u64::try_from(since.as_nanos()).ok())
        .unwrap_or(0)
}

/// The time stamp to trust later: none if the file could still change within it.
fn settled(time: Option<SystemTime>) -> u64 {
    let old = time.is_some_and(|time| time.elapsed().is_ok_and(|age| age >= SETTLED));
    if old { nanoseconds(time) } else { 0 }
}
