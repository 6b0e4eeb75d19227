//! The state that a page is rendered with.

use maud::Markup;

use super::{
    address::Address,
    messages::{Messages, UiLocale},
};
use crate::model::{Company, Lang, Role, Word, word_enum};

word_enum! {
    /// Which languages of passages to show.
    View {
        /// Both.
        Both = "both",
        /// English, or Chinese if there is no English.
        En = "en",
        /// Chinese, or English if there is no Chinese.
        Zh = "zh",
    }
}

word_enum! {
    /// The theme of the pages.
    Theme {
        /// The preference of the reader's system.
        Auto = "auto",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

word_enum! {
    /// What a request has changed before the page is shown.
    Done {
        /// Passages are marked as shown.
        Marked = "marked",
        /// Nothing, since the index has changed meanwhile.
        Changed = "changed",
        /// `verbatim.toml`, and the answers follow it.
        Written = "written",
        /// `verbatim.toml`, and the answers will follow it.
        Later = "later",
    }
}

/// The address and the preferences that a page is rendered with.
#[derive(Debug, Clone)]
pub(in crate::interface) struct Ui {
    /// The language of the page.
    pub(in crate::interface) locale: UiLocale,
    /// The theme.
    pub(in crate::interface) theme: Theme,
    /// Its address.
    pub(in crate::interface) here: Address,
    /// Render only what changes from one answer to the next, for the scripts.
    pub(in crate::interface) part: bool,
    /// Whether the pages may change anything.
    pub(in crate::interface) may_change: bool,
    /// What has been changed.
    pub(in crate::interface) done: Option<Done>,
    /// The companies that the address filters by.
    pub(in crate::interface) companies: Vec<Company>,
}

/// The content of a page.
pub(in crate::interface) struct Body {
    /// The title of the window.
    pub(in crate::interface) title: String,
    /// The main part.
    pub(in crate::interface) main: Markup,
}

impl Ui {
    /// The texts in the language of the page.
    pub(super) fn messages(&self) -> &'static Messages {
        self.locale.messages()
    }

    /// The name of a role in the language of the page.
    pub(in crate::interface) fn role(&self, role: Role) -> &'static str {
        self.messages().role(role)
    }

    /// The sentence on what has been changed.
    pub(super) fn done(&self) -> Option<&'static str> {
        let messages = self.messages();
        Some(match self.done? {
            Done::Marked => messages.marked,
            Done::Changed => messages.changed_meanwhile,
            Done::Written => messages.written,
            Done::Later => messages.written_later,
        })
    }

    /// Which languages to show.
    pub(super) fn view(&self) -> View {
        let named = self.here.get("view").and_then(View::from_word);
        named.unwrap_or(View::Both)
    }
}

impl View {
    /// Whether to show a side of a passage; `has` says which sides it has.
    pub(super) fn shows(self, lang: Lang, has: impl Fn(Lang) -> bool) -> bool {
        let (wanted, other) = match self {
            Self::Both => return has(lang),
            Self::En => (Lang::En, Lang::Zh),
            Self::Zh => (Lang::Zh, Lang::En),
        };
        // A text that is missing in the wanted language is shown in the other.
        has(lang) && (lang == wanted || (lang == other && !has(wanted)))
    }
}
