//! The pages in a browser: `tests/browser/pages.mjs` types, narrows, reads and goes back as a person
//! does, and looks for what a person would not see.

use std::process::Command;

use super::{hostile, samples};
use crate::{
    harness::{Sandbox, project},
    server::Server,
};

/// Whether Node, Chromium and the packages of `tests/browser` are there. Says so where they are not;
/// fails instead of skipping where `VERBATIM_TESTS` is `all`.
fn there() -> bool {
    let runs = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let packages = project()
        .join("tests/browser/node_modules/playwright-core")
        .exists();
    let there = runs("node") && runs("chromium") && packages;
    let must = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    assert!(
        there || !must,
        "Node, Chromium or the packages of tests/browser are missing"
    );
    if !there {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: Node, Chromium or the packages of tests/browser are missing");
        }
    }
    there
}

/// Runs a script with the address of a server.
fn run(script: &str, server: &Server, args: &[String]) {
    let output = Command::new("node")
        .arg(project().join("tests/browser").join(script))
        .arg(server.url(""))
        .args(args)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("all is well"), "{said}");
}

#[test]
fn a_person_searches_narrows_reads_and_goes_back() {
    if there() {
        run("pages.mjs", samples(), &[]);
    }
}

#[test]
fn a_person_names_saves_and_leaves_out() {
    if there() {
        let sandbox = Sandbox::of(&crate::harness::samples());
        let server = sandbox.serve(&[]);
        let folder = sandbox.path("corpus").display().to_string();
        run("changes.mjs", &server, &[folder]);
    }
}

#[test]
fn hostile_transcripts_do_nothing_in_a_browser() {
    if there() {
        let sandbox = hostile::sandbox();
        let server = sandbox.serve(&["--no-refresh"]);
        run("hostile.mjs", &server, &hostile::paths(&server));
    }
}
