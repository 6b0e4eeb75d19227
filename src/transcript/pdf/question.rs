//! How questions and answers begin in Chinese documents, whose paragraphs often have no space between.

/// Words before a colon or number: who asks, who answers.
const MARKS: [&str; 17] = [
    "问题",
    "問題",
    "提问",
    "提問",
    "问",
    "問",
    "回答",
    "回复",
    "回復",
    "答复",
    "答覆",
    "答",
    "Q",
    "A",
    "投资者提问",
    "公司回复",
    "公司回答",
];

/// Whether a text begins with `答：`, `问题 3：`, `Q1：`.
pub(super) fn is_marked(text: &str) -> bool {
    MARKS.iter().any(|mark| {
        let rest = text.trim_start().strip_prefix(mark);
        let rest = rest.map(|rest| rest.trim_start_matches(is_number_or_space));
        rest.is_some_and(|rest| rest.starts_with(['：', ':', '．', '、']) && has_han(text))
    })
}

/// Whether a text begins with a number and a Chinese word: `3、公司…`, `（2）公司…`, `4.公司…`, `三、公司…`.
pub(super) fn is_numbered(text: &str) -> bool {
    let text = text.trim_start();
    let inner = text.strip_prefix(['（', '(']).unwrap_or(text);
    let rest = inner.trim_start_matches(is_number_or_space);
    let count = inner.chars().count() - rest.chars().count();
    let marks: &[char] = if inner.len() < text.len() {
        &['）', ')']
    } else {
        &['、', '.', '．']
    };
    (1..=3).contains(&count)
        && rest.strip_prefix(marks).is_some_and(|rest| {
            let first = rest.trim_start().chars().next();
            first.is_some_and(|c| !c.is_ascii_digit()) && has_han(rest)
        })
}

fn is_number_or_space(c: char) -> bool {
    c.is_ascii_digit() || c == ' ' || "一二三四五六七八九十".contains(c)
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| c >= '\u{2E80}' && c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings() {
        for text in [
            "答：公司稳定。",
            "Q1：公司如何？",
            "问题 3：公司如何？",
            "問：展望？",
        ] {
            assert!(is_marked(text), "{text}");
        }
        for text in ["答应了", "Q: Why?", "问题在于成本"] {
            assert!(!is_marked(text), "{text}");
        }
        for text in [
            "3、公司如何？",
            "（2）公司如何？",
            "4.公司如何？",
            "三、公司如何？",
        ] {
            assert!(is_numbered(text), "{text}");
        }
        for text in ["3.5亿元", "2025年", "一方面", "（如有）"] {
            assert!(!is_numbered(text), "{text}");
        }
    }
}
