//! The settings, fields and ids of the cluster's index.

use std::fmt::Display;

use serde_json::{Map, Value, json};

use crate::{
    index::{JsonDocuments, SEPARATOR},
    model::{Lang, Word},
    search::{B, K1},
    text::Measure,
};

/// The unit that a passage is grouped by: its exchange, else its turn, else itself.
pub(super) const EXCHANGE_UNIT: &str = "exchange_unit";

/// The same by turn.
pub(super) const TURN_UNIT: &str = "turn_unit";

/// Version of the cluster's documents, to be raised where a field changes; beside that of the index in the names of the
/// indexes.
pub(super) const FORMAT: u32 = 3;

/// What a passage is sampled by: an unsigned number as a signed one of the same order.
pub(super) const SAMPLE_KEY: &str = "sample_key";

/// Version of a call: its id and the generation that it was written in.
pub(super) const CALL_VERSION: &str = "version";

/// The commit from which on a document is visible.
pub(super) const GENERATION: &str = "generation";

/// Hash of a call with its passages.
pub(super) const HASH: &str = "hash";

/// Relation, place and key of a term of a pair, by which the pair is found.
pub(super) const PAIR: &str = "pair";

/// The other term of a pair, as the call writes it.
pub(super) const OTHER: &str = "pair_other";

/// How often a call has the terms of a pair: together, each, and out of how many.
pub(super) const PAIR_COUNTS: [&str; 4] = ["pair_together", "pair_first", "pair_second", "pair_of"];

/// Version of a call.
pub(super) fn version(call: &str, generation: u64) -> String {
    format!("{call}@{generation}")
}

/// Id of the document of a passage.
pub(super) fn passage_id(call: &str, n: u32, generation: impl Display) -> String {
    format!("{call}#{n}@{generation}")
}

/// Fields whose values are whole texts.
const KEYWORDS: [&str; 24] = [
    "doc",
    "source",
    "call",
    "company",
    "speaker",
    "role",
    "title",
    "names",
    "office",
    "title_name",
    "firm",
    "section",
    "period",
    "lang",
    "format",
    "company_name",
    "speaker_name",
    "firm_name",
    "exchange",
    "exchange_side",
    "audit",
    CALL_VERSION,
    PAIR,
    OTHER,
];

/// The body of the request that creates the index.
pub(super) fn index(shards: u32, replicas: u32) -> Value {
    json!({
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            // What has been written becomes visible when a commit is made.
            "refresh_interval": "-1",
            "similarity": {"default": {"type": "BM25", "k1": K1.to_string(), "b": B.to_string()}},
            "analysis": {
                "tokenizer": {"slots": {"type": "whitespace", "max_token_length": 65_536}},
                "filter": {
                    "tokens": {
                        "type": "pattern_capture",
                        "preserve_original": false,
                        "patterns": [format!("([^{SEPARATOR}]+)")],
                    },
                    "gaps": {"type": "stop", "stopwords": ["_"]},
                },
                "analyzer": {
                    "slots": {"type": "custom", "tokenizer": "slots", "filter": ["tokens", "gaps"]},
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["record", HASH, CALL_VERSION, "call"]},
            "properties": properties(),
        },
    })
}

fn properties() -> Map<String, Value> {
    let documents = JsonDocuments::new();
    let mut fields = Map::new();
    let mut add = |name: &str, field: Value| fields.insert(name.to_owned(), field);
    for keyword in KEYWORDS.iter().chain(&[EXCHANGE_UNIT, TURN_UNIT]) {
        add(keyword, json!({"type": "keyword"}));
    }
    let numbers = [
        "n",
        "turn",
        "quarter",
        "time",
        "date",
        "static_boost",
        SAMPLE_KEY,
        GENERATION,
    ];
    for number in numbers.into_iter().chain(PAIR_COUNTS) {
        add(number, json!({"type": "long"}));
    }
    add(
        HASH,
        json!({"type": "keyword", "index": false, "doc_values": false}),
    );
    add("record", json!({"type": "object", "enabled": false}));
    for &lang in Lang::ALL {
        let text = json!({"type": "text", "analyzer": "slots", "index_options": "positions"});
        add(&JsonDocuments::text_field(lang), text);
        for measure in [
            Measure::Amount,
            Measure::Percent,
            Measure::Points,
            Measure::Multiple,
        ] {
            if let Some(name) = documents.quantity(measure, lang) {
                add(name, json!({"type": "double"}));
            }
        }
        if let Some(name) = documents.money(lang) {
            add(name, json!({"type": "unsigned_long"}));
        }
    }
    fields
}
