//! Normalized forms of terms.

use crate::text::{RawTokenKind, has_han, raw_tokens, term_word};

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

/// A term as it is shown: as most often written, here from one of its spans in a text.
pub fn display_form(written: &str) -> String {
    match has_han(written) {
        true => written.split_whitespace().collect(),
        false => written.split_whitespace().collect::<Vec<_>>().join(" "),
    }
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
}
