//! Association of two terms by Dunning's log-likelihood ratio.

/// Log-likelihood ratio that is exceeded by chance once in a thousand.
pub const SIGNIFICANT: f64 = 10.83;

/// In how many of a number of places two terms occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts2x2 {
    /// Places with both.
    pub both: u64,
    /// Places with the first.
    pub first: u64,
    /// Places with the second.
    pub second: u64,
    /// All places.
    pub all: u64,
}

/// The log-likelihood ratio that two terms are independent, as Dunning (1993) defines it; 0 where they occur
/// together no more often than by chance. It is distributed like chi-square with one degree of freedom: 10.83
/// is exceeded by chance once in a thousand.
pub fn log_likelihood(counts: Counts2x2) -> f64 {
    let Counts2x2 {
        both,
        first,
        second,
        all,
    } = counts;
    let [both, first, second, all] = [both, first, second, all].map(|count| count as f64);
    let expected = first * second / all.max(1.0);
    if both <= expected {
        return 0.0;
    }
    let cells = [
        (both, first * second),
        (first - both, first * (all - second)),
        (second - both, (all - first) * second),
        (all - first - second + both, (all - first) * (all - second)),
    ];
    let term = |(observed, product): (f64, f64)| match observed > 0.0 && product > 0.0 {
        true => observed * (observed * all / product).ln(),
        false => 0.0,
    };
    2.0 * cells.into_iter().map(term).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn independent_terms_have_no_association() {
        let counts = |both, first, second, all| Counts2x2 {
            both,
            first,
            second,
            all,
        };
        assert_eq!(log_likelihood(counts(1, 10, 10, 100)), 0.0);
        assert_eq!(log_likelihood(counts(0, 10, 10, 100)), 0.0);
        assert_eq!(log_likelihood(counts(0, 0, 0, 0)), 0.0);
        // Worked out by hand: 2 · (10 ln 10 + 90 ln (90 · 100 / 8100)).
        let perfect = log_likelihood(counts(10, 10, 10, 100));
        assert!((perfect - 65.016).abs() < 0.01, "{perfect}");
        assert!(log_likelihood(counts(5, 10, 10, 100)) < perfect);
    }
}
