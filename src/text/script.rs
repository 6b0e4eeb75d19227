//! Chinese script of a text, and its share of Chinese.

use super::{
    fold::{fold, is_simplified_only, unified},
    is_han,
};

/// Script of a Chinese text, as far as its characters tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Some characters exist in Traditional Chinese only.
    Traditional,
    /// Simplified, or undecided: a shared form may stand for any of its characters.
    Open,
}

impl Script {
    /// Decides by the characters that only one script has.
    pub fn of(text: &str) -> Self {
        let traditional = text
            .chars()
            .filter(|&c| is_han(c) && fold(c) != unified(c))
            .take(8)
            .count();
        if traditional == 0 {
            return Self::Open;
        }
        let simplified = text
            .chars()
            .filter(|&c| is_simplified_only(unified(c)))
            .take(8)
            .count();
        if simplified < traditional {
            Self::Traditional
        } else {
            Self::Open
        }
    }
}

/// Share of Han characters among letters and digits, 0 to 1.
pub fn han_share(text: &str) -> f32 {
    let (mut han, mut all) = (0_u32, 0_u32);
    for c in text.chars() {
        if is_han(c) {
            han += 1;
            all += 1;
        } else if c.is_alphanumeric() {
            all += 1;
        }
    }
    if all == 0 {
        0.0
    } else {
        han as f32 / all as f32
    }
}
