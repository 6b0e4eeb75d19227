//! Range filter over a numeric column. tantivy's own range query scans blocks of the column ahead,
//! which is slow when it is intersected with a rare term; this one checks single passages on
//! `seek`.

use std::ops::RangeInclusive;

use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, columnar::Column};

/// Passages scanned at once by `advance`.
const AHEAD: usize = 128;

/// The passages of a segment whose value lies in the range.
pub(super) struct RangeScorer {
    column: Column<u64>,
    range: RangeInclusive<u64>,
    end: DocId,
    doc: DocId,
    /// Matches of the block scanned last, in descending order.
    found: Vec<DocId>,
    /// First passage after that block.
    next: DocId,
}

impl RangeScorer {
    pub(super) fn new(
        segment: &SegmentReader,
        column: &str,
        range: RangeInclusive<u64>,
    ) -> tantivy::Result<Self> {
        let mut docs = Self {
            column: segment.fast_fields().u64(column)?,
            range,
            end: segment.max_doc(),
            doc: 0,
            found: Vec::new(),
            next: 0,
        };
        docs.go_on();
        Ok(docs)
    }

    /// The next match of the block, or of a later one.
    fn go_on(&mut self) -> DocId {
        while self.found.is_empty() && self.next < self.end {
            let end = self.end.min(self.next + AHEAD as DocId);
            let docs: Vec<DocId> = (self.next..end).collect();
            let mut values = vec![None; docs.len()];
            self.column.first_vals(&docs, &mut values);
            let is_in = |value: &Option<u64>| value.is_some_and(|v| self.range.contains(&v));
            let found = docs.iter().zip(&values).filter(|(_, value)| is_in(value));
            self.found.extend(found.map(|(doc, _)| *doc));
            self.found.reverse();
            self.next = end;
        }
        self.doc = self.found.pop().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for RangeScorer {
    fn advance(&mut self) -> DocId {
        self.go_on()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if target < self.next {
            while self.found.last().is_some_and(|doc| *doc < target) {
                self.found.pop();
            }
            return self.go_on();
        }
        self.found.clear();
        let value = (target < self.end).then(|| self.column.first(target));
        self.next = target.saturating_add(1);
        if value.flatten().is_some_and(|v| self.range.contains(&v)) {
            self.doc = target;
            return target;
        }
        self.go_on()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.end
    }
}

#[cfg(test)]
mod tests {
    use tantivy::{
        Index, TantivyDocument,
        schema::{FAST, Schema},
    };

    use super::*;

    #[test]
    fn in_steps_and_in_jumps_the_same_passages_are_found() {
        let mut schema = Schema::builder();
        let field = schema.add_u64_field("n", FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let value = |doc: u64| (doc % 7 != 3).then_some(doc * 31 % 97);
        for doc in 0..1000 {
            let mut document = TantivyDocument::default();
            if let Some(value) = value(doc) {
                document.add_u64(field, value);
            }
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let segment = searcher.segment_reader(0);
        for range in [0..=96, 40..=44, 90..=96, 200..=300] {
            let is_in = |doc: &u32| value(u64::from(*doc)).is_some_and(|v| range.contains(&v));
            let all: Vec<u32> = (0..1000).filter(is_in).collect();
            let open = || RangeScorer::new(segment, "n", range.clone()).unwrap();
            let mut docs = open();
            let mut found = Vec::new();
            while docs.doc() != TERMINATED {
                found.push(docs.doc());
                docs.advance();
            }
            assert_eq!(found, all, "{range:?}");
            for jump in [1, 2, 50, 127, 128, 129, 400] {
                let mut docs = open();
                for target in (0..1100).step_by(jump) {
                    let next = all.iter().copied().find(|doc| *doc >= target);
                    let expected = next.unwrap_or(TERMINATED);
                    if docs.doc() < target {
                        assert_eq!(docs.seek(target), expected, "{range:?} {jump}");
                    }
                    assert_eq!(docs.doc(), expected, "{range:?} {jump}");
                }
            }
        }
    }
}
