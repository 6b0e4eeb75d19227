//! The index: one tantivy directory that holds a document a passage and a document a call. Knows
//! calls and tokens, never formats, queries or faces.
//!
//! Everything that is known about a corpus lives in these documents; a commit is the only moment at
//! which anything changes.

mod document;
mod find;
mod frequency;
mod gate;
mod held;
mod inspect;
mod lock;
mod open;
mod origin;
mod own;
mod packed;
mod people;
mod reader;
mod schema;
mod sealed;
mod substance;
mod table;
mod values;
mod whole;
mod writer;

pub use inspect::{FieldSpace, Space};
#[doc(hidden)]
pub use lock::{Lock, Locked, Patience};
#[doc(hidden)]
pub use open::Index;
pub use origin::Roots;
#[doc(hidden)]
pub use origin::{Commit, CopyOf, Failed, Fault, Origin};
#[doc(hidden)]
pub use reader::Reader;
pub(crate) use schema::Fields;
pub use schema::{FACETS, Facet, FacetField, VERSION};
pub use writer::Budget;
#[doc(hidden)]
pub use writer::Writer;

use crate::Error;

/// What to do about a damaged index.
pub(crate) const MEND: &str =
    "`verbatim doctor` reads all of it; `verbatim index --rebuild` makes it anew from the corpus";

#[doc(hidden)]
impl From<tantivy::TantivyError> for Error {
    fn from(source: tantivy::TantivyError) -> Self {
        Self::index("the index cannot be used")
            .because(source)
            .hint(MEND)
    }
}

pub(crate) use document::{PassageRecord, money_number, name_term};
pub(crate) use held::{Place, Sought, ToldApart};
pub(crate) use table::{NO_VALUE, Table, texts};
