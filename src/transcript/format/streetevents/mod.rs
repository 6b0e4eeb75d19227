//! LSEG (Refinitiv, Thomson) StreetEvents, in its two layouts.

mod part;
mod plain_text;
mod story;

pub(super) use plain_text::StreetEvents;
pub(super) use story::StreetEventsXml;
