//! A sentence pasted from a transcript, with the marks it had there or got on the way, finds its passage.

use crate::harness::{Sandbox, bilingual, samples};

/// How far down its passage may stand.
const FIRST: &str = "5";

/// A call whose sentences have marks that the samples have not.
fn holding() -> String {
    bilingual(
        "港溪控股 (HBRL) 2026 Q1 法說會逐字稿",
        &[(
            "Nora Quill - Chief Executive Officer",
            &[
                (
                    "We sold our last shares of ORL.B in February and put the money into $LMRA and $TDWL.",
                    "我們二月賣掉最後的 ORL.B 股票,把錢投入 $LMRA 與 $TDWL。",
                ),
                (
                    "Class A holders may turn ORL.A into ORL-B at one to fifteen hundred; nothing converts the other way.",
                    "A股股東可以把 ORL.A 以一比一千五百換成 ORL-B,反向則不行。",
                ),
                (
                    "EBITDA/share was $4.10 (vs. $3.80), i.e. +8% y/y – helped by R&D credits & lower rents.",
                    "每股EBITDA為4.10美元(去年3.80美元),年增8%,受惠於研發抵減與租金下降。",
                ),
                (
                    "Three things matter: price, volume, mix… and the third is ours.",
                    "三件事重要:價格、數量、組合……第三件是我們的。",
                ),
                (
                    "Guidance: sales of $1.2bn–$1.3bn; margin ‘in the high teens’.",
                    "財測:營收12億至13億美元,利潤率接近兩成。",
                ),
                (
                    "Our policy is: no debt, no options, no e-mail after 8 p.m.",
                    "我們的規矩是:不借錢、不發選擇權、晚上八點後不寄信。",
                ),
                (
                    "Net/net, we're A+ on price/mix and B- on volume — don't expect us to chase it.",
                    "總的來說,價格與組合我們是A+,數量是B-,別指望我們去追。",
                ),
            ],
        )],
    )
}

