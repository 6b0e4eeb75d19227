//! The tests of the whole program: one file a subject, one harness.

// A test that cannot set its stage fails, and says where.
#![allow(clippy::unwrap_used)]

mod analysis;
mod audit;
mod bilingual;
mod cli;
mod errors;
mod exchanges;
mod files;
mod fold;
mod formats;
mod group;
mod harness;
mod html_formats;
mod json;
mod json_formats;
mod library;
mod lists;
mod literal;
mod output;
mod people;
mod promises;
mod refresh;
mod relevance;
mod saved;
mod saved_forms;
mod saved_law;
mod stated;
mod streetevents;
mod text_formats;
mod tidy;
mod trend;
mod values;
mod xml_formats;
