//! Colours of type: what is set in a colour that little of a file has is set apart, like bold type.

use std::collections::HashMap;

use hayro_syntax::{content::ops::TypedInstruction, object::Number};

use super::line::{Line, Span};

/// Red, green and blue in eighths: shades that the eye takes for one are mostly one.
pub(super) type Colour = [u8; 3];

pub(super) const BLACK: Colour = [0; 3];

/// The share of all characters up to which a colour is set apart.
const RARE: f64 = 0.12;

/// How far a colour is from that of the text, in eighths of red, green or blue.
const FAR: u8 = 2;

/// The weight that coloured type counts as.
const WEIGHT: u16 = 600;

/// The colour that an instruction sets for text; none for other instructions.
pub(super) fn set_by(instruction: &TypedInstruction<'_, '_>) -> Option<Colour> {
    let of = |numbers: &[Number]| colour(&numbers.iter().map(|n| n.as_f64()).collect::<Vec<_>>());
    match instruction {
        TypedInstruction::NonStrokeColorDeviceGray(n) => colour(&[n.0.as_f64()]),
        TypedInstruction::NonStrokeColorDeviceRgb(n) => {
            colour(&[n.0.as_f64(), n.1.as_f64(), n.2.as_f64()])
        }
        TypedInstruction::NonStrokeColorCmyk(n) => {
            colour(&[n.0.as_f64(), n.1.as_f64(), n.2.as_f64(), n.3.as_f64()])
        }
        TypedInstruction::NonStrokeColor(n) => of(&n.0),
        TypedInstruction::NonStrokeColorNamed(n) => of(&n.0),
        _ => None,
    }
}

fn colour(numbers: &[f64]) -> Option<Colour> {
    let eighth = |n: f64| (n.clamp(0.0, 1.0) * 8.0).round() as u8;
    match *numbers {
        [grey] => Some([eighth(grey); 3]),
        [red, green, blue] => Some([red, green, blue].map(eighth)),
        [cyan, magenta, yellow, black] => {
            Some([cyan, magenta, yellow].map(|ink| eighth((1.0 - ink) * (1.0 - black))))
        }
        _ => None,
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_all_models() {
        assert_eq!(colour(&[0.0]), Some(BLACK));
        assert_eq!(colour(&[0.0, 0.0, 0.0, 1.0]), Some(BLACK));
        assert_eq!(colour(&[0.0, 0.33, 0.66]), Some([0, 3, 5]));
        assert_eq!(colour(&[]), None);
    }
}
