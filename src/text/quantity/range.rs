//! Ranges: links between two numbers, and the units they share.

use super::{
    Measure,
    cursor::Cursor,
    decimal::Decimal,
    item::{Item, Link},
    notation::Form,
    unit::Unit,
};

/// The link between the last number and what begins at `right`.
pub(super) fn link(right: Cursor<'_>, last: &Item) -> Option<Link> {
    let gap = right.since(last.resume.min(right.at()), 16)?.trim();
    let link = match gap {
        "" if last.form == Form::HanDigit && last.resume == right.at() => Link::Or,
        "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "–" | "—" | "−" | "－" | "~" | "～" | "〜"
        | "∼" => Link::Dash,
        "至" | "到" => Link::To,
        "、" | "或" => Link::Or,
        _ if gap.eq_ignore_ascii_case("to") || gap.eq_ignore_ascii_case("- to") => Link::To,
        _ if gap.eq_ignore_ascii_case("or") => Link::Or,
        _ if gap.eq_ignore_ascii_case("and") && is_between(right, last) => Link::To,
        _ => return None,
    };
    Some(link)
}

fn is_between(right: Cursor<'_>, last: &Item) -> bool {
    let left = right.from(last.start).map(Cursor::back_over_blanks);
    left.is_some_and(|end| {
        let word = end.at().checked_sub("between".len());
        word.and_then(|at| end.from(at))
            .is_some_and(|word| word.letters(7).eq_ignore_ascii_case("between"))
    })
}

/// Completes the units of both ends of a range.
pub(super) fn join(left: &mut Item, right: &mut Item, link: Link) {
    let Some(from) = right.unit else {
        lend_right(left, right, link);
        return;
    };
    let weak = |item: &Item| item.form == Form::Grouped && item.unit.is_some_and(is_bare);
    match left.unit {
        Some(unit) if !weak(left) || is_bare(from) => {
            if unit.measure == Measure::Amount && from.measure == Measure::Amount {
                share(left, right, unit, from);
            }
        }
        _ => {
            if !right.prefixed {
                take(left, right, from, link);
            }
        }
    }
}

/// An amount recognized by its separators alone.
fn is_bare(unit: Unit) -> bool {
    unit.measure == Measure::Amount && !unit.scaled && unit.currency.is_none()
}

/// A left end without a unit takes the right one's: `2-3%`, `4到5億`.
fn take(left: &mut Item, right: &Item, unit: Unit, link: Link) {
    let ordered = left.bare <= right.bare || left.negative;
    let any_order = link == Link::To && unit.measure != Measure::Amount;
    // The `one` in `that one to 8%` is no number.
    let mixed = (left.form == Form::Words) != (right.form == Form::Words);
    if mixed || is_year(left) || !(ordered || any_order) || (unit.scaled && unit.exponent == 0) {
        return;
    }
    if link == Link::Or && (left.bare >= right.bare || right.bare > Decimal::new(100, 0)) {
        return;
    }
    let exponent = match right.fine {
        Some((digit, exponent)) if left.bare < digit && left.bare < Decimal::new(10, 0) => exponent,
        _ => unit.exponent,
    };
    left.value = left.bare.scaled(exponent);
    left.unit = Some(unit);
    left.end = right.end;
}

/// Two amounts share scale and currency: `$90 to 92 billion`, `9億至10億美元`.
fn share(left: &mut Item, right: &mut Item, own: Unit, from: Unit) {
    if own.currency.is_some() && from.currency.is_some() && own.currency != from.currency {
        return;
    }
    let mut unit = own;
    let scale = !own.scaled && from.scaled && from.exponent > 0 && own.exponent == 0;
    if scale && left.bare <= right.bare {
        left.value = left.bare.scaled(from.exponent);
        unit.scaled = true;
        unit.exponent = from.exponent;
        left.end = right.end;
    }
    if own.currency.is_none() && from.currency.is_some() {
        unit.currency = from.currency;
        left.end = right.end;
    }
    left.unit = Some(unit);
    if let Some(unit) = &mut right.unit {
        unit.currency = unit.currency.or(own.currency);
    }
}

/// A right end without a unit takes the left one's: `$0.50-0.60`, 百分之三十到四十.
fn lend_right(left: &Item, right: &mut Item, link: Link) {
    let Some(unit) = left.unit else { return };
    if left.bare >= right.bare || is_year(right) || link == Link::Or {
        return;
    }
    let money = unit.measure == Measure::Amount
        && unit.currency.is_some()
        && !unit.scaled
        && right.form == Form::Plain
        && (link == Link::Dash || !(left.bare.is_whole() || right.bare.is_whole()));
    if money || left.prefixed {
        right.unit = Some(Unit {
            scaled: false,
            ..unit
        });
        right.value = right.bare.scaled(unit.exponent);
    }
}

/// Whether a number without a unit looks like a year.
fn is_year(item: &Item) -> bool {
    let year = item.value >= Decimal::new(1900, 0) && item.value < Decimal::new(2100, 0);
    item.form == Form::Plain && item.value.is_whole() && year
}
