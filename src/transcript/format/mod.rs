//! Transcript formats: one file (or folder) per vendor or layout, each recognised by its content.
//!
//! A [`Format`] turns the decoded text of a [`Document`] into a [`Transcript`]: headings, turns and
//! paragraphs as the layout states them. It does not resolve people; `transcript::people` does.
//!
//! To add a vendor's format, copy `examples/vendor_format.rs` to `format/<vendor>.rs`, declare the
//! module below, add a row to [`FORMATS`], put a sample into `tests/fixtures/formats/<name>/`, name it in
//! `docs/reference.md` and add a target to `fuzz`.
//! A user of the library registers a format of their own with `Engine::with_format` instead.
//!
//! Formats never use one another. What several of them need:
//!
//! | module | holds |
//! |---|---|
//! | `markup` | HTML pages as blocks, XML documents, pages as plain lines |
//! | `speaker` | speaker headings and labels, names, titles, firms and voices in both languages |
//! | `speech` | timed cues, conversations in one string, hard-wrapped lines, sentence ends, whether a text is a call |
//! | `title` | title lines, fiscal periods, dates |
//! | `records` | what the JSON formats share: keys in any spelling, names, records of speech |
//! | `article` | what the formats of saved web pages share |

mod document;
mod format_trait;
mod registry;
mod transcript;

mod article;
mod markup;
mod records;
mod speaker;
pub(super) mod speech;
pub(super) mod title;

mod alpha_vantage;
mod alphamemo;
mod bilingual;
mod callstreet;
mod earningscall;
mod fmp;
mod investor_record;
mod json_text;
mod json_turns;
mod motley_fool;
mod named_paragraphs;
mod plain;
mod printed_pages;
mod quartr;
mod seeking_alpha;
mod streetevents;
mod subtitles;
mod table;
mod timed_lines;
mod whisper_json;
mod youtube_json3;

pub use document::Document;
pub use format_trait::Format;
pub use registry::{FORMATS, Formats, names, recognise};
pub(super) use table::split_table;
use transcript::language;
pub use transcript::{Heading, Paragraph, RawTurn, SummaryItem, Transcript};
