//! Where an index lives on disk, and who may write it.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError},
};

use tantivy::{
    IndexReader, IndexSettings, ReloadPolicy,
    store::{Compressor, ZstdCompressor},
    tokenizer::TokenizerManager,
};

use super::{
    Budget, Commit, Fields, REBUILD_HINT, Reader, VERSION, Writer,
    checksummed::ChecksummedDirectory,
    lock::{Lock, unwritable},
    manifest::verify,
    ownership::{self, is_index_folder},
    pretokenized::{PRETOKENIZED, PretokenizedTokenizer},
    resolved_people::ResolvedPeople,
    source_record::CommitPayload,
    writer::{Opened, failed},
};
use crate::{Error, Result};

/// tantivy's list of the segments of a commit.
const META: &str = "meta.json";

/// How often an index is opened anew while commits come in between.
const MOST_TRIES: usize = 100;

/// An index on disk. Below its folder each version of schema and analysis has a folder of its own,
/// so that another version is built beside the one in use.
///
/// Clones share the commit that is open, so a server opens each commit once.
#[derive(Debug, Clone)]
pub struct Index {
    folder: PathBuf,
    shared: Arc<Shared>,
}

/// What clones of an index share.
#[derive(Debug, Default)]
struct Shared {
    /// The commit opened last; held for moments only.
    last: Mutex<Option<Open>>,
    /// TokenEncoder while a commit is opened, which takes as long as its files take to be read.
    opening: Mutex<()>,
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

impl Index {
    /// The index in a folder, which need not exist yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            shared: Arc::default(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file that a writer holds.
    pub(super) fn lock_file(&self) -> PathBuf {
        self.folder.join("writer.lock")
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
        if !current.exists() && is_index_folder(&old) {
            return old;
        }
        current
    }

    /// The last commit, or none where nothing has been built by this version. A commit that is open
    /// already is not opened again. While another thread opens a later one, the one that is open
    /// answers.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn reader(&self) -> Result<Option<Reader>> {
        Ok(self.current()?.map(|(_, reader)| reader))
    }

    /// The same, with tantivy's list of the segments of that commit, which each commit and each merge
    /// writes anew.
    pub(crate) fn current(&self) -> Result<Option<(Arc<[u8]>, Reader)>> {
        self.opened(true)
    }

    /// The last commit, waited for where another thread is opening it.
    pub(crate) fn newest(&self) -> Result<Option<(Arc<[u8]>, Reader)>> {
        self.opened(false)
    }

