//! A character on a page.

use super::colour::Colour;

/// A character on a page, in points from its lower left corner.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The base line.
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) weight: u16,
    pub(super) colour: Colour,
    /// Its number in the order in which the page draws.
    pub(super) order: usize,
    /// Whether the file marks it as no part of the text: page heads, watermarks.
    pub(super) is_artifact: bool,
}
