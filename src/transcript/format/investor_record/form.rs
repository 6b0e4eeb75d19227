//! The form itself: rows with a label at the left, whichever way the table became text.
//!
//! A label is in a cell (`|`, a tab or two spaces behind it), before a colon, on a line of its
//! own, or broken over several lines with its contents between them.

use crate::text::fold;

/// What a row of the form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Category,
    Participants,
    Time,
    Place,
    Hosts,
    Content,
    Disclosure,
    Attachments,
    Date,
}

impl Field {
    /// The label of unparsed lines of this row.
    pub(super) fn taken_for(self) -> &'static str {
        match self {
            Self::Category => "form: category",
            Self::Participants => "form: participants",
            Self::Time => "form: time",
            Self::Place => "form: place",
            Self::Hosts => "form: company participants",
            Self::Content => "form: contents",
            Self::Disclosure => "form: disclosure",
            Self::Attachments => "form: attachments",
            Self::Date => "form: date",
        }
    }

    /// Whether the row may follow the contents; other labels there are speech.
    fn is_tail(self) -> bool {
        matches!(self, Self::Disclosure | Self::Attachments | Self::Date)
    }
}

/// Labels in folded characters, each before those that it begins with.
const LABELS: [(&str, Field); 41] = [
    ("投资者关系活动主要内容介绍", Field::Content),
    ("投资者关系活动主要内容", Field::Content),
    ("交流内容及具体问答记录", Field::Content),
    ("活动主要内容介绍", Field::Content),
    ("主要内容介绍", Field::Content),
    ("主要交流内容", Field::Content),
    ("活动主要内容", Field::Content),
    ("调研主要内容", Field::Content),
    ("投资者关系活动类别", Field::Category),
    ("投资者关系活动形式", Field::Category),
    ("活动类别", Field::Category),
    ("活动形式", Field::Category),
    ("参与单位名称及人员姓名", Field::Participants),
    ("参与单位及人员姓名", Field::Participants),
    ("参与单位名称及人员", Field::Participants),
    ("参会单位名称及人员姓名", Field::Participants),
    ("来访单位名称及人员姓名", Field::Participants),
    ("参与机构名称及人员姓名", Field::Participants),
    ("活动参与人员", Field::Participants),
    ("参与单位名称", Field::Participants),
    ("参会单位名称", Field::Participants),
    ("参与人员姓名", Field::Participants),
    ("上市公司接待人员姓名", Field::Hosts),
    ("上市公司参与人员姓名", Field::Hosts),
    ("上市公司接待人员", Field::Hosts),
    ("上市公司参会人员", Field::Hosts),
    ("公司接待人员姓名", Field::Hosts),
    ("公司接待人员", Field::Hosts),
    ("接待人员姓名", Field::Hosts),
    ("接待人员", Field::Hosts),
    ("活动时间", Field::Time),
    ("会议时间", Field::Time),
    ("活动地点", Field::Place),
    ("会议地点", Field::Place),
    (
        "关于本次活动是否涉及应披露重大信息的说明",
        Field::Disclosure,
    ),
    (
        "关于本次活动是否涉及应当披露重大信息的说明",
        Field::Disclosure,
    ),
    (
        "活动过程中所使用的演示文稿、提供的文档等附件",
        Field::Attachments,
    ),
    ("附件清单(如有)", Field::Attachments),
    ("附件清单", Field::Attachments),
    ("披露日期", Field::Date),
    ("附件", Field::Attachments),
];

/// Labels that are also words of speech, so that a colon, a cell or a number must follow.
const SHORT_LABELS: [(&str, Field); 3] = [
    ("时间", Field::Time),
    ("地点", Field::Place),
    ("日期", Field::Date),
];

/// Lines over which a label may be broken.
const MAX_LABEL_LINES: usize = 14;

/// A line of the source, or a piece of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    pub(super) text: String,
}

/// The form in parts.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// The lines above the first label.
    pub(super) head: Vec<Line>,
    /// The rows in order.
    pub(super) rows: Vec<(Field, Vec<Line>)>,
}

impl Form {
    /// The lines of a field, of all its rows.
    pub(super) fn lines(&self, field: Field) -> impl Iterator<Item = &Line> {
        self.rows
            .iter()
            .filter(move |(of, _)| *of == field)
            .flat_map(|(_, lines)| lines)
    }
}

/// How many different rows of the form a text has labels of, up to three.
pub(super) fn count_labels(text: &str) -> usize {
    let mut seen: Vec<Field> = Vec::new();
    for (field, _) in read(text).rows {
        if !seen.contains(&field) {
            seen.push(field);
        }
    }
    seen.len().min(3)
}

