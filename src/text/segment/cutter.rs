//! jieba with the part of the dictionary that a text needs.
//!
//! The segmentation depends only on the dictionary words that occur in the text and on the total
//! frequency. A jieba with these words, and one more word that carries the rest of the total,
//! segments exactly like one with the whole dictionary. Each thread keeps one and adds the words of
//! each text. After [`MUCH`] characters the lookups have cost as much as loading, so the whole
//! dictionary is loaded once for all threads.

use std::{
    cell::RefCell,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use jieba_rs::Jieba;

use super::dictionary::{self, ROOT, step};

/// Number of characters segmented in a process after which the whole dictionary is loaded.
const MUCH: usize = 500_000;

/// The word that carries the frequencies of all others. No run of Han characters contains it.
const REST: &str = "rest";

/// The whole dictionary, once loaded.
static WHOLE: OnceLock<Jieba> = OnceLock::new();

/// Number of characters segmented with a part of the dictionary.
static CUT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static PART: RefCell<Part> = RefCell::new(Part::new());
}

/// Calls `f` with a jieba that segments `run` like the whole dictionary.
pub(super) fn with<T>(run: &str, cut: impl FnOnce(&Jieba) -> T) -> T {
    if let Some(whole) = WHOLE.get() {
        return cut(whole);
    }
    if CUT.fetch_add(run.len() / 3, Ordering::Relaxed) > MUCH {
        return cut(WHOLE.get_or_init(whole));
    }
    PART.with_borrow_mut(|part| {
        part.learn(run);
        cut(&part.jieba)
    })
}

/// jieba with the whole dictionary.
pub(super) fn whole() -> Jieba {
    let mut jieba = Jieba::empty();
    let mut known = 0;
    dictionary::for_each(|word, frequency| {
        jieba.add_word(word, Some(frequency), None);
        known += frequency;
    });
    let rest = dictionary::total().saturating_sub(known);
    jieba.add_word(REST, Some(rest), None);
    jieba
}

/// jieba with the words added so far.
pub(super) struct Part {
    pub(super) jieba: Jieba,
    /// Sum of the frequencies of its words.
    known: usize,
}

impl Part {
    pub(super) fn new() -> Self {
        Self {
            jieba: Jieba::empty(),
            known: 0,
        }
    }

    /// Adds the dictionary words that occur in a run.
    pub(super) fn learn(&mut self, run: &str) {
        let known = self.known;
        for (start, _) in run.char_indices() {
            let rest = run.get(start..).unwrap_or_default();
            let mut node = ROOT;
            for (at, c) in rest.char_indices() {
                let Some((next, frequency)) = step(node, c) else {
                    break;
                };
                let word = rest.get(..at + c.len_utf8()).unwrap_or_default();
                if frequency > 0 && !self.jieba.has_word(word) {
                    let frequency = frequency as usize;
                    self.jieba.add_word(word, Some(frequency), None);
                    self.known += frequency;
                }
                node = next;
            }
        }
        if self.known != known {
            let rest = dictionary::total().saturating_sub(self.known);
            self.jieba.add_word(REST, Some(rest), None);
        }
    }
}
