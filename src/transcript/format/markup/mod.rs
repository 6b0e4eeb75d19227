//! Markup languages: HTML, XML, and a page as plain lines.

pub(super) mod beginning;
pub(super) mod entities;
pub(super) mod html;
pub(super) mod readable_text;
pub(super) mod xml;
