//! A form that changes `verbatim.toml`.

use maud::{Markup, html};

use super::{
    problem::{self, ProblemView},
    text,
    ui::{Body, Ui},
};

/// A form.
pub(in crate::interface) struct Form {
    /// The heading.
    pub(in crate::interface) title: &'static str,
    /// What is to be changed: names and values that are known.
    pub(in crate::interface) about: Vec<String>,
    /// What the change does.
    pub(in crate::interface) effect: &'static str,
    /// Values that are sent as they are.
    pub(in crate::interface) hidden: Vec<(String, String)>,
    /// The fields to fill in.
    pub(in crate::interface) inputs: Vec<Input>,
    /// The text of the button.
    pub(in crate::interface) button: &'static str,
}

/// A field of a form.
pub(in crate::interface) struct Input {
    /// Its parameter.
    pub(in crate::interface) name: &'static str,
    /// Its label.
    pub(in crate::interface) label: &'static str,
    /// How it is filled in.
    pub(in crate::interface) kind: InputKind,
    /// What it holds.
    pub(in crate::interface) value: String,
}

/// How a field is filled in.
pub(in crate::interface) enum InputKind {
    /// One line.
    Line,
    /// Several lines, a value each.
    Lines,
    /// One of some values, each with its name.
    Choice(Vec<(String, String)>),
}

/// The page of a form; `problem` says why the change was not made.
pub(in crate::interface) fn form(ui: &Ui, form: &Form, problem: Option<&ProblemView<'_>>) -> Body {
    Body {
        title: form.title.to_owned(),
        main: html! {
            div #found.list data-here=(ui.here.href()) {
                h1 { (form.title) }
                @if !form.about.is_empty() {
                    ul.about-form { @for about in &form.about { li { (text::name(about)) } } }
                }
                @if let Some(problem) = problem { (refused(ui, problem)) }
                (fields(ui.here.path(), form))
                p.dim { (form.effect) }
            }
        },
    }
}

fn refused(ui: &Ui, problem: &ProblemView<'_>) -> Markup {
    html! {
        p.notice role="alert" {
            (problem::note(ui, problem.detail))
            @if let Some(hint) = problem.hint { " · " (problem::note(ui, hint)) }
        }
    }
}

/// The form itself.
pub(super) fn fields(action: &str, form: &Form) -> Markup {
    html! {
        form.edit method="post" action=(action) {
            input type="hidden" name="sent" value="true";
            @for (name, value) in &form.hidden { input type="hidden" name=(name) value=(value); }
            @for input in &form.inputs { (field(input)) }
            button type="submit" { (form.button) }
        }
    }
}

fn field(input: &Input) -> Markup {
    let id = format!("edit-{}", input.name);
    html! {
        p {
            label for=(id) { (input.label) }
            @match &input.kind {
                InputKind::Line => input id=(id) type="text" name=(input.name) value=(input.value) dir="auto" autocomplete="off" spellcheck="false";,
                InputKind::Lines => textarea id=(id) name=(input.name) rows="4" dir="auto" spellcheck="false" { (input.value) },
                InputKind::Choice(values) => select id=(id) name=(input.name) {
                    @for (value, label) in values { option value=(value) selected[*value == input.value] { (label) } }
                },
            }
        }
    }
}
