//! Bounds the text of the documents that wait in tantivy's indexing queue. tantivy bounds their number, to
//! ten thousand; long documents would then take gigabytes. This queue bounds their bytes.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

use tantivy::{TantivyDocument, schema::document::Document};

/// A document waits at most this long for space, then is queued all the same: tantivy's indexing thread may
/// have failed, which only adding a document reveals.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// Bounds the bytes of text that are queued. Clones share the bound.
#[derive(Debug, Clone)]
pub(super) struct ByteBoundedQueue {
    capacity: usize,
    /// Bytes that are queued, and the condition that some have left.
    queued: Arc<(Mutex<usize>, Condvar)>,
}

/// Space in the queue; freed when it is dropped.
#[derive(Debug)]
struct Permit {
    size: usize,
    queue: ByteBoundedQueue,
}

/// A document that takes up space in the queue until tantivy has indexed it.
#[derive(Debug)]
pub(super) struct QueuedDocument {
    document: TantivyDocument,
    _permit: Permit,
}

impl ByteBoundedQueue {
    /// A queue of `capacity` bytes. A document that is larger is queued alone.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            queued: Arc::default(),
        }
    }

    /// Waits until there is space for a document made from `size` bytes of text, and takes it.
    pub(super) fn acquire(&self, document: TantivyDocument, size: usize) -> QueuedDocument {
        let (queued, some_left) = &*self.queued;
        let guard = queued.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |queued: &mut usize| *queued > 0 && *queued + size > self.capacity;
        let waited = some_left.wait_timeout_while(guard, MAX_WAIT, is_full);
        let (mut guard, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *guard += size;
        QueuedDocument {
            document,
            _permit: Permit {
                size,
                queue: self.clone(),
            },
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let (queued, some_left) = &*self.queue.queued;
        let mut guard = queued.lock().unwrap_or_else(PoisonError::into_inner);
        *guard = guard.saturating_sub(self.size);
        some_left.notify_all();
    }
}

impl Document for QueuedDocument {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread, time::Instant};

    use super::*;

    #[test]
    fn no_more_is_queued_than_the_capacity() {
        let queue = ByteBoundedQueue::new(10);
        let first = queue.acquire(TantivyDocument::default(), 6);
        let (send, receive) = mpsc::channel();
        let second = queue.clone();
        let waiting = thread::spawn(move || {
            let permit = second.acquire(TantivyDocument::default(), 5);
            send.send(Instant::now()).unwrap();
            drop(permit);
        });
        thread::sleep(Duration::from_millis(50));
        assert!(receive.try_recv().is_err(), "it has to wait");
        let freed = Instant::now();
        drop(first.into_tantivy_document());
        assert!(receive.recv().unwrap() >= freed);
        waiting.join().unwrap();
        assert_eq!(*queue.queued.0.lock().unwrap(), 0);
        // A larger document is queued alone, and one behind it after the longest wait.
        let _stuck = queue.acquire(TantivyDocument::default(), 100);
        let _other = queue.acquire(TantivyDocument::default(), 1);
    }
}
