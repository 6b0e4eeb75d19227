//! The digest: an outline of numbered and bulleted items.

use std::sync::LazyLock;

use regex::Regex;

use super::{full_text::bullet_text, line::Line};
use crate::{
    model::Sides,
    transcript::{
        format::{SummaryItem, language},
        lazy_regex::lazy_regex,
    },
};

static NUMBERED: LazyLock<Regex> =
    lazy_regex!(r"^(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[.、)）．]\s*(.*)$");

/// Longest heading in characters; a longer item that has items below it is a passage as well.
const LONGEST_HEADING: usize = 40;

struct Item {
    indent: usize,
    text: String,
    path: Vec<String>,
    has_children: bool,
}

/// Every item of the outline with the headings above it.
pub(super) fn read(lines: &[Line<'_>]) -> Vec<SummaryItem> {
    let mut items: Vec<Item> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        let Some(text) = item_text(line.text) else {
            match items.last_mut() {
                Some(item) => {
                    item.text.push('\n');
                    item.text.push_str(line.text);
                }
                None => items.push(Item {
                    indent: line.indent,
                    text: line.text.to_owned(),
                    path: Vec::new(),
                    has_children: false,
                }),
            }
            continue;
        };
        while open
            .pop_if(|&mut at| items[at].indent >= line.indent)
            .is_some()
        {}
        if let Some(&parent) = open.last() {
            items[parent].has_children = true;
        }
        let path = open.iter().map(|&at| heading(&items[at].text)).collect();
        open.push(items.len());
        items.push(Item {
            indent: line.indent,
            text: text.to_owned(),
            path,
            has_children: false,
        });
    }
    items
        .into_iter()
        .filter(|item| !item.has_children || item.text.chars().count() > LONGEST_HEADING)
        .filter(|item| !item.text.trim().is_empty())
        .map(|item| {
            let text = Sides::only(language(&item.text), item.text);
            SummaryItem::new(item.path, text)
        })
        .collect()
}

/// The text of a line that opens an item.
fn item_text(line: &str) -> Option<&str> {
    let bullet = bullet_text(line);
    bullet.or_else(|| {
        NUMBERED
            .captures(line)
            .and_then(|found| found.get(1))
            .map(|text| text.as_str())
    })
}

fn heading(text: &str) -> String {
    text.trim().trim_end_matches([':', '：']).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_headings() {
        let text = "
  1. 摘要
    • 本季營收年增15%
  2. 成長動能 & 風險
    • 成長動能:
      • 需求強勁
    • 風險:
      • 產能受限
  3. 法人 Q&A
    • Q: 展望?
      A: 正面。";
        let lines: Vec<Line<'_>> = text
            .lines()
            .enumerate()
            .map(|(at, line)| Line::new(at + 1, line))
            .collect();
        let shown: Vec<String> = read(&lines)
            .iter()
            .map(|item| {
                format!(
                    "{}: {}",
                    item.path.join("/"),
                    item.text.zh.as_deref().unwrap_or("-")
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "摘要: 本季營收年增15%",
                "成長動能 & 風險/成長動能: 需求強勁",
                "成長動能 & 風險/風險: 產能受限",
                "法人 Q&A: Q: 展望?\nA: 正面。",
            ]
        );
    }
}
