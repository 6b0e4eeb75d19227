//! Stage directions such as `(interpreted)` or `（翻譯）`.

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】')];

/// Longest stage direction, in characters; anything longer in brackets is speech.
const MAX_CHARS: usize = 60;

/// The stage direction, without brackets, of a paragraph that holds nothing else.
pub(super) fn stage_direction(paragraph: &str) -> Option<&str> {
    let paragraph = paragraph.trim().trim_end_matches(['.', '。']);
    BRACKETS.iter().find_map(|&(open, close)| {
        let inner = paragraph.strip_prefix(open)?.strip_suffix(close)?;
        let single = !inner.contains([open, close]);
        let short = inner.chars().count() <= MAX_CHARS;
        (single && short && !inner.trim().is_empty()).then(|| inner.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::stage_direction;

    #[test]
    fn only_a_whole_paragraph_is_a_note() {
        assert_eq!(stage_direction("(interpreted)"), Some("interpreted"));
        assert_eq!(stage_direction(" （翻譯）。"), Some("翻譯"));
        assert_eq!(
            stage_direction("[Foreign language]"),
            Some("Foreign language")
        );
        for speech in [
            "(Operator Instructions) Gary Yu.",
            "(a) and (b)",
            "()",
            "word",
        ] {
            assert_eq!(stage_direction(speech), None, "{speech}");
        }
    }
}
