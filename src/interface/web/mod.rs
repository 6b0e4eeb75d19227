//! The pages: plain data in, HTML out. Nothing here asks the engine; what has been asked, and the
//! address that a page stands at, are given.
//!
//! A page works without scripts. Scripts only spare the way: they fetch the same pages in part and
//! put them in place ([`assets`] has them and the styles).

pub(in crate::interface) mod address;
pub(in crate::interface) mod assets;
mod chips;
mod facets;
mod home;
mod lists;
mod mentions;
mod page;
pub(in crate::interface) mod problem;
mod reading;
mod results;
mod saved;
mod search;
mod text;
mod trend;
pub(in crate::interface) mod words;

use maud::Markup;

use self::{
    address::Address,
    words::{UiLocale, Words},
};
pub(in crate::interface) use self::{
    home::{Home, home},
    lists::{List, Sheet, list},
    page::page,
    problem::problem,
    reading::{Read, reading},
    saved::{Kept, saved},
    search::{Found, search},
    trend::Bar,
};
use crate::model::{Lang, Word, word_enum};

word_enum! {
    /// Which sides of passages are shown.
    View {
        /// Both.
        Both = "both",
        /// English, where there is any.
        En = "en",
        /// Chinese, where there is any.
        Zh = "zh",
    }
}

word_enum! {
    /// The colours of the pages.
    Theme {
        /// Those that the reader's system prefers.
        Auto = "auto",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

/// How a page is to be shown, and where it stands.
#[derive(Debug, Clone)]
pub(in crate::interface) struct Ui {
    /// The language of the page.
    pub(in crate::interface) locale: UiLocale,
    /// Its colours.
    pub(in crate::interface) theme: Theme,
    /// Its address.
    pub(in crate::interface) here: Address,
    /// Only what changes from one answer to the next is wanted.
    pub(in crate::interface) part: bool,
}

/// A page without its frame.
pub(in crate::interface) struct Body {
    /// What the window is called.
    pub(in crate::interface) title: String,
    /// What the page holds.
    pub(in crate::interface) main: Markup,
}

impl Ui {
    fn words(&self) -> &'static Words {
        self.locale.words()
    }

    /// Which sides are shown.
    fn view(&self) -> View {
        let named = self.here.get("view").and_then(View::from_word);
        named.unwrap_or(View::Both)
    }
}

impl View {
    /// Whether a side is shown of a passage that has these.
    fn shows(self, lang: Lang, has: impl Fn(Lang) -> bool) -> bool {
        let (wanted, other) = match self {
            Self::Both => return has(lang),
            Self::En => (Lang::En, Lang::Zh),
            Self::Zh => (Lang::Zh, Lang::En),
        };
        // What is not there in one language is shown in the other, rather than nothing.
        has(lang) && (lang == wanted || (lang == other && !has(wanted)))
    }
}
