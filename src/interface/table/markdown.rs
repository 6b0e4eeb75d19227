//! Text escaped for Markdown.

/// The text on one line: runs of white space and control characters become one space.
pub(in crate::interface) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !out.is_empty() && !word.is_empty() {
            out.push(' ');
        }
        out += word;
    }
    out
}

/// The text on one line, escaped for Markdown at the start of a line.
pub(in crate::interface) fn markdown_text(text: &str) -> String {
    let line = one_line(text);
    // A line that starts so would become a heading or a list.
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let begins: &[char] = match line.len() - after_number.len() {
        0 => &['#', '-', '+'],
        _ => &['.', ')'],
    };
    let number = line.strip_suffix(after_number).unwrap_or_default();
    let mark = if after_number.starts_with(begins) {
        "\\"
    } else {
        ""
    };
    format!("{number}{mark}{}", markdown_inline(after_number))
}

/// The text escaped for Markdown within a line.
pub(in crate::interface) fn markdown_inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_of_a_line_is_escaped() {
        assert_eq!(markdown_text("1. A-B #2"), "1\\. A-B #2");
        assert_eq!(markdown_text("# A_B"), "\\# A\\_B");
    }
}
