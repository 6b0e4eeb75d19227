//! What the calls teach of their terms: `related`, `similar`, `trend --emerging`, `search --related`.

use std::fs;

use serde_json::Value;

use crate::harness::{Sandbox, beside, bilingual, real_calls};

/// Sentences about nothing, so that chance has its share.
const OTHERS: [(&str, &str); 10] = [
    ("We painted walls.", "我們粉刷牆壁。"),
    ("Trains were late.", "火車誤點。"),
    ("Cats slept.", "貓睡著。"),
    ("Birds sang.", "鳥兒唱歌。"),
    ("Ships left.", "船隻離港。"),
    ("Boats sank.", "小艇沉沒。"),
    ("Grass is green.", "草地翠綠。"),
    ("Wolves howled.", "狼群嚎叫。"),
    ("Clocks stopped.", "時鐘停擺。"),
    ("Lamps burned.", "油燈燃燒。"),
];

/// A call of a company and a quarter of 2025 with paragraphs in both languages.
fn call(ticker: &str, quarter: u8, paragraphs: &[(&str, &str)]) -> String {
    let paragraphs = &[paragraphs, &OTHERS].concat();
    bilingual(
        &format!("測試 ({ticker}) 2025 Q{quarter} 法說會逐字稿"),
        &[("Ann Lee - Chief Executive Officer", paragraphs)],
    )
}

const OVENS: &[(&str, &str)] = &[
    (
        "Our cloud ovens grew in the north. Demand for bricks was weak.",
        "我們的雲端烤箱在北部成長。磚塊的需求疲弱。",
    ),
    (
        "Cloud ovens are sold to bakers, and bakers pay by month.",
        "雲端烤箱賣給麵包師傅,麵包師傅按月付費。",
    ),
    ("The price of bricks fell.", "磚塊的價格下跌。"),
    (
        "Kiln leasing revenue, or KLR, came from the north.",
        "窯爐租賃收入來自北部。",
    ),
    ("We hired bakers in the south.", "我們在南部僱用麵包師傅。"),
    ("A new hall was opened.", "新的大廳啟用了。"),
    ("Taxes were paid in May.", "稅款在五月繳納。"),
];

const BAKERS: &[(&str, &str)] = &[
    ("Bakers like cloud ovens.", "麵包師傅喜歡雲端烤箱。"),
    ("A cloud oven lasts long.", "雲端烤箱很耐用。"),
    ("The hall is large.", "大廳很大。"),
    (
        "Bricks are cheap, and steam valves sell.",
        "磚塊便宜,蒸汽閥暢銷。",
    ),
    ("Steam valves are new to us.", "蒸汽閥對我們來說是新的。"),
    ("Steam valves for bakers.", "給麵包師傅的蒸汽閥。"),
];

/// A call in Chinese alone, and one in English alone.
fn in_one_language() -> [(&'static str, String); 2] {
    let turns = |said: [&str; 3], host: &str, name: &str| -> String {
        let turn = |text: &&str| format!("{host}\n\n{name}{text}\n\n");
        said.iter().map(turn).collect()
    };
    let chinese = turns(
        [
            "雲端烤箱與磚塊的銷售很好。",
            "天氣很好,沒有別的事情。",
            "謝謝大家的參加,我們下次再見。",
        ],
        "主持人：謝謝,請繼續說明。",
        "王一：",
    );
    let english = turns(
        [
            "Cloud ovens and bricks sell.",
            "It was a fine quarter for all of us.",
            "Thank you all for joining us today.",
        ],
        "Operator: Please go ahead with the next point.",
        "Carl Oak: ",
    );
    [
        (
            "d.txt",
            format!("嵐川股份 (DDD) 2025 年第三季度業績說明會\n\n{chinese}"),
        ),
        (
            "e.txt",
            format!("Oak Works (EEE) Q3 2025 Earnings Call\n\n{english}"),
        ),
    ]
}

fn corpus() -> Sandbox {
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA", 1, OVENS)),
        ("b.txt", &call("BBB", 2, BAKERS)),
        (
            "c.txt",
            "Carl Oak - CEO:\n\nWe have steam valves and cloud ovens.\n",
        ),
    ]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    sandbox
}

