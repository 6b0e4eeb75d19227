//! The tests of the whole program: one file a subject, one harness.

// A test that cannot set its stage fails, and says where.
#![allow(clippy::unwrap_used)]

mod bilingual;
mod cli;
mod errors;
mod formats;
mod harness;
mod json;
mod json_formats;
mod promises;
mod refresh;
mod streetevents;
mod text_formats;
mod tidy;
