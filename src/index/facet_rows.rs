//! The combinations of column values that passages of a commit have. Passages of one speaker in one part of
//! a call share a combination, a *row*, so there are some ten times fewer rows than passages. Matches are
//! counted by row; counts of values, calls and speakers are sums over rows.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;
use tantivy::{DocId, SegmentReader, columnar::StrColumn};

use super::schema::FacetField;
use crate::model::{Person, Word};

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
    /// By column, sorted.
    values: [Vec<String>; COLUMNS],
    rows: Vec<Ordinals>,
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

    fn name(self) -> &'static str {
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
        let mut rows = self.rows;
        let mut values: [Vec<String>; COLUMNS] = Default::default();
        for (index, (column, values)) in self.columns.iter().zip(&mut values).enumerate() {
            let Some(column) = column else { continue };
            let mut used: Vec<u32> = ordinals(&rows, index).collect();
            used.sort_unstable();
            used.dedup();
            let numbers: Vec<u64> = used.iter().map(|ordinal| u64::from(*ordinal)).collect();
            let add = |text: &[u8]| values.push(String::from_utf8_lossy(text).into_owned());
            column.dictionary().sorted_ords_to_term_cb(&numbers, add)?;
            for row in &mut rows {
                map_ordinal(row, index, |ordinal| position(&used, ordinal));
            }
        }
        Ok(FacetRows { values, rows })
    }
}

impl FacetRows {
    /// The rows of several segments one after the other, over shared values. Speakers among `people` get
    /// the name under which they are shown.
    pub(crate) fn merge(segments: Vec<Self>, people: &[Person]) -> Self {
        let mut merged = Self::default();
        for (index, values) in merged.values.iter_mut().enumerate() {
            let of_segments = segments
                .iter()
                .flat_map(|segment| segment.values.get(index));
            values.extend(of_segments.flatten().cloned());
            if index == SPEAKER {
                values.extend(people.iter().map(|person| person.display_name().to_owned()));
            }
            values.sort_unstable();
            values.dedup();
        }
        for Self { values, mut rows } in segments {
            for (index, (values, shared)) in values.iter().zip(&merged.values).enumerate() {
                let map: Vec<u32> = values.iter().map(|value| find(shared, value)).collect();
                for row in &mut rows {
                    map_ordinal(row, index, |ordinal| {
                        map.get(ordinal as usize).copied().unwrap_or(NO_ORDINAL)
                    });
                }
            }
            merged.rows.extend(rows);
        }
        merged.rename(people);
        merged
    }

    /// Gives the rows of speakers with several names the name under which they are shown. A name is that
    /// of a person on the calls of the person's company only.
    fn rename(&mut self, people: &[Person]) {
        let mut shown: HashMap<(u32, u32), u32> = HashMap::new();
        for person in people {
            let [companies, speakers] = [COMPANY, SPEAKER].map(|index| self.column(index));
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
        for row in &mut self.rows {
            let key = (row.get(COMPANY).copied(), row.get(SPEAKER).copied());
            if let (Some(company), Some(speaker)) = key
                && let Some(name) = shown.get(&(company, speaker))
                && let Some(slot) = row.get_mut(SPEAKER)
            {
                *slot = *name;
            }
        }
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The values of a column, sorted.
    pub(crate) fn values(&self, column: RowColumn) -> &[String] {
        self.column(column.index())
    }

    /// The value of a row in a column, as an index into [`Self::values`].
    pub(crate) fn ordinal(&self, row: usize, column: RowColumn) -> Option<usize> {
        let ordinal = self.rows.get(row)?.get(column.index())?;
        (*ordinal != NO_ORDINAL).then_some(*ordinal as usize)
    }

    /// The value of a row in a column.
    pub(crate) fn value(&self, row: usize, column: RowColumn) -> Option<&str> {
        let value = self.values(column).get(self.ordinal(row, column)?)?;
        Some(value)
    }

    /// Sums the counts of rows by the values of a column.
    pub(crate) fn sums(
        &self,
        counts: impl Iterator<Item = (usize, u64)>,
        column: RowColumn,
    ) -> Vec<u64> {
        let index = column.index();
        let mut sums = vec![0; self.column(index).len()];
        for (row, count) in counts {
            let ordinal = self.rows.get(row).and_then(|row| row.get(index));
            if let Some(sum) = ordinal.and_then(|ordinal| sums.get_mut(*ordinal as usize)) {
                *sum += count;
            }
        }
        sums
    }

    fn column(&self, index: usize) -> &[String] {
        self.values.get(index).map_or(&[], Vec::as_slice)
    }
}

/// Indexes of two columns, as [`RowColumn::ALL`] has them.
const COMPANY: usize = 1;
const SPEAKER: usize = 2;

/// The ordinals of rows in a column.
fn ordinals(rows: &[Ordinals], index: usize) -> impl Iterator<Item = u32> {
    let ordinals = rows.iter().filter_map(move |row| row.get(index).copied());
    ordinals.filter(|ordinal| *ordinal != NO_ORDINAL)
}

fn map_ordinal(row: &mut Ordinals, index: usize, map: impl Fn(u32) -> u32) {
    if let Some(slot) = row.get_mut(index)
        && *slot != NO_ORDINAL
    {
        *slot = map(*slot);
    }
}

fn position(sorted: &[u32], ordinal: u32) -> u32 {
    let found = sorted.binary_search(&ordinal);
    found.map_or(NO_ORDINAL, |index| index as u32)
}

/// The ordinal of a value among sorted values.
fn find(values: &[String], value: &str) -> u32 {
    let found = values.binary_search_by(|known| known.as_str().cmp(value));
    found.map_or(NO_ORDINAL, |index| index as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: [&[&str]; 3], rows: &[[u32; 3]]) -> FacetRows {
        let mut built = FacetRows::default();
        for (slot, values) in built.values.iter_mut().zip(values) {
            *slot = values.iter().map(|value| (*value).to_owned()).collect();
        }
        built.rows = (rows.iter())
            .map(|[call, company, speaker]| {
                let mut row = [NO_ORDINAL; COLUMNS];
                row[..3].copy_from_slice(&[*call, *company, *speaker]);
                row
            })
            .collect();
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
