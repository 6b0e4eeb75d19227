//! Voices: speakers whom a transcript does not name, such as `Operator`, `Speaker 2` or `主持人`.

use std::sync::LazyLock;

use crate::{
    model::Role,
    text::{fold, has_han, is_han},
    transcript::format::speaker::word_lists::{Words, words},
};

/// Voices that stand in headings without a title, in lower case.
const HEADING_VOICES: [&str; 23] = [
    "coordinator",
    "conference coordinator",
    "call coordinator",
    "conference facilitator",
    "conference moderator",
    "conference call operator",
    "call operator",
    "teleconference operator",
    "event operator",
    "operator",
    "editor",
    "moderator",
    "conference operator",
    "unknown speaker",
    "unknown executive",
    "unknown analyst",
    "操作員",
    "接線員",
    "主持人",
    "编辑",
    "編輯",
    "操作员",
    "接线员",
];

/// Whether a heading is a voice, not a name, as vendors write it: `Operator`, `Unidentified Analyst`.
pub(crate) fn is_heading_voice(text: &str) -> bool {
    let lower = text.to_lowercase();
    HEADING_VOICES.contains(&lower.as_str())
        || lower.starts_with("unidentified ")
            && lower.split_whitespace().count() <= 5
            && !lower.contains(['(', '['])
            && !lower.contains(" - ")
            && !lower.contains("--")
}

/// Whether a voice shows that a text is a conversation, not a list of things.
pub(crate) fn is_conversation_voice(text: &str) -> bool {
    is_heading_voice(text) || text.to_lowercase().starts_with("speaker")
}

/// Chinese voices, folded; a number may follow.
static CHINESE_VOICES: Words = LazyLock::new(|| {
    words(
        "主持人 发言人 说话人 讲者 讲话人 讲师 司仪 口译 翻译 口译员 操作员 接线员 会议助理 \
    法人 投资者 投资人 提问者 提问人 分析师 董事长 总经理 执行长 财务长 财务总监 董秘 \
    董事会秘书 公司 管理层 公司代表 公司管理层 与会者 记者 嘉宾 旁白 专家 高管 研究员 \
    说话者 参与者 参会者 发言者 提问 会议主持 主持 董事会 投资经理 买方 卖方 访谈者 受访者",
    )
});

/// Chinese voices that ask questions, folded.
const CHINESE_ASKERS: [&str; 11] = [
    "研究员",
    "投资经理",
    "买方",
    "卖方",
    "法人",
    "投资者",
    "投资人",
    "提问者",
    "提问人",
    "分析师",
    "记者",
];

/// Chinese voices that speech recognition numbers, folded.
const CHINESE_NUMBERED: [&str; 9] = [
    "发言人",
    "说话人",
    "讲者",
    "讲话人",
    "与会者",
    "说话者",
    "参与者",
    "参会者",
    "发言者",
];

/// Whether a text is a Chinese voice: `主持人`, `发言人 2`.
pub(crate) fn is_chinese_voice(text: &str) -> bool {
    let word = leading_han(text);
    let number = text.chars().skip(word.chars().count());
    CHINESE_VOICES.contains(word.as_str())
        && number
            .clone()
            .all(|c| c.is_ascii_alphanumeric() || c.is_whitespace())
        && number.count() <= 4
}

/// The role of a Chinese voice, where its word tells it.
pub(crate) fn chinese_voice_role(text: &str) -> Option<Role> {
    let word = leading_han(text);
    if CHINESE_ASKERS.contains(&word.as_str()) {
        return Some(Role::Analyst);
    }
    let is_numbered = word.len() < text.trim().len();
    (is_numbered && CHINESE_NUMBERED.contains(&word.as_str())).then_some(Role::Unidentified)
}

/// The Han characters at the beginning of a text, folded.
fn leading_han(text: &str) -> String {
    text.chars().map(fold).take_while(|&c| is_han(c)).collect()
}

/// Whether a text is a voice, with or without a number: `Speaker 2`, `SPEAKER_00`,
/// `Analyst`, `CEO`.
pub(crate) fn is_voice(text: &str) -> bool {
    static VOICES: Words = LazyLock::new(|| {
        words(
            "speaker host interviewer moderator analyst interpreter translator executive \
        management ceo cfo coo cto chairman chairwoman president unknown attendee \
        participant shareholder investor relations narrator",
        )
    });
    if is_heading_voice(text) || has_han(text) && is_chinese_voice(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let word = lower.trim_end_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || c == '_' || c == '#'
    });
    VOICES.contains(word)
        || lower
            .strip_prefix("speaker ")
            .is_some_and(|letter| letter.len() == 1)
}

/// The role of a voice, where its word tells it.
pub(crate) fn voice_role(text: &str) -> Option<Role> {
    let lower = text.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    if begins(&["analyst", "shareholder"]) {
        Some(Role::Analyst)
    } else if begins(&["speaker", "participant", "attendee"]) {
        Some(Role::Unidentified)
    } else if has_han(text) {
        chinese_voice_role(text)
    } else {
        None
    }
}
