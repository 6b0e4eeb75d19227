//! What reading one file may take, whatever it asks for.

use std::time::{Duration, Instant};

/// Bytes that all streams of a file may unpack to. The real files have under 4 MB.
const MAX_UNPACKED_BYTES: usize = 256 << 20;

/// Bytes that one stream may unpack to; fonts and pages have under 1 MB.
pub(super) const MAX_STREAM_BYTES: usize = 32 << 20;

/// Operators of all pages. A dense page has 5,000.
const MAX_OPERATORS: usize = 20_000_000;

/// Characters of all pages: those of two thousand dense ones.
const MAX_GLYPHS: usize = 6_000_000;

/// Characters of one page. A dense page has 8,000.
const MAX_PAGE_GLYPHS: usize = 300_000;

/// Forms that are run. Most pages have none, some a few.
const MAX_FORMS: usize = 20_000;

/// A hundred pages take a quarter of a second.
const MAX_TIME: Duration = Duration::from_secs(20);

/// Counts what is left of each bound.
pub(super) struct Budget {
    unpacked: usize,
    operators: usize,
    glyphs: usize,
    page_glyphs: usize,
    forms: usize,
    began: Instant,
    max_time: Duration,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            unpacked: MAX_UNPACKED_BYTES,
            operators: MAX_OPERATORS,
            glyphs: MAX_GLYPHS,
            page_glyphs: MAX_PAGE_GLYPHS,
            forms: MAX_FORMS,
            began: Instant::now(),
            max_time: MAX_TIME,
        }
    }

    /// How many bytes the next stream may unpack to.
    pub(super) fn stream_bytes(&self) -> usize {
        self.unpacked.min(MAX_STREAM_BYTES)
    }

    /// Counts the bytes of a stream.
    pub(super) fn count_bytes(&mut self, bytes: usize) {
        self.unpacked = self.unpacked.saturating_sub(bytes);
    }

    /// Takes all that is left.
    pub(super) fn exceed(&mut self) {
        self.unpacked = 0;
    }

    /// Counts an operator; false once there were too many.
    pub(super) fn operator(&mut self) -> bool {
        self.operators = self.operators.saturating_sub(1);
        self.operators > 0 && (self.operators & 0xFFF != 0 || !self.is_late())
    }

    /// Begins a page.
    pub(super) fn page(&mut self) {
        self.page_glyphs = MAX_PAGE_GLYPHS;
    }

    /// Counts a character; false once there were too many.
    pub(super) fn glyph(&mut self) -> bool {
        self.glyphs = self.glyphs.saturating_sub(1);
        self.page_glyphs = self.page_glyphs.saturating_sub(1);
        self.glyphs > 0 && self.page_glyphs > 0
    }

    /// Counts a form; false once there were too many.
    pub(super) fn form(&mut self) -> bool {
        self.forms = self.forms.saturating_sub(1);
        self.forms > 0
    }

    fn is_late(&self) -> bool {
        self.began.elapsed() > self.max_time
    }

    /// Whether any bound is reached: the file is then not read at all, so that the result never
    /// depends on how fast the machine is.
    pub(super) fn is_exceeded(&self) -> bool {
        let left = [
            self.unpacked,
            self.operators,
            self.glyphs,
            self.page_glyphs,
            self.forms,
        ];
        left.contains(&0) || self.is_late()
    }
}
