//! Errors as a person reads them: one sentence, the place in the query, one thing to do.

use std::{fmt::Write, ops::Range};

use unicode_width::UnicodeWidthStr;

use super::layout::{BOLD, BOLD_RED, HINT, RESET};
use crate::{Error, error::Place};

/// An error in full, with styles.
pub(super) fn render(error: &Error) -> String {
    let mut text = format!("{BOLD_RED}error:{RESET} {BOLD}{error}{RESET}\n");
    if let Some(Place::Query { query, span }) = &error.place {
        let (line, before, carets) = pointed(query, span);
        let _ = writeln!(text, "  {line}");
        let _ = writeln!(text, "  {before}{BOLD_RED}{carets}{RESET}");
    }
    if let Some(hint) = &error.hint {
        let _ = writeln!(text, "{HINT}hint:{RESET} {hint}");
    }
    text
}

/// A query on one line, and for the line below it the spaces and the carets that point at a part.
pub(super) fn pointed(query: &str, span: &Range<usize>) -> (String, String, String) {
    let line = query
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let before = query.get(..span.start).unwrap_or_default().width();
    let marked = query.get(span.clone()).unwrap_or_default().width().max(1);
    (line, " ".repeat(before), "^".repeat(marked))
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
