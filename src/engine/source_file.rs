//! The file that a call was read from, as it lies in the corpus.

use std::{fs::File, io::Read, path::Path};

use super::engine::Engine;
use crate::{Error, Result, model::Call, search, transcript::is_pdf_content};

/// Largest file that is given: as much as any other answer.
const MAX_BYTES: u64 = 16 << 20;

impl Engine {
    /// The PDF file of a call: its bytes and its name without folders.
    ///
    /// Only files that calls of the index name are read, and only if they are still PDF files.
    ///
    /// # Errors
    /// Where there is no such call, or its file is no PDF file, gone, or cannot be read.
    pub fn pdf_of(&self, id: &str) -> Result<(Vec<u8>, String)> {
        let call = self.with_reader(|reader| match reader.call(id)? {
            Some(call) => Ok(call),
            None => search::find_call(reader, id),
        })?;
        let name = Path::new(&call.source).file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let no_pdf = || Error::unknown(format!("the source of {} is no PDF file", call.id));
        if !is_pdf(&call) {
            return Err(no_pdf());
        }
        let gone = || Error::unknown(format!("{} is no longer in the corpus", call.source));
        let path = self.file_of(&call)?.ok_or_else(gone)?;
        let bytes = read(&path)
            .map_err(|error| Error::input(&call.source, "cannot be read").because(error))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Error::request(format!(
                "{} has more than 16 MB",
                call.source
            )));
        }
        if !is_pdf_content(&bytes) {
            return Err(no_pdf());
        }
        Ok((bytes, name))
    }
}

/// Whether a call was read from a PDF file, in which pages can be opened.
pub fn is_pdf(call: &Call) -> bool {
    let ending = Path::new(&call.source).extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
