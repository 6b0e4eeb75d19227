//! 投资者关系活动记录表, the record that listed companies of mainland China file of a meeting with
//! investors: a form of two columns, in it the questions and answers.
//!
//! ```text
//! 证券代码：688999  证券简称：岚川股份  公告编号：2025-008
//! 岚川科技股份有限公司投资者关系活动记录表
//! 投资者关系活动类别  □特定对象调研  √业绩说明会
//! 参与单位名称及人员姓名  望潮基金：沈一
//! 时间  2025年10月30日
//! 上市公司接待人员姓名  董事会秘书 林可
//! 投资者关系活动主要内容介绍
//! 1、问：产能如何？
//! 答：稳定。
//! ```

mod answers;
mod attendance;
mod form;
mod numbering;

use super::{
    Document, Format, Heading, Transcript,
    speech::detection,
    title::{date, headline, period},
};
use crate::{
    model::{CallKind, Period},
    text::fold_str,
    transcript::lazy_regex::lazy_regex,
};
use std::{collections::HashSet, sync::LazyLock};

use form::{Field, Form, Line};
use regex::Regex;

pub(super) struct InvestorRecord;

impl Format for InvestorRecord {
    fn name(&self) -> &'static str {
        "investor_record"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let text = document.text();
        if detection::is_markup(text) {
            return false;
        }
        let folded = form::fold_without_spaces(text);
        let named = [
            "活动记录表",
            "投资者关系活动",
            "参与单位名称",
            "调研活动信息",
        ]
        .iter()
        .any(|words| folded.contains(words));
        if !named {
            return false;
        }
        let labels = form::count_labels(text);
        labels >= 3 || labels >= 1 && answers::is_exchange(text)
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let text = document.text();
        let mut transcript = Transcript::default();
        let form = form::read(text);
        read_head(&form.head, &mut transcript);
        read_fields(&form, &mut transcript);
        let has_content = form.lines(Field::Content).next().is_some();
        let content: Vec<&Line> = if has_content {
            form.lines(Field::Content).collect()
        } else {
            // A form whose label is lost: the questions stand below the last row.
            form.rows
                .last()
                .map_or_else(Vec::new, |(_, lines)| lines.iter().collect())
        };
        let participants: Vec<Heading> = transcript.participants.clone();
        transcript.period = transcript.period.or_else(|| stated_period(&form, &content));
        answers::read(&content, &participants, &mut transcript);
        transcript.unparsed.sort_by_key(|line| line.line);
        transcript
    }
}

static CODE: LazyLock<Regex> = lazy_regex!(
    r"(?:证券|證券|股票|公司|A股)(?:代码|代碼|代號|代号)\s*[:：]?\s*(?<code>[0-9]{4,6}|[A-Z]{2,6})"
);

static SHORT_NAME: LazyLock<Regex> =
    lazy_regex!(r"(?:证券|證券|股票|公司|A股)(?:简称|簡稱)\s*[:：]?\s*(?<name>\S{2,20})");

/// The title of the form, with the name of the company.
static TITLE: LazyLock<Regex> = lazy_regex!(
    r"^\s*(?<name>\S*?)\s*(?:关于|關於)?\s*(?:20\d\d\s*年.{0,20})?(?:投资者关系|投資者關係|投资者调研|机构调研)\S*(?:记录|記錄|登记|登記)"
);

/// Code, name and title above the rows.
fn read_head(head: &[Line], transcript: &mut Transcript) {
    let mut before = String::new();
    for line in head {
        let text = headline::bare(&line.text);
        if text.is_empty() {
            continue;
        }
        let mut taken_for = "form: heading";
        if let Some(found) = CODE.captures(text) {
            transcript.ticker = Some(found["code"].to_owned());
            taken_for = "form: securities code";
        }
        if let Some(found) = SHORT_NAME.captures(text) {
            let name = found["name"].trim_end_matches(['，', ',', '。']);
            transcript.company = Some(name.to_owned());
            taken_for = "form: securities code";
        }
        let folded = fold_str(text);
        let names_form = ["记录表", "活动记录", "登记表"]
            .iter()
            .any(|word| folded.contains(word));
        if names_form && transcript.title.is_empty() {
            transcript.title = format!("{before}{text}");
            transcript.period = period::find(&transcript.title);
            continue;
        }
        before.clear();
        if text.ends_with("公司") {
            text.clone_into(&mut before);
        }
        transcript.mark_unparsed(line.number, text, taken_for);
    }
    if transcript.company.is_none()
        && let Some(found) = TITLE.captures(&transcript.title)
        && !found["name"].is_empty()
    {
        transcript.company = Some(found["name"].to_owned());
    }
}

