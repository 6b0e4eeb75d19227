//! Counts of the values of a column.

use std::sync::Arc;

use tantivy::{DocId, SegmentOrdinal, columnar::StrColumn};

use crate::index::{GlobalOrdinals, NO_ORDINAL, texts};

/// Counts of the values of a column.
pub(crate) enum ValueCounts {
    /// Values with the number of matches, in order.
    Named(Vec<(String, u64)>),
    /// By ordinal in a column of the global ordinals.
    Numbered(Arc<GlobalOrdinals>, usize, Vec<u32>),
}

impl Default for ValueCounts {
    fn default() -> Self {
        Self::Named(Vec::new())
    }
}

impl ValueCounts {
    /// Number of values that occur.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Named(values) => values.len(),
            Self::Numbered(.., counts) => counts.iter().filter(|count| **count > 0).count(),
        }
    }

    /// Sum of the counts.
    pub(crate) fn sum(&self) -> u64 {
        match self {
            Self::Named(values) => values.iter().map(|(_, count)| count).sum(),
            Self::Numbered(.., counts) => counts.iter().map(|count| u64::from(*count)).sum(),
        }
    }

    /// The values that occur with their counts, in order.
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

/// Counts of the values of a column within a segment.
pub(crate) struct ColumnCounts {
    column: Option<StrColumn>,
    /// By ordinal.
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

/// Counts of the values of some columns within a segment, by global ordinal.
pub(crate) struct OrdinalCounts {
    table: Arc<GlobalOrdinals>,
    segment: usize,
    /// Index of each column among the global ordinals, and the counts of its values.
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
            .filter_map(|column| GlobalOrdinals::column_index(column));
        Self {
            table: Arc::clone(table),
            segment: segment as usize,
            columns: places
                .map(|place| (place, vec![0; table.values(place).len()]))
                .collect(),
        }
    }

    pub(crate) fn add(&mut self, docs: &[DocId]) {
        let rows = self.table.documents(self.segment);
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

/// Looks up the ordinals of some passages in a column.
pub(crate) fn look_up(column: Option<&StrColumn>, docs: &[DocId], ords: &mut [Option<u64>]) {
    ords.fill(None);
    if let Some(column) = column {
        column.ords().first_vals(docs, ords);
    }
}

/// Sorts values and merges equal ones.
pub(crate) fn add_up<T: Ord>(counts: &mut Vec<(T, u64)>) {
    // Stable, since the input is mostly in order.
    counts.sort_by(|a, b| a.0.cmp(&b.0));
    counts.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            first.1 += next.1;
        }
        same
    });
}
