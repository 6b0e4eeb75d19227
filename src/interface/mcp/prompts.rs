//! Prompts: common questions of analysts, worded so that they are answered from quotations.

use rmcp::model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role};
use serde_json::Value;

use crate::{
    Error, Result,
    engine::Engine,
    model::{Word, word_enum},
    query::{Field, parse},
    search::{CallSort, Request},
};

/// The end of every prompt: how to answer.
const ANSWER_FORMAT: &str = "\
Answer only from passages that the tools have shown. Quote the words as they stand, in the language in \
which they were said, with the citation in brackets behind each quotation, and say who speaks and in \
what role. Give counts as the tools count them. Pass on the caveats that touch what you quote. Say \
plainly what was not found.";

word_enum! {
    /// An argument of a prompt.
    ArgumentKind {
        /// A query.
        Topic = "topic",
        /// A company, by any of its names.
        Company = "company",
        /// A call, by its id.
        Call = "call",
        /// A period or a range of periods.
        Period = "period",
    }
}

/// A prompt in the table.
struct PromptRow {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    /// The arguments, each with whether it is required.
    arguments: &'static [(ArgumentKind, bool)],
    render: fn(&Engine, &PromptArguments<'_>) -> Result<String>,
}

const PROMPTS: [PromptRow; 3] = [
    PromptRow {
        name: "topic_across_companies",
        title: "A topic across companies",
        about: "What each company says about something, who says nothing, and how that has changed",
        arguments: &[(ArgumentKind::Topic, true), (ArgumentKind::Period, false)],
        render: topic_across_companies,
    },
    PromptRow {
        name: "what_changed",
        title: "What changed since the last call",
        about: "What a company's latest call says otherwise than the one before, on a topic or on all",
        arguments: &[(ArgumentKind::Company, true), (ArgumentKind::Topic, false)],
        render: what_changed,
    },
    PromptRow {
        name: "unanswered_questions",
        title: "Questions that were not answered",
        about: "Which questions of a call management did not answer, or only in part",
        arguments: &[(ArgumentKind::Call, true), (ArgumentKind::Topic, false)],
        render: unanswered_questions,
    },
];

impl ArgumentKind {
    fn about(self) -> &'static str {
        match self {
            Self::Topic => "What to look for, in the query language: capex, \"gross margin\", 關稅",
            Self::Company => "A company, by its ticker or any of its names",
            Self::Call => "A call, by its id, such as BABA-2026Q2",
            Self::Period => "A fiscal period or a range, such as 2025Q3..2026Q2",
        }
    }
}

/// The arguments of a request.
struct PromptArguments<'a>(&'a JsonObject);

impl PromptArguments<'_> {
    /// The value of an argument; none if it is missing or blank.
    fn get(&self, kind: ArgumentKind) -> Option<&str> {
        let text = self.0.get(kind.word()).and_then(Value::as_str)?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The value of a required argument.
    fn require(&self, kind: ArgumentKind) -> Result<&str> {
        let word = kind.word();
        self.get(kind).ok_or_else(|| {
            Error::request(format!("argument `{word}` is missing")).hint(kind.about())
        })
    }
}

/// The descriptions of all prompts.
pub(super) fn list() -> Vec<Prompt> {
    let argument = |&(kind, required): &(ArgumentKind, bool)| {
        PromptArgument::new(kind.word())
            .with_description(kind.about())
            .with_required(required)
    };
    let prompt = |row: &PromptRow| {
        let arguments = row.arguments.iter().map(argument).collect();
        Prompt::new(row.name, Some(row.about), Some(arguments)).with_title(row.title)
    };
    PROMPTS.iter().map(prompt).collect()
}

/// The argument of a prompt, by the names of both.
pub(super) fn argument(prompt: &str, name: &str) -> Option<ArgumentKind> {
    let row = PROMPTS.iter().find(|row| row.name == prompt)?;
    let mut arguments = row.arguments.iter().map(|(kind, _)| *kind);
    arguments.find(|kind| kind.word() == name)
}

