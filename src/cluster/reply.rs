//! What stands in an answer of the cluster. A made-up answer, which is null, has no documents and no values.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Error, Result};

/// The error for a request that asks for more than is read or counted.
pub(super) fn too_many(message: String) -> Error {
    Error::request(message).hint("narrow the search, by company or period for instance")
}

pub(super) fn hits(answer: &Value) -> &[Value] {
    let hits = answer.pointer("/hits/hits").and_then(Value::as_array);
    hits.map_or(&[], Vec::as_slice)
}

pub(super) fn record<T: DeserializeOwned>(hit: &Value) -> Result<T> {
    let record = hit.pointer("/_source/record");
    let record = record.ok_or_else(|| unexpected("a document without a record"))?;
    T::deserialize(record).map_err(|error| unexpected("a record of another kind").because(error))
}

/// Number of documents that match a search; of a made-up answer one, since what is asked for is mostly there.
pub(super) fn total(answer: &Value) -> Result<u64> {
    if answer.is_null() {
        return Ok(1);
    }
    let total = answer.pointer("/hits/total/value").and_then(Value::as_u64);
    total.ok_or_else(|| unexpected("an answer without a total"))
}

pub(super) fn buckets<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    let at = format!("/aggregations/{name}/buckets");
    let buckets = answer.pointer(&at).and_then(Value::as_array);
    buckets.map_or(&[], Vec::as_slice)
}

pub(super) fn unexpected(what: &str) -> Error {
    Error::system(format!("the cluster gives {what}"))
}
