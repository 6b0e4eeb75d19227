//! The pairs of terms that calls teach, as values of a field of the call documents. A value holds a pair and how
//! often the call has it, so that the sum over calls is read from the term dictionary: a commit adds, replaces
//! and removes calls, and with them what they teach.

use std::{collections::BTreeMap, ops::ControlFlow};

use tantivy::TantivyDocument;

use super::{reader::Reader, schema::Fields};
use crate::{
    Result,
    model::{Call, Passage, TermPair, TermRelation},
    terminology,
};

/// Separates the parts of a value; occurs in no term.
const SEPARATOR: char = '\u{1F}';

/// Longest term of a pair in bytes.
const LONGEST: usize = 120;

/// What all calls teach of a pair, of which one term is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TermPairSum {
    /// The key of the other term.
    pub(crate) key: String,
    /// The other term as most calls write it.
    pub(crate) written: String,
    /// How often they occur together in the calls that relate them.
    pub(crate) together: u64,
    /// How often the first and the second occur there.
    pub(crate) alone: [u64; 2],
    /// Out of how many.
    pub(crate) of: u64,
    /// Number of these calls.
    pub(crate) calls: u64,
}

/// The pairs that a call teaches.
pub(crate) fn pairs_of(passages: &[Passage]) -> impl Iterator<Item = TermPair> {
    let pairs = terminology::learn(passages).into_iter();
    pairs.filter(|pair| {
        let mut terms = pair.keys.iter().chain(&pair.written);
        terms.all(|term| term.len() <= LONGEST)
    })
}

/// Adds the pairs that a call teaches to its document: by either term.
pub(super) fn add(document: &mut TantivyDocument, fields: &Fields, call: &Call) {
    for pair in pairs_of(&call.passages) {
        for place in [0, 1] {
            document.add_text(fields.term_pair, value(&pair, place));
        }
    }
}

/// The value of a pair that is found by its first (0) or second (1) term.
fn value(pair: &TermPair, place: usize) -> String {
    let [first, second] = &pair.keys;
    let [written_first, written_second] = &pair.written;
    let (term, other) = match place {
        0 => (first, written_second),
        _ => (second, written_first),
    };
    let [first, second] = pair.alone;
    let counts = format!("{} {first} {second} {}", pair.together, pair.of);
    let prefix = prefix(pair.relation, place, term);
    format!("{prefix}{other}{SEPARATOR}{counts}")
}

fn prefix(relation: TermRelation, place: usize, term: &str) -> String {
    let relation = match relation {
        TermRelation::Translation => 't',
        TermRelation::Abbreviation => 'a',
    };
    format!("{relation}{place}{term}{SEPARATOR}")
}

/// A value without its prefix: the other term as written and the counts of one call.
fn parse(rest: &str) -> Option<(&str, [u64; 4])> {
    let (other, counts) = rest.split_once(SEPARATOR)?;
    let counts: Vec<u64> = counts
        .split(' ')
        .filter_map(|count| count.parse().ok())
        .collect();
    Some((other, counts.try_into().ok()?))
}

impl Reader {
    /// What calls teach of the pairs that have a term, given by its key, as their first (0) or second (1) term.
    pub(crate) fn term_pairs(
        &self,
        relation: TermRelation,
        place: usize,
        term: &str,
    ) -> Result<Vec<TermPairSum>> {
        let prefix = prefix(relation, place, term);
        let mut by_form: BTreeMap<String, TermPairSum> = BTreeMap::new();
        self.for_each_term(self.fields.term_pair, &prefix, |found| {
            let value = found.value();
            let calls = found.documents(u64::MAX)?;
            if let Some((other, counts)) = value.strip_prefix(&prefix).and_then(parse)
                && calls > 0
            {
                let sum = by_form.entry(other.to_owned()).or_default();
                sum.add(counts, calls);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(TermPairSum::by_key(by_form))
    }
}

impl TermPairSum {
    /// The sums of all forms in which a term is written, ordered by its key, from the sum of each form.
    pub(crate) fn by_key(by_form: BTreeMap<String, Self>) -> Vec<Self> {
        let mut sums: BTreeMap<String, (Self, u64)> = BTreeMap::new();
        for (written, of_form) in by_form {
            let (sum, most) = sums.entry(terminology::term_key(&written)).or_default();
            if of_form.calls > *most {
                *most = of_form.calls;
                sum.written = written;
            }
            let [first, second] = of_form.alone;
            sum.add([of_form.together, first, second, of_form.of], 1);
            sum.calls = sum.calls - 1 + of_form.calls;
        }
        let sums = sums.into_iter();
        sums.map(|(key, (sum, _))| Self { key, ..sum }).collect()
    }

    /// Adds the counts of some calls that have the same.
    fn add(&mut self, [together, first, second, of]: [u64; 4], calls: u64) {
        let [of_first, of_second] = self.alone;
        self.together += together * calls;
        self.alone = [of_first + first * calls, of_second + second * calls];
        self.of += of * calls;
        self.calls += calls;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_as_it_is_written() {
        let pair = TermPair {
            relation: TermRelation::Translation,
            keys: ["oven".to_owned(), "烤箱".to_owned()],
            written: ["ovens".to_owned(), "烤箱".to_owned()],
            together: 3,
            alone: [4, 5],
            of: 60,
        };
        for (place, term, other) in [(0, "oven", "烤箱"), (1, "烤箱", "ovens")] {
            let value = value(&pair, place);
            let rest = value.strip_prefix(&prefix(pair.relation, place, term));
            assert_eq!(rest.and_then(parse), Some((other, [3, 4, 5, 60])));
        }
        assert_eq!(parse("烤箱"), None);
        assert_eq!(parse("烤箱\u{1F}3 x"), None);
    }
}