/// A prompt with its arguments filled in; none if there is no prompt of this name.
pub(super) fn get(
    engine: &Engine,
    name: &str,
    arguments: &JsonObject,
) -> Option<Result<GetPromptResult>> {
    let row = PROMPTS.iter().find(|row| row.name == name)?;
    let text = (row.render)(engine, &PromptArguments(arguments));
    Some(text.map(|text| {
        let message = PromptMessage::new_text(Role::User, format!("{text}\n\n{ANSWER_FORMAT}"));
        GetPromptResult::new(vec![message]).with_description(row.about)
    }))
}

fn topic_across_companies(_: &Engine, arguments: &PromptArguments<'_>) -> Result<String> {
    let topic = arguments.require(ArgumentKind::Topic)?;
    parse(topic)?;
    let period = match arguments.get(ArgumentKind::Period) {
        Some(period) => format!(" Keep to the periods {period} (argument `period`)."),
        None => String::new(),
    };
    Ok(format!(
        "What do companies say about this on their earnings calls: {topic}\n\n\
         1. Call `mentions` with that query: who speaks of it, who does not.{period}\n\
         2. Call `trend` with it, by period, to see whether it is said more or less; compare shares.\n\
         3. Call `search_transcripts` with it and `per_call` 1 to survey the calls, then company by \
         company, executives first (`role`), for what they say. Look in the questions too: what do \
         analysts press on?\n\
         4. Call `read_call` around the citations that matter before you rely on them.\n\n\
         Write a section a company, the most telling first, each with one to three quotations; then what \
         they have in common, where they differ, and who is silent."
    ))
}

fn what_changed(engine: &Engine, arguments: &PromptArguments<'_>) -> Result<String> {
    let company = arguments.require(ArgumentKind::Company)?;
    let request = Request::new("").with_filter(Field::Company, company)?;
    let entries = engine.calls_by(&request, CallSort::Newest)?;
    let calls: Vec<&str> = entries.iter().map(|entry| entry.call.id.as_str()).collect();
    let [latest, before, ..] = calls.as_slice() else {
        return Err(
            Error::request(format!("there are not two calls of `{company}` to compare"))
                .hint("`list_calls` lists what there is"),
        );
    };
    let topics = match arguments.get(ArgumentKind::Topic) {
        Some(topic) => {
            parse(topic)?;
            format!("on this: {topic}")
        }
        None => {
            "on guidance, demand, margins, capital expenditure, and what else either call dwells on"
                .to_owned()
        }
    };
    Ok(format!(
        "What has changed at {company} between its calls {before} and {latest}, {topics}\n\n\
         1. Call `compare` with `first` {before} and `second` {latest}, a topic at a time: figures then \
         and now, terms that came and went, passages only one call has.\n\
         2. Call `read_call` around the citations that matter, in both calls. A figure is the same only \
         if its words, period and currency are.\n\
         3. Call `search_transcripts` with `call` {latest} for what analysts asked about the change, and \
         what was answered.\n\n\
         Tell what is new, what is gone, what was raised, lowered or only worded otherwise, each with \
         the words of both calls."
    ))
}

fn unanswered_questions(engine: &Engine, arguments: &PromptArguments<'_>) -> Result<String> {
    let id = arguments.require(ArgumentKind::Call)?;
    let call = engine.read(id, &Default::default())?.call;
    let (id, count) = (&call.id, call.exchanges.len());
    let narrowed = match arguments.get(ArgumentKind::Topic) {
        Some(topic) => {
            parse(topic)?;
            format!(
                " Look at the exchanges whose question is about this: {topic} (call \
                 `search_transcripts` with that query, `call` {id}, `section` qa, `group` exchange)."
            )
        }
        None => String::new(),
    };
    let exchanges = match count {
        0 => "The transcript does not mark its exchanges: read section qa whole.".to_owned(),
        count => format!("It has {count} exchanges: read each with `exchange` 1 to {count}."),
    };
    Ok(format!(
        "Which questions on the call {id} were not answered, or only in part?{narrowed}\n\n\
         1. Call `read_call` with `call` {id} and `section` qa. {exchanges} An exchange may hold several \
         questions: list each by itself.\n\
         2. For each, find the words that answer it. A figure that was asked for and not given, a \
         \"we will come back to that\", an answer to another question are no answers.\n\
         3. Call `search_transcripts` with `call` {id} to see whether it was answered elsewhere on the \
         call, in prepared remarks for instance.\n\n\
         Give each question with who asked it, in their words; what was said instead, in theirs; and \
         whether it was answered, in part, or not."
    ))
}
