//! Verbatim: full-text search over earnings-call transcripts, Chinese and English, passage by
//! passage.
//!
//! An [`engine::Engine`] works on an index folder. It indexes a folder of transcripts, keeps the
//! index fresh, and answers [`search::Request`]s with [`search::Response`]s.
//!
//! ```
//! use verbatim::{engine::Engine, model::Lang, query::Field, search::Request};
//!
//! # fn main() -> verbatim::Result<()> {
//! # let folder = std::env::temp_dir().join(format!("verbatim-doc-{}", std::process::id()));
//! # let corpus = folder.join("corpus");
//! # std::fs::create_dir_all(&corpus).expect("a temporary folder");
//! # std::fs::write(corpus.join("call.txt"), "曜光半導體 (LMRA) 2025 Q3 法說會逐字稿\n\n完整原文\n\n  • Weichen Lin - Chief Executive Officer\n\n    Weichen Lin - Chief Executive Officer\n\n  • Our capital expenditure rises.\n\n    我們的資本支出增加。\n").expect("a file");
//! let engine = Engine::new(folder.join("index"));
//! engine.index(&corpus)?;
//!
//! // Typed in one script it is found in the other, and in the other language.
//! let request = Request::new("资本支出").with_filter(Field::Role, "executive")?;
//! let response = engine.search(&request)?;
//! let hit = &response.hits[0];
//! assert_eq!(hit.citation(), "LMRA-2025Q3#1");
//! assert_eq!(hit.speaker().map(|speaker| &*speaker.name), Some("Weichen Lin"));
//! assert_eq!(hit.lit(Lang::Zh).collect::<Vec<_>>(), ["資本支出"]);
//! assert_eq!(hit.lit(Lang::En).collect::<Vec<_>>(), ["capital expenditure"]);
//!
//! // What cannot be answered says what to do.
//! let error = engine.search(&Request::new("compny:LMRA")).unwrap_err();
//! assert_eq!(error.hint.as_deref(), Some("did you mean `company`?"));
//! # std::fs::remove_dir_all(&folder).expect("it is there");
//! # Ok(())
//! # }
//! ```
//!
//! # What is kept stable
//!
//! From one minor version to the next these stay as they are, or grow: [`engine`], the requests and
//! answers in [`search`] and [`analytics`], the plain data of [`model`], the query language ([`query`]), errors
//! ([`Error`]), [`index::CorpusFolders`] and [`index::Budget`], and what a format of one's own takes
//! ([`transcript::format`], [`engine::Engine::with_format`]). Structs that are asked with are built with
//! `..` or their builders, those that are answered with are read; both may gain fields. What the
//! documentation does not show is public for the program, its tests and its fuzz targets alone, the
//! interfaces among it: what programs should hold to is the JSON they print.
//!
//! `examples/search.rs` embeds a search; `examples/vendor_format.rs` writes a format.
//!
//! # Features
//!
//! `cli`, `server`, `mcp` and `charts` are for the program `verbatim` and on by default, `cluster` puts the
//! passages on a cluster. None is needed to index and to search.
//!
//! # Map
//!
//! | room | what | knows |
//! |---|---|---|
//! | [`cancel`] | deadline and cancellation of a request | nothing |
//! | [`model`] | calls, passages, people, periods: plain data | nothing |
//! | `text` | text to tokens: fold, segment, stem | nothing |
//! | [`query`] | the query language | model |
//! | [`transcript`] | files to calls; [`transcript::format`] has one file a format | model, text |
//! | `terminology` | translations and abbreviations that a call teaches | model, text |
//! | [`index`] | calls to tantivy documents and back; commit | model, text, terminology |
//! | [`search`] | request to plan to hits, highlights and counts | all above but transcript |
//! | `cluster` | the passages on a cluster in place of a folder | all above but transcript |
//! | [`analytics`] | counts and comparisons over all matches of a request | all above but transcript |
//! | [`engine`] | all that an interface calls; refresh | all above |
//! | `interface` | command line, HTTP and pages, agents, JSON, tables, charts | all above but text, transcript and terminology |
//!
//! # Invariants
//!
//! * Index, query and highlights take their tokens from one analysis, `text::analyse`.
//! * No type of tantivy stands in a public signature of [`search`] or [`engine`].
//! * Offsets are bytes everywhere but in `interface::json`, where they are code points.
//! * No format knows people, and no interface knows the index's engine.

pub mod analytics;
pub mod cancel;
mod character;
#[cfg(feature = "cluster")]
pub mod cluster;
pub mod engine;
pub mod error;
pub mod index;
#[doc(hidden)]
pub mod interface;
pub mod model;
pub mod query;
pub mod search;
#[doc(hidden)]
pub mod terminology;
#[doc(hidden)]
pub mod text;
pub mod transcript;

pub use cancel::CancelToken;
pub use error::{Error, Result};
