//! The names of fields, roles and sections.

use super::Messages;
use crate::{
    model::{Lang, Role, Section},
    query::Field,
};

impl Messages {
    /// A role.
    pub(in crate::interface) fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Executive => self.role_executive,
            Role::Ir => self.role_ir,
            Role::Analyst => self.role_analyst,
            Role::Operator => self.role_operator,
            Role::Unidentified => self.role_unidentified,
            Role::Editor => self.role_editor,
        }
    }

    /// A section.
    pub(in crate::interface) fn section(&self, section: Section) -> &'static str {
        match section {
            Section::Summary => self.summary,
            Section::Prepared => self.prepared,
            Section::Qa => self.qa,
        }
    }

    /// The name of a field.
    pub(in crate::interface) fn field(&self, field: Field) -> &'static str {
        match field {
            Field::Company => self.company,
            Field::Speaker => self.speaker,
            Field::Role => self.role,
            Field::Title => self.title,
            Field::Firm => self.firm,
            Field::Section => self.section,
            Field::Period => self.period,
            Field::Since => self.since,
            Field::Until => self.until,
            Field::Lang => self.lang,
            Field::Format => self.format,
            Field::Call => self.call,
            Field::Amount => self.amount,
            Field::Percent => self.percent,
            Field::Audit => self.audit,
            Field::Asked => self.asked,
            Field::Answered => self.answered,
            Field::Declined => self.declined,
        }
    }

    /// A value of a field, in words where it is one of a closed set.
    pub(in crate::interface) fn value<'a>(&self, field: Field, value: &'a str) -> &'a str {
        let name = match field {
            Field::Role => field.member::<Role>(value).map(|role| self.role(role)),
            Field::Section => (field.member::<Section>(value)).map(|section| self.section(section)),
            Field::Lang => field.member::<Lang>(value).map(|lang| match lang {
                Lang::En => self.english,
                Lang::Zh => self.chinese,
            }),
            _ => None,
        };
        name.unwrap_or(value)
    }
}
