//! Regular expressions of the program's own, compiled at their first use.

/// A `LazyLock<Regex>` of a pattern that is known to be valid.
macro_rules! lazy_regex {
    ($pattern:expr $(,)?) => {
        std::sync::LazyLock::new(|| regex::Regex::new($pattern).expect("the pattern is valid"))
    };
}
pub(crate) use lazy_regex;
