//! Speakers as transcripts write them: names, titles, firms and voices, in English and Chinese.

pub(super) mod chinese;
pub(super) mod heading;
pub(super) mod label;
mod parse;

pub(super) use parse::{is_office, is_voice, person};
