//! The query language: text to a tree and back. Knows the syntax and the names of the fields, not
//! what words mean or how they are indexed.

mod ast;
mod field;
mod parse;
mod print;
mod scan;
mod syntax;

pub use ast::{Expr, Text};
pub use field::{FIELDS, Field, FieldInfo, ValueInfo, nearest_field};
pub use parse::{LONGEST_QUERY, parse};
pub use scan::half_width;
pub use syntax::SYNTAX;

#[cfg(test)]
mod tests;
