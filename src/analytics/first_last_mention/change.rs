//! First and last mentions: what is mentioned first in a period, or last before one.

use crate::{
    Error, Result,
    index::FacetField,
    model::{Period, PeriodRange},
};

/// What to look for. Periods are fiscal periods, each company's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionChange {
    /// Mentioned for the first time in these quarters.
    NewIn(PeriodRange),
    /// Mentioned before this period, and not from its first quarter on.
    GoneSince(Period),
}

/// The two sides of a change in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    /// Where it must be mentioned.
    Then,
    /// Where it must not be mentioned.
    Other,
}

impl MentionChange {
    /// First mentions in a period or range, such as `2026Q2`, `2026`, `2025Q3..2026Q1`, `2025Q3..`.
    pub fn new_in(text: &str) -> Result<Self> {
        let range = text.parse().map_err(|()| no_period(text))?;
        let hint = "name the period in which it begins: 2026Q2, 2025Q3..2026Q1 or 2025Q3..";
        match range {
            PeriodRange { first: 0, .. } => Err(Error::request(format!(
                "there is nothing before `{text}` to be new against"
            ))
            .hint(hint)),
            range => Ok(Self::NewIn(range)),
        }
    }

    /// Last mentions before a period, such as `2026Q2`, `2026` (from its first quarter on) or
    /// `2026Q2..`.
    pub fn gone_since(text: &str) -> Result<Self> {
        let period = text.trim();
        let period = period.strip_suffix("..").unwrap_or(period);
        match (period.parse(), text.parse::<PeriodRange>()) {
            (Ok(period), _) => Ok(Self::GoneSince(period)),
            (Err(()), Ok(_)) => Err(Error::request(format!(
                "a silence goes on to the last call, so `{text}` must not be a range"
            ))
            .hint("name the period in which it begins: 2026Q2; --period ..2026Q4 leaves out later calls")),
            (Err(()), Err(())) => Err(no_period(text)),
        }
    }

    /// Checks the field; sections and periods have no first or last mention.
    pub fn by(self, by: FacetField) -> Result<FacetField> {
        match by {
            FacetField::Section | FacetField::Period => Err(Error::request(format!(
                "what is {self} cannot be told by {by}"
            ))
            .hint("use --by company, speaker, firm or role")),
            _ => Ok(by),
        }
    }

    /// The side on which a period lies; none if it is after both.
    pub(super) fn time(self, period: Period) -> Option<Time> {
        let quarter = period.end_quarter();
        match self {
            Self::NewIn(range) if quarter < range.first => Some(Time::Other),
            Self::NewIn(range) => range.contains(period).then_some(Time::Then),
            Self::GoneSince(since) if quarter < since.start_quarter() => Some(Time::Then),
            Self::GoneSince(_) => Some(Time::Other),
        }
    }
}

/// `new in 2026Q2`, `gone since 2026Q2`.
impl std::fmt::Display for MentionChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NewIn(range) => write!(f, "new in {range}"),
            Self::GoneSince(period) => write!(f, "gone since {period}"),
        }
    }
}

fn no_period(text: &str) -> Error {
    Error::request(format!("`{text}` is no fiscal period"))
        .hint("write 2026Q2, 2026H1, 2026 or a range such as 2025Q3..2026Q1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(shift: Result<MentionChange>) -> String {
        let error = shift.unwrap_err();
        format!("{error}; {}", error.hint.clone().unwrap_or_default())
    }

    #[test]
    fn a_period_is_what_a_filter_takes() {
        for (text, shown) in [
            ("2026Q2", "new in 2026Q2"),
            ("FY2025", "new in 2025"),
            ("2025Q3..", "new in 2025Q3.."),
            ("2025Q3..2026Q1", "new in 2025Q3..2026Q1"),
        ] {
            assert_eq!(MentionChange::new_in(text).unwrap().to_string(), shown);
        }
        for (text, shown) in [
            ("2026Q2", "gone since 2026Q2"),
            ("2026 Q2..", "gone since 2026Q2"),
            ("2025", "gone since 2025"),
        ] {
            assert_eq!(MentionChange::gone_since(text).unwrap().to_string(), shown);
        }
        assert!(
            refused(MentionChange::new_in("soon")).starts_with("`soon` is no fiscal period; write")
        );
        assert!(refused(MentionChange::new_in("..2025")).contains("nothing before `..2025`"));
        assert!(
            refused(MentionChange::gone_since("2025Q1..2025Q2")).contains("must not be a range")
        );
        assert!(refused(MentionChange::gone_since("..")).starts_with("`..` is no fiscal period"));
    }

    #[test]
    fn a_year_begins_with_its_first_quarter() {
        let time = |shift: MentionChange, text: &str| shift.time(text.parse().unwrap());
        let new = MentionChange::new_in("2025Q4..2026").unwrap();
        for (text, at) in [
            ("2025Q3", Some(Time::Other)),
            ("2025Q4", Some(Time::Then)),
            ("2025", Some(Time::Then)),
            ("2026Q4", Some(Time::Then)),
            ("2027Q1", None),
        ] {
            assert_eq!(time(new, text), at, "{text}");
        }
        let gone = MentionChange::gone_since("2025").unwrap();
        assert_eq!(time(gone, "2024Q4"), Some(Time::Then));
        assert_eq!(time(gone, "2025Q1"), Some(Time::Other));
        assert_eq!(time(gone, "2030Q1"), Some(Time::Other));
    }
}
