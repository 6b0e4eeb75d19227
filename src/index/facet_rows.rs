//! The combinations of column values that passages of a commit have. Passages of one speaker in one part of
//! a call share a combination, a *row*, so there are some ten times fewer rows than passages. Matches are
//! counted by row; counts of values, calls and speakers are sums over rows.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;
use tantivy::{DocId, SegmentReader, columnar::StrColumn};

use super::schema::FacetField;
use crate::model::{Period, Person, Word};

/// The columns whose values make a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowColumn {
    /// Id of the call.
    Call,
    /// A facet.
    Facet(FacetField),
    /// Title of the speaker.
    Title,
    /// Every name of a speaker with several, a line each.
    Names,
}

/// Number of columns.
const COLUMNS: usize = RowColumn::ALL.len();

/// The ordinal of a row that has no value in a column.
const NO_ORDINAL: u32 = u32::MAX;

/// The values of a row: by column the index into the column's values, or [`NO_ORDINAL`].
type Ordinals = [u32; COLUMNS];

/// Rows and the values of their columns.
#[derive(Debug, Default)]
pub(crate) struct FacetRows {
    columns: [FacetColumn; COLUMNS],
    /// Number of rows.
    len: usize,
}

/// One column of all rows: a sum over rows reads nothing else.
#[derive(Debug, Default)]
struct FacetColumn {
    /// Sorted.
    values: Vec<String>,
    /// By row, the index into the values, or [`NO_ORDINAL`].
    ordinals: Vec<u32>,
}

/// Assigns rows to documents of a segment, in the order in which they are seen.
pub(crate) struct RowAssigner {
    columns: [Option<StrColumn>; COLUMNS],
    rows: Vec<Ordinals>,
    known: HashMap<Ordinals, u32, FxBuildHasher>,
    /// The last row: consecutive documents mostly have the same.
    last: Option<(Ordinals, u32)>,
    ordinals: Vec<Ordinals>,
    values: Vec<Option<u64>>,
}

impl RowColumn {
    /// Every column.
    pub(crate) const ALL: [Self; 9] = [
        Self::Call,
        Self::Facet(FacetField::Company),
        Self::Facet(FacetField::Speaker),
        Self::Facet(FacetField::Role),
        Self::Facet(FacetField::Firm),
        Self::Facet(FacetField::Section),
        Self::Facet(FacetField::Period),
        Self::Title,
        Self::Names,
    ];

    pub(crate) const COMPANY: Self = Self::Facet(FacetField::Company);
    pub(crate) const SPEAKER: Self = Self::Facet(FacetField::Speaker);
    pub(crate) const ROLE: Self = Self::Facet(FacetField::Role);
    pub(crate) const FIRM: Self = Self::Facet(FacetField::Firm);
    pub(crate) const PERIOD: Self = Self::Facet(FacetField::Period);

    /// Name of the column.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Facet(facet) => facet.word(),
            Self::Title => "title",
            Self::Names => "names",
        }
    }

    fn index(self) -> usize {
        let mut all = Self::ALL.iter();
        all.position(|column| *column == self).unwrap_or_default()
    }
}

impl RowAssigner {
    /// Rows of the values of some columns; the others count as empty.
    pub(crate) fn new(segment: &SegmentReader, wanted: &[RowColumn]) -> tantivy::Result<Self> {
        let mut columns = [const { None }; COLUMNS];
        for column in wanted {
            if let Some(slot) = columns.get_mut(column.index()) {
                *slot = segment.fast_fields().str(column.name())?;
            }
        }
        Ok(Self {
            columns,
            rows: Vec::new(),
            known: HashMap::default(),
            last: None,
            ordinals: Vec::new(),
            values: Vec::new(),
        })
    }

    /// Writes the row of each document, as an index into this assigner's rows.
    pub(crate) fn assign(&mut self, docs: &[DocId], rows: &mut Vec<u32>) {
        rows.clear();
        self.ordinals.clear();
        self.ordinals.resize(docs.len(), [NO_ORDINAL; COLUMNS]);
        for (index, column) in self.columns.iter().enumerate() {
            let Some(column) = column else { continue };
            self.values.clear();
            self.values.resize(docs.len(), None);
            column.ords().first_vals(docs, &mut self.values);
            for (ordinals, value) in self.ordinals.iter_mut().zip(&self.values) {
                if let (Some(slot), Some(value)) = (ordinals.get_mut(index), value) {
                    *slot = u32::try_from(*value).unwrap_or(NO_ORDINAL);
                }
            }
        }
        for ordinals in &self.ordinals {
            let row = match self.last {
                Some((last, row)) if last == *ordinals => row,
                _ => *self.known.entry(*ordinals).or_insert_with(|| {
                    self.rows.push(*ordinals);
                    (self.rows.len() - 1) as u32
                }),
            };
            self.last = Some((*ordinals, row));
            rows.push(row);
        }
    }

