//! `verbatim index`, and the refresh that comes before other commands.

use std::{fmt::Write, io::IsTerminal, ops::ControlFlow, path::PathBuf, thread, time::Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{
    args::Index,
    background,
    command_output::CommandOutput,
    layout::{DIM, HINT, RESET},
    print::warn,
    publish::{Publication, publish},
    session::Session,
    terminal::visible,
};
use crate::{
    Error, Result,
    engine::{Deferred, Engine, KeptSources, Progress, RefreshReport},
    error::Kind,
    index::CorpusFolders,
    interface::json::ReportJson,
};

/// Maximum number of files named in a summary; the rest is counted.
const MAX_NAMED: usize = 20;

/// The hint if the index cannot be refreshed.
const AS_IT_IS: &str = "the index is searched as it is";

/// The same before the answer of another command.
const MAX_NAMED_BEFORE: usize = 3;

/// Maximum size of new and changed files that an answer waits for in bytes: what is read in about a second.
const MAX_FOREGROUND_BYTES: u64 = 6_000_000;

/// What a refresh does while another process writes the index.
#[derive(Clone, Copy)]
enum Mode {
    /// Wait for the other process.
    Wait {
        /// Read everything again.
        rebuild: bool,
    },
    /// Leave the index as it is, also where there is more to read than an answer should wait for.
    Try,
}

pub(super) fn run(session: &Session, args: &Index) -> Result<CommandOutput> {
    let engine = session
        .engine()
        .with_budget(args.memory.unwrap_or_default())
        .with_pruning(args.prune);
    let corpus_folders = if args.paths.is_empty() {
        session.corpus_folders(&engine)?
    } else {
        // `--corpus ./a ./b` names two folders.
        let named = session.global.corpus.iter().chain(&args.paths);
        session.with_overrides(CorpusFolders::distinct(named.map(absolute)))
    };
    if args.watch {
        return watch(session, &engine, &corpus_folders);
    }
    let start = Instant::now();
    let report = session.refresh(
        &engine,
        &corpus_folders,
        Mode::Wait {
            rebuild: args.rebuild,
        },
    )?;
    publish(session, &engine)?;
    let text = if session.wants_json("index")? {
        session.json(&ReportJson::from(&report))?
    } else {
        render(&report, start.elapsed().as_secs_f64())
    };
    Ok(CommandOutput::found(text))
}

/// Refreshes the index on changes until the reader of the reports closes the pipe.
fn watch(
    session: &Session,
    engine: &Engine,
    corpus_folders: &CorpusFolders,
) -> Result<CommandOutput> {
    let json = session.wants_json("index --watch")?;
    let folders: Vec<String> = (corpus_folders.paths.iter())
        .map(|path| path.display().to_string())
        .collect();
    session.note(&format!(
        "{DIM}watching {}; Ctrl-C ends{RESET}",
        folders.join(", ")
    ));
    let mut failure = None;
    let now = || session.with_overrides(corpus_folders.paths.clone());
    let publication = Publication::default();
    let mut on_refresh = |done: Result<RefreshReport>| {
        publication.is_due.set(true);
        let text = match done {
            Ok(report) if json => session.json_line(&ReportJson::from(&report)),
            Ok(report) => Ok(render_changes(&report)),
            Err(error) => {
                session.warn(&error);
                return ControlFlow::Continue(());
            }
        };
        let printed = text.and_then(|text| session.print_part(&text));
        match printed {
            Ok(true) => ControlFlow::Continue(()),
            Ok(false) => ControlFlow::Break(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    engine.watch(&now, &mut |_| {}, &mut on_refresh, &mut || {
        publication.publish(session, engine);
    })?;
    failure.map_or_else(|| Ok(CommandOutput::found(String::new())), Err)
}

impl Session {
    /// The engine, after a refresh unless `no_refresh`. A long refresh of an existing index goes on in the
    /// background. If one fails, warns and uses the index as it is.
    pub(super) fn fresh_engine(&self, no_refresh: bool) -> Result<Engine> {
        if let Some(engine) = self.cluster_engine()? {
            return Ok(engine);
        }
        let (engine, deferred) = self.fresh_or_deferred(no_refresh)?;
        if let Some(work) = deferred {
            background::refresh(self, work);
        }
        Ok(engine)
    }

    /// The engine after a refresh, and the work of one that would take too long.
    fn fresh_or_deferred(&self, no_refresh: bool) -> Result<(Engine, Option<Deferred>)> {
        let engine = self.engine();
        if no_refresh {
            if let Some(fault) = engine
                .corpus_folders()?
                .and_then(|corpus_folders| Engine::overrides_fault(&corpus_folders))
            {
                self.warn(&fault.hint(AS_IT_IS));
            }
            return Ok((engine, None));
        }
        let corpus_folders = self.corpus_folders(&engine)?;
        let start = Instant::now();
        match self.refresh(&engine, &corpus_folders, Mode::Try) {
            Ok(report) if report.busy.is_some() => {
                let busy = report.busy.unwrap_or_default();
                self.note(&format!(
                    "{DIM}{busy}; this is answered from its last commit{RESET}"
                ));
            }
            Ok(report) if report.deferred.is_some() => return Ok((engine, report.deferred)),
            Ok(report) => self.note_report(&report, start.elapsed().as_secs_f64()),
            Err(error) => match engine.corpus_folders()? {
                None => return Err(unbuilt(&engine, &error)),
                // The index is of these folders; warn that it may be out of date.
                Some(known)
                    if known.has_paths_of(&corpus_folders)
                        && matches!(error.kind, Kind::Input | Kind::Index) =>
                {
                    self.warn(&error.hint(AS_IT_IS));
                }
                Some(_) => return Err(error),
            },
        }
        Ok((engine, None))
    }

    /// The same for a server, which needs an index and keeps it fresh itself.
    ///
    /// # Errors
    /// If there is no index.
    pub(super) fn answering_engine(&self, no_refresh: bool) -> Result<Engine> {
        if let Some(engine) = self.cluster_engine()? {
            engine.size()?;
            return Ok(engine);
        }
        let (engine, deferred) = self.fresh_or_deferred(no_refresh)?;
        engine.size()?;
        if let Some(work) = deferred {
            self.note(&background::note(
                work,
                "while this answers from the last commit",
            ));
        }
        Ok(engine)
    }

    /// Refreshes the index on changes in a thread, as long as the process lives; `on_refresh` gets each report.
    pub(super) fn keep_fresh(
        &self,
        engine: &Engine,
        on_refresh: impl Fn(&RefreshReport) + Send + 'static,
    ) -> Result<()> {
        // Whoever publishes keeps a cluster fresh; each request asks for its last commit.
        if self.has_cluster() {
            return Ok(());
        }
        let (engine, paths) = (engine.clone(), self.corpus_folders(engine)?.paths);
        let project = self.project.clone();
        let color = self.global.color;
        thread::spawn(move || {
            let mut on_result = |done: Result<RefreshReport>| {
                match done {
                    Ok(report) => on_refresh(&report),
                    Err(error) => warn(&error.hint(AS_IT_IS), color),
                }
                ControlFlow::Continue(())
            };
            let corpus_folders = || Engine::folders_with_overrides(&project, paths.clone());
            let watched = engine.watch(&corpus_folders, &mut |_| {}, &mut on_result, &mut || {});
            if let Err(error) = watched {
                warn(
                    &error.hint("what changes is not taken in until the next start"),
                    color,
                );
            }
        });
        Ok(())
    }

    /// Refreshes with a progress bar on the terminal.
    fn refresh(
        &self,
        engine: &Engine,
        corpus_folders: &CorpusFolders,
        mode: Mode,
    ) -> Result<RefreshReport> {
        let mut bar: Option<ProgressBar> = None;
        let terminal = std::io::stderr().is_terminal();
        let progress = &mut |progress: Progress<'_>| match progress {
            Progress::Wait(sentence) => {
                self.note(&format!("{DIM}{sentence}; waiting for it{RESET}"));
            }
            Progress::Start { bytes, .. } if terminal => {
                let style = ProgressStyle::with_template(
                    "indexing {bar:30} {bytes}/{total_bytes} {wide_msg}",
                );
                let new = ProgressBar::new(bytes);
                bar =
                    Some(style.map_or_else(|_| new.clone(), |style| new.clone().with_style(style)));
            }
            Progress::Start { .. } => {}
            Progress::Read { source, bytes } => {
                if let Some(bar) = &bar {
                    bar.set_message(visible(source));
                    bar.inc(bytes);
                }
            }
            Progress::Commit => {
                if let Some(bar) = &bar {
                    bar.set_message("writing");
                }
            }
        };
        let report = match mode {
            Mode::Wait { rebuild } => engine.refresh(corpus_folders, rebuild, progress),
            Mode::Try => engine.try_refresh(corpus_folders, MAX_FOREGROUND_BYTES, progress),
        };
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        report
    }

    fn note_report(&self, report: &RefreshReport, seconds: f64) {
        if report.changed_anything() {
            self.note(&format!("{DIM}{}{RESET}", counts(report, seconds)));
        }
        for sentence in &report.cleared {
            self.note(&format!("{DIM}{sentence}{RESET}"));
        }
        for kept in report.kept.iter().take(MAX_NAMED_BEFORE) {
            self.note(&format!("{HINT}kept{RESET} {}", sentence(kept)));
        }
        if report.kept.len() > MAX_NAMED_BEFORE {
            let more = report.kept.len() - MAX_NAMED_BEFORE;
            self.note(&format!(
                "{HINT}kept{RESET} {more} more; `verbatim index` names them"
            ));
        }
        for error in report.skipped.iter().take(MAX_NAMED_BEFORE) {
            self.note(&format!("{HINT}skipped{RESET} {error}"));
        }
        if report.skipped.len() > MAX_NAMED_BEFORE {
            let more = report.skipped.len() - MAX_NAMED_BEFORE;
            self.note(&format!(
                "{HINT}skipped{RESET} {more} more; `verbatim doctor` names them"
            ));
        }
        for (source, doubts) in report.doubtful.iter().take(MAX_NAMED_BEFORE) {
            self.note(&format!(
                "{HINT}doubtful{RESET} {}",
                doubtful(source, *doubts)
            ));
        }
        if report.doubtful.len() > MAX_NAMED_BEFORE {
            let more = report.doubtful.len() - MAX_NAMED_BEFORE;
            self.note(&format!(
                "{HINT}doubtful{RESET} {more} more; `verbatim doctor` names them"
            ));
        }
        if let Some(line) = skipped_before(report) {
            self.note(&format!("{DIM}{line}{RESET}"));
        }
    }
}

/// The error if there is no index and none can be built.
fn unbuilt(engine: &Engine, why: &Error) -> Error {
    let folder = engine.folder().display();
    let error = Error::index(format!(
        "there is no index in {folder}, and none can be built"
    ))
    .because(why.to_string());
    match &why.hint {
        Some(hint) => error.hint(hint.clone()),
        None => error,
    }
}

/// Counts what an earlier refresh named already.
fn skipped_before(report: &RefreshReport) -> Option<String> {
    let count = report.skipped_before.len();
    let (faults, them) = match count {
        0 => return None,
        1 => ("fault", "it"),
        _ => ("faults", "them"),
    };
    Some(format!(
        "skipped as before: {count} {faults}; `verbatim doctor` names {them}"
    ))
}

fn doubtful(source: &str, doubts: usize) -> String {
    let doubts = match doubts {
        1 => "1 doubt".to_owned(),
        doubts => format!("{doubts} doubts"),
    };
    format!("{source}: {doubts}; `verbatim check` names the lines")
}

/// Why the calls of removed sources stay in the index, with the hint.
fn sentence(kept: &KeptSources) -> String {
    match &kept.why.hint {
        Some(hint) => format!("{}; {hint}", kept.why),
        None => kept.why.to_string(),
    }
}

fn absolute(path: &PathBuf) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.clone())
}

fn counts(report: &RefreshReport, seconds: f64) -> String {
    let mut line = format!(
        "indexed: {} added, {} changed, {} removed, {} unchanged",
        report.added.len(),
        report.changed.len(),
        report.removed.len(),
        report.unchanged
    );
    let kept: usize = report.kept.iter().map(|kept| kept.sources.len()).sum();
    let skipped = report.skipped.len() + report.skipped_before.len();
    for (count, what) in [(kept, "kept"), (skipped, "skipped")] {
        if count > 0 {
            let _ = write!(line, ", {count} {what}");
        }
    }
    let _ = write!(line, " ({:.1} s)", seconds);
    line
}

fn render(report: &RefreshReport, seconds: f64) -> String {
    let mut out = render_changes(report);
    let _ = writeln!(out, "{}", counts(report, seconds));
    out
}

/// The sources added, changed, removed, kept and skipped.
pub(super) fn render_changes(report: &RefreshReport) -> String {
    let mut out = String::new();
    for (mark, sources) in [
        ("added", &report.added),
        ("changed", &report.changed),
        ("removed", &report.removed),
    ] {
        for source in sources.iter().take(MAX_NAMED) {
            let _ = writeln!(out, "{mark:>8}  {source}");
        }
        if sources.len() > MAX_NAMED {
            let _ = writeln!(
                out,
                "{mark:>8}  {DIM}{} more{RESET}",
                sources.len() - MAX_NAMED
            );
        }
    }
    for kept in &report.kept {
        let _ = writeln!(out, "    {HINT}kept{RESET}  {}", sentence(kept));
    }
    for error in &report.skipped {
        let _ = writeln!(out, " {HINT}skipped{RESET}  {error}");
    }
    for (source, doubts) in report.doubtful.iter().take(MAX_NAMED) {
        let _ = writeln!(out, "{HINT}doubtful{RESET}  {}", doubtful(source, *doubts));
    }
    if let Some(line) = skipped_before(report) {
        let _ = writeln!(out, "          {DIM}{line}{RESET}");
    }
    for sentence in &report.cleared {
        let _ = writeln!(out, " cleared  {sentence}");
    }
    for clash in &report.clashes {
        let _ = writeln!(
            out,
            "   {HINT}clash{RESET}  {} would be {}, which is taken; it is {}",
            clash.source, clash.wanted, clash.assigned
        );
    }
    out
}
