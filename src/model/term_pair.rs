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

/// Two terms that a call relates. Terms are normalized: in lower case, singular, folded to one script.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TermPair {
    /// How they are related.
    pub relation: TermRelation,
    /// The English term of a translation, the long form of an abbreviation.
    pub first: String,
    /// The Chinese term, the short form.
    pub second: String,
    /// How often the call has them together.
    pub together: u32,
    /// How often the call has each of them.
    pub alone: [u32; 2],
    /// Out of how many.
    pub of: u32,
}
