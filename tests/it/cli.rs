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
