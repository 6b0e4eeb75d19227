//! Renders the pages: plain data and the address of a page in, HTML out. Nothing here calls the engine.
//!
//! Every page works without scripts. The scripts fetch the same pages in part and replace what has changed;
//! [`assets`] has them and the styles.

pub(in crate::interface) mod address;
pub(in crate::interface) mod assets;
mod chips;
mod compare;
mod facets;
mod home;
mod lists;
mod mentions;
pub(in crate::interface) mod messages;
mod page;
mod paging;
pub(in crate::interface) mod problem;
mod reading;
mod related;
mod results;
mod saved;
mod search;
mod search_view;
mod text;
mod trend;
mod ui;

pub(in crate::interface) use self::{
    compare::{CompareView, compare},
    home::{HomeView, home},
    lists::{List, WebEntry, list},
    page::page,
    problem::problem,
    reading::{ReadingView, reading},
    related::{EmergingView, RelatedView, emerging, related, similar},
    saved::{SavedView, saved},
    search::search,
    search_view::SearchView,
    trend::Bar,
    ui::{Body, Theme, Ui, View},
};
