//! Tables aligned by display width.

use unicode_width::UnicodeWidthStr;

use super::layout::{BOLD, DIM, Layout, RESET, clip, pad};

/// A column of a table: its heading and the text of its cell for a row of type `R`.
pub(super) struct Column<R> {
    head: &'static str,
    right: bool,
    max_width: usize,
    cell: fn(&R) -> String,
}

impl<R> Column<R> {
    /// Text, in a terminal cut to `max_width` columns.
    pub(super) fn text(head: &'static str, max_width: usize, cell: fn(&R) -> String) -> Self {
        Self {
            head,
            right: false,
            max_width,
            cell,
        }
    }

    /// Numbers, aligned right.
    pub(super) fn number(head: &'static str, cell: fn(&R) -> String) -> Self {
        Self {
            head,
            right: true,
            max_width: usize::MAX,
            cell,
        }
    }
}

/// A line of headings and one line per row, the first column bold; empty if there are no rows. Lines are
/// cut to the width of the terminal; in a pipe nothing is cut.
pub(super) fn table<'r, R: 'r>(
    layout: Layout,
    columns: &[Column<R>],
    rows: impl IntoIterator<Item = &'r R>,
) -> String {
    let fit = |row, column: &Column<R>| {
        let mut cell = (column.cell)(row);
        cell.retain(|c| !"\r\n\t".contains(c));
        match layout.width {
            Some(_) => clip(&cell, column.max_width),
            None => cell,
        }
    };
    let rows: Vec<Vec<String>> = (rows.into_iter())
        .map(|row| columns.iter().map(|column| fit(row, column)).collect())
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let width = |(index, column): (usize, &Column<R>)| {
        let cells = rows.iter().filter_map(|row: &Vec<String>| row.get(index));
        let max = cells.map(|cell| cell.width()).max().unwrap_or(0);
        max.max(column.head.len())
    };
    let widths: Vec<usize> = columns.iter().enumerate().map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>, style: &str| {
        let mut line = String::new();
        let mut first_column = 0;
        for ((cell, column), &width) in cells.zip(columns).zip(&widths) {
            if line.is_empty() {
                line.push_str(&pad(cell, width));
                first_column = line.len();
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
        // Bold ends with the first column, unless the line is cut within it.
        let first = line.get(..first_column);
        match first.filter(|first| cut.starts_with(first)) {
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
            Column::text("NAME", 8, |row: &[&str; 3]| row[0].to_owned()),
            Column::number("N", |row| row[1].to_owned()),
            Column::text("TITLE", 10, |row| row[2].to_owned()),
        ];
        let rows = [
            ["王大明", "7", "財務長"],
            ["Alexander Hale", "12", "Chief Executive"],
        ];
        let plain = |width| {
            let text = table(
                Layout {
                    width,
                    ..Layout::default()
                },
                &columns,
                &rows,
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
        assert_eq!(table(Layout::default(), &columns, []), "");
    }
}
