//! How much is on its way into the index at a time. tantivy's queue counts documents, of which ten
//! thousand long ones take gigabytes; the gate counts bytes.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

use tantivy::{TantivyDocument, schema::document::Document};

/// How long nothing may move before one document is let through all the same: whoever should take the
/// others in may have failed, which adding it brings to light.
const PATIENCE: Duration = Duration::from_secs(1);

/// Lets only so many bytes of text be on their way.
#[derive(Debug, Clone)]
pub(super) struct ByteBoundedQueue {
    most: usize,
    /// Bytes on their way, and the means to wait for fewer.
    state: Arc<(Mutex<usize>, Condvar)>,
}

/// Leave for some bytes to be on their way; given back when it is dropped.
#[derive(Debug)]
struct Permit {
    size: usize,
    gate: ByteBoundedQueue,
}

/// A document on its way, until it is taken in.
#[derive(Debug)]
pub(super) struct QueuedDocument {
    document: TantivyDocument,
    _pass: Permit,
}

impl ByteBoundedQueue {
    /// A gate for so many bytes, or for one document that is larger.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            state: Arc::default(),
        }
    }

    /// Waits until there is room for a document made from so many bytes of text.
    pub(super) fn pass(&self, document: TantivyDocument, size: usize) -> QueuedDocument {
        let (inside, fewer) = &*self.state;
        let guard = inside.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |inside: &mut usize| *inside > 0 && *inside + size > self.most;
        let waited = fewer.wait_timeout_while(guard, PATIENCE, full);
        let (mut guard, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *guard += size;
        QueuedDocument {
            document,
            _pass: Permit {
                size,
                gate: self.clone(),
            },
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let (inside, fewer) = &*self.gate.state;
        let mut guard = inside.lock().unwrap_or_else(PoisonError::into_inner);
        *guard = guard.saturating_sub(self.size);
        fewer.notify_all();
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
    fn no_more_is_on_its_way_than_is_let_through() {
        let gate = ByteBoundedQueue::new(10);
        let first = gate.pass(TantivyDocument::default(), 6);
        let (send, receive) = mpsc::channel();
        let second = gate.clone();
        let waiting = thread::spawn(move || {
            let passed = second.pass(TantivyDocument::default(), 5);
            send.send(Instant::now()).unwrap();
            drop(passed);
        });
        thread::sleep(Duration::from_millis(50));
        assert!(receive.try_recv().is_err(), "it has to wait");
        let freed = Instant::now();
        drop(first.into_tantivy_document());
        assert!(receive.recv().unwrap() >= freed);
        waiting.join().unwrap();
        assert_eq!(*gate.state.0.lock().unwrap(), 0);
        // Alone a larger one passes, and behind one that is stuck a document does in the end.
        let _stuck = gate.pass(TantivyDocument::default(), 100);
        let _passed = gate.pass(TantivyDocument::default(), 1);
    }
}
