//! What a whole query is planned with.

use super::tree::{Form, Term};
use crate::{
    model::Lang,
    search::{By, Matching, plan::Condition},
    text::Glossary,
};

/// Options of a whole query.
#[derive(Clone)]
pub(crate) struct Options<'a> {
    /// Only what is typed: no stems, no synonyms.
    pub(crate) literal: bool,
    /// How many of the optional terms a passage must match.
    pub(crate) matching: Matching,
    pub(crate) sides: Vec<Lang>,
    pub(crate) glossary: &'a Glossary,
    /// The terms that calls relate to a term and that match, too.
    pub(crate) related: &'a dyn Fn(&str) -> Vec<String>,
    /// Finds the longest name of an entity that a text begins with.
    pub(crate) names: &'a dyn Fn(&str) -> Option<EntityMatch>,
}

/// The name of an entity within a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EntityMatch {
    /// As typed.
    pub(crate) typed: String,
    /// The entities, as the transcripts call them.
    pub(crate) shown: Vec<String>,
    /// Other ways of writing it, with how they match.
    pub(crate) also: Vec<(String, By)>,
    /// Passages that satisfy one of these are of the entity.
    pub(crate) conditions: Vec<Condition>,
    /// How such a passage matches.
    pub(crate) by: By,
}

impl Options<'_> {
    pub(crate) fn term(&self, typed: impl Into<String>, forms: Vec<Form>) -> Term {
        Term {
            typed: typed.into(),
            forms,
            sides: self.sides.clone(),
            quoted: false,
        }
    }
}
