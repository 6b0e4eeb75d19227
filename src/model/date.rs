//! Calendar dates.

/// The ISO form of a day of the calendar; none where there is no such day, as 2024-02-31.
///
/// Years have four digits: an older call was never transcribed, and a shorter year is a day or a month
/// in another order.
pub fn iso_date(year: u32, month: u32, day: u32) -> Option<String> {
    let in_calendar = is_date(year, month, day);
    in_calendar.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Whether the calendar has such a day.
pub fn is_date(year: u32, month: u32, day: u32) -> bool {
    let date = |year, month: u8, day| {
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year, month, day).ok()
    };
    let parts = (i32::try_from(year), u8::try_from(month), u8::try_from(day));
    match parts {
        (Ok(year @ 1000..=9999), Ok(month), Ok(day)) => date(year, month, day).is_some(),
        _ => false,
    }
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
