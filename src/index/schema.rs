//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};

use super::pretokenized::PRETOKENIZED;
use crate::{
    model::{Lang, Sides, word_enum},
    text::{Measure, TokenField},
};

/// Version of the schema and of text analysis. To be raised whenever either changes: an index of another
/// version is not read but rebuilt from the corpus.
pub const VERSION: u32 = 17;

word_enum! {
    /// A field whose values can be counted.
    FacetField {
        /// Company id.
        Company = "company",
        /// Canonical name of the speaker.
        Speaker = "speaker",
        /// Role of the speaker.
        Role = "role",
        /// Firm of the analyst.
        Firm = "firm",
        /// Part of the call.
        Section = "section",
        /// Fiscal period.
        Period = "period",
    }
}

/// Every facet, in the order in which interfaces show facets.
pub const FACETS: &[FacetField] = <FacetField as crate::model::Word>::ALL;

/// A value of a facet with the number of passages that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// Passages.
    pub count: u64,
}

/// The most frequent values of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FacetValues {
    /// The facet.
    pub field: FacetField,
    /// The values, the most frequent first, then in order.
    pub values: Vec<Facet>,
    /// The values beyond the limit.
    pub other: OtherValues,
}

/// What a list of values leaves out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OtherValues {
    /// Number of values.
    pub values: u64,
    /// Sum of their passages.
    pub count: u64,
}

impl OtherValues {
    /// The sum of some counts.
    pub(crate) fn of(counts: impl Iterator<Item = u64>) -> Self {
        counts.fold(Self::default(), |sum, count| Self {
            values: sum.values + 1,
            count: sum.count + count,
        })
    }
}

/// tantivy's handles of the fields.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// Kind of document: `passage` or `call`.
    pub(crate) doc: Field,
    /// Source a document was made from; documents are deleted by it.
    pub(crate) source: Field,
    /// Id of the call.
    pub(crate) call: Field,
    /// Number of the passage in its call, from 1; call documents have none.
    pub(crate) n: Field,
    /// Index of the turn in its call; passages of a summary have none.
    pub(crate) turn: Field,
    /// Id of the company.
    pub(crate) company: Field,
    /// Canonical name of the speaker.
    pub(crate) speaker: Field,
    /// Role of the speaker.
    pub(crate) role: Field,
    /// Title of the speaker.
    pub(crate) title: Field,
    /// Every name of a speaker with several, a line each.
    pub(crate) names: Field,
    /// Offices of the speaker.
    pub(crate) office: Field,
    /// Title of the speaker, as [`super::name_term`] writes it.
    pub(crate) title_name: Field,
    /// Firm of the analyst.
    pub(crate) firm: Field,
    /// Part of the call.
    pub(crate) section: Field,
    /// Fiscal period.
    pub(crate) period: Field,
    /// Languages of the passage's sides.
    pub(crate) lang: Field,
    /// Format of the source.
    pub(crate) format: Field,
    /// Every name of the company, as [`super::name_term`] writes it.
    pub(crate) company_name: Field,
    /// Every name of the speaker, likewise.
    pub(crate) speaker_name: Field,
    /// Every name of the firm, likewise.
    pub(crate) firm_name: Field,
    /// Last quarter of the period, in quarters since the year 0.
    pub(crate) quarter: Field,
    /// The quarter in which the call has its place in time, likewise.
    pub(crate) time: Field,
    /// Date as the number yyyymmdd.
    pub(crate) date: Field,
    /// Exact field of each side's text.
    pub(crate) literal: Sides<Field>,
    /// Stemmed field of each side's text.
    pub(crate) words: Sides<Field>,
    /// Values in each side's text, by measure in the order of [`Measure`].
    pub(crate) quantities: [Sides<Field>; 4],
    /// Amounts in each side's text with their currency, as [`super::money_number`] encodes them.
    pub(crate) money: Sides<Field>,
    /// The exchange, as `call/number`.
    pub(crate) exchange: Field,
    /// Whether the passage asks or answers in its exchange.
    pub(crate) exchange_side: Field,
    /// Kinds of disagreement between the sides of the passage.
    pub(crate) audit: Field,
    /// Pairs of terms that a call teaches, see [`super::term_pairs`].
    pub(crate) term_pair: Field,
    /// The static boost, in hundredths.
    pub(crate) static_boost: Field,
    /// The stored record of a passage or a call: JSON as text, which tantivy reads at once where it reads bytes
    /// one by one.
    pub(crate) record: Field,
    /// [`super::SourceRecord`] of a call document, as JSON.
    pub(crate) source_record: Field,
    /// [`crate::model::CallNames`] of a call document with its source, as JSON.
    pub(crate) call_names: Field,
    /// [`super::CallSummary`] of a call document, as JSON.
    pub(crate) call_summary: Field,
}

