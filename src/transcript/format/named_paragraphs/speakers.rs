//! Which lines begin with a speaker.

use super::{list::List, section};
use crate::{
    model::ExchangeSide,
    transcript::format::{
        speaker::{
            self,
            label::{self, Label, SpeakerLabels},
        },
        speech::detection,
    },
};

/// Counts the labels of a text, to tell which are speakers.
pub(super) fn learn_speakers(lines: &[&str]) -> SpeakerLabels {
    let mut known = SpeakerLabels::default();
    let mut names: Option<List> = None;
    for (at, line) in lines.iter().enumerate() {
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
        }
    }
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
    let label = label::whole_line(line)?;
    let next = next_line(lines, at)?;
    let speech = label::reads_like_speech(next) && label::whole_line(next).is_none();
    Some((label, speech || title_line(next).is_some()))
}

/// Title and firm in the line below a name, and at its end perhaps `Q` or `A`, as in
/// `Analyst, Kestrel Securities Q`.
pub(super) fn title_line(line: &str) -> Option<(&str, Option<ExchangeSide>)> {
    let (about, side) = match line.rsplit_once([' ', '\t']) {
        Some((about, "Q")) => (about.trim(), Some(ExchangeSide::Asked)),
        Some((about, "A")) => (about.trim(), Some(ExchangeSide::Answered)),
        _ => (line, None),
    };
    let open = !about.ends_with(['.', '?', '!', ',', ';', ':']) || side.is_some();
    let titled = about.starts_with(char::is_uppercase)
        && speaker::is_office(about)
        && !detection::is_speech(about);
    (about.chars().count() <= 100 && open && titled).then_some((about, side))
}

/// The next line with text.
fn next_line<'a>(lines: &[&'a str], at: usize) -> Option<&'a str> {
    (lines.iter().skip(at + 1).take(3).copied()).find(|line| !line.is_empty())
}

/// The label of the speaker whose turn a line begins.
pub(super) fn speaker_at<'a>(
    lines: &[&'a str],
    at: usize,
    known: &SpeakerLabels,
) -> Option<Label<'a>> {
    any_label(lines, at)
        .map(|(label, _)| label)
        .filter(|label| known.is_speaker(label))
}
