//! Plain data: calls, passages, people, periods. Uses no files, analysis or indexes.

mod call;
mod date;
mod finding;
mod firm;
mod lang;
pub mod name;
mod office;
mod period;
mod person;
mod term_pair;

pub use call::{
    Call, CallKind, CallNames, Company, Exchange, ExchangeSide, Passage, Section, Turn,
    UnparsedLine, Word,
};
pub use date::{is_date, iso_date};
pub use finding::{Confidence, DisagreementKind, Finding};
pub use firm::{firm_name, is_known_firm};
pub use lang::{Lang, Sides};
pub use office::Office;
pub use period::{Period, PeriodRange};
pub use person::{Person, Role, Speaker, name_key, name_words};
#[doc(hidden)]
pub use term_pair::TermPair;
pub use term_pair::TermRelation;

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
