//! The command line, as a person and a pipe see it.

use std::collections::HashSet;

use unicode_width::UnicodeWidthStr;

use crate::harness::{Sandbox, samples};

#[test]
fn the_first_search_builds_the_index_and_finds_several_companies() {
    let sandbox = Sandbox::of(&samples());
    let run = sandbox.run(&["search", "CapEx"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.contains("9 added"), "{}", run.err);
    assert!(sandbox.path("index").is_dir());
    let companies: HashSet<&str> = ["LMRA", "TDWL", "FCPM"]
        .into_iter()
        .filter(|id| run.out.contains(id))
        .collect();
    assert!(companies.len() >= 2, "{}", run.out);

    let again = sandbox.run(&["search", "CapEx"]);
    assert_eq!(again.err, "");
}

#[test]
fn a_pipe_gets_plain_text_and_whole_lines() {
    let run = Sandbox::samples().run(&["search", "guidance"]);
    assert!(!run.out.contains('\u{1b}'), "{}", run.out);
    let coloured = Sandbox::samples().run(&["search", "guidance", "--color", "always"]);
    assert!(coloured.out.contains('\u{1b}'));
}

#[test]
fn lines_fit_the_terminal() {
    let sandbox = Sandbox::samples();
    for columns in [60, 80, 120] {
        for args in [
            &[
                "search",
                "CapEx",
                "--limit",
                "30",
                "--context",
                "1",
                "--why",
            ][..],
            &["search", "資本支出", "--facets", "speaker,firm"],
            &["show", "LMRA-2025Q3"],
            &["calls"],
            &["check", "corpus"],
        ] {
            let run = sandbox.run_with(args, Some(columns));
            assert_eq!(run.code, Some(0), "{args:?} {}", run.err);
            for line in run.out.lines() {
                assert!(
                    line.width() <= columns,
                    "{columns}: {}: {line}",
                    line.width()
                );
            }
        }
    }
}

#[test]
fn what_is_lit_is_what_matched() {
    let search = [
        "search",
        "CapEx",
        "--literal",
        "--color",
        "always",
        "--full",
    ];
    let run = Sandbox::samples().run(&search);
    let lit: Vec<&str> = run
        .out
        .split("\u{1b}[1;30;103m")
        .skip(1)
        .map(|rest| rest.split('\u{1b}').next().unwrap())
        .collect();
    assert!(!lit.is_empty());
    for part in lit {
        assert!(part.to_lowercase().starts_with("cap"), "{part}");
    }
}

#[test]
fn filters_do_what_they_say() {
    let sandbox = Sandbox::samples();
    let hits = |args: &[&str]| {
        sandbox.json(&[&["search", "--limit", "1000"], args].concat())["hits"]
            .as_array()
            .unwrap()
            .clone()
    };
    let all = hits(&["gross margin"]);
    assert!(!all.is_empty());
    for (flag, value, path) in [
        ("--company", "lmra", "/company/id"),
        ("--role", "executive", "/speaker/role"),
        ("--section", "prepared", "/section"),
        ("--period", "2025Q4", "/period"),
        ("--call", "lmra-2025q4", "/call"),
    ] {
        let same = |hit: &serde_json::Value| {
            let found = hit
                .pointer(path)
                .and_then(|found| found.as_str())
                .unwrap_or_default();
            found.eq_ignore_ascii_case(value)
        };
        let expected = all.iter().filter(|hit| same(hit)).count();
        let kept = hits(&["gross margin", flag, value]);
        assert_eq!(kept.len(), expected, "{flag} {value}");
        assert!(kept.iter().all(same), "{flag} {value}");
        let excluded = hits(&["gross margin", flag, &format!("-{value}")]);
        assert_eq!(excluded.len(), all.len() - expected, "{flag} -{value}");
        let field = format!("{}:{value}", flag.trim_start_matches("--"));
        assert_eq!(hits(&["gross margin", &field]).len(), expected, "{field}");
    }
    let two = hits(&["gross margin", "--period", "2025Q3", "--period", "2025Q4"]);
    assert_eq!(two.len(), hits(&["gross margin", "--period", "2025"]).len());
    assert_eq!(
        two.len(),
        hits(&["gross margin", "--period", "2025Q3..2025Q4"]).len()
    );
}

#[test]
fn paging_meets_every_hit_once() {
    let sandbox = Sandbox::samples();
    for sort in ["relevance", "newest", "oldest", "call"] {
        let all = sandbox.found(&["revenue", "--sort", sort]);
        assert!(all.len() > 10, "{}", all.len());
        let mut paged = Vec::new();
        for offset in (0..all.len()).step_by(7) {
            let offset = offset.to_string();
            let page = sandbox.json(&[
                "search", "revenue", "--sort", sort, "--limit", "7", "--offset", &offset,
            ]);
            for hit in page["hits"].as_array().unwrap() {
                paged.push(hit["citation"].as_str().unwrap().to_owned());
            }
        }
        assert_eq!(paged, all, "{sort}");
    }
    let capped = sandbox.json(&["search", "revenue", "--per-call", "1", "--limit", "100"]);
    assert_eq!(
        capped["hits"].as_array().unwrap().len() as u64,
        capped["total_calls"]
    );
}

#[test]
fn reading_a_call() {
    let sandbox = Sandbox::samples();
    let whole = sandbox.run(&["show", "lmra-2025q3"]);
    for part in [
        "SUMMARY",
        "PREPARED REMARKS",
        "QUESTIONS AND ANSWERS",
        "exchange 1",
    ] {
        assert!(whole.out.contains(part), "{part}");
    }
    let chinese = sandbox.json(&[
        "show",
        "LMRA-2025Q3",
        "--lang",
        "zh",
        "--section",
        "prepared",
    ]);
    for passage in chinese["passages"].as_array().unwrap() {
        assert!(passage["text"]["en"].is_null() && passage["text"]["zh"].is_string());
    }
    let around = sandbox.json(&["show", "LMRA-2025Q3#20"]);
    let numbers: Vec<u64> = around["passages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["n"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, [18, 19, 20, 21, 22]);
}

#[test]
fn help_teaches() {
    let sandbox = Sandbox::empty();
    let run = sandbox.run(&["help", "search"]);
    assert_eq!(run.code, Some(0));
    for part in ["\"quick commerce\"", "--speaker", "--per-call", "invest*"] {
        assert!(run.out.contains(part), "{part}");
    }
    assert_eq!(sandbox.run(&["completions", "bash"]).code, Some(0));
    let commands = sandbox.run(&["--help"]).out;
    let commands = commands.split("Commands:").nth(1).unwrap();
    let mut seen = 0;
    let listed = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    for line in commands
        .split("Options:")
        .next()
        .unwrap()
        .lines()
        .filter(listed)
    {
        let name = line.split_whitespace().next().unwrap();
        if name == "help" {
            continue;
        }
        let help = sandbox.run(&["help", name]).out;
        let example = format!("\n  verbatim {name}");
        assert!(
            help.contains("Example") && help.contains(&example),
            "{name}: {help}"
        );
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
    let near = sandbox.run(&["serch"]);
    assert!(near.err.contains("search"), "{near:?}");
    assert_eq!(sandbox.run(&["nonsense"]).code, Some(2));
}

#[test]
fn a_call_is_read_with_what_a_query_finds_lit() {
    let sandbox = Sandbox::samples();
    let found = sandbox.found(&["capex role:executive", "--call", "LMRA-2025Q3"]);
    let call = sandbox.json(&["show", "LMRA-2025Q3", "--highlight", "capex role:executive"]);
    let mut lit: Vec<&str> = (call["passages"].as_array().unwrap().iter())
        .filter(|passage| !passage["why"].as_array().unwrap().is_empty())
        .map(|passage| passage["citation"].as_str().unwrap())
        .collect();
    let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
    lit.sort_unstable();
    found.sort_unstable();
    assert!(!lit.is_empty());
    assert_eq!(lit, found);
}

/// Lines of the help that begin with `verbatim`, of all commands, without what is said beside them.
#[cfg(unix)]
fn examples(sandbox: &Sandbox) -> Vec<String> {
    let commands = [
        "",
        "search",
        "init",
        "index",
        "show",
        "calls",
        "companies",
        "speakers",
        "firms",
        "check",
        "mentions",
        "trend",
        "compare",
        "glossary",
        "saved",
        "saved run",
        "saved preview",
        "saved list",
        "audit",
        "doctor",
        "man",
        "completions",
    ];
    let mut examples = Vec::new();
    for command in commands {
        let words: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = sandbox.run(&words).out;
        let lines = help
            .lines()
            .filter_map(|line| line.strip_prefix("  verbatim "));
        examples.extend(lines.map(|line| {
            let command = line.split("  ").next().unwrap_or_default();
            format!("verbatim {}", command.trim_end())
        }));
    }
    examples
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_help_run_on_the_samples() {
    let sandbox = Sandbox::of(&samples());
    let saved = "[[saved]]\nname = \"capex-cuts\"\nquery = \"capex\"\n";
    std::fs::write(sandbox.path("verbatim.toml"), saved).unwrap();
    std::os::unix::fs::symlink(sandbox.path("corpus"), sandbox.path("calls")).unwrap();
    for folder in [
        ".zfunc",
        ".config/fish/completions",
        ".local/share/bash-completion/completions",
        ".local/share/man",
    ] {
        std::fs::create_dir_all(sandbox.path(folder)).unwrap();
    }
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_verbatim"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let examples = examples(&sandbox);
    assert!(examples.len() > 30, "{examples:?}");
    // The one goes on until it is ended, the other asks.
    let endless = |example: &str| example.contains("--watch") || example == "verbatim init";
    for example in examples.iter().filter(|example| !endless(example)) {
        let output = std::process::Command::new("/bin/sh")
            .args(["-c", example])
            .current_dir(sandbox.path(""))
            .env_clear()
            .env("PATH", &path)
            .env("HOME", sandbox.path(""))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        // The samples have no disagreements, and what a saved search finds is new once.
        let may_be_none = [
            "verbatim audit",
            "verbatim saved run",
            "verbatim trend --emerging",
        ];
        let may_be_none = may_be_none
            .iter()
            .any(|command| example.starts_with(command));
        let code = output.status.code();
        assert!(
            code == Some(0) || may_be_none && code == Some(1),
            "{example}: {said}"
        );
    }
}

/// Runs a command in a folder of the sandbox, with some variables.
fn run_in(
    sandbox: &Sandbox,
    folder: &str,
    args: &[&str],
    variables: &[(&str, &str)],
) -> (Option<i32>, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .args(args)
        .current_dir(sandbox.path(folder))
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn a_project_is_known_from_any_folder_below_it() {
    let sandbox = Sandbox::empty();
    for folder in ["calls", "notes/today"] {
        std::fs::create_dir_all(sandbox.path(folder)).unwrap();
    }
    let sample = std::fs::read(samples().join("LMRA-2025Q3.txt")).unwrap();
    std::fs::write(sandbox.path("calls/LMRA-2025Q3.txt"), sample).unwrap();
    let (code, said) = run_in(&sandbox, "", &["init"], &[]);
    assert_eq!(code, Some(2), "nobody is there to be asked: {said}");
    let (code, said) = run_in(&sandbox, "", &["init", "no-such"], &[]);
    assert_eq!(code, Some(2), "{said}");
    let (code, said) = run_in(&sandbox, "", &["init", "calls"], &[]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run_in(&sandbox, "notes/today", &["search", "capex"], &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(sandbox.path("index").is_dir() && !sandbox.path("notes/today/index").exists());
    // The project's glossary is read from there as well.
    let text = std::fs::read_to_string(sandbox.path("verbatim.toml")).unwrap();
    let text = text + "\n[[glossary]]\nterms = [\"zorbling\", \"capex\"]\n";
    std::fs::write(sandbox.path("verbatim.toml"), text).unwrap();
    let (code, said) = run_in(&sandbox, "notes/today", &["search", "zorbling"], &[]);
    assert_eq!(code, Some(0), "{said}");
    // What is named goes before; an index that is named keeps its corpus.
    let other = [("VERBATIM_INDEX", "other")];
    let (code, said) = run_in(&sandbox, "notes", &["search", "capex"], &other);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("there is no index in other"), "{said}");
    let both = [("VERBATIM_INDEX", "other"), ("VERBATIM_CORPUS", "../calls")];
    let (code, said) = run_in(&sandbox, "notes", &["search", "capex"], &both);
    assert_eq!(code, Some(0), "{said}");
    assert!(sandbox.path("notes/other").is_dir());
}
