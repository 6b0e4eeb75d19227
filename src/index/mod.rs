//! The index: one tantivy directory that holds a document a passage and a document a call. Knows
//! calls and tokens, never formats, queries or interfaces.
//!
//! Everything that is known about a corpus lives in these documents; a commit is the only moment at
//! which anything changes.

mod bounded_queue;
mod checksummed;
mod document;
mod encoding;
mod execution;
mod global_ordinals;
mod inspect;
mod lock;
mod manifest;
mod open;
mod ownership;
mod pretokenized;
mod reader;
mod resolved_people;
mod schema;
mod source_record;
mod static_boost;
mod term_dictionary;
mod term_statistics;
mod writer;

pub use inspect::{FieldSpace, Space};
#[doc(hidden)]
pub use lock::{Lock, LockOutcome, LockWait};
#[doc(hidden)]
pub use open::Index;
#[doc(hidden)]
pub use reader::Reader;
pub(crate) use schema::Fields;
pub use schema::{FACETS, Facet, FacetField, VERSION};
pub use source_record::CorpusFolders;
#[doc(hidden)]
pub use source_record::{Commit, CopyOf, Failed, Fault, SourceRecord};
pub use writer::Budget;
#[doc(hidden)]
pub use writer::Writer;

use crate::Error;

/// What to do about a damaged index.
pub(crate) const REBUILD_HINT: &str =
    "`verbatim doctor` reads all of it; `verbatim index --rebuild` makes it anew from the corpus";

#[doc(hidden)]
impl From<tantivy::TantivyError> for Error {
    fn from(source: tantivy::TantivyError) -> Self {
        Self::index("the index cannot be used")
            .because(source)
            .hint(REBUILD_HINT)
    }
}

pub(crate) use document::{PassageRecord, money_number, name_term};
pub(crate) use encoding::{EncodedTokens, PhrasePosition, SegmentedPhrase};
pub(crate) use global_ordinals::{GlobalOrdinals, NO_ORDINAL, texts};
