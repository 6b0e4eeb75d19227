//! Pairs of terms that a call relates.

use super::word_enum;

word_enum! {
    /// How the two terms of a [`TermPair`] are related.
    TermRelation {
        /// The second translates the first, from English into Chinese.
        Translation = "translation",
        /// The second abbreviates the first.
        Abbreviation = "abbreviation",
    }
}

/// Two terms that a call relates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TermPair {
    /// How they are related.
    pub relation: TermRelation,
    /// The English and the Chinese term of a translation, the long and the short form of an abbreviation: in
    /// lower case, singular, folded to one script.
    pub keys: [String; 2],
    /// Both as the call writes them.
    pub written: [String; 2],
    /// How often the call has them together.
    pub together: u32,
    /// How often the call has each of them.
    pub alone: [u32; 2],
    /// Out of how many.
    pub of: u32,
}
