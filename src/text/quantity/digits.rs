//! Numbers in decimal digits: `2478`, `2,478.5`, `.5`.

use super::{cursor::Cursor, decimal::Decimal, notation::Form};

/// Most digits of a fraction.
pub(super) const FRACTION: i32 = 12;

/// Digits, whether they are grouped, and the place after them.
pub(super) fn read(start: Cursor<'_>) -> Option<(Decimal, Form, Cursor<'_>)> {
    let mut place = start;
    let mut mantissa = 0_u128;
    let mut exponent = 0;
    let mut form = Form::Plain;
    let mut push = |digit: u8| -> Option<()> {
        mantissa = mantissa.checked_mul(10)?.checked_add(u128::from(digit))?;
        (mantissa < 10_u128.pow(20)).then_some(())
    };
    let mut lead = 0;
    while let Some(digit) = place.eat_digit() {
        push(digit)?;
        lead += 1;
    }
    if (1..=3).contains(&lead) {
        while let Some((group, after)) = group(place) {
            group.into_iter().try_for_each(&mut push)?;
            place = after;
            form = Form::Grouped;
        }
    }
    let mut after = place;
    if after.eat('.') && after.peek().is_some_and(|c| c.is_ascii_digit()) {
        while let Some(digit) = after.eat_digit() {
            push(digit)?;
            exponent -= 1;
            if exponent < -FRACTION {
                return None;
            }
        }
        place = after;
        if after.eat('.') && after.eat_digit().is_some() {
            return None;
        }
    } else if lead == 0 {
        return None;
    }
    let mut list = place;
    if list.eat(',') && list.eat_digit().is_some() {
        form = Form::Plain;
    }
    Some((Decimal::new(mantissa, exponent), form, place))
}

/// A comma and exactly three digits. A full-width comma groups only full-width digits; in Chinese
/// it separates clauses.
fn group(start: Cursor<'_>) -> Option<([u8; 3], Cursor<'_>)> {
    let mut place = start;
    if start.raw() == Some('\u{FF0C}') && start.before().is_some_and(|c| c.is_ascii()) {
        return None;
    }
    if !place.eat(',') {
        return None;
    }
    let digits = [place.eat_digit()?, place.eat_digit()?, place.eat_digit()?];
    let ends = place.peek().is_none_or(|c| !c.is_ascii_digit());
    ends.then_some((digits, place))
}
