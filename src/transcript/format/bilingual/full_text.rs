//! The full text: bullets that hold a paragraph and its translation, and speaker headings.

use super::line::Line;
use crate::{
    model::{Lang, Sides},
    text::{han_share, has_han},
    transcript::format::{
        Heading, Paragraph, RawTurn, Transcript, language,
        speaker::{
            heading::{parse_heading, split_heading},
            voices::is_heading_voice,
        },
        speech::sentence::TERMINATORS,
    },
};

/// Longest heading in characters.
const LONGEST_HEADING: usize = 160;

/// What follows a bullet sign.
pub(super) fn bullet_text(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['•', '·', '●', '▪', '◦', '‧', '∙', '○', '■', '*', '-', '–'])?;
    let text = rest.trim_start();
    (rest.len() > text.len() || line.starts_with(['•', '●', '▪', '■'])).then_some(text)
}

pub(super) fn is_bullet(line: &str) -> bool {
    bullet_text(line).is_some()
}

/// A paragraph in one language, before it is paired with its translation.
#[derive(Debug)]
struct MonolingualParagraph {
    bullet: bool,
    text: String,
}

/// Reads the full text into turns.
pub(super) fn read(lines: &[Line<'_>], transcript: &mut Transcript) {
    let paragraphs = paragraphs(lines);
    let blocks = blocks(&paragraphs);
    let doubled = blocks.iter().any(|block| doubled_heading(block).is_some());
    for block in blocks {
        let heading = if doubled {
            doubled_heading(block)
        } else {
            block_heading(block)
        };
        if let Some(heading) = heading {
            transcript.turns.push(RawTurn::new(heading));
            continue;
        }
        if transcript.turns.is_empty() {
            transcript.turns.push(RawTurn::default());
        }
        if let Some(turn) = transcript.turns.last_mut() {
            pair(block, doubled, &mut turn.paragraphs);
        }
    }
}

/// Joins lines into paragraphs: a blank line, a bullet or a change of language ends one.
fn paragraphs(lines: &[Line<'_>]) -> Vec<MonolingualParagraph> {
    let outermost = lines
        .iter()
        .filter(|line| is_bullet(line.text))
        .map(|line| line.indent)
        .min()
        .unwrap_or(0);
    let mut paragraphs: Vec<MonolingualParagraph> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.text.is_empty() {
            open = false;
            continue;
        }
        if let Some(text) = bullet_text(line.text).filter(|_| line.indent <= outermost + 1) {
            paragraphs.push(MonolingualParagraph {
                bullet: true,
                text: text.to_owned(),
            });
            open = true;
            continue;
        }
        match paragraphs.last_mut().filter(|last| {
            open && language(&last.text) == language(line.text) && last.text != line.text
        }) {
            Some(last) => {
                if !(has_han(&last.text) && has_han(line.text)) {
                    last.text.push(' ');
                }
                last.text.push_str(line.text);
            }
            None => paragraphs.push(MonolingualParagraph {
                bullet: false,
                text: line.text.to_owned(),
            }),
        }
        open = true;
    }
    paragraphs.retain(|paragraph| !paragraph.text.is_empty());
    paragraphs
}

/// Groups paragraphs that belong together: by bullets or, where there are none, by what they say.
fn blocks(paragraphs: &[MonolingualParagraph]) -> Vec<&[MonolingualParagraph]> {
    if paragraphs.iter().any(|paragraph| paragraph.bullet) {
        return paragraphs.chunk_by(|_, next| !next.bullet).collect();
    }
    let mut blocks = Vec::new();
    let mut rest = paragraphs;
    while let [first, after @ ..] = rest {
        let len = match after.first() {
            Some(second) if first.text == second.text => 2,
            Some(second)
                if language(&first.text) == Lang::En && language(&second.text) == Lang::Zh =>
            {
                2
            }
            _ => 1,
        };
        let (block, after) = rest.split_at(len);
        blocks.push(block);
        rest = after;
    }
    blocks
}

/// The heading in a bullet whose two lines are the same, or of which the second translates it.
fn doubled_heading(block: &[MonolingualParagraph]) -> Option<Heading> {
    let [first, second] = block else { return None };
    if first.text == second.text {
        let speech = first.text.ends_with(TERMINATORS) && split_heading(&first.text).is_none();
        let short = first.text.chars().count() <= LONGEST_HEADING;
        let note = first.text.starts_with(['(', '[', '（']);
        return (short && !speech && !note).then(|| parse_heading(&first.text));
    }
    let mut heading = heading_by_shape(&first.text)?;
    let translated = heading_by_shape(&second.text)
        .or_else(|| (second.text.chars().count() <= 8).then(|| parse_heading(&second.text)))
        .filter(|_| has_han(&second.text))?;
    let ends_open = !second.text.ends_with(['。', '？', '！', '.', '?', '!']);
    heading.other_name = Some(translated.name);
    ends_open.then_some(heading)
}

/// The heading in a bullet of a file that has one language only.
fn block_heading(block: &[MonolingualParagraph]) -> Option<Heading> {
    let [only] = block else { return None };
    heading_by_shape(&only.text)
}

/// A heading known only by its shape: a known voice, or `Name - Title`.
fn heading_by_shape(text: &str) -> Option<Heading> {
    if is_heading_voice(text) {
        return Some(parse_heading(text));
    }
    let (name, title) = split_heading(text)?;
    let words = name.split_whitespace().count();
    let named = has_han(name) && name.chars().count() <= 12
        || words <= 5 && name.split_whitespace().all(|word| !starts_lower(word));
    let short = text.chars().count() <= LONGEST_HEADING;
    let ends_open = !text.ends_with(['。', '？', '！', '?', '!', ',', '，', ';', '；']);
    (named && short && ends_open && !starts_lower(title)).then(|| parse_heading(text))
}

fn starts_lower(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}

/// Pairs each paragraph of a block with its translation.
fn pair(block: &[MonolingualParagraph], doubled: bool, paragraphs: &mut Vec<Paragraph>) {
    let mut rest = block;
    while let [first, after @ ..] = rest {
        if let Some(second) = after.first() {
            let shares = (han_share(&first.text), han_share(&second.text));
            let languages = (language(&first.text), language(&second.text));
            let translated = languages.0 != languages.1 || doubled && block.len() == 2;
            if translated {
                let (en, zh) = if shares.0 > shares.1 {
                    (second, first)
                } else {
                    (first, second)
                };
                let text = Sides {
                    en: Some(en.text.clone()),
                    zh: Some(zh.text.clone()),
                };
                paragraphs.push(text.into());
                rest = &after[1..];
                continue;
            }
        }
        paragraphs.push(Paragraph::new(&first.text));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Vec<RawTurn> {
        let lines: Vec<Line<'_>> = text
            .lines()
            .enumerate()
            .map(|(at, line)| Line::new(at + 1, line))
            .collect();
        let mut transcript = Transcript::default();
        read(&lines, &mut transcript);
        transcript.turns
    }

    fn shown(text: &str) -> Vec<String> {
        turns(text)
            .iter()
            .map(|turn| {
                let paragraphs: Vec<String> = turn
                    .paragraphs
                    .iter()
                    .map(|p| {
                        format!(
                            "{}|{}",
                            p.text.en.as_deref().unwrap_or(""),
                            p.text.zh.as_deref().unwrap_or("")
                        )
                    })
                    .collect();
                format!("{}: {}", turn.heading.name, paragraphs.join(" / "))
            })
            .collect()
    }

    #[test]
    fn bullets_in_two_languages() {
        let text = "  • Operator\n\n    Operator\n\n  • Good day.\n\n    大家好。\n\n  • Ann Lee - CEO\n\n    Ann Lee - CEO\n\n  • Hi.\n\n    嗨。\n\n  • Okay.\n\n    Okay.\n";
        assert_eq!(
            shown(text),
            [
                "Operator: Good day.|大家好。",
                "Ann Lee: Hi.|嗨。 / Okay.|Okay."
            ]
        );
    }

    #[test]
    fn without_bullets_or_with_one_language() {
        let bare = "Operator\n\nOperator\n\nGood day.\n\n大家好。\n\nAnn Lee - CEO\n\nAnn Lee - CEO\n\nHi.\n\n嗨。\n";
        assert_eq!(
            shown(bare),
            ["Operator: Good day.|大家好。", "Ann Lee: Hi.|嗨。"]
        );
        let english =
            "- Operator\n\n- Good day.\n\n- Ann Lee - CEO\n\n- Hi.\n\n- Well - you know - yes.\n";
        assert_eq!(
            shown(english),
            [
                "Operator: Good day.|",
                "Ann Lee: Hi.| / Well - you know - yes.|"
            ]
        );
        let translated = "  • Ann Lee - CEO\n\n    李安 - 執行長\n\n  • Hi.\n\n    嗨。\n";
        assert_eq!(shown(translated), ["Ann Lee: Hi.|嗨。"]);
        assert_eq!(
            turns(translated)[0].heading.other_name.as_deref(),
            Some("李安")
        );
    }

    #[test]
    fn speech_before_the_first_heading_is_kept() {
        assert_eq!(shown("  • Welcome.\n\n    歡迎。\n"), [": Welcome.|歡迎。"]);
    }
}
