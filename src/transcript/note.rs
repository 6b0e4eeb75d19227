//! Notes: stage directions such as `(interpreted)` or `（翻譯）`.

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】')];

/// Longest note, in characters; anything longer in brackets is speech.
const LONGEST: usize = 60;

/// The text of a paragraph that is nothing but a stage direction, without its brackets.
pub(super) fn note(paragraph: &str) -> Option<&str> {
    let paragraph = paragraph.trim().trim_end_matches(['.', '。']);
    BRACKETS.iter().find_map(|&(open, close)| {
        let inner = paragraph.strip_prefix(open)?.strip_suffix(close)?;
        let single = !inner.contains([open, close]);
        let short = inner.chars().count() <= LONGEST;
        (single && short && !inner.trim().is_empty()).then(|| inner.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::note;

    #[test]
    fn only_a_whole_paragraph_is_a_note() {
        assert_eq!(note("(interpreted)"), Some("interpreted"));
        assert_eq!(note(" （翻譯）。"), Some("翻譯"));
        assert_eq!(note("[Foreign language]"), Some("Foreign language"));
        for speech in [
            "(Operator Instructions) Gary Yu.",
            "(a) and (b)",
            "()",
            "word",
        ] {
            assert_eq!(note(speech), None, "{speech}");
        }
    }
}
