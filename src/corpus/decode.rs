use std::path::Path;

use crate::{Error, Result};

/// Largest file read, in bytes; the longest calls have a few hundred kilobytes.
pub const LARGEST_FILE: u64 = 32 << 20;

/// Decodes the bytes of a file: UTF-8, with or without a byte-order mark, any line ends.
pub fn decode(path: &Path, bytes: &[u8]) -> Result<String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(Error::input(path, "is binary, not text"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Error::input(
            path,
            format!("is not UTF-8 text (byte {})", error.valid_up_to()),
        )
        .hint("save it as UTF-8")
    })?;
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.into()
    })
}
