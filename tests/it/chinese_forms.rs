//! Forms of Chinese minutes and recognised speech: labels, questions and answers, lines without names.

use crate::forms::{read, spoken};

#[test]
fn chinese_labels_that_recur_are_speakers() {
    for (label, name) in [
        ("司馬懿", "司馬懿"),
        ("库克", "库克"),
        ("专家", "专家"),
        ("说话者1", "说话者1"),
        ("亓官先知", "亓官先知"),
    ] {
        let turn = |n: usize| {
            format!(
                "主持人：谢谢，请继续说明第{n}点。\n\n{label}：本季营收增长一成，毛利率比较好。\n\n"
            )
        };
        let text = format!(
            "岚川股份 2025 年第三季度业绩说明会\n\n{}{}{}",
            turn(1),
            turn(2),
            turn(3)
        );
        let call = read(&text);
        let names: Vec<&str> = call.speakers.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["主持人", name], "{label}");
    }
}

#[test]
fn chinese_questions_and_answers() {
    let head = "# 岚川股份 2025 年三季度业绩电话会议纪要\n\n各位投资者大家好，感谢参加本季业绩说明会。\n\n";
    for body in [
        "**Q：产能如何？**\n\nA：八成以上。\n\n**Q：毛利率？**\n\nA：三成。\n",
        "**Q1：产能如何？**\n\n八成以上。\n\n**Q2：毛利率？**\n\n三成。\n",
        "问题一：产能如何？\n\n回答：八成以上。\n\n问题二：毛利率？\n\n回答：三成。\n",
        "问 1：产能如何？\n答 1：八成以上。\n问 2：毛利率？\n答 2：三成。\n",
        "| 问 | 答 |\n|---|---|\n| 产能如何？ | 八成以上。 |\n| 毛利率？ | 三成。 |\n",
        "**岚川证券分析师 Gary Yu：**产能如何？\n\n**库克：**八成以上。\n\n**高盛分析师 Ann Lee：**毛利率？\n\n**库克：**三成。\n",
    ] {
        let call = read(&format!("{head}{body}"));
        assert_eq!(call.exchanges.len(), 2, "{body}: {:?}", spoken(&call));
        assert!(
            spoken(&call)
                .iter()
                .all(|line| !line.contains("产能如何") || !line.contains("八成")),
            "{body}"
        );
    }
}

#[test]
fn short_lines_of_recognised_speech_are_nobodys_names() {
    let text =
        "各位投資人大家好\n歡迎參加第三季法說會\n毛利率三成\n那再來呢\n營業費用也下降\n謝謝\n"
            .repeat(3);
    let call = read(&text);
    assert_eq!(call.speakers.len(), 1);
    let said: String = spoken(&call).concat();
    assert_eq!(said.matches("毛利率三成").count(), 3);
}

/// Who says what on a call in Chinese, and the firms of those who ask.
const CHINESE_TURNS: [(&str, &str); 8] = [
    (
        "主持人",
        "各位投资者大家好，欢迎参加业绩说明会，首先请林总介绍。",
    ),
    (
        "林曜辰",
        "今年我们有三件事要做：扩大产能，降低成本，做好服务。",
    ),
    ("欧阳静", "毛利率为百分之三十五，资本支出：维持先前的规划。"),
    ("主持人", "下面进入问答环节，首先请岚川证券的周可提问。"),
    ("周可", "谢谢管理层，想请教海外业务的进展？"),
    ("林曜辰", "海外业务进展顺利，在手订单饱满。"),
    ("主持人", "下一位，海纳基金的单晓蕾，请提问。"),
    ("单晓蕾", "请问新工厂什么时候投产？"),
];

