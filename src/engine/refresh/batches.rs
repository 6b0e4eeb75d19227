//! The tasks of a refresh, in batches that can be read at once within the memory budget.

use rayon::prelude::*;

use super::source_reader::memory_estimate;
use crate::{
    Error,
    index::{Budget, SourceRecord},
    transcript::Source,
};

/// Maximum number of sources in a batch.
const MAX_READS: usize = 256;

/// What to do about a source that exists.
pub(super) enum Task {
    /// Keep its calls as they are in the index.
    Keep(Vec<SourceRecord>),
    /// Read it: it is new or may have changed.
    Read(Source),
}

/// Splits tasks into batches by the lengths of their texts. A source longer than the budget is a batch of
/// its own.
pub(super) fn by_length(tasks: Vec<Task>, budget: Budget) -> Vec<Vec<Task>> {
    let sized = tasks.into_iter().map(|task| match &task {
        Task::Keep(_) => (0, task),
        Task::Read(source) => (source.max_text_bytes(), task),
    });
    split(sized, budget.read())
}

/// Splits a batch further where its sources need more memory than their lengths suggest, as files of many
/// short pieces do. Returns the smaller batches, and the sources that exceed the budget by name with an
/// error.
pub(super) fn by_estimate(
    batch: Vec<Task>,
    budget: Budget,
) -> (Vec<Vec<Task>>, Vec<(String, Error)>) {
    let estimated: Vec<(u64, Task)> = (batch.into_par_iter())
        .map(|task| match &task {
            Task::Keep(_) => (0, task),
            Task::Read(source) => (memory_estimate(source), task),
        })
        .collect();
    let mut too_large = Vec::new();
    let fitting = estimated.into_iter().filter(|(bytes, task)| match task {
        Task::Read(source) if *bytes > budget.read() => {
            let error = exceeds_budget(source, Budget::to_read(*bytes));
            too_large.push((source.name.clone(), error));
            false
        }
        _ => true,
    });
    let batches = split(fitting, budget.read());
    (batches, too_large)
}

/// Splits tasks with their sizes in bytes into batches of at most `max_bytes`.
fn split(tasks: impl Iterator<Item = (u64, Task)>, max_bytes: u64) -> Vec<Vec<Task>> {
    let mut batches = vec![Vec::new()];
    let (mut reads, mut bytes) = (0, 0);
    for (size, task) in tasks {
        if matches!(task, Task::Read(_)) {
            if reads == MAX_READS || (reads > 0 && bytes + size > max_bytes) {
                batches.push(Vec::new());
                (reads, bytes) = (0, 0);
            }
            reads += 1;
            bytes += size;
        }
        if let Some(batch) = batches.last_mut() {
            batch.push(task);
        }
    }
    batches
}

/// The error for a source that needs a larger budget to be read.
pub(super) fn exceeds_budget(source: &Source, needed: Budget) -> Error {
    let megabytes = needed.bytes().div_ceil(1 << 20);
    Error::input(
        &source.path,
        format!("may take {megabytes} MB of memory to read, more than is given"),
    )
    .hint(format!("`verbatim index --memory {megabytes}MB` reads it"))
}
