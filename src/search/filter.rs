//! Filters: from a typed value to a condition on the index, with the names that exist on a miss.

use super::value::ValueRange;
use crate::{
    Error, Result,
    index::{Reader, date_number, name_term},
    model::{ExchangeSide, Lang, PeriodRange, Person, Role, Section, Word, firm_name, name},
    query::Field,
    text::{Measure, amount_bounds, has_han, percent_bounds},
};

/// A condition on the fields of a passage.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    /// The field has one of these values.
    OneOf(Key, Vec<String>),
    /// The field has one of these values, or a person of a company has one of these names.
    Person(Vec<String>, Vec<Person>),
    /// The number lies between, both ends included.
    Between(Key, u64, u64),
}

/// What a field and a value ask for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    /// Passages of which the condition holds.
    Where(Condition),
    /// Passages whose text states a quantity in the range.
    States(ValueRange),
    /// Exchanges of which this side says the value.
    Says(ExchangeSide),
}

/// A field of the index, by what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    CompanyName,
    SpeakerName,
    FirmName,
    Role,
    Section,
    Lang,
    Format,
    Call,
    Quarter,
    Date,
    Exchange,
    ExchangeSide,
}

/// Most names listed in a hint.
const LISTED: usize = 5;

/// Reads a field and a typed value.
pub(super) fn filter(reader: &Reader, field: Field, value: &str) -> Result<Filter> {
    let condition = match field {
        Field::Amount | Field::Percent => return values(field, value).map(Filter::States),
        Field::Asked => return Ok(Filter::Says(ExchangeSide::Asked)),
        Field::Answered => return Ok(Filter::Says(ExchangeSide::Answered)),
        Field::Company => names(reader, field, Key::CompanyName, value),
        Field::Speaker => Ok(under_all_names(
            reader,
            names(reader, field, Key::SpeakerName, value)?,
        )),
        Field::Firm => names(reader, field, Key::FirmName, value),
        Field::Role => word::<Role>(field, Key::Role, value),
        Field::Section => word::<Section>(field, Key::Section, value),
        Field::Lang => word::<Lang>(field, Key::Lang, value),
        Field::Format => listed(reader, field, Key::Format, value),
        Field::Call => listed(reader, field, Key::Call, value),
        Field::Period => {
            let range: PeriodRange = value.parse().map_err(|()| {
                Error::request(format!("`{value}` is no fiscal period"))
                    .hint("write 2026Q2, 2026, 2025Q1..2026Q2 or 2025Q1..")
            })?;
            Ok(Condition::Between(
                Key::Quarter,
                u64::from(range.first),
                u64::from(range.last),
            ))
        }
        Field::Since => Ok(Condition::Between(
            Key::Date,
            date(value, "0101")?,
            u64::MAX,
        )),
        Field::Until => Ok(Condition::Between(Key::Date, 0, date(value, "1231")?)),
    };
    condition.map(Filter::Where)
}

/// A range of amounts or percentages.
fn values(field: Field, typed: &str) -> Result<ValueRange> {
    let (bounds, measure) = match field {
        Field::Percent => (percent_bounds(typed), Measure::Percent),
        _ => (amount_bounds(typed), Measure::Amount),
    };
    let bounds = bounds.ok_or_else(|| {
        let hint = match field {
            Field::Percent => "write percent:34, percent:>30 or percent:30..40",
            _ => "write amount:247.8b, amount:>100億, amount:usd:1b..5b",
        };
        Error::request(format!("`{typed}` is no {field} and no range of them")).hint(hint)
    })?;
    Ok(ValueRange::of_bounds(measure, &bounds))
}

/// A date, completed from `rest` (month and day) where only the year or month is given.
fn date(value: &str, rest: &str) -> Result<u64> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let plain = value
        .chars()
        .all(|c| c.is_ascii_digit() || "-/.".contains(c));
    let full = match digits.len() {
        4 => format!("{digits}{rest}"),
        6 => format!("{digits}{}", if rest == "0101" { "01" } else { "31" }),
        _ => digits,
    };
    date_number(&full).filter(|_| plain).ok_or_else(|| {
        Error::request(format!("`{value}` is no date")).hint("write 2025-06-30, 2025-06 or 2025")
    })
}

/// A value of a closed set of words.
fn word<T: Word>(field: Field, key: Key, value: &str) -> Result<Condition> {
    match T::from_word(value) {
        Some(member) => Ok(Condition::OneOf(key, vec![member.word().to_owned()])),
        None => {
            let words: Vec<&str> = T::ALL.iter().map(|member| member.word()).collect();
            Err(Error::request(format!("no {field} `{value}`"))
                .hint(format!("{field} is one of {}", words.join(", "))))
        }
    }
}

