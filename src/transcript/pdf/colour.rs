//! Colours of type.

use hayro_syntax::{content::ops::TypedInstruction, object::Number};

/// Red, green and blue in eighths: shades that the eye takes for one are mostly one.
pub(super) type Colour = [u8; 3];

pub(super) const BLACK: Colour = [0; 3];

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