/// Reads the rows of the form.
pub(super) fn read(text: &str) -> Form {
    let rows = cells(text);
    let mut form = Form::default();
    let mut at = 0;
    let mut in_content = false;
    // Lines ahead of which a part of a label has been taken, with what is left of them.
    let mut taken: Vec<(usize, String)> = Vec::new();
    while let Some(row) = rows.get(at) {
        let part = taken.iter().position(|(taken, _)| *taken == at);
        let (found, rest) = match part {
            Some(part) => (None, taken.swap_remove(part).1),
            None => match row.label.clone() {
                Some((field, rest)) if field.is_tail() || !in_content => {
                    // A whole label may be the beginning of a longer one that is broken.
                    let longer = broken_label(&rows, at, in_content).filter(|(of, _, parts)| {
                        *of == field && parts.iter().all(|(on, _)| *on <= at + 2)
                    });
                    match longer {
                        Some((field, rest, parts)) => {
                            taken.extend(parts);
                            (Some(field), rest)
                        }
                        None => (Some(field), rest),
                    }
                }
                _ => match broken_label(&rows, at, in_content) {
                    Some((field, rest, parts)) => {
                        taken.extend(parts);
                        (Some(field), rest)
                    }
                    None => (None, row.text.clone()),
                },
            },
        };
        if let Some(field) = found {
            in_content |= field == Field::Content;
            form.rows.push((field, Vec::new()));
        }
        let line = Line {
            number: row.number,
            text: rest.trim().to_owned(),
        };
        match form.rows.last_mut() {
            Some((_, lines)) if found.is_none() || !line.text.is_empty() => lines.push(line),
            Some(_) => {}
            None => form.head.push(line),
        }
        at += 1;
    }
    form
}

/// A line cut into the cell at its left and the rest.
struct Row {
    number: usize,
    rest: String,
    text: String,
    /// The left cell, squashed.
    cell: String,
    /// The label that begins the row, and the text behind it.
    label: Option<(Field, String)>,
}

/// The lines of a text as rows; a Markdown row's cells lose their bars and parted lines.
fn cells(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let number = at + 1;
        if let Some(inner) = line.strip_prefix('|') {
            let inner = inner.strip_suffix('|').unwrap_or(inner);
            if inner.chars().all(|c| "-:| ".contains(c)) {
                continue;
            }
            let mut cells: Vec<&str> = inner.split('|').map(str::trim).collect();
            cells.dedup();
            cells.retain(|cell| !cell.is_empty());
            let joined = cells
                .join("  ")
                .replace("<br/>", "<br>")
                .replace("<br />", "<br>");
            rows.extend(joined.split("<br>").map(|piece| row(number, piece.trim())));
        } else {
            rows.push(row(number, line));
        }
    }
    rows
}

fn row(number: usize, line: &str) -> Row {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '*');
    let gap = ["\t", "  ", "　　"]
        .iter()
        .filter_map(|gap| line.find(gap))
        .min();
    let (first, rest) = line.split_at(gap.unwrap_or(line.len()));
    let mut row = Row {
        number,
        cell: fold_without_spaces(first.trim_matches('*')),
        rest: rest.trim().to_owned(),
        text: line.to_owned(),
        label: None,
    };
    row.label = label(&row);
    row
}

/// The label that begins a row, and the text behind it.
fn label(row: &Row) -> Option<(Field, String)> {
    let long = LABELS.iter().find_map(|&(label, field)| {
        let rest = strip(&row.text, label)?;
        let whole = rest.trim().is_empty()
            || rest.starts_with([':', '：', ' ', '\t', '　', '(', '（', '*']);
        let cut = !rest.is_empty()
            && "(如有)".starts_with(&fold_without_spaces(&rest))
            && rest.len() < "（如有）".len();
        // An answer may begin with such words, or a sentence name the row.
        let speech = rest.starts_with(|c: char| "的是等为，。、为及和".contains(c));
        (!speech && !cut && (whole || label.chars().count() >= 6)).then_some((field, rest))
    });
    let short = || {
        SHORT_LABELS.iter().find_map(|&(label, field)| {
            let rest = strip(&row.text, label)?;
            let cell = row.cell == label && !row.rest.is_empty();
            let number = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
            let told = rest.is_empty()
                || cell
                || rest.trim_start().starts_with([':', '：'])
                || number
                || rest.starts_with([' ', '　', '\t']) && field == Field::Place;
            told.then_some((field, rest))
        })
    };
    let (field, rest) = long.or_else(short)?;
    let rest = rest.trim_start().trim_start_matches('*');
    let rest = ["（如有）", "(如有)", "（若有）"]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))
        .unwrap_or(rest);
    let rest = rest.trim_start().trim_start_matches([':', '：']);
    Some((field, rest.trim().to_owned()))
}

