//! From a transcript to a call: notes, sections, people, exchanges, numbers.

use super::{
    Metadata, Overrides, company, exchange,
    format::{Paragraph, RawTurn, Transcript, speech::sentence::pieces},
    note::note,
    people,
};
use crate::model::{Call, CallKind, Passage, Role, Section, Sides, Speaker, Turn};

/// What is facts of a call beside its text.
#[derive(Debug, Clone)]
pub struct ExternalFacts<'a> {
    /// Of this call.
    pub metadata: Metadata,
    /// Of companies and people.
    pub overrides: &'a Overrides,
}

/// Works out what a transcript means; `source` names the file, also where the text lacks something.
/// What is facts outweighs what the text says.
pub fn assemble(
    mut transcript: Transcript,
    format: &str,
    source: &str,
    facts: &ExternalFacts<'_>,
) -> Call {
    let metadata = facts.metadata.clone();
    let clues = company::clues_in_file_name(source);
    transcript.period = (metadata.period.or(transcript.period).or(clues.period))
        .or_else(|| company::greeted_period(&transcript));
    transcript.date = metadata.date.or(transcript.date);
    transcript.kind = metadata.kind.or(transcript.kind);
    transcript.title = metadata.title.unwrap_or(transcript.title);
    transcript.ticker = metadata.ticker.or(transcript.ticker).or(clues.ticker);
    let mut company = company::identify(&transcript, source, metadata.names);
    facts.overrides.name_company(&mut company);

    for turn in &mut transcript.turns {
        turn.paragraphs = turn.paragraphs.drain(..).flat_map(bounded).collect();
    }
    let notes: Vec<Vec<String>> = transcript.turns.iter_mut().map(take_notes).collect();
    let people::People {
        speakers,
        listeners,
        speaker_of,
    } = people::resolve(
        &transcript.turns,
        &transcript.participants,
        &facts.overrides.people_of(&company),
    );
    let sections = sections(&transcript.turns, &speakers, &speaker_of);
    let mut turns: Vec<Turn> = (transcript
        .turns
        .iter()
        .zip(notes)
        .zip(&sections)
        .zip(&speaker_of))
    .map(|(((raw, notes), &section), &speaker)| Turn {
        speaker,
        section,
        exchange: None,
        notes,
        passages: raw.paragraphs.len(),
    })
    .collect();
    let lengths: Vec<usize> = transcript.turns.iter().map(spoken_length).collect();
    let exchanges = exchange::find(&mut turns, &transcript.turns, &speakers, &lengths);
    let passages = passages(&mut transcript, &turns);

    let stem = company::file_stem(source);
    let id = match (&transcript.period, &transcript.date) {
        (Some(period), _) => format!("{}-{period}", company.id),
        (None, Some(date)) => format!("{}-{date}", company.id),
        (None, None) => company::slug(stem),
    };
    let title = if transcript.title.is_empty() {
        stem.to_owned()
    } else {
        transcript.title
    };
    Call {
        id,
        company,
        period: transcript.period,
        date: transcript.date,
        kind: transcript.kind.unwrap_or(CallKind::Earnings),
        title,
        source: source.to_owned(),
        format: format.to_owned(),
        speakers,
        listeners,
        turns,
        exchanges,
        passages,
        unparsed: transcript.unparsed,
    }
}

/// Longest side of a passage, in bytes. No vendor's paragraphs are longer; a file that is one line
/// of many megabytes makes passages that can be read, ranked and held in memory.
const LONGEST: usize = 16_000;

/// A paragraph as it is, or cut after sentences where it is longer than any vendor's.
fn bounded(paragraph: Paragraph) -> Vec<Paragraph> {
    if paragraph.text.iter().all(|(_, side)| side.len() <= LONGEST) {
        return vec![paragraph];
    }
    let mut cut: Vec<Paragraph> = Vec::new();
    for (lang, side) in paragraph.text.iter() {
        for (at, piece) in pieces(side, LONGEST).into_iter().enumerate() {
            if at == cut.len() {
                cut.push(Paragraph::default());
            }
            if let Some(paragraph) = cut.get_mut(at) {
                *paragraph.text.slot(lang) = Some(piece.to_owned());
            }
        }
    }
    if let Some(first) = cut.first_mut() {
        first.time = paragraph.time;
    }
    cut
}

/// Most different notes of a turn, each of whose passages carries them all. What looks like a note beyond
/// these stays a paragraph, so that a text of nothing but brackets is read in linear time and memory.
const MOST_NOTES: usize = 16;

/// Takes the paragraphs that are only stage directions out of a turn.
fn take_notes(turn: &mut RawTurn) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    turn.paragraphs.retain(|paragraph| {
        let sides: Vec<Option<&str>> = paragraph.text.iter().map(|(_, side)| note(side)).collect();
        let direction = sides
            .first()
            .copied()
            .flatten()
            .filter(|_| !sides.contains(&None));
        let Some(direction) = direction else {
            return true;
        };
        let is_new = !notes.iter().any(|note| note == direction);
        if is_new && notes.len() == MOST_NOTES {
            return true;
        }
        if is_new {
            notes.push(direction.to_owned());
        }
        false
    });
    notes
}

/// The section of each turn: as the layout says, else questions begin with the operator's line
/// before the first analyst.
fn sections(turns: &[RawTurn], speakers: &[Speaker], speaker_of: &[usize]) -> Vec<Section> {
    let role = |turn: usize| {
        speaker_of
            .get(turn)
            .and_then(|&at| speakers.get(at))
            .map(|s| s.role)
    };
    let asks = (0..turns.len()).find(|&turn| role(turn) == Some(Role::Analyst));
    let opens = match asks {
        Some(asks) if asks > 1 && role(asks - 1) == Some(Role::Operator) => asks - 1,
        Some(asks) => asks,
        None => turns.len(),
    };
    (turns.iter().enumerate())
        .map(|(at, turn)| {
            turn.section.unwrap_or(if at < opens {
                Section::Prepared
            } else {
                Section::Qa
            })
        })
        .collect()
}

fn spoken_length(turn: &RawTurn) -> usize {
    let longest_side =
        |sides: &Sides<String>| sides.iter().map(|(_, side)| side.chars().count()).max();
    (turn.paragraphs.iter())
        .filter_map(|paragraph| longest_side(&paragraph.text))
        .sum()
}

/// Numbers the passages: the digest first, then the speech.
fn passages(transcript: &mut Transcript, turns: &[Turn]) -> Vec<Passage> {
    let digest = transcript.summary.drain(..).map(|item| Passage {
        n: 0,
        turn: None,
        section: Section::Summary,
        exchange: None,
        notes: item.path,
        time: item.time,
        text: item.text,
    });
    let speech =
        (transcript.turns.iter_mut().zip(turns).enumerate()).flat_map(|(at, (raw, turn))| {
            raw.paragraphs.drain(..).map(move |paragraph| Passage {
                n: 0,
                turn: Some(at),
                section: turn.section,
                exchange: turn.exchange,
                notes: turn.notes.clone(),
                time: paragraph.time,
                text: paragraph.text,
            })
        });
    (1..)
        .zip(digest.chain(speech))
        .map(|(n, passage)| Passage { n, ..passage })
        .collect()
}
