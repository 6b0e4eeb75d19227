//! What a query finds and what it must not, over a call written for the purpose.

use std::sync::OnceLock;

use serde_json::Value;
use verbatim::text::{analyse, is_han, quantities};

use crate::harness::{Sandbox, bilingual};

/// English and Chinese of a paragraph; the word before the colon names it.
const PARAGRAPHS: &[(&str, &str)] = &[
    (
        "acronyms: R&D at AT&T grew, and S&P 500 members in the U.S. bought 3nm wafers after COVID-19.",
        "縮寫:研發費用增加,美國客戶採購三奈米晶圓。",
    ),
    (
        "said: She said us two should wait; the airline paid it anyway.",
        "說過:她說我們兩個應該再等等。",
    ),
    (
        "ai: AI and GPU demand in the US kept growing.",
        "智慧:人工智慧與圖形處理器的需求持續成長。",
    ),
    (
        "hyphens: Revenue rose year-over-year on a full-stack design; Cap-Ex was flat.",
        "連字號:營收較去年同期增加,全端設計,投資持平。",
    ),
    (
        "apart: Revenue rose year over year on a full stack design; cap ex was flat.",
        "分寫:營收較去年同期增加,全端的設計,投資持平。",
    ),
    (
        "joined: We call it fullstack, and CapEx was flat.",
        "合寫:我們稱為全端,投資持平。",
    ),
    (
        "handsets: Mobile phones of the fifth generation sold out in the third quarter.",
        "手機:5G手機在第3季售罄,AI伺服器供不應求,待處理訂單增加。",
    ),
    (
        "chips: Chip supply and software for the data center improved.",
        "晶片:晶片供給與資料中心的軟體都有改善。",
    ),
    (
        "island: Investors invested; the investment was invested wisely.",
        "投資:投資人的投資獲得回報。",
    ),
    (
        "empress: The empress left, and afterwards it was dry and clean.",
        "皇后:皇后離開之後,庫存的干擾乾乾淨淨,幹部都滿意。",
    ),
    (
        "spoken: Transcribed by a machine.",
        "口述:法 人 說 明 會 的 逐 字 稿 有 空 格。",
    ),
    (
        "punctuated: \"Well,\" he said, \"that's it\" - and left (at 5 p.m.).",
        "標點:「嗯，」他說，「就這樣」，然後離開（下午五點）。",
    ),
    (
        "program: We repurchased shares under the share repurchase program.",
        "計畫:我們依計畫買回自家股票。",
    ),
];

fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| {
        let call = bilingual(
            "穹光電子 (QGDZ) 2025年 Q3 法說會逐字稿",
            &[("Lena Orth - Chief Executive Officer", PARAGRAPHS)],
        );
        let sandbox = Sandbox::with(&[("QGDZ-2025Q3.txt", &call)]);
        assert_eq!(sandbox.run(&["index"]).code, Some(0));
        sandbox
    })
}

/// The names of the paragraphs that a query finds, in order.
fn found(args: &[&str]) -> String {
    sandbox().found_names(args)
}

#[test]
fn english_is_found_as_it_should_be() {
    for (query, expected) in [
        ("R&D", "acronyms"),
        ("AT&T", "acronyms"),
        ("S&P 500", "acronyms"),
        ("U.S.", "acronyms ai"),
        ("US", "acronyms ai"),
        ("3nm", "acronyms"),
        ("COVID-19", "acronyms"),
        ("covid 19", "acronyms"),
        ("us", "acronyms said ai"),
        ("\"AI\"", "ai handsets"),
        ("GPU", "ai"),
        ("\"year-over-year\"", "hyphens apart"),
        ("\"year over year\"", "hyphens apart"),
        ("year-over-year", "hyphens apart"),
        ("full-stack", "hyphens apart joined"),
        ("full stack", "hyphens apart joined"),
        ("fullstack", "hyphens joined"),
        ("CapEx", "hyphens apart joined"),
        ("Cap-Ex", "hyphens apart joined"),
        ("cap ex", "hyphens apart joined"),
        ("capex", "hyphens joined"),
        ("invest", "island"),
        ("\"invest\"", ""),
        ("\"invested wisely\"", "island"),
        ("\"invested; the\"", "island"),
        ("\"invested the\"", ""),
        ("\"(at 5 p.m.)\"", "punctuated"),
        ("\"that's it\"", "punctuated"),
    ] {
        assert_eq!(found(&[query]), expected, "{query}");
    }
}

#[test]
fn chinese_is_found_as_it_should_be() {
    for (query, expected) in [
        ("5G手機", "handsets"),
        ("5g手机", "handsets"),
        ("第3季", "handsets"),
        ("AI伺服器", "handsets"),
        ("處理訂單", "handsets ai"),
        ("\"處理訂單\"", "handsets"),
        ("理订", "handsets"),
        ("供不应求", "handsets"),
        ("供不應求", "handsets"),
        ("法人說明會", "spoken"),
        ("法 人 說 明 會", "spoken"),
        ("字稿有空", "spoken"),
        ("之後", "empress"),
        ("之后", "empress"),
        ("乾淨", "empress"),
        ("干擾", "empress"),
        ("「就這樣」", "punctuated"),
        ("\"離開（下午\"", "punctuated"),
        ("\"離開下午\"", ""),
        ("\"後\"", "empress punctuated"),
    ] {
        assert_eq!(found(&[query]), expected, "{query}");
    }
}

