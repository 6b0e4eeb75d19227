use std::cell::OnceCell;

use serde_json::{Value, value::RawValue};

use super::{
    Transcript,
    markup::{
        beginning,
        html::{self, Block},
        readable_text::ReadableText,
        xml,
    },
    records::is_speech,
};
use crate::transcript::{Metadata, printed::Printed};

/// Decoded text, and its parse as JSON, XML or HTML, each worked out at most once.
///
/// [`Document::new`] is in `registry.rs`: a document carries the parser of all formats, since a
/// string in a JSON document may hold a text in any of them.
pub struct Document<'a> {
    text: &'a str,
    parse_embedded: ParseEmbedded,
    first_line: usize,
    printed: Option<&'a Printed>,
    json: OnceCell<Result<Value, String>>,
    xml: OnceCell<Result<roxmltree::Document<'a>, String>>,
    html: OnceCell<Vec<Block>>,
    readable_text: OnceCell<ReadableText<'a>>,
}

/// Parses a text found inside a document; `None` if no format recognises it.
pub(super) type ParseEmbedded = fn(&str) -> Option<Transcript>;

impl<'a> Document<'a> {
    /// A document that hands embedded texts to a parser.
    pub(super) fn with_embedded_parser(text: &'a str, parse_embedded: ParseEmbedded) -> Self {
        Self {
            text,
            parse_embedded,
            first_line: 1,
            printed: None,
            json: OnceCell::new(),
            xml: OnceCell::new(),
            html: OnceCell::new(),
            readable_text: OnceCell::new(),
        }
    }

    /// Splits off the front matter: returns its metadata and the document behind it.
    pub(crate) fn split_front_matter(self) -> (Metadata, Self) {
        let Some((metadata, lines)) = Metadata::from_front_matter(self.text) else {
            return (Metadata::default(), self);
        };
        let start = (self.text.split_inclusive('\n').take(lines))
            .map(str::len)
            .sum();
        let body = self.text.get(start..).unwrap_or_default();
        let document = Self {
            first_line: lines + 1,
            ..Self::with_embedded_parser(body, self.parse_embedded)
        };
        (metadata, document)
    }

    /// Parses a text that a string of this document holds; `None` if no format recognises it.
    pub(super) fn parse_embedded(&self, text: &str) -> Option<Transcript> {
        (self.parse_embedded)(text)
    }

    /// The document with the pages and styles of its text.
    pub(crate) fn with_printed(self, printed: Option<&'a Printed>) -> Self {
        Self { printed, ..self }
    }

    /// The pages and styles of the text, where it comes from a PDF file or a Word document.
    pub(super) fn printed(&self) -> Option<&'a Printed> {
        self.printed
    }

    /// The text; lines end in `\n`.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The line of its file on which it begins, from 1.
    pub(crate) fn first_line(&self) -> usize {
        self.first_line
    }

    /// The JSON value that the text is; none if it is something else.
    pub(super) fn json(&self) -> Option<&Value> {
        self.read_json().as_ref().ok()
    }

    /// The XML document that the text is; none if it is something else.
    pub(super) fn xml(&self) -> Option<&roxmltree::Document<'a>> {
        self.read_xml().as_ref().ok()
    }

    /// The blocks of the HTML page that the text is; none if it is something else.
    pub(super) fn html(&self) -> Option<&[Block]> {
        beginning::begins_like_html(self.text)
            .then(|| self.html.get_or_init(|| html::blocks(self.text)).as_slice())
    }

    /// The text as plain lines, without the tags of a page.
    pub(super) fn readable_text(&self) -> &ReadableText<'a> {
        self.readable_text.get_or_init(|| match self.html() {
            Some(blocks) => ReadableText::of_page(blocks),
            None => ReadableText::of_text(self.text),
        })
    }

    /// Why a text that begins like JSON or XML is none that can be read.
    pub(crate) fn fault(&self) -> Option<String> {
        if self.begins_like_json() {
            let error = self.read_json().as_ref().err()?;
            return Some(format!("it is no valid JSON: {error}"));
        }
        if self.begins_like_xml() {
            let error = self.read_xml().as_ref().err()?;
            return Some(format!("it is no valid XML: {error}"));
        }
        None
    }

    fn begins_like_xml(&self) -> bool {
        let tag = self.text.trim_start().strip_prefix('<');
        tag.is_some_and(|tag| {
            tag.starts_with(|c: char| c.is_ascii_alphabetic() || "?!".contains(c))
        }) && !beginning::begins_like_html(self.text)
    }

    fn read_xml(&self) -> &Result<roxmltree::Document<'a>, String> {
        self.xml.get_or_init(|| {
            if !self.begins_like_xml() {
                return Err(String::new());
            }
            xml::read(self.text.trim_start())
        })
    }

    fn begins_like_json(&self) -> bool {
        (self.text.trim_start().strip_prefix(['{', '[']))
            .is_some_and(|rest| rest.trim_start().starts_with(['"', '{', '[', '}', ']']))
    }

    fn read_json(&self) -> &Result<Value, String> {
        self.json.get_or_init(|| {
            if !self.begins_like_json() {
                return Err(String::new());
            }
            serde_json::from_str(self.text)
                .map_err(|error| error.to_string())
                .or_else(|error| turns_by_line(self.text).ok_or(error))
        })
    }

    /// The records of a text that is a list of them: elements of a JSON array, or JSON Lines. A line
    /// that is damaged is a record with a fault.
    ///
    /// Takes the document, so that the value of the whole is gone before the records are read.
    pub(crate) fn into_records(self) -> impl Iterator<Item = Document<'a>> {
        let list = if self.begins_like_json() {
            let text = self.text;
            let mut places = Places {
                text,
                line: self.first_line,
                counted: 0,
            };
            let parse_embedded = self.parse_embedded;
            drop(self);
            let document = move |record: &'a str| Document {
                first_line: places.line_of(record),
                ..Document::with_embedded_parser(record, parse_embedded)
            };
            let records = listed(text).into_iter();
            Some(
                records
                    .filter(|record| record.starts_with('{'))
                    .map(document),
            )
        } else {
            None
        };
        list.into_iter().flatten()
    }
}

