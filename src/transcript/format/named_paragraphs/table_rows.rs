//! Rows of Markdown tables as labelled lines: a row a turn, or a row a question with its answer.
//!
//! ```text
//! | Speaker | Text |            | 问 | 答 |
//! |---|---|                     |---|---|
//! | Ann Wu | Hi. |              | 为何？ | 因为。 |
//! ```

use super::line::Line;
use crate::transcript::format::speaker::label;

/// What the columns of a table hold.
enum Columns {
    /// Questions, answers: the label of each column, empty for other columns.
    Sides(Vec<String>),
    /// Speaker and text, by index.
    Turns(usize, usize),
}

/// Rows of a table of speech as lines with labels: `问：…`, `Ann Wu：…`.
pub(super) fn as_labels(lines: Vec<Line>) -> Vec<Line> {
    let mut columns: Option<Columns> = None;
    let mut read = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(cells) = cells(&line.text) else {
            columns = None;
            read.push(line);
            continue;
        };
        match &columns {
            Some(columns) => read.extend(labelled(&cells, columns).into_iter().map(|text| Line {
                number: line.number,
                text,
            })),
            None => match Columns::of(&cells) {
                Some(found) => columns = Some(found),
                None => read.push(line),
            },
        }
    }
    read
}

impl Columns {
    fn of(heads: &[&str]) -> Option<Self> {
        let sides: Vec<String> = heads.iter().map(|cell| column_label(cell)).collect();
        if sides.iter().filter(|label| !label.is_empty()).count() >= 2 {
            return Some(Self::Sides(sides));
        }
        let at = |names: &[&str]| {
            let named = |cell: &&str| {
                let bare = cell.trim_matches(['*', ' ']).to_lowercase();
                names.contains(&bare.as_str())
            };
            heads.iter().position(named)
        };
        let who = at(&[
            "speaker",
            "name",
            "who",
            "发言人",
            "發言人",
            "说话人",
            "講者",
            "讲者",
        ])?;
        let text = at(&[
            "text",
            "speech",
            "content",
            "transcript",
            "remarks",
            "内容",
            "內容",
            "发言内容",
            "發言內容",
        ])?;
        Some(Self::Turns(who, text))
    }
}

/// The cells of a row as lines; none of the rule below the heads.
fn labelled(cells: &[&str], columns: &Columns) -> Vec<String> {
    let is_rule = |cell: &&str| cell.chars().all(|c| "-: ".contains(c));
    if cells.iter().all(is_rule) {
        return Vec::new();
    }
    match columns {
        Columns::Sides(labels) => (cells.iter().zip(labels))
            .filter(|(cell, label)| !cell.is_empty() && !label.is_empty())
            .map(|(cell, label)| format!("{label}：{cell}"))
            .collect(),
        Columns::Turns(who, text) => match (cells.get(*who), cells.get(*text)) {
            (Some(who), Some(text)) if !who.is_empty() => vec![format!("{who}：{text}")],
            (_, Some(text)) => vec![(*text).to_owned()],
            _ => Vec::new(),
        },
    }
}

/// The cells of a row of a Markdown table.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

/// The label that the head of a column gives its cells; empty for other columns.
fn column_label(cell: &str) -> String {
    let bare = cell.trim_matches(['*', ' ']);
    let side = label::before_colon(&format!("{bare}：x")).and_then(|label| label.side);
    side.map(|_| bare.to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows() {
        for (text, expected) in [
            (
                "| 问 | 答 |\n|---|---|\n| 为何？ | 因为。 |",
                vec!["问：为何？", "答：因为。"],
            ),
            (
                "| # | Speaker | Text |\n|---|---|---|\n| 1 | Ann Wu | Hi. |\n| 2 | | More. |",
                vec!["Ann Wu：Hi.", "More."],
            ),
            ("| Revenue | 5 |", vec!["| Revenue | 5 |"]),
        ] {
            let lines = (1..).zip(text.lines()).map(|(number, text)| Line {
                number,
                text: text.to_owned(),
            });
            let read = as_labels(lines.collect()).into_iter();
            assert_eq!(read.map(|line| line.text).collect::<Vec<_>>(), expected);
        }
    }
}
