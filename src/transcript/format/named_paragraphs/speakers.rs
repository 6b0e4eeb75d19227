//! Which lines begin with a speaker.

use super::{list::List, section};
use crate::{
    model::ExchangeSide,
    text::is_han,
    transcript::format::{
        Heading,
        speaker::{
            chinese,
            evidence::{Evidence, SpeakerLabels},
            label::{self, Label},
            voices,
        },
        speech::sentence,
    },
};

/// Counts the labels of a text, to tell which are speakers.
pub(super) fn learn_speakers(lines: &[&str]) -> SpeakerLabels {
    let mut known = SpeakerLabels::default();
    let mut names: Option<List> = None;
    for (at, line) in lines.iter().enumerate() {
        known.learn_mentions(line);
        if let Some(opening) = section::opening(line) {
            names = opening.list();
            continue;
        }
        if let Some(label) = names.as_ref().and_then(|list| list.entry(line)) {
            known.count(&label, true);
            continue;
        }
        if let Some((label, speech)) = any_label(lines, at) {
            known.count(&label, speech);
            names = None;
        } else if let Some((name, rest)) = chinese::loose_label(line) {
            known.count_loose(
                name,
                label::reads_like_speech(rest) || sentence::is_sentence(rest),
            );
        }
    }
    known.settle_loose(lines.iter().filter(|line| !line.is_empty()).count());
    known
}

/// The label of a line, whether a speaker or not, and whether speech follows it.
fn any_label<'a>(lines: &[&'a str], at: usize) -> Option<(Label<'a>, bool)> {
    let line = lines.get(at)?;
    if let Some(label) = label::before_colon(line) {
        let speech = match label.rest {
            "" => next_line(lines, at).is_some_and(label::reads_like_speech),
            rest => label::reads_like_speech(rest),
        };
        return Some((label, speech));
    }
    if let Some(label) = label::bold_name(line).filter(|label| !label.rest.is_empty()) {
        let speech = label::reads_like_speech(label.rest);
        return Some((label, speech));
    }
    let (bare, side) = marked(line);
    let label = label::whole_line(bare)?;
    let next = next_line(lines, at)?;
    let voice = voices::is_conversation_voice(&label.heading.name);
    if !voice && side.is_none() && is_within_sentence(lines, at) {
        return None;
    }
    let speech = label::reads_like_speech(next) && label::whole_line(next).is_none();
    // A Chinese line of a few characters is a heading only above a sentence.
    let short_line = bare.chars().all(is_han)
        && !label.certain && !next.contains(['，', '。', '？', '！', ',']);
    if short_line {
        return None;
    }
    let certain = label.certain || side.is_some();
    let label = Label {
        side: side.or(label.side),
        certain,
        ..label
    };
    Some((label, speech))
}

/// Whether a line goes on with the sentence of the line right above it, as a name does at which a
/// paragraph was wrapped.
fn is_within_sentence(lines: &[&str], at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .and_then(|at| lines.get(at))
        .copied()
        .unwrap_or_default();
    let ends = sentence::ends_sentence(before)
        || before.ends_with([':', '：', '-', '—', '…', ')', ']', '）', '】']);
    before.split_whitespace().count() >= 5
        && !ends
        && label::before_colon(before).is_none_or(|label| !label.rest.is_empty())
        && label::whole_line(before).is_none()
}

/// The label of a Chinese line that may be anybody's.
fn loose(line: &str) -> Option<Label<'_>> {
    let (name, rest) = chinese::loose_label(line)?;
    let heading = Heading {
        name: name.to_owned(),
        ..Heading::default()
    };
    Some(Label {
        heading,
        side: None,
        rest,
        certain: false,
    })
}

/// A heading without the `Q` or `A` that the layout sets beside it.
fn marked(line: &str) -> (&str, Option<ExchangeSide>) {
    match line.rsplit_once('\t') {
        Some((name, "Q")) => (name, Some(ExchangeSide::Asked)),
        Some((name, "A")) => (name, Some(ExchangeSide::Answered)),
        _ => (line, None),
    }
}

/// The next line with text.
fn next_line<'a>(lines: &[&'a str], at: usize) -> Option<&'a str> {
    (lines.iter().skip(at + 1).take(3).copied()).find(|line| !line.is_empty())
}

/// The label of the speaker whose turn a line begins, and whether it is doubtful that it is one.
pub(super) fn speaker_at<'a>(
    lines: &[&'a str],
    at: usize,
    known: &SpeakerLabels,
) -> Option<(Label<'a>, bool)> {
    let label = match any_label(lines, at) {
        Some((label, _)) => label,
        None => loose(lines.get(at)?)?,
    };
    match known.evidence(&label) {
        Evidence::Speaker => Some((label, false)),
        Evidence::Doubtful => Some((label, true)),
        Evidence::None => None,
    }
}
