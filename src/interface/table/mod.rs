//! Output formats, and tables for other programs.

mod audit;
mod columns;
mod compare;
mod markdown;
mod mentions;
mod output;
mod passages;
mod related;
mod trend;
#[cfg(any(feature = "cli", feature = "server"))]
mod xlsx;

pub(in crate::interface) use self::audit::audit;
pub use self::{
    columns::{Column, Table},
    compare::comparison,
    mentions::mentions,
    output::Output,
    passages::{hits, passages},
    related::{emerging, related},
    trend::trends,
};
pub(in crate::interface) use self::{
    columns::{column, optional},
    markdown::{markdown_inline, markdown_text, one_line},
};
