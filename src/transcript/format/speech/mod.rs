//! Speech in running text: cues, conversations, wrapped lines, sentences, and whether it is a call.

pub(super) mod boilerplate;
pub(super) mod cue;
pub(super) mod detection;
pub(super) mod dialogue;
pub(in crate::transcript) mod sentence;
pub(super) mod timestamp;
pub(super) mod wrapped;
