//! The memory budget of indexing, and how it is divided between reading, analysis and postings.

/// Memory that building an index may take in all, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Budget(usize);

/// Bytes taken whatever is indexed: the Chinese dictionary, tables, the previous commit.
const FIXED: usize = 128 << 20;

/// Bytes of memory for each byte of text that is read and parsed, at worst (a JSON file of cues).
const PER_BYTE_READ: usize = 17;

/// Bytes of memory for each byte of text that is analyzed: its tokens in both fields.
const PER_BYTE_ANALYZED: usize = 96;

/// Most that tantivy accepts for the postings of one thread, in bytes.
const MAX_POSTINGS: usize = 4000 << 20;

impl Budget {
    /// The smallest budget that an index can be built with.
    pub const MIN: Self = Self(256 << 20);

    /// A budget of some bytes; none below [`Self::MIN`].
    pub fn new(bytes: usize) -> Option<Self> {
        (bytes >= Self::MIN.0).then_some(Self(bytes))
    }

    /// The smallest budget with which `text` bytes of text can be read at once.
    pub fn to_read(text: u64) -> Self {
        let text = usize::try_from(text).unwrap_or(usize::MAX);
        let bytes = text.saturating_mul(PER_BYTE_READ).saturating_mul(8) / 5;
        Self(bytes.saturating_add(FIXED)).max(Self::MIN)
    }

    /// The budget in bytes.
    pub fn bytes(self) -> usize {
        self.0
    }

    fn variable(self) -> usize {
        self.0.saturating_sub(FIXED)
    }

    /// Bytes of memory for postings before a segment is written.
    pub(super) fn postings(self) -> usize {
        (self.variable() / 4).min(MAX_POSTINGS)
    }

    /// Bytes of text to analyze at a time. As many may be queued for the index writer meanwhile.
    pub(super) fn analyzed(self) -> usize {
        self.variable() / 16 / PER_BYTE_ANALYZED
    }

    /// Bytes of text to read at a time.
    pub fn read(self) -> u64 {
        (self.variable() / 8 * 5 / PER_BYTE_READ) as u64
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self(1 << 30)
    }
}
