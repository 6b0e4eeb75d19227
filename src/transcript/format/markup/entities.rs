//! Character references of HTML and XML in a text that was not read as either.

/// The references that transcripts hold, with their characters.
const NAMED: [(&str, &str); 14] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&#039;", "'"),
    ("&nbsp;", " "),
    ("&ndash;", "–"),
    ("&mdash;", "—"),
    ("&rsquo;", "’"),
    ("&lsquo;", "‘"),
    ("&ldquo;", "“"),
    ("&rdquo;", "”"),
    // The last, so that `&amp;lt;` becomes `&lt;`.
    ("&amp;", "&"),
];

/// Replaces the references of a text.
pub(crate) fn decode(text: &mut String) {
    if !text.contains('&') {
        return;
    }
    for (reference, character) in NAMED {
        if text.contains(reference) {
            *text = text.replace(reference, character);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn references() {
        let mut text = "R&amp;D rose &ndash; &quot;much&quot; & more &amp;lt;".to_owned();
        super::decode(&mut text);
        assert_eq!(text, "R&D rose – \"much\" & more &lt;");
    }
}
