//! The texts of pages and charts, in English, Traditional and Simplified Chinese.

mod names;
mod table;

pub(in crate::interface) use self::table::Messages;
use self::table::{EN, HANS, HANT};
use crate::{
    character::has_han,
    model::{Company, word_enum},
};

word_enum! {
    /// A language of the pages.
    UiLocale {
        /// English.
        En = "en",
        /// Traditional Chinese.
        Hant = "zh-Hant",
        /// Simplified Chinese.
        Hans = "zh-Hans",
    }
}

impl UiLocale {
    /// Its own name.
    pub(in crate::interface) fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Hant => "繁體中文",
            Self::Hans => "简体中文",
        }
    }

    /// The name of a company in this language where it has one, else the one it is shown by.
    pub(in crate::interface) fn company(self, company: &Company) -> &str {
        let is_chinese = self != Self::En;
        let fits = |name: &&String| {
            has_han(name) == is_chinese
                && company.ticker.as_ref() != Some(name)
                && **name != company.id
        };
        match has_han(&company.name) == is_chinese {
            true => &company.name,
            false => company.names.iter().find(fits).unwrap_or(&company.name),
        }
    }

    /// The texts in it.
    pub(in crate::interface) fn messages(self) -> &'static Messages {
        match self {
            Self::En => &EN,
            Self::Hant => &HANT,
            Self::Hans => &HANS,
        }
    }
}

/// A text with its placeholders replaced by the values, in order.
pub(in crate::interface) fn fill(text: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let mut out = String::with_capacity(text.len() + 16);
    for (at, part) in text.split("{}").enumerate() {
        if at > 0 {
            out.push_str(values.next().unwrap_or(&""));
        }
        out.push_str(part);
    }
    out
}

/// A whole number with a comma between thousands.
pub(in crate::interface) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count in the singular or plural text.
pub(in crate::interface) fn counted(count: u64, one: &str, many: &str) -> String {
    fill(if count == 1 { one } else { many }, &[&number(count)])
}

#[cfg(test)]
mod tests {
    use super::{table::ROWS, *};
    use crate::text::{Script, fold, is_han};

    #[test]
    fn every_string_is_there_in_each_language_and_takes_the_same() {
        assert!(ROWS.len() > 100);
        for (name, strings) in ROWS {
            let places = strings.map(|text| text.matches("{}").count());
            assert!(strings.iter().all(|text| !text.trim().is_empty()), "{name}");
            assert!(places.iter().all(|&many| many == places[0]), "{name}");
            let chinese = |text: &str| text.chars().any(is_han);
            let signs = |text: &str| !text.contains(char::is_alphabetic);
            for text in &strings[1..] {
                assert!(chinese(text) || signs(text), "{name}: {text}");
            }
        }
    }

    #[test]
    fn simplified_is_simplified_and_traditional_is_traditional() {
        let mut differ = 0;
        for (name, [_, hant, hans]) in ROWS {
            for c in hans.chars().filter(|&c| is_han(c)) {
                assert_eq!(fold(c), c, "{name}: {hans}");
            }
            differ += usize::from(hant != hans);
            if hant != hans && hant.chars().any(|c| is_han(c) && fold(c) != c) {
                assert_eq!(Script::of(hant), Script::Traditional, "{name}: {hant}");
            }
        }
        assert!(differ > 60, "{differ}");
    }

    #[test]
    fn what_is_filled_in() {
        assert_eq!(fill("{} of {}", &["1", "2"]), "1 of 2");
        assert_eq!(fill("{} of {}", &["1"]), "1 of ");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(
            [number(0), number(999), number(1000)],
            ["0", "999", "1,000"]
        );
        assert_eq!(counted(1, "{} passage", "{} passages"), "1 passage");
    }
}
