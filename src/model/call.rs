use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Finding, Period, Role, Sides, Speaker, word_enum};

word_enum! {
    /// A part of a call.
    Section {
        /// An editor's digest above the transcript.
        Summary = "summary",
        /// Prepared remarks.
        Prepared = "prepared",
        /// Questions and answers.
        Qa = "qa",
    }
}

word_enum! {
    /// Which side of an exchange speaks.
    ExchangeSide {
        /// The question.
        Asked = "asked",
        /// An answer to it.
        Answered = "answered",
    }
}

word_enum! {
    /// The kind of event.
    CallKind {
        /// A results call.
        Earnings = "earnings",
        /// A shareholders' meeting.
        Agm = "agm",
        /// A talk at a conference or an investors' day.
        Conference = "conference",
        /// Anything else.
        Other = "other",
    }
}

/// The company that holds a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json", derive(schemars::JsonSchema))]
pub struct Company {
    /// The ticker where known, else a slug of the name.
    pub id: String,
    /// Stock-exchange symbol.
    pub ticker: Option<String>,
    /// The name shown.
    pub name: String,
    /// Every name known, the shown one first.
    pub names: Vec<String>,
}

/// One event of one company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// `BABA-2026Q2`; unique within an index.
    pub id: String,
    /// The company that holds it.
    pub company: Company,
    /// Fiscal period, where the source states it.
    pub period: Option<Period>,
    /// ISO date, where the source states it.
    pub date: Option<String>,
    /// The kind of event.
    pub kind: CallKind,
    /// The title line of the source.
    pub title: String,
    /// Path of the source below the corpus folder, with `/` between folders.
    pub source: String,
    /// Name of the format it was read as.
    pub format: String,
    /// Those who speak, in order of first appearance.
    pub speakers: Vec<Speaker>,
    /// Those listed as participants who do not speak.
    #[serde(default)]
    pub listeners: Vec<Speaker>,
    /// Turns in order.
    pub turns: Vec<Turn>,
    /// Exchanges in order, numbered from 1.
    pub exchanges: Vec<Exchange>,
    /// Passages in order, numbered from 1.
    #[serde(skip)]
    pub passages: Vec<Passage>,
    /// Lines of the source that are neither passage, heading nor stage direction.
    pub unparsed: Vec<UnparsedLine>,
    /// Lines whose place in the call is doubtful, with the doubt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<UnparsedLine>,
    /// What decides which overrides apply to the call.
    #[serde(skip)]
    pub names: CallNames,
}

/// The names of a call as its source states them, which decide which overrides apply.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallNames {
    /// The company without overrides; none where it is not known.
    pub company: Option<Company>,
    /// Normalized names of the people.
    pub people: BTreeSet<String>,
}

/// One speaker's uninterrupted speech.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Index into [`Call::speakers`].
    pub speaker: usize,
    /// The section it belongs to.
    pub section: Section,
    /// Number of the exchange it belongs to.
    pub exchange: Option<u32>,
    /// Stage directions that mark the turn, without brackets.
    pub notes: Vec<String>,
    /// Number of passages.
    pub passages: usize,
}

/// One analyst's question with all the answers to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Counts from 1 within the call.
    pub number: u32,
    /// Index into [`Call::speakers`] of the one who asks.
    pub asker: usize,
    /// Indexes into [`Call::speakers`] of those who answer, in order.
    pub answerers: Vec<usize>,
}

/// The unit of search: one paragraph of one turn, or one item of a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Counts from 1 within the call.
    pub n: u32,
    /// Index into [`Call::turns`]; none in a summary.
    pub turn: Option<usize>,
    /// The section it belongs to.
    pub section: Section,
    /// Number of the exchange it belongs to.
    pub exchange: Option<u32>,
    /// Stage directions of the turn, or the heading path in a summary.
    pub notes: Vec<String>,
    /// Start in the recording, in seconds, where the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<u32>,
    /// Page of the file on which it begins, from 1, where the file has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The text, one side per language.
    pub text: Sides<String>,
    /// Where the two sides disagree; found when the call is indexed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Whether it is a question whose reply declines to answer; found when the call is indexed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_declined: bool,
}

/// A line of the source that is no part of the call, kept so that no text is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json", derive(schemars::JsonSchema))]
pub struct UnparsedLine {
    /// Line number in the decoded source, from 1; 0 for what stands on no line of the text.
    pub line: usize,
    /// Page of the file, from 1, where the file has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The line as written.
    pub text: String,
    /// What it was taken for.
    pub taken_for: String,
}

impl Call {
    /// The speaker of a passage; none in a summary.
    pub fn speaker_of(&self, passage: &Passage) -> Option<&Speaker> {
        let turn = self.turns.get(passage.turn?)?;
        self.speakers.get(turn.speaker)
    }

    /// The side of an exchange that a passage is on; none outside exchanges and for the operator.
    pub fn exchange_side_of(&self, passage: &Passage) -> Option<ExchangeSide> {
        let number = passage.exchange?;
        let speaker = self.turns.get(passage.turn?)?.speaker;
        let asks = |exchange: &Exchange| exchange.number == number && exchange.asker == speaker;
        match self.speakers.get(speaker)?.role {
            _ if self.exchanges.iter().any(asks) => Some(ExchangeSide::Asked),
            Role::Analyst => Some(ExchangeSide::Asked),
            Role::Operator => None,
            _ => Some(ExchangeSide::Answered),
        }
    }

    /// The passages that reply to a question: those of answers that follow it, up to the next question of
    /// its exchange. None for a passage that is no question, and of a call without its passages.
    pub fn reply_to<'a>(&'a self, question: &Passage) -> impl Iterator<Item = &'a Passage> {
        let (exchange, n) = (question.exchange, question.n);
        let asks = self.exchange_side_of(question) == Some(ExchangeSide::Asked);
        let is = |side| move |passage: &&Passage| self.exchange_side_of(passage) == Some(side);
        let after = self.passages.partition_point(|passage| passage.n <= n);
        let after = self.passages.get(after..).unwrap_or_default().iter();
        let rest = after.take_while(move |passage| asks && passage.exchange == exchange);
        let asked = is(ExchangeSide::Asked);
        rest.skip_while(is(ExchangeSide::Asked))
            .take_while(move |passage| !asked(passage))
            .filter(is(ExchangeSide::Answered))
    }

    /// `BABA-2026Q2#57`.
    pub fn citation(&self, passage: &Passage) -> String {
        format!("{}#{}", self.id, passage.n)
    }
}
