//! `read_call`.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    page::ResponseBudget,
    tool::{Tool, ToolAnswer},
};
use crate::{
    Error, Result,
    engine::{CallPart, CallText, Engine},
    interface::{
        caption::counted,
        json::{ReadJson, ReadingJson},
        mcp::{caveats, text},
    },
    model::{Lang, Section, Word},
    search::FilterArg,
};

pub(super) struct ReadCall;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// A call, such as BABA-2026Q2, or a citation to read around, such as BABA-2026Q2#57.
    call: String,
    /// Only this section.
    section: Option<Section>,
    /// Only this exchange: a question with all its answers, by its number in the call.
    exchange: Option<u32>,
    /// First passage, by its number in the call.
    from: Option<u32>,
    /// Last passage.
    to: Option<u32>,
    /// Only the passages around this one.
    around: Option<u32>,
    /// How many before and after, where `around` or a citation is given.
    #[serde(default = "default_context")]
    #[schemars(range(max = 100))]
    context: u32,
    /// Only this language; both where nothing is said.
    lang: Option<Lang>,
    /// Most characters of text; read on from `next_from`.
    #[serde(default)]
    max_chars: ResponseBudget,
}

fn default_context() -> u32 {
    2
}

impl Tool for ReadCall {
    const NAME: &'static str = "read_call";
    const TITLE: &'static str = "Read a call";
    const ABOUT: &'static str = "Reads a call word for word, in order: the whole, a section (summary, \
        prepared, qa), one exchange, a range of passages, or the passages around a citation. Long calls \
        come in parts; read on with `from`.";
    const FILTERED: bool = false;
    type Arguments = Arguments;
    type Output = ReadJson;

    fn answer(
        engine: &Engine,
        _: Vec<FilterArg>,
        arguments: Arguments,
    ) -> Result<ToolAnswer<ReadJson>> {
        let part = CallPart {
            section: arguments.section,
            exchange: arguments.exchange,
            around: arguments.around,
            context: arguments.context,
        };
        let mut reading = engine.read(&arguments.call, &part)?;
        keep_range(&mut reading, arguments.from, arguments.to)?;
        if let Some(lang) = arguments.lang {
            keep_language(&mut reading, lang)?;
        }
        let texts = text::in_turn(&reading.call, &reading.passages);
        let shown = arguments.max_chars.fits(&texts);
        let next_from = reading.passages.get(shown).map(|passage| passage.n);
        reading.passages.truncate(shown);
        let quoted = reading.passages.iter();
        let caveats = caveats::of(engine, quoted.map(|passage| (&*reading.call, passage)));

        let mut out = text::call_head(&reading.call);
        let _ = writeln!(
            out,
            "{}: {}, {}; {shown} shown",
            reading.call.id,
            counted(reading.call_passages as u64, "passage", "passages"),
            counted(reading.call.exchanges.len() as u64, "exchange", "exchanges")
        );
        if let Some(next) = next_from {
            let _ = writeln!(out, "read on: from {next}");
        }
        out += &text::caveats(&caveats);
        for text in texts.iter().take(shown) {
            let _ = write!(out, "\n{text}");
        }
        let json = ReadJson {
            reading: ReadingJson::new(&reading, &[]),
            next_from,
            caveats,
        };
        Ok(ToolAnswer { json, text: out })
    }
}

/// Removes the passages outside a range of numbers.
fn keep_range(reading: &mut CallText, from: Option<u32>, to: Option<u32>) -> Result<()> {
    if from.is_none() && to.is_none() {
        return Ok(());
    }
    let numbers = reading.passages.iter().map(|passage| passage.n);
    let (first, last) = (numbers.clone().min(), numbers.max());
    let range = from.unwrap_or(0)..=to.unwrap_or(u32::MAX);
    reading
        .passages
        .retain(|passage| range.contains(&passage.n));
    match (first, last) {
        (Some(first), Some(last)) if reading.passages.is_empty() => Err(Error::request(format!(
            "{} has no such passages there",
            reading.call.id
        ))
        .hint(format!("they are numbered {first} to {last}"))),
        _ => Ok(()),
    }
}

/// Removes the other language, and the passages that have only that.
fn keep_language(reading: &mut CallText, lang: Lang) -> Result<()> {
    reading.only(lang);
    if reading.passages.is_empty() {
        let languages: Vec<&str> = Lang::ALL.iter().map(|lang| lang.word()).collect();
        return Err(
            Error::request(format!("{} has no text in `{lang}` there", reading.call.id)).hint(
                format!(
                    "languages are {}; leave `lang` out for what there is",
                    languages.join(", ")
                ),
            ),
        );
    }
    Ok(())
}
