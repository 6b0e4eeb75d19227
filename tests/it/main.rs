//! The tests of the whole program: one file a subject, one harness.

mod bilingual;
mod cli;
mod errors;
mod harness;
mod json;
mod promises;
mod refresh;
mod tidy;
