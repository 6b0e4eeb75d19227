//! Transcripts of Seeking Alpha as saved pages, or the bodies of their articles.
//!
//! ```html
//! <h1>Acme, Inc. (ACME) CEO Ann Wu on Q3 2025 Results - Earnings Call Transcript</h1>
//! <p>Acme, Inc. (NYSE:ACME) Q3 2025 Earnings Conference Call October 30, 2025 5:00 PM ET</p>
//! <p><strong>Company Participants</strong></p>           (once: Executives)
//! <p>Ann Wu - Chief Executive Officer</p>
//! <p><strong>Conference Call Participants</strong></p>   (once: Analysts)
//! <p>Bo Li - Kestrel Capital</p>
//! <p><strong>Operator</strong></p>
//! <p>Good afternoon.</p>
//! <p><strong>Question-and-Answer Session</strong></p>
//! <p><strong><span class="question">Bo Li</span></strong></p>
//! ```

use super::{
    Document, Format, Heading, Transcript,
    article::{ArticleBuilder, normalized_heading, starts_with_any},
    markup::html::{Block, BlockKind},
    speaker::{
        self,
        heading::{parse_heading, split_heading},
    },
    speech::sentence,
};
use crate::model::{Role, Section};

pub(super) struct SeekingAlpha;

impl Format for SeekingAlpha {
    fn name(&self) -> &'static str {
        "seeking_alpha"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let blocks = document.html().unwrap_or_default();
        let lists = |block: &Block| matches!(opening(block), Some(Opening::List(_)));
        let speakers = |block: &&Block| block.is_emphasized() && is_name(&block.text);
        // Firm and title behind a bold name are another layout.
        let titled = |block: &Block| {
            let parts = block.bold_prefix();
            parts.is_some_and(|(name, rest)| {
                is_name(name) && rest.trim().starts_with(['-', '–', '—'])
            })
        };
        blocks.iter().any(lists)
            && blocks.iter().filter(speakers).nth(1).is_some()
            && !blocks.iter().any(titled)
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let (article, body) = ArticleBuilder::new(document.html().unwrap_or_default());
        let body: Vec<&Block> = body.collect();
        let asks = |block: &&Block| opening(block) == Some(Opening::Section(Section::Qa));
        let mut reader = Reader {
            article,
            region: Region::Preamble,
        };
        if body.iter().any(asks) {
            reader.article.section = Some(Section::Prepared);
        }
        for block in body {
            reader.block(block);
        }
        reader.article.transcript
    }
}

/// What a heading opens.
#[derive(Debug, PartialEq, Eq)]
enum Opening {
    List(Role),
    Section(Section),
}

fn opening(block: &Block) -> Option<Opening> {
    if !block.is_emphasized() {
        return None;
    }
    match normalized_heading(&block.text).as_str() {
        "company participants" | "corporate participants" | "executives" | "company executives" => {
            Some(Opening::List(Role::Executive))
        }
        "conference call participants" | "analysts" => Some(Opening::List(Role::Analyst)),
        "presentation" | "prepared remarks" => Some(Opening::Section(Section::Prepared)),
        "question-and-answer session"
        | "question-and-answer"
        | "questions and answers"
        | "question and answer session"
        | "q and a session" => Some(Opening::Section(Section::Qa)),
        _ => None,
    }
}

/// A region of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Region {
    Preamble,
    List(Role),
    Speech,
    AfterSpeech,
}

/// Beginnings of lines below the speech.
const AFTER_SPEECH: [&str; 9] = [
    "copyright policy",
    "if you have any additional questions about our online transcripts",
    "read more current",
    "view all earnings call transcripts",
    "all earnings call transcripts",
    "this article was written by",
    "the information contained here is a textual",
    "recommended for you",
    "seeking alpha's disclosure",
];

/// Longest line of a list in characters.
const LONGEST_ENTRY: usize = 200;

struct Reader {
    article: ArticleBuilder,
    region: Region,
}

impl Reader {
    fn block(&mut self, block: &Block) {
        if let Some(opening) = opening(block) {
            self.article.mark_unparsed(block, "section heading");
            self.region = match opening {
                Opening::List(role) => Region::List(role),
                Opening::Section(section) => {
                    self.article.section = Some(section);
                    Region::Speech
                }
            };
        } else if starts_with_any(&block.text, &AFTER_SPEECH) {
            self.article.mark_unparsed(block, "page boilerplate");
            self.region = Region::AfterSpeech;
        } else if self.speaks(block) {
            let heading = parse_heading(block.text.trim_end_matches(':'));
            self.article.begin_turn(heading, block.side);
            self.region = Region::Speech;
        } else {
            self.other(block);
        }
    }

