//! Bodies of answers, bounded in size.

use serde::Serialize;

use crate::{Error, Result};

/// Maximum size of an answer in bytes.
pub(super) const MAX_BYTES: usize = 16 << 20;

/// The same of a file to save.
pub(super) const MAX_DOWNLOAD_BYTES: usize = 128 << 20;

/// The document as JSON.
///
/// # Errors
/// If it has more than `max` bytes.
pub(super) fn json(document: &impl Serialize, max: usize) -> Result<Vec<u8>> {
    let mut writer = BoundedWriter {
        bytes: Vec::new(),
        max,
        full: false,
    };
    match serde_json::to_writer(&mut writer, document) {
        Ok(()) => Ok(writer.bytes),
        Err(_) if writer.full => Err(too_large(max)),
        Err(error) => Err(Error::internal("the answer cannot be written as JSON").because(error)),
    }
}

/// The body.
///
/// # Errors
/// If it has more than `max` bytes.
pub(super) fn bounded(body: Vec<u8>, max: usize) -> Result<Vec<u8>> {
    match body.len() > max {
        true => Err(too_large(max)),
        false => Ok(body),
    }
}

fn too_large(max: usize) -> Error {
    let message = format!("the answer has more than {} MB", max >> 20);
    Error::request(message).hint("ask for less at once: limit, offset, per-call, context, section")
}

/// A writer that fails once it would hold more than `max` bytes.
struct BoundedWriter {
    bytes: Vec<u8>,
    max: usize,
    full: bool,
}

impl std::io::Write for BoundedWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.max {
            self.full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