#[test]
fn chinese_lines_in_many_dresses() {
    type Form = fn(usize, &str, &str, &str) -> String;
    let about = |name: &str| match name {
        "林曜辰" => "董事长",
        "欧阳静" => "财务总监",
        "周可" => "岚川证券分析师",
        "单晓蕾" => "海纳基金分析师",
        _ => "",
    };
    let forms: [(&str, Form); 10] = [
        ("colon", |_, name, _, text| format!("{name}：{text}")),
        ("brackets", |_, name, _, text| format!("【{name}】{text}")),
        ("round brackets", |_, name, _, text| {
            format!("（{name}）{text}")
        }),
        ("arrow", |_, name, _, text| format!("▶{name}：{text}")),
        ("title before", |_, name, about, text| {
            format!("{about} {name}：{text}")
        }),
        ("title joined", |_, name, about, text| {
            format!("{about}{name}：{text}")
        }),
        ("title behind", |_, name, about, text| match about {
            "" => format!("{name}：{text}"),
            about => format!("{name}（{about}）：{text}"),
        }),
        ("courtesy", |_, name, _, text| match name {
            "主持人" => format!("{name}：{text}"),
            name => format!("{name} 先生：{text}"),
        }),
        ("host with a name", |_, name, _, text| match name {
            "主持人" => format!("主持人-李明：{text}"),
            name => format!("{name}：{text}"),
        }),
        ("bold time", |at, name, _, text| {
            format!("**[00:{at:02}] {name}**：{text}")
        }),
    ];
    for (form, write) in forms {
        let turns: Vec<String> = (CHINESE_TURNS.iter().enumerate())
            .map(|(at, (name, text))| write(at, name, about(name), text))
            .collect();
        let call = read(&format!(
            "岚川股份2025年第三季度业绩说明会\n\n{}\n",
            turns.join("\n\n")
        ));
        for (name, text) in CHINESE_TURNS {
            let found = call.passages.iter().find_map(|passage| {
                let said = passage.text.iter().next()?.1;
                said.contains(text).then(|| call.speaker_of(passage))?
            });
            let names = found
                .map(|speaker| speaker.names.as_slice())
                .unwrap_or_default();
            let host = name == "主持人" && form == "host with a name";
            let expected = if host { "李明" } else { name };
            assert!(
                names.iter().any(|own| own == expected),
                "{form}: {text} {:?}",
                spoken(&call)
            );
        }
        assert_eq!(call.exchanges.len(), 2, "{form}: {:?}", spoken(&call));
        assert!(call.doubts.is_empty(), "{form}: {:?}", call.doubts);
    }
}

#[test]
fn chinese_questions_in_further_forms() {
    let head =
        "岚川股份 2025 年三季度业绩电话会议纪要\n\n各位投资者大家好，感谢参加本季业绩说明会。\n\n";
    for body in [
        "【问】产能如何？\n【答】八成以上。\n\n【问】毛利率？\n【答】三成。\n",
        "1、产能如何？\n答：八成以上。\n2、毛利率？\n答：三成。\n",
        "Q1. 产能如何？\nA1. 八成以上。\n\nQ2. 毛利率？\nA2. 三成。\n",
        "Q1 产能如何？\nA1 八成以上。\n\nQ2 毛利率？\nA2 三成。\n",
        "**1、产能如何？**\n\n八成以上。\n\n**2、毛利率？**\n\n三成。\n",
        "岚川证券周可提问：产能如何？\n公司回答：八成以上。\n\n海纳基金单晓蕾提问：毛利率？\n公司回答：三成。\n",
    ] {
        let call = read(&format!("{head}{body}"));
        assert_eq!(call.exchanges.len(), 2, "{body}: {:?}", spoken(&call));
        let mixed = |line: &String| line.contains("产能如何") && line.contains("八成");
        assert!(
            !spoken(&call).iter().any(mixed),
            "{body}: {:?}",
            spoken(&call)
        );
    }
}

#[test]
fn names_in_both_languages_are_one_person() {
    for between in [" / ", " "] {
        let text = format!(
            "Tsing Yi Ferries 2025 Annual Results Call\n\nOperator{between}接線員: Good evening.\n\n各位晚上好。\n\n\
             Wong Ka-ming{between}黃家明: Revenue rose 8%.\n\n收入上升百分之八。\n\nOperator{between}接線員: The first question is from Cherry Lam of UBS.\n\n\
             Cherry Lam{between}林櫻桃: What is the dividend?\n\nWong Ka-ming{between}黃家明: Half of profit.\n"
        );
        let call = read(&text);
        let names: Vec<&[String]> = call.speakers.iter().map(|s| s.names.as_slice()).collect();
        assert_eq!(names[1], ["Wong Ka-ming", "黃家明"], "{between}");
        assert_eq!(names[2], ["Cherry Lam", "林櫻桃"], "{between}");
        assert_eq!(call.exchanges.len(), 1, "{between}");
    }
}