    /// Number of rows assigned so far.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows, in the order in which they were assigned.
    pub(crate) fn finish(self) -> tantivy::Result<FacetRows> {
        let mut columns: [FacetColumn; COLUMNS] = Default::default();
        for (index, (read, column)) in self.columns.iter().zip(&mut columns).enumerate() {
            let of_rows = self.rows.iter().filter_map(|row| row.get(index).copied());
            column.ordinals = of_rows.collect();
            let Some(read) = read else { continue };
            let mut used = column.ordinals.clone();
            used.sort_unstable();
            used.dedup();
            used.retain(|ordinal| *ordinal != NO_ORDINAL);
            let numbers: Vec<u64> = used.iter().map(|ordinal| u64::from(*ordinal)).collect();
            let add = |text: &[u8]| {
                let value = String::from_utf8_lossy(text);
                column.values.push(value.into_owned());
            };
            read.dictionary().sorted_ords_to_term_cb(&numbers, add)?;
            column.map_ordinals(|ordinal| position(&used, ordinal));
        }
        Ok(FacetRows {
            columns,
            len: self.rows.len(),
        })
    }
}

impl FacetColumn {
    fn map_ordinals(&mut self, map: impl Fn(u32) -> u32) {
        for ordinal in &mut self.ordinals {
            if *ordinal != NO_ORDINAL {
                *ordinal = map(*ordinal);
            }
        }
    }

    /// Appends the rows of another column, whose values are among these.
    fn append(&mut self, mut other: Self) {
        let map: Vec<u32> = (other.values.iter())
            .map(|value| find(&self.values, value))
            .collect();
        other.map_ordinals(|ordinal| map.get(ordinal as usize).copied().unwrap_or(NO_ORDINAL));
        self.ordinals.append(&mut other.ordinals);
    }
}

impl FacetRows {
    /// Rows of some values.
    #[cfg(feature = "cluster")]
    pub(crate) fn of(rows: Vec<Vec<(RowColumn, String)>>) -> Self {
        let mut columns: [FacetColumn; COLUMNS] = Default::default();
        for (column, value) in rows.iter().flatten() {
            if let Some(column) = columns.get_mut(column.index()) {
                column.values.push(value.clone());
            }
        }
        for column in &mut columns {
            column.values.sort_unstable();
            column.values.dedup();
            column.ordinals = vec![NO_ORDINAL; rows.len()];
        }
        for (row, values) in rows.iter().enumerate() {
            for (column, value) in values {
                let column = columns.get_mut(column.index());
                if let Some(FacetColumn { values, ordinals }) = column
                    && let Some(ordinal) = ordinals.get_mut(row)
                {
                    *ordinal = find(values, value);
                }
            }
        }
        Self {
            columns,
            len: rows.len(),
        }
    }

    /// The rows of several segments one after the other, over shared values. Speakers among `people` get
    /// the name under which they are shown.
    pub(crate) fn merge(segments: Vec<Self>, people: &[Person]) -> Self {
        let mut merged = Self {
            len: segments.iter().map(Self::len).sum(),
            ..Self::default()
        };
        for (index, column) in merged.columns.iter_mut().enumerate() {
            let of_segments = segments.iter().map(|segment| segment.column(index));
            let values = of_segments.flat_map(|column| &column.values);
            column.values = values.cloned().collect();
            if index == SPEAKER {
                let shown = people.iter().map(|person| person.display_name());
                column.values.extend(shown.map(str::to_owned));
            }
            column.values.sort_unstable();
            column.values.dedup();
        }
        for segment in segments {
            for (column, other) in merged.columns.iter_mut().zip(segment.columns) {
                column.append(other);
            }
        }
        merged.rename(people);
        merged
    }

