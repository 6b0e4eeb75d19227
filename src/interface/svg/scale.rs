//! The axis of shares: round numbers from zero to the maximum or a little above.

/// A scale from zero.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    step: f64,
    steps: u32,
}

impl Scale {
    /// A scale of at most six steps that reaches `max`; of one step if it is zero.
    pub(super) fn to(max: f64) -> Self {
        if !max.is_finite() || max <= 0.0 {
            return Self {
                step: 1.0,
                steps: 1,
            };
        }
        let unit = 10_f64.powf((max / 5.0).log10().floor());
        let rounds = [1.0, 2.0, 5.0, 10.0].map(|round| round * unit);
        let fits = |step: &&f64| max / **step <= 5.0 + 1e-9;
        let step = rounds.iter().find(fits).copied().unwrap_or(max);
        let steps = (max / step - 1e-9).ceil().max(1.0) as u32;
        Self { step, steps }
    }

    /// The ticks, each with its label, zero first.
    pub(super) fn ticks(&self) -> impl Iterator<Item = (f64, String)> {
        let decimals = (-self.step.log10().floor()).max(0.0) as usize;
        (0..=self.steps).map(move |step| {
            let value = f64::from(step) * self.step;
            (value, thousands(&format!("{value:.decimals$}")))
        })
    }

    /// The position of a share on the axis, from 0 to 1.
    pub(super) fn at(&self, share: f64) -> f64 {
        (share / (self.step * f64::from(self.steps))).clamp(0.0, 1.0)
    }
}

/// Digits with a comma between thousands.
pub(super) fn thousands(digits: &str) -> String {
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(max: f64) -> Vec<String> {
        Scale::to(max).ticks().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round_and_begin_at_zero() {
        assert_eq!(labels(0.0), ["0", "1"]);
        assert_eq!(labels(1000.0), ["0", "200", "400", "600", "800", "1,000"]);
        assert_eq!(labels(139.0), ["0", "50", "100", "150"]);
        assert_eq!(labels(0.7), ["0.0", "0.2", "0.4", "0.6", "0.8"]);
        assert_eq!(labels(5.0), ["0", "1", "2", "3", "4", "5"]);
        assert_eq!(labels(f64::NAN), ["0", "1"]);
    }

    #[test]
    fn every_share_has_its_place() {
        for max in [0.001, 0.3, 1.0, 7.0, 49.9, 50.0, 333.3, 1000.0] {
            let scale = Scale::to(max);
            let ticks: Vec<f64> = scale.ticks().map(|(value, _)| value).collect();
            assert!(ticks.len() <= 7 && ticks.is_sorted(), "{max}: {ticks:?}");
            assert!(ticks[ticks.len() - 1] >= max - 1e-9, "{max}: {ticks:?}");
            assert!(scale.at(max) > 0.5, "{max}: {ticks:?}");
            assert_eq!(scale.at(0.0), 0.0);
        }
    }

    #[test]
    fn thousands_have_commas() {
        assert_eq!(thousands("1234567.5"), "1,234,567.5");
        assert_eq!(thousands("100"), "100");
    }
}
