//! verbatim
pub mod corpus;
pub mod error;
pub mod model;
pub mod text;
pub use error::{Error, Result};
