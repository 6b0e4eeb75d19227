//! Reads the values of options.

use crate::{
    index::Budget,
    interface::languages::Languages,
    model::{Section, Word},
    query::Field,
};

/// Maximum number of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::interface::cli) struct Limit(pub(in crate::interface::cli) usize);

pub(super) fn parse_limit(text: &str) -> Result<Limit, String> {
    match text {
        "all" => Ok(Limit(usize::MAX)),
        number => (number.parse().map(Limit)).map_err(|_| "a number, or all".into()),
    }
}

/// `512MB`, `2 GB`, `2g`; megabytes if there is no unit.
pub(super) fn parse_budget(text: &str) -> Result<Budget, String> {
    let lower = text.to_lowercase();
    let (number, unit) = lower.split_at(lower.trim_end_matches(char::is_alphabetic).len());
    let megabytes = match unit.trim_end_matches('b').trim_end_matches('i') {
        "" | "m" => 1,
        "g" => 1024,
        _ => return Err("write it like 512MB or 2GB".into()),
    };
    let bytes = (number.trim().parse::<usize>().ok())
        .and_then(|number| number.checked_mul(megabytes << 20))
        .ok_or("write it like 512MB or 2GB")?;
    Budget::new(bytes).ok_or_else(|| format!("it takes at least {} MB", Budget::MIN.bytes() >> 20))
}

/// A section by its word or by another name for it.
pub(super) fn parse_section(text: &str) -> Result<Section, String> {
    (Field::Section.member(text)).map_or_else(|| parse_word(text), Ok)
}

/// A language by its word or by another name for it, or both.
pub(super) fn parse_languages(text: &str) -> Result<Languages, String> {
    if text.eq_ignore_ascii_case(Languages::Both.word()) {
        return Ok(Languages::Both);
    }
    (Field::Lang.member(text))
        .map(Languages::of)
        .ok_or_else(one_of::<Languages>)
}

/// A member of a closed set by its word.
pub(super) fn parse_word<T: Word>(text: &str) -> Result<T, String> {
    T::from_word(text).ok_or_else(one_of::<T>)
}

fn one_of<T: Word>() -> String {
    let words: Vec<&str> = T::ALL.iter().map(|word| word.word()).collect();
    format!("one of {}", words.join(", "))
}

/// The address of a cluster.
#[cfg(feature = "cluster")]
pub(super) fn parse_address(text: &str) -> Result<crate::cluster::ClusterAddress, String> {
    text.parse()
        .map_err(|error: crate::Error| match &error.hint {
            Some(hint) => format!("{error}; {hint}"),
            None => error.to_string(),
        })
}
