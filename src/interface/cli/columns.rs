//! A table of columns, by display width.

use unicode_width::UnicodeWidthStr;

use super::layout::{BOLD, DIM, Layout, RESET, clip, pad};

/// A column of a table.
pub(super) struct Column {
    head: &'static str,
    right: bool,
    widest: usize,
}

impl Column {
    /// Text, in a terminal cut to so many columns.
    pub(super) fn text(head: &'static str, widest: usize) -> Self {
        Self {
            head,
            right: false,
            widest,
        }
    }

    /// Numbers, right-aligned.
    pub(super) fn number(head: &'static str) -> Self {
        Self {
            head,
            right: true,
            widest: usize::MAX,
        }
    }
}

/// A head and a line a row, the first column bold; nothing for no rows. Lines are cut to the
/// terminal's width; in a pipe nothing is cut.
pub(super) fn table(layout: Layout, columns: &[Column], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let fitted = |(cell, column): (String, &Column)| {
        let cell: String = cell.chars().filter(|c| !"\r\n\t".contains(*c)).collect();
        match layout.width {
            Some(_) => clip(&cell, column.widest),
            None => cell,
        }
    };
    let rows: Vec<Vec<String>> = (rows.into_iter())
        .map(|row| row.into_iter().zip(columns).map(fitted).collect())
        .collect();
    let width = |(at, column): (usize, &Column)| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let widest = cells.map(|cell| cell.width()).max().unwrap_or(0);
        widest.max(column.head.len())
    };
    let widths: Vec<usize> = columns.iter().enumerate().map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>, style: &str| {
        let mut line = String::new();
        let mut split = 0;
        for ((cell, column), &width) in cells.zip(columns).zip(&widths) {
            if line.is_empty() {
                line.push_str(&pad(cell, width));
                split = line.len();
                continue;
            }
            line.push_str("  ");
            if column.right {
                line.push_str(&" ".repeat(width.saturating_sub(cell.width())));
                line.push_str(cell);
            } else {
                line.push_str(&pad(cell, width));
            }
        }
        let cut = layout.clip(line.trim_end(), 0);
        // What is bold ends with the first column, unless the line is cut there.
        let split = line.get(..split).filter(|first| cut.starts_with(first));
        match split {
            Some(first) if style == BOLD => {
                let rest = cut.get(first.len()..).unwrap_or_default();
                format!("{BOLD}{first}{RESET}{rest}\n")
            }
            _ => format!("{style}{cut}{RESET}\n"),
        }
    };
    let mut out = line(&mut columns.iter().map(|column| column.head), DIM);
    for row in &rows {
        out.push_str(&line(&mut row.iter().map(String::as_str), BOLD));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_take_two_columns() {
        let columns = [
            Column::text("NAME", 8),
            Column::number("N"),
            Column::text("TITLE", 10),
        ];
        let rows = || {
            [
                ["王大明", "7", "財務長"],
                ["Alexander Hale", "12", "Chief Executive"],
            ]
            .map(|row| row.map(str::to_owned).to_vec())
            .to_vec()
        };
        let plain = |width| {
            let text = table(
                Layout {
                    width,
                    ..Layout::default()
                },
                &columns,
                rows(),
            );
            [BOLD, DIM, RESET]
                .iter()
                .fold(text, |text, style| text.replace(style, ""))
        };
        assert_eq!(
            plain(Some(80)),
            "NAME       N  TITLE\n王大明     7  財務長\nAlexand…  12  Chief Exe…\n"
        );
        assert_eq!(
            plain(None),
            "NAME             N  TITLE\n王大明           7  財務長\nAlexander Hale  12  Chief Executive\n"
        );
        assert_eq!(table(Layout::default(), &columns, Vec::new()), "");
    }
}
