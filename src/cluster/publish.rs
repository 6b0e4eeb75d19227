//! Puts the last commit of an index on a cluster.
//!
//! What is new or changed is written under the number of the next commit, which no reader looks at. Once all of it
//! has arrived and was counted, the manifest makes it the last commit. Killed at any moment, the commit
//! before stands; what was half written is removed by the next writer.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};

use super::{
    Cluster,
    commit::Commit,
    document::{bulk_lines, hash},
    lock::ClusterLock,
    manifest::{self, Found, Manifest},
    mapping::{self, CALL_VERSION, GENERATION, HASH},
    reply::total,
    snapshot::Snapshot,
};
use crate::{
    CancelToken, Error, Result,
    index::{JsonDocuments, Reader, VERSION},
    model::{Call, Lang, Word},
    text::TokenField,
};

/// Largest body of a bulk request in bytes, unless a single document is larger.
const MOST_BYTES: usize = 8 << 20;

/// How long calls that are no longer visible are kept, for searches that read the commit before.
const KEPT: Duration = Duration::from_secs(3600);

/// Maximum number of versions that are not visible; more are removed at once.
const MOST_DEAD: usize = 20_000;

/// Number of shards and of copies of an index that is created.
const SHARDS: u32 = 3;
const REPLICAS: u32 = 1;

/// What a publication has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishReport {
    /// Number of calls that were written.
    pub written: usize,
    /// Number of calls that are no longer there.
    pub removed: usize,
    /// Number of calls of the commit.
    pub calls: u64,
    /// Number of passages of the commit.
    pub passages: u64,
}

impl Cluster {
    /// Makes the last commit of an index the last commit of the cluster. `progress` gets the number of calls
    /// written and to be written.
    ///
    /// # Errors
    /// Where another program writes to the cluster, or it does not take or keep all documents. The last commit of
    /// the cluster then stands.
    pub(crate) fn publish(
        &self,
        reader: &Reader,
        glossary: Vec<Vec<String>>,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<PublishReport> {
        self.create()?;
        let lock = ClusterLock::take(&self.client, &self.address.meta())?;
        let before = manifest::read(&self.client, &self.address)?;
        let publication = Publication {
            cluster: self,
            reader,
            documents: JsonDocuments::new(),
            last: before
                .as_ref()
                .map(|found| found.manifest.clone())
                .unwrap_or_default(),
        };
        let report = publication.run(before.as_ref(), glossary, &lock, progress);
        lock.release();
        report
    }

    /// Creates the indexes that are missing.
    fn create(&self) -> Result<()> {
        let meta = json!({
            "settings": {"number_of_shards": 1, "number_of_replicas": REPLICAS},
            "mappings": {"enabled": false},
        });
        let of_passages = mapping::index(SHARDS, REPLICAS);
        for (name, body) in [
            (self.address.index(), of_passages),
            (self.address.meta(), meta),
        ] {
            let path = format!("/{name}");
            if self.client.get(&path)?.is_none() {
                self.client.write("PUT", &path, &body.to_string())?;
            }
        }
        Ok(())
    }
}

struct Publication<'a> {
    cluster: &'a Cluster,
    reader: &'a Reader,
    documents: JsonDocuments,
    /// The manifest of the commit before.
    last: Manifest,
}

/// A call on the cluster.
struct Published {
    hash: String,
    version: String,
}

