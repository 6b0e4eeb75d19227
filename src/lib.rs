//! verbatim
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
