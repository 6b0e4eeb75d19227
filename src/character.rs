//! Han ideographs, and full-width forms of characters. Also used by the build script.

/// The half-width form of a full-width character, with its case; others unchanged.
#[inline]
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Whether a character is a Han ideograph.
#[inline]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3005}'..='\u{3007}'
        | '\u{2E80}'..='\u{2EF3}' | '\u{2F00}'..='\u{2FD5}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Whether a text contains a Han ideograph.
#[inline]
pub fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}
