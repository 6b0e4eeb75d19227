//! "Did you mean": the known keyword that an unknown one most likely stands for.

/// Shortest text that is completed to the only keyword with it as a prefix.
const MIN_PREFIX: usize = 3;

/// The keyword most likely meant by a typed one, in any case: the only one that begins with it, else
/// the one with the smallest Damerau-Levenshtein distance, at most one letter in three.
pub(crate) fn nearest<'a>(
    typed: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let letters = typed.chars().count();
    if letters >= MIN_PREFIX {
        let mut completed = known.clone().filter(|word| word.starts_with(&typed));
        if let (Some(only), None) = (completed.next(), completed.next()) {
            return Some(only);
        }
    }
    known
        .map(|word| {
            (
                strsim::damerau_levenshtein(&typed, &word.to_lowercase()),
                word,
            )
        })
        .filter(|(distance, _)| *distance <= letters / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_goes_before_a_slip_and_what_is_far_is_not_meant() {
        let known = ["company", "percent", "period", "since"];
        let meant = |typed| nearest(typed, known.into_iter());
        assert_eq!(meant("comp"), Some("company"));
        assert_eq!(meant("compny"), Some("company"));
        assert_eq!(meant("Perid"), Some("period"));
        assert_eq!(meant("per"), None, "two begin so");
        assert_eq!(meant("fiscal"), None);
    }
}
