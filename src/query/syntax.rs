/// The query language by example, for help, guides and agents; fields are in [`super::FIELDS`].
pub const SYNTAX: &[(&str, &str)] = &[
    (
        "capex guidance",
        "these words, by stem, in either language; all of them first, then most of them",
    ),
    ("+capex guidance", "the word with + is required"),
    ("\"quick commerce\"", "a phrase, as typed"),
    ("a OR b", "either of them"),
    ("capex -guidance", "the one without the other"),
    ("(a OR b) c", "grouped"),
    ("invest*", "beginning of a word"),
    (
        "capex NEAR/10 cloud",
        "on one side, at most ten words between",
    ),
    ("AI", "two to four capitals find capitals only"),
    ("資本支出", "Chinese characters in a row, in either script"),
    (
        "247.8 billion OR 三成四",
        "the value, however it is written",
    ),
    (
        "asked:capex -answered:capex",
        "asked, and not named in the answers",
    ),
    (
        "declined:guidance",
        "asked, and the reply declines to answer; declined:* for any question",
    ),
    (
        "amount:>100b percent:30..40",
        "passages that state such a value",
    ),
    (
        "company:LMRA role:-operator",
        "filters inside the query; - or ! excludes",
    ),
];

#[cfg(test)]
mod tests {
    use super::SYNTAX;
    use crate::query::parse;

    #[test]
    fn every_example_can_be_typed() {
        for (typed, _) in SYNTAX {
            let read = parse(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
            assert_eq!(parse(&read.to_string()).ok(), Some(read), "{typed}");
        }
    }
}
