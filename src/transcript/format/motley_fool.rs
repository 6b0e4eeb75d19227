//! Transcripts of The Motley Fool as saved pages, or the bodies of their articles.
//!
//! ```html
//! <h2>Prepared Remarks:</h2>                                 until 2025
//! <p><strong>Ann Wu</strong> -- <em>Chief Executive Officer</em></p>
//! <p>Good afternoon.</p>
//! <h2>Questions &amp; Answers:</h2>
//! <p><strong>Bo Li</strong> -- <em>Kestrel Capital -- Analyst</em></p>
//! <h2>Call participants:</h2>
//! <p><strong>Ann Wu</strong> -- <em>Chief Executive Officer</em></p>
//!
//! <h2>CALL PARTICIPANTS</h2>                                 since
//! <li>Chief Executive Officer — Ann Wu</li>
//! <h2>TAKEAWAYS</h2>
//! <li><strong>Revenue</strong> -- $5 million</li>
//! <h2>Full Conference Call Transcript</h2>
//! <p><strong>Ann Wu:</strong> Good afternoon.</p>
//! ```

use super::{
    Document, Format, Heading, RawTurn, SummaryItem, Transcript,
    article::{ArticleBuilder, normalized_heading, starts_with_any},
    language,
    markup::html::{Block, BlockKind},
    speaker::{
        self,
        heading::{parse_heading, split_heading},
    },
};
use crate::model::{Role, Section, Sides};

pub(super) struct MotleyFool;

impl Format for MotleyFool {
    fn name(&self) -> &'static str {
        "motley_fool"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let blocks = document.html().unwrap_or_default();
        let speech = |block: &Block| matches!(opening(block), Some(Region::Speech(_)));
        let list = |block: &Block| normalized_heading(&block.text) == "call participants";
        let speakers = |block: &&Block| heading(block).is_some();
        blocks.iter().any(speech)
            && blocks.iter().any(list)
            && blocks.iter().filter(speakers).nth(1).is_some()
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let (article, body) = ArticleBuilder::new(document.html().unwrap_or_default());
        let mut reader = Reader {
            article,
            region: Region::Preamble,
        };
        for block in body {
            reader.block(block);
        }
        reader.article.transcript
    }
}

/// A region of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Region {
    Preamble,
    Contents,
    Date,
    List,
    /// A digest by the editors, under its heading.
    Digest(String),
    Speech(Option<Section>),
    AfterSpeech,
}

/// The region that a heading begins.
fn opening(block: &Block) -> Option<Region> {
    if !block.is_emphasized() && !block.text.ends_with(':') {
        return None;
    }
    match normalized_heading(&block.text).as_str() {
        "contents" => Some(Region::Contents),
        "date" => Some(Region::Date),
        "call participants" => Some(Region::List),
        "prepared remarks" => Some(Region::Speech(Some(Section::Prepared))),
        "questions and answers" | "question-and-answer session" | "question and answer" => {
            Some(Region::Speech(Some(Section::Qa)))
        }
        "full conference call transcript" => Some(Region::Speech(None)),
        "takeaways" | "key takeaways" | "risks" | "summary" | "industry glossary" => {
            Some(Region::Digest(block.text.clone()))
        }
        _ => None,
    }
}

/// Beginnings of advertisements, anywhere in the page.
const ADVERTS: [&str; 10] = [
    "10 stocks we like better than",
    "when investing geniuses",
    "when our analyst team has a stock tip",
    "they just revealed what they believe",
    "that's right -- they think these",
    "see the 10 stocks",
    "*stock advisor returns",
    "stock advisor returns",
    "need a quote from a motley fool analyst",
    "image source: the motley fool",
];

/// Beginnings of lines below the speech.
const AFTER_SPEECH: [&str; 6] = [
    "all earnings call transcripts",
    "this article is a transcript of this conference call",
    "this article represents the opinion",
    "the motley fool has ",
    "the motley fool recommends",
    "transcript powered by",
];

/// Whether a line leads to other pages on the company: `More ACME analysis`.
fn is_link_to_company(text: &str) -> bool {
    starts_with_any(text, &["more "]) && text.ends_with(" analysis") && text.chars().count() <= 60
}