    /// Gives the rows of speakers with several names the name under which they are shown. A name is that
    /// of a person on the calls of the person's company only.
    fn rename(&mut self, people: &[Person]) {
        let mut shown: HashMap<(u32, u32), u32> = HashMap::new();
        for person in people {
            let [companies, speakers] =
                [COMPANY, SPEAKER].map(|index| self.column(index).values.as_slice());
            let company = find(companies, &person.company);
            if company == NO_ORDINAL {
                continue;
            }
            let name = find(speakers, person.display_name());
            let others = person.names.iter().skip(1);
            let others = others.map(|other| find(speakers, other));
            let others = others.filter(|other| *other != NO_ORDINAL);
            shown.extend(others.map(|other| ((company, other), name)));
        }
        if shown.is_empty() {
            return;
        }
        let [_, companies, speakers, ..] = &mut self.columns;
        for (company, speaker) in companies.ordinals.iter().zip(&mut speakers.ordinals) {
            if let Some(name) = shown.get(&(*company, *speaker)) {
                *speaker = *name;
            }
        }
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The values of a column, sorted.
    pub(crate) fn values(&self, column: RowColumn) -> &[String] {
        &self.column(column.index()).values
    }

    /// The value of a row in a column, as an index into [`Self::values`].
    pub(crate) fn ordinal(&self, row: usize, column: RowColumn) -> Option<usize> {
        let ordinal = self.column(column.index()).ordinals.get(row)?;
        (*ordinal != NO_ORDINAL).then_some(*ordinal as usize)
    }

    /// The value of a row in a column.
    pub(crate) fn value(&self, row: usize, column: RowColumn) -> Option<&str> {
        let value = self.values(column).get(self.ordinal(row, column)?)?;
        Some(value)
    }

    /// What tells the period of a row: each is parsed once.
    pub(crate) fn periods(&self) -> impl Fn(usize) -> Option<Period> {
        let periods = self.values(RowColumn::PERIOD).iter();
        let periods: Vec<Option<Period>> = periods.map(|period| period.parse().ok()).collect();
        move |row| *periods.get(self.ordinal(row, RowColumn::PERIOD)?)?
    }

    /// Sums the counts of rows by the values of a column.
    pub(crate) fn sums(
        &self,
        counts: impl Iterator<Item = (usize, u64)>,
        column: RowColumn,
    ) -> Vec<u64> {
        let FacetColumn { values, ordinals } = self.column(column.index());
        let mut sums = vec![0; values.len()];
        for (row, count) in counts {
            let ordinal = ordinals.get(row);
            if let Some(sum) = ordinal.and_then(|ordinal| sums.get_mut(*ordinal as usize)) {
                *sum += count;
            }
        }
        sums
    }

    fn column(&self, index: usize) -> &FacetColumn {
        static NONE: FacetColumn = FacetColumn {
            values: Vec::new(),
            ordinals: Vec::new(),
        };
        self.columns.get(index).unwrap_or(&NONE)
    }
}

/// Indexes of two columns, as [`RowColumn::ALL`] has them.
const COMPANY: usize = 1;
const SPEAKER: usize = 2;

fn position(sorted: &[u32], ordinal: u32) -> u32 {
    let found = sorted.binary_search(&ordinal);
    found.map_or(NO_ORDINAL, |index| index as u32)
}

/// The ordinal of a value among sorted values.
#[inline]
fn find(values: &[String], value: &str) -> u32 {
    let found = values.binary_search_by(|known| known.as_str().cmp(value));
    found.map_or(NO_ORDINAL, |index| index as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: [&[&str]; 3], rows: &[[u32; 3]]) -> FacetRows {
        let mut built = FacetRows {
            len: rows.len(),
            ..FacetRows::default()
        };
        for (index, column) in built.columns.iter_mut().enumerate() {
            let given = values.get(index).copied().unwrap_or_default();
            column.values = given.iter().map(|value| (*value).to_owned()).collect();
            let ordinal = |row: &[u32; 3]| row.get(index).copied().unwrap_or(NO_ORDINAL);
            column.ordinals = rows.iter().map(ordinal).collect();
        }
        built
    }

    #[test]
    fn rows_of_segments_share_values_and_people_have_one_name() {
        let one = rows(
            [&["A-1"], &["A"], &["Toby Hale", "Wen"]],
            &[[0, 0, 0], [0, 0, 1], [0, 0, NO_ORDINAL]],
        );
        let other = rows([&["B-1"], &["B"], &["Toby Hale"]], &[[0, 0, 0]]);
        let person = Person {
            company: "A".into(),
            names: vec!["Tobias Hale".into(), "Toby Hale".into()],
        };
        let merged = FacetRows::merge(vec![one, other], &[person]);
        let speaker = RowColumn::Facet(FacetField::Speaker);
        let named: Vec<Option<&str>> = (0..4).map(|row| merged.value(row, speaker)).collect();
        let expected = [Some("Tobias Hale"), Some("Wen"), None, Some("Toby Hale")];
        assert_eq!(named, expected);
        assert_eq!(merged.values(RowColumn::Call), ["A-1", "B-1"]);
        let counts = || [3, 4, 5, 7].into_iter().enumerate();
        assert_eq!(merged.sums(counts(), RowColumn::Call), [12, 7]);
        assert_eq!(merged.sums(counts(), speaker), [3, 7, 4]);
    }

    #[test]
    fn every_column_has_its_index() {
        assert_eq!(RowColumn::Facet(FacetField::Company).index(), COMPANY);
        assert_eq!(RowColumn::Facet(FacetField::Speaker).index(), SPEAKER);
        assert_eq!(RowColumn::Names.index(), COLUMNS - 1);
    }
}
