//! The contents: an introduction, then questions and answers, marked in any of many ways.

use super::{
    form::Line,
    numbering::{NUMBER, number, unnumbered},
};
use crate::{
    model::{ExchangeSide, Role, Section},
    transcript::{
        format::{
            Heading, Paragraph, RawTurn, Transcript,
            speaker::chinese,
            speech::{sentence, wrapped},
        },
        lazy_regex::lazy_regex,
    },
};
use std::sync::LazyLock;

use regex::Regex;

/// The speaker of answers for which nobody is named.
const COMPANY: &str = "公司";

static QUESTION: LazyLock<Regex> = lazy_regex!(
    r"(?x)^ (?: [【\[〖] (?: 投资者|投資者 )? (?: 提问|提問|问题|問題|问|問|Q ) \s* \d{0,3} [】\]〗] \s* [:：]?
          | (?: 投资者|投資者|机构|機構|网友|網友|股东|股東 )? (?: 提问|提問|问题|問題|问|問|Question|QUESTION|Q ) \s*
            (?: [\d一二三四五六七八九十]{0,3} \s* (?: [（(] (?<who> [^）)]{1,40} ) [)）] )? \s* [:：] | [\d一二三四五六七八九十]{1,3} \s* [、.．，] )
          | Q \s? \d{1,3} \s+ ) \s*"
);

static ANSWER: LazyLock<Regex> = lazy_regex!(
    r"(?x)^ (?: [【\[〖] (?: 公司 )? (?: 答复|答覆|回复|回覆|回答|答|A ) \s* \d{0,3} [】\]〗] \s* [:：]?
          | (?: 公司|上市公司 )? (?: 答复|答覆|答|回复|回覆|回答|Answer|ANSWER|A ) \s*
            (?: \d{0,3} \s* (?: [（(] (?<who> [^）)]{1,40} ) [)）] )? \s* [:：] | \d{1,3} \s* [、.．，] )
          | A \s? \d{1,3} \s+ ) \s*"
);

/// An answer that begins behind its question on the same line.
static INLINE_ANSWER: LazyLock<Regex> = lazy_regex!(
    r"[?？。!！\s](?<answer>(?:[【\[]?(?:公司)?(?:答复|答覆|回复|回覆|回答|答)[】\]]?\s*[:：]|[【\[]答[】\]]|A\d{0,3}\s*[:：]).*)$"
);

/// Beginnings of lines behind the last answer.
static CLOSING: LazyLock<Regex> = lazy_regex!(
    r"^(?:接待过程中|接待過程中|调研过程中|交流过程中|活动过程中|会议过程中|本次活动|本次调研|本次投资者|本次說明會|以上为|以上是|风险提示|備註|备注)"
);

/// A line that opens the questions, `二、问答环节`.
static QUESTIONS_OPEN: LazyLock<Regex> = lazy_regex!(
    r"^(?:[\d一二三四五六七八九十]{1,2}\s*[、.．]\s*)?[^，。？]{0,14}(?:问答环节|問答環節|问答交流|互动交流|互動交流|交流环节|提问环节|问答情况|问答部分|问答纪要|主要问题|Q\s?[&＆]\s?A)[^？?]{0,12}$"
);

/// What a line begins with.
enum Marker {
    Question(Heading),
    Answer(Heading),
    Numbered,
    None,
}

/// Reads the contents into turns; `participants` are those whom the form names.
pub(super) fn read(lines: &[&Line], participants: &[Heading], transcript: &mut Transcript) {
    let lines = split_inline_answers(lines);
    let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
    let column = wrapped::Column::of(&texts);
    let marked =
        |mark: fn(&Marker) -> bool| texts.iter().any(|text| mark(&split(text, participants).0));
    let mut reader = Reader {
        column,
        questions_marked: marked(|mark| matches!(mark, Marker::Question(_))),
        answers_marked: marked(|mark| matches!(mark, Marker::Answer(_))),
        turn: company_turn(Section::Prepared),
        open: Vec::new(),
        turns: Vec::new(),
    };
    for (at, (number, text)) in lines.iter().enumerate() {
        if QUESTIONS_OPEN.is_match(text) && text.chars().count() <= 40 {
            reader.begin(company_turn(Section::Qa));
            transcript.mark_unparsed(*number, text, "section heading");
            continue;
        }
        let (mark, rest) = split(text, participants);
        match mark {
            Marker::Question(heading) => reader.begin(turn(heading, ExchangeSide::Asked)),
            Marker::Answer(heading) => reader.answer(heading),
            Marker::Numbered if reader.is_question(&lines, at, participants) => {
                reader.begin(turn(Heading::default(), ExchangeSide::Asked));
                reader.open.push(unnumbered(rest).to_owned());
                continue;
            }
            _ if CLOSING.is_match(text) && reader.turn.side == Some(ExchangeSide::Answered) => {
                reader.begin(company_turn(Section::Qa));
            }
            _ => reader.unmarked_line(),
        }
        reader.open.push(rest.to_owned());
    }
    reader.begin(RawTurn::default());
    transcript.turns = reader.turns;
}

