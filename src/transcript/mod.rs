//! From files to calls: walk, decode, recognise, parse, and work out who is who.
//!
//! A file becomes a [`format::Transcript`] (what its layout says) and then a [`Call`] (what that
//! means). Formats know nothing of people, exchanges or one another.

mod assemble;
mod company;
mod decode;
mod exchange;
pub mod format;
mod lazy_regex;
mod memory_estimate;
mod metadata;
mod note;
mod overrides;
mod people;
mod saved;
mod unpack;
mod walk;

#[doc(hidden)]
pub use assemble::{Stated, assemble};
pub use decode::LARGEST_FILE;
#[doc(hidden)]
pub use decode::decode;
#[doc(hidden)]
pub use memory_estimate::memory_estimate;
#[doc(hidden)]
pub use metadata::Metadata;
#[doc(hidden)]
pub use overrides::Overrides;
#[doc(hidden)]
pub use people::across_calls;
#[doc(hidden)]
pub use saved::{WordedSearch, saved_searches};
#[doc(hidden)]
pub use unpack::ENDINGS as PACKED;
pub use walk::{Sidecar, Source};
#[doc(hidden)]
pub use walk::{Unseen, Walk, folder_of, lies_in, locate, look, too_large, unpacked_name, walk};

use self::{
    decode::without_noncharacters,
    format::{Document, Format, Formats},
};
use crate::{Error, Result, model::Call};

/// Most records of a file that are named one by one where they are no calls.
const MOST_FAULTS: usize = 100;

/// Shortest record that can be a call, in bytes.
const SHORTEST_RECORD: usize = 32;

/// Reads the calls of a file from its bytes and those of its sidecar. Most files hold one; a list of
/// JSON records holds several, and a record that is no call is reported beside them.
///
/// # Errors
/// Where nothing in the file can be read as a call, or its sidecar cannot be read.
#[doc(hidden)]
pub fn read(
    source: &Source,
    bytes: &[u8],
    sidecar: Option<&[u8]>,
    overrides: &Overrides,
    formats: &Formats,
) -> Result<(Vec<Call>, Vec<Error>)> {
    let text = decode(&source.path, bytes)?;
    if text.trim().is_empty() {
        return Err(Error::input(&source.path, "is empty"));
    }
    let metadata = match (&source.sidecar, sidecar) {
        (Some(sidecar), Some(bytes)) => {
            Metadata::from_sidecar(&sidecar.path, &decode(&sidecar.path, bytes)?)?
        }
        _ => Metadata::default(),
    };
    let (head, whole) = Document::new(&text).split_front_matter();
    let stated = Stated {
        metadata: metadata.or(head),
        overrides,
    };
    if let Some(format) = formats.recognise(&whole) {
        let call = read_document(source, format, &whole, &stated)?;
        return Ok((vec![call], Vec::new()));
    }
    let no_format = unknown(&whole);
    let (mut calls, mut failed) = (Vec::new(), Vec::new());
    let mut more = 0;
    for record in whole.into_records() {
        let format = (record.text().len() >= SHORTEST_RECORD).then(|| formats.recognise(&record));
        let call = match format.flatten() {
            Some(format) => read_document(source, format, &record, &stated),
            None => {
                let what = format!("line {}: {}", record.first_line(), unknown(&record));
                Err(Error::input(&source.path, what))
            }
        };
        match call {
            Ok(call) => calls.push(call),
            Err(error) if failed.len() < MOST_FAULTS => failed.push(error),
            Err(_) => more += 1,
        }
    }
    if more > 0 {
        let what = format!("{more} more of its records are no calls");
        failed.push(Error::input(&source.path, what));
    }
    if calls.is_empty() {
        let names: Vec<&str> = formats.iter().map(Format::name).collect();
        return Err(Error::input(&source.path, no_format)
            .hint(format!("known formats: {}", names.join(", "))));
    }
    Ok((calls, failed))
}

/// What is said of a document that no format recognises.
fn unknown(document: &Document<'_>) -> String {
    let fault = document.fault().map(|fault| format!(": {fault}"));
    format!("no known transcript format{}", fault.unwrap_or_default())
}

fn read_document(
    source: &Source,
    format: &dyn Format,
    document: &Document<'_>,
    stated: &Stated<'_>,
) -> Result<Call> {
    let mut transcript = format.parse(document);
    if transcript.turns.is_empty() && transcript.summary.is_empty() {
        return Err(Error::input(&source.path, "holds no text of a call"));
    }
    // The file has none as they stand, but it may write them otherwise: `\ufdd0`, `&#xFDD0;`.
    transcript.each_text(&mut |text| *text = without_noncharacters(std::mem::take(text)));
    for unparsed in &mut transcript.unparsed {
        unparsed.line += document.first_line() - 1;
    }
    Ok(assemble(transcript, format.name(), &source.name, stated))
}
