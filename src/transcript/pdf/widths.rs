//! Widths of glyphs, in thousandths of the size of the type.

use std::collections::HashMap;

use hayro_syntax::object::{Array, Dict, Object};

/// Widths of the printable ASCII characters of Helvetica and Times, which need not be embedded.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// Most widths that a font may list.
const MAX_LISTED: usize = 30_000;

/// The widths of a font.
pub(super) struct Widths {
    listed: HashMap<u32, f64>,
    default: f64,
    standard: Option<&'static [u16; 95]>,
}

impl Widths {
    /// The widths of a simple font, by byte.
    pub(super) fn of_simple(font: &Dict<'_>, descriptor: &Dict<'_>, name: &str) -> Self {
        let first = font.get::<i32>("FirstChar").unwrap_or(0).clamp(0, 255);
        let listed: HashMap<u32, f64> = match font.get::<Array<'_>>("Widths") {
            Some(widths) => (first.unsigned_abs()..256)
                .zip(widths.iter::<f64>())
                .collect(),
            None => HashMap::new(),
        };
        let standard = listed.is_empty().then(|| {
            let is_serif = ["Times", "Georgia", "Serif", "Roman"]
                .iter()
                .any(|part| name.contains(part));
            if is_serif { &TIMES } else { &HELVETICA }
        });
        let fixed = name.contains("Courier") && listed.is_empty();
        Self {
            listed,
            default: descriptor.get::<f64>("MissingWidth").unwrap_or(if fixed {
                600.0
            } else {
                500.0
            }),
            standard: standard.filter(|_| !fixed),
        }
    }

    /// The widths of a composite font, by CID.
    pub(super) fn of_composite(descendant: &Dict<'_>) -> Self {
        let mut listed = HashMap::new();
        if let Some(array) = descendant.get::<Array<'_>>("W") {
            list(&array, &mut listed);
        }
        Self {
            listed,
            default: descendant.get::<f64>("DW").unwrap_or(1_000.0),
            standard: None,
        }
    }

    /// The width of a byte or CID.
    pub(super) fn get(&self, code: u32) -> f64 {
        let standard = || {
            let at = usize::try_from(code).ok()?.checked_sub(32)?;
            self.standard?.get(at).map(|&width| f64::from(width))
        };
        (self.listed.get(&code).copied())
            .or_else(standard)
            .unwrap_or(self.default)
    }
}

/// `first [w1 w2 …]` and `first last w`.
fn list(array: &Array<'_>, listed: &mut HashMap<u32, f64>) {
    let mut numbers: Vec<f64> = Vec::new();
    for item in array.iter::<Object<'_>>() {
        if listed.len() > MAX_LISTED {
            return;
        }
        match (item, numbers.as_slice()) {
            (Object::Array(widths), &[first]) => {
                listed.extend((first as u32..).zip(widths.iter::<f64>()).take(MAX_LISTED));
                numbers.clear();
            }
            (Object::Number(width), &[first, last]) => {
                let codes = first as u32..=last as u32;
                listed.extend(codes.take(MAX_LISTED).map(|code| (code, width.as_f64())));
                numbers.clear();
            }
            (Object::Number(number), _) => numbers.push(number.as_f64()),
            _ => numbers.clear(),
        }
    }
}
