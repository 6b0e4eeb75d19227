//! From files to calls: walk, decode, recognise, parse, and work out who is who.
//!
//! A file becomes a [`format::Transcript`] (what its layout says) and then a [`Call`] (what that
//! means). Formats know nothing of people, exchanges or one another.

mod assemble;
mod company;
mod decode;
mod exchange;
pub mod format;
mod note;
mod people;
mod walk;

pub use assemble::assemble;
pub use decode::{LARGEST_FILE, decode};
pub use walk::{Source, Walk, walk};

use crate::{Error, Result, model::Call};

/// Reads one call from the bytes of a file; `source` is its path below the corpus folder.
pub fn read(source: &Source, bytes: &[u8]) -> Result<Call> {
    let text = decode(&source.path, bytes)?;
    if text.trim().is_empty() {
        return Err(Error::input(&source.path, "is empty"));
    }
    let format = format::recognise(&text).ok_or_else(|| {
        Error::input(&source.path, "no known transcript format")
            .hint(format!("known formats: {}", format::names().join(", ")))
    })?;
    let transcript = format.parse(&text);
    if transcript.turns.is_empty() && transcript.summary.is_empty() {
        return Err(Error::input(&source.path, "holds no text of a call"));
    }
    Ok(assemble(transcript, format.name(), &source.name))
}