struct Reader {
    column: wrapped::Column,
    questions_marked: bool,
    answers_marked: bool,
    turn: RawTurn,
    /// Lines of the turn that are not yet paragraphs.
    open: Vec<String>,
    turns: Vec<RawTurn>,
}

impl Reader {
    /// Ends the turn and begins another.
    fn begin(&mut self, next: RawTurn) {
        self.close_paragraphs();
        let turn = std::mem::replace(&mut self.turn, next);
        if !turn.paragraphs.is_empty() {
            self.turns.push(turn);
        }
    }

    /// Makes paragraphs of the open lines.
    fn close_paragraphs(&mut self) {
        let lines: Vec<&str> = self.open.iter().map(String::as_str).collect();
        let paragraphs = wrapped::unwrap_lines(&self.column, &lines);
        let spoken = paragraphs
            .into_iter()
            .filter(|text| !text.trim().is_empty());
        self.turn.paragraphs.extend(spoken.map(Paragraph::new));
        self.open.clear();
    }

    /// Begins an answer; without an open question, the last paragraph is one if it reads so.
    fn answer(&mut self, heading: Heading) {
        self.close_paragraphs();
        if self.turn.side != Some(ExchangeSide::Asked)
            && let Some(last) = self.turn.paragraphs.pop()
        {
            let text = last.text.iter().next().map(|(_, side)| side.clone());
            let text = text.unwrap_or_default();
            if is_asked(&text) || NUMBER.is_match(&text) {
                self.begin(turn(Heading::default(), ExchangeSide::Asked));
                self.turn.paragraphs.push(Paragraph::new(unnumbered(&text)));
            } else {
                self.turn.paragraphs.push(last);
            }
        }
        self.begin(turn(heading, ExchangeSide::Answered));
    }

    /// Whether a numbered line is a question: questions are not marked in this text, and one of the next
    /// lines ends with a question mark.
    fn is_question(&self, lines: &[(usize, String)], at: usize, participants: &[Heading]) -> bool {
        if self.questions_marked {
            return false;
        }
        // Where answers are marked, whatever is numbered above one is a question, or a request.
        let next = lines
            .iter()
            .skip(at + 1)
            .map(|(_, text)| text)
            .find(|text| !text.is_empty());
        if self.answers_marked
            && next.is_some_and(|text| matches!(split(text, participants).0, Marker::Answer(_)))
        {
            return true;
        }
        let mut ahead = lines.iter().skip(at).take(6).enumerate();
        ahead.any(|(step, (_, text))| is_asked(text) && (step == 0 || self.answers_marked))
            && lines
                .iter()
                .skip(at + 1)
                .take_while(|(_, text)| !matches!(split(text, participants).0, Marker::Numbered))
                .find(|(_, text)| !text.is_empty())
                .is_some()
    }

    /// Begins an answer at an unmarked line behind a question, if answers are not marked in this text.
    fn unmarked_line(&mut self) {
        let asked = self.turn.side == Some(ExchangeSide::Asked);
        let ended = self.open.last().is_some_and(|line| is_asked(line));
        if asked && ended && !self.answers_marked {
            self.begin(turn(Heading::default(), ExchangeSide::Answered));
            self.turn.heading = company();
        }
    }
}

fn company() -> Heading {
    Heading {
        name: COMPANY.to_owned(),
        role: Some(Role::Executive),
        ..Heading::default()
    }
}

fn company_turn(section: Section) -> RawTurn {
    RawTurn {
        section: Some(section),
        ..RawTurn::new(company())
    }
}

