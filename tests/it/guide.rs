//! The guide is true: what it shows is what the program prints.
//!
//! Every command of a block `console` is run beside the sample calls; those of a block `console real`
//! over real calls, where the machine has them. `VERBATIM_GUIDE=write` writes what they print into the
//! guide.

#![cfg(unix)]

use std::{fs, path::Path, process::Command};

use crate::harness::{project, real_calls, samples};

/// Columns of the terminal of the guide.
const COLUMNS: &str = "100";

/// Runs a line of the shell in a folder.
fn run(folder: &Path, line: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_verbatim")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let output = Command::new("sh")
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:{path}", program.display()))
        .env("COLUMNS", COLUMNS)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// What is printed, but for what differs from run to run.
fn lasting(text: &str) -> String {
    let varies =
        regex::Regex::new(r"since \d{4}-\d\d-\d\d \d\d:\d\d UTC|\d+\.\d (ms|s\b)|\d+ MB are free|\d+\.\d [kM]B|\d+\.\d%").unwrap();
    let spaces = regex::Regex::new(r" +").unwrap();
    spaces
        .replace_all(&varies.replace_all(text, "…"), " ")
        .into_owned()
}

#[test]
fn the_guide_shows_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &Path, to: &Path| {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    };
    copy(&samples(), &folder.path().join("corpus"));
    copy(&project().join("tests/fixtures/guide"), folder.path());
    let real: Vec<_> = ["bilingual", "streetevents", "alphamemo"]
        .iter()
        .filter_map(|name| Some((name, real_calls(name)?)))
        .collect();
    for (name, from) in &real {
        copy(from, &folder.path().join("calls").join(name));
    }
    let path = project().join("GUIDE.md");
    let guide = fs::read_to_string(&path).unwrap();
    let mut written = String::new();
    let mut shown = 0;
    let mut blocks = guide.split("```");
    while let Some(text) = blocks.next() {
        written += text;
        let Some(block) = blocks.next() else { break };
        let (kind, body) = block.split_once('\n').unwrap();
        written += "```";
        if !kind.starts_with("console") || (kind.ends_with("real") && real.is_empty()) {
            written += block;
            written += "```";
            continue;
        }
        written += &format!("{kind}\n");
        for command in body.split("$ verbatim ").skip(1) {
            let (line, expected) = command.split_once('\n').unwrap_or((command, ""));
            let line = format!("verbatim {line}");
            let printed = run(folder.path(), &line);
            if std::env::var_os("VERBATIM_GUIDE").is_none() {
                assert_eq!(lasting(&printed), lasting(expected.trim_end()), "{line}");
            }
            written += &format!("$ {line}\n{printed}\n");
            if !printed.is_empty() {
                written.push('\n');
            }
            shown += 1;
        }
        written.truncate(written.trim_end().len());
        written += "\n```";
    }
    assert!(shown > 30, "{shown}");
    if std::env::var_os("VERBATIM_GUIDE").is_some() {
        fs::write(&path, written).unwrap();
    }
    let help = run(folder.path(), "verbatim --help");
    let commands = help.split("Commands:").nth(1).unwrap();
    let commands = commands.split("Options:").next().unwrap();
    for line in commands
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
    {
        let name = line.split_whitespace().next().unwrap();
        assert!(
            name == "help" || guide.contains(&format!("$ verbatim {name}")),
            "the guide lacks `{name}`"
        );
    }
}
