//! Context of an amount: its period, expected or reported, level or change. Two amounts are the
//! same figure only if their contexts agree.

use regex::Regex;

use super::{
    cues::{
        ABOUT, AGAINST_OUTLOOK, BASIS, CHANGE_AFTER, CHANGE_BEFORE, CHANGE_WORDS, EXPECTED_AFTER,
        LEVEL_BEFORE, NEGATIVE, OUTLOOK, PER, REFERENCE_AFTER, REFERENCE_BEFORE, REPORTED, UNIT,
    },
    time_scope::{TimeScope, scope_in, scope_near},
};
use crate::{
    model::{Period, word_enum},
    text::{Measure, fold_str, stem},
};

word_enum! {
    /// What an amount says about its subject.
    Kind {
        /// A level.
        Level = "level",
        /// A change or difference.
        Change = "change",
        /// A reference: what it is compared with or starts from.
        Reference = "reference",
    }
}

/// Context of an amount.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FigureContext {
    pub(super) kind: Kind,
    /// Expected or planned; none if unknown.
    pub(super) outlook: Option<bool>,
    /// The period it covers; none if the passage names none.
    scope: Option<TimeScope>,
    /// Direction of a change, if stated.
    up: Option<bool>,
    /// Missing, lost or flowing out.
    negative: bool,
    /// Compared with the year before, or the quarter before.
    basis: Option<Basis>,
    /// What it is counted by: a share, a month.
    per: Option<String>,
    /// What is counted, unless it is money.
    unit: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    Year,
    Quarter,
}

/// The text around an amount.
pub(super) struct Around<'a> {
    /// The passage up to the sentence.
    pub(super) earlier: &'a str,
    /// The sentence up to the clause.
    pub(super) lead: &'a str,
    /// The clause up to the amount.
    pub(super) before: &'a str,
    /// The clause behind the amount.
    pub(super) after: &'a str,
}

impl FigureContext {
    /// The context of an amount of a measure, on a call of a fiscal period.
    pub(super) fn of(around: &Around, measure: Measure, money: bool, call: Option<Period>) -> Self {
        let [earlier, lead, before, after] =
            [around.earlier, around.lead, around.before, around.after].map(fold_str);
        let stripped = without_softeners(before.trim_end());
        let near = tail(stripped, 60);
        let moved = |patterns: &[Regex; 2], text: &str| {
            let [up, down] = patterns;
            match (up.is_match(text), down.is_match(text)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                // Contradictory words, as in `lower growth`: a change without a direction.
                (true, true) | (false, false) => None,
            }
        };
        let changes = |patterns: &[Regex; 2], text: &str| {
            patterns.iter().any(|pattern| pattern.is_match(text))
        };
        let level = LEVEL_BEFORE.is_match(stripped);
        let led = !level && changes(&CHANGE_BEFORE, near);
        let followed = changes(&CHANGE_AFTER, &after);
        let by = stripped.ends_with(" by") && changes(&CHANGE_WORDS, &before);
        let kind = if REFERENCE_BEFORE.is_match(stripped) || REFERENCE_AFTER.is_match(&after) {
            Kind::Reference
        } else if led || followed || by {
            Kind::Change
        } else {
            Kind::Level
        };
        let up = match kind {
            Kind::Change if led => moved(&CHANGE_BEFORE, near),
            Kind::Change if by => moved(&CHANGE_WORDS, &before),
            Kind::Change if followed => moved(&CHANGE_AFTER, &after),
            _ => None,
        };
        let clause = format!("{before} {after}");
        let [year, quarter] = &*BASIS;
        let basis = if year.is_match(&clause) {
            Some(Basis::Year)
        } else {
            quarter.is_match(&clause).then_some(Basis::Quarter)
        };
        let [per_after, per_before] = &*PER;
        let per = (per_after.captures(&after).and_then(|found| found.get(2)))
            .or_else(|| per_before.captures(stripped).and_then(|found| found.get(1)))
            .map(|found| stem(found.as_str()));
        let unit = (UNIT.captures(&after).and_then(|found| found.get(1)))
            .filter(|_| measure == Measure::Amount && !money)
            .map(|found| stem(found.as_str()));
        let scope = (scope_near(&before, &after, call))
            .or_else(|| scope_in(&lead, call))
            .or_else(|| scope_in(&earlier, call));
        // A period that has not ended yet makes it expected, whatever the words.
        let ahead = call
            .zip(scope)
            .is_some_and(|(call, scope)| scope.is_ahead(call));
        let outlook = if ahead {
            Some(true)
        } else {
            outlook(&earlier, &lead, &before, &after)
        };
        Self {
            kind,
            outlook,
            scope,
            up,
            negative: NEGATIVE.is_match(&clause),
            basis,
            per,
            unit,
        }
    }

    /// Whether the amount is the size of a fall.
    pub(super) fn falls(&self) -> bool {
        self.kind == Kind::Change && self.up == Some(false)
    }

    /// Whether amounts of two calls may be the same figure. `equal`: their values are equal, so that a period that one of
    /// them lacks does not keep them apart.
    pub(super) fn agrees(&self, other: &Self, equal: bool) -> bool {
        let own = |scope: Option<TimeScope>| scope.unwrap_or_default();
        let same_time = match (self.scope, other.scope) {
            (Some(a), Some(b)) => a.is_same(&b),
            (a, b) => equal || own(a).is_same(&own(b)),
        };
        let opposite = matches!((self.up, other.up), (Some(a), Some(b)) if a != b);
        self.kind == other.kind
            && self.kind != Kind::Reference
            && self.outlook == other.outlook
            && same_time
            && self.negative == other.negative
            && self.basis == other.basis
            && self.per == other.per
            && self.unit == other.unit
            && !opposite
    }
}

