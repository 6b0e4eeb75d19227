//! Finds quantities in running text.

use super::{
    super::{fold, is_han},
    Currency, Measure, Quantity,
    cursor::{Cursor, is_latin},
    decimal::Decimal,
    item::{Item, Link},
    notation::Form,
    number::{self, Number},
    price, range,
    unit::{self, Unit},
    words,
};

/// All quantities of a text, by start.
///
/// Both ends of a range are quantities: `2-3%` contains 2% and 3%. Linear in the length of the
/// text.
pub fn quantities(text: &str) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut last: Option<Item> = None;
    let mut at = 0;
    while let Some(start) = candidate(text, at) {
        let Some(mut item) = item(text, start, last.as_ref()) else {
            at = skip(text, start);
            continue;
        };
        if let (Some(left), Some(link)) = (&mut last, item.link) {
            let known = left.unit.is_some();
            range::join(left, &mut item, link);
            if let Some(quantity) = left.quantity() {
                if known {
                    found.pop();
                }
                found.push(quantity);
            }
        }
        found.extend(item.quantity());
        at = item.resume;
        last = Some(item);
    }
    for quantity in &mut found {
        let written = text.get(quantity.start..quantity.end).unwrap_or_default();
        quantity.yuan_or_yen = quantity.currency == Some(Currency::Cny) && is_sign_alone(written);
    }
    found
}

/// Whether `¥` alone tells the currency.
fn is_sign_alone(written: &str) -> bool {
    let letters = |part: &str| part.contains(|c: char| c.is_ascii_alphabetic());
    (written.split_once(['¥', '\u{FFE5}'])).is_some_and(|(before, after)| {
        let named = ["rmb", "cny", "yuan", "renminbi"];
        let after = after.to_lowercase();
        !letters(before) && !named.iter().any(|name| after.contains(name)) && !after.contains('人')
    })
}

/// Next byte offset at or after `from` where a number may begin.
fn candidate(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let mut in_word = false;
    for (offset, c) in rest.char_indices() {
        let at = from + offset;
        let letter = c.is_ascii_alphabetic();
        let starts = match c {
            '0'..='9' => true,
            _ if letter => !in_word && words::may_start(rest.get(offset..).unwrap_or_default()),
            '.' | '\u{FF0E}' => Cursor::new(text, at).at_number(),
            ..'\u{80}' => false,
            _ => {
                let folded = fold(c);
                number::starts_han(folded) || matches!(folded, '百' | '0'..='9')
            }
        };
        if starts {
            return Some(at);
        }
        in_word = letter;
    }
    None
}

/// Where to continue after a candidate at `start` that is no number.
fn skip(text: &str, start: usize) -> usize {
    let mut place = Cursor::new(text, start);
    let first = place.bump();
    let class = |c: char| match c {
        'a'..='z' => 1,
        '0'..='9' => 2,
        _ => 0,
    };
    let run = first.map_or(0, class);
    while run != 0 && place.peek().is_some_and(|c| class(c) == run) {
        place.bump();
    }
    place.at()
}

/// The number that begins at byte `start`, with its unit.
fn item(text: &str, start: usize, last: Option<&Item>) -> Option<Item> {
    let place = Cursor::new(text, start);
    let first = place.peek()?;
    let prefixed = first == '百';
    let number = if first.is_ascii_alphabetic() {
        words::read(place)?
    } else if prefixed {
        hundredths(place)?
    } else if (number::is_taken(place) && !last.is_some_and(|last| last.is_before(place)))
        || is_part(place)
    {
        return None;
    } else {
        number::read(place)?
    };
    let floor = last.map_or(0, |last| last.end.min(start));
    let mut lead = lead(place, floor, last, !prefixed)?;
    let continues = last.is_some_and(|last| {
        lead.link.is_some() && last.unit.is_some_and(|unit| unit.currency.is_some())
    });
    let measured = if prefixed {
        None
    } else {
        unit::read(&number, lead.priced || continues)
    };
    let digits = matches!(number.form, Form::Plain | Form::Grouped);
    let (mut unit, value, after) = match measured {
        Some(measured) => (Some(measured.unit), measured.value, measured.after),
        None if prefixed => (
            Some(Unit::new(Measure::Percent, 0)),
            number.value,
            number.after,
        ),
        None if (lead.priced && (digits || number.form == Form::Han) && !is_date(number.after))
            || number.form == Form::Grouped =>
        {
            (
                Some(Unit::new(Measure::Amount, 0)),
                number.value,
                number.after,
            )
        }
        None => (None, number.value, number.after),
    };
    match &mut unit {
        Some(unit) if unit.measure == Measure::Amount => {
            // ¥ belongs to two countries: the text after the number may tell which.
            let yen = (lead.currency, unit.currency) == (Some(Currency::Cny), Some(Currency::Jpy));
            if !yen {
                unit.currency = lead.currency.or(unit.currency);
            }
        }
        _ if lead.priced => lead = self::lead(place, floor, last, false)?,
        _ => {}
    }
    Some(Item {
        form: number.form,
        bare: number.bare,
        fine: number.fine,
        value,
        negative: lead.negative,
        unit,
        prefixed,
        link: lead.link,
        start: lead.start,
        end: after.at(),
        resume: after.at(),
    })
}

