//! The fold of a character, but for the table of Han characters; the build script reads this file too.

/// What a character is marked with: it stands for several, it is a Simplified form and no Traditional
/// character itself, it is spelt otherwise by choice.
pub(crate) const HAS_MEANINGS: u8 = 1;
pub(crate) const SIMPLIFIED_ONLY: u8 = 2;
pub(crate) const HAS_SPELLING: u8 = 4;

/// The folded form of a character, where `han` folds a character of East Asia.
pub(super) fn fold_by(c: char, han: impl Fn(char) -> char) -> char {
    match c {
        'a'..='z' | '0'..='9' | ' ' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{FF01}'..='\u{FF5E}' => {
            let half = char::from_u32(c as u32 - 0xFEE0).unwrap_or(c);
            half.to_ascii_lowercase()
        }
        '\u{3000}' => ' ',
        '\0'..='\u{7F}' => c,
        '\u{2E80}'.. => han(c),
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(single), None) => single,
                _ => c,
            }
        }
    }
}
