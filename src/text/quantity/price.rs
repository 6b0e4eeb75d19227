//! Currencies before or after a number.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    super::{fold, has_han},
    Currency,
    cursor::{Cursor, is_latin},
    names::{NAMES, Stands},
};
use Stands::{AfterScale, Before, Either};

impl Currency {
    /// The currency that `typed` names, in any usual way of writing it, any case and either
    /// script: `rmb`, `us$`, `日圓`. 元 alone names none: it may be Chinese or Taiwanese.
    pub fn from_typed(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let mut place = Cursor::new(typed, 0);
        let found = self::typed(&mut place)?;
        (place.at() == typed.len()).then_some(found)
    }
}

/// A name and its currency.
type Name = (&'static str, Currency);

/// Index of the names by their first character read.
struct Index {
    /// Names before a number, by last character.
    before: HashMap<char, Vec<Name>>,
    /// All names, by first character.
    after: HashMap<char, Vec<(Stands, Name)>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index {
        before: HashMap::new(),
        after: HashMap::new(),
    };
    for &(currency, stands, names) in &NAMES {
        for &name in names {
            if let (Some(last), Either | Before) = (name.chars().next_back(), stands) {
                index.before.entry(last).or_default().push((name, currency));
            }
            if let Some(first) = name.chars().next() {
                let named = (stands, (name, currency));
                index.after.entry(first).or_default().push(named);
            }
        }
    }
    index
});

/// Names before a number that end with `last`.
fn ending(last: char) -> &'static [Name] {
    INDEX.before.get(&last).map_or(&[], Vec::as_slice)
}

/// Names that start with `first`, and where they are written.
fn starting(first: char) -> &'static [(Stands, Name)] {
    INDEX.after.get(&first).map_or(&[], Vec::as_slice)
}

/// The fold does not map ￥ (U+FFE5) to ¥.
fn fold_sign(c: char) -> char {
    match c {
        '\u{FFE5}' => '¥',
        '\u{FFE1}' => '£',
        '\u{FFE6}' => '₩',
        _ => fold(c),
    }
}

/// Whether letters are a code only in capitals: `cad`, `nt` and `rs` are also words.
fn wants_capitals(name: &str) -> bool {
    let short = name.len() <= 3 && name.bytes().all(|c| c.is_ascii_lowercase());
    name == "us $" || short && !matches!(name, "rmb" | "cny" | "usd" | "twd" | "ntd" | "yen")
}

/// Consumes the name after a number; `scaled` if a scale precedes it.
pub(super) fn after(place: &mut Cursor<'_>, scaled: bool) -> Option<Currency> {
    let next = place.past_joint();
    let raw = next.raw()?;
    let first = fold_sign(raw);
    let mut longest: Option<(Cursor<'_>, Currency)> = None;
    for &(stands, (name, currency)) in starting(first) {
        if stands == Before || (stands == AfterScale && !scaled) {
            continue;
        }
        if !scaled && wants_capitals(name) && !raw.is_uppercase() {
            continue;
        }
        let mut end = next;
        if forward(&mut end, name) && longest.is_none_or(|(best, _)| best.at() < end.at()) {
            longest = Some((end, currency));
        }
    }
    let (end, currency) = longest?;
    // A sign before the next number belongs to that number: `up 5 $7`.
    if !first.is_alphanumeric() && (end.past_blanks().at_number() || next.at() > place.at()) {
        return None;
    }
    *place = end;
    Some(currency)
}

/// Consumes the name at the start of a typed value.
pub(super) fn typed(place: &mut Cursor<'_>) -> Option<Currency> {
    let mut longest: Option<(Cursor<'_>, Currency)> = None;
    for &(_, (name, currency)) in starting(fold_sign(place.raw()?)) {
        let mut end = *place;
        if forward(&mut end, name) && longest.is_none_or(|(best, _)| best.at() < end.at()) {
            longest = Some((end, currency));
        }
    }
    let (end, currency) = longest?;
    *place = end;
    Some(currency)
}

fn forward(place: &mut Cursor<'_>, name: &str) -> bool {
    if has_han(name) {
        return place.eat_han(name);
    }
    if name.ends_with(|c: char| c.is_ascii_alphabetic()) {
        let mut end = *place;
        let eaten = name.bytes().all(|c| match c {
            b' ' => {
                let next = end.past_joint();
                let moved = next.at() > end.at();
                end = next;
                moved
            }
            _ => end.eat(char::from(c)),
        });
        // `rmb100` ends where the digit starts.
        let ends = end.raw().is_none_or(|c| !is_latin(c) || c.is_numeric());
        if eaten && ends {
            *place = end;
        }
        return eaten && ends;
    }
    let mut end = *place;
    for c in name.chars() {
        if end.raw().map(fold_sign) != Some(c) {
            return false;
        }
        end.bump();
    }
    *place = end;
    true
}

/// The currency whose name ends right before a number, with optional blanks, and the start of the
/// name, not before byte `floor`. The currency is `None` for the `$` of an unknown country.
pub(super) fn before(number: Cursor<'_>, floor: usize) -> Option<(Option<Currency>, Cursor<'_>)> {
    let end = number.back_over_blanks();
    let last = fold_sign(end.before()?);
    let mut longest: Option<(Cursor<'_>, Currency)> = None;
    for &(name, currency) in ending(last) {
        if let Some(start) = backward(end, name)
            && start.at() >= floor
            && (!wants_capitals(name) || start.raw().is_some_and(char::is_uppercase))
            && longest.is_none_or(|(best, _)| start.at() < best.at())
        {
            longest = Some((start, currency));
        }
    }
    let (start, currency) = longest?;
    let foreign = last == '$' && start.before().is_some_and(|c| c.is_ascii_alphabetic());
    Some(((!foreign).then_some(currency), start))
}

fn backward<'t>(end: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let han = has_han(name);
    let mut place = end;
    for c in name.chars().rev() {
        if han {
            place = place.back_over_blanks();
        }
        if place.before().map(fold_sign) != Some(c) {
            return None;
        }
        place = place.back();
    }
    let word = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let inside = word && place.before().is_some_and(is_latin);
    (!inside).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded() {
        for name in NAMES.iter().flat_map(|&(_, _, names)| names) {
            assert_eq!(&name.chars().map(fold_sign).collect::<String>(), name);
        }
    }
}
