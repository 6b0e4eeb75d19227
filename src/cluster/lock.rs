//! The right to write to a cluster: a document that only one program can create. It expires, and ends with the
//! process that took it where that is known, so that a program that was killed does not keep it.

use std::{
    cell::Cell,
    fs,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};

use super::client::Client;
use crate::{Error, Result};

/// How long the lock holds unless it is renewed.
const LEASE: Duration = Duration::from_secs(120);

/// How often it is renewed.
const RENEW_EVERY: Duration = Duration::from_secs(20);

/// The lock, while it is held.
pub(super) struct ClusterLock {
    client: Client,
    path: String,
    /// Sequence number and primary term of its document.
    state: Cell<(u64, u64)>,
    renewed: Cell<Instant>,
}

impl ClusterLock {
    /// Takes the lock.
    ///
    /// # Errors
    /// Where another program holds it.
    pub(super) fn take(client: &Client, meta: &str) -> Result<Self> {
        let path = format!("/{meta}/_doc/lock");
        for _ in 0..2 {
            let created =
                client.write_if(&format!("{path}?op_type=create&refresh=true"), &body())?;
            if let Some(state) = created.as_ref().and_then(state) {
                return Ok(Self {
                    client: client.clone(),
                    path,
                    state: Cell::new(state),
                    renewed: Cell::new(Instant::now()),
                });
            }
            remove_expired(client, &path)?;
        }
        Err(Error::index("another program writes to the cluster")
            .hint("wait until it has ended; a lock of one that was killed ends within two minutes"))
    }

    /// Renews the lock from time to time.
    ///
    /// # Errors
    /// Where it was lost.
    pub(super) fn renew(&self) -> Result<()> {
        if self.renewed.get().elapsed() < RENEW_EVERY {
            return Ok(());
        }
        let (sequence, term) = self.state.get();
        let path = format!("{}?if_seq_no={sequence}&if_primary_term={term}", self.path);
        let written = self.client.write_if(&path, &body())?;
        let lost = || Error::index("another program has taken over the lock of the cluster");
        self.state
            .set(written.as_ref().and_then(state).ok_or_else(lost)?);
        self.renewed.set(Instant::now());
        Ok(())
    }

    /// Gives the lock back. If that fails it expires.
    pub(super) fn release(self) {
        let (sequence, term) = self.state.get();
        let path = format!("{}?if_seq_no={sequence}&if_primary_term={term}", self.path);
        let _ = self.client.write("DELETE", &path, "");
    }
}

/// Who holds the lock, in words; none where nobody does.
pub(super) fn holder(client: &Client, meta: &str) -> Result<Option<String>> {
    let document = client.get(&format!("/{meta}/_doc/lock"))?;
    let lock = document
        .as_ref()
        .and_then(|document| document.get("_source"));
    let lock = lock.filter(|lock| !has_expired(lock));
    let process = |lock: &Value| lock.get("process").and_then(Value::as_u64);
    Ok(lock.map(|lock| match process(lock) {
        Some(process) if is_of_here(lock) => format!("process {process}"),
        Some(process) => format!("process {process} of another machine"),
        None => "another program".to_owned(),
    }))
}

/// Removes a lock that has expired.
fn remove_expired(client: &Client, path: &str) -> Result<()> {
    let Some(document) = client.get(path)? else {
        return Ok(());
    };
    let lock = document.get("_source").unwrap_or(&Value::Null);
    if has_expired(lock)
        && let Some((sequence, term)) = state(&document)
    {
        let path = format!("{path}?if_seq_no={sequence}&if_primary_term={term}");
        // Another program may have done it in the meantime.
        let _ = client.write("DELETE", &path, "");
    }
    Ok(())
}

fn body() -> Value {
    json!({
        "expires": now() + LEASE.as_secs(),
        "machine": machine(),
        "process": std::process::id(),
    })
}

/// What tells the processes of this machine, or of this container, from those of others; none where that is not
/// known.
fn machine() -> Option<String> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let processes = fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{} {}", boot.trim(), processes.display()))
}

/// Whether a lock holds no more: its time is over, or the process that took it is known to have ended.
fn has_expired(lock: &Value) -> bool {
    let expires = lock.get("expires").and_then(Value::as_u64);
    expires.is_none_or(|expires| expires < now()) || has_ended(lock)
}

/// Whether a process of this machine took a lock.
fn is_of_here(lock: &Value) -> bool {
    let of = lock.get("machine").and_then(Value::as_str);
    of.is_some_and(|of| machine().is_some_and(|here| of == here))
}

/// Whether the process that took a lock is known to have ended.
fn has_ended(lock: &Value) -> bool {
    let process = lock.get("process").and_then(Value::as_u64);
    is_of_here(lock) && process.is_some_and(|id| fs::metadata(format!("/proc/{id}")).is_err())
}

fn state(document: &Value) -> Option<(u64, u64)> {
    let number = |name: &str| document.get(name).and_then(Value::as_u64);
    number("_seq_no").zip(number("_primary_term"))
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs())
}
