//! Terminology: what the passages of a call teach about its terms. Learns translations from the two sides of
//! passages and abbreviations from their definitions. Uses no index and no dictionary of terms.
//!
//! [`learn`] depends on one call alone, so that the index can store what a call teaches with the call and
//! sum over calls when it is asked.

mod abbreviation;
mod alignment;
mod association;
mod candidate;
mod initials;
mod key;
mod translation;

pub use self::{
    alignment::{Segment, aligned},
    association::{Counts2x2, SIGNIFICANT, log_likelihood},
    candidate::{Candidate, TermId, Vocabulary},
    key::{display_form, term_key},
};
use crate::model::{Passage, TermPair};

/// What the passages of a call teach: pairs of terms with the number of segments or passages that support each, ordered.
pub fn learn(passages: &[Passage]) -> Vec<TermPair> {
    let mut pairs = translation::learn(passages);
    pairs.extend(abbreviation::learn(passages));
    pairs.sort();
    pairs
}
