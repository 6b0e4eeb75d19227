//! Clauses: the parts of a sentence that each state an amount.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{cues::pattern, passage_terms::overlap};

/// Places where a clause may end.
static BREAK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[,;:—–()、，。；：（）\n]|\. |(?: -+ )|\b(?:[Aa]nd|[Bb]ut|[Ss]o|[Ww]hile|[Ww]hereas|which)\b|[而并並和與与及]",
    )
});

/// A clause: a part of a sentence that states amounts.
pub(super) struct Clause {
    /// Byte range in the text.
    pub(super) span: Range<usize>,
    /// The part between two breaks that contains the amounts; the rest leads up to it or trails
    /// off.
    pub(super) core: Range<usize>,
    /// Indexes of its amounts.
    pub(super) amounts: Vec<usize>,
}

/// Splits a sentence into clauses, each with the amounts it states, as indexes into `amounts`.
/// Parts without an amount join the next clause, or the last one at the end of the sentence. None
/// if the sentence states no amount.
pub(super) fn clauses(
    text: &str,
    sentence: &Range<usize>,
    amounts: &[Range<usize>],
) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let breaks = BREAK.find_iter(text.get(sentence.clone()).unwrap_or_default());
    let breaks = breaks.map(|found| sentence.start + found.start()..sentence.start + found.end());
    let outside = breaks.filter(|at| {
        let within = |amount: &Range<usize>| overlap(amount, at);
        // A comma within a number that is no quantity.
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let before = text
            .get(..at.start)
            .and_then(|text| text.chars().next_back());
        let after = text.get(at.end..).and_then(|text| text.chars().next());
        !(amounts.iter().any(within) || digit(before) && digit(after))
    });
    let (mut start, mut part) = (sentence.start, sentence.start);
    for end in outside.map(|at| at.end).chain([sentence.end]) {
        let core = part..end;
        let stated = |(at, amount): (usize, &Range<usize>)| overlap(amount, &core).then_some(at);
        let stated: Vec<usize> = amounts.iter().enumerate().filter_map(stated).collect();
        if !stated.is_empty() {
            clauses.push(Clause {
                span: start..end,
                core,
                amounts: stated,
            });
            start = end;
        }
        part = end;
    }
    if let Some(last) = clauses.last_mut() {
        last.span.end = sentence.end;
    }
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quantities;

    fn cut(text: &str) -> Vec<String> {
        let amounts: Vec<Range<usize>> = quantities(text)
            .into_iter()
            .map(|quantity| quantity.start..quantity.end)
            .collect();
        let clauses = clauses(text, &(0..text.len()), &amounts);
        clauses
            .into_iter()
            .map(|clause| format!("{} {}", text[clause.span].trim(), clause.amounts.len()))
            .collect()
    }

    #[test]
    fn each_amount_has_its_own_words() {
        assert_eq!(
            cut("Cash was $42.8 billion and capex, with leases, was $31.5 billion, so we grew."),
            [
                "Cash was $42.8 billion and 1",
                "capex, with leases, was $31.5 billion, so we grew. 1"
            ]
        );
        assert_eq!(
            cut("phones 29%, automotive and industrial 19%"),
            ["phones 29%, 1", "automotive and industrial 19% 1"]
        );
        assert_eq!(
            cut("資本支出為新台幣1,315億元,自由現金流為113億元。"),
            ["資本支出為新台幣1,315億元, 1", "自由現金流為113億元。 1"]
        );
        assert_eq!(
            cut("revenue between $87.0 billion and $89.0 billion, and margin of 51%"),
            [
                "revenue between $87.0 billion and 1",
                "$89.0 billion, 1",
                "and margin of 51% 1"
            ]
        );
        assert!(cut("nothing, and nothing").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn every_amount_is_in_one_clause(
            parts in proptest::collection::vec(
                "(\\$[1-9]{1,2} billion|[1-9]%|and| , |while|capex|、|，|億|1,234|\\. |資本支出) ?", 0..20,
            )
        ) {
            let text = parts.concat();
            let mut amounts: Vec<Range<usize>> = Vec::new();
            for quantity in quantities(&text) {
                // The ends of a range overlap and are one amount.
                match amounts.last_mut() {
                    Some(last) if quantity.start < last.end => last.end = last.end.max(quantity.end),
                    _ => amounts.push(quantity.start..quantity.end),
                }
            }
            let clauses = clauses(&text, &(0..text.len()), &amounts);
            let stated: Vec<usize> = clauses.iter().flat_map(|clause| clause.amounts.clone()).collect();
            proptest::prop_assert_eq!(stated, (0..amounts.len()).collect::<Vec<_>>());
            let whole: String = clauses.iter().filter_map(|clause| text.get(clause.span.clone())).collect();
            proptest::prop_assert!(amounts.is_empty() || whole == text);
            for clause in &clauses {
                let inside = clause.span.start <= clause.core.start && clause.core.end <= clause.span.end;
                proptest::prop_assert!(inside && !clause.amounts.is_empty());
            }
        }
    }
}
