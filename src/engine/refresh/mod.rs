//! Refreshing an index: what changed in the corpus changes in the index, and nothing else.
//!
//! Sources are read in the order of their names. Where several calls ask for one id, the earliest keeps it
//! ([`call_ids`]); of those that are new together, the first by name. A missing source is not always removed
//! ([`removed_sources`]), and a text that is in two sources is indexed once ([`copies`]).

mod batches;
mod call_ids;
mod copies;
mod entity_resolution;
mod ingest;
mod lazy_writer;
mod options;
mod previous_commit;
mod removed_sources;
mod report;
mod requests;
mod run;
mod source_reader;

pub(super) use self::source_reader::{ReadContext, read_bytes};
pub use self::{
    removed_sources::KeptSources,
    report::{Clash, Deferred, Progress, RefreshReport},
};
