//! How much space on disk the parts of an index take.

use std::collections::BTreeMap;

use tantivy::space_usage::PerFieldSpaceUsage;

use super::reader::Reader;
use crate::Result;

/// Bytes that a field takes on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldSpace {
    /// Name of the field.
    pub field: String,
    /// Its term dictionary.
    pub terms: u64,
    /// Documents of each term, with frequencies.
    pub postings: u64,
    /// Positions of each term in its documents.
    pub positions: u64,
    /// Its column.
    pub column: u64,
    /// Field lengths.
    pub lengths: u64,
}

impl FieldSpace {
    /// The sum.
    pub fn total(&self) -> u64 {
        self.terms + self.postings + self.positions + self.column + self.lengths
    }
}

/// Bytes that an index takes on disk, and number of its documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Space {
    /// Fields, the largest first.
    pub fields: Vec<FieldSpace>,
    /// Bytes of stored records.
    pub stored: u64,
    /// Bytes of all files of its segments.
    pub total: u64,
    /// Number of segments.
    pub segments: usize,
    /// Documents that are not deleted.
    pub documents: u64,
    /// Documents that are deleted and not yet merged away.
    pub deleted: u64,
}

impl Reader {
    /// Measures the space that the commit takes.
    pub fn space(&self) -> Result<Space> {
        let usage = (self.searcher.space_usage()).map_err(tantivy::TantivyError::from)?;
        let mut fields: BTreeMap<String, FieldSpace> = BTreeMap::new();
        let mut add = |part: &PerFieldSpaceUsage, slot: fn(&mut FieldSpace) -> &mut u64| {
            for field in part.fields() {
                let name = field.field_name();
                let space = fields.entry(name.to_owned()).or_default();
                name.clone_into(&mut space.field);
                *slot(space) += field.total().get_bytes();
            }
        };
        let mut space = Space::default();
        for segment in usage.segments() {
            add(segment.termdict(), |field| &mut field.terms);
            add(segment.postings(), |field| &mut field.postings);
            add(segment.positions(), |field| &mut field.positions);
            add(segment.fast_fields(), |field| &mut field.column);
            add(segment.fieldnorms(), |field| &mut field.lengths);
            space.stored += segment.store().total().get_bytes();
        }
        space.total = usage.total().get_bytes();
        for segment in self.searcher.segment_readers() {
            space.segments += 1;
            space.documents += u64::from(segment.num_docs());
            space.deleted += u64::from(segment.num_deleted_docs());
        }
        space.fields = fields.into_values().collect();
        space
            .fields
            .sort_by_key(|field| std::cmp::Reverse(field.total()));
        Ok(space)
    }
}
