//! What a refresh does about each source, and in which portions.

use crate::{
    Error,
    index::{Budget, SourceRecord},
    transcript::Source,
};

/// Most sources read at a time.
const BATCH: usize = 256;

/// What is to be done about a source that is there.
pub(super) enum Task {
    /// It stands in the index as it is.
    Keep(Vec<SourceRecord>),
    /// It may have changed, or is new.
    Read(Source),
}

/// Cuts tasks into batches with so many bytes of text to read each, or with one larger source.
pub(super) fn batches(tasks: Vec<Task>, budget: Budget) -> Vec<Vec<Task>> {
    let mut batches = vec![Vec::new()];
    let (mut reads, mut bytes) = (0, 0);
    for task in tasks {
        if let Task::Read(source) = &task {
            if reads == BATCH || (reads > 0 && bytes + source.max_text_bytes() > budget.read()) {
                batches.push(Vec::new());
                (reads, bytes) = (0, 0);
            }
            reads += 1;
            bytes += source.max_text_bytes();
        }
        if let Some(batch) = batches.last_mut() {
            batch.push(task);
        }
    }
    batches
}

/// What is said of a source that takes more memory to read than is given.
pub(super) fn too_much(source: &Source, needed: Budget) -> Error {
    let megabytes = needed.bytes().div_ceil(1 << 20);
    Error::input(
        &source.path,
        format!("may take {megabytes} MB of memory to read, more than is given"),
    )
    .hint(format!("`verbatim index --memory {megabytes}MB` reads it"))
}
