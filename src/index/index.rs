//! An index on disk, and the commit of it that is open.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError},
};

use super::{
    budget::Budget,
    corpus_folders::CorpusFolders,
    error::damaged_file,
    file_names::META,
    layout::Layout,
    lock::{self, Lock, LockOutcome, LockWait},
    manifest,
    open::{open_commit, open_tantivy},
    ownership::{has_content, is_index_folder},
    reader::Reader,
    writer::Writer,
};
use crate::{Error, Result};

/// How often an index is reopened while other processes commit in between.
const MAX_ATTEMPTS: usize = 100;

/// An index on disk. Clones share the commit that is open, so a server opens each commit once.
#[derive(Debug, Clone)]
pub struct Index {
    layout: Layout,
    shared: Arc<Shared>,
}

/// State that the clones of an index share.
#[derive(Debug, Default)]
struct Shared {
    /// The commit opened last; locked for moments only.
    last: Mutex<Option<Snapshot>>,
    /// Locked while a commit is opened, which includes reading all its new files.
    opening: Mutex<()>,
}

/// An open commit.
#[derive(Clone)]
pub(crate) struct Snapshot {
    folder: PathBuf,
    /// tantivy's list of segments. Each commit and each merge writes another, so it identifies the commit.
    pub(crate) meta: Arc<[u8]>,
    pub(crate) reader: Reader,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Index {
    /// The index in a folder, which need not exist yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self {
            layout: Layout::new(folder.into()),
            shared: Arc::default(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.layout.root()
    }

    /// The last commit, or none where nothing has been built by this version. A commit that is open
    /// already is not opened again. While another thread opens a later commit, the one that is open is
    /// returned.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn reader(&self) -> Result<Option<Reader>> {
        Ok(self.snapshot()?.map(|snapshot| snapshot.reader))
    }

    /// The same as [`Self::reader`], with what identifies the commit.
    pub(crate) fn snapshot(&self) -> Result<Option<Snapshot>> {
        self.last_or_open(false)
    }

    /// The last commit. Waits where another thread is opening it.
    pub(crate) fn newest_snapshot(&self) -> Result<Option<Snapshot>> {
        self.last_or_open(true)
    }

