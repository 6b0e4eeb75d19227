//! Tables as workbooks of a spreadsheet.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::Table;
use crate::{Error, Result};

/// Most characters in a cell of a spreadsheet.
const MAX_CELL: usize = 32_767;

/// Most rows of a sheet below its header.
const MAX_ROWS: usize = 1_048_575;

/// Columns that stay text where all of their cells look like numbers: fiscal years, tickers such as 2330.
const TEXT: [&str; 8] = [
    "call", "company", "name", "names", "period", "first", "last", "value",
];

/// Widths of columns, in characters.
const WIDE: f64 = 70.0;
const NARROWEST: usize = 8;
const WIDEST: usize = 28;

impl Table {
    /// A workbook (.xlsx) of one sheet: a header that stays in place, filters, numbers as numbers, long texts
    /// wrapped. Text is never a formula.
    ///
    /// # Errors
    /// Where there are more rows than a sheet has.
    pub fn xlsx(&self) -> Result<Vec<u8>> {
        if self.rows.len() > MAX_ROWS {
            let message = format!(
                "a sheet has {MAX_ROWS} rows, and these are {}",
                self.rows.len()
            );
            return Err(Error::request(message).hint("narrow the search, or take CSV"));
        }
        let unwritable = |error| Error::internal("the workbook cannot be written").because(error);
        let mut workbook = Workbook::new();
        self.fill(workbook.add_worksheet()).map_err(unwritable)?;
        workbook.save_to_buffer().map_err(unwritable)
    }

    fn fill(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let header = Format::new().set_bold();
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        for (index, name) in (0_u16..).zip(&self.columns) {
            sheet.write_with_format(0, index, *name, &header)?;
            let cells = || {
                self.rows
                    .iter()
                    .filter_map(|row| row.get(usize::from(index)))
            };
            let is_number = !TEXT.contains(name)
                && cells().all(|cell| number(cell).is_some() || cell.is_empty());
            let longest = cells().map(|cell| cell.chars().count()).max().unwrap_or(0);
            sheet.set_column_width(index, width(longest.max(name.len())))?;
            for (row, cell) in (1_u32..).zip(cells()) {
                match number(cell).filter(|_| is_number) {
                    Some(number) => sheet.write_with_format(row, index, number, &text)?,
                    None if cell.is_empty() => continue,
                    None => sheet.write_string_with_format(row, index, clipped(cell), &text)?,
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        if let (Ok(last_row), Some(last)) = (
            u32::try_from(self.rows.len()),
            self.columns.len().checked_sub(1),
        ) {
            sheet.autofilter(0, 0, last_row, u16::try_from(last).unwrap_or(u16::MAX))?;
        }
        Ok(())
    }
}

fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}

fn width(characters: usize) -> f64 {
    match characters > 2 * WIDEST {
        true => WIDE,
        false => characters.clamp(NARROWEST, WIDEST) as f64 + 2.0,
    }
}

/// As much of a text as a cell holds.
fn clipped(cell: &str) -> String {
    cell.chars().take(MAX_CELL).collect()
}
