//! Notes and hints of the engine in the language of the page. The engine writes English sentences; each of
//! their clauses is found in a table by its fixed words.

use super::{
    clauses::CLAUSES,
    messages::{Messages, UiLocale},
    text,
};
use crate::{model::Word, query::Field};

/// A sentence in the language of the page; none where a clause of it is not in the table.
pub(super) fn translated(locale: UiLocale, sentence: &str) -> Option<String> {
    let at = match locale {
        UiLocale::En => return None,
        UiLocale::Hant => 0,
        UiLocale::Hans => 1,
    };
    let clauses = clauses(sentence);
    let clauses = clauses
        .into_iter()
        .map(|clause| of_clause(locale, at, clause));
    Some(clauses.collect::<Option<Vec<_>>>()?.join("；"))
}

/// The parts of a sentence between semicolons that are not within backticks.
fn clauses(sentence: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let mut from = 0;
    for (at, _) in sentence.match_indices("; ") {
        let before = sentence.get(..at).unwrap_or_default();
        if before.matches('`').count().is_multiple_of(2) {
            clauses.push(sentence.get(from..at).unwrap_or_default());
            from = at + 2;
        }
    }
    clauses.push(sentence.get(from..).unwrap_or_default());
    clauses
}

fn of_clause(locale: UiLocale, at: usize, clause: &str) -> Option<String> {
    let messages = locale.messages();
    CLAUSES.iter().find_map(|(english, translations)| {
        let values = values(english, clause)?;
        let mut out = translations.get(at)?.to_string();
        for (number, value) in values.iter().enumerate() {
            let value = of_value(locale, messages, value);
            out = out.replace(&format!("{{{number}}}"), &value);
        }
        Some(out)
    })
}

/// What stands at the placeholders of a pattern; none where the clause has other words.
fn values<'a>(pattern: &str, clause: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split("{}");
    let mut rest = clause.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let end = match (part, parts.peek()) {
            ("", None) => rest.len(),
            (part, None) => rest.len() - rest.ends_with(part).then_some(part.len())?,
            (part, Some(_)) => rest.find(part)?,
        };
        values.push(rest.get(..end).filter(|value| !value.is_empty())?);
        rest = rest.get(end + part.len()..)?;
    }
    rest.is_empty().then_some(values)
}

/// A value: names of fields and the word between values are translated, what is typed stays.
fn of_value(locale: UiLocale, messages: &Messages, value: &str) -> String {
    if let Some(field) = Field::from_word(value) {
        return text::field(messages, field).to_owned();
    }
    if value.matches('`').count() > 2 {
        return value.replace("`, `", "`、`").replace("` or `", "` 或 `");
    }
    // The reason for which the overrides are not used is a sentence too.
    translated(locale, value).unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold, is_han};

    fn hant(sentence: &str) -> Option<String> {
        translated(UiLocale::Hant, sentence)
    }

    #[test]
    fn clauses_are_translated_and_what_is_typed_stays() {
        for (sentence, expected) in [
            (
                "no passage has `guidnce`; did you mean `guidance` or `guide`?",
                "沒有段落含 `guidnce`；是否指 `guidance` 或 `guide`？",
            ),
            (
                "3 passages match without `a; b`",
                "去掉 `a; b` 則有 3 段符合",
            ),
            ("no company `x`", "沒有公司 `x`"),
            ("no passage has a title", "沒有段落有職稱"),
            (
                "`limit` takes a number from 1 to 5, not `0`",
                "`limit` 須為 1 至 5 的數字，而非 `0`",
            ),
            ("this bracket is never closed", "這個括號沒有結束"),
        ] {
            assert_eq!(hant(sentence).as_deref(), Some(expected));
        }
        assert_eq!(hant("something new; did you mean `a`?"), None);
        assert_eq!(translated(UiLocale::En, "no company `x`"), None);
    }

    #[test]
    fn every_row_takes_what_it_shows_and_is_reached() {
        for (english, translations) in CLAUSES {
            let count = english.matches("{}").count();
            for (translation, locale) in translations.iter().zip([UiLocale::Hant, UiLocale::Hans]) {
                assert!(
                    (0..count).all(|at| translation.contains(&format!("{{{at}}}"))),
                    "{english}"
                );
                assert!(!translation.contains(&format!("{{{count}}}")), "{english}");
                let filled = english.replace("{}", "`x`");
                let mut expected = (*translation).to_owned();
                for at in 0..count {
                    expected = expected.replace(&format!("{{{at}}}"), "`x`");
                }
                let reached = translated(locale, &filled);
                assert_eq!(reached.as_deref(), Some(&*expected), "{english}");
            }
            let [_, hans] = translations;
            for c in hans.chars().filter(|&c| is_han(c)) {
                assert_eq!(fold(c), c, "{hans}");
            }
        }
    }
}
