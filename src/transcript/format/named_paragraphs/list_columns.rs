//! Lists of participants in two columns, as text taken from a page has them: a row of names above a row of
//! titles.
//!
//! ```text
//! Ann Wu                      Bo Li
//! CEO & Director, Acme        Chief Financial Officer, Acme
//! ```

use super::{
    line::{Line, is_bare_name},
    section,
};
use crate::transcript::format::speaker::{is_firm, is_office};

/// Writes each person of a list in columns on a line of their own: `Ann Wu -- CEO & Director, Acme`.
pub(super) fn split(lines: Vec<Line>) -> Vec<Line> {
    let mut read = Vec::with_capacity(lines.len());
    let mut list = false;
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        if let Some(opening) = section::opening(&line.text) {
            list = opening.list().is_some();
        }
        let people = lines
            .peek()
            .filter(|_| list)
            .and_then(|next| people(&line.text, &next.text));
        match people {
            Some(people) => {
                lines.next();
                read.extend(people.into_iter().map(|text| Line {
                    number: line.number,
                    text,
                }));
            }
            None => read.push(line),
        }
    }
    read
}

/// The people of a row of names and a row of titles or firms below it.
fn people(names: &str, abouts: &str) -> Option<Vec<String>> {
    let (names, abouts) = (cells(names), cells(abouts));
    let told = names.len() >= 2
        && names.len() == abouts.len()
        && names
            .iter()
            .all(|name| name.contains(' ') && is_bare_name(name))
        && abouts
            .iter()
            .all(|about| is_office(about) || is_firm(about));
    told.then(|| {
        let people = names.iter().zip(&abouts);
        people
            .map(|(name, about)| format!("{name} -- {about}"))
            .collect()
    })
}

/// The cells of a row, which several spaces part.
fn cells(line: &str) -> Vec<&str> {
    line.split("  ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_people() {
        for (names, abouts, expected) in [
            (
                "Ann Wu                 Bo Li",
                "CEO, Acme Corp.        Chief Financial Officer, Acme Corp.",
                Some(vec![
                    "Ann Wu -- CEO, Acme Corp.",
                    "Bo Li -- Chief Financial Officer, Acme Corp.",
                ]),
            ),
            ("Ann Wu   Bo Li", "CEO", None),
            ("Ann Wu", "CEO", None),
            ("Net sales   Gross margin", "5   6", None),
        ] {
            let found = people(names, abouts);
            let found = found
                .as_ref()
                .map(|people| people.iter().map(String::as_str).collect());
            assert_eq!(found, expected, "{names}");
        }
    }
}
