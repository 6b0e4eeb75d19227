//! The forms under which a word is found as it stands; the build script reads this file too.

use super::fold;

/// A word without case, width and the signs inside it: `U.S.` is `us`, `2,478` is `2478`.
pub(crate) fn word_form(source: &str) -> String {
    let mut form = String::with_capacity(source.len());
    write_form(source, &mut form);
    form
}

/// Adds the form of a word.
pub(crate) fn write_form(source: &str, form: &mut String) {
    if source.bytes().all(|b| b.is_ascii_alphanumeric()) {
        form.push_str(source);
        form.make_ascii_lowercase();
        return;
    }
    let mut folded = source.chars().map(fold).peekable();
    let number = folded.peek().is_some_and(char::is_ascii_digit);
    form.extend(folded.filter(|&c| c != ',' && (number || c != '.')));
}

/// The token of a word written in two to four capitals (`AI`, `U.S.`, `GPUs`), by which a query in
/// capitals finds it and no lower-case word of the same letters.
pub(crate) fn capital_form(source: &str) -> Option<String> {
    let mut bytes = source.bytes();
    if !bytes.next().is_some_and(|b| b.is_ascii_uppercase())
        || !bytes
            .next()
            .is_some_and(|b| b.is_ascii_uppercase() || b == b'.')
    {
        return None;
    }
    let capitals: String = source.chars().filter(|&c| c != '.').collect();
    let stem = match capitals.strip_suffix('s') {
        Some(stem) if stem.len() >= 2 => stem,
        _ => &capitals,
    };
    let fits = (2..=4).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase());
    fits.then(|| stem.to_owned())
}
