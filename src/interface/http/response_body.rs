//! Bodies of answers, bounded in size.

use serde::Serialize;

use crate::{Error, Result, interface::table::Table};

/// Maximum size of an answer in bytes.
const MAX_BYTES: usize = 16 << 20;

/// The document as JSON.
///
/// # Errors
/// If it is larger than 16 MB.
pub(super) fn json(document: &impl Serialize) -> Result<String> {
    let mut writer = BoundedWriter::default();
    if let Err(error) = serde_json::to_writer(&mut writer, document) {
        return Err(match writer.full {
            true => too_large(),
            false => Error::internal("the answer cannot be written as JSON").because(error),
        });
    }
    String::from_utf8(writer.bytes)
        .map_err(|error| Error::internal("the answer cannot be written as JSON").because(error))
}

/// The table as CSV; `raw` as for [`Table::csv`].
///
/// # Errors
/// If it is larger than 16 MB.
pub(super) fn csv(table: &Table, raw: bool) -> Result<String> {
    let text = table.csv(raw)?;
    match text.len() > MAX_BYTES {
        true => Err(too_large()),
        false => Ok(text),
    }
}

fn too_large() -> Error {
    let message = format!("the answer has more than {} MB", MAX_BYTES >> 20);
    Error::request(message).hint("ask for less at once: limit, offset, per-call, context, section")
}

/// A writer that fails once it would hold more than `MAX_BYTES`.
#[derive(Default)]
struct BoundedWriter {
    bytes: Vec<u8>,
    full: bool,
}

impl std::io::Write for BoundedWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_BYTES {
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
