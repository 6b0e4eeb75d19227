//! What is written otherwise and is the same: marks, ligatures, radicals, characters that nobody sees, letters
//! and digits that touch, units and amounts.

use crate::harness::{Sandbox, bilingual};

/// Paragraphs, and the queries that find each and no other.
const PARAGRAPHS: &[(&str, &str, &[&str])] = &[
    (
        "The eﬃcient ﬂoor of our oﬃce has pro\u{ad}fit.",
        "第一段。",
        &["efficient", "floor office", "\"has profit\"", "Profit"],
    ),
    (
        "Zürich, São Tomé and Ångström sell cafés, zero\u{200b}width.",
        "第二段。",
        &[
            "Zurich",
            "zürich",
            "Sao Tome",
            "angstrom",
            "cafe",
            "zerowidth",
            "\"SÃO TOMÉ\"",
        ],
    ),
    (
        "Third paragraph.",
        "⽑利率⼀成，⻓期合約，⻛電⾮流動。",
        &[
            "毛利率一成",
            "長期合約",
            "长期合约",
            "風電",
            "\"非流動\"",
            "⻓期",
        ],
    ),
    (
        "Fourth paragraph.",
        "需求隨著旺季回升，意味著顯著成長。",
        &["随着旺季", "隨着", "意味着", "显著", "顯着"],
    ),
    (
        "Samples of HBM3E and Qwen3 shipped.",
        "EPS3.2元，Wi-Fi7滲透。",
        &[
            "HBM", "hbm", "HBM3", "HBM3E", "Qwen", "EPS", "EPS3.2", "Wi-Fi", "wifi",
        ],
    ),
    (
        "Sixth paragraph.",
        "iPhone17系列用2奈米製程，FY26E展望。",
        &[
            "iPhone",
            "iPhone 17",
            "iPhone17",
            "2nm",
            "2 nm",
            "2纳米",
            "2奈米",
            "FY26",
            "\"iPhone17系列\"",
        ],
    ),
    (
        "An order of Rs 500 crore, a loss of ($52) million, and ¥300 billion.",
        "第七段。",
        &[
            "Rs 5 billion",
            "$52 million",
            "300 billion yen",
            "amount:inr:5b",
        ],
    ),
    ("EPS32 is another part.", "第八段。", &["EPS32"]),
];

#[test]
fn what_is_written_otherwise_is_found() {
    let paragraphs: Vec<(&str, &str)> = (PARAGRAPHS.iter()).map(|&(en, zh, _)| (en, zh)).collect();
    let call = bilingual(
        "測試 (ABCD) 2025 Q1 法說會逐字稿",
        &[("Lena Orth - Chief Executive Officer", &paragraphs)],
    );
    let sandbox = Sandbox::with(&[("ABCD-2025Q1.txt", &call)]);
    let mut wrong = String::new();
    for (n, (en, zh, queries)) in (1..).zip(PARAGRAPHS) {
        for query in *queries {
            let answer = sandbox.json(&["search", query]);
            let hits = answer["hits"].as_array().unwrap();
            // What says a part comes behind.
            let all = hits.iter().filter(|hit| hit.get("missing").is_none());
            let found: Vec<u64> = all.map(|hit| hit["n"].as_u64().unwrap()).collect();
            let first = found.first() == Some(&n);
            let lit = hits.first().is_some_and(|hit| {
                let spans = |lang: &str| hit["highlights"][lang].as_array().map_or(0, Vec::len);
                spans("en") + spans("zh") > 0
            });
            // Both paragraphs begin so.
            let others = if *query == "EPS" { 2 } else { 1 };
            if !first || !lit || found.len() > others {
                wrong += &format!("{query}: {found:?} and not {n} ({en} {zh})\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn highlights_stand_on_the_text_as_it_is_written() {
    let sandbox = Sandbox::with(&[(
        "ABCD-2025Q1.txt",
        &bilingual(
            "測試 (ABCD) 2025 Q1 法說會逐字稿",
            &[(
                "Lena Orth - Chief Executive Officer",
                &[("re\u{ad}con\u{ad}cile HBM3E, the oﬃce", "⽑利 率")],
            )],
        ),
    )]);
    for (query, lang, expected) in [
        ("reconcile", "en", [0, 11]),
        ("HBM", "en", [12, 15]),
        ("HBM3", "en", [12, 16]),
        ("office", "en", [23, 27]),
        ("毛利率", "zh", [0, 4]),
    ] {
        let answer = sandbox.json(&["search", query]);
        let lit = answer["hits"][0]["highlights"][lang].as_array().unwrap();
        let lit: Vec<[u64; 2]> = (lit.iter())
            .map(|span| [0, 1].map(|end| span[end].as_u64().unwrap()))
            .collect();
        assert_eq!(lit, [expected], "{query}");
    }
}
