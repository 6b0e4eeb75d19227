//! `verbatim audit`, on a call with errors in its translation.

use unicode_width::UnicodeWidthStr;

use crate::harness::{Sandbox, bilingual};

pub(crate) const TURNS: &[(&str, &[(&str, &str)])] = &[
    (
        "Ada Quill - Chief Financial Officer",
        &[
            (
                "Revenue of the quarter was RMB12.4 billion, up 8%.",
                "本季營收為人民幣124億元,成長8%。",
            ),
            (
                "The plan for three years was $90 billion, and we spent 20% of it.",
                "三年計畫為900億元人民幣,我們花了12%。",
            ),
            (
                "Our Halvor app has 18 million users and will not carry ads.",
                "我們的 Halvor 應用有18億用戶,將會刊登廣告。",
            ),
            ("Users of Halvor stay.", "哈沃的用戶會留下。"),
            ("We like Halvor.", "我們喜歡 Halvor。"),
        ],
    ),
    (
        "Ben Osk - Analyst",
        &[("Is the margin of 31% stable?", "毛利率穩定嗎?")],
    ),
];

fn sandbox() -> Sandbox {
    let call = bilingual("曜光半導體 (LMRA) 2025 Q3 法說會逐字稿", TURNS);
    let sandbox = Sandbox::with(&[("LMRA-2025Q3.txt", &call)]);
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    sandbox
}

/// `#2 currency $90 billion | 900億元人民幣` of each finding.
fn found(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let found = sandbox.json(&[&["audit"], args].concat());
    (found.as_array().unwrap().iter())
        .map(|found| {
            assert_eq!(
                found["citation"],
                format!("{}#{}", found["call"].as_str().unwrap(), found["n"])
            );
            assert!(found["text"]["en"].is_string() && found["text"]["zh"].is_string());
            let value = |side: &str| found[side].as_str().unwrap_or("–").to_owned();
            let (n, kind) = (&found["n"], found["kind"].as_str().unwrap());
            let confidence = found["confidence"].as_str().unwrap();
            format!("#{n} {kind} {confidence} {} | {}", value("en"), value("zh"))
        })
        .collect()
}

#[test]
fn a_translation_with_errors() {
    let sandbox = sandbox();
    let quantities = [
        "#2 currency high $90 billion | 900億元人民幣",
        "#2 percent high 20% | 12%",
        "#3 scale high 18 million | 18億",
        "#6 percent high 31% | –",
    ];
    let rest = ["#3 negation low not | –", "#4 name low Halvor | –"];
    assert_eq!(found(&sandbox, &[]), [&quantities[..], &rest].concat());
    assert_eq!(
        found(&sandbox, &["lmra-2025q3", "--kind", "currency,scale"]).len(),
        2
    );
    assert_eq!(found(&sandbox, &["--speaker", "Ben Osk"]), [quantities[3]]);
}

#[test]
fn nothing_and_errors() {
    let sandbox = sandbox();
    assert_eq!(sandbox.run(&["audit"]).code, Some(0));
    let none = sandbox.run(&["audit", "--kind", "multiple"]);
    assert_eq!(
        (none.code, none.out.as_str()),
        (Some(1), "0 disagreements in 0 calls\n")
    );
    assert_eq!(sandbox.run(&["audit", "--kind", "colour"]).code, Some(2));
    assert_eq!(sandbox.run(&["audit", "XXXX-1999Q1"]).code, Some(2));
}

#[test]
fn it_fits_the_terminal() {
    let sandbox = sandbox();
    for columns in [80, 120] {
        let run = sandbox.run_with(&["audit"], Some(columns));
        assert!(run.out.contains("LMRA-2025Q3#3  scale"), "{}", run.out);
        for line in run.out.lines() {
            assert!(line.width() <= columns, "{columns}: {line}");
        }
    }
}

/// A call of a quarter of 2025 with a chief executive whom the introduction calls otherwise, and the rendering of the
/// two names of each turn.
fn introduced(quarter: u8, executive: &str, officer: &str) -> String {
    let chinese = format!("今天出席的有:執行長{executive};財務長{officer}。謝謝{officer}。");
    bilingual(
        &format!("曜光半導體 (LMRA) 2025 Q{quarter} 法說會逐字稿"),
        &[
            (
                "Ada Quill - Head of Investor Relations",
                &[(
                    "With me are Teddy Wu, Chief Executive Officer; Tang Bo, Chief Financial Officer. \
                     Thank you, Tang Bo.",
                    &chinese,
                )],
            ),
            (
                "Yongsheng Wu - Chief Executive Officer",
                &[(
                    "Orders rose, and we thank our people.",
                    "訂單成長,我們感謝員工。",
                )],
            ),
            (
                "Tang Bo - Chief Financial Officer",
                &[("Margins were stable in the quarter.", "本季毛利率穩定。")],
            ),
        ],
    )
}

#[test]
fn names_that_are_read_otherwise_or_rendered_in_two_ways() {
    let found = |calls: &[String]| -> Vec<String> {
        let names = ["a.txt", "b.txt", "c.txt"];
        let files: Vec<(&str, &str)> = (names.iter().zip(calls))
            .map(|(name, call)| (*name, call.as_str()))
            .collect();
        let sandbox = Sandbox::with(&files);
        sandbox.run(&["index"]);
        let found = sandbox.json(&["audit", "--terms"]);
        let found = found.as_array().unwrap().iter();
        found
            .map(|found| {
                let value = |key: &str| found[key].as_str().unwrap().to_owned();
                format!("{} {} {}", value("citation"), value("en"), value("zh"))
            })
            .collect()
    };
    let right = introduced(1, "吳永勝", "唐博");
    assert!(found(std::slice::from_ref(&right)).is_empty());
    assert_eq!(
        found(&[
            right.clone(),
            introduced(2, "吳宇明", "唐博"),
            introduced(3, "吳永勝", "湯柏")
        ]),
        [
            "LMRA-2025Q2#1 Teddy Wu 吳宇明",
            "LMRA-2025Q3#1 Tang Bo 湯柏"
        ]
    );
    assert_eq!(
        found(&[introduced(2, "吳宇明", "唐博")]),
        ["LMRA-2025Q2#1 Teddy Wu 吳宇明"],
        "without any other rendering"
    );
}
