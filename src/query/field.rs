//! The one table of query fields and of the values of closed sets, used by the parser, the command
//! line's filters, error hints and help.
//!
//! A field has one name, and a value of a closed set one word. Exact equivalents (`also`) are
//! accepted; similar words (`near`) are rejected with a hint.

use super::nearest::nearest;
use crate::{
    character::half_width,
    model::{Word, word_enum},
};

word_enum! {
    /// A field to filter by.
    Field {
        /// Company, by any of its names.
        Company = "company",
        /// Speaker, by any name.
        Speaker = "speaker",
        /// Role of the speaker on the call.
        Role = "role",
        /// Title of the speaker, or a part of it.
        Title = "title",
        /// The analyst's firm.
        Firm = "firm",
        /// Part of the call.
        Section = "section",
        /// Fiscal period or range of periods.
        Period = "period",
        /// Calls on or after a date.
        Since = "since",
        /// Calls on or before a date.
        Until = "until",
        /// Language of the side that matches.
        Lang = "lang",
        /// Format of the source.
        Format = "format",
        /// One call, by id.
        Call = "call",
        /// An amount of money, or any other large number.
        Amount = "amount",
        /// A percentage.
        Percent = "percent",
        /// Kind of disagreement between the two sides.
        Audit = "audit",
        /// Exchanges whose question contains something.
        Asked = "asked",
        /// Exchanges whose answers contain something.
        Answered = "answered",
        /// Exchanges whose question contains something that the reply declines to answer.
        Declined = "declined",
    }
}

impl Field {
    /// Whether several values of the field are alternatives; for text fields all must match.
    pub fn has_alternatives(self) -> bool {
        !self.is_number() && !self.is_of_exchange()
    }

    /// Whether it looks for exchanges by what they say.
    pub fn is_of_exchange(self) -> bool {
        matches!(self, Self::Asked | Self::Answered | Self::Declined)
    }

    /// Whether its values are numbers, which may be negative.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Amount | Self::Percent)
    }

    /// The member of the closed set that is typed, in any case and width.
    pub fn member<T: Word>(self, typed: &str) -> Option<T> {
        let typed = comparable(typed);
        let mut values = self.values().iter();
        let value = values.find(|info| info.value == typed || info.also.contains(&&*typed))?;
        T::from_word(value.value)
    }

    /// The most likely member of the closed set for a word that is none.
    pub fn nearest_value(self, typed: &str) -> Option<&'static str> {
        let typed = comparable(typed);
        let rows = self.values().iter();
        nearest_of(&typed, rows.map(|info| (info.value, info.near)))
    }

    /// A filter as typed.
    pub fn example(self) -> &'static str {
        self.info().map_or("", |info| info.example)
    }

    fn values(self) -> &'static [ValueInfo] {
        self.info().map_or(&[], |info| info.values)
    }

    fn info(self) -> Option<&'static FieldInfo> {
        FIELDS.iter().find(|info| info.field == self)
    }
}

/// The most likely field for an unknown name.
pub fn nearest_field(name: &str) -> Option<&'static str> {
    let rows = FIELDS.iter();
    nearest_of(
        &comparable(name),
        rows.map(|info| (info.field.word(), info.near)),
    )
}

/// A typed word in lower case and half width.
fn comparable(typed: &str) -> String {
    let plain = typed.trim().chars().map(half_width);
    plain.collect::<String>().to_lowercase()
}

/// The most likely row for an unknown word: one that lists it as similar; else the only one with it
/// as a prefix; else the nearest one with at most one wrong letter in three.
fn nearest_of(
    typed: &str,
    rows: impl Iterator<Item = (&'static str, &'static [&'static str])> + Clone,
) -> Option<&'static str> {
    if let Some((word, _)) = rows.clone().find(|(_, near)| near.contains(&typed)) {
        return Some(word);
    }
    nearest(typed, rows.map(|(word, _)| word))
}

/// Documentation of a field.
#[derive(Debug)]
pub struct FieldInfo {
    /// The field.
    pub field: Field,
    /// What it filters by, in a few words.
    pub about: &'static str,
    /// Example values.
    pub example: &'static str,
    /// Other names, which are rejected with a hint.
    pub near: &'static [&'static str],
    /// Values of a closed set; none for open sets.
    pub values: &'static [ValueInfo],
}