/// The terms of a relation in an answer.
fn terms<'a>(answer: &'a Value, relation: &str) -> Vec<&'a str> {
    let terms = answer["terms"].as_array().unwrap().iter();
    let terms = terms.filter(|term| term["relation"] == relation);
    terms.map(|term| term["term"].as_str().unwrap()).collect()
}

#[test]
fn translations_are_learned_both_ways_with_evidence() {
    let sandbox = corpus();
    let found = sandbox.json(&["related", "cloud oven"]);
    assert_eq!(terms(&found, "translation"), ["雲端烤箱"], "{found}");
    let term = &found["terms"][0];
    assert_eq!((&term["count"], &term["calls"]), (&4.into(), &2.into()));
    let cited: Vec<&str> = (term["mentions"].as_array().unwrap().iter())
        .map(|mention| mention["citation"].as_str().unwrap())
        .collect();
    assert_eq!(cited, ["AAA-2025Q1#1", "BBB-2025Q2#2"]);
    assert!(term["score"].as_f64().unwrap() > 10.83);

    let back = sandbox.json(&["related", "云端烤箱"]);
    assert_eq!(
        terms(&back, "translation"),
        ["cloud ovens"],
        "either script"
    );
    let narrowed = sandbox.json(&["related", "cloud oven", "--company", "BBB"]);
    assert_eq!(narrowed["terms"][0]["count"], 2);
}

#[test]
fn abbreviations_are_those_that_calls_define() {
    let sandbox = corpus();
    let found = sandbox.json(&["related", "KLR"]);
    assert_eq!(
        terms(&found, "abbreviation"),
        ["Kiln leasing revenue"],
        "{found}"
    );
    let found = sandbox.json(&["related", "kiln leasing revenue"]);
    assert_eq!(terms(&found, "abbreviation"), ["KLR"], "{found}");
}

#[test]
fn a_term_that_nobody_says_is_told() {
    let sandbox = corpus();
    let run = sandbox.run(&["related", "zeppelin"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.out.contains("no passage says `zeppelin`"), "{run:?}");
    let run = sandbox.run(&["related", "…"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains("hint: type a word"), "{run:?}");
}

#[test]
fn learned_terms_match_only_when_asked_and_are_removable() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA", 1, OVENS)),
        ("b.txt", &call("BBB", 2, BAKERS)),
        ("d.txt", &in_one_language()[0].1),
    ]);
    sandbox.run(&["index"]);
    // The number of passages that say all of it, and the last of them.
    let found = |args: &[&str]| -> (u64, String) {
        let found = sandbox.json(&[&["search", "cloud oven"], args].concat());
        let total = found["total"].as_u64().unwrap();
        let last = &found["hits"][usize::try_from(total).unwrap() - 1];
        (total, last["citation"].as_str().unwrap().to_owned())
    };
    let (total, _) = found(&[]);
    assert_eq!(total, 4);
    let (total, last) = found(&["--related"]);
    assert_eq!(
        (total, last.as_str()),
        (5, "DDD-2025Q3#2"),
        "below what is typed"
    );
    let (total, _) = found(&["--related", "--unrelated", "雲端烤箱"]);
    assert_eq!(total, 4);

    let found = sandbox.json(&["search", "cloud oven"]);
    assert!(found["related"].is_null(), "not asked for: {found}");
    let found = sandbox.json(&["search", "cloud oven", "--related"]);
    let suggestion = &found["related"][0];
    assert_eq!(
        (&suggestion["also"], &suggestion["calls"]),
        (&"雲端烤箱".into(), &2.into())
    );
    assert_eq!(found["related"][0]["used"], true);
    let by_related = |list: &Value| {
        let mut list = list.as_array().unwrap().iter();
        list.any(|one| one["by"] == "related")
    };
    assert!(by_related(&found["expansions"]), "{found}");
    assert!(by_related(&found["hits"][4]["why"]), "{found}");
    let text = sandbox.run(&["search", "cloud oven"]).out;
    assert!(
        text.contains("cloud oven also said as 雲端烤箱 (2 calls)"),
        "{text}"
    );
}

