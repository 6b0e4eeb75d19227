//! The index: one tantivy directory that holds a document a passage and a document a call. Knows
//! calls and tokens, never formats, queries or faces.
//!
//! Everything that is known about a corpus lives in these documents; a commit is the only moment at
//! which anything changes.

mod document;
mod gate;
mod inspect;
mod open;
mod origin;
mod packed;
mod reader;
mod schema;
mod sealed;
mod substance;
mod values;
mod whole;
mod writer;

pub use inspect::{FieldSpace, Space};
pub use open::Index;
pub use origin::{Commit, Failed, Fault, Origin, Roots};
pub use reader::Reader;
pub use schema::{FACETS, Facet, FacetField, Fields, VERSION};
pub use writer::{Budget, Writer};

use crate::Error;

impl From<tantivy::TantivyError> for Error {
    fn from(source: tantivy::TantivyError) -> Self {
        Self::index("the index cannot be used")
            .because(source)
            .hint("`verbatim index --rebuild` makes it anew from the corpus")
    }
}

pub(crate) use document::{PassageRecord, money_number, name_term};