/// The field of a broken label, the text behind its first part, and behind the others with their rows.
type Broken = (Field, String, Vec<(usize, String)>);

/// A label that begins in the left cell of one row and ends in those of later rows.
fn broken_label(rows: &[Row], at: usize, tail_only: bool) -> Option<Broken> {
    let row = rows.get(at)?;
    let first = &row.cell;
    if first.chars().count() < 3 || !LABELS.iter().any(|(label, _)| label.starts_with(first)) {
        return None;
    }
    LABELS
        .iter()
        .filter(|(_, field)| field.is_tail() || !tail_only)
        .filter_map(|&(label, field)| {
            let mut left = label.strip_prefix(first.as_str())?;
            if left.is_empty() {
                return None;
            }
            let mut parts = Vec::new();
            for (ahead, row) in rows.iter().enumerate().skip(at + 1).take(MAX_LABEL_LINES) {
                let cell = row.cell.as_str();
                let cell = cell
                    .strip_suffix("(如有)")
                    .unwrap_or(cell)
                    .trim_end_matches(':');
                if !cell.is_empty()
                    && let Some(rest) = left.strip_prefix(cell)
                {
                    left = rest;
                    parts.push((ahead, row.rest.clone()));
                    if left.is_empty() {
                        return Some((ahead, label.len(), (field, row_rest(rows, at), parts)));
                    }
                } else if row.label.is_some() {
                    return None;
                }
            }
            None
        })
        .min_by_key(|(last, length, _)| (*last, std::cmp::Reverse(*length)))
        .map(|(_, _, found)| found)
}

fn row_rest(rows: &[Row], at: usize) -> String {
    rows.get(at).map_or(String::new(), |row| row.rest.clone())
}

/// What follows a label at the beginning of a text; white space within the label does not count.
fn strip(text: &str, label: &str) -> Option<String> {
    let mut wanted = label.chars();
    let mut next = wanted.next();
    for (at, c) in text.char_indices() {
        let Some(want) = next else {
            return text.get(at..).map(str::to_owned);
        };
        if c.is_whitespace() {
            continue;
        }
        if fold(c) != want {
            return None;
        }
        next = wanted.next();
    }
    next.is_none().then(String::new)
}

/// A text folded and without white space.
pub(super) fn fold_without_spaces(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(fold)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        (read(text).rows.iter())
            .map(|(field, lines)| {
                let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
                format!("{field:?}={}", lines.join("/"))
            })
            .collect()
    }

    #[test]
    fn rows_in_every_dress() {
        for text in [
            "投资者关系活动类别：电话会议\n时间：2025年1月2日\n上市公司接待人员姓名：林可\n投资者关系活动主要内容介绍：\n问：好？\n附件清单（如有）：无\n日期：2025年1月3日",
            "| 投资者关系活动类别 | 电话会议 |\n| --- | --- |\n| 时间 | 2025年1月2日 |\n| 上市公司接待人员姓名 | 林可 |\n| 投资者关系活动主要内容介绍 | 问：好？ |\n| 附件清单（如有） | 无 |\n| 日期 | 2025年1月3日 |",
            "投資者關係活動類別\t电话会议\n時間\t2025年1月2日\n上市公司接待人員姓名\t林可\n投資者關係活動主要內容介紹\t问：好？\n附件清單（如有）\t无\n日期\t2025年1月3日",
            "投资者关系活\n动类别\n电话会议\n时间 2025年1月2日\n上市公司接待\n人员姓名\n林可\n投资者关系活\n动主要内容介\n绍\n问：好？\n附件清单（如\n有）\n无\n日期 2025年1月3日",
            "投资者关系活动    电话会议\n类别\n时间    2025年1月2日\n上市公司接待人    林可\n员姓名\n投资者关系活动\n主要内容介绍    问：好？\n附件清单(如有)    无\n日期    2025年1月3日",
        ] {
            let rows: Vec<String> = shown(text)
                .iter()
                .map(|row| {
                    row.replace("//", "/")
                        .trim_end_matches('/')
                        .replace("=/", "=")
                        .replace("有）/", "")
                })
                .collect();
            assert_eq!(
                rows,
                [
                    "Category=电话会议",
                    "Time=2025年1月2日",
                    "Hosts=林可",
                    "Content=问：好？",
                    "Attachments=无",
                    "Date=2025年1月3日",
                ],
                "{text}"
            );
        }
    }

    #[test]
    fn words_of_the_labels_in_speech() {
        let text = "投资者关系活动主要内容介绍：\n时间：不确定。\n日期的安排还没有。\n附件清单的内容见公告。\n地点 上海";
        assert_eq!(shown(text).len(), 1);
    }
}
