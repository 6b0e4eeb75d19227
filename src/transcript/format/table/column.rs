//! What a column of a table holds, by its head.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Speaker,
    Title,
    Firm,
    Role,
    Text,
    Section,
    Asker,
    Question,
    Answerer,
    Answer,
    Ticker,
    Company,
    Year,
    Quarter,
    Date,
    CallTitle,
    Start,
    End,
    /// The number of the row.
    Number,
    Other,
}

impl Column {
    /// The column of a head.
    pub(super) fn of(head: &str) -> Self {
        let key: String = head
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        match key.as_str() {
            "speaker" | "speakername" | "name" | "participant" | "who" | "speakerlabel"
            | "发言人" | "發言人" | "说话人" | "說話人" | "姓名" | "讲话人" | "講者" | "讲者" => {
                Self::Speaker
            }
            "title" | "speakertitle" | "position" | "jobtitle" | "designation" | "职务"
            | "職稱" => Self::Title,
            "firm" | "speakerfirm" | "affiliation" | "organization" | "speakercompany" | "机构" => {
                Self::Firm
            }
            "role" | "speakerrole" | "speakertype" | "角色" | "身份" => Self::Role,
            "text" | "content" | "speech" | "utterance" | "statement" | "remark" | "remarks"
            | "transcript" | "sentence" | "paragraph" | "内容" | "內容" | "文本" | "发言内容"
            | "發言內容" | "发言" | "發言" | "转写内容" | "原文" | "逐字稿" => {
                Self::Text
            }
            "section" | "session" | "part" | "segment" => Self::Section,
            "asker" | "questioner" | "askedby" | "analyst" | "提问人" | "提问者" => {
                Self::Asker
            }
            "question" | "questions" | "q" | "问题" | "問題" | "提问" | "问" => {
                Self::Question
            }
            "responder" | "answerer" | "answeredby" | "respondent" | "executive" | "回答人"
            | "回答者" => Self::Answerer,
            "answer" | "answers" | "response" | "a" | "回答" | "答复" | "答" => Self::Answer,
            "symbol" | "ticker" | "stock" | "股票代码" | "代码" => Self::Ticker,
            "company" | "companyname" | "issuer" | "公司" => Self::Company,
            "year" | "fiscalyear" | "fy" => Self::Year,
            "quarter" | "fiscalquarter" | "period" | "fiscalperiod" | "q1q4" => Self::Quarter,
            "date" | "calldate" | "eventdate" | "日期" => Self::Date,
            "start" | "starttime" | "startms" | "begin" | "from" | "time" | "timestamp"
            | "开始时间" | "时间" => Self::Start,
            "end" | "endtime" | "endms" | "to" | "结束时间" => Self::End,
            "" | "no" | "index" | "idx" | "rowid" | "序号" | "序號" | "编号" => Self::Number,
            "event" | "eventtitle" | "calltitle" | "headline" => Self::CallTitle,
            _ => Self::Other,
        }
    }
}
