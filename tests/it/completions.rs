//! A shell completes what the index holds.

use crate::harness::Sandbox;

/// What bash offers for the last of some words, as it would put it in.
pub(crate) fn completed(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_verbatim"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let last = words.len() - 1;
    let script = format!(
        "source <(verbatim completions bash); COMP_WORDS=(\"$@\"); COMP_CWORD={last}; \
         _clap_complete_verbatim verbatim \"${{COMP_WORDS[{last}]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let output = std::process::Command::new("bash")
        .args(["-c", &script, "bash"])
        .args(words)
        .current_dir(sandbox.path(""))
        .env_clear()
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_shell_completes_what_the_index_holds() {
    let sandbox = Sandbox::samples();
    for (words, offered) in [
        (
            &["verbatim", "search", "--company", "fc"][..],
            &["FCPM"][..],
        ),
        (&["verbatim", "search", "--company", "遠"], &["遠岬汽車"]),
        (
            &["verbatim", "search", "--speaker", "-toby"],
            &["-Toby\\ Hale"],
        ),
        (
            &["verbatim", "trend", "x", "--role", "c"],
            &["ceo", "cfo", "coo"],
        ),
        (&["verbatim", "search", "--section", "pre"], &["prepared"]),
        (&["verbatim", "search", "--period", "2026"], &["2026Q1"]),
        (
            &["verbatim", "show", "TDWL-2025"],
            &["TDWL-2025Q4", "TDWL-2025Q3"],
        ),
        (
            &[
                "verbatim",
                "search",
                "--index",
                "nowhere",
                "--company",
                "fc",
            ],
            &[""],
        ),
        (&["verbatim", "glos"], &["glossary"]),
    ] {
        assert_eq!(completed(sandbox, words), offered, "{words:?}");
    }
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        let run = sandbox.run(&["completions", shell]);
        assert!(
            run.code == Some(0) && run.out.contains("verbatim"),
            "{shell}"
        );
    }
}
