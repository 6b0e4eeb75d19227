//! Looking into an index: what takes how much space, and whether every file is whole.

use std::collections::BTreeMap;

use tantivy::space_usage::PerFieldSpaceUsage;

use super::{Index, Reader, manifest, open::open_tantivy};
use crate::Result;

/// Bytes that a field takes on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldSpace {
    /// Name of the field.
    pub field: String,
    /// The dictionary of its terms.
    pub terms: u64,
    /// Which documents have a term, and how often.
    pub postings: u64,
    /// Where in a document.
    pub positions: u64,
    /// Its column.
    pub column: u64,
    /// Lengths.
    pub lengths: u64,
}

impl FieldSpace {
    /// All of it.
    pub fn total(&self) -> u64 {
        self.terms + self.postings + self.positions + self.column + self.lengths
    }
}

/// What an index consists of.
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
    /// Documents that are there.
    pub documents: u64,
    /// Documents that are deleted and still take space.
    pub deleted: u64,
}

impl Reader {
    /// What takes how much space.
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

impl Index {
    /// The files that are not as they were written, each read whole; none where there is no index.
    pub fn damaged_files(&self) -> Result<Vec<String>> {
        match self.current_folder() {
            folder if folder.exists() => manifest::damaged_files(&open_tantivy(&folder)?, &folder),
            _ => Ok(Vec::new()),
        }
    }
}
