//! Where an index lives on disk, and who may write it.

use std::{
    fmt,
    fs::{self, File, OpenOptions, TryLockError},
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tantivy::{
    IndexReader, IndexSettings, ReloadPolicy,
    store::{Compressor, ZstdCompressor},
    tokenizer::TokenizerManager,
};

use super::{
    Budget, Commit, Fields, Reader, VERSION, Writer,
    origin::Payload,
    packed::{PACKED, Unpack},
    people::People,
    sealed::Sealed,
    whole::verify,
    writer::{Opened, failed},
};
use crate::{Error, Result};

/// tantivy's list of the segments of a commit.
const META: &str = "meta.json";

/// How often an index is opened anew while commits come in between.
const MOST_TRIES: usize = 100;

/// How often, and after which pause, the writer's lock is tried again.
const LOCK_TRIES: usize = 10;
const LOCK_WAIT: Duration = Duration::from_millis(20);

/// An index on disk. Below its folder each version of schema and analysis has a folder of its own,
/// so that another version is built beside the one in use.
///
/// Clones share the commit that is open, so a server opens each commit once.
#[derive(Debug, Clone)]
pub struct Index {
    folder: PathBuf,
    open: Arc<Mutex<Option<Open>>>,
}

/// A commit that has been opened, and what tells it from another.
struct Open {
    folder: PathBuf,
    /// tantivy's list of segments; each commit and each merge writes another.
    meta: Arc<[u8]>,
    reader: Reader,
}

impl fmt::Debug for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Open")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// Held while an index is written; the system frees it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Index {
    /// The index in a folder, which need not exist yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            open: Arc::default(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn version_folder(&self) -> PathBuf {
        self.folder.join(format!("v{VERSION}"))
    }

    fn building_folder(&self) -> PathBuf {
        self.folder.join(format!("v{VERSION}.building"))
    }

    /// What a rebuild has put aside to take its place.
    pub(super) fn old_folder(&self) -> PathBuf {
        self.folder.join(format!("v{VERSION}.old"))
    }

    /// The folder that holds the last commit: the one that a rebuild was about to replace where it
    /// was stopped in between.
    pub(super) fn current_folder(&self) -> PathBuf {
        let current = self.version_folder();
        let old = self.old_folder();
        if !current.exists() && old.exists() {
            return old;
        }
        current
    }

    /// The last commit, or none where nothing has been built by this version. A commit that is open
    /// already is not opened again.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn reader(&self) -> Result<Option<Reader>> {
        Ok(self.current()?.map(|(_, reader)| reader))
    }

    /// The last commit, with tantivy's list of its segments, which each commit and each merge writes
    /// anew.
    pub(crate) fn current(&self) -> Result<Option<(Arc<[u8]>, Reader)>> {
        let mut tries = 0;
        loop {
            let folder = self.current_folder();
            let Ok(meta) = fs::read(folder.join(META)).map(Arc::from) else {
                return Ok(None);
            };
            let mut last = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(open) = last.as_ref()
                && (&open.folder, &open.meta) == (&folder, &meta)
            {
                return Ok(Some((meta, open.reader.clone())));
            }
            let opened = open(&folder);
            // A commit or a merge in between has changed which files there are.
            let same = fs::read(folder.join(META)).is_ok_and(|after| *after == *meta);
            tries += 1;
            if same && let Ok(Some(reader)) = &opened {
                *last = Some(Open {
                    folder,
                    meta: Arc::clone(&meta),
                    reader: reader.clone(),
                });
            }
            if same || tries == MOST_TRIES {
                return Ok(opened?.map(|reader| (meta, reader)));
            }
        }
    }

    /// Opens the index for writing; `anew` builds beside what is there and replaces it at the end.
    pub fn writer(&self, anew: bool, budget: Budget) -> Result<Writer> {
        let unwritable = |error| {
            Error::new(
                crate::error::Kind::Index,
                "the index folder cannot be written",
            )
            .because(error)
            .hint("name another with --index DIR")
        };
        fs::create_dir_all(&self.folder).map_err(unwritable)?;
        let lock = self.lock()?;
        let current = self.current_folder();
        if current == self.old_folder() {
            fs::rename(&current, self.version_folder()).map_err(unwritable)?;
        }
        let target = self.version_folder();
        let folder = if anew {
            self.building_folder()
        } else {
            target.clone()
        };
        if anew && folder.exists() {
            fs::remove_dir_all(&folder).map_err(unwritable)?;
        }
        fs::create_dir_all(&folder).map_err(unwritable)?;
        let (schema, _) = Fields::schema();
        let directory = Sealed::open(&folder)?;
        let tokenizers = TokenizerManager::default();
        tokenizers.register(PACKED, Unpack);
        let tantivy = (tantivy::Index::builder())
            .schema(schema)
            .settings(settings())
            .tokenizers(tokenizers)
            .open_or_create(directory.clone())
            .map_err(|error| failed(&directory, error))?;
        let opened = Opened {
            tantivy,
            directory,
            folder,
            replaces: anew.then_some(target),
            lock,
        };
        Writer::new(opened, budget, self.clone())
    }

    fn lock(&self) -> Result<Lock> {
        let path = self.folder.join("writer.lock");
        let unwritable = |error| {
            Error::index("the index folder cannot be written")
                .because(error)
                .hint("name another with --index DIR")
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(unwritable)?;
        let mut locked = file.try_lock();
        let mut tries = 0;
        // A process that was just started by the last writer's holds the lock until it runs.
        while matches!(locked, Err(TryLockError::WouldBlock)) && tries < LOCK_TRIES {
            std::thread::sleep(LOCK_WAIT);
            locked = file.try_lock();
            tries += 1;
        }
        match locked {
            Ok(()) => {
                let _ = file.set_len(0);
                let _ = write!(file, "{}", std::process::id());
                Ok(Lock { _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let holder = match holder.trim() {
                    "" => "another process".to_owned(),
                    id => format!("process {id}"),
                };
                Err(Error::index(format!("{holder} is writing this index"))
                    .hint("wait for it, or search with --no-refresh"))
            }
            Err(TryLockError::Error(error)) => Err(unwritable(error)),
        }
    }

    /// The process that is writing the index; none where nobody is.
    pub fn written_by(&self) -> Option<String> {
        let mut file = File::open(self.folder.join("writer.lock")).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                Some(holder.trim().to_owned())
            }
            _ => None,
        }
    }

    /// Removes what other versions left.
    pub(super) fn remove_other_versions(&self) {
        let keep = self.version_folder();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let version = name
                .to_string_lossy()
                .strip_prefix('v')
                .is_some_and(|rest| {
                    rest.trim_end_matches(".building")
                        .trim_end_matches(".old")
                        .bytes()
                        .all(|b| b.is_ascii_digit())
                });
            if version && entry.path() != keep {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// How stored records are packed: small, since they are most of what is not postings, and in blocks that
/// are soon unpacked for one of them.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(3),
        }),
        docstore_blocksize: 32 << 10,
        ..IndexSettings::default()
    }
}

/// tantivy's index in a folder, once it is known to have the fields of this version.
pub(super) fn open_tantivy(folder: &Path) -> Result<tantivy::Index> {
    let index = tantivy::Index::open(Sealed::open(folder)?)?;
    if index.schema() != Fields::schema().0 {
        return Err(Error::index("the index was built with other fields")
            .hint("`verbatim index --rebuild` makes it anew from the corpus"));
    }
    Ok(index)
}

/// The commit in a folder, once it is known to be whole.
fn open(folder: &Path) -> Result<Option<Reader>> {
    let index = open_tantivy(folder)?;
    let (_, fields) = Fields::schema();
    let Some(payload) = index.load_metas()?.payload else {
        // Created, but stopped before the first commit.
        return Ok(None);
    };
    let payload: Payload<Commit> = serde_json::from_str(&payload)
        .map_err(|error| Error::index("the index is damaged").because(error))?;
    let people = People::read(folder, &payload.people)?;
    verify(&index, folder, false)?;
    let reader: IndexReader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok(Some(Reader::new(
        reader.searcher(),
        fields,
        payload.commit,
        people,
    )))
}