/// A value of an open set, in any case.
pub(super) fn listed(reader: &Reader, field: Field, key: Key, value: &str) -> Result<Condition> {
    let values = reader.values(key.field(reader))?;
    let same = |known: &&String| known.to_lowercase() == value.to_lowercase();
    match values.iter().find(same) {
        Some(known) => Ok(Condition::OneOf(key, vec![known.clone()])),
        None => {
            let (clear, near) = nearest(values.iter().map(String::as_str), value);
            Err(unknown(field, value, clear, near))
        }
    }
}

/// A name of a company, person or firm: whole, else in another order of its words, else
/// a part; of a person also a form of the given name (`Alex` for Alexander).
fn names(reader: &Reader, field: Field, key: Key, value: &str) -> Result<Condition> {
    let typed = name_term(value);
    let known = reader.values(key.field(reader))?;
    let canonical = (field == Field::Firm).then(|| name_term(&firm_name(value)));
    for whole in canonical.iter().chain([&typed]) {
        if known.contains(whole) {
            return Ok(Condition::OneOf(key, vec![whole.clone()]));
        }
    }
    let sorted = |name: &str| {
        let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        words.sort();
        words
    };
    let typed_words = sorted(&typed);
    let reordered = |name: &&String| sorted(name) == typed_words;
    let part = |name: &&String| {
        if has_han(&typed) {
            return name.contains(&typed);
        }
        !typed.is_empty()
            && typed_words
                .iter()
                .all(|word| name.split(' ').any(|known| known == word))
    };
    let form = |name: &&String| field == Field::Speaker && name::compatible(name, &typed);
    for fits in [&reordered as &dyn Fn(&&String) -> bool, &part, &form] {
        let fitting: Vec<String> = known.iter().filter(fits).cloned().collect();
        if !fitting.is_empty() {
            return Ok(Condition::OneOf(key, fitting));
        }
    }
    let mut shown: Vec<(String, String)> = Vec::new();
    let (clear, near) = nearest(known.iter().map(String::as_str), &typed);
    for name in near {
        let (written, canonical) = reader.name_as_written(key.field(reader), &name)?;
        if !shown.iter().any(|(_, known)| *known == canonical) {
            shown.push((written, canonical));
        }
    }
    let shown = shown.into_iter().map(|(written, canonical)| {
        if written == canonical {
            written
        } else {
            format!("{written} ({canonical})")
        }
    });
    Err(unknown(field, value, clear, shown.collect()))
}

/// A person named is meant also on the company's calls where the heading has another name.
fn under_all_names(reader: &Reader, condition: Condition) -> Condition {
    match condition {
        Condition::OneOf(_, terms) => {
            let called = |person: &&Person| {
                let mut names = person.names.iter().map(|name| name_term(name));
                names.any(|name| terms.contains(&name))
            };
            let people = reader.people().iter().filter(called).cloned().collect();
            Condition::Person(terms, people)
        }
        other => other,
    }
}

fn unknown(field: Field, value: &str, clear: bool, near: Vec<String>) -> Error {
    let error = Error::request(format!("no {field} `{value}`"));
    match near.as_slice() {
        [] => error.hint(format!("no passage has a {field}")),
        [only] if clear => error.hint(format!("did you mean {only}?")),
        [only] => error.hint(format!("there is {only}")),
        several => error.hint(format!("there are {}", several.join(", "))),
    }
}

/// The known names most like a typed one: one if it is very like, which is said, else a few.
fn nearest<'a>(known: impl Iterator<Item = &'a str>, typed: &str) -> (bool, Vec<String>) {
    let typed = typed.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let words = name
            .split(' ')
            .map(|word| strsim::jaro_winkler(word, &typed));
        words.fold(strsim::jaro_winkler(&name, &typed), f64::max)
    };
    let mut ranked: Vec<(f64, &str)> = known.map(|name| (likeness(name), name)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let clear = match ranked.as_slice() {
        [only] => only.0 > 0.8,
        [best, next, ..] => best.0 > 0.85 && best.0 - next.0 > 0.03,
        [] => false,
    };
    ranked.truncate(if clear { 1 } else { LISTED });
    (
        clear,
        ranked
            .into_iter()
            .map(|(_, name)| name.to_owned())
            .collect(),
    )
}