/// JSON Lines of which each is a turn of one call, as a list.
fn turns_by_line(text: &str) -> Option<Value> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut values = lines.map(|line| serde_json::from_str(line).ok());
    let mut list: Vec<Value> = values.by_ref().take(3).collect::<Option<_>>()?;
    if list.len() < 2 || !is_speech(&list) {
        return None;
    }
    list.extend(values.collect::<Option<Vec<Value>>>()?);
    is_speech(&list).then_some(Value::Array(list))
}

/// The values of a list, each as it is written.
fn listed(text: &str) -> Vec<&str> {
    let values: Result<Vec<&RawValue>, _> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text)
    } else {
        serde_json::Deserializer::from_str(text)
            .into_iter()
            .collect()
    };
    match values {
        Ok(values) => values.into_iter().map(RawValue::get).collect(),
        Err(_) if text.trim_start().starts_with('{') && text.trim_end().contains('\n') => {
            text.lines().map(str::trim).collect()
        }
        Err(_) => Vec::new(),
    }
}

/// Counts lines up to pieces of a text, which must come in order.
struct Places<'a> {
    text: &'a str,
    line: usize,
    counted: usize,
}

impl Places<'_> {
    fn line_of(&mut self, piece: &str) -> usize {
        let at = piece.as_ptr().addr() - self.text.as_ptr().addr();
        let skipped = self.text.get(self.counted..at).unwrap_or_default();
        self.line += skipped.bytes().filter(|&byte| byte == b'\n').count();
        self.counted = at;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_lists() {
        let lines = "{\"a\": 1}\n\n{\"b\":\n [2]}\n{\"c\": 3}\n";
        let document = Document::new(lines);
        let records: Vec<_> = (document.into_records())
            .map(|record| (record.first_line(), record.text))
            .collect();
        assert_eq!(
            records,
            [(1, "{\"a\": 1}"), (3, "{\"b\":\n [2]}"), (5, "{\"c\": 3}")]
        );
        let array = Document::new("[{\"a\": 1},\n {\"b\": 2}, 3]");
        let lines: Vec<_> = (array.into_records())
            .map(|record| record.first_line())
            .collect();
        assert_eq!(lines, [1, 2]);
        let damaged = Document::new("{\"a\": 1}\n{\"b\": \n{\"c\": 3}\n");
        let faults: Vec<bool> = (damaged.into_records())
            .map(|record| record.fault().is_some())
            .collect();
        assert_eq!(faults, [false, true, false]);
        for text in ["{\"a\": 1} trailing", "[00:01] Hi", "Ann: {hello}"] {
            assert_eq!(Document::new(text).into_records().count(), 0, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_json() {
        let nested = "[".repeat(100_000);
        let fault = Document::new(&nested).fault().unwrap_or_default();
        assert!(fault.contains("recursion limit"), "{fault}");
        let nested = "<a>".repeat(1_000_000);
        let fault = Document::new(&nested).fault().unwrap_or_default();
        assert!(fault.contains("XML"), "{fault}");
        assert_eq!(Document::new("[00:01] Hi").fault(), None);
        assert_eq!(Document::new("{\"a\": 1}").fault(), None);
    }
}
