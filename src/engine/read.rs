//! Reading sources: what a file and what stands beside it say, unless the index holds it.

use std::{
    collections::HashMap,
    fs::File,
    io::Read,
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    Error, Result,
    corpus::{self, Catalog, LARGEST_FILE, Source},
    index::{Origin, Roots},
    model::Call,
};

/// A file changed this recently may change again within the resolution of its time stamp.
const SETTLED: Duration = Duration::from_secs(2);

/// What has become of a source.
pub(super) enum Outcome {
    /// Its calls stand in the index.
    Same(Vec<Origin>),
    /// It has been read: its calls, and what in it is no call.
    New(String, Vec<(Call, Origin)>, Vec<Error>),
    /// It cannot be read.
    Failed(String, Error),
}

/// Reads a source, unless the index holds what it says.
pub(super) fn read(
    source: Source,
    known: &HashMap<String, Vec<Origin>>,
    catalog: &Catalog,
) -> Outcome {
    let (bytes, sidecar) = match read_bytes(&source) {
        Ok(bytes) => bytes,
        Err(error) => return Outcome::Failed(source.name, error),
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes);
    hasher.update(sidecar.as_deref().unwrap_or_default());
    let hash = hasher.finalize().to_hex().to_string();
    if let Some(origins) = known.get(&source.name)
        && (origins.iter()).all(|origin| origin.hash == hash && origin.catalog == catalog.hash())
    {
        return Outcome::Same(origins.clone());
    }
    match corpus::read(&source, &bytes, sidecar.as_deref(), catalog) {
        Ok((calls, failed)) => {
            let origin = |(place, call): (usize, &Call)| Origin {
                source: source.name.clone(),
                place,
                size: bytes.len() as u64,
                modified: settled(source.modified),
                sidecar: (source.sidecar.as_ref())
                    .map(|sidecar| (sidecar.size, settled(sidecar.modified))),
                hash: hash.clone(),
                catalog: catalog.hash().to_owned(),
                company: call.company.id.clone(),
                base: call.id.clone(),
                call: String::new(),
            };
            let origins: Vec<Origin> = calls.iter().enumerate().map(origin).collect();
            Outcome::New(
                source.name,
                calls.into_iter().zip(origins).collect(),
                failed,
            )
        }
        Err(error) => Outcome::Failed(source.name, error),
    }
}

/// The user's catalogue of names; empty where there is none.
pub(super) fn catalog(roots: &Roots) -> Result<Catalog> {
    match &roots.catalog {
        // One that is gone says nothing any more.
        Some(path) if path.exists() => Catalog::read(path),
        _ => Ok(Catalog::default()),
    }
}

/// The bytes of a source, and of its sidecar.
pub(super) fn read_bytes(source: &Source) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
    let sidecar = (source.sidecar.as_ref()).map(|sidecar| read_file(&sidecar.path));
    Ok((read_file(&source.path)?, sidecar.transpose()?))
}

fn read_file(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| Error::input(path, "cannot be read").because(error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(corpus::too_large(path, bytes.len() as u64));
    }
    Ok(bytes)
}

/// Whether sizes and time stamps show that a source has not changed.
pub(super) fn is_as_indexed(source: &Source, origin: &Origin, catalog: &Catalog) -> bool {
    let beside = match (&source.sidecar, origin.sidecar) {
        (None, None) => true,
        (Some(sidecar), Some((size, modified))) => {
            size == sidecar.size && modified != 0 && modified == nanoseconds(sidecar.modified)
        }
        _ => false,
    };
    beside
        && origin.catalog == catalog.hash()
        && origin.size == source.size
        && origin.modified != 0
        && origin.modified == nanoseconds(source.modified)
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