impl Publication<'_> {
    fn run(
        &self,
        before: Option<&Found>,
        glossary: Vec<Vec<String>>,
        lock: &ClusterLock,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<PublishReport> {
        self.remove_half_written()?;
        let mut published = self.published(before)?;
        let generation = self.last.generation + 1;
        let calls = self.reader.calls()?;
        let (mut written, mut documents) = (0, 0);
        let mut dead: BTreeMap<String, u64> = self.last.dead.clone();
        let mut bulk = Bulk::new(self.cluster);
        for (index, call) in calls.iter().enumerate() {
            self.reader.cancel.check()?;
            lock.renew()?;
            let (lines, old) = self.lines(call, generation, published.remove(&call.id))?;
            if let Some(lines) = lines {
                written += 1;
                documents += lines.len() as u64;
                lines.iter().try_for_each(|line| bulk.add(line))?;
                dead.extend(old.map(|old| (old.version, now())));
            }
            progress(index + 1, calls.len());
        }
        bulk.send()?;
        let removed = published.len();
        dead.extend(published.into_values().map(|old| (old.version, now())));
        self.refresh()?;
        self.check_arrived(generation, documents)?;
        let dead = self.without_old(dead)?;
        let manifest = self.manifest(generation, dead, glossary)?;
        // A writer that was slower than its lock must not undo what another has done since.
        lock.renew()?;
        if manifest
            != (Manifest {
                generation,
                stamp: manifest.stamp.clone(),
                ..self.last.clone()
            })
            || written > 0
        {
            manifest::write(
                &self.cluster.client,
                &self.cluster.address,
                before,
                &manifest,
            )?;
        }
        Ok(PublishReport {
            written,
            removed,
            calls: manifest.calls,
            passages: manifest.passages,
        })
    }

    /// The lines of a bulk request for a call, none where its hash is unchanged; and its version that is published.
    fn lines(
        &self,
        call: &Call,
        generation: u64,
        old: Option<Published>,
    ) -> Result<(Option<Vec<String>>, Option<Published>)> {
        let passages = self.reader.passages(&call.id)?;
        let hash = hash(call, &passages)?;
        if old.as_ref().is_some_and(|old| old.hash == hash) {
            return Ok((None, old));
        }
        let lines = bulk_lines(&self.documents, call, &passages, &hash, generation)?;
        Ok((Some(lines), old))
    }

    /// The calls of the commit before, by id.
    fn published(&self, before: Option<&Found>) -> Result<HashMap<String, Published>> {
        let mut published = HashMap::new();
        let Some(before) = before else {
            return Ok(published);
        };
        let snapshot = Snapshot::new(
            self.cluster.client.clone(),
            self.cluster.address.index(),
            Arc::new(Commit::new(before.clone())),
            &CancelToken::default(),
        );
        let source = ["call", HASH, CALL_VERSION];
        snapshot.for_each_hit(&snapshot.visible("call"), &["call"], &source, |hit| {
            let text = |name: &str| {
                let value = hit.get("_source")?.get(name)?;
                value.as_str().map(str::to_owned)
            };
            if let (Some(call), Some(hash), Some(version)) =
                (text("call"), text(HASH), text(CALL_VERSION))
            {
                published.insert(call, Published { hash, version });
            }
            Ok(())
        })?;
        Ok(published)
    }

    /// Removes what a writer that was killed has left.
    fn remove_half_written(&self) -> Result<()> {
        self.refresh()?;
        self.remove(&json!({"range": {GENERATION: {"gt": self.last.generation}}}))
    }

    /// The versions that are not visible, after those that have not been for long were removed.
    fn without_old(&self, mut dead: BTreeMap<String, u64>) -> Result<BTreeMap<String, u64>> {
        let oldest = match dead.len() > MOST_DEAD {
            true => u64::MAX,
            false => now().saturating_sub(KEPT.as_secs()),
        };
        let visible = |since: &u64| *since >= oldest;
        let old: Vec<String> = (dead.iter())
            .filter(|(version, since)| !visible(since) && self.last.dead.contains_key(*version))
            .map(|(version, _)| version.clone())
            .collect();
        for some in old.chunks(10_000) {
            self.remove(&json!({"terms": {CALL_VERSION: some}}))?;
        }
        dead.retain(|version, _| old.binary_search(version).is_err());
        Ok(dead)
    }

    fn remove(&self, query: &Value) -> Result<()> {
        let index = self.cluster.address.index();
        let path = format!("/{index}/_delete_by_query?refresh=true&conflicts=proceed");
        let body = json!({"query": query}).to_string();
        let answer = self.cluster.client.write("POST", &path, &body)?;
        let failures = answer.get("failures").and_then(Value::as_array);
        match failures.is_none_or(Vec::is_empty) {
            true => Ok(()),
            false => Err(Error::system("the cluster did not remove what is old")),
        }
    }

    /// Makes what has been written visible.
    fn refresh(&self) -> Result<()> {
        let path = format!("/{}/_refresh", self.cluster.address.index());
        let answer = self.cluster.client.write("POST", &path, "")?;
        match answer.pointer("/_shards/failed").and_then(Value::as_u64) {
            Some(0) => Ok(()),
            _ => Err(Error::system(
                "the cluster did not make all documents visible",
            )),
        }
    }

    /// Checks that the documents of a commit that were sent are there.
    fn check_arrived(&self, generation: u64, documents: u64) -> Result<()> {
        let index = self.cluster.address.index();
        let query = json!({"term": {GENERATION: generation}});
        let body = json!({"size": 0, "track_total_hits": true, "query": query});
        let answers = self.cluster.client.search(&index, &[body.to_string()])?;
        let arrived = answers.first().map_or(Ok(0), total)?;
        match arrived == documents {
            true => Ok(()),
            false => Err(Error::system(format!(
                "of {documents} documents sent to the cluster {arrived} arrived"
            ))
            .hint("the commit before stands; try again")),
        }
    }

    fn manifest(
        &self,
        generation: u64,
        dead: BTreeMap<String, u64>,
        glossary: Vec<Vec<String>>,
    ) -> Result<Manifest> {
        let (calls, passages) = self.reader.size()?;
        let mut tokens = HashMap::new();
        for &lang in Lang::ALL {
            if let Some(field) = self.documents.fields.token_field(TokenField::Exact, lang) {
                let name = self.documents.name(field).to_owned();
                tokens.insert(name, self.reader.tokens(field)?);
            }
        }
        Ok(Manifest {
            version: VERSION,
            stamp: stamp(),
            generation,
            dead,
            calls,
            passages,
            tokens,
            former_ids: self.reader.former_ids().clone(),
            glossary,
        })
    }
}

/// A bulk request that is being filled.
struct Bulk<'a> {
    cluster: &'a Cluster,
    lines: String,
}

impl<'a> Bulk<'a> {
    fn new(cluster: &'a Cluster) -> Self {
        Self {
            cluster,
            lines: String::new(),
        }
    }

    fn add(&mut self, line: &str) -> Result<()> {
        if !self.lines.is_empty() && self.lines.len() + line.len() > MOST_BYTES {
            self.send()?;
        }
        self.lines.push_str(line);
        Ok(())
    }

    /// Sends what has been added. Sending it twice changes nothing, since ids name versions.
    fn send(&mut self) -> Result<()> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let path = format!("/{}/_bulk", self.cluster.address.index());
        let lines = std::mem::take(&mut self.lines);
        let answer = self.cluster.client.write("POST", &path, &lines)?;
        if answer.get("errors").and_then(Value::as_bool) == Some(false) {
            return Ok(());
        }
        let items = answer.get("items").and_then(Value::as_array);
        let mut errors = items
            .into_iter()
            .flatten()
            .filter_map(|item| item.pointer("/index/error"));
        Err(match errors.next() {
            Some(error) => self.cluster.client.refused(error),
            None => Error::system("the cluster refuses a document without a reason"),
        })
    }
}

/// Unique id of a commit.
fn stamp() -> String {
    let time = SystemTime::now().duration_since(UNIX_EPOCH);
    let time = time.map_or(0, |time| time.as_nanos());
    format!("{time}-{}", std::process::id())
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs())
}
