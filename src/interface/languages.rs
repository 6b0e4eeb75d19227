//! Which languages of a passage to show.

use crate::model::{Lang, word_enum};

word_enum! {
    /// Which languages of a passage to show.
    Languages {
        /// English.
        En = "en",
        /// Chinese.
        Zh = "zh",
        /// Both.
        Both = "both",
    }
}

impl Languages {
    /// One language.
    pub(super) fn of(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::En,
            Lang::Zh => Self::Zh,
        }
    }

    /// The language if it is only one.
    pub(super) fn single(self) -> Option<Lang> {
        match self {
            Self::En => Some(Lang::En),
            Self::Zh => Some(Lang::Zh),
            Self::Both => None,
        }
    }
}