struct Reader {
    article: ArticleBuilder,
    region: Region,
}

impl Reader {
    fn block(&mut self, block: &Block) {
        if let Some(region) = opening(block) {
            self.open(block, region);
        } else if starts_with_any(&block.text, &ADVERTS) {
            self.article.mark_unparsed(block, "advertisement");
        } else if starts_with_any(&block.text, &["duration:"]) {
            self.article.mark_unparsed(block, "duration");
        } else if starts_with_any(&block.text, &AFTER_SPEECH) || is_link_to_company(&block.text) {
            self.article.mark_unparsed(block, "page boilerplate");
            self.region = Region::AfterSpeech;
        } else {
            self.content(block);
        }
    }

    fn open(&mut self, block: &Block, region: Region) {
        // The heading of a digest stands above each of its items.
        if !matches!(region, Region::Digest(_)) {
            self.article.mark_unparsed(block, "section heading");
        }
        if let Region::Speech(section) = region {
            self.article.section = section;
        }
        self.region = region;
    }

    fn content(&mut self, block: &Block) {
        let is_heading = block.kind == BlockKind::Heading;
        match &self.region {
            Region::Preamble => self.article.preamble(block),
            Region::Contents if is_heading => self.article.mark_unparsed(block, "heading"),
            Region::Contents => self.article.mark_unparsed(block, "table of contents"),
            Region::Date => self.article.date(block),
            Region::Digest(_) if is_heading => {
                self.article.mark_unparsed(block, "heading");
                self.region = Region::Preamble;
            }
            Region::Digest(heading) => {
                let text = Sides::only(language(&block.text), block.text.clone());
                let item = SummaryItem::new(vec![heading.clone()], text);
                self.article.transcript.summary.push(item);
            }
            Region::List => match entry(block) {
                Some(heading) => self.article.participant(block, heading),
                None => self.article.mark_unparsed(block, "participants"),
            },
            Region::Speech(_) => self.speech(block),
            Region::AfterSpeech => match heading(block) {
                Some((heading, text)) if self.article.is_speaker(&heading.name) => {
                    self.region = Region::Speech(self.article.section);
                    self.turn(heading, text);
                }
                _ => self.article.mark_unparsed(block, "page boilerplate"),
            },
        }
    }

    fn speech(&mut self, block: &Block) {
        match heading(block) {
            Some((heading, text)) => self.turn(heading, text),
            None if block.kind == BlockKind::Heading => {
                self.article.mark_unparsed(block, "page boilerplate");
                self.region = Region::AfterSpeech;
            }
            None => match self.participant_turn(block) {
                Some((heading, text)) => self.turn(heading, text),
                None => self.article.add_paragraph(&block.text),
            },
        }
    }

    /// The turn of a participant whose name does not parse as one: `Ann Wu, Ph.D.: Hello.`
    fn participant_turn<'a>(&self, block: &'a Block) -> Option<(Heading, &'a str)> {
        let (bold, text) = block.bold_prefix()?;
        let name = bold.strip_suffix(':')?.trim();
        self.article
            .is_speaker(name)
            .then(|| (parse_heading(name), text))
    }

    /// Whether a speaker who is not a participant follows an operator or host who calls for a question;
    /// pages with such lists state nothing else of analysts.
    fn is_called_to_ask(&self, heading: &Heading) -> bool {
        let transcript = &self.article.transcript;
        let called = |turn: &RawTurn| {
            let texts = turn
                .paragraphs
                .iter()
                .flat_map(|paragraph| paragraph.text.iter());
            self.article.is_speaker(&turn.heading.name)
                && texts.into_iter().any(|(_, text)| text.contains("question"))
        };
        !transcript.participants.is_empty()
            && !self.article.is_speaker(&heading.name)
            && transcript.turns.last().is_some_and(called)
    }

    fn turn(&mut self, mut heading: Heading, text: &str) {
        if heading.title.is_none() && self.is_called_to_ask(&heading) {
            heading.role = Some(Role::Analyst);
        }
        self.article.begin_turn(heading, None);
        if !text.is_empty() {
            self.article.add_paragraph(text);
        }
    }
}

