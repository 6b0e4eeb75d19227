//! Saved searches: what the user searches for under a name, and what is new since it last ran.
//!
//! They are defined in the overrides ([`definition`] parses them to requests). The passages that each has
//! shown are stored beside the index ([`history`]). A passage counts as shown only after an interface has
//! shown it: it calls [`Engine::news`](super::Engine::news), shows the result, and then calls
//! [`Engine::remember`](super::Engine::remember).

mod definition;
mod history;
mod preview;
mod run;

pub(super) use self::definition::check_definition;
pub use self::{
    definition::{SavedSearch, Wording},
    preview::{Preview, PreviewRow},
    run::News,
};
