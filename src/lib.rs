//! Verbatim: full-text search over earnings-call transcripts, Chinese and English, passage by
//! passage.
//!
//! An [`engine::Engine`] stands over an index folder. It builds the index from a corpus, keeps it
//! fresh, and answers [`search::Request`]s with [`search::Response`]s.
//!
//! ```
//! use verbatim::{engine::Engine, index::Roots, search::Request};
//!
//! # fn main() -> verbatim::Result<()> {
//! # let folder = std::env::temp_dir().join(format!("verbatim-doc-{}", std::process::id()));
//! # let corpus = folder.join("corpus");
//! # std::fs::create_dir_all(&corpus).expect("a temporary folder");
//! # std::fs::write(corpus.join("call.txt"), "曜光半導體 (LMRA) 2025 Q3 法說會逐字稿\n\n完整原文\n\n  • Weichen Lin - Chief Executive Officer\n\n    Weichen Lin - Chief Executive Officer\n\n  • Our capital expenditure rises.\n\n    我們的資本支出增加。\n").expect("a file");
//! let engine = Engine::new(folder.join("index"));
//! engine.refresh(&Roots::new([corpus]), false, &mut |_| {})?;
//!
//! let response = engine.search(&Request::new("资本支出"))?; // typed in the other script
//! let hit = &response.hits[0];
//! assert_eq!(hit.call.citation(&hit.passage), "LMRA-2025Q3#1");
//!
//! let (Some(zh), Some(lit)) = (&hit.passage.text.zh, &hit.highlights.zh) else { panic!() };
//! assert_eq!(&zh[lit[0].clone()], "資本支出");
//! # std::fs::remove_dir_all(&folder).expect("it is there");
//! # Ok(())
//! # }
//! ```
//!
//! # Map
//!
//! | room | what | knows |
//! |---|---|---|
//! | [`model`] | calls, passages, people, periods: plain data | nothing |
//! | [`text`] | text to tokens: fold, segment, stem | nothing |
//! | [`query`] | the query language | model |
//! | [`corpus`] | files to calls; [`corpus::format`] has one file a format | model, text |
//! | [`index`] | calls to tantivy documents and back; refresh, commit | model, text |
//! | [`search`] | request to plan to hits, highlights and counts | all above but corpus |
//! | [`engine`] | all that a face calls | all above |
//! | [`face`] | command line, JSON and charts | engine |
//!
//! # Invariants
//!
//! * Index, query and highlights take their tokens from one analysis, [`text::analyse`].
//! * No type of tantivy stands in a public signature of [`search`] or [`engine`].
//! * Offsets are bytes everywhere but in [`face::json`], where they are code points.
//! * No format knows people, and no face knows the index's engine.

pub mod corpus;
pub mod engine;
pub mod error;
pub mod face;
pub mod index;
pub mod model;
pub mod query;
pub mod search;
pub mod text;

pub use error::{Error, Result};
