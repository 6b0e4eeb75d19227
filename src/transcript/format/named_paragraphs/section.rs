//! Headings of sections and lists, facts about the call, and boilerplate.

use super::list::List;
use crate::{
    model::{Role, Section},
    text::fold_str,
    transcript::format::{
        Transcript,
        title::{date, period},
    },
};

/// What a heading begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Section(Section),
    List(List),
    /// The words of the call, in whatever section.
    Transcript,
}

impl Opening {
    /// The list that begins.
    pub(super) fn list(self) -> Option<List> {
        match self {
            Self::List(list) => Some(list),
            Self::Section(_) | Self::Transcript => None,
        }
    }
}

/// Longest heading, in characters.
const MAX_HEADING_CHARS: usize = 60;

/// What a line begins, if it is a heading.
pub(super) fn opening(line: &str) -> Option<Opening> {
    if line.chars().count() > MAX_HEADING_CHARS {
        return None;
    }
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "#*_=-–—:：[]【】|.".contains(c));
    let words = fold_str(bare).to_lowercase();
    let words = words
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五、. ".contains(c))
        .replace('&', "and");
    let words: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || c == '-')
        .collect();
    let words = words.join(" ");
    match words
        .trim_end_matches(" section")
        .trim_end_matches(" session")
    {
        "prepared remarks"
        | "presentation"
        | "management discussion"
        | "opening remarks"
        | "management presentation"
        | "management remarks"
        | "prepared remarks by management"
        | "presentation operator message"
        | "call transcript prepared remarks"
        | "公司报告"
        | "公司简报"
        | "经营报告"
        | "营运报告"
        | "简报"
        | "致辞"
        | "管理层报告"
        | "管理层发言"
        | "开场致词" => Some(Opening::Section(Section::Prepared)),
        "questions and answers"
        | "question and answer"
        | "questions and answer"
        | "q and a"
        | "qanda"
        | "q and as"
        | "questions"
        | "analyst q and a"
        | "analyst questions"
        | "问答"
        | "问答环节"
        | "问答时间"
        | "提问环节"
        | "法人问答"
        | "投资人问答"
        | "互动交流"
        | "问与答"
        | "q and a 问答"
        | "法人提问" => Some(Opening::Section(Section::Qa)),
        "company participants"
        | "corporate participants"
        | "executives"
        | "management"
        | "company representatives"
        | "公司出席人员"
        | "公司代表"
        | "公司与会人员"
        | "出席主管" => Some(Opening::List(List::of(Some(Role::Executive)))),
        "conference call participants"
        | "analysts"
        | "call participants and analysts"
        | "analyst participants"
        | "conference participants"
        | "other participants"
        | "参会分析师"
        | "与会分析师"
        | "与会法人" => Some(Opening::List(List::of(Some(Role::Analyst)))),
        "participants" | "call participants" | "attendees" | "speakers" | "与会者" | "与会人员"
        | "出席人员" | "参会人员" | "参会嘉宾" => Some(Opening::List(List::of(None))),
        "full conference call transcript"
        | "full call transcript"
        | "full transcript"
        | "conference call transcript"
        | "transcript"
        | "逐字稿"
        | "文字实录"
        | "会议实录" => Some(Opening::Transcript),
        _ => None,
    }
}

/// The role of the people whom a line lists behind a word and a colon: `MANAGEMENT: Ann Wu – CFO`.
pub(super) fn list_role(word: &str) -> Option<Option<Role>> {
    let bare = word.trim_matches(|c: char| c.is_whitespace() || "*#".contains(c));
    match bare.to_lowercase().as_str() {
        "management" | "management team" | "company" | "company representatives" | "executives" => {
            Some(Some(Role::Executive))
        }
        "moderator" | "moderators" | "host" | "hosts" | "analysts" => Some(Some(Role::Analyst)),
        "participants" | "attendees" | "speakers" => Some(None),
        _ => None,
    }
}

/// A fact about the call that a line states before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Company,
    Ticker,
    Date,
    Period,
    Other,
}

impl Fact {
    /// Sets the fact in the transcript.
    pub(super) fn set(self, value: &str, transcript: &mut Transcript) {
        match self {
            Self::Company if !value.is_empty() => transcript.company = Some(value.to_owned()),
            Self::Ticker if value.chars().count() <= 12 && !value.is_empty() => {
                let symbol = value.rsplit(':').next().unwrap_or(value).trim();
                transcript.ticker = Some(symbol.to_uppercase());
            }
            Self::Date => transcript.date = date::first(value).or(transcript.date.take()),
            Self::Period => {
                transcript.period = period::find(value)
                    .or_else(|| value.parse().ok())
                    .or(transcript.period);
            }
            Self::Company | Self::Ticker | Self::Other => {}
        }
    }
}

/// A fact and its value: `Date: October 30, 2025`, `公司：雲杉精密`.
pub(super) fn fact(line: &str) -> Option<(Fact, &str)> {
    let (key, value) = line.split_once([':', '：'])?;
    let key = fold_str(key.trim_matches(|c: char| c.is_whitespace() || c == '*')).to_lowercase();
    let value = value.trim_matches(|c: char| c.is_whitespace() || c == '*');
    let fact = match key.as_str() {
        "company" | "company name" | "公司" | "公司名称" | "公司简称" => Fact::Company,
        "ticker" | "symbol" | "stock code" | "股票代码" | "股票代号" | "证券代码" | "代码"
        | "代号" => Fact::Ticker,
        "date" | "call date" | "event date" | "日期" | "会议日期" | "时间" | "会议时间" => {
            Fact::Date
        }
        "period" | "quarter" | "fiscal period" | "fiscal quarter" | "季度" | "期间" => {
            Fact::Period
        }
        "作者" | "编辑" | "责任编辑" | "原标题" | "整理" | "发布时间" | "发布日期" | "author"
        | "transcribed by" => Fact::Other,
        "time" | "event" | "duration" | "location" | "source" | "venue" | "type" | "call type"
        | "地点" | "来源" | "主题" | "会议主题" | "participants" | "exchange" | "sector"
        | "industry" | "url" | "link" => Fact::Other,
        _ => return None,
    };
    let short = value.chars().count() <= 200;
    short.then_some((fact, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings() {
        for (line, expected) in [
            (
                "Prepared Remarks:",
                Some(Opening::Section(Section::Prepared)),
            ),
            (
                "## Questions & Answers",
                Some(Opening::Section(Section::Qa)),
            ),
            (
                "QUESTION AND ANSWER SECTION",
                Some(Opening::Section(Section::Qa)),
            ),
            (
                "Question-and-Answer Session",
                Some(Opening::Section(Section::Qa)),
            ),
            ("**Q&A**", Some(Opening::Section(Section::Qa))),
            (
                "MANAGEMENT DISCUSSION SECTION",
                Some(Opening::Section(Section::Prepared)),
            ),
            ("二、問答環節", Some(Opening::Section(Section::Qa))),
            (
                "Company Participants",
                Some(Opening::List(List::of(Some(Role::Executive)))),
            ),
            (
                "Conference Call Participants:",
                Some(Opening::List(List::of(Some(Role::Analyst)))),
            ),
            ("We now take questions and answers", None),
            ("Operator", None),
        ] {
            assert_eq!(opening(line), expected, "{line}");
        }
    }

    #[test]
    fn facts() {
        assert_eq!(
            fact("**Date**: May 1, 2025"),
            Some((Fact::Date, "May 1, 2025"))
        );
        assert_eq!(fact("公司：雲杉精密"), Some((Fact::Company, "雲杉精密")));
        assert_eq!(fact("Ann Wu: Hi."), None);
    }
}