    /// Whether a block is the heading of a turn.
    fn speaks(&self, block: &Block) -> bool {
        let text = block.text.trim_end_matches(':');
        let known = self.article.is_speaker(text);
        block.is_emphasized()
            && match self.region {
                Region::Preamble | Region::AfterSpeech => known,
                Region::List(_) | Region::Speech => {
                    known
                        || block.side.is_some()
                        || block.kind != BlockKind::Heading && text.contains(' ') && is_name(text)
                }
            }
    }

    fn other(&mut self, block: &Block) {
        match self.region {
            Region::Preamble => self.article.preamble(block),
            Region::List(role) => match entry(&block.text, role) {
                Some(heading) => self.article.participant(block, heading),
                None => self.article.mark_unparsed(block, "participants"),
            },
            Region::Speech if block.kind == BlockKind::Heading => {
                self.article.mark_unparsed(block, "page boilerplate");
                self.region = Region::AfterSpeech;
            }
            Region::Speech => self.article.add_paragraph(&block.text),
            Region::AfterSpeech => self.article.mark_unparsed(block, "page boilerplate"),
        }
    }
}

/// The person of a line of a list: `Ann Wu - Chief Executive Officer`, `Bo Li - Kestrel Capital`.
fn entry(line: &str, role: Role) -> Option<Heading> {
    if line.chars().count() > LONGEST_ENTRY || sentence::is_sentence(line) && !is_name(line) {
        return None;
    }
    let (name, about) = match split_heading(line) {
        Some((name, about)) => (name, Some(about.to_owned())),
        None => (line, None),
    };
    let (title, firm) = match role {
        Role::Analyst => (None, about),
        _ => (about, None),
    };
    Some(Heading {
        name: name.to_owned(),
        title,
        firm,
        role: Some(role),
        ..Heading::default()
    })
}

/// Whether a heading is a person's, as far as its letters tell.
fn is_name(text: &str) -> bool {
    speaker::parse_speaker(text.trim_end_matches(':')).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_and_what_only_is_bold() {
        let page = "<p><b>Acme Corp. (ACME) Q3 2025 Earnings Call</b></p>\
             <p><b>Corporate Participants<br></b>Ann Wu – CEO<br>Cy Po<br>We thank you.</p>\
             <p><b>Analysts</b></p><p>Bo Li - Kestrel - Asia</p>\
             <p><b>Operator</b></p><p><b>Welcome</b> to the call.</p><p><b>[Technical Difficulty]</b></p>\
             <p><b>Ann Wu - CEO</b></p><p>Hi.</p><h3>Question-and-Answer Session</h3>\
             <p><b><span class='question'>Q. Li</span></b></p><p>Why?</p><p><b>Dee Voss</b></p><p>Rain.</p>\
             <h3>Comments</h3><p><b>Al Reader</b></p><p>Nice.</p>";
        let document = Document::new(page);
        assert!(SeekingAlpha.recognises(&document));
        let transcript = SeekingAlpha.parse(&document);
        let spoken: Vec<_> = (transcript.turns.iter())
            .map(|turn| {
                (
                    turn.heading.name.as_str(),
                    turn.paragraphs.len(),
                    turn.section,
                )
            })
            .collect();
        let (prepared, qa) = (Some(Section::Prepared), Some(Section::Qa));
        assert_eq!(
            spoken,
            [
                ("Operator", 2, prepared),
                ("Ann Wu", 1, prepared),
                ("Q. Li", 1, qa),
                ("Dee Voss", 1, qa)
            ]
        );
        let listed: Vec<_> = (transcript.participants.iter())
            .map(|person| (person.name.as_str(), person.firm.as_deref(), person.role))
            .collect();
        assert_eq!(
            listed,
            [
                ("Ann Wu", None, Some(Role::Executive)),
                ("Cy Po", None, Some(Role::Executive)),
                ("Bo Li", Some("Kestrel - Asia"), Some(Role::Analyst))
            ]
        );
        assert_eq!(transcript.ticker.as_deref(), Some("ACME"));
    }
}
