//! How often the values of a column occur.

use std::sync::Arc;

use tantivy::{DocId, columnar::StrColumn};

use crate::index::{NO_VALUE, Table};

/// How often the values of a column occur.
pub(in crate::search) enum Counted {
    /// Values with the number of matches, in order.
    Named(Vec<(String, u64)>),
    /// By the number of the value in a table.
    Numbered(Arc<Table>, Vec<u32>),
}

impl Default for Counted {
    fn default() -> Self {
        Self::Named(Vec::new())
    }
}

impl Counted {
    /// How many values occur.
    pub(in crate::search) fn len(&self) -> usize {
        match self {
            Self::Named(values) => values.len(),
            Self::Numbered(_, counts) => counts.iter().filter(|count| **count > 0).count(),
        }
    }

    /// How often any of them occurs.
    pub(in crate::search) fn sum(&self) -> u64 {
        match self {
            Self::Named(values) => values.iter().map(|(_, count)| count).sum(),
            Self::Numbered(_, counts) => counts.iter().map(|count| u64::from(*count)).sum(),
        }
    }

    /// The values that occur with the number of matches, in order.
    pub(in crate::search) fn named(self) -> Vec<(String, u64)> {
        match self {
            Self::Named(values) => values,
            Self::Numbered(table, counts) => (table.values.iter().zip(counts))
                .filter(|(_, count)| *count > 0)
                .map(|(value, count)| (value.clone(), u64::from(count)))
                .collect(),
        }
    }

    pub(super) fn add(&mut self, more: Self) {
        match (self, more) {
            (Self::Named(all), Self::Named(more)) => all.extend(more),
            (Self::Numbered(_, all), Self::Numbered(_, more)) => {
                for (all, more) in all.iter_mut().zip(more) {
                    *all += more;
                }
            }
            (all, more) => *all = more,
        }
    }
}

/// How often each value of a column occurs in a segment.
pub(super) struct Counts {
    values: Values,
    /// By the number of the value.
    counts: Vec<u32>,
}

/// Where the values of a column are looked up.
pub(super) enum Values {
    Column(Option<StrColumn>),
    /// A table, and the number of the segment.
    Table(Arc<Table>, usize),
}

impl Counts {
    pub(super) fn of(values: Values) -> Self {
        let count = match &values {
            Values::Column(column) => column.as_ref().map_or(0, |column| column.num_terms()),
            Values::Table(table, _) => table.values.len(),
        };
        let counts = vec![0; count];
        Self { values, counts }
    }

    pub(super) fn add(&mut self, docs: &[DocId], ords: &mut [Option<u64>]) {
        match &self.values {
            Values::Table(table, segment) => {
                let numbers = table.segments.get(*segment).map_or(&[][..], Vec::as_slice);
                for doc in docs {
                    let value = numbers.get(*doc as usize).copied().unwrap_or(NO_VALUE);
                    if let Some(count) = self.counts.get_mut(value as usize) {
                        *count += 1;
                    }
                }
            }
            Values::Column(column) => {
                look_up(column.as_ref(), docs, ords);
                for ord in ords.iter().flatten() {
                    if let Some(count) = self.counts.get_mut(*ord as usize) {
                        *count += 1;
                    }
                }
            }
        }
    }

    pub(super) fn counted(self) -> tantivy::Result<Counted> {
        let column = match self.values {
            Values::Table(table, _) => return Ok(Counted::Numbered(table, self.counts)),
            Values::Column(column) => column,
        };
        let occur = self.counts.iter().zip(0..).filter(|(count, _)| **count > 0);
        let (counts, ords): (Vec<u32>, Vec<u64>) = occur.unzip();
        let values = texts(column.as_ref(), &ords)?;
        let counts = counts.into_iter().map(u64::from);
        Ok(Counted::Named(values.into_iter().zip(counts).collect()))
    }
}

/// The numbers of the values that some passages have in a column.
pub(super) fn look_up(column: Option<&StrColumn>, docs: &[DocId], ords: &mut [Option<u64>]) {
    ords.fill(None);
    if let Some(column) = column {
        column.ords().first_vals(docs, ords);
    }
}

/// The values of some numbers in ascending order.
pub(super) fn texts(column: Option<&StrColumn>, ords: &[u64]) -> tantivy::Result<Vec<String>> {
    let mut values = Vec::with_capacity(ords.len());
    if let Some(column) = column {
        let add = |value: &[u8]| values.push(String::from_utf8_lossy(value).into_owned());
        column.dictionary().sorted_ords_to_term_cb(ords, add)?;
    }
    Ok(values)
}

/// Puts values in order and makes equal ones one.
pub(super) fn add_up<T: Ord>(counts: &mut Vec<(T, u64)>) {
    // Stable, since what comes is in order for the most part.
    counts.sort_by(|a, b| a.0.cmp(&b.0));
    counts.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            first.1 += next.1;
        }
        same
    });
}
