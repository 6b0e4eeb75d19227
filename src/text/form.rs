//! Normalized forms of words. Also used by the build script.

use super::{fold, is_invisible, letters};

/// A word without case, width and inner signs: `U.S.` is `us`, `2,478` is `2478`.
pub(crate) fn word_form(source: &str) -> String {
    let mut form = String::with_capacity(source.len());
    write_form(source, &mut form);
    form
}

/// Appends the form of a word.
pub(crate) fn write_form(source: &str, form: &mut String) {
    if source.bytes().all(|b| b.is_ascii_alphanumeric()) {
        form.push_str(source);
        form.make_ascii_lowercase();
        return;
    }
    for c in source.chars().filter(|&c| !is_invisible(c)) {
        match (letters(c), fold(c)) {
            (Some(letters), _) => form.push_str(letters),
            (None, ',') => {}
            // `U.S.` is `us`, but 3.2 is not 32.
            (None, '.') if !form.ends_with(|c: char| c.is_ascii_digit()) => {}
            (None, folded) => form.push(folded),
        }
    }
}

/// The form of a word with its diacritics (`zürich`), if it has any.
pub(crate) fn marked_form(source: &str) -> Option<String> {
    if source.is_ascii() {
        return None;
    }
    let mut marked = false;
    let mut form = String::with_capacity(source.len());
    for c in source.chars().filter(|&c| !is_invisible(c)) {
        let mut lower = c.to_lowercase();
        match (letters(c), lower.next(), lower.next()) {
            (Some(letters), ..) => form.push_str(letters),
            (None, Some(single), None) if is_latin(single) && single != fold(c) => {
                marked = true;
                form.push(single);
            }
            _ => form.push(fold(c)),
        }
    }
    marked.then_some(form)
}

fn is_latin(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// Byte offsets at which a word of letters and digits can be cut: `HBM3E` before the 3 and before
/// the E. None if it does not begin with two letters: `5G`, `H20` and `B2B` are names as written.
pub(crate) fn touching(source: &str) -> Vec<usize> {
    let is_digit = |c: char| fold(c).is_ascii_digit() || matches!(c, '.' | ',');
    let mut cuts = Vec::new();
    let mut before = None;
    for (at, c) in source.char_indices().filter(|&(_, c)| !is_invisible(c)) {
        let digit = is_digit(c);
        if before.is_some_and(|before| before != digit) {
            cuts.push(at);
        }
        before = Some(digit);
    }
    let head = cuts.first().and_then(|&cut| source.get(..cut));
    let begins =
        head.is_some_and(|head| head.chars().count() > 1 && head.chars().all(char::is_alphabetic));
    if begins { cuts } else { Vec::new() }
}

/// Token of a word of two to four capitals (`AI`, `U.S.`, `GPUs`), which queries in capitals match,
/// and lower-case words of the same letters do not.
pub(crate) fn capital_form(source: &str) -> Option<String> {
    let mut bytes = source.bytes();
    if !bytes.next().is_some_and(|b| b.is_ascii_uppercase())
        || !bytes
            .next()
            .is_some_and(|b| b.is_ascii_uppercase() || b == b'.')
    {
        return None;
    }
    let capitals: String = (source.chars())
        .filter(|&c| c != '.' && !is_invisible(c))
        .collect();
    let stem = match capitals.strip_suffix('s') {
        Some(stem) if stem.len() >= 2 => stem,
        _ => &capitals,
    };
    let fits = (2..=4).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase());
    fits.then(|| stem.to_owned())
}
