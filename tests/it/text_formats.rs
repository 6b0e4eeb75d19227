//! The formats of plain text lose no word of their samples.

use std::fs;

use verbatim::transcript::format::{Document, FORMATS};

use crate::{formats::lost_words, harness::project};

/// Formats in which whatever is no layout is text.
const TEXTS: [&str; 5] = [
    "subtitles",
    "timed_lines",
    "investor_record",
    "named_paragraphs",
    "plain",
];

/// Words of layouts: cue settings and tags, labels of forms, signs of questions and answers.
const LAYOUT: &[&str] = &[
    "WEBVTT", "STYLE", "align", "start", "position", "v", "exec", "analyst", "i", "nbsp", "amp",
    "font", "color", "ffffff", "an8", "Q", "A", "Q1", "Q2", "A1", "A2", "Question", "Answer", "br",
    "年", "月", "日", "問", "答", "问", "回复", "问题",
];

#[test]
fn no_word_is_lost() {
    for format in FORMATS
        .iter()
        .filter(|format| TEXTS.contains(&format.name()))
    {
        let folder = project().join("tests/fixtures/formats").join(format.name());
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // Pages have their own test.
            if path
                .extension()
                .is_some_and(|ending| ending == "snap" || ending == "html")
            {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let mut lost = lost_words(&text, &format.parse(&Document::new(&text)));
            lost.retain(|word| !LAYOUT.contains(&word.as_str()) && !is_label(word));
            assert!(lost.is_empty(), "{}: {lost:?}", path.display());
        }
    }
}

/// Whether a run of characters is a row's label of an investor record, or a piece of one.
fn is_label(word: &str) -> bool {
    const LABELS: [&str; 14] = [
        "投资者关系活动类别",
        "投資者關係活動類別",
        "参与单位名称及人员姓名",
        "參與單位名稱及人員姓名",
        "时间",
        "時間",
        "地点",
        "地點",
        "上市公司接待人员姓名",
        "上市公司接待人員姓名",
        "投资者关系活动主要内容介绍",
        "投資者關係活動主要內容介紹",
        "附件清单如有日期",
        "附件清單如有日期",
    ];
    LABELS.iter().any(|label| label.contains(word))
}
