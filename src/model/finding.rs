use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Sides, word_enum};

word_enum! {
    /// Kinds of disagreement between the two sides of a passage.
    DisagreementKind {
        /// Value of an amount.
        Amount = "amount",
        /// Currency of an amount.
        Currency = "currency",
        /// Scale of an amount: a factor of ten, a hundred …
        Scale = "scale",
        /// A percentage.
        Percent = "percent",
        /// Percentage points, or points against per cent.
        Points = "points",
        /// A multiple.
        Multiple = "multiple",
        /// Negated on one side only.
        Negation = "negation",
        /// A name kept in Latin letters in the call's Chinese elsewhere but not here.
        Name = "name",
    }
}

word_enum! {
    /// Likelihood that a finding is an error.
    Confidence {
        /// Most are errors.
        High = "high",
        /// Worth a look.
        Low = "low",
    }
}

/// A disagreement between two sides and its location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of disagreement.
    pub kind: DisagreementKind,
    /// Likelihood of an error.
    pub confidence: Confidence,
    /// Location on each side, in bytes; none where a side lacks it.
    pub spans: Sides<Range<usize>>,
}
