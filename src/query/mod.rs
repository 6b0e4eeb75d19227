//! The query language: syntax tree, parser, printer, and the table of fields. Knows nothing about
//! indexing.

mod ast;
mod field;
mod nearest;
mod parse;
mod print;
mod scan;
mod syntax;

pub use ast::{Expr, Text};
pub use field::{FIELDS, Field, FieldInfo, ValueInfo, nearest_field};
pub(crate) use nearest::nearest;
pub use parse::{LONGEST_QUERY, parse};
pub use syntax::SYNTAX;

#[cfg(test)]
mod tests;
