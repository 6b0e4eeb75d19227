//! Tables aligned by display width.

use unicode_width::UnicodeWidthStr;

use super::layout::{BOLD, DIM, Layout, RESET, clip, pad};

/// A column of a table: its heading and the text of its cell for a row of type `R`.
pub(super) struct Column<R> {
    head: &'static str,
    right: bool,
    max_width: usize,
    /// Whether it gives way where the terminal is narrow.
    is_elastic: bool,
    cell: fn(&R) -> String,
}

/// Width that an elastic column keeps.
const MIN_WIDTH: usize = 12;

/// Minimum width of what is shown of the last column; with less room it is left out.
const MIN_LAST: usize = 6;

impl<R> Column<R> {
    /// Text, in a terminal cut to `max_width` columns, or further where others need the room.
    pub(super) fn text(head: &'static str, max_width: usize, cell: fn(&R) -> String) -> Self {
        Self {
            head,
            right: false,
            max_width,
            is_elastic: true,
            cell,
        }
    }

    /// Text that is of use only whole, such as an id.
    pub(super) fn whole(head: &'static str, cell: fn(&R) -> String) -> Self {
        Self {
            is_elastic: false,
            ..Self::text(head, usize::MAX, cell)
        }
    }

    /// Numbers, aligned right.
    pub(super) fn number(head: &'static str, cell: fn(&R) -> String) -> Self {
        Self {
            head,
            right: true,
            max_width: usize::MAX,
            is_elastic: false,
            cell,
        }
    }
}

/// Makes columns narrower until they fit into a width: first the widest elastic ones, then the last column, or
/// columns at the end are left out.
fn narrow<R>(widths: &mut Vec<usize>, columns: &[&Column<R>], width: usize) {
    let used = |widths: &[usize]| widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
    while used(widths) > width {
        let elastic = widths.iter_mut().zip(columns).filter(|(width, column)| {
            column.is_elastic && **width > MIN_WIDTH.max(column.head.width())
        });
        match elastic.max_by_key(|(width, _)| **width) {
            Some((widest, _)) => *widest -= 1,
            None => break,
        }
    }
    while used(widths) > width && widths.len() > 1 {
        let excess = used(widths) - width;
        let is_text = columns
            .get(widths.len() - 1)
            .is_some_and(|last| !last.right);
        match widths.last_mut() {
            Some(last) if is_text && *last >= excess + MIN_LAST => *last -= excess,
            _ => {
                widths.pop();
            }
        }
    }
    if let [only] = widths.as_mut_slice() {
        *only = (*only).min(width);
    }
}

/// A line of headings and one line per row, the first column bold; empty if there are no rows. Columns are
/// fitted into the width of the terminal; in a pipe nothing is cut.
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
    let mut rows: Vec<Vec<String>> = (rows.into_iter())
        .map(|row| columns.iter().map(|column| fit(row, column)).collect())
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    // A column without any value takes room from the others.
    let says = |index: usize| {
        let mut cells = rows.iter().filter_map(|row: &Vec<String>| row.get(index));
        cells.any(|cell| !cell.is_empty())
    };
    let all: Vec<usize> = (0..columns.len()).collect();
    let shown: Vec<usize> = match layout.width {
        Some(_) => all.into_iter().filter(|&at| at == 0 || says(at)).collect(),
        None => all,
    };
    let columns: Vec<&Column<R>> = shown.iter().filter_map(|&at| columns.get(at)).collect();
    for row in &mut rows {
        *row = shown
            .iter()
            .filter_map(|&at| row.get(at).cloned())
            .collect();
    }
    let width = |(index, column): (usize, &&Column<R>)| {
        let cells = rows.iter().filter_map(|row: &Vec<String>| row.get(index));
        let max = cells.map(|cell| cell.width()).max().unwrap_or(0);
        max.max(column.head.len())
    };
    let mut widths: Vec<usize> = columns.iter().enumerate().map(width).collect();
    if let Some(width) = layout.width {
        narrow(&mut widths, &columns, layout.terminal.unwrap_or(width));
    }
    let line = |cells: &mut dyn Iterator<Item = &str>, style: &str| {
        let mut line = String::new();
        for ((at, (cell, column)), &width) in cells.zip(&columns).enumerate().zip(&widths) {
            let cell = match layout.width {
                Some(_) => clip(cell, width),
                None => cell.to_owned(),
            };
            if at > 0 {
                line.push_str("  ");
            }
            let cell = match column.right {
                true => format!("{}{cell}", " ".repeat(width.saturating_sub(cell.width()))),
                false => pad(&cell, width),
            };
            match at {
                0 if style == BOLD => line.push_str(&format!("{BOLD}{cell}{RESET}")),
                _ => line.push_str(&cell),
            }
        }
        match style {
            BOLD => format!("{}\n", line.trim_end()),
            style => format!("{style}{}{RESET}\n", line.trim_end()),
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