    fn last_or_open(&self, must_be_newest: bool) -> Result<Option<Snapshot>> {
        if let Some(snapshot) = self.unchanged() {
            return Ok(Some(snapshot));
        }
        let Some((folder, meta)) = self.meta()? else {
            return Ok(None);
        };
        if let Some(snapshot) = self.opened(&folder, &meta) {
            return Ok(Some(snapshot));
        }
        let _opening = match self.shared.opening.try_lock() {
            Ok(opening) => opening,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                if !must_be_newest && let Some(snapshot) = self.last().as_ref() {
                    return Ok(Some(snapshot.clone()));
                }
                let opening = self.shared.opening.lock();
                opening.unwrap_or_else(PoisonError::into_inner)
            }
        };
        self.open_last()
    }

    /// Opens the last commit, unless another thread has opened it meanwhile.
    fn open_last(&self) -> Result<Option<Snapshot>> {
        let mut attempts = 0;
        loop {
            let Some((folder, meta)) = self.meta()? else {
                return Ok(None);
            };
            if let Some(snapshot) = self.opened(&folder, &meta) {
                return Ok(Some(snapshot));
            }
            let reader = open_commit(&folder);
            // A commit or a merge in between may have removed files that this one was about to open.
            let is_unchanged = fs::read(folder.join(META)).is_ok_and(|after| *after == *meta);
            attempts += 1;
            if !is_unchanged && attempts < MAX_ATTEMPTS {
                continue;
            }
            let snapshot = reader?.map(|reader| Snapshot {
                folder,
                meta,
                reader,
            });
            if is_unchanged && snapshot.is_some() {
                self.last().clone_from(&snapshot);
            }
            return Ok(snapshot);
        }
    }

    /// The commit that is open, if it is still that of the version's folder. Reads one file; whether the
    /// folder is an index has been checked when it was opened.
    fn unchanged(&self) -> Option<Snapshot> {
        let snapshot = self.last().clone()?;
        let meta = fs::read(snapshot.folder.join(META)).ok()?;
        let is_current = snapshot.folder == self.layout.version_folder();
        (is_current && *meta == *snapshot.meta).then_some(snapshot)
    }

    /// The commit that is open, if its folder and its list of segments are these.
    fn opened(&self, folder: &Path, meta: &Arc<[u8]>) -> Option<Snapshot> {
        let last = self.last();
        (last.as_ref())
            .filter(|snapshot| (snapshot.folder.as_path(), &snapshot.meta) == (folder, meta))
            .cloned()
    }

    fn last(&self) -> MutexGuard<'_, Option<Snapshot>> {
        let last = self.shared.last.lock();
        last.unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder of the last commit and tantivy's list of its segments; none where nothing has been built.
    ///
    /// # Errors
    /// Where the list cannot be read, or is missing from an index that had one: taking that for no index
    /// would build another over it.
    fn meta(&self) -> Result<Option<(PathBuf, Arc<[u8]>)>> {
        let current = self.layout.version_folder();
        if let Ok(meta) = fs::read(current.join(META)) {
            return Ok(Some((current, Arc::from(meta))));
        }
        // Checked before the list is read again: a writer creates the list before any content, so content
        // without a list means that the list is lost.
        let has_content = has_content(&current);
        let mut unreadable = None;
        // A rebuild renames both folders, so each is looked at twice.
        let folders = [&current, &self.layout.old_folder()];
        for folder in folders.into_iter().cycle().take(4) {
            let list = folder.join(META);
            match fs::read(&list) {
                Ok(meta) if *folder == current || is_index_folder(folder) => {
                    return Ok(Some((folder.clone(), Arc::from(meta))));
                }
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    unreadable = Some(
                        Error::index(format!("{} cannot be read", list.display()))
                            .because(error)
                            .hint("make it readable; `verbatim doctor` reads all of the index"),
                    );
                }
                _ => {}
            }
        }
        match unreadable {
            Some(error) => Err(error),
            None if has_content => Err(damaged_file(current.join(META).display(), "is missing")),
            None => Ok(None),
        }
    }

    /// Opens the index for writing. A `rebuild` is written beside the present index and replaces it when
    /// it is committed.
    pub fn writer(&self, lock: Lock, rebuild: bool, budget: Budget) -> Result<Writer> {
        Writer::open(self.layout.clone(), lock, rebuild, budget)
    }

    /// Takes the writer lock. Where it has to wait, `on_wait` is called once, with a sentence that names
    /// the process that holds the lock.
    ///
    /// # Errors
    /// Where the index folder cannot be written.
    pub fn lock(&self, wait: LockWait, on_wait: &mut dyn FnMut(&str)) -> Result<LockOutcome> {
        lock::acquire(&self.layout.lock_file(), wait, on_wait)
    }

    /// The id of the process that is writing the index; none where no process is.
    pub fn writing_process(&self) -> Option<String> {
        lock::holder(&self.layout.lock_file())
    }

    /// A sentence that names the process that is writing the index; none where no process is.
    pub fn busy(&self) -> Option<String> {
        let id = self.writing_process()?;
        Some(lock::describe_holder(&id))
    }

    /// Checks that no folder or file of the corpus is the index folder or lies in it.
    ///
    /// # Errors
    /// Where one does.
    pub fn check_apart(&self, corpus_folders: &CorpusFolders) -> Result<()> {
        match corpus_folders.path_within(self.folder()) {
            None => Ok(()),
            Some(path) => Err(Error::index(format!(
                "the index folder {} holds what is to be indexed, {}",
                self.folder().display(),
                path.display()
            ))
            .hint("name another index folder with --index DIR")),
        }
    }

    /// Reads all files of the index and returns the names of those that are not as they were written; none
    /// where there is no index.
    pub fn damaged_files(&self) -> Result<Vec<String>> {
        match self.layout.current_folder() {
            folder if folder.exists() => manifest::damaged_files(&open_tantivy(&folder)?, &folder),
            _ => Ok(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{checksummed::write_atomically, commit::Commit},
        *,
    };

    fn commit(index: &Index, corpus_folder: &str) {
        let LockOutcome::Acquired(lock) = index.lock(LockWait::Short, &mut |_| {}).unwrap() else {
            panic!("nobody else writes");
        };
        let writer = index.writer(lock, false, Budget::MIN).unwrap();
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
            let newest = scope.spawn(|| index.newest_snapshot().unwrap().map(|last| last.reader));
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
        let current = index.layout.version_folder();
        fs::create_dir_all(&current).unwrap();
        write_atomically(&current, Path::new(".managed.json"), b"[]").unwrap();
        assert!(index.reader().unwrap().is_none());
        fs::write(current.join(format!("{}.store", "0a".repeat(16))), "").unwrap();
        let error = index.reader().err().unwrap().to_string();
        assert!(error.contains("meta.json is missing"), "{error}");
    }
}