#[test]
fn a_learned_term_is_accepted_into_the_glossary() {
    let sandbox = corpus();
    fs::write(sandbox.path("corpus/verbatim.toml"), "# ours\n").unwrap();
    sandbox.run(&["index"]);
    let run = sandbox.run(&["related", "cloud oven", "--accept", "雲端烤箱"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let written = fs::read_to_string(sandbox.path("corpus/verbatim.toml")).unwrap();
    assert_eq!(
        written,
        "# ours\n\n[[glossary]]\nterms = [\"cloud oven\", \"雲端烤箱\"]\n"
    );
    let found = sandbox.json(&["search", "cloud oven"]);
    assert_eq!(found["expansions"][0]["by"], "glossary");
    assert!(found["related"].is_null(), "{found}");
    assert_eq!(
        sandbox.json(&["related", "cloud oven"])["terms"][0]["in_glossary"],
        true
    );
}

#[test]
fn an_index_that_grew_answers_like_one_that_was_rebuilt() {
    let answers = |sandbox: &Sandbox| {
        let ask = |args: &[&str]| sandbox.json(args);
        [
            ask(&["related", "cloud oven"]),
            ask(&["related", "bakers"]),
            ask(&["trend", "--emerging=2025Q2"]),
            ask(&["similar", "AAA-2025Q1#2"]),
        ]
    };
    let grown = Sandbox::with(&[("b.txt", &call("BBB", 2, OVENS))]);
    grown.run(&["index"]);
    grown.write("a.txt", call("AAA", 1, OVENS).as_bytes());
    grown.run(&["index"]);
    grown.write("b.txt", call("BBB", 2, BAKERS).as_bytes());
    grown.run(&["index"]);
    let built = Sandbox::with(&[
        ("a.txt", &call("AAA", 1, OVENS)),
        ("b.txt", &call("BBB", 2, BAKERS)),
    ]);
    built.run(&["index"]);
    assert_eq!(answers(&grown), answers(&built));
}

#[test]
fn emerging_terms_are_those_of_the_period() {
    let valves: Vec<(String, String)> = (OTHERS.iter())
        .map(|(en, zh)| {
            (
                format!("Steam valves sell. {en}"),
                format!("蒸汽閥暢銷。{zh}"),
            )
        })
        .collect();
    let valves: Vec<(&str, &str)> = (valves.iter())
        .map(|(en, zh)| (en.as_str(), zh.as_str()))
        .collect();
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA", 1, OVENS)),
        ("b.txt", &call("AAA", 2, &valves)),
    ]);
    let found = sandbox.json(&["trend", "--emerging=2025Q2"]);
    let first = &found["terms"][0];
    assert_eq!(found["period"], "2025Q2");
    assert_eq!(
        (&first["count"], &first["count_before"]),
        (&10.into(), &0.into()),
        "{found}"
    );
    let all: Vec<&str> = (found["terms"].as_array().unwrap().iter())
        .map(|term| term["term"].as_str().unwrap())
        .collect();
    let run = sandbox.run(&["trend", "--emerging=2025Q1"]);
    assert_eq!(run.code, Some(2), "nothing is before: {run:?} {all:?}");
    assert!(all[0].starts_with("Steam valves"), "{all:?}");
    assert!(run.err.contains("earlier period"), "{run:?}");
    let run = sandbox.run(&["trend", "--emerging=2031Q1"]);
    assert!(run.err.contains("there are calls of"), "{run:?}");
    let run = sandbox.run(&["trend", "--emerging=soon"]);
    assert!(run.err.contains("`soon` is no period"), "{run:?}");
}

