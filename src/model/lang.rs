use serde::{Deserialize, Serialize};

use super::word_enum;

word_enum! {
    /// The language of a side.
    Lang {
        /// English.
        En = "en",
        /// Chinese, in either script.
        Zh = "zh",
    }
}

/// One value per language; a passage and its translation are its two sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json", derive(schemars::JsonSchema))]
pub struct Sides<T> {
    /// The English side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<T>,
    /// The Chinese side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<T>,
}

impl<T> Sides<T> {
    /// Neither side.
    pub const fn none() -> Self {
        Self { en: None, zh: None }
    }

    /// One side alone.
    pub fn only(lang: Lang, value: T) -> Self {
        let mut sides = Self::none();
        *sides.slot(lang) = Some(value);
        sides
    }

    /// The side in `lang`, if present.
    pub fn get(&self, lang: Lang) -> Option<&T> {
        match lang {
            Lang::En => self.en.as_ref(),
            Lang::Zh => self.zh.as_ref(),
        }
    }

    /// The side in `lang`, to set or to take.
    pub fn slot(&mut self, lang: Lang) -> &mut Option<T> {
        match lang {
            Lang::En => &mut self.en,
            Lang::Zh => &mut self.zh,
        }
    }

    /// The sides present, English first.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        [(Lang::En, self.en.as_ref()), (Lang::Zh, self.zh.as_ref())]
            .into_iter()
            .filter_map(|(lang, side)| side.map(|side| (lang, side)))
    }

    /// Applies `f` to each side.
    pub fn map<U>(&self, mut f: impl FnMut(Lang, &T) -> U) -> Sides<U> {
        Sides {
            en: self.en.as_ref().map(|side| f(Lang::En, side)),
            zh: self.zh.as_ref().map(|side| f(Lang::Zh, side)),
        }
    }
}
