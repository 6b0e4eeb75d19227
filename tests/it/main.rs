//! The tests of the whole program: one file a subject, one harness.

// A test that cannot set its stage fails, and says where.
#![allow(clippy::unwrap_used)]

mod analysis;
mod audit;
mod bilingual;
mod chinese_forms;
mod circles;
mod cli;
#[cfg(feature = "cluster")]
mod cluster;
mod compare;
#[cfg(unix)]
mod completions;
mod damage;
mod drawn_pages;
mod emerging;
mod endings;
mod errors;
mod exchanges;
mod faults;
mod files;
mod fold;
mod folds;
mod foreign;
mod formats;
mod forms;
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
mod more_forms;
mod output;
mod own_format;
mod pasted;
mod people;
mod planted_terms;
mod printed;
mod printed_forms;
mod printed_hostile;
mod printed_layouts;
mod promises;
mod public_questions;
mod python;
mod query;
mod refresh;
mod related;
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
mod words;
mod writers;
mod xml_formats;
