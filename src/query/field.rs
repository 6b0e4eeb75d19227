//! The one table of query fields: the parser, the command line's filters, error hints and help all
//! read it.

use crate::model::word_enum;

word_enum! {
    /// What a filter narrows by.
    Field {
        /// Company, by any of its names.
        Company = "company",
        /// Speaker, by any name.
        Speaker = "speaker",
        /// What the speaker is on the call.
        Role = "role",
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
        /// Exchanges whose question says something.
        Asked = "asked",
        /// Exchanges whose answers say something.
        Answered = "answered",
    }
}

impl Field {
    /// Whether several values of the field are alternatives. Of what is said each must be there.
    pub fn has_alternatives(self) -> bool {
        !matches!(
            self,
            Self::Amount | Self::Percent | Self::Asked | Self::Answered
        )
    }
}

/// What there is to say about a field.
#[derive(Debug)]
pub struct FieldInfo {
    /// The field.
    pub field: Field,
    /// What it narrows by, in a few words.
    pub about: &'static str,
    /// Values as they are typed.
    pub example: &'static str,
}

/// Every field, in the order of the help.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo {
        field: Field::Company,
        about: "ticker or any name of the company",
        example: "company:BABA",
    },
    FieldInfo {
        field: Field::Speaker,
        about: "any name of the person, or a part of one",
        example: "speaker:\"Eddie Wu\"",
    },
    FieldInfo {
        field: Field::Role,
        about: "executive, ir, analyst, operator, unidentified, editor",
        example: "role:analyst",
    },
    FieldInfo {
        field: Field::Firm,
        about: "the analyst's firm, or a part of its name",
        example: "firm:\"Goldman Sachs\"",
    },
    FieldInfo {
        field: Field::Section,
        about: "summary, prepared, qa",
        example: "section:qa",
    },
    FieldInfo {
        field: Field::Period,
        about: "fiscal quarter, year or range",
        example: "period:2025Q1..2026Q2",
    },
    FieldInfo {
        field: Field::Since,
        about: "calls on or after a date",
        example: "since:2025-06-30",
    },
    FieldInfo {
        field: Field::Until,
        about: "calls on or before a date",
        example: "until:2025-12-31",
    },
    FieldInfo {
        field: Field::Lang,
        about: "match on this side only: en, zh",
        example: "lang:zh",
    },
    FieldInfo {
        field: Field::Format,
        about: "format of the source",
        example: "format:bilingual",
    },
    FieldInfo {
        field: Field::Call,
        about: "one call",
        example: "call:BABA-2026Q2",
    },
    FieldInfo {
        field: Field::Amount,
        about: "passages that state such an amount, in either language's way of writing",
        example: "amount:usd:1b..5b",
    },
    FieldInfo {
        field: Field::Percent,
        about: "passages that state such a percentage",
        example: "percent:>30",
    },
    FieldInfo {
        field: Field::Asked,
        about: "exchanges whose question says this",
        example: "asked:capex",
    },
    FieldInfo {
        field: Field::Answered,
        about: "exchanges whose answers say this",
        example: "answered:\"gross margin\"",
    },
];