/// Passages with what is pasted of them.
const PASTED: [(&str, &str); 30] = [
    (
        "LMRA-2025Q3#32",
        "Q: And could the customers who signed those contracts walk away?\n\
         A: They have paid deposits. One can walk away from a deposit, but nobody has.",
    ),
    (
        "LMRA-2025Q4#22",
        "• For 2026 we plan CapEx of NT$145 billion to NT$150 billion: roughly half for advanced packaging, a \
         third for 5 nanometers, the rest for facilities and masks.",
    ),
    (
        "LMRA-2025Q3#24",
        "guidance: revenue between NT$87.0 billion and NT$89.0 billion,\n  and gross margin between 51% and 53%",
    ),
    (
        "FCPM-2025Q4#17",
        "“No accident is known to us. We told drivers within two days, and nine in ten cars were fixed over the air.”",
    ),
    (
        "FCPM-2025Q3#36",
        "— It has begun. Nine percent of owners pay $39 a month.",
    ),
    (
        "TDWL-2025Q4#36",
        "Zhao Mingyue: Being first with a wrong answer is worse than being third with a right one.",
    ),
    (
        "TDWL-2026Q1#22",
        "One caution. A newcomer backed by a video platform\nhas entered nine of our cities\nwith two-hour \
         grocery delivery…",
    ),
    (
        "TDWL-2025Q3#31",
        "- We ordered too many autumn jackets; that mistake is ours.",
    ),
    (
        "LMRA-2026Q1#19",
        "* racks are switched on in the week they arrive. Inventory of finished AI chips at our customers is nine days.",
    ),
    (
        "LMRA-2026Q1#32",
        "[Chihming Lo] In packaging it is harder to order twice, because the substrate is made for one package only",
    ),
    (
        "LMRA-2025Q4#18",
        "2) We are short of engineers before we are short of money.",
    ),
    (
        "FCPM-2026Q1#29",
        "Tariffs: about $310 a car / in the guidance – the glass is on time; the wiring harness is four months late",
    ),
    (
        "FCPM-2025Q3#28",
        "And ‘Inlet’, our affordable car, stays where it was: volume production in the second half of 2026",
    ),
    (
        "TDWL-2025Q4#32",
        "CapEx (2026): The group budget is RMB20 billion, against RMB13.4 billion in 2025.",
    ),
    (
        "TDWL-2026Q1#27",
        "Cloud revenue was RMB6.3 billion, growing 40.0% on the year & 12.5% on the quarter",
    ),
    (
        "LMRA-2025Q3#35",
        "$LMRA: A price given away in a weak year does not come back in a strong one.",
    ),
    (
        "FCPM-2025Q4#28",
        "「無法提列的是信任。」公告後兩週訂單下滑8%,第四週才回來。",
    ),
    ("LMRA-2026Q1#34", "・瓶頸是吊車,不是混凝土。"),
    (
        "TDWL-2025Q3#28",
        "答:從十月中起我們不再跟進低於配送成本的優惠。",
    ),
    (
        "LMRA-2025Q4#29",
        "問:要跟進3奈米嗎?\n答:我們不追最小的電晶體。",
    ),
    (
        "TDWL-2026Q1#28",
        "● 供給正在緩解,只是很慢。\n● 我們沒有漲價。",
    ),
    ("FCPM-2025Q3#13", "Q: 關稅能否轉嫁給消費者?"),
    (
        "LMRA-2026Q1#28",
        "约六成的美元部位有两季的避险——二月起我们以美元支付三家设备商",
    ),
    ("HBRL-2026Q1#1", "sold our last shares of ORL-B in February"),
    ("HBRL-2026Q1#1", "… and put the money into $LMRA & $TDWL."),
    (
        "HBRL-2026Q1#2",
        "ORL.A → ORL.B: at one to fifteen hundred; nothing converts the other way",
    ),
    (
        "HBRL-2026Q1#3",
        "EBITDA/share was $4.10 (vs. $3.80), i.e. +8% y/y – helped by R&D credits & lower rents.",
    ),
    (
        "HBRL-2026Q1#4",
        "Three things matter:\n• price\n• volume\n• mix…",
    ),
    (
        "HBRL-2026Q1#5",
        "Guidance: sales of $1.2bn – $1.3bn; margin “in the high teens”.",
    ),
    (
        "HBRL-2026Q1#7",
        "Net/net, we’re A+ on price/mix and B- on volume — don’t expect us to chase it.",
    ),
];

/// What is wrong with the answer to a pasted sentence.
fn complaint(sandbox: &Sandbox, passage: &str, pasted: &str) -> Option<String> {
    let run = sandbox.run(&["search", "--json", "--limit", FIRST, "--", pasted]);
    let answer: serde_json::Value = match serde_json::from_str(&run.out) {
        Ok(answer) if run.code != Some(2) => answer,
        _ => return Some(format!("{passage}: {pasted}\n  {}", run.err.trim())),
    };
    let hits = answer["hits"].as_array().unwrap();
    let found: Vec<&str> = hits
        .iter()
        .filter_map(|hit| hit["citation"].as_str())
        .collect();
    let missed = !found.contains(&passage);
    missed.then(|| format!("{passage}: {pasted}\n  finds {found:?}"))
}

#[test]
fn a_pasted_sentence_finds_its_passage() {
    let sandbox = Sandbox::of(&samples());
    sandbox.write("HBRL-2026Q1.txt", holding().as_bytes());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let complaints: Vec<String> = PASTED
        .iter()
        .filter_map(|(passage, pasted)| complaint(&sandbox, passage, pasted))
        .collect();
    assert!(
        complaints.is_empty(),
        "{} of {} pasted sentences miss their passage:\n{}",
        complaints.len(),
        PASTED.len(),
        complaints.join("\n")
    );
}