/// The text without softening words at its end.
fn without_softeners(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some(found) = ABOUT.find(text) {
        text = text.get(..found.start()).unwrap_or_default().trim_end();
    }
    text
}

/// The last characters of a text.
fn tail(text: &str, most: usize) -> &str {
    let start = text.char_indices().rev().nth(most).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// Whether an amount is expected: its clause says so, or an earlier sentence does and no report
/// follows.
fn outlook(earlier: &str, lead: &str, before: &str, after: &str) -> Option<bool> {
    let expects = |text: &str| {
        let text = AGAINST_OUTLOOK.replace_all(text, " ");
        let last = OUTLOOK.find_iter(&text).last()?;
        let rest = text.get(last.end()..).unwrap_or_default();
        Some(!REPORTED.is_match(rest))
    };
    let behind = |text: &str| EXPECTED_AFTER.is_match(text).then_some(true);
    let own = behind(after).or_else(|| expects(before));
    let reported = REPORTED.is_match(before);
    own.or_else(|| if reported { Some(false) } else { expects(lead) })
        .or_else(|| {
            // An outlook opened by an earlier sentence may or may not go on.
            let open = expects(earlier) == Some(true);
            (!open).then_some(false)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quantities;

    /// Context of the last amount of a text whose clause begins after ` / `.
    fn context(text: &str) -> FigureContext {
        let (lead, clause) = text.split_once(" / ").unwrap_or(("", text));
        let amounts = quantities(clause);
        let amount = amounts.last().unwrap();
        let around = Around {
            earlier: "",
            lead,
            before: &clause[..amount.start],
            after: &clause[amount.end..],
        };
        let money = amount.currency.is_some();
        FigureContext::of(&around, amount.measure, money, "2025Q3".parse().ok())
    }

    #[test]
    fn levels_changes_and_references() {
        for (text, kind) in [
            ("capital expenditures were $5 billion", Kind::Level),
            ("revenue increased to about $5 billion", Kind::Level),
            ("資本支出為新台幣280億元", Kind::Level),
            ("毛利率降至27.1%", Kind::Level),
            ("revenue increased by $5 billion", Kind::Change),
            (
                "we also increased the midpoint of our 2025 FFO guidance by $0.01",
                Kind::Change,
            ),
            ("cloud saw 34% revenue growth", Kind::Change),
            ("a margin of 34% of revenue", Kind::Level),
            ("strong growth in FFO and of $0.96 per share", Kind::Change),
            ("up 12%", Kind::Change),
            ("5% lower than in the second quarter", Kind::Change),
            ("季增6.6%", Kind::Change),
            ("較上季減少約0.8個百分點", Kind::Change),
            ("up from $20 billion", Kind::Reference),
            ("compared with last year's $20 billion", Kind::Reference),
            (
                "better than the $260 million we lost in the second quarter",
                Kind::Reference,
            ),
            ("versus $20 billion a year ago", Kind::Reference),
            ("由新台幣1,100億元", Kind::Reference),
            ("優於第二季的負2.6億美元", Kind::Reference),
            ("more than $5 billion", Kind::Level),
        ] {
            assert_eq!(context(text).kind, kind, "{text}");
        }
    }

    #[test]
    fn expected_and_reported() {
        for (text, expected) in [
            ("capital expenditures were $5 billion", Some(false)),
            ("we expect capital expenditures of $5 billion", Some(true)),
            (
                "Our guidance: revenue of $5 billion, / and margin of 51%",
                Some(true),
            ),
            (
                "We expected more, / but revenue was $5 billion",
                Some(false),
            ),
            (
                "Margin was 52.6%, / within our guidance and $5 billion",
                Some(false),
            ),
            ("an amount of $5 billion is expected", Some(true)),
            ("接近新台幣1,200億元的預算", Some(true)),
            ("資本支出預估為新台幣300億元", Some(true)),
            // A period that has not ended at the call of a third quarter.
            ("full-year capital expenditures are $5 billion", Some(true)),
            ("2026年資本支出為新台幣300億元", Some(true)),
        ] {
            assert_eq!(context(text).outlook, expected, "{text}");
        }
    }

    #[test]
    fn what_tells_two_figures_apart() {
        for (a, b, agree) in [
            ("revenue was $5 billion", "revenue was $6 billion", true),
            ("revenue grew 5%", "revenue grew 6%", true),
            ("revenue grew 5%", "revenue fell 6%", false),
            ("up 5% year over year", "up 6% sequentially", false),
            (
                "a dividend of $4 a share",
                "a dividend of $5 per share",
                true,
            ),
            ("a dividend of $4 a share", "a dividend of $5", false),
            ("每股4.5元", "配息45億元", false),
            (
                "free cash flow was $2.1 billion",
                "free cash flow was an outflow of $0.8 billion",
                false,
            ),
            ("自由現金流為21億元", "自由現金流為流出8億元", false),
            ("45,000 wafers", "52,000 wafers", true),
            ("45,000 wafers", "52,000 seats", false),
            ("revenue from $5 billion", "revenue from $6 billion", false),
        ] {
            assert_eq!(context(a).agrees(&context(b), false), agree, "{a} / {b}");
        }
    }
}
