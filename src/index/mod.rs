//! The index: one tantivy directory that holds a document a passage and a document a call. Knows
//! calls and tokens, never formats, queries or interfaces.
//!
//! Everything that is known about a corpus is in these documents and in the commit. A commit is the only
//! moment at which anything changes.

mod bounded_queue;
mod budget;
mod call_summary;
mod checksummed;
mod collection_statistics;
mod commit;
mod corpus_folders;
mod document;
mod encoding;
mod error;
mod execution;
mod facet_rows;
mod facet_table;
mod file_names;
#[cfg(feature = "cluster")]
mod in_memory;
#[allow(clippy::module_inception)]
mod index;
mod json_column;
mod layout;
mod lock;
mod manifest;
mod open;
mod ownership;
mod pretokenized;
mod reader;
mod resolved_people;
mod sample_key;
mod schema;
#[cfg(feature = "cluster")]
mod slots;
mod source_record;
mod space_usage;
mod static_boost;
mod stored;
mod term_dictionary;
mod term_pairs;
mod term_statistics;
mod writer;

pub use budget::Budget;
pub use corpus_folders::CorpusFolders;
pub use schema::{FACETS, Facet, FacetField, FacetValues, OtherValues, VERSION};
pub use space_usage::{FieldSpace, Space};

// For the program and its tests alone.
#[doc(hidden)]
pub use {
    commit::{Commit, CopyOf, Failed, Fault},
    index::Index,
    lock::{Lock, LockOutcome, LockWait},
    reader::Reader,
    source_record::SourceRecord,
    writer::Writer,
};

pub(crate) use call_summary::CallSummary;
#[cfg(feature = "cluster")]
pub(crate) use collection_statistics::CollectionStatistics;
pub(crate) use collection_statistics::Counted;
pub(crate) use document::{DECLINED, money_number, name_term};
pub(crate) use encoding::{EncodedTokens, PhrasePosition, SegmentedPhrase};
pub(crate) use error::REBUILD_HINT;
pub(crate) use facet_rows::{FacetRows, RowAssigner, RowColumn};
pub(crate) use facet_table::FacetTable;
pub(crate) use sample_key::{call_hash, sample_key};
pub(crate) use schema::Fields;
#[cfg(feature = "cluster")]
pub(crate) use slots::{JsonDocuments, SEPARATOR, SlotQuery};
pub(crate) use stored::{conjunction, term, texts};
pub(crate) use term_pairs::TermPairSum;
#[cfg(feature = "cluster")]
pub(crate) use term_pairs::pairs_of;
