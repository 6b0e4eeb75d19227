//! Forms in Chinese as PDF files: 投资者关系活动记录表 without borders.

use crate::{drawn_pages::chinese, printed::call_of};

#[test]
fn forms_without_borders_are_read_by_the_places_of_labels() {
    // Labels in the middle of their rows, broken wherever the column ends.
    let middle = [
        (60.0, 790.0, "澜石科技股份有限公司投资者关系活动记录表"),
        (60.0, 760.0, "投资者关系活"),
        (60.0, 744.0, "动类别"),
        (150.0, 752.0, "特定对象调研"),
        (60.0, 720.0, "参与单位名称"),
        (60.0, 704.0, "及人员姓名"),
        (
            150.0,
            720.0,
            "青屿基金：何栖；北桥证券：尤乐；长汀资产：薄云；南",
        ),
        (150.0, 704.0, "麓资本：易川"),
        (84.0, 680.0, "时间"),
        (150.0, 680.0, "2025年10月28日"),
        (60.0, 656.0, "上市公司接待"),
        (60.0, 640.0, "人员姓名"),
        (150.0, 648.0, "董事会秘书：郁岚"),
        (
            150.0,
            616.0,
            "1、问：公司海外业务的进展如何，明年有没有新的规划呢？",
        ),
        (
            150.0,
            600.0,
            "答：海外收入占比提升到31%，其中东南亚地区订单增长较",
        ),
        (60.0, 592.0, "投资者关系活"),
        (150.0, 584.0, "快。"),
        (60.0, 576.0, "动主要内容介"),
        (150.0, 568.0, "2、问：四季度的毛利率如何展望？"),
        (60.0, 560.0, "绍"),
        (150.0, 552.0, "答：预计保持在40%到42%之间。"),
        (150.0, 536.0, "感谢您的关注。"),
        (84.0, 512.0, "日期"),
        (150.0, 512.0, "2025年10月29日"),
    ];
    let bytes = chinese(&middle);
    let text = verbatim::transcript::decode(std::path::Path::new("a.pdf"), &bytes).unwrap();
    assert!(
        text.contains("投资者关系活动类别: 特定对象调研\n"),
        "{text}"
    );
    let call = call_of("form.pdf", &bytes).unwrap();
    assert_eq!(call.format, "investor_record");
    assert_eq!(call.date.as_deref(), Some("2025-10-28"));
    assert_eq!(call.exchanges.len(), 2);
    let said: Vec<&str> = call
        .passages
        .iter()
        .filter_map(|passage| passage.text.zh.as_deref())
        .collect();
    assert_eq!(
        said[1],
        "海外收入占比提升到31%，其中东南亚地区订单增长较快。"
    );
    assert!(call.passages.iter().all(|passage| passage.page == Some(1)));
}