/// 百分之 and the number after it.
pub(super) fn hundredths(start: Cursor<'_>) -> Option<Number<'_>> {
    if number::is_taken(start) {
        return None;
    }
    let mut place = start;
    if !place.eat_han("百分之") {
        return None;
    }
    let mut hundred = place;
    if hundred.eat_han("百") {
        return Some(Number::new(Decimal::new(100, 0), Form::Han, hundred));
    }
    let number = place.past_blanks();
    number
        .peek()
        .filter(|&c| number::starts_han(c) || number.at_number())?;
    number::read(number).filter(|number| number.form != Form::Scaled)
}

/// Whether digits and a sign right before make the number a part of something: 12:30, 24/7, 1,2.
fn is_part(number: Cursor<'_>) -> bool {
    let joint = matches!(number.before(), Some('.' | ',' | ':' | '/'));
    let digit = number.before().is_some_and(|c| c.is_ascii_digit());
    digit || (joint && number.back().before().is_some_and(|c| c.is_ascii_digit()))
}

fn is_date(after: Cursor<'_>) -> bool {
    after
        .past_blanks()
        .peek()
        .is_some_and(|c| "年月日号季".contains(c))
}

/// Context before a number.
struct Lead {
    start: usize,
    negative: bool,
    priced: bool,
    currency: Option<Currency>,
    link: Option<Link>,
}

/// Reads the context before `number`, back to byte `floor`; `None` if a letter before makes it a
/// name.
fn lead(number: Cursor<'_>, floor: usize, last: Option<&Item>, money: bool) -> Option<Lead> {
    let link = |place: Cursor<'_>| last.and_then(|last| range::link(place, last));
    let mut lead = Lead {
        start: number.at(),
        negative: false,
        priced: false,
        currency: None,
        link: None,
    };
    let mut place = number;
    let inner = sign(number, floor);
    let priced = if money {
        price::before(number, floor)
            .or_else(|| inner.and_then(|(_, before)| price::before(before, floor)))
    } else {
        None
    };
    if let Some((currency, start)) = priced {
        lead.priced = true;
        lead.currency = currency;
        lead.negative = inner.is_some_and(|(minus, before)| minus && start.at() < before.at());
        place = start;
    } else if number.before().is_some_and(is_latin) {
        return None;
    }
    lead.start = place.at();
    lead.link = link(place);
    if lead.link.is_none()
        && let Some((minus, before)) = sign(place, floor)
    {
        let opens = before.before().is_none_or(|c| {
            c.is_whitespace() || is_han(c) || "([{（［「\"“:：,，、;；=<>~".contains(c)
        });
        if opens || !is_dash(place.before()) {
            lead.negative ^= minus;
            lead.start = before.at();
            lead.link = link(before);
        }
    }
    Some(lead)
}

fn is_dash(c: Option<char>) -> bool {
    matches!(
        c,
        Some('-' | '+' | '\u{2212}' | '\u{FF0D}' | '\u{2013}' | '\u{FF0B}')
    )
}

/// The sign right before a cursor, whether it is a minus, and the cursor before it.
fn sign(place: Cursor<'_>, floor: usize) -> Option<(bool, Cursor<'_>)> {
    let minus = match place.before()? {
        '+' | '\u{FF0B}' => false,
        '-' | '\u{2212}' | '\u{FF0D}' | '\u{2013}' => true,
        '負' | '负' if place.back().before() != Some('正') => true,
        c if c.is_whitespace() => return worded(place.back_over_blanks(), floor),
        _ => return None,
    };
    let before = place.back();
    (before.at() >= floor).then_some((minus, before))
}

/// `negative` and `minus`, unless in `plus or minus 5%`.
fn worded(end: Cursor<'_>, floor: usize) -> Option<(bool, Cursor<'_>)> {
    let start = ["negative", "minus"].into_iter().find_map(|word| {
        let start = end.at().checked_sub(word.len())?;
        end.from(start)
            .filter(|&start| start.letters(8).eq_ignore_ascii_case(word))
    })?;
    let before = start.back_over_blanks();
    let letters = before.back().back();
    let either = letters.letters(2).eq_ignore_ascii_case("or") || before.before() == Some('/');
    let inside = start.before().is_some_and(is_latin);
    (!either && !inside && start.at() >= floor).then_some((true, start))
}
