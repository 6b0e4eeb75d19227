//! Puts the index on the cluster of `--store`.

use std::cell::{Cell, RefCell};
#[cfg(feature = "cluster")]
use std::{io::IsTerminal, time::Instant};

#[cfg(feature = "cluster")]
use indicatif::ProgressBar;

#[cfg(feature = "cluster")]
use super::layout::{DIM, RESET};
use super::session::Session;
use crate::{Result, engine::Engine};

/// Whether the cluster lacks what the index has. It does at first, and as long as it does not take it.
pub(super) struct Publication {
    pub(super) is_due: Cell<bool>,
    last_failure: RefCell<Option<String>>,
}

impl Default for Publication {
    fn default() -> Self {
        Self {
            is_due: Cell::new(true),
            last_failure: RefCell::default(),
        }
    }
}

impl Publication {
    /// Puts the index on the cluster, if one is given. A failure that persists is told once.
    pub(super) fn publish(&self, session: &Session, engine: &Engine) {
        if !self.is_due.get() {
            return;
        }
        let published = publish(session, engine);
        self.is_due.set(published.is_err());
        let failure = published.as_ref().err().map(ToString::to_string);
        if let Err(error) = published
            && *self.last_failure.borrow() != failure
        {
            session.warn(&error);
        }
        self.last_failure.replace(failure);
    }
}

/// Puts the index on the cluster, if one is given.
#[cfg(feature = "cluster")]
pub(super) fn publish(session: &Session, engine: &Engine) -> Result<()> {
    let Some(cluster) = session.cluster()? else {
        return Ok(());
    };
    let start = Instant::now();
    let bar = std::io::stderr().is_terminal().then(|| ProgressBar::new(0));
    let report = engine.publish(&cluster, &mut |done, all| {
        if let Some(bar) = &bar {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        }
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let report = report?;
    session.note(&format!(
        "{DIM}on the cluster: {} calls written, {} removed; {} calls with {} passages ({:.1} s){RESET}",
        report.written,
        report.removed,
        report.calls,
        report.passages,
        start.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// Puts the index nowhere, since this program knows no cluster.
#[cfg(not(feature = "cluster"))]
#[allow(clippy::unnecessary_wraps)]
pub(super) fn publish(_: &Session, _: &Engine) -> Result<()> {
    Ok(())
}
