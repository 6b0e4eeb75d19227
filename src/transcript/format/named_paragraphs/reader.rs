//! Reads the lines of a text into turns.

use super::{
    line::{Line, is_bare_name},
    list::{self, List},
    section::{self, Opening},
};
use crate::{
    model::{ExchangeSide, Lang, Role, Section, Sides},
    text::{fold_str, is_han},
    transcript::format::{
        Heading, Paragraph, RawTurn, SummaryItem, Transcript, language,
        speaker::{
            is_firm,
            label::{self, Label},
        },
        speech::{boilerplate, detection, sentence, wrapped},
        title::{date, headline, period},
    },
};

/// Last line that may continue a title.
const LAST_TITLE_LINE: usize = 6;

/// Longest first line that is a title whatever its words, in characters.
const MAX_TITLE_CHARS: usize = 120;

#[derive(Default)]
pub(super) struct Reader {
    pub(super) transcript: Transcript,
    section: Option<Section>,
    list: Option<List>,
    /// Lines of the turn that are not yet paragraphs.
    open: Vec<String>,
    /// Whether a turn has begun.
    spoken: bool,
    /// Whether answers have marks, as questions do; else what follows a question answers it.
    answers_marked: bool,
    /// Whether the question that is open is set in bold, so that it ends with its line.
    bold_question: bool,
}