/// The speaker whom a block names in bold, and the text behind the name.
fn heading(block: &Block) -> Option<(Heading, &str)> {
    let (bold, rest) = block.bold_prefix()?;
    if let Some(name) = bold.strip_suffix(':') {
        return Some((speaker::parse_speaker(name)?, rest));
    }
    if let Some(text) = rest.strip_prefix(':') {
        return Some((speaker::parse_speaker(bold)?, text.trim_start()));
    }
    let dash = rest.starts_with(['-', '–', '—']);
    let heading =
        if rest.is_empty() && (block.kind != BlockKind::Heading || speaker::is_voice(bold)) {
            speaker::parse_speaker(bold)?
        } else if dash {
            named(&block.text)?
        } else {
            return None;
        };
    Some((heading, ""))
}

/// `Ann Wu -- Chief Executive Officer`, `Bo Li -- Kestrel Capital -- Analyst`: a name that a dash
/// follows counts as a name whatever its letters.
fn named(text: &str) -> Option<Heading> {
    split_heading(text)?;
    let heading = speaker::parse_speaker(text).unwrap_or_else(|| parse_heading(text));
    Some(with_role(heading))
}

/// The person of a list: bold before an office, or behind an office and a dash.
fn entry(block: &Block) -> Option<Heading> {
    if block.bold_prefix().is_some() {
        return named(&block.text).or_else(|| heading(block).map(|(heading, _)| heading));
    }
    let (first, last) = match block.text.rsplit_once(" — ") {
        Some(parts) => parts,
        None => split_heading(&block.text)?,
    };
    let name_first = speaker::is_office(last) && !speaker::is_office(first);
    let (name, title) = if name_first {
        (first, last)
    } else {
        (last, first)
    };
    Some(with_role(Heading {
        name: name.trim().to_owned(),
        title: Some(title.trim().to_owned()),
        ..Heading::default()
    }))
}

/// Adds the role that follows from a title: analyst, else executive.
fn with_role(heading: Heading) -> Heading {
    let title = heading.title.as_deref().unwrap_or_default().to_lowercase();
    let role = match title.contains("analyst") {
        true => Role::Analyst,
        false => heading.role.unwrap_or(Role::Executive),
    };
    Heading {
        role: (!title.is_empty() || heading.role.is_some()).then_some(role),
        ..heading
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_in_either_layout() {
        let page = "<h2>Call participants</h2><ul><li>President - Sales — Ann Wu</li>\
             <li>Cy Po -- Chief Financial Officer</li></ul>\
             <h2>Full Conference Call Transcript</h2>\
             <p><b>Ann Wu</b>: Good day.</p><p>We grew.</p><p><b>In Asia:</b> we did not.</p>\
             <p><b>Operator:</b> The first question is from Bo Li.</p><p><b>Bo Li:</b> Why?</p>\
             <h2>Questions &amp; Answers:</h2><p><b>Cy Po</b> &ndash; <i>Chief Financial Officer</i></p>\
             <p>Rain.</p><p><b>Bo Li</b> -- <em>Kestrel -- Analyst</em></p><p>Thanks.</p>";
        let document = Document::new(page);
        assert!(MotleyFool.recognises(&document));
        let transcript = MotleyFool.parse(&document);
        let said: Vec<String> = (transcript.turns.iter())
            .map(|turn| {
                let texts = turn.paragraphs.iter().flat_map(|p| p.text.iter());
                let texts: Vec<&str> = texts.map(|(_, text)| text.as_str()).collect();
                format!(
                    "{} {:?}: {}",
                    turn.heading.name,
                    turn.heading.role,
                    texts.join("/")
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                "Ann Wu None: Good day./We grew./In Asia: we did not.",
                "Operator None: The first question is from Bo Li.",
                "Bo Li Some(Analyst): Why?",
                "Cy Po Some(Executive): Rain.",
                "Bo Li Some(Analyst): Thanks.",
            ]
        );
        let listed: Vec<_> = (transcript.participants.iter())
            .map(|person| (person.name.as_str(), person.title.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(
            listed,
            [
                ("Ann Wu", "President - Sales"),
                ("Cy Po", "Chief Financial Officer")
            ]
        );
    }
}
