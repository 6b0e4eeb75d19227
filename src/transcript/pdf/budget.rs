//! What reading one file may take, whatever it asks for.

use std::time::{Duration, Instant};

/// Bytes that all streams of a file may unpack to. The real files have under 4 MB.
const MAX_UNPACKED_BYTES: usize = 256 << 20;

/// Bytes that one stream may unpack to; fonts and pages have under 1 MB.
pub(super) const MAX_STREAM_BYTES: usize = 32 << 20;

/// Operators of all pages. A dense page has 5,000.
const MAX_OPERATORS: usize = 20_000_000;

/// Characters of all pages: the largest text file that is read has as many.
const MAX_GLYPHS: usize = 16_000_000;

/// A hundred pages take a quarter of a second.
const MAX_TIME: Duration = Duration::from_secs(20);

/// Counts what is left of each bound.
pub(super) struct Budget {
    unpacked: usize,
    operators: usize,
    glyphs: usize,
    began: Instant,
    max_time: Duration,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            unpacked: MAX_UNPACKED_BYTES,
            operators: MAX_OPERATORS,
            glyphs: MAX_GLYPHS,
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

    /// Counts an operator; false once there were too many.
    pub(super) fn operator(&mut self) -> bool {
        self.operators = self.operators.saturating_sub(1);
        self.operators > 0 && (self.operators & 0xFFF != 0 || !self.is_late())
    }

    /// Counts a character; false once there were too many.
    pub(super) fn glyph(&mut self) -> bool {
        self.glyphs = self.glyphs.saturating_sub(1);
        self.glyphs > 0
    }

    fn is_late(&self) -> bool {
        self.began.elapsed() > self.max_time
    }

    /// Whether any bound is reached: the file is then not read at all, so that the result never
    /// depends on how fast the machine is.
    pub(super) fn is_exceeded(&self) -> bool {
        self.unpacked == 0 || self.operators == 0 || self.glyphs == 0 || self.is_late()
    }
}
