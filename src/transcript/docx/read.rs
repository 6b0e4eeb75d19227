//! Reads a Word document into printed text.

use roxmltree::Document;

use super::{
    body::Body,
    numbering::Numbering,
    style::Styles,
    zip::{Zip, ZipFault},
};
use crate::transcript::printed::{Fault, Printed};

/// Most elements of a document; the longest transcripts have 100,000.
const MAX_NODES: u32 = 4_000_000;

const DAMAGED: Fault = Fault(
    "is a damaged Word document",
    "open and save it again in a word processor",
);
const TOO_LARGE: Fault = Fault("unpacks to more than any transcript has", "save it as text");
const ARCHIVE: Fault = Fault("is a ZIP archive and no Word document", "unpack it");

/// Whether bytes are a ZIP archive, as Word documents are.
pub(in crate::transcript) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The printed text of a document.
pub(in crate::transcript) fn read(bytes: &[u8]) -> Result<Printed, Fault> {
    let zip = Zip::new(bytes).ok_or(DAMAGED)?;
    let xml = zip.text("word/document.xml").map_err(|fault| match fault {
        ZipFault::Missing => ARCHIVE,
        ZipFault::Damaged => DAMAGED,
        ZipFault::TooLarge => TOO_LARGE,
        ZipFault::Encrypted => Fault::LOCKED,
    })?;
    let options = roxmltree::ParsingOptions {
        nodes_limit: MAX_NODES,
        ..Default::default()
    };
    let document = Document::parse_with_options(&xml, options).map_err(|_| DAMAGED)?;
    let styles = zip
        .text("word/styles.xml")
        .map(|xml| Styles::read(&xml))
        .unwrap_or_default();
    let numbering = zip
        .text("word/numbering.xml")
        .map(|xml| Numbering::read(&xml))
        .unwrap_or_default();
    let mut body = Body::new(&styles, numbering);
    body.learn_colours(document.root_element());
    body.blocks(document.root_element(), 0);
    if body.paragraphs.is_empty() {
        return Err(Fault::EMPTY);
    }
    Ok(Printed {
        has_pages: body.has_pages,
        paragraphs: body.paragraphs,
        page_heads: page_heads(&zip, &styles),
        body_size: 0.0,
        doubts: Vec::new(),
    })
}

/// The text of the heads and feet of pages.
fn page_heads(zip: &Zip<'_>, styles: &Styles) -> Vec<(usize, String)> {
    let is_head = |name: &&str| name.starts_with("word/header") || name.starts_with("word/footer");
    let mut heads = Vec::new();
    for name in zip.names().filter(is_head).take(12) {
        let Ok(xml) = zip.text(name) else { continue };
        let Ok(document) = Document::parse(&xml) else {
            continue;
        };
        let mut body = Body::new(styles, Numbering::default());
        body.blocks(document.root_element(), 0);
        heads.extend(
            body.paragraphs
                .iter()
                .map(|paragraph| (1, paragraph.line())),
        );
    }
    heads.dedup();
    heads
}
