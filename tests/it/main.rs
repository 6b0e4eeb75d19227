//! The tests of the whole program: one file a subject, one harness.

// A test that cannot set its stage fails, and says where.
#![allow(clippy::unwrap_used)]

mod analysis;
mod audit;
mod bilingual;
mod cli;
mod compare;
mod damage;
mod endings;
mod errors;
mod exchanges;
mod faults;
mod files;
mod fold;
mod folds;
mod foreign;
mod formats;
mod gone;
mod group;
mod guide;
mod harness;
mod hostile;
mod html_formats;
mod http;
mod ids;
mod json;
mod json_formats;
mod kills;
mod library;
mod limits;
mod lists;
mod literal;
mod mcp;
mod output;
mod own_format;
mod people;
mod promises;
mod python;
mod query;
mod refresh;
mod relevance;
mod saved;
mod saved_forms;
mod saved_law;
mod server;
mod shifts;
mod shortcuts;
mod soak;
mod stated;
mod streetevents;
mod suggest;
mod svg;
mod terminal;
mod text_formats;
mod tidy;
mod trend;
#[cfg(unix)]
mod unprivileged;
mod values;
mod watch;
mod web;
mod writers;
mod xml_formats;
