//! The plan of a query: what to match in which fields of which sides, under which filters.
//! Independent of the engine; the compiled query and the highlights both come from it.

mod adjacent;
mod bare_terms;
mod expression;
mod forms;
mod options;
mod request;
mod tree;
mod unspaced;

#[cfg(test)]
pub(crate) use expression::plan;
pub(crate) use expression::said_term;
pub(crate) use forms::written_term;
pub(crate) use options::{EntityMatch, Options};
pub(crate) use request::plan_request;
pub(crate) use tree::{Condition, Form, Matcher, Node, Plan, Term};
pub(crate) use unspaced::topics;

#[cfg(test)]
mod tests;