impl Reader {
    /// A reader of lines with these labels.
    pub(super) fn of(labels: &[Option<(Label<'_>, bool)>]) -> Self {
        let answers = |label: &Label<'_>| label.side == Some(ExchangeSide::Answered);
        Self {
            answers_marked: labels.iter().flatten().any(|(label, _)| answers(label)),
            ..Self::default()
        }
    }

    /// Reads a line, which may have the label of a speaker.
    pub(super) fn line(
        &mut self,
        line: &Line,
        label: Option<(Label<'_>, bool)>,
        column: &wrapped::Column,
    ) {
        let (number, line) = (line.number, line.text.as_str());
        // Rules and rows of dots end a paragraph, as blank lines do.
        if !line.chars().any(char::is_alphanumeric) {
            self.open.push(String::new());
            return;
        }
        let header = headline::bare(line) == self.transcript.title && headline::is_title(line);
        let header = header.then_some("page header");
        if let Some(taken_for) = header.or(boilerplate::boilerplate(line)) {
            self.transcript.mark_unparsed(number, line, taken_for);
            return;
        }
        if let Some(opening) = section::opening(line) {
            return self.open_section(opening, number, line, column);
        }
        if self.list_entry(number, line) {
            return;
        }
        if !self.spoken && self.transcript.turns.is_empty() && self.preamble(number, line) {
            return;
        }
        if self.list_before_colon(number, line) {
            return;
        }
        if let Some((mut label, doubtful)) = label {
            if doubtful {
                label.heading.role = Some(Role::Unidentified);
                self.transcript
                    .doubt(number, line, "perhaps a speaker, perhaps a topic");
            }
            // On a list, `Name:` before another name is no speech.
            if self.list.is_some() && !label.rest.is_empty() && !sentence::is_sentence(label.rest) {
                self.transcript.mark_unparsed(number, line, "participants");
                return;
            }
            let bold = line.starts_with("**");
            return self.begin_turn(label, bold, column);
        }
        self.text(number, line, column);
    }

    fn open_section(
        &mut self,
        opening: Opening,
        number: usize,
        line: &str,
        column: &wrapped::Column,
    ) {
        self.close(column);
        self.list = opening.list();
        if let Opening::Section(section) = opening {
            self.section = Some(section);
            self.spoken = false;
        }
        self.transcript
            .mark_unparsed(number, line, "section heading");
    }

    /// Adds the person of a line of a list; false if the line is none, or names somebody who is listed.
    fn list_entry(&mut self, number: usize, line: &str) -> bool {
        let Some(label) = self.list.as_ref().and_then(|list| list.entry(line)) else {
            return false;
        };
        let heading = label.heading;
        let again = |known: &Heading| known.name.eq_ignore_ascii_case(&heading.name);
        let listed = &self.transcript.participants;
        if listed.len() >= list::MAX_ENTRIES || listed.iter().any(again) {
            return false;
        }
        self.transcript.participants.push(heading);
        if list::has_more(line) {
            self.transcript.mark_unparsed(number, line, "participants");
        }
        true
    }

    /// Opens a list whose first person stands behind its heading: `MANAGEMENT: ANN WU – CFO – ACME`.
    fn list_before_colon(&mut self, number: usize, line: &str) -> bool {
        if self.spoken {
            return false;
        }
        let Some((head, person)) = line.split_once([':', '：']) else {
            return false;
        };
        let Some(role) = section::list_role(head) else {
            return false;
        };
        let told = label::whole_line(person)
            .is_some_and(|label| label.heading.title.is_some() || label.heading.firm.is_some());
        if told {
            self.list = Some(List::of(role));
            self.list_entry(number, person.trim());
            self.transcript.mark_unparsed(number, line, "participants");
        }
        told
    }

    fn begin_turn(&mut self, label: Label<'_>, bold: bool, column: &wrapped::Column) {
        self.close(column);
        self.list = None;
        self.spoken = true;
        self.bold_question = bold && label.side == Some(ExchangeSide::Asked);
        let section = match label.side {
            Some(_) => Some(Section::Qa),
            None => self.section,
        };
        let mut turn = RawTurn {
            section,
            side: label.side,
            ..RawTurn::new(label.heading)
        };
        if turn.side == Some(ExchangeSide::Asked) && !turn.heading.name.is_empty() {
            turn.heading.role = Some(Role::Analyst);
        }
        self.transcript.turns.push(turn);
        if !label.rest.is_empty() {
            self.open.push(label.rest.to_owned());
        }
    }

    /// Reads a line that begins nothing.
    fn text(&mut self, number: usize, line: &str, column: &wrapped::Column) {
        let before_speech = !self.spoken && self.transcript.turns.is_empty();
        if self.list.is_some() && list::is_digest(line) {
            let text = Sides::only(language(line), line.to_owned());
            self.transcript
                .summary
                .push(SummaryItem::new(Vec::new(), text));
        } else if self.list.is_some() {
            self.transcript.mark_unparsed(number, line, "participants");
        } else if line.starts_with('#') || is_numbered_heading(line) {
            self.close(column);
            self.transcript.mark_unparsed(number, line, "heading");
        } else if before_speech && is_row_of_names(line) {
            self.transcript.mark_unparsed(number, line, "participants");
        } else if before_speech && !self.is_speech(line) {
            self.transcript
                .mark_unparsed(number, line, "text before the first speaker");
        } else {
            if self.answers_begin() {
                self.begin_answer(column);
            }
            self.open.push(line.to_owned());
        }
    }

    /// Whether a line above the first speaker is spoken: a sentence, or within a paragraph.
    fn is_speech(&self, line: &str) -> bool {
        if is_menu(line) {
            return false;
        }
        let within = self.open.last().is_some_and(|before| !before.is_empty());
        within && !headline::is_title(line)
            || sentence::is_sentence(line)
            || detection::is_speech(line)
            || language(line) == Lang::Zh && label::reads_like_speech(line)
            || line.split_whitespace().count() >= 12 && !line.contains("  ")
    }

    /// Whether the question that is open has ended, and what follows answers it without a mark.
    fn answers_begin(&self) -> bool {
        let asked = self
            .transcript
            .turns
            .last()
            .is_some_and(|turn| turn.side == Some(ExchangeSide::Asked));
        let blank = self.open.last().is_some_and(String::is_empty);
        let question = self.open.iter().rev().find(|line| !line.is_empty());
        let ended = question.is_some_and(|line| line.trim_end_matches('*').ends_with(['?', '？']));
        asked
            && !self.answers_marked
            && question.is_some()
            && (self.bold_question || blank || ended)
    }

    fn begin_answer(&mut self, column: &wrapped::Column) {
        self.close(column);
        self.transcript.turns.push(RawTurn {
            section: Some(Section::Qa),
            side: Some(ExchangeSide::Answered),
            ..RawTurn::default()
        });
    }

    /// Reads a line above the first speaker: the title, or a fact about the call.
    fn preamble(&mut self, number: usize, line: &str) -> bool {
        if number <= LAST_TITLE_LINE && is_row_of_names(line) {
            self.transcript.mark_unparsed(number, line, "participants");
            return true;
        }
        if number <= LAST_TITLE_LINE
            && self.transcript.company.is_none()
            && self.company_line(number, line)
        {
            return true;
        }
        let words =
            |end: &str| line.ends_with(end) && line.starts_with(|c: char| c.is_ascii_digit());
        let first = number == 1
            && !sentence::is_sentence(line)
            && !detection::is_speech(line)
            && !words(" words")
            && headline::company(headline::bare(line)).is_some()
            && label::before_colon(line).is_none();
        let titled = headline::is_title(line)
            || first
                && line.chars().count() <= MAX_TITLE_CHARS
                && label::whole_line(line).is_none();
        if self.transcript.title.is_empty() && titled && section::fact(line).is_none() {
            headline::read(line, &mut self.transcript);
            return true;
        }
        let opens = !self.transcript.title.is_empty() && self.transcript.period.is_none();
        if opens && number <= LAST_TITLE_LINE && headline::is_title(line) {
            // A title of two lines: the company, then the event.
            let first = std::mem::take(&mut self.transcript.title);
            headline::read(line, &mut self.transcript);
            self.transcript.title = format!("{first} {}", self.transcript.title);
            return true;
        }
        let bare = headline::bare(line);
        let short = bare.chars().count() <= 80 && !sentence::is_sentence(bare);
        if let Some((key, value)) = section::fact(bare) {
            key.set(value, &mut self.transcript);
            self.transcript
                .mark_unparsed(number, line, "about the call");
            return true;
        }
        if short && self.transcript.date.is_none() && date::first(bare).is_some() {
            self.transcript.date = date::first(bare);
            self.transcript.period = self.transcript.period.or(period::find(bare));
            self.transcript.mark_unparsed(number, line, "date");
            return true;
        }
        false
    }

    /// Reads a line with nothing but the company, and perhaps its symbol.
    fn company_line(&mut self, number: usize, line: &str) -> bool {
        let Some((company, ticker)) = headline::company_alone(headline::bare(line)) else {
            return false;
        };
        self.transcript.company = Some(company);
        self.transcript.ticker = self.transcript.ticker.take().or(ticker);
        self.transcript.mark_unparsed(number, line, "company");
        true
    }

    /// Makes paragraphs of the open lines.
    pub(super) fn close(&mut self, column: &wrapped::Column) {
        let lines: Vec<&str> = self.open.iter().map(String::as_str).collect();
        let paragraphs: Vec<Paragraph> = wrapped::unwrap_lines(column, &lines)
            .into_iter()
            .map(|text| without_markdown(&text))
            .filter(|text| !text.is_empty())
            .map(Paragraph::new)
            .collect();
        self.open.clear();
        if paragraphs.is_empty() {
            return;
        }
        // Speech behind the heading of a section has no name.
        let unnamed = self.transcript.turns.last().is_none_or(|_| !self.spoken);
        if unnamed {
            self.spoken = true;
            self.transcript.turns.push(RawTurn {
                section: self.section,
                ..RawTurn::default()
            });
        }
        if let Some(turn) = self.transcript.turns.last_mut() {
            turn.paragraphs.extend(paragraphs);
        }
    }
}

/// Whether a line is the menu of a page: short Chinese words with spaces between them.
fn is_menu(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let short = |word: &&str| word.chars().count() <= 5 && word.chars().all(is_han);
    words.len() >= 3 && words.iter().all(short)
}

/// Whether a line is the numbered heading of a part of minutes: `一、公司情况介绍`.
fn is_numbered_heading(line: &str) -> bool {
    const ENDS: [&str; 14] = [
        "介绍", "情况", "环节", "交流", "说明", "概况", "回顾", "展望", "问答", "答疑", "总结",
        "要点", "致辞", "内容",
    ];
    let number = line.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    let Some(title) = number
        .strip_prefix(['、', '．', '.'])
        .filter(|_| number.len() < line.len())
    else {
        return false;
    };
    let folded = fold_str(title.trim());
    let plain = title
        .chars()
        .all(|c| is_han(c) || c.is_ascii_alphanumeric() || " &及与".contains(c));
    plain && title.chars().count() <= 18 && ENDS.iter().any(|end| folded.ends_with(end))
}

/// Whether a line holds nothing but names: `Ann Wu, Bo Li`.
fn is_row_of_names(line: &str) -> bool {
    let names: Vec<&str> = line.split([',', ';', '、']).map(str::trim).collect();
    names.len() >= 2
        && names
            .iter()
            .all(|name| name.contains(' ') && is_bare_name(name) && !is_firm(name))
}

/// A paragraph without Markdown quotes and emphasis.
fn without_markdown(text: &str) -> String {
    let text = text.trim().trim_start_matches("> ").replace("**", "");
    text.trim().to_owned()
}
