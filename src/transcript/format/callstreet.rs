//! FactSet CallStreet XML: participants by number, then sections of speakers and paragraphs.
//!
//! ```xml
//! <transcript>
//!   <meta>
//!     <title>Lumora, Inc. (LMRA) Q3 2025 Earnings Call</title>
//!     <date>2025-10-30</date>
//!     <participants>
//!       <participant id="2" type="corprep" affiliation="Lumora, Inc." title="CFO">Ann Lee</participant>
//!     </participants>
//!   </meta>
//!   <body>
//!     <section name="Q&amp;A">
//!       <speaker id="2" type="a"><plist><p>Thank you.</p></plist></speaker>
//! ```

use std::collections::HashMap;

use roxmltree::Node;

use super::{
    Document, Format, Heading, Paragraph, RawTurn, Transcript,
    markup::xml::{self, around, is},
    speaker::heading,
    title::{date, headline},
};
use crate::model::{ExchangeSide, Role, Section};

pub(super) struct CallStreet;

impl Format for CallStreet {
    fn name(&self) -> &'static str {
        "callstreet"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        document.xml().is_some_and(|xml| {
            let speaks = |node: Node<'_, '_>| {
                is(node, "speaker") && node.children().any(|child| is(child, "plist"))
            };
            xml.descendants().any(speaks)
        })
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let mut transcript = Transcript::default();
        let Some(document) = document.xml() else {
            return transcript;
        };
        let mut people: HashMap<&str, Heading> = HashMap::new();
        for node in document
            .descendants()
            .filter(|&node| is(node, "participant"))
        {
            let person = participant(node);
            if let Some(id) = node.attribute("id") {
                people.insert(id, person.clone());
            }
            if !matches!(person.role, Some(Role::Operator)) {
                transcript.participants.push(person);
            }
        }
        transcript.company = heading::most_common_firm(&transcript.participants).map(str::to_owned);
        let mut reader = Reader {
            people,
            speaker: None,
            transcript,
        };
        for (line, node) in xml::texts(document) {
            reader.text(line, node);
        }
        reader.transcript
    }
}

/// Somebody in the list of participants.
fn participant(node: Node<'_, '_>) -> Heading {
    let attribute = |name| {
        let value = node.attribute(name)?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let role = match attribute("type")
        .unwrap_or_default()
        .to_lowercase()
        .as_str()
    {
        "operator" => Some(Role::Operator),
        "analyst" => Some(Role::Analyst),
        "corprep" | "corporate" | "executive" => Some(Role::Executive),
        _ => None,
    };
    Heading {
        name: xml::text(node),
        title: attribute("title"),
        firm: attribute("affiliation"),
        role,
        ..Heading::default()
    }
}

struct Reader<'a, 'input> {
    people: HashMap<&'a str, Heading>,
    /// The speaker element whose turn is open.
    speaker: Option<Node<'a, 'input>>,
    transcript: Transcript,
}

impl<'a, 'input> Reader<'a, 'input> {
    /// Gives a text its place by the elements around it.
    fn text(&mut self, line: usize, node: Node<'a, 'input>) {
        if around(node, "participant").is_some() {
            return;
        }
        if let Some(speaker) = around(node, "speaker") {
            return self.speech(speaker, around(node, "p").unwrap_or(node), node);
        }
        let text = xml::text(node);
        let in_meta = around(node, "meta").is_some();
        if in_meta && around(node, "title").is_some() && self.transcript.title.is_empty() {
            headline::read(&text, &mut self.transcript);
        } else if in_meta && around(node, "date").is_some() {
            self.transcript.date = date::first(&text).or(self.transcript.date.take());
            self.transcript.mark_unparsed(line, &text, "date");
        } else {
            self.transcript.mark_unparsed(line, &text, "other data");
        }
    }

    /// A piece of a paragraph of a speaker's.
    fn speech(
        &mut self,
        speaker: Node<'a, 'input>,
        paragraph: Node<'a, 'input>,
        piece: Node<'a, 'input>,
    ) {
        if self.speaker != Some(speaker) {
            self.speaker = Some(speaker);
            let turn = self.turn(speaker);
            self.transcript.turns.push(turn);
        }
        // A paragraph with elements in it comes piece by piece: it is read whole with the first.
        let first = paragraph
            .descendants()
            .find(|node| node.is_text() && node.text().is_some_and(|text| !text.trim().is_empty()));
        if first.is_none_or(|first| first == piece)
            && let Some(turn) = self.transcript.turns.last_mut()
        {
            turn.paragraphs.push(Paragraph::new(xml::text(paragraph)));
        }
    }

    fn turn(&self, speaker: Node<'a, 'input>) -> RawTurn {
        let heading = (speaker.attribute("id"))
            .and_then(|id| self.people.get(id))
            .cloned()
            .unwrap_or_default();
        let side = match speaker.attribute("type").unwrap_or_default() {
            "q" | "Q" => Some(ExchangeSide::Asked),
            "a" | "A" => Some(ExchangeSide::Answered),
            _ => None,
        };
        let named = around(speaker, "section")
            .and_then(|section| section.attribute("name"))
            .map(str::to_lowercase);
        let section = named.map(|name| {
            if name.contains("q&a") || name.contains("question") {
                Section::Qa
            } else {
                Section::Prepared
            }
        });
        // A question is often begun by an operator's line that belongs to no exchange.
        let side = side.filter(|_| heading.role != Some(Role::Operator));
        RawTurn {
            section,
            side,
            ..RawTurn::new(heading)
        }
    }
}
