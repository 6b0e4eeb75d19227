//! A request of a page.

use crate::interface::{
    http::parameters::{Parameter, Parameters},
    web::{Done, Ui, View},
};

/// A request whose parameters have been checked against those of its page.
pub(super) struct PageRequest {
    /// The value of the path's placeholder; empty if it has none.
    pub(super) id: String,
    /// The parameters of the query string.
    pub(super) parameters: Parameters,
    pub(super) ui: Ui,
}

/// The parameters of a page with those of every page.
pub(super) fn with_common(mut parameters: Vec<Parameter>) -> Vec<Parameter> {
    parameters.extend([
        Parameter::word::<View>("view", "Which sides are shown"),
        Parameter::word::<Done>("done", "What has been changed"),
        Parameter::flag("part", "Only what changes from answer to answer"),
    ]);
    parameters
}