fn turn(heading: Heading, side: ExchangeSide) -> RawTurn {
    RawTurn {
        section: Some(Section::Qa),
        side: Some(side),
        ..RawTurn::new(heading)
    }
}

/// Whether a text ends as a question.
fn is_asked(text: &str) -> bool {
    text.trim_end().ends_with(['?', '？'])
}

/// Splits each line before an answer that begins within it.
fn split_inline_answers(lines: &[&Line]) -> Vec<(usize, String)> {
    let mut split = Vec::new();
    for line in lines {
        let text = line.text.as_str();
        match INLINE_ANSWER
            .captures(text)
            .and_then(|found| found.name("answer"))
        {
            Some(answer) => {
                split.push((line.number, text[..answer.start()].trim().to_owned()));
                split.push((line.number, answer.as_str().to_owned()));
            }
            None => split.push((line.number, text.to_owned())),
        }
    }
    split
}

/// The mark at the beginning of a line, and the text that it opens.
fn split<'a>(text: &'a str, participants: &[Heading]) -> (Marker, &'a str) {
    let text = text.trim_start_matches(['*', '#', ' ']);
    let behind = number(text).and_then(|len| text.get(len..));
    for body in [Some(text), behind].into_iter().flatten() {
        if let Some(found) = QUESTION.captures(body) {
            let who = found.name("who").map_or("", |who| who.as_str());
            let mut heading = chinese::heading(who).unwrap_or_default();
            let named = !heading.name.is_empty() || heading.firm.is_some();
            heading.role = named.then_some(Role::Analyst);
            let speech = rest(body, &found);
            return match speaker_before_colon(speech, participants).filter(|_| !named) {
                Some((heading, speech)) => (Marker::Question(heading), speech),
                None => (Marker::Question(heading), speech),
            };
        }
        if let Some(found) = ANSWER.captures(body) {
            let who = found.name("who").map_or("", |who| who.as_str());
            let speech = rest(body, &found);
            return match (
                named(who, participants),
                speaker_before_colon(speech, participants),
            ) {
                (Some(heading), _) => (Marker::Answer(heading), speech),
                (None, Some((heading, speech))) => (Marker::Answer(heading), speech),
                (None, None) => (Marker::Answer(company()), speech),
            };
        }
        if (behind.is_none() || behind == Some(body))
            && let Some((heading, speech)) = speaker_before_colon(body, participants)
        {
            return match heading.role {
                Some(Role::Analyst) => (Marker::Question(heading), speech),
                _ => (Marker::Answer(heading), speech),
            };
        }
    }
    match behind {
        Some(_) => (Marker::Numbered, text),
        None => (Marker::None, text),
    }
}

fn rest<'a>(text: &'a str, found: &regex::Captures<'_>) -> &'a str {
    let end = found.get(0).map_or(0, |whole| whole.end());
    text.get(end..).unwrap_or_default()
}

/// The speaker before the first colon of a text, and the text behind it.
fn speaker_before_colon<'a>(text: &'a str, participants: &[Heading]) -> Option<(Heading, &'a str)> {
    let (who, speech) = text.split_once([':', '：'])?;
    Some((named(who, participants)?, speech.trim_start()))
}

/// The speaker before a colon: somebody of the form, an analyst with a firm, or an officer.
fn named(who: &str, participants: &[Heading]) -> Option<Heading> {
    let who = who.trim().trim_matches('*');
    let mut heading = chinese::heading(who)?;
    if let Some(known) = participants
        .iter()
        .find(|known| !known.name.is_empty() && known.name == heading.name)
    {
        heading.title = heading.title.or_else(|| known.title.clone());
        heading.firm = heading.firm.or_else(|| known.firm.clone());
        heading.role = known.role;
        return Some(heading);
    }
    if heading.name.is_empty() {
        // A firm alone may be a topic ("对外投资：") unless the form names it.
        return participants
            .iter()
            .any(|known| known.firm == heading.firm)
            .then_some(heading);
    }
    if heading.firm.is_some() || heading.role.is_some() {
        heading.role = Some(Role::Analyst);
        return Some(heading);
    }
    if !chinese::has_details(&heading) {
        return None;
    }
    heading.role = Some(Role::Executive);
    Some(heading)
}

