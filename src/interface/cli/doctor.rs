//! `verbatim doctor`.

use std::fmt::Write;

use super::{
    columns::{Column, table},
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, BOLD_RED, DIM, RESET, counted},
    session::Session,
};
use crate::{
    Result,
    engine::{Check, Health},
    index::Space,
    interface::{json::HealthJson, table::optional},
};
#[cfg(feature = "cluster")]
use crate::{engine::ClusterHealth, interface::json::ClusterHealthJson};

/// Maximum number of rows of a list.
const MAX_ROWS: usize = 20;

pub(super) fn run(session: &Session) -> Result<CommandOutput> {
    #[cfg(feature = "cluster")]
    if let Some(engine) = session.cluster_engine()?
        && let Some(health) = engine.cluster_health()?
    {
        return of_cluster(session, &health);
    }
    let health = session.engine().health()?;
    let text = if session.wants_json("doctor")? {
        session.json(&HealthJson::from(&health))?
    } else {
        render(session, &health)
    };
    Ok(CommandOutput {
        outcome: Outcome::of(health.is_well()),
        ..CommandOutput::found(text)
    })
}

#[cfg(feature = "cluster")]
fn of_cluster(session: &Session, health: &ClusterHealth) -> Result<CommandOutput> {
    let text = if session.wants_json("doctor")? {
        session.json(&ClusterHealthJson::from(health))?
    } else {
        render_cluster(session, health)
    };
    Ok(CommandOutput {
        outcome: Outcome::of(health.is_well()),
        ..CommandOutput::found(text)
    })
}

#[cfg(feature = "cluster")]
fn render_cluster(session: &Session, health: &ClusterHealth) -> String {
    let mut out = String::new();
    let address = session.layout.clip(&health.address, 0);
    let _ = writeln!(out, "{BOLD}{address}{RESET}");
    let holds = held(health.calls, health.passages);
    for (what, value) in [
        ("version", health.version.to_string()),
        ("commit", health.commit.to_string()),
        ("holds", holds),
        ("on disk", format!("{} with all copies", size(health.bytes))),
        (
            "cluster",
            format!(
                "{}, version {}",
                counted(health.nodes, "node", "nodes"),
                health.server
            ),
        ),
    ] {
        let _ = writeln!(
            out,
            "  {DIM}{what:<9}{RESET} {}",
            session.layout.clip(&value, 12)
        );
    }
    render_checks(session, &health.checks, &mut out);
    out
}

/// `9 calls, 312 passages`.
fn held(calls: u64, passages: u64) -> String {
    format!(
        "{}, {}",
        counted(calls, "call", "calls"),
        counted(passages, "passage", "passages")
    )
}

fn render_checks(session: &Session, checks: &[Check], out: &mut String) {
    let _ = writeln!(out, "\n{BOLD}checks{RESET}");
    for check in checks {
        let (mark, style, text) = match &check.found {
            Ok(text) => ("ok", DIM, text),
            Err(text) => ("wrong", BOLD_RED, text),
        };
        let text = session.layout.paragraph(text, &[], 20);
        let text = text.trim_ascii();
        let _ = writeln!(out, "  {style}{mark:<5}{RESET} {:<10}  {text}", check.what);
    }
}

