//! From a transcript to a call: stage directions, sections, people, exchanges, passage numbers.

use super::{
    Metadata, Overrides, company, exchange,
    format::{Paragraph, RawTurn, Transcript, speech::sentence::split_sentences},
    note::stage_direction,
    people,
};
use crate::model::{Call, CallKind, CallNames, Passage, Role, Section, Sides, Speaker, Turn};

/// What is known of a call from outside its text. It overrides the text.
#[derive(Debug, Clone)]
pub struct ExternalFacts<'a> {
    /// From the sidecar or the front matter.
    pub metadata: Metadata,
    /// From `verbatim.toml`, of companies and people.
    pub overrides: &'a Overrides,
}

/// Makes a call of a transcript. `source` is the name of the file, which tells ticker, company and
/// period where neither `facts` nor the text does.
pub fn assemble(
    mut transcript: Transcript,
    format: &str,
    source: &str,
    facts: &ExternalFacts<'_>,
) -> Call {
    let metadata = facts.metadata.clone();
    let file_name = company::parse_file_name(source);
    transcript.period = (metadata.period.or(transcript.period).or(file_name.period))
        .or_else(|| company::period_from_greeting(&transcript))
        .or_else(|| company::period_in_file_name(source));
    transcript.date = (metadata.date.or(file_name.date).or(transcript.date.take()))
        .or_else(|| company::date_from_opening(&transcript));
    transcript.kind = metadata.kind.or(transcript.kind);
    transcript.title = metadata.title.unwrap_or(transcript.title);
    transcript.ticker = metadata.ticker.or(transcript.ticker).or(file_name.ticker);
    let mut company = company::identify(&transcript, source, metadata.names);
    let stated = company.clone();
    facts.overrides.apply_to_company(&mut company);
    let known = facts.overrides.people_at(&company);

    for turn in &mut transcript.turns {
        turn.paragraphs = turn.paragraphs.drain(..).flat_map(split_long).collect();
    }
    let notes: Vec<Vec<String>> = transcript.turns.iter_mut().map(take_notes).collect();
    let people::CallPeople {
        speakers,
        listeners,
        speaker_of,
    } = people::resolve(
        &transcript.turns,
        &transcript.participants,
        &company,
        &known,
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
    let chars: Vec<usize> = transcript.turns.iter().map(spoken_chars).collect();
    let exchanges = exchange::find(&mut turns, &transcript.turns, &speakers, &chars);
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
        doubts: transcript.doubts,
        names: CallNames {
            company: Some(stated),
            people: known.into_looked_up(),
        },
    }
}

/// Longest side of a passage, in bytes. No vendor's paragraphs are longer; a file of one line with many
/// megabytes is split into passages that can be displayed, ranked and held in memory.
const MAX_SIDE_BYTES: usize = 16_000;

/// Splits a paragraph longer than any vendor's after sentences.
fn split_long(paragraph: Paragraph) -> Vec<Paragraph> {
    if paragraph
        .text
        .iter()
        .all(|(_, side)| side.len() <= MAX_SIDE_BYTES)
    {
        return vec![paragraph];
    }
    let mut split: Vec<Paragraph> = Vec::new();
    for (lang, side) in paragraph.text.iter() {
        for (at, piece) in split_sentences(side, MAX_SIDE_BYTES)
            .into_iter()
            .enumerate()
        {
            if at == split.len() {
                split.push(Paragraph::default());
            }
            if let Some(paragraph) = split.get_mut(at) {
                *paragraph.text.slot(lang) = Some(piece.to_owned());
            }
        }
    }
    if let Some(first) = split.first_mut() {
        first.time = paragraph.time;
    }
    for piece in &mut split {
        piece.page = paragraph.page;
    }
    split
}

/// Most different stage directions of a turn. Each of its passages carries all of them, so further ones
/// stay paragraphs: a text of nothing but brackets then takes linear time and memory.
const MAX_NOTES: usize = 16;

/// Removes the paragraphs of a turn that are only stage directions, and returns these.
fn take_notes(turn: &mut RawTurn) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    turn.paragraphs.retain(|paragraph| {
        let sides: Vec<Option<&str>> = paragraph
            .text
            .iter()
            .map(|(_, side)| stage_direction(side))
            .collect();
        let direction = sides
            .first()
            .copied()
            .flatten()
            .filter(|_| !sides.contains(&None));
        let Some(direction) = direction else {
            return true;
        };
        let is_new = !notes.iter().any(|note| note == direction);
        if is_new && notes.len() == MAX_NOTES {
            return true;
        }
        if is_new {
            notes.push(direction.to_owned());
        }
        false
    });
    notes
}

/// The section of each turn: as the layout states it, else questions begin with the operator's turn
/// before the first analyst.
fn sections(turns: &[RawTurn], speakers: &[Speaker], speaker_of: &[usize]) -> Vec<Section> {
    let role = |turn: usize| {
        speaker_of
            .get(turn)
            .and_then(|&at| speakers.get(at))
            .map(|s| s.role)
    };
    let first_analyst = (0..turns.len()).find(|&turn| role(turn) == Some(Role::Analyst));
    let qa_start = match first_analyst {
        Some(at) if at > 1 && role(at - 1) == Some(Role::Operator) => at - 1,
        Some(at) => at,
        None => turns.len(),
    };
    (turns.iter().enumerate())
        .map(|(at, turn)| {
            turn.section.unwrap_or(if at < qa_start {
                Section::Prepared
            } else {
                Section::Qa
            })
        })
        .collect()
}

/// Characters of a turn, of the longer side of each paragraph.
fn spoken_chars(turn: &RawTurn) -> usize {
    let longest_side =
        |sides: &Sides<String>| sides.iter().map(|(_, side)| side.chars().count()).max();
    (turn.paragraphs.iter())
        .filter_map(|paragraph| longest_side(&paragraph.text))
        .sum()
}

/// The numbered passages: the items of the digest, then the paragraphs of the turns.
fn passages(transcript: &mut Transcript, turns: &[Turn]) -> Vec<Passage> {
    let digest = transcript.summary.drain(..).map(|item| Passage {
        n: 0,
        turn: None,
        section: Section::Summary,
        exchange: None,
        notes: item.path,
        time: item.time,
        page: item.page,
        text: item.text,
        findings: Vec::new(),
        is_declined: false,
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
                page: paragraph.page,
                text: paragraph.text,
                findings: Vec::new(),
                is_declined: false,
            })
        });
    (1..)
        .zip(digest.chain(speech))
        .map(|(n, passage)| Passage { n, ..passage })
        .collect()
}
