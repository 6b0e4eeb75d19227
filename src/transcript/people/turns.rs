//! What is known of the turns of a call before roles are.

use std::collections::HashMap;

use crate::{
    model::{Role, Speaker},
    transcript::format::RawTurn,
};

/// What is known of the turns of a call.
pub(super) struct Turns<'a> {
    pub(super) raw: &'a [RawTurn],
    /// The speaker of each turn.
    pub(super) speaker_of: &'a [usize],
    /// The first turn of each speaker.
    pub(super) first: &'a HashMap<usize, usize>,
    /// Whether the layout or a list states the role of a speaker.
    pub(super) stated: &'a [bool],
}

impl Turns<'_> {
    pub(super) fn is_stated(&self, speaker: usize) -> bool {
        self.stated.get(speaker).copied().unwrap_or(false)
    }

    pub(super) fn role(&self, turn: usize, speakers: &[Speaker]) -> Option<Role> {
        let speaker = speakers.get(*self.speaker_of.get(turn)?)?;
        Some(speaker.role)
    }
}

/// Whether a speaker is a label such as `Speaker 2`, which speech recognition gives.
pub(super) fn is_label(speaker: &Speaker) -> bool {
    let name = speaker
        .name
        .trim_end_matches(|c: char| c.is_ascii_alphanumeric() && !c.is_ascii_lowercase());
    let word = name.trim_end_matches([' ', '_', '-', '#']).to_lowercase();
    speaker.role == Role::Unidentified
        && word.chars().count() < speaker.name.chars().count()
        && [
            "speaker",
            "spk",
            "participant",
            "voice",
            "发言人",
            "說話人",
            "说话人",
            "發言人",
            "說話者",
            "說話者",
            "说话者",
            "參與者",
            "参与者",
            "讲者",
            "講者",
        ]
        .contains(&word.as_str())
}
