//! Normalized forms of terms.

use crate::text::{RawTokenKind, is_han, raw_tokens, term_word};

/// The key of a term: English in lower case and its last word singular, Chinese folded and without spaces.
/// Terms that differ in case, width, number or script only have the same key.
pub fn term_key(term: &str) -> String {
    let mut key = String::with_capacity(term.len());
    let mut before = None;
    for raw_token in raw_tokens(term) {
        if before == Some(RawTokenKind::Word) && raw_token.kind == RawTokenKind::Word {
            key.push(' ');
        }
        key.push_str(&term_word(term, &raw_token));
        before = Some(raw_token.kind);
    }
    key
}

/// A term as it is shown: as written, with single spaces, and none between Chinese characters.
pub fn display_form(written: &str) -> String {
    let mut shown = String::with_capacity(written.len());
    for part in written.split_whitespace() {
        let joins = shown.ends_with(is_han) && part.starts_with(is_han);
        if !shown.is_empty() && !joins {
            shown.push(' ');
        }
        shown.push_str(part);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_forgive_case_number_and_script() {
        for (term, key) in [
            ("Quick  Commerce", "quick commerce"),
            ("cloud services", "cloud service"),
            ("客戶管理收入", "客户管理收入"),
            ("AI 伺服器", "ai伺服器"),
            ("AI伺服器", "ai伺服器"),
            ("R&D", "r&d"),
            ("", ""),
        ] {
            assert_eq!(term_key(term), key);
        }
    }

    #[test]
    fn spaces_of_speech_recognition_are_not_shown() {
        assert_eq!(display_form("法 人 說 明 會"), "法人說明會");
        assert_eq!(display_form("Smart  Edge 平台"), "Smart Edge 平台");
    }
}
