//! What was asked and what was answered, held against a scan of the exchanges.

use std::collections::BTreeSet;

use verbatim::{
    engine::CallPart,
    model::ExchangeSide,
    search::{Request, Sort},
};

use crate::{
    harness::{Sandbox, bilingual},
    library::{Library, folded, library},
};

/// Citations of the passages of a side that hold a text, by exchange.
fn said(library: &Library, side: ExchangeSide, text: &str) -> BTreeSet<(String, u32, String)> {
    let wanted = folded(text);
    let mut said = BTreeSet::new();
    for entry in library.engine.calls(&Request::new("")).unwrap() {
        let reading = library
            .engine
            .read(&entry.call.id, &CallPart::default())
            .unwrap();
        for passage in &reading.passages {
            let mut sides = passage.text.iter();
            if reading.call.exchange_side_of(passage) == Some(side)
                && sides.any(|(_, text)| folded(text).contains(&wanted))
            {
                let number = passage.exchange.unwrap();
                said.insert((
                    reading.call.id.clone(),
                    number,
                    reading.call.citation(passage),
                ));
            }
        }
    }
    said
}

fn found(library: &Library, query: &str) -> BTreeSet<String> {
    let request = Request {
        limit: 10_000,
        sort: Sort::Call,
        literal: true,
        ..Request::new(query)
    };
    let response = library.engine.search(&request).unwrap();
    assert_eq!(response.total as usize, response.hits.len(), "{query}");
    for hit in &response.hits {
        let lit = hit.highlights.iter().any(|(_, lit)| !lit.is_empty());
        assert!(lit, "{query}: {}", hit.call.citation(&hit.passage));
    }
    let citation = |hit: &verbatim::search::Hit| hit.call.citation(&hit.passage);
    response.hits.iter().map(citation).collect()
}

#[test]
fn asked_and_answered_agree_with_a_scan() {
    let library = library();
    let (mut seen, mut unanswered) = (0, 0);
    for text in ["庫存", "毛利率", "資本支出", "關稅", "現金流", "需求"] {
        let asked = said(&library, ExchangeSide::Asked, text);
        let answered = said(&library, ExchangeSide::Answered, text);
        let citations = |said: &BTreeSet<(String, u32, String)>| -> BTreeSet<String> {
            said.iter()
                .map(|(_, _, citation)| citation.clone())
                .collect()
        };
        assert_eq!(
            found(&library, &format!("asked:{text}")),
            citations(&asked),
            "{text}"
        );
        assert_eq!(
            found(&library, &format!("answered:{text}")),
            citations(&answered),
            "{text}"
        );
        let exchanges: BTreeSet<(&str, u32)> = (answered.iter())
            .map(|(call, number, _)| (call.as_str(), *number))
            .collect();
        let open: BTreeSet<String> = (asked.iter())
            .filter(|(call, number, _)| !exchanges.contains(&(call.as_str(), *number)))
            .map(|(_, _, citation)| citation.clone())
            .collect();
        let query = format!("asked:{text} -answered:{text}");
        assert_eq!(found(&library, &query), open, "{query}");
        seen += asked.len() + answered.len();
        unanswered += open.len();
    }
    assert!(seen > 30 && unanswered > 0, "{seen} {unanswered}");
}

#[test]
fn a_question_comes_with_its_answers() {
    let call = bilingual(
        "穹光電子 (QGDZ) 2025年 Q3 法說會逐字稿",
        &[
            ("Operator", &[("We now take questions.", "現在開始提問。")]),
            (
                "Ann Lee - Analyst, Elm Bank",
                &[("What of tariffs?", "關稅如何?")],
            ),
            ("Lena Orth - CEO", &[("We raised prices.", "我們漲價了。")]),
            ("Operator", &[("The next question.", "下一個問題。")]),
            (
                "Bo Chen - Analyst, Oak Bank",
                &[("And inventory?", "庫存呢?")],
            ),
            (
                "Lena Orth - CEO",
                &[
                    ("Tariffs do not touch it.", "關稅不影響。"),
                    ("It fell.", "減少了。"),
                ],
            ),
        ],
    );
    let sandbox = Sandbox::with(&[("QGDZ-2025Q3.txt", &call)]);
    let search = |args: &[&str]| sandbox.json(&[&["search"], args].concat());
    let answer = search(&["asked:tariffs"]);
    assert_eq!(answer["total"], 1, "{answer}");
    let hit = &answer["hits"][0];
    assert_eq!(hit["speaker"]["name"], "Ann Lee");
    let whole = &answer["groups"][0]["passages"];
    assert_eq!(whole[0]["citation"], hit["citation"]);
    assert_eq!(whole[1]["text"]["en"], "We raised prices.");
    assert_eq!(search(&["asked:tariffs -answered:tariffs"])["total"], 1);
    assert_eq!(search(&["asked:inventory answered:tariffs"])["total"], 2);
    assert_eq!(search(&["asked:inventory answered:prices"])["total"], 0);
    assert_eq!(search(&["fell", "--asked", "inventory"])["total"], 1);
    assert_eq!(search(&["prices", "--asked", "inventory"])["total"], 0);
    assert_eq!(search(&["tariffs", "--answered", "-tariffs"])["total"], 1);
    assert_eq!(search(&["asked:\"what of\""])["total"], 1);
    let shown = sandbox.run(&["search", "asked:tariffs"]);
    assert!(shown.out.contains("We raised prices."), "{}", shown.out);
}

