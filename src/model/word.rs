//! Enums whose variants have one spelling each.

/// An enum whose variants have one spelling each in data, filters and JSON.
pub trait Word: Copy + Sized + 'static {
    /// Every variant, in the order in which they are listed.
    const ALL: &'static [Self];

    /// The spelling.
    fn word(self) -> &'static str;

    /// The variant of a spelling, in any case.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|variant| variant.word().eq_ignore_ascii_case(word))
    }
}

/// Declares an enum whose variants have one spelling each in data, filters and JSON.
macro_rules! word_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize,
        )]
        #[cfg_attr(feature = "json", derive(schemars::JsonSchema))]
        #[allow(unreachable_pub, reason = "some enums are used in one module only")]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $crate::model::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::model::Word::word(*self))
            }
        }
    };
}
pub(crate) use word_enum;
