//! Which lines begin with a speaker.

use super::{list::List, section};
use crate::{
    model::ExchangeSide,
    text::is_han,
    transcript::format::{
        Heading,
        speaker::{
            evidence::{Evidence, SpeakerLabels},
            label::{self, Label},
            loose_label, voices,
        },
        speech::sentence,
    },
};

/// The labels of the lines of a text, and which of them are speakers.
pub(super) struct Labels<'a> {
    labels: Vec<Option<Label<'a>>>,
    known: SpeakerLabels,
}

impl<'a> Labels<'a> {
    /// Finds the labels of lines, and counts them, to tell which are speakers.
    pub(super) fn of(lines: &[&'a str]) -> Self {
        let mut known = SpeakerLabels::default();
        let mut names: Option<List> = None;
        let mut labels = Vec::with_capacity(lines.len());
        for (at, line) in lines.iter().enumerate() {
            let (label, loose) = label_at(lines, at);
            known.learn_mentions(line);
            if let Some(opening) = section::opening(line) {
                names = opening.list();
            } else if let Some(entry) = names.as_ref().and_then(|list| list.entry(line)) {
                known.count(&entry, true);
            } else if let Some((label, speech)) = &label {
                match loose {
                    true => known.count_loose(&label.heading.name, *speech),
                    false => {
                        known.count(label, *speech);
                        names = None;
                    }
                }
            }
            labels.push(label.map(|(label, _)| label));
        }
        known.settle_loose(lines.iter().filter(|line| !line.is_empty()).count());
        Self { labels, known }
    }

    /// The label of the speaker whose turn a line begins, and whether it is doubtful that it is one.
    pub(super) fn speaker_at(&self, at: usize) -> Option<(&Label<'a>, bool)> {
        let label = self.labels.get(at)?.as_ref()?;
        Some((label, doubt(&self.known, label)?))
    }

    /// The labels that are speakers, by line, each with whether it is doubtful.
    pub(super) fn speakers(self) -> Vec<Option<(Label<'a>, bool)>> {
        let known = self.known;
        (self.labels.into_iter())
            .map(|label| {
                let label = label?;
                let doubtful = doubt(&known, &label)?;
                Some((label, doubtful))
            })
            .collect()
    }
}

/// Whether it is doubtful that a label is a speaker; none if it is none.
fn doubt(known: &SpeakerLabels, label: &Label<'_>) -> Option<bool> {
    match known.evidence(label) {
        Evidence::Speaker => Some(false),
        Evidence::Doubtful => Some(true),
        Evidence::None => None,
    }
}

/// The label of a line, with whether speech follows it, and whether it may be anybody's.
fn label_at<'a>(lines: &[&'a str], at: usize) -> (Option<(Label<'a>, bool)>, bool) {
    if let Some(found) = any_label(lines, at) {
        return (Some(found), false);
    }
    let loose = lines.get(at).and_then(|line| loose(line)).map(|label| {
        let speech = label::reads_like_speech(label.rest) || sentence::is_sentence(label.rest);
        (label, speech)
    });
    (loose, true)
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
    let short_line =
        bare.chars().all(is_han) && !label.certain && !next.contains(['，', '。', '？', '！', ',']);
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
    let (name, rest) = loose_label::loose_label(line)?;
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
