//! Filters: from a field and a typed value to a condition on the index. A value that does not exist
//! is an error that lists what exists.

use super::{
    key::Key,
    plan::Condition,
    recent::Recent,
    store::Store,
    typed_period::normalized,
    value::ValueRange,
    value_suggestions::{Near, nearest, one_by_one, periods, unknown},
};
use crate::{
    Error, Result,
    character::half_width,
    index::name_term,
    model::{
        DisagreementKind, ExchangeSide, Lang, Office, Period, PeriodRange, Person, Role, Section,
        Word, firm_name, is_date, name,
    },
    query::Field,
    text::{Measure, amount_bounds, has_han, percent_bounds},
};

/// What a field and a value select.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Filter {
    /// Passages that satisfy the condition.
    Where(Condition),
    /// Passages whose text states a quantity in the range.
    States(ValueRange),
    /// Exchanges in which this side matches the value.
    Says(ExchangeSide),
    /// Exchanges in which a question matches the value whose reply declines to answer; any question for `*`.
    Declined,
}

/// Maximum number of names looked up to show them as written.
const LOOKED_UP: usize = 16;

/// Reads a field and a typed value.
pub(crate) fn filter(store: &dyn Store, field: Field, value: &str) -> Result<Filter> {
    let condition = match field {
        Field::Amount | Field::Percent => return values(field, value).map(Filter::States),
        Field::Asked => return Ok(Filter::Says(ExchangeSide::Asked)),
        Field::Answered => return Ok(Filter::Says(ExchangeSide::Answered)),
        Field::Declined => return Ok(Filter::Declined),
        Field::Company => names(store, field, Key::CompanyName, value),
        Field::Speaker => names(store, field, Key::SpeakerName, value)
            .map(|condition| under_all_names(store, condition)),
        Field::Firm => names(store, field, Key::FirmName, value),
        Field::Title => names(store, field, Key::Title, value),
        Field::Role => role(field, value),
        Field::Section => word::<Section>(field, Key::Section, value),
        Field::Lang => word::<Lang>(field, Key::Lang, value),
        Field::Audit => word::<DisagreementKind>(field, Key::Audit, value),
        Field::Format => listed(store, field, Key::Format, value),
        Field::Call => listed(store, field, Key::Call, value),
        Field::Period => period(store, value),
        Field::Since => Ok(Condition::Between("date", date(field, value)?, u64::MAX)),
        Field::Until => Ok(Condition::Between("date", 0, date(field, value)?)),
    };
    let in_words = |error: Error| match error.kind {
        kind if kind.is_of_request() => one_by_one(field, value).unwrap_or(error),
        _ => error,
    };
    condition.map(Filter::Where).map_err(in_words)
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

/// A fiscal period or a range of them, as typed.
fn period(store: &dyn Store, typed: &str) -> Result<Condition> {
    let plain: String = typed.chars().map(half_width).collect();
    let plain = normalized(&plain);
    if let Ok(PeriodRange { first, last }) = plain.parse() {
        let (first, last) = (u64::from(first), u64::from(last));
        return Ok(Condition::Between("quarter", first, last));
    }
    let swapped = plain
        .split_once("..")
        .map(|(first, last)| format!("{last}..{first}"));
    if let Some(swapped) = swapped.filter(|range| range.parse::<PeriodRange>().is_ok()) {
        let message = format!("the periods `{typed}` end before they begin");
        return Err(Error::request(message).hint(format!("write {swapped}")));
    }
    if let Some(recent) = Recent::read(&plain) {
        return recent
            .calls(store)
            .map(|calls| Condition::OneOf(Key::Call, calls));
    }
    let known = periods(store)?.map_or(String::new(), |known| format!("; there are {known}"));
    let hint = format!(
        "write 2026Q2, 2026, 2025Q1..2026Q2, 2025Q1.., latest or \"last 4 quarters\"{known}"
    );
    Err(Error::request(format!("`{typed}` is no fiscal period")).hint(hint))
}

/// A date as the number yyyymmdd. A year or month alone is its first day, or its last day at the
/// end of a range.
fn date(field: Field, typed: &str) -> Result<u64> {
    let plain: String = typed.chars().map(half_width).collect();
    let digits = plain.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = if digits && matches!(plain.len(), 6 | 8) {
        let parts = [plain.get(..4), plain.get(4..6), plain.get(6..)];
        parts.into_iter().flatten().collect()
    } else {
        plain.split(['-', '/', '.', '年', '月', '日']).collect()
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let whole = parts.len() >= 3;
    let mut parts = parts.into_iter();
    let until = field == Field::Until;
    let mut number = |open: u32, range: std::ops::RangeInclusive<u32>| match parts.next() {
        None => Some(open),
        Some(part) => part.parse().ok().filter(|number| range.contains(number)),
    };
    let year = number(0, 1000..=9999).filter(|&year| year > 0);
    let month = number(if until { 12 } else { 1 }, 1..=12);
    let day = number(if until { 31 } else { 1 }, 1..=31);
    match (year, month, day, parts.next()) {
        (Some(year), Some(month), Some(day), None) if !whole || is_date(year, month, day) => {
            Ok(u64::from(year * 10_000 + month * 100 + day))
        }
        _ => Err(Error::request(format!("`{typed}` is no date")).hint(
            match plain.parse::<Period>() {
                Ok(period) if until => format!("write period:..{period} for fiscal periods"),
                Ok(period) => format!("write period:{period}.. for fiscal periods"),
                Err(()) => "write 2025-06-30, 2025-06 or 2025".to_owned(),
            },
        )),
    }
}

/// A role, or an office: `ir` is everybody who looks after investors, whatever else they do.
fn role(field: Field, typed: &str) -> Result<Condition> {
    let plain: String = typed.trim().chars().map(half_width).collect();
    match Office::from_word(&plain) {
        Some(office) => Ok(Condition::OneOf(
            Key::Office,
            vec![office.word().to_owned()],
        )),
        None => word::<Role>(field, Key::Role, typed),
    }
}

/// A value of a closed set of words.
fn word<T: Word>(field: Field, key: Key, typed: &str) -> Result<Condition> {
    if let Some(member) = field.member::<T>(typed) {
        return Ok(Condition::OneOf(key, vec![member.word().to_owned()]));
    }
    let words: Vec<&str> = T::ALL.iter().map(|member| member.word()).collect();
    let hint = match field.nearest_value(typed) {
        Some(value) => format!("did you mean `{value}`?"),
        None => format!("{field} is one of {}", words.join(", ")),
    };
    Err(Error::request(format!("no {field} `{typed}`")).hint(hint))
}

/// A value of an open set, in any case.
pub(crate) fn listed(store: &dyn Store, field: Field, key: Key, typed: &str) -> Result<Condition> {
    let former = (key == Key::Call)
        .then(|| store.present_id(typed))
        .flatten();
    let typed = former.unwrap_or(typed);
    if store.has_value(key, typed)? {
        return Ok(Condition::OneOf(key, vec![typed.to_owned()]));
    }
    let values = store.values(key)?;
    let plain = |text: &str| {
        text.chars()
            .map(half_width)
            .collect::<String>()
            .to_lowercase()
    };
    let wanted = plain(typed);
    match values.iter().find(|known| plain(known) == wanted) {
        Some(known) => Ok(Condition::OneOf(key, vec![known.clone()])),
        None => {
            let known = values.iter().map(String::as_str);
            Err(unknown(field, typed, &nearest(known, typed)))
        }
    }
}

/// Name of a company, person or firm: the whole name, else its words in another order, else a part;
/// for a person also forms of the given name (`Alex` for Alexander). A title is any that has the words, since `CEO` is
/// the whole title of some and a part of that of others.
fn names(store: &dyn Store, field: Field, key: Key, value: &str) -> Result<Condition> {
    let typed = name_term(value);
    let canonical = (field == Field::Firm).then(|| name_term(&firm_name(value)));
    for whole in canonical.iter().chain([&typed]) {
        if field != Field::Title && store.has_value(key, whole)? {
            return Ok(Condition::OneOf(key, vec![whole.clone()]));
        }
    }
    let known = store.values(key)?;
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
    let reordered = |name: &&String| field != Field::Title && reordered(name);
    for fits in [&reordered as &dyn Fn(&&String) -> bool, &part, &form] {
        let fitting: Vec<String> = known.iter().filter(fits).cloned().collect();
        if !fitting.is_empty() {
            return Ok(Condition::OneOf(key, fitting));
        }
    }
    let near = nearest(known.iter().map(String::as_str), &typed);
    Err(unknown(field, value, &as_written(store, key, near)?))
}

/// Names as the transcripts write them, one per entity.
fn as_written(store: &dyn Store, key: Key, near: Near<String>) -> Result<Near<String>> {
    near.map(|names| {
        let mut shown: Vec<(String, String)> = Vec::new();
        for name in names.into_iter().take(LOOKED_UP) {
            let (written, canonical) = store.name_as_written(key, &name)?;
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
        Ok(shown.collect())
    })
}

/// Extends a person's condition to the calls of the company whose headings use another name.
pub(crate) fn under_all_names(store: &dyn Store, condition: Condition) -> Condition {
    match condition {
        Condition::OneOf(_, terms) => {
            let called = |person: &&Person| {
                let mut names = person.names.iter().map(|name| name_term(name));
                names.any(|name| terms.contains(&name))
            };
            let people = store.people().iter().filter(called).cloned().collect();
            Condition::Person(terms, people)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_completed_at_their_end_of_the_span() {
        for (typed, since, until) in [
            ("2025-06-30", 20_250_630, 20_250_630),
            ("2025/6/3", 20_250_603, 20_250_603),
            ("20250630", 20_250_630, 20_250_630),
            ("2025年6月30日", 20_250_630, 20_250_630),
            ("２０２５－０６", 20_250_601, 20_250_631),
            ("202506", 20_250_601, 20_250_631),
            ("2025", 20_250_101, 20_251_231),
        ] {
            assert_eq!(date(Field::Since, typed).ok(), Some(since), "{typed}");
            assert_eq!(date(Field::Until, typed).ok(), Some(until), "{typed}");
        }
        for typed in [
            "",
            "-",
            "25-06-30",
            "2025-13",
            "2025-6-32",
            "2024-02-31",
            "20250229",
            "2025年6月31日",
            "2025-6-3-1",
            "20256",
            "2025Q3",
            "soon",
            "2025年六月",
        ] {
            let error = date(Field::Since, typed).unwrap_err();
            assert!(error.hint.is_some(), "{typed}");
        }
    }
}