const FOLLOWED: &str = "\
Lumora Semiconductor (LMRA) Q1 2026 Earnings Call

Operator: We take questions now. The first is from Ann Reed of Kestrel Capital.

Ann Reed - Analyst, Kestrel Capital: What do you expect of demand this year?

Bo Lin - Chief Executive Officer: Demand is firm in every region that we serve.

Ann Reed - Analyst, Kestrel Capital: And what of the dividend, will the payout rise?

Bo Lin - Chief Executive Officer: The board decides about that in the spring, and we will tell you then.
";

#[test]
fn what_is_asked_and_not_answered_says_what_it_can_know() {
    let sandbox = Sandbox::with(&[("LMRA-2026Q1.txt", FOLLOWED)]);
    let run = sandbox.run_with(&["search", "asked:dividend -answered:dividend"], Some(100));
    assert_eq!(run.code, Some(0), "{run:?}");
    let follow_up = run.out.split("follow-up:").nth(1).unwrap();
    assert!(
        follow_up.contains("And what of the dividend"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("an answer may say it in other words"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("and we will tell you then."),
        "{}",
        run.out
    );
    let answered = sandbox.run(&["search", "asked:demand answered:demand"]);
    assert!(!answered.out.contains("other words"), "{}", answered.out);
}

const DECLINING: &str = "\
Lumora Semiconductor (LMRA) Q2 2026 Earnings Call

Operator: We take questions now. The first is from Ann Reed of Kestrel Capital.

Ann Reed - Analyst, Kestrel Capital: What is your guidance for next year? I ask for a range.

Bo Lin - Chief Executive Officer: It is too early to say. We will see where orders go.

Ann Reed - Analyst, Kestrel Capital: And how does the dividend stand?

Bo Lin - Chief Executive Officer: We pay two dollars a share.

Operator: The next question is from Carl Muir of Banyan Research.

Carl Muir - Analyst, Banyan Research: Does the guidance hold? The guidance was strong, and guidance matters.

Bo Lin - Chief Executive Officer: Yes, we expect ten percent more revenue.

Operator: The next question is from Dora Voss of Ostrava Partners.

Dora Voss - Analyst, Ostrava Partners: How large is the CapEx for the new line?

Bo Lin - Chief Executive Officer: We do not break that out. It is part of the whole plan.
";

#[test]
fn questions_whose_reply_declines_are_found_and_come_first() {
    let sandbox = Sandbox::with(&[("LMRA-2026Q2.txt", DECLINING)]);
    let said = |query: &str| -> Vec<String> {
        let answer = sandbox.json(&["search", query]);
        let hits = answer["hits"].as_array().unwrap();
        assert_eq!(answer["total"], hits.len(), "{query}");
        hits.iter()
            .map(|hit| hit["speaker"]["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(said("declined:guidance"), ["Ann Reed"]);
    assert_eq!(said("declined:capex"), ["Dora Voss"]);
    assert_eq!(said("declined:資本支出"), ["Dora Voss"]);
    assert!(
        said("declined:dividend").is_empty(),
        "a follow-up has a reply of its own"
    );
    let mut all = said("declined:*");
    all.sort_unstable();
    assert_eq!(all, ["Ann Reed", "Dora Voss"]);
    assert_eq!(said("asked:guidance -declined:guidance"), ["Carl Muir"]);
    // Carl Muir says it more often, but was answered.
    let order = said("asked:guidance -answered:guidance");
    assert_eq!(
        order.first().map(String::as_str),
        Some("Ann Reed"),
        "{order:?}"
    );
    assert_eq!(
        said("asked:guidance").first().map(String::as_str),
        Some("Carl Muir")
    );
    let group = &sandbox.json(&["search", "declined:capex"])["groups"][0];
    assert_eq!(group["refusals"][0]["words"], "do not break that out");
    let shown = sandbox
        .run_with(&["search", "--declined", "capex"], Some(80))
        .out;
    assert!(
        shown.contains("declines: “do not break that out”"),
        "{shown}"
    );
    let noted = sandbox
        .run(&["search", "asked:guidance -answered:guidance"])
        .out;
    assert!(
        noted.contains("`declined:guidance` finds them alone"),
        "{noted}"
    );
    let none = sandbox.run(&["search", "declined:tariffs"]).out;
    assert!(
        none.contains("no question whose reply declines says `tariffs`"),
        "{none}"
    );
}
