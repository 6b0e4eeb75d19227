//! Word documents: the paragraphs of `word/document.xml` with their styles.
//!
//! | module | holds |
//! |---|---|
//! | `zip` | the files of the archive, unpacked within bounds |
//! | `body` | paragraphs, runs and tables |
//! | `style`, `numbering` | what the paragraphs inherit |
//! | `read` | a whole document, and why one cannot be read |

mod body;
mod numbering;
mod read;
mod style;
mod zip;

pub(super) use read::{is_archive, read};
