//! The query language: text to a tree and back. Knows the syntax and the names of the fields, not
//! what words mean or how they are indexed.

mod ast;
mod field;
mod parse;
mod print;
mod scan;

pub use ast::{Expr, Text};
pub use field::{FIELDS, Field, FieldInfo, ValueInfo};
pub use parse::{LONGEST_QUERY, parse};
pub use scan::half_width;

#[cfg(test)]
mod tests;
