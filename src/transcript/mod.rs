//! From files to calls: walk the corpus, decode, recognise the format, parse, resolve people.
//!
//! A file becomes a [`format::Transcript`], which holds what its layout states, and then a
//! [`Call`](crate::model::Call), in which people, sections and exchanges are worked out. Formats know
//! nothing of people, exchanges or one another.

mod assemble;
mod company;
mod decode;
mod decompress;
mod docx;
mod exchange;
pub mod format;
mod lazy_regex;
mod memory_estimate;
mod metadata;
mod note;
mod overrides;
mod overrides_file;
mod pdf;
mod people;
mod printed;
mod read;
mod saved_searches;
mod walk;

#[doc(hidden)]
pub use assemble::{ExternalFacts, assemble};
#[doc(hidden)]
pub use decode::{decode, is_pdf_content};
pub use decompress::MAX_FILE_BYTES;
#[doc(hidden)]
pub use decompress::{COMPRESSED_EXTENSIONS, strip_compression_extension};
#[doc(hidden)]
pub use memory_estimate::memory_estimate;
#[doc(hidden)]
pub use metadata::Metadata;
#[doc(hidden)]
pub use overrides::Overrides;
pub use overrides_file::{CompanyNames, OverridesChange, OverridesFile, PersonNames};
#[doc(hidden)]
pub use people::across_calls;
pub(crate) use read::read_with_text;
#[doc(hidden)]
pub use read::{CallsAndErrors, read};
#[doc(hidden)]
pub use saved_searches::{SavedSearchEntry, saved_searches};
pub use walk::{Sidecar, Source};
#[doc(hidden)]
pub use walk::{
    UnreadablePath, Walk, file_too_large, find_file, folder_path, is_inside, walk, walk_lenient,
};
