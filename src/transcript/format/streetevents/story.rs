//! LSEG (Refinitiv, Thomson) StreetEvents stories: XML around a text in which rules part sections
//! and headings; the text also goes about alone.
//!
//! ```text
//! <Event eventTypeName="Earnings Conference Call / Presentation">
//!   <EventStory><Headline>Edited Transcript of FCPM.N …</Headline><Body><![CDATA[
//! Q3 2024 Farcape Motors Inc Earnings Call
//!
//! ================================================================================
//! Corporate Participants
//! ================================================================================
//!  * Jane Q. Doe
//!    Farcape Motors, Inc. - CFO & Director
//! ================================================================================
//! Presentation
//! --------------------------------------------------------------------------------
//! Operator   [1]
//! --------------------------------------------------------------------------------
//! Good day, and welcome to …
//! ]]></Body></EventStory>
//!   <companyName>Farcape Motors Inc</companyName><companyTicker>FCPM.N</companyTicker>
//! </Event>
//! ```

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use super::part::{FilePart, Line, mark_unparsed};
use crate::{
    model::{Role, Section, Sides},
    transcript::{
        format::{
            Document, Format, Heading, Paragraph, RawTurn, SummaryItem, Transcript, language,
            markup::{entities, xml},
            speaker::heading::{most_common_firm, parse_with_firm},
            speech::wrapped::{Column, join, unwrap_lines},
            title::{date, headline},
        },
        lazy_regex::lazy_regex,
    },
};

pub(crate) struct StreetEventsXml;

/// `Jane Q. Doe, Farcape Motors, Inc. - CFO & Director   [12]`
static NUMBERED: LazyLock<Regex> = lazy_regex!(r"^(?s)(.*?)\s*\[\d{1,5}\]$");

/// Most lines of a heading between two rules.
const HEADING_LINES: usize = 4;

impl Format for StreetEventsXml {
    fn name(&self) -> &'static str {
        "streetevents_xml"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let Some(body) = body(document) else {
            return false;
        };
        let blocks = blocks(body.text, body.line);
        let lists = |part| {
            matches!(
                part,
                Some(
                    FilePart::Company | FilePart::Guests | FilePart::Prepared | FilePart::Questions
                )
            )
        };
        blocks.iter().any(|block| lists(block.part()))
            && blocks.iter().any(|block| block.heading().is_some())
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let mut transcript = Transcript::default();
        let Some(body) = body(document) else {
            return transcript;
        };
        read_elements(document, &mut transcript);
        let blocks = blocks(body.text, body.line);
        let column = Column::of(&body.text.lines().map(str::trim).collect::<Vec<_>>());
        let mut part = None;
        let mut path: Vec<String> = Vec::new();
        let mut names: Vec<Heading> = Vec::new();
        let mut by_name: HashMap<String, Heading> = HashMap::new();
        for block in &blocks {
            if let Some(found) = block.part() {
                part = Some(found);
                continue;
            }
            let section = match part {
                Some(FilePart::Prepared) => Section::Prepared,
                Some(FilePart::Questions) => Section::Qa,
                Some(list_of @ (FilePart::Company | FilePart::Guests)) => {
                    let role = match list_of {
                        FilePart::Guests => Role::Analyst,
                        _ => Role::Executive,
                    };
                    for person in list(block, role) {
                        by_name
                            .entry(person.name.clone())
                            .or_insert_with(|| person.clone());
                        names.push(person);
                    }
                    continue;
                }
                Some(FilePart::Summary) => {
                    digest(block, &mut path, &mut transcript);
                    continue;
                }
                Some(FilePart::Definitions | FilePart::Disclaimer) => {
                    mark_unparsed(&block.lines, "definitions and disclaimer", &mut transcript);
                    continue;
                }
                None => {
                    preface(block, &mut transcript);
                    continue;
                }
            };
            if let Some(found) = block.heading() {
                transcript.turns.push(RawTurn {
                    section: Some(section),
                    ..RawTurn::new(heading(&found, &by_name))
                });
                continue;
            }
            let texts: Vec<&str> = block.lines.iter().map(|line| line.text).collect();
            let paragraphs = unwrap_lines(&column, &texts)
                .into_iter()
                .map(Paragraph::new);
            match transcript.turns.last_mut() {
                Some(turn) => turn.paragraphs.extend(paragraphs),
                None => mark_unparsed(&block.lines, "text without a speaker", &mut transcript),
            }
        }
        transcript.company = transcript
            .company
            .take()
            .or(most_common_firm(&names).map(str::to_owned));
        transcript.participants = names;
        if document.xml().is_some() {
            // Within a CDATA section entities are written out, and stay so when the XML is read.
            transcript.each_text(&mut |text| entities::decode(text));
        }
        transcript
    }
}

/// The ruled text and the line of the document on which it begins.
struct Body<'a> {
    text: &'a str,
    line: usize,
}

fn body<'a>(document: &'a Document<'_>) -> Option<Body<'a>> {
    match document.xml() {
        None => (!document.text().trim_start().starts_with('<')).then_some(Body {
            text: document.text(),
            line: 1,
        }),
        Some(document) => {
            let node = document.descendants().find(|&node| xml::is(node, "Body"))?;
            let (line, text) =
                xml::texts(document).find(|(_, text)| text.parent() == Some(node))?;
            Some(Body {
                text: text.text()?,
                line,
            })
        }
    }
}

