//! Errors as a person reads them: one sentence, the place in the query, one thing to do.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::layout::{BOLD, BOLD_RED, HINT, RESET};
use crate::{Error, error::Place};

/// An error in full, with styles.
pub(super) fn render(error: &Error) -> String {
    let mut text = format!("{BOLD_RED}error:{RESET} {BOLD}{error}{RESET}\n");
    if let Some(Place::Query { query, span }) = &error.place {
        let line: String = query
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let before = query.get(..span.start).unwrap_or_default().width();
        let marked = query.get(span.clone()).unwrap_or_default().width().max(1);
        let _ = writeln!(text, "  {line}");
        let _ = writeln!(
            text,
            "  {}{BOLD_RED}{}{RESET}",
            " ".repeat(before),
            "^".repeat(marked)
        );
    }
    if let Some(hint) = &error.hint {
        let _ = writeln!(text, "{HINT}hint:{RESET} {hint}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_double_width_characters() {
        let query = "毛利率 compny:2330";
        let error = crate::query::parse(query).unwrap_err();
        let plain = anstream::adapter::strip_str(&render(&error)).to_string();
        assert_eq!(
            plain,
            "error: unknown field `compny`\n  毛利率 compny:2330\n         ^^^^^^\nhint: did you mean `company`?\n"
        );
    }
}
