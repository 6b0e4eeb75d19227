//! Names that begin as something does that was typed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{reply::buckets, snapshot::Snapshot};
use crate::{Result, search::key::Key, text::has_han};

/// Longest regular expression that a cluster reads. No name is as long.
const LONGEST_PATTERN: usize = 900;

/// Values that each shard counts at least, so that the most frequent ones are those of all shards.
const SHARD_SIZE: usize = 10_000;

/// At most `limit` of the values of a field that begin with a prefix, in order.
pub(super) fn with_prefix(
    snapshot: &Snapshot,
    key: Key,
    prefix: &str,
    limit: usize,
) -> Result<BTreeSet<String>> {
    let pattern = format!("{}.*", literally(prefix));
    if pattern.len() > LONGEST_PATTERN {
        return Ok(BTreeSet::new());
    }
    let field = snapshot.field(key);
    let query = snapshot.visible_with("passage", json!({"prefix": {field: prefix}}));
    let answer = snapshot.search_one(json!({
        "size": 0, "query": query,
        "aggs": {"values": {"terms": {
            "field": field, "size": limit, "include": pattern, "order": {"_key": "asc"},
        }}},
    }))?;
    let values = buckets(&answer, "values").iter();
    let values = values.filter_map(|bucket| bucket.get("key")?.as_str());
    Ok(values.map(str::to_owned).collect())
}

/// The names with a word that begins as `typed` does; Chinese names that contain it.
pub(super) fn with_word(
    snapshot: &Snapshot,
    key: Key,
    typed: &str,
    limit: usize,
) -> Result<Vec<(String, u64)>> {
    let typed_itself = literally(typed);
    let pattern = match has_han(typed) {
        true => format!(".*{typed_itself}.*"),
        false => format!("(.* )?{typed_itself}.*"),
    };
    if pattern.len() > LONGEST_PATTERN {
        return Ok(Vec::new());
    }
    let answer = snapshot.search_one(json!({
        "size": 0, "query": snapshot.visible("passage"),
        "aggs": {"names": {"terms": {
            "field": snapshot.field(key), "include": pattern,
            "size": limit, "shard_size": limit.max(SHARD_SIZE),
            "order": [{"_count": "desc"}, {"_key": "asc"}],
        }}},
    }))?;
    let names = buckets(&answer, "names").iter();
    let names = names.filter_map(|bucket| {
        let name = bucket.get("key")?.as_str()?.to_owned();
        Some((name, bucket.get("doc_count").and_then(Value::as_u64)?))
    });
    Ok(names.collect())
}

/// A text in a regular expression that matches itself.
fn literally(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        if !c.is_alphanumeric() && !c.is_whitespace() {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
