//! Numbers in English words: `twenty-five`, `two hundred`, `a hundred`, `half a`.

use super::{cursor::Cursor, decimal::Decimal, notation::Form, number::Number};

const BELOW_TWENTY: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// Length of the longest word, `seventeenfold`.
const LONGEST: usize = 13;

/// Whether a word may be a number, by its first letters and what follows.
pub(super) fn may_start(word: &str) -> bool {
    let mut bytes = word.bytes().map(|b| b.to_ascii_lowercase());
    let [first, second, third, fourth] = std::array::from_fn(|_| bytes.next().unwrap_or(b' '));
    match [first, second, third] {
        [b'a', second, _] => !second.is_ascii_alphabetic(),
        [b'f', b'o', b'r'] => fourth == b't',
        first => matches!(
            &first,
            b"zer"
                | b"one"
                | b"two"
                | b"thr"
                | b"fou"
                | b"fiv"
                | b"six"
                | b"sev"
                | b"eig"
                | b"nin"
                | b"ten"
                | b"ele"
                | b"twe"
                | b"thi"
                | b"fif"
                | b"hal"
        ),
    }
}

/// The number whose words begin here; it needs a unit to be a quantity.
pub(super) fn read(start: Cursor<'_>) -> Option<Number<'_>> {
    let mut place = start;
    let value = if place.eat_phrase("half a") {
        Decimal::HALF
    } else {
        let whole = hundreds(&mut place)?;
        let mut after = place.past_joint();
        if after.eat_phrase("and a half") {
            place = after;
            whole.plus(Decimal::HALF)?
        } else if let Some(fraction) = fraction(&mut after) {
            place = after;
            whole.plus(fraction)?
        } else {
            whole
        }
    };
    Some(Number::new(value, Form::Words, place))
}

fn hundreds(place: &mut Cursor<'_>) -> Option<Decimal> {
    let count = if place.eat_phrase("a hundred") {
        1
    } else {
        let count = below_hundred(place)?;
        let mut after = place.past_joint();
        if count == 0 || !after.eat_phrase("hundred") {
            return Some(Decimal::new(count, 0));
        }
        *place = after;
        count
    };
    let mut rest = place.past_joint();
    if rest.eat_phrase("and") {
        rest = rest.past_joint();
    }
    let more = below_hundred(&mut rest);
    if more.is_some() {
        *place = rest;
    }
    Some(Decimal::new(count * 100 + more.unwrap_or(0), 0))
}

fn below_hundred(place: &mut Cursor<'_>) -> Option<u128> {
    let word = numeral(place.letters(LONGEST));
    let find = |list: &[&str]| list.iter().position(|name| name.eq_ignore_ascii_case(word));
    if let Some(ones) = find(&BELOW_TWENTY) {
        *place = place.past(word.len());
        return Some(ones as u128);
    }
    let tens = (find(&TENS)? as u128 + 2) * 10;
    *place = place.past(word.len());
    let mut after = place.past_joint();
    match digit(&mut after) {
        Some(ones) if ones > 0 => {
            *place = after;
            Some(tens + ones)
        }
        _ => Some(tens),
    }
}

fn digit(place: &mut Cursor<'_>) -> Option<u128> {
    let word = numeral(place.letters(LONGEST));
    let found = BELOW_TWENTY
        .iter()
        .take(10)
        .position(|name| name.eq_ignore_ascii_case(word))?;
    *place = place.past(word.len());
    Some(found as u128)
}

/// `threefold` → `three`.
fn numeral(word: &str) -> &str {
    let stem = word.len().saturating_sub(4);
    match word.get(stem..) {
        Some(end) if end.eq_ignore_ascii_case("fold") => word.get(..stem).unwrap_or(word),
        _ => word,
    }
}

/// `point five`, `point two five`.
fn fraction(place: &mut Cursor<'_>) -> Option<Decimal> {
    if !place.eat_phrase("point") {
        return None;
    }
    let (mut mantissa, mut exponent) = (0, 0);
    while exponent > -4 {
        let mut after = place.past_blanks();
        let Some(next) = digit(&mut after) else {
            break;
        };
        *place = after;
        mantissa = mantissa * 10 + next;
        exponent -= 1;
    }
    (exponent < 0).then(|| Decimal::new(mantissa, exponent))
}
