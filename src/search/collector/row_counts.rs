//! Counts of matches by row: by call, speaker and the other columns that are counted.

use std::sync::Arc;

use tantivy::{DocId, SegmentOrdinal, SegmentReader, columnar::Column};

use crate::{
    index::{FacetRows, FacetTable, RowAssigner, RowColumn},
    model::Person,
};

/// Matches counted by row.
#[derive(Debug, Default)]
pub(crate) struct RowCounts {
    pub(crate) rows: Arc<FacetRows>,
    /// The rows with a match, in order, and their number of matches.
    counts: Vec<(u32, u32)>,
    /// Mentions in each of these rows, if they were asked for.
    pub(crate) mentions: Vec<RowMentions>,
}

/// Mentions in the matches of a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowMentions {
    /// Number of matched spans, on the side of a passage that has more.
    pub(crate) spans: u64,
    /// Numbers of the first and the last passage that match, in their call.
    pub(crate) first: u32,
    pub(crate) last: u32,
}

impl RowCounts {
    /// Numbers of matches of some rows, and their mentions, if they were asked for.
    #[cfg(feature = "cluster")]
    pub(crate) fn of(rows: Arc<FacetRows>, counts: Vec<u64>, mentions: Vec<RowMentions>) -> Self {
        let counts = counts
            .into_iter()
            .map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        Self {
            rows,
            counts: (0_u32..).zip(counts).collect(),
            mentions,
        }
    }

    /// All passages of a commit.
    pub(crate) fn of_all(table: &FacetTable) -> Self {
        Self {
            rows: Arc::clone(&table.rows),
            counts: table.passages.clone(),
            mentions: Vec::new(),
        }
    }

    /// Number of rows with a match.
    pub(crate) fn len(&self) -> usize {
        self.counts.len()
    }

    /// The rows with a match, with their number of matches.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = self.counts.iter();
        counts.map(|(row, count)| (*row as usize, u64::from(*count)))
    }

    /// The rows with a match, with their mentions, where they were asked for.
    pub(crate) fn extents(&self) -> impl Iterator<Item = (usize, RowMentions)> {
        let rows = self.counts.iter().map(|(row, _)| *row as usize);
        rows.zip(self.mentions.iter().copied())
    }

    /// The mentions of a row.
    pub(crate) fn mentions_of(&self, row: usize) -> RowMentions {
        let at = (self.counts).binary_search_by_key(&row, |(row, _)| *row as usize);
        let mentions = at.ok().and_then(|at| self.mentions.get(at));
        mentions.copied().unwrap_or_default()
    }

    /// The values of a column that matches have, in order, with the number of matches.
    pub(crate) fn values(&self, column: RowColumn) -> impl Iterator<Item = (&str, u64)> {
        let sums = self.rows.sums(self.iter(), column);
        let values = self.rows.values(column).iter().zip(sums);
        let values = values.filter(|(_, sum)| *sum > 0);
        values.map(|(value, sum)| (value.as_str(), sum))
    }
}

/// Counts the matches of a segment by row.
pub(super) struct SegmentRowCounts {
    rows: Rows,
    counts: Vec<u32>,
    /// What is asked for beside the counts.
    mentions: Option<MentionsByRow>,
    /// Numbers of the documents in their calls.
    numbers: Option<Column<u64>>,
}

/// The spans, and the first and last matching document, of each row.
#[derive(Default)]
struct MentionsByRow {
    /// Consecutive matches of one row, in the order of the documents.
    runs: Vec<Run>,
    /// The sum of each row, once there were many runs.
    by_row: Vec<Run>,
}

/// Matches in one row.
#[derive(Clone, Copy)]
struct Run {
    row: u32,
    spans: u64,
    first: DocId,
    last: DocId,
}

/// Number of runs that are sorted; more are added to an array of all rows.
const MOST_RUNS: usize = 4096;

impl MentionsByRow {
    fn add(&mut self, row: u32, doc: DocId, spans: u32) {
        let spans = u64::from(spans);
        match self.runs.last_mut() {
            Some(run) if run.row == row => run.extend(spans, doc),
            _ => {
                if self.runs.len() == MOST_RUNS {
                    self.sum();
                }
                self.runs.push(Run {
                    row,
                    spans,
                    first: doc,
                    last: doc,
                });
            }
        }
    }

    /// Adds the runs to the array of all rows.
    fn sum(&mut self) {
        for run in self.runs.drain(..) {
            let row = run.row as usize;
            if self.by_row.len() <= row {
                self.by_row.resize((row + 1).next_power_of_two(), NO_RUN);
            }
            match self.by_row.get_mut(row) {
                Some(sum) if sum.last != NO_DOCUMENT => sum.extend(run.spans, run.last),
                Some(sum) => *sum = run,
                None => {}
            }
        }
    }

    /// One run for each row that has matches, in order.
    fn finish(mut self) -> Vec<Run> {
        if !self.by_row.is_empty() {
            self.sum();
            self.by_row.retain(|run| run.last != NO_DOCUMENT);
            return self.by_row;
        }
        // Runs of one row stay in order.
        self.runs.sort_by_key(|run| run.row);
        self.runs.dedup_by(|next, run| {
            let is_same = next.row == run.row;
            if is_same {
                run.extend(next.spans, next.last);
            }
            is_same
        });
        self.runs
    }
}

impl Run {
    /// Adds matches up to a document.
    fn extend(&mut self, spans: u64, last: DocId) {
        self.spans += spans;
        self.last = last;
    }
}

/// Where the rows of documents are looked up.
enum Rows {
    Table(Arc<FacetTable>, usize),
    Columns(Box<RowAssigner>, Vec<u32>),
}

