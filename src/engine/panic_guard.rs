//! Questions to an index whose files may have changed under an unchanged time stamp.
//!
//! tantivy panics on some of them. Such a panic ends the question alone, and the files are then read whole
//! to say which of them is damaged; where none is, the program is at fault.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{
    Error, Result,
    index::{Index, REBUILD_HINT},
};

/// Questions under way, on all threads: a panic of one may happen on another thread than it was asked on.
static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

/// Whether a panic that happens now becomes an error, so that nothing need be printed of it.
pub fn panics_are_caught() -> bool {
    UNDER_WAY.load(Ordering::Relaxed) > 0
}

/// Asks, and gives an error where that panics.
pub(super) fn guarded<T>(index: &Index, ask: impl FnOnce() -> Result<T>) -> Result<T> {
    match caught(ask) {
        Ok(answer) => answer,
        Err(panic) => Err(verdict(index, &panic)),
    }
}

fn caught<T>(ask: impl FnOnce() -> T) -> Result<T, String> {
    UNDER_WAY.fetch_add(1, Ordering::Relaxed);
    // What a reader shares are caches, which hold nothing half done; locks of a panicked thread are taken
    // over where they are asked for.
    let answer = catch_unwind(AssertUnwindSafe(ask));
    UNDER_WAY.fetch_sub(1, Ordering::Relaxed);
    answer.map_err(|panic| sentence(&*panic))
}

/// What a panic says, on one line.
fn sentence(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let line = text.and_then(|text| text.lines().next());
    line.unwrap_or("a panic without words").to_owned()
}

/// Who is to blame for a panic.
fn verdict(index: &Index, panic: &str) -> Error {
    let damaged = match caught(|| index.damaged_files()) {
        Ok(Ok(damaged)) => damaged,
        Ok(Err(error)) => return error,
        Err(_) => vec!["its lists".to_owned()],
    };
    if damaged.is_empty() {
        return Error::internal(format!("the question cannot be answered: {panic}"))
            .hint("the index is as it was written, so the program is at fault");
    }
    let error = Error::index("the index is damaged");
    error
        .because(format!("not as written: {}", damaged.join(", ")))
        .hint(REBUILD_HINT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_one_question() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::at(folder.path());
        let error = guarded(&index, || -> Result<()> { panic!("one\ntwo") }).unwrap_err();
        assert_eq!(error.to_string(), "the question cannot be answered: one");
        assert!(guarded(&index, || Ok(panics_are_caught())).unwrap());
    }
}
