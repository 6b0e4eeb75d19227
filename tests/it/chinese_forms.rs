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
