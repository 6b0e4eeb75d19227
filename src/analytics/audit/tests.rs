//! Pairs of sentences and their disagreements.

use std::ops::Range;

use super::*;
use crate::model::{Section, Word};

/// The kinds of disagreement of two sides, with both values.
fn shown(en: &str, zh: &str) -> Vec<String> {
    (of_text(en, zh).iter())
        .map(|finding| {
            let value = |span: &Option<Range<usize>>, text: &str| {
                span.clone()
                    .map_or("–".to_owned(), |span| text[span].to_owned())
            };
            format!(
                "{} {} | {}",
                finding.kind.word(),
                value(&finding.spans.en, en),
                value(&finding.spans.zh, zh)
            )
        })
        .collect()
}

#[test]
fn what_disagrees() {
    let mut wrong = Vec::new();
    for (en, zh, expected) in [
        (
            "Revenue was $380 billion.",
            "營收為人民幣3,800億元。",
            "currency $380 billion | 人民幣3,800億元",
        ),
        (
            "We hold USD5 million in cash.",
            "我們持有500萬歐元現金。",
            "currency USD5 million | 500萬歐元",
        ),
        (
            "Cash is RMB12 billion.",
            "現金為120億美元。",
            "currency RMB12 billion | 120億美元",
        ),
        (
            "We sold 18 billion units.",
            "我們賣出18億件。",
            "scale 18 billion | 18億",
        ),
        (
            "Orders reached NT$3.5 billion.",
            "訂單達新台幣3.5億元。",
            "scale NT$3.5 billion | 新台幣3.5億元",
        ),
        (
            "There are 3.6 million members.",
            "會員有3600萬。",
            "scale 3.6 million | 3600萬",
        ),
        (
            "Revenue was RMB247.8 billion.",
            "營收為人民幣2487億元。",
            "amount RMB247.8 billion | 人民幣2487億元",
        ),
        (
            "Capex is $52 billion.",
            "資本支出為510億美元。",
            "amount $52 billion | 510億美元",
        ),
        (
            "We shipped 48,000 cars.",
            "我們交付了46,000輛車。",
            "amount 48,000 | 46,000",
        ),
        (
            "A provision of $65 million was made.",
            "我們做了準備。",
            "amount $65 million | –",
        ),
        ("We spent a lot.", "我們花了3億元。", "amount – | 3億元"),
        ("Margin was 34%.", "毛利率為43%。", "percent 34% | 43%"),
        ("Sales grew 15%.", "銷售成長。", "percent 15% | –"),
        ("Sales grew.", "銷售成長三成。", "percent – | 三成"),
        (
            "It grew 15% and 20%.",
            "分別成長15%與21%。",
            "percent 20% | 21%",
        ),
        (
            "Margin rose 150 basis points.",
            "毛利率上升2.5個百分點。",
            "points 150 basis points | 2.5個百分點",
        ),
        (
            "Margin rose 2 percentage points.",
            "毛利率上升2%。",
            "points 2 percentage points | 2%",
        ),
        ("It rose 18%.", "增加了18億。", "percent 18% | 18億"),
        (
            "Volume is 3x last year's.",
            "是去年的5倍。",
            "multiple 3x | 5倍",
        ),
        ("Demand is tenfold.", "需求大增。", "multiple tenfold | –"),
        (
            "We will not raise prices.",
            "我們將調漲價格。",
            "negation not | –",
        ),
        (
            "We don’t see demand slowing.",
            "我們看到需求放緩。",
            "negation don’t | –",
        ),
        (
            "It is unlikely that margins fall.",
            "毛利率很可能下降。",
            "negation unlikely | –",
        ),
        (
            "We will raise prices.",
            "我們不會調漲價格。",
            "negation – | 不會",
        ),
        (
            "The plant opened in May.",
            "工廠五月并没有启用。",
            "negation – | 并没",
        ),
    ] {
        if shown(en, zh) != [expected] {
            wrong.push(format!("{en} / {zh}: {:?}, not {expected}", shown(en, zh)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_agrees() {
    let mut wrong = Vec::new();
    for (en, zh) in [
        ("Revenue was RMB247.8 billion.", "營收為2,478億元。"),
        ("Revenue was 247,800 million.", "營收為人民幣２４７８億元。"),
        ("Cash is $41 billion.", "現金410億美元。"),
        ("Cash is 41 billion.", "現金410億美元。"),
        ("It fell 5%, or negative 5%.", "下降百分之五。"),
        ("About 30% of sales.", "約三成的銷售。"),
        ("Margin rose 150 bps.", "毛利率上升1.5個百分點。"),
        ("We have 3,500 brands.", "我們有3500個品牌。"),
        ("We have 20 million users.", "用戶有2,000萬。"),
        ("Half of sales is cloud.", "50%的銷售來自雲端。"),
        ("A quarter of it is new.", "其中25%是新的。"),
        ("Sales doubled.", "銷售增為2倍。"),
        ("It is 300% of last year.", "是去年的3倍。"),
        ("Volume tripled.", "數量成長3倍。"),
        ("We grew 2-3%.", "我們成長2%到3%。"),
        ("We grew 2% in May and 2% in June.", "五月和六月都成長2%。"),
        ("Nine in ten cars were fixed.", "九成的車已修復。"),
        ("It was sold at a discount of 38%.", "以62折出售。"),
        (
            "Per dollar of sales we need less.",
            "每一美元營收所需較少。",
        ),
        (
            "The point costs half a point of margin.",
            "相當於毛利率0.5個百分點。",
        ),
        ("We did it 3 times.", "我們做了三次。"),
        ("It is three points better.", "進步三個百分點。"),
        ("We will not raise prices.", "我們不會調漲價格。"),
        ("It is not only cheap, it is good.", "它既便宜又好。"),
        ("There is no doubt about demand.", "需求十分確定。"),
        ("We can't wait to see it.", "我們期待看到它。"),
        (
            "We are very different and always grow.",
            "我們非常不同,不斷成長,未來不錯。",
        ),
        ("Without it we fail.", "沒有它就會失敗。"),
        ("We are unable to say.", "我們無法說明。"),
        ("Prices remain unchanged.", "價格不會改變。"),
        (
            "We will not do it. It costs.",
            "我們做這件事的成本很高,而且很久。",
        ),
        ("It is hard to say.", "目前並不清楚。"),
        ("", ""),
        ("Not a word.", ""),
    ] {
        if !shown(en, zh).is_empty() {
            wrong.push(format!("{en} / {zh}: {:?}", shown(en, zh)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names found in a call of these passages: number of the passage, English, Chinese.
fn names(passages: &[(&str, &str)]) -> Vec<(u32, String, Option<String>)> {
    let passage = |(at, (en, zh)): (usize, &(&str, &str))| Passage {
        n: u32::try_from(at).unwrap() + 1,
        turn: None,
        section: Section::Qa,
        exchange: None,
        notes: Vec::new(),
        time: None,
        findings: Vec::new(),
        is_declined: false,
        page: None,
        text: Sides {
            en: Some((*en).to_owned()),
            zh: Some((*zh).to_owned()),
        },
    };
    let passages: Vec<Passage> = passages.iter().enumerate().map(passage).collect();
    let glossary = Glossary::new(&[]);
    let found = name::findings(&passages).into_iter();
    let found = found.map(|(at, finding)| (&passages[at], finding));
    let mut found: Vec<(u32, String, Option<String>)> = found
        .filter(|(passage, finding)| !is_translated_name(finding, passage, &glossary))
        .map(|(passage, finding)| {
            let values = finding
                .spans
                .map(|lang, span| passage.text.get(lang).unwrap()[span.clone()].to_owned());
            (passage.n, values.en.unwrap(), values.zh)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn a_name_is_kept_or_not() {
    let calls = [
        ("Users of Halvor grow.", "Halvor 的用戶成長。"),
        ("We sold Halvor last year.", "我們去年賣了哈沃。"),
        ("So Halvor is gone.", "所以 Halvor 沒了。"),
        ("The Tide Market opens.", "Tide Market 開幕。"),
        ("We like Tide Market.", "我們喜歡 Tide Market。"),
    ];
    assert_eq!(names(&calls), [(2, "Halvor".to_owned(), None)]);
    let translated = [
        ("We like the Copper River.", "我們喜歡銅河。"),
        ("At the Copper River we build.", "我們在銅河建設。"),
        ("CapEx and the CapEx plan.", "CapEx 計畫。"),
        ("The CapEx plan.", "資本支出計畫。"),
    ];
    assert_eq!(names(&translated), []);
}
