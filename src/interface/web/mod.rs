//! Renders the pages: plain data and the address of a page in, HTML out. Nothing here calls the engine.
//!
//! Every page works without scripts. The scripts fetch the same pages in part and replace what has changed;
//! [`assets`] has them and the styles.

pub(in crate::interface) mod address;
pub(in crate::interface) mod assets;
mod audit;
mod chips;
mod clauses;
mod compare;
mod facets;
pub(in crate::interface) mod form;
mod glossary;
mod home;
mod lists;
mod mentions;
mod mentions_page;
mod narrow;
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
mod translate;
mod trend;
mod trend_page;
mod ui;

pub(in crate::interface) use self::{
    audit::audit,
    compare::{CompareView, compare},
    glossary::{glossary, group_form},
    home::{HomeView, SavedNews, Task, home},
    lists::{List, WebEntry, list},
    mentions_page::mentions_page,
    page::page,
    problem::problem,
    reading::{ReadingView, reading},
    related::{EmergingView, RelatedView, emerging, related, similar},
    saved::{SavedView, saved},
    search::search,
    search_view::SearchView,
    trend::Bar,
    trend_page::trend_page,
    ui::{Body, Done, Theme, Ui, View},
};
use super::messages;
