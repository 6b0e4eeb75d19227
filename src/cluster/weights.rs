//! What terms weigh.

use std::sync::Arc;

use crate::index::{CollectionStatistics, Reader};

/// Numbers of documents that have terms, and an index without documents that weighs terms by them.
pub(super) struct Weights {
    pub(super) statistics: Arc<CollectionStatistics>,
    pub(super) index: Reader,
}