impl Fields {
    /// The schema and the handles of its fields.
    pub(super) fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let indexed = |fieldnorms| {
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(fieldnorms)
                .set_index_option(IndexRecordOption::Basic)
        };
        let key = || TextOptions::default().set_indexing_options(indexed(false));
        let facet = || key().set_fast("raw");
        let stream = |fieldnorms| {
            TextOptions::default().set_indexing_options(
                indexed(fieldnorms)
                    .set_tokenizer(PRETOKENIZED)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions),
            )
        };
        let fields = Self {
            doc: schema.add_text_field("doc", key()),
            source: schema.add_text_field("source", key()),
            call: schema.add_text_field("call", facet()),
            n: schema.add_u64_field("n", INDEXED | FAST),
            turn: schema.add_u64_field("turn", FAST),
            company: schema.add_text_field("company", facet()),
            speaker: schema.add_text_field("speaker", facet()),
            role: schema.add_text_field("role", facet()),
            title: schema.add_text_field("title", TextOptions::default().set_fast("raw")),
            names: schema.add_text_field("names", TextOptions::default().set_fast("raw")),
            office: schema.add_text_field("office", key()),
            title_name: schema.add_text_field("title_name", key()),
            firm: schema.add_text_field("firm", facet()),
            section: schema.add_text_field("section", facet()),
            period: schema.add_text_field("period", facet()),
            lang: schema.add_text_field("lang", facet()),
            format: schema.add_text_field("format", facet()),
            company_name: schema.add_text_field("company_name", key()),
            speaker_name: schema.add_text_field("speaker_name", key()),
            firm_name: schema.add_text_field("firm_name", key()),
            quarter: schema.add_u64_field("quarter", INDEXED | FAST),
            time: schema.add_u64_field("time", FAST),
            date: schema.add_u64_field("date", INDEXED | FAST),
            literal: Sides {
                en: Some(schema.add_text_field("en_literal", stream(true))),
                zh: Some(schema.add_text_field("zh_literal", stream(true))),
            },
            words: Sides {
                en: Some(schema.add_text_field("en_words", stream(false))),
                zh: Some(schema.add_text_field("zh_words", stream(false))),
            },
            quantities: ["amount", "percent", "points", "multiple"].map(|measure| Sides {
                en: Some(schema.add_f64_field(&format!("en_{measure}"), FAST)),
                zh: Some(schema.add_f64_field(&format!("zh_{measure}"), FAST)),
            }),
            money: Sides {
                en: Some(schema.add_u64_field("en_money", FAST)),
                zh: Some(schema.add_u64_field("zh_money", FAST)),
            },
            exchange: schema.add_text_field("exchange", facet()),
            exchange_side: schema.add_text_field("exchange_side", key()),
            audit: schema.add_text_field("audit", key()),
            term_pair: schema.add_text_field("term_pair", key()),
            static_boost: schema.add_u64_field("static_boost", FAST),
            record: schema.add_text_field("record", STORED),
            source_record: schema
                .add_text_field("source_record", TextOptions::default().set_fast("raw")),
            call_names: schema.add_text_field("call_names", TextOptions::default().set_fast("raw")),
            call_summary: schema
                .add_text_field("call_summary", TextOptions::default().set_fast("raw")),
        };
        (schema.build(), fields)
    }

    /// The field of a stream of one side's text.
    pub(crate) fn token_field(&self, stream: TokenField, lang: Lang) -> Option<Field> {
        let sides = match stream {
            TokenField::Exact => &self.literal,
            TokenField::Stemmed => &self.words,
        };
        sides.get(lang).copied()
    }

    /// The field with the values of a measure in one side's text.
    pub(crate) fn quantity(&self, measure: Measure, lang: Lang) -> Option<Field> {
        let [amount, percent, points, multiple] = &self.quantities;
        let sides = match measure {
            Measure::Amount => amount,
            Measure::Percent => percent,
            Measure::Points => points,
            Measure::Multiple => multiple,
        };
        sides.get(lang).copied()
    }

    /// The field with the amounts in one side's text and their currencies.
    pub(crate) fn money(&self, lang: Lang) -> Option<Field> {
        self.money.get(lang).copied()
    }
}
