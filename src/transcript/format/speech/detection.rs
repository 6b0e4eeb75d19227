//! Whether a text is from a results call, where its layout does not prove it.
//!
//! A loose layout (names before colons, plain prose) fits a shopping list, a README or an article
//! about earnings calls as well. Such a text is taken only if it holds words of results calls
//! ([`count_call_terms`]) and is spoken, not written ([`is_spoken`]).

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    text::{fold_str, is_han},
    transcript::lazy_regex::lazy_regex,
};

/// Terms of results calls, one per row, each with its spellings; Chinese folded.
const CALL_TERMS: [&[&str]; 24] = [
    &[
        "quarter",
        "季度",
        "本季",
        "上季",
        "第一季",
        "第二季",
        "第三季",
        "第四季",
    ],
    &["fiscal", "财年", "会计年度"],
    &["revenue", "net sales", "营收", "营业收入", "收入"],
    &["earnings", "盈余", "eps", "每股"],
    &["gross margin", "margin", "毛利"],
    &[
        "operating income",
        "operating profit",
        "ebit",
        "营业利益",
        "营业利润",
    ],
    &["net income", "net profit", "净利"],
    &["guidance", "财测", "指引"],
    &["outlook", "展望"],
    &[
        "year-over-year",
        "year over year",
        "year-on-year",
        "年增",
        "同比",
        "较去年",
    ],
    &["sequentially", "quarter-over-quarter", "季增", "环比"],
    &["capex", "capital expenditure", "资本支出"],
    &["cash flow", "现金流"],
    &["operator", "接线员", "主持人"],
    &[
        "earnings call",
        "conference call",
        "法说",
        "法人说明会",
        "业绩说明会",
        "业绩会",
    ],
    &["analyst", "分析师", "法人"],
    &["question", "提问", "问题", "请问"],
    &["shareholder", "股东", "投资人", "投资者"],
    &["forward-looking", "前瞻性"],
    &["backlog", "订单", "出货"],
    &["inventory", "库存", "存货"],
    &["dividend", "股利", "分红", "派息"],
    &[
        "chief executive",
        "chief financial",
        "ceo",
        "cfo",
        "执行长",
        "财务长",
        "董事长",
        "总经理",
    ],
    &["产能", "capacity", "utilization", "稼动率"],
];

/// Words of spoken English.
static SPOKEN_WORDS: LazyLock<Regex> = lazy_regex!(
    r"(?i)\b(?:we|we're|we've|we'll|our|ours|us|i|i'm|i've|i'll|my|thank|thanks|hello|welcome|let's)\b"
);

/// Words of spoken Chinese, folded.
const SPOKEN_HAN: [&str; 12] = [
    "我们", "我", "咱们", "大家", "各位", "谢谢", "感谢", "请问", "您", "你", "欢迎", "那",
];

/// Bytes at the beginning of a text that are examined.
const MAX_EXAMINED_BYTES: usize = 40_000;

/// How many different terms of results calls a text has.
pub(crate) fn count_call_terms(text: &str) -> usize {
    let folded = fold_str(head(text)).to_lowercase();
    let spaced = folded.replace(' ', "");
    CALL_TERMS
        .iter()
        .filter(|row| {
            (row.iter()).any(|word| {
                if word.is_ascii() {
                    has_word(&folded, word)
                } else {
                    spaced.contains(word)
                }
            })
        })
        .count()
}

/// Whether a word begins somewhere in a text; its ending is free.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Whether a text is spoken: at least one word in forty (one character in a hundred) is one of spoken
/// language, such as "we", "I" or "thank you".
pub(crate) fn is_spoken(text: &str) -> bool {
    let head = head(text);
    let han = head.chars().filter(|&c| is_han(c)).count();
    let words = head
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .count();
    if han > words {
        let spaced = fold_str(head).replace(' ', "");
        let spoken: usize = SPOKEN_HAN
            .iter()
            .map(|word| spaced.matches(word).count())
            .sum();
        return spoken * 100 >= han;
    }
    let spoken = SPOKEN_WORDS.find_iter(head).count();
    words > 0 && spoken * 40 >= words
}

/// Whether a text is prose, not data, code or a list: it has sentences, and most of it is words.
pub(crate) fn is_prose(text: &str) -> bool {
    const FEWEST_LETTERS: usize = 100;
    has_prose(text, FEWEST_LETTERS)
}

/// Whether a text is prose of at least so many letters; a Han character counts three.
pub(crate) fn has_prose(text: &str, fewest: usize) -> bool {
    let head = head(text);
    let weight = |c: char| if is_han(c) { 3 } else { 1 };
    let letters: usize = head.chars().filter(|c| c.is_alphabetic()).map(weight).sum();
    let all: usize = head
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(weight)
        .sum();
    let words = head.split_whitespace().count() + head.chars().filter(|&c| is_han(c)).count();
    letters >= fewest && letters * 10 >= all * 7 && words >= 20 && !is_markup(text)
}

/// Whether a line is speech and no title: it has "we", "thank you" or "各位".
pub(crate) fn is_speech(line: &str) -> bool {
    let folded = fold_str(line);
    SPOKEN_WORDS.is_match(line)
        || SPOKEN_HAN
            .iter()
            .any(|word| word.chars().count() > 1 && folded.contains(word))
}

/// The beginning of a text that is examined.
pub(crate) fn head(text: &str) -> &str {
    let mut end = text.len().min(MAX_EXAMINED_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Whether a text is written in a markup or data language that other formats read.
pub(crate) fn is_markup(text: &str) -> bool {
    let text = text.trim_start();
    let tag = text.strip_prefix('<').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || "!?/".contains(c))
    });
    let data = text
        .strip_prefix(['{', '['])
        .is_some_and(|rest| rest.trim_start().starts_with(|c: char| "\"{[".contains(c)));
    tag || data || text.starts_with("%PDF") || text.starts_with("{\\rtf")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_other_texts() {
        for (text, words, spoken) in [
            ("A shopping list is no call.", 0, false),
            (
                "Thank you. Our revenue in the quarter grew, and we raise our guidance.",
                3,
                true,
            ),
            (
                "Analyse the earnings call. Extract revenue, margin and guidance as JSON fields.",
                5,
                false,
            ),
            ("各位投资人大家好，本季營收成長，毛利率上升。", 4, true),
            ("本 季 營 收 成 長 我 們 謝 謝 大 家", 2, true),
        ] {
            assert!(
                count_call_terms(text) >= words,
                "{text}: {}",
                count_call_terms(text)
            );
            assert!(
                count_call_terms(text) <= words + 2,
                "{text}: {}",
                count_call_terms(text)
            );
            assert_eq!(is_spoken(text), spoken, "{text}");
        }
        for (text, markup) in [
            ("<!DOCTYPE html>", true),
            ("[{\"a\": 1}]", true),
            ("{ \"a\": 1}", true),
            ("[00:01] Hi", false),
            ("<< Hi", false),
        ] {
            assert_eq!(is_markup(text), markup, "{text}");
        }
    }
}
