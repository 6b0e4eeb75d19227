//! verbatim
pub mod corpus;
pub mod error;
pub mod index;
pub mod model;
pub mod query;
pub mod search;
pub mod text;
pub use error::{Error, Result};