#[test]
fn similar_passages_are_found_across_languages() {
    let sandbox = Sandbox::with(&[
        ("a.txt", &call("AAA", 1, OVENS)),
        ("b.txt", &call("BBB", 2, BAKERS)),
        ("d.txt", &in_one_language()[0].1),
        ("e.txt", &in_one_language()[1].1),
    ]);
    sandbox.run(&["index"]);
    let calls = sandbox.json(&["calls"]);
    let english = (calls.as_array().unwrap().iter())
        .find(|call| call["source"] == "e.txt")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let passages = sandbox.json(&["show", &english]);
    let said = passages["passages"].as_array().unwrap().iter();
    let said = said
        .clone()
        .find(|passage| passage["text"]["en"].as_str().unwrap().contains("ovens"));
    let citation = said.unwrap()["citation"].as_str().unwrap().to_owned();
    let found = sandbox.json(&["similar", &citation]);
    let hits = found["hits"].as_array().unwrap();
    let texts: Vec<&str> = hits
        .iter()
        .filter_map(|hit| hit["text"]["zh"].as_str())
        .collect();
    assert!(texts.contains(&"雲端烤箱與磚塊的銷售很好。"), "{found}");
    assert!(hits.iter().all(|hit| hit["citation"] != citation.as_str()));
    let run = sandbox.run(&["similar", "AAA-2025Q1#99"]);
    assert!(run.err.contains("no passage 99"), "{run:?}");
    let run = sandbox.run(&["similar", "AAA"]);
    assert!(run.err.contains("is no citation"), "{run:?}");
}

/// Calls that teach a term, and one that renders it otherwise.
pub(crate) fn calls_with_a_habit() -> [(&'static str, String); 3] {
    let against = &[("Cloud ovens need water.", "雲端烤爐需要水。")];
    [
        ("a.txt", call("AAA", 1, OVENS)),
        ("b.txt", call("BBB", 2, BAKERS)),
        ("c.txt", call("CCC", 3, against)),
    ]
}

#[test]
fn a_rendering_against_the_habit_is_audited() {
    let calls = calls_with_a_habit();
    let sandbox = Sandbox::with(&calls.each_ref().map(|(name, text)| (*name, text.as_str())));
    sandbox.run(&["index"]);
    let found = sandbox.json(&["audit", "--terms"]);
    let found: Vec<(&str, &str)> = (found.as_array().unwrap().iter())
        .map(|found| (found["en"].as_str().unwrap(), found["zh"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("Cloud ovens", "雲端烤爐")]);
}

/// Terms of the real bilingual calls that were judged: English, learned Chinese, whether it is right.
#[test]
fn most_first_translations_of_real_calls_are_right() {
    let judged = include_str!("../fixtures/related/judged.txt");
    let (Some(first), Some(second)) = (real_calls("bilingual"), real_calls("alphamemo")) else {
        return;
    };
    let sandbox = Sandbox::of(&first);
    for entry in fs::read_dir(second).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        sandbox.write(&name, &fs::read(entry.path()).unwrap());
    }
    sandbox.run(&["index"]);
    let (mut right, mut wrong) = (0, Vec::new());
    for line in judged.lines().filter(|line| !line.starts_with('#')) {
        let [term, translation, verdict] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let found = sandbox.json(&["related", term, "--relation", "translation", "--limit", "1"]);
        let found = terms(&found, "translation");
        match found.first() {
            Some(found) if *found == translation && verdict == "right" => right += 1,
            other => wrong.push(format!("{term}: {other:?}")),
        }
    }
    let share = f64::from(right) / f64::from(right + wrong.len() as i32);
    assert!(right >= 90 && share >= 0.9, "{right} right; {wrong:?}");
}

/// Where the judged questions are, abbreviations of their reports are found as well.
#[test]
fn abbreviations_of_reports_are_found() {
    let Some(folder) = beside("relevance/tatqa/corpus") else {
        return;
    };
    let sandbox = Sandbox::of(&folder);
    sandbox.run(&["index"]);
    let found = sandbox.json(&["related", "ASU"]);
    assert_eq!(
        terms(&found, "abbreviation"),
        ["Accounting Standards Update"],
        "{found}"
    );
}