/// Reads the rows other than the contents.
fn read_fields(form: &Form, transcript: &mut Transcript) {
    let texts = |field| form.lines(field).map(|line| line.text.as_str());
    transcript.participants = attendance::hosts(texts(Field::Hosts));
    let mut guests = attendance::institutions(texts(Field::Participants));
    guests.extend(attendance::institutions(
        listed(form).map(|line| line.text.as_str()),
    ));
    transcript.participants.extend(guests);
    transcript.date = texts(Field::Time)
        .find_map(date::first)
        .or_else(|| texts(Field::Date).find_map(date::first));
    transcript.kind = Some(kind(form));
    let attendees: HashSet<usize> = listed(form).map(|line| line.number).collect();
    for (field, lines) in &form.rows {
        let mark_unparsed = *field != Field::Content;
        for line in lines
            .iter()
            .filter(|line| mark_unparsed && !line.text.is_empty())
        {
            let listed = attendees.contains(&line.number);
            let taken_for = if listed {
                "list of attendees"
            } else {
                field.taken_for()
            };
            transcript.mark_unparsed(line.number, &line.text, taken_for);
        }
    }
}

/// Numbered rows of a list of those present, below the form.
fn listed(form: &Form) -> impl Iterator<Item = &Line> {
    form.lines(Field::Attachments)
        .chain(form.lines(Field::Date))
        .filter(|line| line.text.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|line| date::first(&line.text).is_none())
}

static CHECKED: LazyLock<Regex> = lazy_regex!(r"[√☑■✓✔☒●R]\s*(?<kind>\p{Han}+)");

/// The kind of event, from the ticked categories.
fn kind(form: &Form) -> CallKind {
    let ticked: String = form
        .lines(Field::Category)
        .flat_map(|line| CHECKED.captures_iter(&line.text))
        .map(|found| fold_str(&found["kind"]))
        .collect();
    if ticked.contains("业绩说明会") {
        CallKind::Earnings
    } else if ticked.contains("路演") {
        CallKind::Conference
    } else {
        CallKind::Other
    }
}

/// The name of a results meeting, with the words before it.
static RESULTS_MEETING: LazyLock<Regex> = lazy_regex!(
    r"[^。；;\n]{0,40}(?:业绩|業績)[^。；，,\n]{0,6}(?:说明会|說明會|交流会|交流會|发布会|電話會|电话会|路演|解读)"
);

/// Longest heading in characters.
const LONGEST_HEADING: usize = 30;

/// The period that the form or the beginning of the contents states for a results meeting.
fn stated_period(form: &Form, content: &[&Line]) -> Option<Period> {
    let rows = [
        Field::Category,
        Field::Participants,
        Field::Time,
        Field::Place,
    ];
    let named = (rows.into_iter())
        .flat_map(|field| form.lines(field))
        .chain(content.iter().copied().take(12))
        .find_map(|line| period::find(RESULTS_MEETING.find(&line.text)?.as_str()));
    // Where a results meeting is ticked, a heading of the contents names its period.
    let mut headings = (content.iter())
        .take(6)
        .filter(|line| line.text.chars().count() <= LONGEST_HEADING);
    named.or_else(|| {
        (kind(form) == CallKind::Earnings)
            .then(|| headings.find_map(|line| period::find(&line.text)))
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_about_records_are_no_records() {
        let rules = "投资者关系管理制度\n第一条 公司应当编制投资者关系活动记录表，并及时披露。\n第二条 参与单位名称应当登记。";
        assert!(!InvestorRecord.recognises(&Document::new(rules)));
        let record = "岚川科技股份有限公司\n投资者关系活动记录表\n参与单位名称：望潮基金\n时间：2025年1月2日\n地点：公司会议室\n主要内容介绍：\n问：好？\n答：好。";
        assert!(InvestorRecord.recognises(&Document::new(record)));
        let transcript = InvestorRecord.parse(&Document::new(record));
        assert_eq!(transcript.title, "岚川科技股份有限公司投资者关系活动记录表");
        assert_eq!(transcript.company.as_deref(), Some("岚川科技股份有限公司"));
        assert_eq!(transcript.turns.len(), 2);
    }
}
