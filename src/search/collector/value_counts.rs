//! How often the values of a column occur.

use std::sync::Arc;

use tantivy::{DocId, SegmentOrdinal, columnar::StrColumn};

use crate::index::{GlobalOrdinals, NO_ORDINAL, texts};

/// How often the values of a column occur.
pub(crate) enum ValueCounts {
    /// Values with the number of matches, in order.
    Named(Vec<(String, u64)>),
    /// By the number of the value in the column at a place of a table.
    Numbered(Arc<GlobalOrdinals>, usize, Vec<u32>),
}

impl Default for ValueCounts {
    fn default() -> Self {
        Self::Named(Vec::new())
    }
}

impl ValueCounts {
    /// How many values occur.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Named(values) => values.len(),
            Self::Numbered(.., counts) => counts.iter().filter(|count| **count > 0).count(),
        }
    }

    /// How often any of them occurs.
    pub(crate) fn sum(&self) -> u64 {
        match self {
            Self::Named(values) => values.iter().map(|(_, count)| count).sum(),
            Self::Numbered(.., counts) => counts.iter().map(|count| u64::from(*count)).sum(),
        }
    }

    /// The values that occur with the number of matches, in order.
    pub(crate) fn named(self) -> Vec<(String, u64)> {
        match self {
            Self::Named(values) => values,
            Self::Numbered(table, place, counts) => (table.values(place).iter().zip(counts))
                .filter(|(_, count)| *count > 0)
                .map(|(value, count)| (value.clone(), u64::from(count)))
                .collect(),
        }
    }

    pub(crate) fn add(&mut self, more: Self) {
        match (self, more) {
            (Self::Named(all), Self::Named(more)) => all.extend(more),
            (Self::Numbered(.., all), Self::Numbered(.., more)) => {
                for (all, more) in all.iter_mut().zip(more) {
                    *all += more;
                }
            }
            (all, more) => *all = more,
        }
    }
}

/// How often each value of a column occurs in a segment.
pub(crate) struct ColumnCounts {
    column: Option<StrColumn>,
    /// By the number of the value.
    counts: Vec<u32>,
}

impl ColumnCounts {
    pub(crate) fn of(column: Option<StrColumn>) -> Self {
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        let counts = vec![0; values];
        Self { column, counts }
    }

    pub(crate) fn add(&mut self, docs: &[DocId], ords: &mut [Option<u64>]) {
        look_up(self.column.as_ref(), docs, ords);
        for ord in ords.iter().flatten() {
            if let Some(count) = self.counts.get_mut(*ord as usize) {
                *count += 1;
            }
        }
    }

    pub(crate) fn counted(self) -> tantivy::Result<ValueCounts> {
        let occur = self.counts.iter().zip(0..).filter(|(count, _)| **count > 0);
        let (counts, ords): (Vec<u32>, Vec<u64>) = occur.unzip();
        let values = texts(self.column.as_ref(), &ords)?;
        let counts = counts.into_iter().map(u64::from);
        Ok(ValueCounts::Named(values.into_iter().zip(counts).collect()))
    }
}

/// How often each value of some columns of a table occurs in a segment.
pub(crate) struct OrdinalCounts {
    table: Arc<GlobalOrdinals>,
    segment: usize,
    /// The place of each column in the table, and how often its values occur.
    columns: Vec<(usize, Vec<u32>)>,
}

impl OrdinalCounts {
    pub(crate) fn of(
        table: &Arc<GlobalOrdinals>,
        segment: SegmentOrdinal,
        columns: &[&str],
    ) -> Self {
        let places = columns
            .iter()
            .filter_map(|column| GlobalOrdinals::place(column));
        Self {
            table: Arc::clone(table),
            segment: segment as usize,
            columns: places
                .map(|place| (place, vec![0; table.values(place).len()]))
                .collect(),
        }
    }

    pub(crate) fn add(&mut self, docs: &[DocId]) {
        let rows = self.table.rows(self.segment);
        for row in docs.iter().filter_map(|doc| rows.get(*doc as usize)) {
            for (place, counts) in &mut self.columns {
                let value = row.get(*place).copied().unwrap_or(NO_ORDINAL);
                if let Some(count) = counts.get_mut(value as usize) {
                    *count += 1;
                }
            }
        }
    }

    pub(crate) fn counted(self) -> Vec<ValueCounts> {
        let columns = self.columns.into_iter();
        columns
            .map(|(place, counts)| ValueCounts::Numbered(Arc::clone(&self.table), place, counts))
            .collect()
    }
}

/// The numbers of the values that some passages have in a column.
pub(crate) fn look_up(column: Option<&StrColumn>, docs: &[DocId], ords: &mut [Option<u64>]) {
    ords.fill(None);
    if let Some(column) = column {
        column.ords().first_vals(docs, ords);
    }
}

/// Puts values in order and makes equal ones one.
pub(crate) fn add_up<T: Ord>(counts: &mut Vec<(T, u64)>) {
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
