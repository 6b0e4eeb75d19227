//! Decimal numbers: exact, so that one value written in several scales gives one `f64`.

use std::cmp::Ordering;

/// Powers of ten that `f64` holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// A number that is not negative: `mantissa` × 10^`exponent`, without trailing zeros in the
/// mantissa.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    mantissa: u128,
    exponent: i32,
}

impl Decimal {
    pub(super) const ZERO: Self = Self {
        mantissa: 0,
        exponent: 0,
    };
    pub(super) const HALF: Self = Self {
        mantissa: 5,
        exponent: -1,
    };

    /// `mantissa` × 10^`exponent`.
    pub(super) fn new(mantissa: u128, exponent: i32) -> Self {
        if mantissa == 0 {
            return Self::ZERO;
        }
        let mut exponent = exponent;
        // Division of 64 bits is several times faster than that of 128.
        if let Ok(mut mantissa) = u64::try_from(mantissa) {
            while mantissa.is_multiple_of(10) {
                mantissa /= 10;
                exponent += 1;
            }
            return Self {
                mantissa: u128::from(mantissa),
                exponent,
            };
        }
        let mut mantissa = mantissa;
        while mantissa.is_multiple_of(10) {
            mantissa /= 10;
            exponent += 1;
        }
        Self { mantissa, exponent }
    }

    pub(super) fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether it has no part below one.
    pub(super) fn is_whole(self) -> bool {
        self.exponent >= 0
    }

    /// The number times 10^`exponent`.
    pub(super) fn scaled(self, exponent: i32) -> Self {
        Self::new(self.mantissa, self.exponent + exponent)
    }

    /// The sum; `None` where it has more digits than can be held.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let aligned = |decimal: Self| {
            let places = u32::try_from(decimal.exponent - exponent).ok()?;
            decimal.mantissa.checked_mul(10_u128.checked_pow(places)?)
        };
        let mantissa = aligned(self)?.checked_add(aligned(other)?)?;
        Some(Self::new(mantissa, exponent))
    }

    /// The nearest `f64`.
    pub(super) fn to_f64(self) -> f64 {
        // Both factors are exact, so the one operation rounds to the nearest.
        let power = POWERS.get(self.exponent.unsigned_abs() as usize);
        if let (Ok(mantissa), Some(power)) = (u32::try_from(self.mantissa), power) {
            let mantissa = f64::from(mantissa);
            return match self.exponent < 0 {
                true => mantissa / power,
                false => mantissa * power,
            };
        }
        let written = format!("{}e{}", self.mantissa, self.exponent);
        written.parse().unwrap_or_default()
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.to_f64().partial_cmp(&other.to_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_agree() {
        let forms = [(2478, 8), (247_800, 6), (2_478_000, 5), (24_780_000_000, 1)];
        for (mantissa, exponent) in forms {
            assert_eq!(Decimal::new(mantissa, exponent), Decimal::new(2478, 8));
        }
        let third = Decimal::new(1, -1).plus(Decimal::new(2, -1));
        assert_eq!(third.map(Decimal::to_f64), Some(0.3));
    }

    #[test]
    fn the_nearest_float_is_the_one_that_is_parsed() {
        for mantissa in [
            1,
            3,
            7,
            123,
            2478,
            99_999,
            4_294_967_291,
            9_007_199_254_740_993,
        ] {
            for exponent in -25..25 {
                let decimal = Decimal::new(mantissa, exponent);
                let parsed: f64 = format!("{mantissa}e{exponent}").parse().unwrap();
                assert_eq!(decimal.to_f64(), parsed, "{mantissa}e{exponent}");
            }
        }
    }
}