    fn opened(&self, earlier_will_do: bool) -> Result<Option<(Arc<[u8]>, Reader)>> {
        let Some((folder, meta)) = self.meta()? else {
            return Ok(None);
        };
        if let Some(open) = self.last().as_ref()
            && (&open.folder, &open.meta) == (&folder, &meta)
        {
            return Ok(Some((meta, open.reader.clone())));
        }
        let _opening = match self.shared.opening.try_lock() {
            Ok(opening) => opening,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                if earlier_will_do && let Some(open) = self.last().as_ref() {
                    return Ok(Some((Arc::clone(&open.meta), open.reader.clone())));
                }
                self.shared
                    .opening
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
            }
        };
        self.open_last()
    }

    /// Opens the last commit, unless it has been meanwhile.
    fn open_last(&self) -> Result<Option<(Arc<[u8]>, Reader)>> {
        let mut tries = 0;
        loop {
            let Some((folder, meta)) = self.meta()? else {
                return Ok(None);
            };
            if let Some(open) = self.last().as_ref()
                && (&open.folder, &open.meta) == (&folder, &meta)
            {
                return Ok(Some((meta, open.reader.clone())));
            }
            let opened = open(&folder);
            // A commit or a merge in between has changed which files there are.
            let same = fs::read(folder.join(META)).is_ok_and(|after| *after == *meta);
            tries += 1;
            if same && let Ok(Some(reader)) = &opened {
                *self.last() = Some(Open {
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

    fn last(&self) -> MutexGuard<'_, Option<Open>> {
        self.shared
            .last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder of the last commit, and tantivy's list of its segments; none where nothing has been
    /// built.
    ///
    /// # Errors
    /// Where the list is there and cannot be read, or is missing from an index that had one: to take that
    /// for no index would be to build another over it.
    fn meta(&self) -> Result<Option<(PathBuf, Arc<[u8]>)>> {
        let current = self.version_folder();
        let mut unread = None;
        // Looked at first: a writer begins with the list, so that what it has written since then has one.
        let begun = ownership::is_begun(&current);
        // A rebuild renames the one to the other and takes its place, so the look at both is repeated.
        let folders = [&current, &self.old_folder()];
        for folder in folders.into_iter().cycle().take(4) {
            match fs::read(folder.join(META)) {
                Ok(meta) if *folder == current || is_index_folder(folder) => {
                    return Ok(Some((folder.clone(), Arc::from(meta))));
                }
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    unread = Some(unreadable(&folder.join(META), error));
                }
                _ => {}
            }
        }
        match unread {
            Some(error) => Err(error),
            None if begun => Err(missing(&current.join(META))),
            None => Ok(None),
        }
    }

    /// Opens the index for writing; `anew` builds beside what is there and replaces it at the end.
    pub fn writer(&self, lock: Lock, anew: bool, budget: Budget) -> Result<Writer> {
        fs::create_dir_all(&self.folder).map_err(unwritable)?;
        let current = self.current_folder();
        if current == self.old_folder() {
            fs::rename(&current, self.version_folder()).map_err(unwritable)?;
        }
        let target = self.version_folder();
        ownership::check(&target, anew)?;
        let folder = if anew {
            self.building_folder()
        } else {
            target.clone()
        };
        if anew {
            ownership::check(&self.old_folder(), true)?;
            ownership::remove(&folder)?;
        }
        fs::create_dir_all(&folder).map_err(unwritable)?;
        let (schema, _) = Fields::schema();
        let directory = ChecksummedDirectory::open(&folder)?;
        let tokenizers = TokenizerManager::default();
        tokenizers.register(PRETOKENIZED, PretokenizedTokenizer);
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
}

fn unreadable(list: &Path, error: io::Error) -> Error {
    Error::index(format!("{} cannot be read", list.display()))
        .because(error)
        .hint("make it readable; `verbatim doctor` reads all of the index")
}

fn missing(list: &Path) -> Error {
    Error::index(format!(
        "the index is damaged: {} is missing",
        list.display()
    ))
    .hint(REBUILD_HINT)
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
    let index = tantivy::Index::open(ChecksummedDirectory::open(folder)?)?;
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
    let payload: CommitPayload<Commit> = serde_json::from_str(&payload)
        .map_err(|error| Error::index("the index is damaged").because(error))?;
    let people = ResolvedPeople::read(folder, &payload.people)?;
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

#[cfg(test)]
mod tests {
    use super::{
        super::{CorpusFolders, LockOutcome, LockWait, checksummed::write_atomically},
        *,
    };

    fn commit(index: &Index, corpus_folder: &str) {
        let LockOutcome::Acquired(lock) = index.lock(LockWait::Short, &mut |_| {}).unwrap() else {
            panic!("nobody else writes");
        };
        let writer = index.writer(lock, false, Budget::LEAST).unwrap();
        let corpus_folders = CorpusFolders::new([PathBuf::from(corpus_folder)]);
        let commit = Commit {
            corpus_folders,
            ..Commit::default()
        };
        assert_eq!(writer.commit(&commit).unwrap(), Vec::<String>::new());
    }

    fn corpus_folder(reader: Option<Reader>) -> String {
        reader.unwrap().corpus_folders().paths[0]
            .display()
            .to_string()
    }

    #[test]
    fn who_has_a_commit_answers_while_another_opens_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::at(folder.path());
        commit(&index, "one");
        assert_eq!(corpus_folder(index.reader().unwrap()), "one");
        commit(&index, "two");
        let opening = index.shared.opening.lock().unwrap();
        assert_eq!(corpus_folder(index.reader().unwrap()), "one");
        let newest = std::thread::scope(|scope| {
            let newest = scope.spawn(|| index.newest().unwrap().map(|(_, reader)| reader));
            std::thread::sleep(std::time::Duration::from_millis(100));
            assert!(!newest.is_finished(), "who writes needs the last one");
            drop(opening);
            newest.join().unwrap()
        });
        assert_eq!(corpus_folder(newest), "two");
        assert_eq!(corpus_folder(index.reader().unwrap()), "two");
    }

    #[test]
    fn an_index_whose_first_list_is_to_come_is_none_yet() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::at(folder.path());
        let current = index.version_folder();
        fs::create_dir_all(&current).unwrap();
        write_atomically(&current, Path::new(".managed.json"), b"[]").unwrap();
        assert!(index.reader().unwrap().is_none());
        fs::write(current.join(format!("{}.store", "0a".repeat(16))), "").unwrap();
        let error = index.reader().err().unwrap().to_string();
        assert!(error.contains("meta.json is missing"), "{error}");
    }
}
