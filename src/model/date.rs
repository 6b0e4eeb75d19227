//! Calendar dates.

use time::{Date, Month};

/// The ISO form of a calendar date; none if there is no such day, as 2024-02-31.
///
/// Years have four digits: a shorter one is a day or a month in another order.
pub fn iso_date(year: u32, month: u32, day: u32) -> Option<String> {
    // `Display` of a date with a four-digit year is the ISO form.
    calendar_date(year, month, day).map(|date| date.to_string())
}

/// Whether the calendar has such a day.
pub fn is_date(year: u32, month: u32, day: u32) -> bool {
    calendar_date(year, month, day).is_some()
}

fn calendar_date(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i32::try_from(year)
        .ok()
        .filter(|year| (1000..=9999).contains(year))?;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        assert_eq!(iso_date(2024, 2, 29).as_deref(), Some("2024-02-29"));
        for (year, month, day) in [
            (2023, 2, 29),
            (2024, 2, 31),
            (2025, 6, 31),
            (2025, 13, 1),
            (2025, 0, 1),
            (2025, 1, 0),
            (25, 1, 1),
            (2025, 257, 1),
        ] {
            assert_eq!(iso_date(year, month, day), None, "{year} {month} {day}");
        }
    }
}
