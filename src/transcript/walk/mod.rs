//! Lists the files of the corpus and pairs them with their sidecars.

mod corpus_folders;
mod ignore;
mod listing;
mod sidecars;
mod source;

pub use corpus_folders::{find_file, folder_path, is_inside};
pub(super) use ignore::{OVERRIDES_FILE, Patterns};
pub use listing::{file_too_large, walk, walk_lenient};
pub use source::{Sidecar, Source, UnreadablePath, Walk};
