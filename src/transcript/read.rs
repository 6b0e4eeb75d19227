//! Reads the calls of one file.

use super::{
    Metadata, Overrides, Source,
    assemble::{ExternalFacts, assemble},
    decode::{decode, decode_file, replace_noncharacters},
    format::{Document, Format, Formats, Transcript, split_table},
    printed::{Pages, Printed},
};
use crate::{Error, Result, model::Call};

/// Records of a file reported one by one that cannot be read as calls; further ones are counted.
const MAX_REPORTED: usize = 100;

/// Shortest record that can be a call, in bytes.
const MIN_RECORD_BYTES: usize = 32;

/// The calls of a file, and an error for each record in it that is not one.
pub type CallsAndErrors = (Vec<Call>, Vec<Error>);

/// Reads the calls of a file from its bytes and those of its sidecar. Most files hold one; a list of
/// JSON records holds several. Returns the calls, and an error for each record that is not one.
///
/// # Errors
/// Where nothing in the file can be read as a call, or its sidecar cannot be read.
pub fn read(
    source: &Source,
    bytes: &[u8],
    sidecar: Option<&[u8]>,
    overrides: &Overrides,
    formats: &Formats,
) -> Result<CallsAndErrors> {
    read_with_text(source, bytes, sidecar, overrides, formats).map(|(read, _)| read)
}

/// Like [`read`], with the text of the file, as [`decode`] returns it.
pub(crate) fn read_with_text(
    source: &Source,
    bytes: &[u8],
    sidecar: Option<&[u8]>,
    overrides: &Overrides,
    formats: &Formats,
) -> Result<(CallsAndErrors, String)> {
    let decoded = decode_file(&source.path, bytes)?;
    let (text, printed) = (decoded.text, decoded.printed.as_ref());
    if text.trim().is_empty() {
        return Err(Error::input(&source.path, "is empty"));
    }
    let metadata = read_sidecar(source, sidecar)?;
    let document = Document::new(&text).with_printed(printed);
    let (front_matter, document) = match printed {
        Some(_) => (Metadata::default(), document),
        None => document.split_front_matter(),
    };
    let reader = Reader {
        source,
        formats,
        printed,
        facts: ExternalFacts {
            metadata: metadata.or(front_matter),
            overrides,
        },
    };
    let read = match formats.recognise(&document) {
        Some(format) => (vec![reader.call(format, &document)?], Vec::new()),
        None => reader.records(document)?,
    };
    Ok((read, text))
}

fn read_sidecar(source: &Source, bytes: Option<&[u8]>) -> Result<Metadata> {
    match (&source.sidecar, bytes) {
        (Some(sidecar), Some(bytes)) => {
            Metadata::from_sidecar(&sidecar.path, &decode(&sidecar.path, bytes)?)
        }
        _ => Ok(Metadata::default()),
    }
}

/// What the calls of one file have in common.
struct Reader<'a> {
    source: &'a Source,
    formats: &'a Formats,
    printed: Option<&'a Printed>,
    facts: ExternalFacts<'a>,
}

impl Reader<'_> {
    /// Reads a document that is a list of records.
    fn records(&self, document: Document<'_>) -> Result<(Vec<Call>, Vec<Error>)> {
        let no_format = no_format(&document);
        let tables = split_table(document.text());
        if tables.len() > 1 {
            return self.tables(&tables);
        }
        let (mut calls, mut errors) = (Vec::new(), Vec::new());
        let mut unreported = 0;
        for record in document.into_records() {
            match self.record(&record) {
                Ok(call) => calls.push(call),
                Err(error) if errors.len() < MAX_REPORTED => errors.push(error),
                Err(_) => unreported += 1,
            }
        }
        if unreported > 0 {
            errors.push(self.error(format!("{unreported} more of its records are no calls")));
        }
        if calls.is_empty() {
            let names: Vec<&str> = self.formats.iter().map(Format::name).collect();
            let hint = format!("known formats: {}", names.join(", "));
            return Err(self.error(no_format).hint(hint));
        }
        Ok((calls, errors))
    }

    /// Reads a table of several calls.
    fn tables(&self, tables: &[(usize, String)]) -> Result<(Vec<Call>, Vec<Error>)> {
        let (mut calls, mut errors) = (Vec::new(), Vec::new());
        for (line, table) in tables {
            let document = Document::new(table);
            match self.formats.recognise(&document) {
                Some(format) => calls.push(self.call(format, &document)?),
                None if errors.len() < MAX_REPORTED => {
                    errors.push(self.error(format!("line {line}: its rows are no speech")));
                }
                None => {}
            }
        }
        match calls.is_empty() {
            true => Err(self.error("is a table of no speech")),
            false => Ok((calls, errors)),
        }
    }

    fn record(&self, record: &Document<'_>) -> Result<Call> {
        let is_long_enough = record.text().len() >= MIN_RECORD_BYTES;
        let format = is_long_enough.then(|| self.formats.recognise(record));
        match format.flatten() {
            Some(format) => self.call(format, record),
            None => {
                let (line, what) = (record.first_line(), no_format(record));
                Err(self.error(format!("line {line}: {what}")))
            }
        }
    }

    fn call(&self, format: &dyn Format, document: &Document<'_>) -> Result<Call> {
        let mut transcript = format.parse(document);
        if transcript.turns.is_empty() && transcript.summary.is_empty() {
            return Err(self.error("holds no text of a call"));
        }
        // The text holds no noncharacters, but escapes in it may: `\ufdd0`, `&#xFDD0;`.
        transcript.each_text(&mut |text| *text = replace_noncharacters(std::mem::take(text)));
        for unparsed in transcript.unparsed.iter_mut().chain(&mut transcript.doubts) {
            unparsed.line += document.first_line() - 1;
        }
        if let Some(printed) = self.printed {
            find_pages(&mut transcript, printed);
        }
        let name = &self.source.name;
        Ok(assemble(transcript, format.name(), name, &self.facts))
    }

    fn error(&self, what: impl Into<String>) -> Error {
        Error::input(&self.source.path, what)
    }
}

/// Sets the pages of paragraphs and of unparsed lines, and tells what was set aside with the pages.
fn find_pages(transcript: &mut Transcript, printed: &Printed) {
    let mut pages = Pages::new(printed);
    let items = transcript
        .summary
        .iter_mut()
        .map(|item| (&item.text, &mut item.page));
    let paragraphs = transcript
        .turns
        .iter_mut()
        .flat_map(|turn| &mut turn.paragraphs);
    let paragraphs = paragraphs.map(|paragraph| (&paragraph.text, &mut paragraph.page));
    for (text, page) in items.chain(paragraphs) {
        *page = text.iter().next().and_then(|(_, side)| pages.page(side));
    }
    for line in &mut transcript.unparsed {
        line.page = printed.page_of_line(line.line);
    }
    for (page, head) in &printed.page_heads {
        transcript.mark_unparsed(0, head, "page head");
        if let Some(line) = transcript.unparsed.last_mut().filter(|_| printed.has_pages) {
            line.page = u32::try_from(*page).ok();
        }
    }
    for doubt in &printed.doubts {
        transcript.doubt(0, "", doubt);
    }
}

/// Why no format reads a document.
fn no_format(document: &Document<'_>) -> String {
    let fault = document.fault().map(|fault| format!(": {fault}"));
    format!("no known transcript format{}", fault.unwrap_or_default())
}
