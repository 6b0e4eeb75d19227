//! Programs in Python that the tests hold the program against, where they are installed.

use std::{path::PathBuf, process::Command};

use crate::harness::project;

/// The Python that has a package: that of `target/python`, where `.ci/run` puts what it needs, else
/// the system's. Says so where neither has it; fails instead of skipping where `VERBATIM_TESTS` is
/// `all`.
pub(crate) fn python(package: &str) -> Option<PathBuf> {
    let own = project().join("target/python/bin/python");
    let has = |python: &PathBuf| {
        let asked = Command::new(python)
            .args(["-c", &format!("import {package}")])
            .output();
        asked.is_ok_and(|asked| asked.status.success())
    };
    let found = [own, PathBuf::from("python3")].into_iter().find(has);
    let must = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    assert!(found.is_some() || !must, "no Python has {package}");
    if found.is_none() {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: no Python has {package}");
        }
    }
    found
}
