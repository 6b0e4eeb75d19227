//! Chinese labels that may be anybody's, `库克：…`: whether one is a speaker is seen from how it recurs.

use super::{chinese::folded, chinese_words::NOT_NAMES};
use crate::text::is_han;

/// Beginnings and endings of labels that are topics, not people, folded.
const TOPIC_ENDS: &str = "率 额 量 入 润 本 度 面 点 项 下 期 价 费 值 比 数 产 化 险 素 示 明 容 注 时 间 址 题 论 总结 展望 因为 所以 例如 比如 表示 指出 认为 说 为 是";
const TOPIC_STARTS: &str = "第 其 首 另 最 总 关于 对于 一 二 三 四 五 六 七 八 九 十 同 不 没 有 在 从 这 那 我 你 他 如 注 备 说明 风险";

/// Words of sentences, which are in no label.
const CLAUSE_WORDS: &str = "我们 你们 他们 我 您 的 了 是 这 那 有 要 在 把 被 让 很 还 也 就 都 没 不 吗 呢 将 做 看 到 今年 明年 去年 声明 如下 分别 主要 目前 方面";

/// A label that may be anybody: a few characters without punctuation before a colon. Whether it is a
/// speaker is seen from how it recurs.
pub(crate) fn loose_label(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['*', '#', ' ', '>']);
    let (name, rest) = line.split_once(['：', ':'])?;
    let name = name.trim_matches(['*', ' ', '[', ']', '【', '】']);
    let chars = folded(name);
    let letter = |c: &char| is_han(*c) || c.is_ascii_alphanumeric() || "·‧• （）()".contains(*c);
    let text: String = chars.iter().collect();
    // A clause is no label: 今年我们有三件事要做.
    let clause = CLAUSE_WORDS.split(' ').any(|word| text.contains(word));
    let topic = clause
        || TOPIC_ENDS.split(' ').any(|end| text.ends_with(end))
        || TOPIC_STARTS.split(' ').any(|start| text.starts_with(start))
        || NOT_NAMES
            .split_whitespace()
            .any(|word| text.starts_with(word));
    let fits = (2..=12).contains(&chars.len())
        && chars.iter().all(letter)
        && chars.iter().any(|&c| is_han(c));
    (fits && !topic && !rest.trim().is_empty())
        .then_some((name, rest.trim_start_matches('*').trim()))
}
