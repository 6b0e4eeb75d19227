//! Opening tantivy's index in a folder, for reading and for writing.

use std::path::Path;

use tantivy::{
    IndexReader, IndexSettings, ReloadPolicy,
    store::{Compressor, ZstdCompressor},
    tokenizer::TokenizerManager,
};

use super::{
    checksummed::ChecksummedDirectory,
    commit::{Commit, CommitPayload},
    manifest::verify,
    pretokenized::{PRETOKENIZED, PretokenizedTokenizer},
    reader::Reader,
    resolved_people::ResolvedPeople,
    schema::Fields,
};
use crate::{Error, Result};

/// Opens the last commit in a folder; none where the index was created and never committed.
///
/// # Errors
/// Where the index is damaged or its schema is not this program's.
pub(super) fn open_commit(folder: &Path) -> Result<Option<Reader>> {
    let index = open_tantivy(folder)?;
    let (_, fields) = Fields::schema();
    let Some(payload) = index.load_metas()?.payload else {
        return Ok(None);
    };
    let payload: CommitPayload<Commit> = serde_json::from_str(&payload)
        .map_err(|error| Error::index("the index is damaged").because(error))?;
    let people = ResolvedPeople::read(folder, &payload.people)?;
    verify(&index, folder, false)?;
    let reader: IndexReader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok(Some(Reader::new(
        reader.searcher(),
        fields,
        payload.commit,
        people,
    )))
}

/// Opens tantivy's index in a folder.
///
/// # Errors
/// Where there is none, or its schema is not this program's.
pub(super) fn open_tantivy(folder: &Path) -> Result<tantivy::Index> {
    let index = tantivy::Index::open(ChecksummedDirectory::open(folder)?)?;
    if index.schema() != Fields::schema().0 {
        return Err(Error::index("the index was built with other fields")
            .hint("`verbatim index --rebuild` makes it anew from the corpus"));
    }
    Ok(index)
}

/// Opens tantivy's index in a directory for writing, and creates it where there is none.
pub(super) fn open_or_create(directory: &ChecksummedDirectory) -> Result<tantivy::Index> {
    let (schema, _) = Fields::schema();
    let tokenizers = TokenizerManager::default();
    tokenizers.register(PRETOKENIZED, PretokenizedTokenizer);
    (tantivy::Index::builder())
        .schema(schema)
        .settings(settings())
        .tokenizers(tokenizers)
        .open_or_create(directory.clone())
        .map_err(|error| directory.write_error(error))
}

/// Compression of stored records, which take most of the space besides postings. Blocks are small since
/// reading one record decompresses its whole block.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(3),
        }),
        docstore_blocksize: 32 << 10,
        ..IndexSettings::default()
    }
}
