//! Whom or what a form names.

use crate::search::{
    key::Key,
    plan::{Condition, Form, Matcher},
};

/// Whether a form selects calls, by company or period.
pub(super) fn names_calls(form: &Form) -> bool {
    selects(form, |condition| {
        matches!(
            condition,
            Condition::OneOf(Key::CompanyName | Key::Period, _)
        )
    })
}

/// Whether a form selects what a person says.
pub(super) fn names_a_person(form: &Form) -> bool {
    selects(form, |condition| matches!(condition, Condition::Person(..)))
}

fn selects(form: &Form, by: impl FnMut(&Condition) -> bool) -> bool {
    match &form.matcher {
        Matcher::Entity(conditions) => conditions.iter().any(by),
        _ => false,
    }
}
