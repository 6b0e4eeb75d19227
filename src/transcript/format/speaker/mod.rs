//! Speakers as transcripts write them: names, titles, firms and voices, in English and Chinese.

pub(super) mod chinese;
mod chinese_words;
pub(super) mod evidence;
pub(super) mod heading;
pub(super) mod label;
pub(super) mod loose_label;
mod parse;
mod side_mark;
pub(super) mod voices;
mod word_lists;

pub(super) use parse::{is_firm, is_office, office_alone, parse_speaker};
pub(super) use voices::is_voice;
