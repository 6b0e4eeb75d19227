//! The bilingual format, on the samples and on a real call.

use std::{collections::HashMap, fs};

use serde_json::Value;

use crate::harness::{Sandbox, project, real_calls, samples};

#[test]
fn what_is_understood_of_a_sample() {
    let sandbox = Sandbox::empty();
    let file = samples().join("LMRA-2025Q3.txt");
    let mut checked = sandbox.json(&["check", file.to_str().unwrap()]);
    checked[0]["file"] = "LMRA-2025Q3.txt".into();
    insta::assert_json_snapshot!(checked);
}

#[test]
fn the_samples_are_nine_calls_of_three_companies_said_to_be_fictional() {
    let mut companies: HashMap<String, usize> = HashMap::new();
    for entry in fs::read_dir(samples()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let text = fs::read_to_string(&path).unwrap();
            assert!(
                text.contains("虛構") && text.contains("fictional"),
                "{}",
                path.display()
            );
            let name = path.file_name().unwrap().to_str().unwrap();
            *companies
                .entry(name.split('-').next().unwrap().to_owned())
                .or_default() += 1;
        }
    }
    assert_eq!(companies.len(), 3);
    assert!(companies.values().all(|&calls| calls == 3), "{companies:?}");
}

/// Every line of a source must be found again in what was understood of it.
fn lines_lost(text: &str, call: &Value, passages: &Value) -> Vec<String> {
    let mut kept = String::new();
    let mut keep = |value: &Value| {
        if let Some(text) = value.as_str() {
            kept.push_str(text);
            kept.push('\n');
        }
    };
    keep(&call["call"]["title"]);
    for line in call["remainder"].as_array().unwrap() {
        keep(&line["text"]);
    }
    for speaker in call["call"]["speakers"].as_array().unwrap() {
        for name in speaker["names"].as_array().unwrap() {
            let title = speaker["title"].as_str().unwrap_or_default();
            keep(&Value::from(format!(
                "{} - {title}",
                name.as_str().unwrap()
            )));
        }
    }
    for passage in passages.as_array().unwrap() {
        keep(&passage["text"]["en"]);
        keep(&passage["text"]["zh"]);
        for note in passage["notes"].as_array().unwrap() {
            keep(note);
        }
    }
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let kept = plain(&kept);
    let own = ["內容摘要", "完整原文"];
    // The other side of a note that stands alone.
    let notes = ["翻譯", "用外語說", "操作說明", "聽不清楚", "音訊不清"];
    text.lines()
        .map(|line| line.trim().trim_start_matches(['•', '-']).trim())
        .filter(|line| !own.contains(line) && !notes.contains(&plain(line).as_str()))
        .map(|line| {
            line.trim_start_matches(|c: char| c.is_ascii_digit())
                .trim_start_matches(". ")
        })
        .filter(|line| !kept.contains(&plain(line)))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_line_is_lost() {
    let mut folders = vec![samples()];
    folders.extend(real_calls("bilingual"));
    for folder in folders {
        let sandbox = Sandbox::of(&folder);
        for checked in sandbox.json(&["check", "corpus"]).as_array().unwrap() {
            let text = fs::read_to_string(sandbox.path(checked["file"].as_str().unwrap())).unwrap();
            let id = checked["call"]["id"].as_str().unwrap();
            let shown = sandbox.json(&["show", id]);
            let lost = lines_lost(&text, checked, &shown["passages"]);
            assert_eq!(lost, Vec::<String>::new(), "{id}");
        }
    }
}

#[test]
fn a_real_call_is_understood() {
    let Some(folder) = real_calls("bilingual") else {
        return;
    };
    let sandbox = Sandbox::of(&folder);
    let checked = sandbox.json(&["check", "corpus/BABA-2026Q2.txt"]);
    let call = &checked[0]["call"];
    assert_eq!(call["id"], "BABA-2026Q2");
    assert_eq!(
        call["company"]["names"],
        serde_json::json!(["阿里巴巴", "Alibaba Group"])
    );
    assert_eq!(call["turns"], 28);
    assert_eq!(call["speakers"].as_array().unwrap().len(), 14);
    let names = |name: &str| {
        let speakers = call["speakers"].as_array().unwrap();
        let speaker = speakers
            .iter()
            .find(|speaker| speaker["name"] == name)
            .unwrap();
        speaker["names"].as_array().unwrap().len()
    };
    for name in ["Yongming Wu", "Xu Hong", "Fan Jiang"] {
        assert_eq!(names(name), 2, "{name}");
    }
    let firms: Vec<&str> = checked[0]["exchanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|exchange| exchange["firm"].as_str().unwrap())
        .collect();
    let expected = [
        "Morgan Stanley",
        "UBS",
        "JPMorgan",
        "Goldman Sachs",
        "Macquarie",
        "Nomura",
    ];
    assert_eq!(firms, expected);

    // An independent count: bullets of the full text that are no doubled heading and no note.
    let text = fs::read_to_string(folder.join("BABA-2026Q2.txt")).unwrap();
    let full_text = text.split("完整原文").nth(1).unwrap();
    let paragraphs = full_text
        .split("\n  • ")
        .skip(1)
        .map(|bullet| {
            bullet
                .lines()
                .map(str::trim)
                .filter(|l| !l.is_empty())
                .collect::<Vec<_>>()
        })
        .filter(|lines| lines.len() == 2 && lines[0] != lines[1])
        .filter(|lines| !(lines[0].starts_with('(') && lines[0].ends_with(')')))
        .count();
    let shown = sandbox.json(&["show", "BABA-2026Q2"]);
    let passages = shown["passages"].as_array().unwrap();
    let spoken: Vec<&Value> = passages
        .iter()
        .filter(|p| p["section"] != "summary")
        .collect();
    assert_eq!(spoken.len(), paragraphs);
    assert!(
        spoken
            .iter()
            .all(|p| p["text"]["en"].is_string() && p["text"]["zh"].is_string())
    );
}

#[test]
fn a_real_call_is_searched() {
    let Some(folder) = real_calls("bilingual") else {
        return;
    };
    let sandbox = Sandbox::of(&folder);
    let spoken = |query: &str| sandbox.found_in_order(&[query, "--section", "-summary"]);
    let expected = spoken("CapEx");
    assert_eq!(expected.len(), 4);
    assert_eq!(spoken("資本支出"), expected);
    assert_eq!(spoken("资本支出"), expected);
    assert_eq!(
        sandbox.found(&["CapEx"]).len(),
        6,
        "the summary says it twice"
    );

    for (args, speaker, count) in [
        (&["雲端", "--speaker", "Toby Xu"][..], "Xu Hong", 4),
        (
            &["cloud", "--speaker", "eddie wu", "--section", "qa"],
            "Yongming Wu",
            1,
        ),
        (
            &["CapEx", "--section", "qa", "--firm", "Goldman Sachs"],
            "Ronald Keung",
            1,
        ),
    ] {
        let answer = sandbox.json(&[&["search", "--literal"], args].concat());
        assert_eq!(answer["total"], count, "{args:?}");
        for hit in answer["hits"].as_array().unwrap() {
            assert_eq!(hit["speaker"]["name"], speaker, "{args:?}");
        }
    }
    let answer = sandbox.json(&[
        "search",
        "quick commerce",
        "--role",
        "analyst",
        "--match",
        "all",
    ]);
    assert_eq!(answer["total"], 2);
    for hit in answer["hits"].as_array().unwrap() {
        assert!(
            hit["text"]["en"]
                .as_str()
                .unwrap()
                .to_lowercase()
                .contains("quick commerce")
        );
        assert_eq!(hit["speaker"]["role"], "analyst");
    }
}

#[test]
fn the_project_holds_no_sentence_of_a_real_call() {
    let Some(folder) = real_calls("bilingual") else {
        return;
    };
    let real = fs::read_to_string(folder.join("BABA-2026Q2.txt")).unwrap();
    let sentences: Vec<&str> = real
        .split(['.', '。', '\n'])
        .map(str::trim)
        .filter(|s| s.chars().count() > 40)
        .collect();
    for sub in ["corpus", "tests", "src"] {
        for entry in walkdir::WalkDir::new(project().join(sub)) {
            let path = entry.unwrap().into_path();
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            for sentence in &sentences {
                assert!(!text.contains(sentence), "{}: {sentence}", path.display());
            }
        }
    }
}
