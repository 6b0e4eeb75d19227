//! The form of a page that counts: the query, the filters that are used most, and a button.

use maud::{Markup, html};

use super::{chips, text, ui::Ui};
use crate::{
    model::{Role, Section, Word},
    query::Field,
};

/// The filters that the form has a field for.
const FIELDS: [Field; 4] = [Field::Company, Field::Role, Field::Section, Field::Period];

/// The form; `own` are fields of the page itself, whose parameters are `names`.
pub(super) fn narrow(ui: &Ui, query: Option<&str>, own: &Markup, names: &[&str]) -> Markup {
    let messages = ui.messages();
    let mut given = vec!["q"];
    given.extend(names);
    // Of several values of a field the form shows none, and keeps all.
    let single = FIELDS
        .into_iter()
        .filter(|field| values(ui, *field).count() < 2);
    let single: Vec<Field> = single.collect();
    given.extend(single.iter().map(|field| field.word()));
    html! {
        form.pick.many action=(ui.here.path()) {
            (chips::hidden_fields(ui, &given))
            @if let Some(label) = query {
                p.wide-field { label for="what" { (label) }
                    input #what type="search" name="q" value=(ui.here.get("q").unwrap_or_default()) required dir="auto" autocomplete="off"; }
            }
            (own)
            @for field in &single { (filter(ui, *field)) }
            button type="submit" { (messages.apply) }
        }
    }
}

fn values(ui: &Ui, field: Field) -> impl Iterator<Item = &str> {
    let pairs = ui.here.pairs();
    pairs.filter_map(move |(name, value)| (name == field.word()).then_some(value))
}

fn filter(ui: &Ui, field: Field) -> Markup {
    let messages = ui.messages();
    let value = ui.here.get(field.word()).unwrap_or_default();
    let id = format!("by-{}", field.word());
    let words: Vec<&str> = match field {
        Field::Role => Role::ALL.iter().map(|role| role.word()).collect(),
        Field::Section => Section::ALL.iter().map(|section| section.word()).collect(),
        _ => Vec::new(),
    };
    html! {
        p {
            label for=(id) { (text::field(messages, field)) }
            @if words.is_empty() || (!value.is_empty() && !words.contains(&value)) {
                input id=(id) type="search" name=(field.word()) value=(value) dir="auto" autocomplete="off" spellcheck="false";
            } @else {
                (choice(&id, field.word(), value, messages.any, words.iter().map(|word| (*word, text::value(messages, field, word)))))
            }
        }
    }
}

/// A choice of one value or none.
pub(super) fn choice<'a>(
    id: &str,
    name: &str,
    chosen: &str,
    none: &str,
    values: impl Iterator<Item = (&'a str, String)>,
) -> Markup {
    html! {
        select id=(id) name=(name) {
            option value="" { (none) }
            @for (value, label) in values { option value=(value) selected[value == chosen] { (label) } }
        }
    }
}