/// Whether a text has a marked or evident question and a marked answer.
pub(super) fn is_exchange(text: &str) -> bool {
    let (mut asks, mut answers) = (false, false);
    for line in text.lines() {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '|');
        let (mark, _) = split(line, &[]);
        asks |=
            matches!(mark, Marker::Question(_)) || sentence::ends_sentence(line) && is_asked(line);
        answers |= matches!(mark, Marker::Answer(_)) || INLINE_ANSWER.is_match(line);
    }
    asks && answers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let lines: Vec<Line> = text
            .lines()
            .enumerate()
            .map(|(at, line)| Line {
                number: at + 1,
                text: line.to_owned(),
            })
            .collect();
        let lines: Vec<&Line> = lines.iter().collect();
        let mut transcript = Transcript::default();
        read(&lines, &[], &mut transcript);
        (transcript.turns.iter())
            .map(|turn| {
                let side = match turn.side {
                    Some(ExchangeSide::Asked) => "Q",
                    Some(ExchangeSide::Answered) => "A",
                    None => "-",
                };
                let texts: Vec<String> = (turn.paragraphs.iter())
                    .flat_map(|p| p.text.iter().map(|(_, side)| side.clone()))
                    .collect();
                format!("{side} {}|{}", turn.heading.name, texts.join("/"))
            })
            .collect()
    }

    #[test]
    fn signs_of_questions_and_answers() {
        for text in [
            "1、问：产能如何？\n答：稳定。\n2、问：订单？\n答：充足。",
            "问：产能如何？答：稳定。\n问：订单？答：充足。",
            "Q1：产能如何？\nA1：稳定。\nQ2：订单？\nA2：充足。",
            "Q1、产能如何？\nA：稳定。\nQ2、订单？\nA：充足。",
            "问题1：产能如何？\n回复：稳定。\n问题2：订单？\n回复：充足。",
            "【问】产能如何？\n【答】稳定。\n【问】订单？\n【答】充足。",
            "提问1：产能如何？\n回答：稳定。\n\n提问2：订单？\n回答：充足。",
            "（1）提問：产能如何？\n公司回覆：稳定。\n（2）提問：订单？\n公司回覆：充足。",
        ] {
            assert_eq!(
                shown(text),
                [
                    "Q |产能如何？",
                    "A 公司|稳定。",
                    "Q |订单？",
                    "A 公司|充足。"
                ],
                "{text}"
            );
        }
    }

    #[test]
    fn questions_without_a_sign() {
        for text in [
            "1、产能如何？\n答：稳定。\n2、订单？\n答：充足。",
            "1.产能如何？答:稳定。\n2.订单？答:充足。",
            "1、产能如何？\n稳定。\n2、订单？\n充足。",
        ] {
            let shown = shown(text);
            assert_eq!(shown.len(), 4, "{text}: {shown:?}");
            assert!(shown[0].ends_with("产能如何？"), "{shown:?}");
            assert_eq!(shown[3], "A 公司|充足。");
        }
        assert_eq!(
            shown("公司介绍情况。\n产能如何？\n答：稳定。"),
            ["- 公司|公司介绍情况。", "Q |产能如何？", "A 公司|稳定。"]
        );
    }

    #[test]
    fn named_people() {
        assert_eq!(
            shown(
                "1、岚川证券 周可：产能如何？\n董事会秘书林可：稳定。\n财务总监 吴双：1.5亿元。\n投资者：订单？\n答（董事长 沈一）：充足。\n接待过程中，公司合规。"
            ),
            [
                "Q 周可|产能如何？",
                "A 林可|稳定。",
                "A 吴双|1.5亿元。",
                "Q 投资者|订单？",
                "A 沈一|充足。",
                "- 公司|接待过程中，公司合规。",
            ]
        );
    }

    #[test]
    fn wrapped_lines_join() {
        let text = "问：公司今年上半年在海外市场的布局进\n展如何？\n答：公司在东南亚的工厂已经投产，产能\n正在爬坡，预计明年满产。\n毛利率方面，公司预计将保持在目前的水\n平附近。";
        assert_eq!(
            shown(text),
            [
                "Q |公司今年上半年在海外市场的布局进展如何？",
                "A 公司|公司在东南亚的工厂已经投产，产能正在爬坡，预计明年满产。/毛利率方面，公司预计将保持在目前的水平附近。",
            ]
        );
    }
}