#[test]
fn near_is_near_on_one_side_in_any_order() {
    for (query, expected) in [
        ("revenue NEAR/1 rose", "hyphens apart"),
        ("rose NEAR/0 revenue", "hyphens apart"),
        ("revenue NEAR/3 design", ""),
        ("revenue NEAR/8 design", "hyphens apart"),
        ("\"full stack\" NEAR/0 design", "hyphens apart"),
        ("inves* NEAR/1 wisely", "island"),
        ("inves* NEAR/0 the", "island"),
        ("(GPU OR chip) NEAR/2 (demand OR supply)", "ai chips"),
        ("晶片 NEAR/5 供給", "chips"),
        ("晶片 NEAR/5 改善", ""),
        ("chip NEAR/50 供給", "chips"),
        ("empress NEAR/50 皇后", ""),
        ("AI NEAR/1 GPU NEAR/1 demand", "ai"),
    ] {
        assert_eq!(found(&[query]), expected, "{query}");
    }
    let answer = sandbox().json(&["search", "inves* NEAR/0 wisely"]);
    let why = answer["hits"][0]["why"].as_array().unwrap();
    let matched: Vec<&str> = why
        .iter()
        .map(|why| why["matched"].as_str().unwrap())
        .collect();
    assert_eq!(matched, ["invested", "wisely"]);
    let run = sandbox().run(&["search", "AI NEAR/5 company:QGDZ"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains("stand near"), "{}", run.err);
}

#[test]
fn words_across_the_strait_are_one() {
    for (query, expected) in [
        ("芯片", "chips"),
        ("晶片", "chips"),
        ("软件", "chips"),
        ("軟件", "chips"),
        ("數據中心", "chips"),
        ("数据中心", "chips"),
        ("人工智能", "ai handsets"),
        ("AI服务器", "handsets"),
    ] {
        assert_eq!(found(&[query]), expected, "{query}");
        if !expected.contains(' ') && query != "晶片" {
            assert_eq!(found(&[query, "--literal"]), "", "{query}");
            assert_eq!(found(&[&format!("\"{query}\"")]), "", "{query}");
        }
    }
}

#[test]
fn a_term_finds_what_means_the_same_and_says_so() {
    for (query, expected) in [
        ("buyback", "program"),
        ("回購", "program"),
        ("回购", "program"),
        ("share repurchases", "program"),
        ("YoY", "hyphens apart"),
        ("artificial intelligence", "ai handsets"),
    ] {
        assert_eq!(found(&[query]), expected, "{query}");
    }
    assert_eq!(found(&["artificial intelligence", "--literal"]), "");
    assert_eq!(found(&["\"buyback\""]), "");
    let answer = sandbox().json(&["search", "YoY"]);
    let expansion = &answer["expansions"][0];
    assert_eq!(expansion["term"], "YoY");
    assert_eq!(expansion["by"], "glossary");
    let also = expansion["also"].as_array().unwrap();
    assert!(also.contains(&"year over year".into()), "{also:?}");
    let why = &answer["hits"][0]["why"][0];
    assert_eq!(why["by"], "glossary");
    assert_eq!(why["term"], "YoY");
    assert!(why["matched"].as_str().unwrap().contains("year"), "{why}");
}

#[test]
fn every_way_has_its_name() {
    for (query, matched, by) in [
        ("r&d", "R&D", "literal"),
        ("investments", "invested", "stem"),
        ("供不应求", "供不應求", "script"),
        ("芯片", "晶片", "variant"),
        ("artificial intelligence", "人工智慧", "glossary"),
        ("inves*", "Investors", "prefix"),
    ] {
        let answer = sandbox().json(&["search", query]);
        let hits = answer["hits"].as_array().unwrap();
        let mut reasons = hits.iter().flat_map(|hit| hit["why"].as_array().unwrap());
        let named = |why: &Value| why["matched"] == matched && why["by"] == by;
        assert!(reasons.any(named), "{query}: {answer}");
    }
}

#[test]
fn the_user_adds_terms() {
    let call = bilingual(
        "穹光電子 (QGDZ) 2025年 Q3 法說會逐字稿",
        &[(
            "Lena Orth - Chief Executive Officer",
            &[(
                "Slow commerce grew again this quarter.",
                "慢電商本季再度成長。",
            )],
        )],
    );
    let sandbox = Sandbox::with(&[("QGDZ-2025Q3.txt", &call)]);
    assert!(sandbox.found(&["tortoise retail"]).is_empty());
    sandbox.write(
        "verbatim.toml",
        "[[glossary]]\nterms = [\"tortoise retail\", \"slow commerce\", \"慢電商\"]\n".as_bytes(),
    );
    assert_eq!(sandbox.found(&["tortoise retail"]).len(), 1);
    let refreshed = sandbox.json(&["index"]);
    assert_eq!(
        refreshed["changed"].as_array().unwrap().len(),
        0,
        "{refreshed}"
    );
    let listed = sandbox.json(&["glossary", "慢电商"]);
    assert_eq!(listed[0]["terms"][0], "tortoise retail");
    assert_eq!(listed[0]["subject"], Value::Null);
    let nothing = sandbox.run(&["glossary", "no such term"]);
    assert_eq!(nothing.code, Some(1), "{nothing:?}");
    sandbox.write("verbatim.toml", b"[[glossary]]\nterms = [\"alone\"]\n");
    let run = sandbox.run(&["search", "tortoise"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.err.contains("fewer than two terms"), "{}", run.err);
}

#[test]
fn every_character_can_be_read_and_asked_for() {
    let alphabetic = ('\0'..='\u{1FFFF}').filter(|c| !is_han(*c));
    let all: Vec<char> = alphabetic.collect();
    for some in all.chunks(256) {
        let text: String = some
            .iter()
            .map(|c| format!("a{c} {c}b {c} 1{c} "))
            .collect();
        assert!(!analyse(&text).literal.is_empty());
        quantities(&text);
        for c in some {
            let _ = verbatim::query::parse(&format!("{c} a{c}"));
        }
    }
}
