//! The documents of a call, as a bulk request sends them.

use serde_json::{Map, Value, json};

use super::{
    mapping::{
        CALL_VERSION, EXCHANGE_UNIT, GENERATION, HASH, SAMPLE_KEY, TURN_UNIT, passage_id, version,
    },
    pairs,
};
use crate::{
    Error, Result,
    index::{JsonDocuments, call_hash, sample_key},
    model::{Call, Passage},
};

/// Hash of a call with its passages.
pub(super) fn hash(call: &Call, passages: &[Passage]) -> Result<String> {
    let bytes = serde_json::to_vec(&(call, passages))
        .map_err(|error| Error::internal("a call is not written as JSON").because(error))?;
    Ok(blake3::hash(&bytes).to_hex().chars().take(32).collect())
}

/// The lines of a bulk request that write a call, its passages and what it teaches: two lines a document.
pub(super) fn bulk_lines(
    documents: &JsonDocuments,
    call: &Call,
    passages: &[Passage],
    hash: &str,
    generation: u64,
) -> Result<Vec<String>> {
    let record = serde_json::to_value(call)
        .map_err(|error| Error::internal("a call is not written as JSON").because(error))?;
    let of_call = json!({
        "doc": "call", "source": call.source, "call": call.id, "company": call.company.id,
        HASH: hash, "record": record,
    });
    let mut lines = Vec::with_capacity(passages.len() + 1);
    if let Value::Object(document) = of_call {
        lines.push(line(
            document,
            &version(&call.id, generation),
            &call.id,
            generation,
        ));
    }
    let call_hash = call_hash(&call.id);
    for passage in passages {
        let mut document = documents.passage(call, passage)?;
        let id = passage_id(&call.id, passage.n, generation);
        let turn = passage.turn.map(|turn| format!("{}/t{turn}", call.id));
        let turn = turn.unwrap_or_else(|| format!("{}#{}", call.id, passage.n));
        let exchange = document.get("exchange").and_then(Value::as_str);
        let exchange = exchange.map_or_else(|| turn.clone(), str::to_owned);
        document.insert(TURN_UNIT.to_owned(), Value::from(turn));
        document.insert(EXCHANGE_UNIT.to_owned(), Value::from(exchange));
        let key = signed(sample_key(call_hash, u64::from(passage.n)));
        document.insert(SAMPLE_KEY.to_owned(), Value::from(key));
        lines.push(line(document, &id, &call.id, generation));
    }
    for (at, document) in pairs::documents(&call.id, passages).into_iter().enumerate() {
        let id = format!("{}~{at}@{generation}", call.id);
        lines.push(line(document, &id, &call.id, generation));
    }
    Ok(lines)
}

/// A signed number that is ordered as the unsigned one is.
fn signed(key: u64) -> i64 {
    (key ^ (1 << 63)).cast_signed()
}

/// The two lines of a document. Its id names its version, so that sending it again changes nothing.
fn line(mut document: Map<String, Value>, id: &str, call: &str, generation: u64) -> String {
    document.insert(GENERATION.to_owned(), Value::from(generation));
    document.insert(
        CALL_VERSION.to_owned(),
        Value::from(version(call, generation)),
    );
    let head = json!({"index": {"_id": id}});
    format!("{head}\n{}\n", Value::Object(document))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_keys_are_ordered_as_unsigned_ones() {
        let keys = [0, 1, u64::MAX / 2, u64::MAX / 2 + 1, u64::MAX];
        let signed = keys.map(signed);
        assert!(signed.is_sorted_by(|a, b| a < b), "{signed:?}");
    }
}