/// Documentation of a value of a closed set.
#[derive(Debug)]
pub struct ValueInfo {
    /// The value.
    pub value: &'static str,
    /// Accepted equivalents.
    pub also: &'static [&'static str],
    /// Similar words, which are rejected with a hint.
    pub near: &'static [&'static str],
}

/// A field without other names and with an open set of values.
const fn row(field: Field, about: &'static str, example: &'static str) -> FieldInfo {
    FieldInfo {
        field,
        about,
        example,
        near: &[],
        values: &[],
    }
}

const fn value(
    value: &'static str,
    also: &'static [&'static str],
    near: &'static [&'static str],
) -> ValueInfo {
    ValueInfo { value, also, near }
}

/// Every field, in the order of the help.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo {
        near: &["ticker", "symbol", "stock", "issuer"],
        ..row(
            Field::Company,
            "ticker or any name of the company",
            "company:LMRA",
        )
    },
    FieldInfo {
        near: &["who", "by", "person", "people"],
        ..row(
            Field::Speaker,
            "any name of the person, or a part of one",
            "speaker:\"Eddie Wu\"",
        )
    },
    FieldInfo {
        values: &[
            value(
                "executive",
                &[],
                &[
                    "management",
                    "ceo",
                    "cfo",
                    "coo",
                    "cto",
                    "chairman",
                    "chair",
                    "president",
                    "director",
                    "officer",
                ],
            ),
            value("ir", &["investor relations"], &[]),
            value("analyst", &["分析師", "分析师"], &["investor"]),
            value("operator", &[], &["host", "moderator", "coordinator"]),
            value("unidentified", &[], &["unknown"]),
            value("editor", &[], &[]),
        ],
        ..row(
            Field::Role,
            "ceo, cfo, coo; executive, ir, analyst, operator, unidentified, editor",
            "role:analyst",
        )
    },
    FieldInfo {
        near: &["office", "position", "job"],
        ..row(
            Field::Title,
            "the speaker's title, or a part of it",
            "title:\"Head of Research\"",
        )
    },
    FieldInfo {
        near: &["bank", "broker", "employer"],
        ..row(
            Field::Firm,
            "the analyst's firm, or a part of its name",
            "firm:\"Goldman Sachs\"",
        )
    },
    FieldInfo {
        near: &["part"],
        values: &[
            value("summary", &["摘要"], &["memo", "digest", "takeaways"]),
            value(
                "prepared",
                &["prepared remarks"],
                &["remarks", "presentation", "opening"],
            ),
            value(
                "qa",
                &["q&a", "questions and answers", "問答", "问答"],
                &["q", "a", "questions", "answers", "question", "answer"],
            ),
        ],
        ..row(Field::Section, "summary, prepared, qa", "section:qa")
    },
    FieldInfo {
        near: &["quarter", "year", "fy", "fiscal"],
        ..row(
            Field::Period,
            "fiscal quarter, year or range, or the last ones of each company",
            "period:2025Q1..2026Q2",
        )
    },
    FieldInfo {
        near: &["after", "date"],
        ..row(Field::Since, "calls on or after a date", "since:2025-06-30")
    },
    FieldInfo {
        near: &["before"],
        ..row(
            Field::Until,
            "calls on or before a date",
            "until:2025-12-31",
        )
    },
    FieldInfo {
        near: &["side"],
        values: &[
            value("en", &["english", "英文"], &["us", "uk", "en-us", "en-gb"]),
            value(
                "zh",
                &["chinese", "cn", "中文"],
                &[
                    "tw", "hk", "ch", "zh-tw", "zh-cn", "zh-hk", "zh-hant", "zh-hans", "mandarin",
                ],
            ),
        ],
        ..row(Field::Lang, "match on this side only: en, zh", "lang:zh")
    },
    row(Field::Format, "format of the source", "format:bilingual"),
    FieldInfo {
        near: &["id", "transcript"],
        ..row(Field::Call, "one call", "call:LMRA-2026Q1")
    },
    FieldInfo {
        near: &["money", "value"],
        ..row(
            Field::Amount,
            "passages that state such an amount, in either language's way of writing",
            "amount:usd:1b..5b",
        )
    },
    FieldInfo {
        near: &["pct"],
        ..row(
            Field::Percent,
            "passages that state such a percentage",
            "percent:>30",
        )
    },
    FieldInfo {
        values: &[
            value("amount", &[], &[]),
            value("currency", &[], &[]),
            value("scale", &[], &[]),
            value("percent", &[], &[]),
            value("points", &[], &[]),
            value("multiple", &[], &[]),
            value("negation", &[], &[]),
            value("name", &[], &[]),
        ],
        ..row(
            Field::Audit,
            "passages whose two sides disagree in this: amount, currency, scale, percent, points, multiple, negation, name",
            "audit:amount",
        )
    },
    FieldInfo {
        near: &["question", "q"],
        ..row(
            Field::Asked,
            "exchanges whose question says this",
            "asked:capex",
        )
    },
    FieldInfo {
        near: &["answer", "a"],
        ..row(
            Field::Answered,
            "exchanges whose answers say this",
            "answered:\"gross margin\"",
        )
    },
    FieldInfo {
        near: &["refused", "evaded", "dodged", "unanswered"],
        ..row(
            Field::Declined,
            "exchanges whose question says this and whose reply declines to answer (*: any question)",
            "declined:guidance",
        )
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DisagreementKind, Lang, Role, Section};

    #[test]
    fn every_field_has_a_row() {
        let rows: Vec<Field> = FIELDS.iter().map(|info| info.field).collect();
        assert_eq!(rows, Field::ALL);
        for info in FIELDS {
            let name = format!("{}:", info.field);
            assert!(info.example.starts_with(&name), "{}", info.example);
        }
    }

    #[test]
    fn closed_sets_are_those_of_the_model() {
        fn check<T: Word + PartialEq + std::fmt::Debug>(field: Field) {
            let about = field.info().map_or("", |info| info.about);
            let words: Vec<&str> = T::ALL.iter().map(|member| member.word()).collect();
            let values: Vec<&str> = field.values().iter().map(|info| info.value).collect();
            assert_eq!(values, words);
            assert!(about.ends_with(&words.join(", ")), "{about}");
            for info in field.values() {
                let member = T::from_word(info.value);
                for word in info.also {
                    assert_eq!(field.member(word), member, "{word}");
                    assert_eq!(field.member(&word.to_uppercase()), member, "{word}");
                }
                for word in info.near {
                    assert_eq!(field.member::<T>(word), None, "{word}");
                    assert_eq!(field.nearest_value(word), Some(info.value), "{word}");
                }
            }
        }
        check::<Role>(Field::Role);
        check::<Section>(Field::Section);
        check::<Lang>(Field::Lang);
        check::<DisagreementKind>(Field::Audit);
    }

    #[test]
    fn what_is_meant_by_another_word() {
        for (typed, meant) in [
            ("compny", Some("company")),
            ("Speakers", Some("speaker")),
            ("sect", Some("section")),
            ("ticker", Some("company")),
            ("per", None),
            ("re", None),
            ("https", None),
            ("note", None),
        ] {
            assert_eq!(nearest_field(typed), meant, "{typed}");
        }
        for (field, typed, meant) in [
            (Field::Role, "analist", Some("analyst")),
            (Field::Role, "exec", Some("executive")),
            (Field::Role, "ＣＥＯ", Some("executive")),
            (Field::Role, "waiter", None),
            (Field::Section, "summry", Some("summary")),
            (Field::Lang, "zh-TW", Some("zh")),
            (Field::Lang, "fr", None),
        ] {
            assert_eq!(field.nearest_value(typed), meant, "{typed}");
        }
    }
}
