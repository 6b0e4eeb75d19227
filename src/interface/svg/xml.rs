//! Text escaped for XML.

/// The text on one line; characters that XML does not allow become spaces.
pub(super) fn one_line(text: &str) -> String {
    let is_invalid = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars()
        .map(|c| if is_invalid(c) { ' ' } else { c })
        .collect()
}

/// The text escaped for XML, on one line.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_has_no_control_characters() {
        assert_eq!(
            escape("a<b & \"c\"\u{0}\u{1b}\u{ffff}>"),
            "a&lt;b &amp; &quot;c&quot;   &gt;"
        );
    }
}
