//! Tables for other programs.

use crate::{Error, Result};

/// Comma-separated values (RFC 4180) with a head.
pub(super) fn csv(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<String> {
    let unwritable = |error| Error::request("the table cannot be written").because(error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).map_err(unwritable)?;
    for row in rows {
        writer.write_record(row).map_err(unwritable)?;
    }
    let bytes = writer.into_inner().map_err(|error| {
        Error::request("the table cannot be written").because(error.into_error())
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_commas_or_quotes_is_quoted() {
        let rows = [vec!["1,5".to_owned(), "「\"x\"」".to_owned()]];
        let table = csv(&["a", "b"], rows.into_iter()).unwrap();
        assert_eq!(table, "a,b\n\"1,5\",\"「\"\"x\"\"」\"\n");
    }
}
