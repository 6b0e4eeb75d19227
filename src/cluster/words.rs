//! The words of a cluster that begin as one that is being typed. A cluster lists no words of texts, so they are
//! read from some of the passages that have one.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{reply::hits, snapshot::Snapshot};
use crate::{
    Result,
    index::JsonDocuments,
    model::{Lang, Word},
    text::analyse,
};

/// Number of passages that are read. With fewer that have such a word, no word is missed.
const SAMPLED: usize = 500;

/// Number of passages of each shard of which these are taken by chance.
const DRAWN_FROM: usize = 10_000;

/// Words that are counted, for each that is asked for.
const SHARD_SIZE: usize = 3;

/// The words of a side that begin with a prefix and are longer, with the number of their passages: the most
/// frequent ones, as far as the sample shows.
pub(super) fn with_prefix(
    snapshot: &Snapshot,
    lang: Lang,
    prefix: &str,
    limit: usize,
) -> Result<Vec<(String, u64)>> {
    let field = JsonDocuments::text_field(lang);
    let has_one = json!({"prefix": {field: {"value": prefix}}});
    let answer = snapshot.search_one(json!({
        "size": SAMPLED,
        "terminate_after": DRAWN_FROM,
        "_source": [format!("record.passage.text.{}", lang.word())],
        "query": {"function_score": {
            "query": snapshot.visible_with("passage", has_one),
            "random_score": {"seed": 1, "field": "_seq_no"},
            "boost_mode": "replace",
        }},
    }))?;
    let at = format!("/_source/record/passage/text/{}", lang.word());
    let texts = hits(&answer).iter().filter_map(|hit| hit.pointer(&at));
    let mut sampled: HashMap<String, u64> = HashMap::new();
    for text in texts.filter_map(Value::as_str) {
        let tokens = analyse(text).literal.into_iter().map(|token| token.text);
        let mut words: Vec<String> = tokens.filter(|word| is_longer(word, prefix)).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            *sampled.entry(word).or_default() += 1;
        }
    }
    let mut sampled: Vec<(String, u64)> = sampled.into_iter().collect();
    sort_most_frequent_first(&mut sampled);
    sampled.truncate(limit * SHARD_SIZE);
    let queries = sampled
        .iter()
        .map(|(word, _)| snapshot.with_token(lang, word));
    let counts = snapshot.counts(queries.collect())?;
    let mut words: Vec<(String, u64)> = sampled
        .into_iter()
        .map(|(word, _)| word)
        .zip(counts)
        .collect();
    sort_most_frequent_first(&mut words);
    words.truncate(limit);
    Ok(words)
}

fn sort_most_frequent_first(words: &mut [(String, u64)]) {
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
}

fn is_longer(word: &str, prefix: &str) -> bool {
    word.starts_with(prefix) && word != prefix && word.chars().all(char::is_alphabetic)
}
