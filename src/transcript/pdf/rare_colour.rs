//! What is set in a colour that little of a file has is set apart, like bold type.

use std::collections::HashMap;

use super::{
    colour::Colour,
    line::{Line, Span},
};

/// The share of all characters up to which a colour is set apart.
const RARE: f64 = 0.12;

/// How far a colour is from that of the text, in eighths of red, green or blue.
const FAR: u8 = 2;

/// The weight that coloured type counts as.
const WEIGHT: u16 = 600;

/// Makes type heavier whose colour is rare in a file and far from that of most of it.
pub(super) fn set_apart(pages: &mut [Vec<Line>]) {
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    let spans = pages.iter().flatten().flat_map(|line| &line.spans);
    for span in spans {
        *counts.entry(span.colour).or_default() += span.text.len();
    }
    let total: usize = counts.values().sum();
    let usual = counts
        .iter()
        .max_by_key(|(colour, count)| (**count, **colour));
    let Some(usual) = usual.map(|(colour, _)| *colour) else {
        return;
    };
    let is_far = |colour: &Colour| colour.iter().zip(usual).any(|(a, b)| a.abs_diff(b) >= FAR);
    let is_rare = |colour: &Colour| {
        counts
            .get(colour)
            .is_some_and(|count| *count as f64 <= RARE * total as f64)
    };
    let spans = pages.iter_mut().flatten().flat_map(|line| &mut line.spans);
    let apart = |span: &&mut Span| is_far(&span.colour) && is_rare(&span.colour);
    spans
        .filter(apart)
        .for_each(|span| span.weight = span.weight.max(WEIGHT));
}
