//! Turns panics into errors. tantivy panics on some damaged files, which the manifest does not notice if their
//! size and time stamp are unchanged. After a panic all files are verified, to report which are damaged; if
//! none is, the program is at fault.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{
    Error, Result,
    index::{Index, REBUILD_HINT},
};

/// Number of guarded calls on all threads: a call may panic on a thread of a pool.
static GUARDED_CALLS: AtomicUsize = AtomicUsize::new(0);

/// Whether a panic now would become an error, so that the panic hook need not print it.
pub fn panics_are_caught() -> bool {
    GUARDED_CALLS.load(Ordering::Relaxed) > 0
}

/// Calls `answer`, and returns an error if it panics.
pub(super) fn guarded<T>(index: &Index, answer: impl FnOnce() -> Result<T>) -> Result<T> {
    match caught(answer) {
        Ok(result) => result,
        Err(panic) => Err(panic_error(index, &panic)),
    }
}

fn caught<T>(answer: impl FnOnce() -> T) -> Result<T, String> {
    GUARDED_CALLS.fetch_add(1, Ordering::Relaxed);
    // Unwind safe: readers share only caches, which a panic leaves consistent, and poisoned locks are
    // recovered.
    let result = catch_unwind(AssertUnwindSafe(answer));
    GUARDED_CALLS.fetch_sub(1, Ordering::Relaxed);
    result.map_err(|panic| first_line(&*panic))
}

/// The first line of a panic's message.
fn first_line(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let line = text.and_then(|text| text.lines().next());
    line.unwrap_or("a panic without words").to_owned()
}

/// The error for a panic: damaged files, or a fault of the program.
fn panic_error(index: &Index, panic: &str) -> Error {
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
    fn a_panic_becomes_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::at(folder.path());
        let error = guarded(&index, || -> Result<()> { panic!("one\ntwo") }).unwrap_err();
        assert_eq!(error.to_string(), "the question cannot be answered: one");
        assert!(guarded(&index, || Ok(panics_are_caught())).unwrap());
    }
}
