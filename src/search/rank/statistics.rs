//! Collection statistics for scoring: number of passages, lengths of their sides, document
//! frequencies.

use std::sync::Arc;

use tantivy::{Term, fieldnorm::FieldNormReader, schema::Field};

use super::{B, K1, MatchKind, Phrase, PhraseKind};
use crate::{
    CancelToken,
    index::{PhrasePosition, Reader},
    model::{Lang, Word},
    text::TokenField,
};

/// BM25's inverse document frequency of what `with` of `all` documents contain.
pub(crate) fn idf(all: u64, with: u64) -> f64 {
    let with = with.min(all);
    let (without, with) = ((all - with) as f64, with as f64);
    (1.0 + (without + 0.5) / (with + 0.5)).ln()
}

/// Statistics of a commit, gathered once a query.
#[derive(Clone)]
pub(in crate::search) struct Statistics {
    /// Cancellation token of the request.
    pub(super) cancel: CancelToken,
    reader: Reader,
    passages: u64,
    sides: Vec<SideLengths>,
    /// Name of the column of the static boost.
    pub(super) static_boost: Arc<str>,
}

/// Length normalization of a side, by the length class that the index stores.
#[derive(Clone)]
pub(super) struct SideLengths {
    /// The field whose length counts.
    pub(super) field: Field,
    /// `k1 * (1 - b + b * length / average)` for each of the 256 length classes.
    pub(super) share: Arc<[f32; 256]>,
}

impl Statistics {
    pub(in crate::search) fn new(reader: &Reader) -> tantivy::Result<Self> {
        let mut sides = Vec::new();
        for &lang in Lang::ALL {
            let Some(field) = reader.fields.token_field(TokenField::Exact, lang) else {
                continue;
            };
            let has_side = Term::from_field_text(reader.fields.lang, lang.word());
            let passages = reader.doc_freq(&has_side)?.max(1);
            let average = (reader.tokens(field)? as f32 / passages as f32).max(1.0);
            let share = std::array::from_fn(|id| {
                let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
                K1 * (1.0 - B + B * length / average)
            });
            let share = Arc::new(share);
            sides.push(SideLengths { field, share });
        }
        Ok(Self {
            cancel: reader.cancel.clone(),
            reader: reader.clone(),
            passages: reader.documents_in_all(),
            sides,
            static_boost: Arc::from("static_boost"),
        })
    }

    /// Length normalization of each side, in the order of [`Lang::ALL`].
    pub(super) fn sides(&self) -> &[SideLengths] {
        &self.sides
    }

    /// The idf of a synonym group and its approximate document frequency. Taken from the phrases as
    /// typed if any occurs, else from the synonyms.
    pub(super) fn idf(&self, phrases: &[Phrase]) -> tantivy::Result<(f32, u64)> {
        let (mut exact, mut other) = (0, 0);
        for row in phrases {
            let passages = match &row.kind {
                PhraseKind::Tokens(tokens) => self.passages_with(tokens)?,
                PhraseKind::Other(_, passages) => *passages,
            };
            let most = match row.way {
                MatchKind::Exact => &mut exact,
                MatchKind::Synonym | MatchKind::Related | MatchKind::Characters => &mut other,
            };
            *most = passages.max(*most);
        }
        let with = if exact > 0 { exact } else { other }.min(self.passages);
        Ok((idf(self.passages, with) as f32, with))
    }

    /// Approximate document frequency of a phrase: a share of that of its rarest term.
    fn passages_with(&self, row: &[PhrasePosition]) -> tantivy::Result<u64> {
        let rarest = self.reader.min_doc_freq(row)?;
        let estimate = rarest / row.len().max(1) as u64;
        Ok(if rarest > 0 { estimate.max(1) } else { 0 })
    }
}