/// Reads the elements around the text.
fn read_elements(document: &Document<'_>, transcript: &mut Transcript) {
    let texts = document.xml().into_iter().flat_map(xml::texts);
    for (line, node) in texts.filter(|&(_, node)| xml::around(node, "Body").is_none()) {
        let text = node.text().unwrap_or_default().trim();
        let name = node.parent().map_or("", |parent| parent.tag_name().name());
        match name.to_lowercase().as_str() {
            "eventtitle" => headline::read(text, transcript),
            "companyname" => transcript.company = Some(text.to_owned()),
            "companyticker" => {
                // `FCPM.N`, `2999.TW`: the symbol and the exchange.
                let symbol = text.split('.').next().unwrap_or(text);
                transcript.ticker = Some(symbol.to_uppercase());
                transcript.mark_unparsed(line, text, name);
            }
            "startdate" => {
                transcript.date = date::first(text).or(transcript.date.take());
                transcript.mark_unparsed(line, text, name);
            }
            _ => transcript.mark_unparsed(line, text, name),
        }
    }
}

/// The lines between two rules.
struct Block<'a> {
    lines: Vec<Line<'a>>,
}

impl Block<'_> {
    fn text(&self) -> String {
        let lines: Vec<&str> = (self.lines.iter().map(|line| line.text))
            .filter(|text| !text.is_empty())
            .collect();
        join(&lines)
    }

    fn is_short(&self) -> bool {
        let written = self.lines.iter().filter(|line| !line.text.is_empty());
        (1..=HEADING_LINES).contains(&written.count())
    }

    /// The part that begins, if this is its head.
    fn part(&self) -> Option<FilePart> {
        if !self.is_short() {
            return None;
        }
        match self.text().to_lowercase().as_str() {
            "corporate participants" | "company participants" => Some(FilePart::Company),
            "conference call participants" | "conference call participiants" => {
                Some(FilePart::Guests)
            }
            "presentation summary" | "summary" | "questions and answers summary" => {
                Some(FilePart::Summary)
            }
            "presentation" | "transcript" => Some(FilePart::Prepared),
            "questions and answers" | "question and answer" => Some(FilePart::Questions),
            "definitions" => Some(FilePart::Definitions),
            "disclaimer" => Some(FilePart::Disclaimer),
            _ => None,
        }
    }

    /// The heading of a turn, without its number, if this is one.
    fn heading(&self) -> Option<String> {
        if !self.is_short() {
            return None;
        }
        let text = self.text();
        NUMBERED
            .captures(&text)
            .map(|found| found[1].trim().to_owned())
    }
}

/// Splits a text at its rules; `first` is the number of its first line.
fn blocks(text: &str, first: usize) -> Vec<Block<'_>> {
    let mut blocks = vec![Block { lines: Vec::new() }];
    for (number, line) in (first..).zip(text.lines()) {
        let text = line.trim();
        if is_rule(text) {
            blocks.push(Block { lines: Vec::new() });
        } else if let Some(block) = blocks.last_mut() {
            block.lines.push(Line { number, text });
        }
    }
    blocks.retain(|block| block.lines.iter().any(|line| !line.text.is_empty()));
    blocks
}

fn is_rule(line: &str) -> bool {
    line.len() >= 20 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

/// Reads the lines above the first part: title, place and date, kind of transcript.
fn preface(block: &Block<'_>, transcript: &mut Transcript) {
    for line in block.lines.iter().filter(|line| !line.text.is_empty()) {
        if transcript.title.is_empty() && headline::is_title(line.text) {
            headline::read(line.text, transcript);
        } else {
            transcript.date = transcript.date.take().or(date::first(line.text));
            transcript.mark_unparsed(line.number, line.text, "text before the lists");
        }
    }
}

/// Reads a block of an editor's digest: a line alone is a heading, others are items.
fn digest(block: &Block<'_>, path: &mut Vec<String>, transcript: &mut Transcript) {
    let lines: Vec<&Line<'_>> = block
        .lines
        .iter()
        .filter(|line| !line.text.is_empty())
        .collect();
    if let [only] = lines.as_slice()
        && !only.text.ends_with('.')
    {
        *path = vec![only.text.to_owned()];
        return transcript.mark_unparsed(only.number, only.text, "heading of the summary");
    }
    for line in lines {
        if line.text.ends_with(':') {
            path.truncate(1);
            path.push(line.text.trim_end_matches(':').to_owned());
            transcript.mark_unparsed(line.number, line.text, "heading of the summary");
            continue;
        }
        let text = Sides::only(language(line.text), line.text.to_owned());
        transcript
            .summary
            .push(SummaryItem::new(path.clone(), text));
    }
}

/// The people of a list: `* Name`, then `Firm - Title` over one or more lines.
fn list(block: &Block<'_>, role: Role) -> Vec<Heading> {
    let mut items: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.lines.iter().filter(|line| !line.text.is_empty()) {
        match (line.text.strip_prefix(['*', '•']), items.last_mut()) {
            (Some(name), _) => items.push((name.trim(), Vec::new())),
            (None, Some((_, about))) => about.push(line.text),
            (None, None) => items.push((line.text, Vec::new())),
        }
    }
    let listed = |(name, about): &(&str, Vec<&str>)| Heading {
        role: Some(role),
        ..parse_with_firm(name, &join(about))
    };
    items.iter().map(listed).collect()
}

/// The heading `Name, Firm - Title`; a name in the lists may hold a comma itself.
fn heading(text: &str, listed: &HashMap<String, Heading>) -> Heading {
    let cuts = text.match_indices(',').map(|(at, _)| at);
    let cut = cuts
        .clone()
        .find(|&at| listed.contains_key(text[..at].trim()));
    let Some(at) = cut.or_else(|| cuts.clone().next()) else {
        return parse_with_firm(text, "");
    };
    let (name, about) = (text[..at].trim(), text[at + 1..].trim());
    let person = listed.get(name);
    match person {
        Some(person) if about.is_empty() => person.clone(),
        _ => Heading {
            role: person.and_then(|person| person.role),
            ..parse_with_firm(name, about)
        },
    }
}