fn render(session: &Session, health: &Health) -> String {
    let clip = |line: String| session.layout.clip(&line, 0);
    let mut out = String::new();
    let formats = health.formats.iter().map(|(_, calls)| calls).sum();
    let paths = health.corpus_folders.paths.iter();
    let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
    let space = &health.space;
    let _ = writeln!(
        out,
        "{BOLD}{}{RESET}",
        clip(health.folder.display().to_string())
    );
    for (what, value) in [
        ("version", health.version.to_string()),
        ("corpus", paths.join(", ")),
        ("holds", held(formats, health.passages)),
        (
            "on disk",
            format!(
                "{} in {}; {} deleted",
                size(space.total),
                counted(space.segments as u64, "segment", "segments"),
                counted(space.deleted, "document", "documents")
            ),
        ),
    ] {
        let _ = writeln!(
            out,
            "  {DIM}{what:<9}{RESET} {}",
            session.layout.clip(&value, 12)
        );
    }

    let _ = writeln!(out, "\n{BOLD}space{RESET}");
    out += &table(session.layout, &space_columns(), &space_rows(space));

    let _ = writeln!(out, "\n{BOLD}formats{RESET}");
    for (format, calls) in &health.formats {
        let _ = writeln!(out, "{calls:>7}  {format}");
    }
    list(
        session,
        "sources that could not be read",
        &health.failed,
        &mut out,
        |(source, faults)| format!("{source}: {}", faults.join("; ")),
    );
    list(
        session,
        "sources of which something is doubtful",
        &health.doubtful,
        &mut out,
        |(source, doubts)| format!("{source}: {}", doubts.join("; ")),
    );
    list(
        session,
        "calls that are nearly the same",
        &health.alike,
        &mut out,
        |alike| format!("{}: {} %", alike.calls.join(" and "), alike.percent),
    );
    if !health.companies.is_empty() {
        let _ = writeln!(out, "\n{BOLD}companies that may be one{RESET}");
    }
    for company in &health.companies {
        let _ = writeln!(
            out,
            "  {}, by `{}`: for verbatim.toml",
            company.ids.join(" and "),
            company.shared
        );
        for line in company.lines.lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    list(
        session,
        "one person under several names",
        &health.people,
        &mut out,
        |(person, why)| format!("{}  {}  ({why})", person.company, person.names.join(" = ")),
    );
    render_checks(session, &health.checks, &mut out);
    out
}

/// A row of the table of space; parts are terms, postings, positions, column and lengths.
struct SpaceRow {
    name: String,
    bytes: u64,
    share: f64,
    parts: [u64; 5],
}

fn space_columns() -> [Column<SpaceRow>; 8] {
    [
        Column::text("FIELD", 20, |row| row.name.clone()),
        Column::number("BYTES", |row| size(row.bytes)),
        Column::number("SHARE", |row| format!("{:.1}%", row.share)),
        Column::number("TERMS", |row| part_size(row, 0)),
        Column::number("POSTINGS", |row| part_size(row, 1)),
        Column::number("POSITIONS", |row| part_size(row, 2)),
        Column::number("COLUMN", |row| part_size(row, 3)),
        Column::number("LENGTHS", |row| part_size(row, 4)),
    ]
}

fn part_size(row: &SpaceRow, part: usize) -> String {
    let bytes = row.parts.get(part).copied();
    optional(bytes.filter(|&bytes| bytes > 0).map(size))
}

fn space_rows(space: &Space) -> Vec<SpaceRow> {
    let row = |name: &str, bytes: u64, parts| SpaceRow {
        name: name.to_owned(),
        bytes,
        share: bytes as f64 * 100.0 / space.total.max(1) as f64,
        parts,
    };
    let mut rows = vec![row("stored records", space.stored, [0; 5])];
    let fields = space.fields.iter().filter(|field| field.total() > 0);
    rows.extend(fields.map(|field| {
        let parts = [
            field.terms,
            field.postings,
            field.positions,
            field.column,
            field.lengths,
        ];
        row(&field.field, field.total(), parts)
    }));
    rows
}

fn list<T>(
    session: &Session,
    heading: &str,
    rows: &[T],
    out: &mut String,
    line: impl Fn(&T) -> String,
) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{BOLD}{heading}{RESET}");
    for row in rows.iter().take(MAX_ROWS) {
        let _ = writeln!(out, "  {}", session.layout.clip(&line(row), 2));
    }
    if rows.len() > MAX_ROWS {
        let _ = writeln!(out, "  {DIM}and {} more{RESET}", rows.len() - MAX_ROWS);
    }
}

/// `12.3 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
