//! Numbers that Word writes before the paragraphs of lists, which the text itself lacks.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::style::{attribute, child};

/// Deepest level of a list.
const MAX_LEVELS: usize = 9;

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels of each list.
    lists: HashMap<String, (String, Vec<Level>)>,
    counts: HashMap<String, [usize; MAX_LEVELS]>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    /// `decimal`, `chineseCounting`, `bullet` …
    format: String,
    /// `%1.`, `（%2）`.
    text: String,
    start: usize,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub(super) fn read(xml: &str) -> Self {
        let Ok(document) = Document::parse(xml) else {
            return Self::default();
        };
        let named = |name: &'static str| {
            document
                .descendants()
                .filter(move |node| node.tag_name().name() == name)
        };
        let abstracts: HashMap<&str, Vec<Level>> = named("abstractNum")
            .filter_map(|node| Some((attribute(node, "abstractNumId")?, levels(node))))
            .collect();
        let lists = named("num").filter_map(|node| {
            let of = child(node, "abstractNumId").and_then(|of| attribute(of, "val"))?;
            let levels = abstracts.get(of)?.clone();
            Some((
                attribute(node, "numId")?.to_owned(),
                (of.to_owned(), levels),
            ))
        });
        Self {
            lists: lists.collect(),
            counts: HashMap::new(),
        }
    }

    /// Counts a paragraph of a list; the number before it, none where the list has bullets.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let (of, levels) = self.lists.get(list)?;
        let here = levels.get(level)?;
        let counts = self.counts.entry(of.clone()).or_default();
        *counts.get_mut(level)? += 1;
        counts
            .iter_mut()
            .skip(level + 1)
            .for_each(|count| *count = 0);
        if matches!(here.format.as_str(), "bullet" | "none" | "") {
            return None;
        }
        let mut text = here.text.clone();
        for (at, (level, &count)) in levels.iter().zip(counts.iter()).enumerate() {
            let number = level.start + count.max(1) - 1;
            text = text.replace(&format!("%{}", at + 1), &written(&level.format, number));
        }
        Some(text)
    }
}

fn levels(list: Node<'_, '_>) -> Vec<Level> {
    let levels = list
        .children()
        .filter(|node| node.tag_name().name() == "lvl");
    let levels = levels.take(MAX_LEVELS).map(|node| {
        let value = |name| child(node, name).and_then(|found| attribute(found, "val"));
        Level {
            format: value("numFmt").unwrap_or_default().to_owned(),
            text: value("lvlText").unwrap_or_default().to_owned(),
            start: value("start")
                .and_then(|start| start.parse().ok())
                .unwrap_or(1),
        }
    });
    levels.collect()
}

/// A number in the format of a list.
fn written(format: &str, number: usize) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "chineseLegalSimplified" => chinese(number),
        "lowerLetter" => letter(number, b'a'),
        "upperLetter" => letter(number, b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        _ => number.to_string(),
    }
}

fn letter(number: usize, first: u8) -> String {
    let at = u8::try_from(number.saturating_sub(1) % 26).unwrap_or(0);
    char::from(first + at).to_string()
}

fn roman(number: usize) -> String {
    const DIGITS: [(usize, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number.min(399);
    let mut text = String::new();
    for (value, digit) in DIGITS {
        while left >= value {
            text.push_str(digit);
            left -= value;
        }
    }
    text
}

/// `一`, `十二`, `二十`, `三十五`; digits from a hundred on.
fn chinese(number: usize) -> String {
    let digit = |number: usize| {
        "零一二三四五六七八九"
            .chars()
            .nth(number)
            .map(String::from)
            .unwrap_or_default()
    };
    match (number / 10, number % 10) {
        (0, ones) => digit(ones),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ ..10, 0) => format!("{}十", digit(tens)),
        (tens @ ..10, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count() {
        let xml = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
            </w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#;
        let mut lists = Numbering::read(xml);
        let counted: Vec<_> = [0, 1, 1, 0, 1]
            .iter()
            .map(|&level| lists.next("3", level))
            .collect();
        let counted: Vec<&str> = counted.iter().flatten().map(String::as_str).collect();
        assert_eq!(counted, ["一、", "1.", "2.", "二、", "1."]);
        assert_eq!(lists.next("9", 0), None);
        assert_eq!(chinese(20), "二十");
        assert_eq!(roman(14), "XIV");
    }
}