/// The counts of one segment, and its rows where they are not those of the table.
#[derive(Default)]
pub(super) struct SegmentCounts {
    rows: FacetRows,
    /// Number of rows.
    len: usize,
    counts: Vec<(u32, u32)>,
    mentions: Vec<RowMentions>,
}

impl SegmentRowCounts {
    pub(super) fn new(
        table: Option<&Arc<FacetTable>>,
        columns: &[RowColumn],
        mentions: bool,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let segment = segment as usize;
        let (len, rows) = match table {
            Some(table) => (
                table.segment(segment).map_or(0, |rows| rows.len),
                Rows::Table(Arc::clone(table), segment),
            ),
            None => {
                let assigner = Box::new(RowAssigner::new(reader, columns)?);
                (0, Rows::Columns(assigner, Vec::new()))
            }
        };
        Ok(Self {
            rows,
            counts: vec![0; len],
            mentions: mentions.then(MentionsByRow::default),
            numbers: reader.fast_fields().column_opt("n")?,
        })
    }

    /// Counts documents, which ascend; `spans` has the number of matched spans in each.
    pub(super) fn add(&mut self, docs: &[DocId], spans: &[u32]) {
        let rows = match &mut self.rows {
            Rows::Table(table, segment) => {
                let rows = table.segment(*segment).map_or(&[][..], |rows| &rows.rows);
                if self.mentions.is_none() {
                    for row in docs.iter().filter_map(|doc| rows.get(*doc as usize)) {
                        count(&mut self.counts, *row);
                    }
                    return;
                }
                let rows = docs.iter().map(|doc| rows.get(*doc as usize).copied());
                &rows.map(Option::unwrap_or_default).collect()
            }
            Rows::Columns(assigner, rows) => {
                assigner.assign(docs, rows);
                self.counts.resize(assigner.len(), 0);
                rows
            }
        };
        rows.iter().for_each(|row| count(&mut self.counts, *row));
        if let Some(mentions) = &mut self.mentions {
            for ((row, doc), spans) in rows.iter().zip(docs).zip(spans) {
                mentions.add(*row, *doc, *spans);
            }
        }
    }

    pub(super) fn finish(self) -> tantivy::Result<SegmentCounts> {
        let number = |doc: DocId| -> u32 {
            let number = self.numbers.as_ref().and_then(|numbers| numbers.first(doc));
            number
                .and_then(|number| number.try_into().ok())
                .unwrap_or(0)
        };
        let mentions = self.mentions.map(MentionsByRow::finish).unwrap_or_default();
        let mentions = mentions.into_iter().map(|run| RowMentions {
            spans: run.spans,
            first: number(run.first),
            last: number(run.last),
        });
        Ok(SegmentCounts {
            mentions: mentions.collect(),
            rows: match self.rows {
                Rows::Table(..) => FacetRows::default(),
                Rows::Columns(assigner, _) => assigner.finish()?,
            },
            len: self.counts.len(),
            counts: (0_u32..)
                .zip(self.counts)
                .filter(|(_, count)| *count > 0)
                .collect(),
        })
    }
}

/// A row without a match.
const NO_RUN: Run = Run {
    row: 0,
    spans: 0,
    first: NO_DOCUMENT,
    last: NO_DOCUMENT,
};
const NO_DOCUMENT: DocId = DocId::MAX;

fn count(counts: &mut [u32], row: u32) {
    if let Some(count) = counts.get_mut(row as usize) {
        *count += 1;
    }
}

/// Joins the counts of all segments, in their order.
pub(super) fn merge(
    table: Option<&Arc<FacetTable>>,
    people: &[Person],
    segments: Vec<SegmentCounts>,
) -> RowCounts {
    let mut rows = Vec::with_capacity(segments.len());
    let mut counts = Vec::with_capacity(segments.iter().map(|one| one.counts.len()).sum());
    let mut mentions = Vec::new();
    let mut first = 0;
    for segment in segments {
        let of_segment = segment.counts.iter();
        counts.extend(of_segment.map(|(row, count)| (first + row, *count)));
        first += segment.len as u32;
        mentions.extend(segment.mentions);
        rows.push(segment.rows);
    }
    let rows = match table {
        Some(table) => Arc::clone(&table.rows),
        None => Arc::new(FacetRows::merge(rows, people)),
    };
    RowCounts {
        rows,
        counts,
        mentions,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// First and last document and spans by row, as found and as expected.
    fn sums(rows: impl Iterator<Item = u32>) -> [Vec<(u32, DocId, DocId, u64)>; 2] {
        let mut mentions = MentionsByRow::default();
        let mut expected: BTreeMap<u32, (DocId, DocId, u64)> = BTreeMap::new();
        for (doc, row) in (0..).zip(rows) {
            let spans = doc % 3;
            mentions.add(row, doc, spans);
            let (_, last, sum) = expected.entry(row).or_insert((doc, doc, 0));
            *last = doc;
            *sum += u64::from(spans);
        }
        let found = mentions.finish().into_iter();
        [
            found
                .map(|run| (run.row, run.first, run.last, run.spans))
                .collect(),
            (expected.into_iter())
                .map(|(row, (first, last, spans))| (row, first, last, spans))
                .collect(),
        ]
    }

    #[test]
    fn runs_of_a_row_are_summed_however_many_there_are() {
        let most = MOST_RUNS as u32;
        for documents in [0, 1, 50, most, most + 1, 3 * most + 7] {
            let [found, expected] = sums((0..documents).map(|doc| (doc / 2 * 7919) % 1009));
            assert_eq!(found, expected, "{documents} documents");
        }
        let [found, expected] = sums(std::iter::repeat_n(5, 3 * MOST_RUNS));
        assert_eq!(found, expected);
    }
}
