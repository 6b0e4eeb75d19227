//! The table of forms that change `verbatim.toml`: what each shows, and what it changes.

use super::filled::Filled;
use crate::{
    Error, Result,
    engine::{CompanyNames, Engine, OverridesChange, PersonNames, SavedSearch},
    interface::{
        http::parameters::Parameter,
        messages::fill,
        web::{
            Ui,
            address::Address,
            form::{Form, Input, InputKind},
            group_form,
        },
    },
    model::{Company, Role, Word},
    query::Field,
    search::{CallEntry, FilterArg, ListSort, Request},
};

/// A form.
pub(super) struct Edit {
    /// The last part of its path.
    pub(super) what: &'static str,
    pub(super) parameters: fn() -> Vec<Parameter>,
    /// The form, filled in as far as it is known.
    pub(super) form: fn(&Engine, &Filled<'_>, &Ui) -> Result<Form>,
    /// The change that it asks for.
    pub(super) change: fn(&Engine, &Filled<'_>) -> Result<OverridesChange>,
    /// Where the change is seen.
    pub(super) then: fn(&Filled<'_>) -> Address,
}

pub(super) const EDITS: &[Edit] = &[
    Edit {
        what: "company",
        parameters: || texts(&["company", "ticker", "name", "names"]),
        form: company_form,
        change: company_change,
        then: |filled| {
            let shown = [
                filled.get("name"),
                filled.get("ticker"),
                filled.get("company"),
            ];
            let shown = shown.into_iter().find(|text| !text.is_empty());
            Address::new("/companies").with("find", &shown.unwrap_or_default())
        },
    },
    Edit {
        what: "person",
        parameters: || {
            texts(&[
                "person", "at", "name", "names", "company", "role", "title", "firm",
            ])
        },
        form: person_form,
        change: person_change,
        then: |filled| Address::new("/speakers").with("find", &filled.get("name")),
    },
    Edit {
        what: "glossary",
        parameters: || texts(&["terms"]),
        form: |_, filled, ui| Ok(group_form(ui.locale.messages(), &filled.get("terms"))),
        change: |_, filled| Ok(OverridesChange::Glossary(filled.lines("terms"))),
        then: |filled| {
            let term = filled.lines("terms").into_iter().next().unwrap_or_default();
            Address::new("/glossary").with("q", &term)
        },
    },
    Edit {
        what: "saved",
        parameters: || {
            let mut parameters = Parameter::of_request();
            parameters.push(Parameter::literal());
            parameters.append(&mut texts(&["name", "note"]));
            parameters
        },
        form: save_form,
        change: |_, filled| Ok(OverridesChange::SaveSearch(filled.search()?)),
        then: |_| Address::new("/saved"),
    },
    Edit {
        what: "note",
        parameters: || texts(&["name", "note"]),
        form: note_form,
        change: |_, filled| {
            let note = Some(filled.get("note")).filter(|note| !note.is_empty());
            Ok(OverridesChange::NoteSearch(filled.get("name"), note))
        },
        then: |_| Address::new("/saved"),
    },
    Edit {
        what: "delete",
        parameters: || texts(&["name"]),
        form: delete_form,
        change: |_, filled| Ok(OverridesChange::RemoveSearch(filled.get("name"))),
        then: |_| Address::new("/saved"),
    },
    Edit {
        what: "leave-out",
        parameters: || texts(&["call"]),
        form: leave_out_form,
        change: |engine, filled| {
            let call = call(engine, &filled.get("call"))?;
            Ok(OverridesChange::Ignore(engine.pattern_of(&call.call)?))
        },
        then: |_| Address::new("/edit/left-out"),
    },
    Edit {
        what: "left-out",
        parameters: || texts(&["pattern"]),
        form: left_out_form,
        change: |_, filled| Ok(OverridesChange::Unignore(filled.get("pattern"))),
        then: |_| Address::new("/calls"),
    },
];

fn texts(names: &[&'static str]) -> Vec<Parameter> {
    names
        .iter()
        .map(|name| Parameter::text(name, "What is typed"))
        .collect()
}

fn input(name: &'static str, label: &'static str, kind: InputKind, value: String) -> Input {
    Input {
        name,
        label,
        kind,
        value,
    }
}

fn hidden(name: &str, value: String) -> (String, String) {
    (name.to_owned(), value)
}

/// The company of an id or a name.
fn company(engine: &Engine, id: &str) -> Result<Company> {
    let request = Request {
        filters: vec![FilterArg::new(Field::Company, id)?],
        ..Request::new("")
    };
    let mut found = engine.companies(&request, ListSort::Passages)?;
    let at = found
        .iter()
        .position(|entry| entry.company.id == id)
        .unwrap_or(0);
    match found.is_empty() {
        true => Err(Error::unknown(format!("there is no company `{id}`"))),
        false => Ok(found.swap_remove(at).company),
    }
}

/// All names of a company, its id first.
fn names_of(company: &Company) -> Vec<String> {
    let ids = std::iter::once(&company.id).chain(&company.ticker);
    ids.chain(&company.names).cloned().collect()
}

fn company_form(engine: &Engine, filled: &Filled<'_>, ui: &Ui) -> Result<Form> {
    let messages = ui.locale.messages();
    let company = company(engine, &filled.get("company"))?;
    let stated = engine
        .stated_company(&names_of(&company))?
        .unwrap_or_default();
    let names = stated.names.join("\n");
    Ok(Form {
        title: messages.name_company,
        about: vec![
            company.id.clone(),
            fill(messages.names_known, &[&company.names.join(" · ")]),
        ],
        effect: messages.company_effect,
        hidden: vec![hidden("company", company.id)],
        inputs: vec![
            input(
                "name",
                messages.shown_name,
                InputKind::Line,
                filled.or("name", stated.name.or(Some(company.name))),
            ),
            input(
                "names",
                messages.other_names,
                InputKind::Lines,
                filled.or("names", Some(names)),
            ),
            input(
                "ticker",
                messages.ticker,
                InputKind::Line,
                filled.or("ticker", stated.ticker.or(company.ticker)),
            ),
        ],
        button: messages.write,
    })
}

fn company_change(engine: &Engine, filled: &Filled<'_>) -> Result<OverridesChange> {
    let known = names_of(&company(engine, &filled.get("company"))?);
    let names = CompanyNames {
        ticker: filled.some("ticker"),
        name: filled.some("name"),
        names: filled.lines("names"),
    };
    Ok(OverridesChange::Company(known, names))
}

/// The names of the company on whose calls a person is named; none for all companies.
fn names_at(engine: &Engine, filled: &Filled<'_>) -> Result<Vec<String>> {
    match filled.some("at") {
        Some(id) => Ok(names_of(&company(engine, &id)?)),
        None => Ok(Vec::new()),
    }
}

fn person_form(engine: &Engine, filled: &Filled<'_>, ui: &Ui) -> Result<Form> {
    let messages = ui.locale.messages();
    let person = filled.get("person");
    if person.is_empty() {
        let error = Error::request("no person is named");
        return Err(error.hint("choose one on the list of speakers"));
    }
    let stated = engine
        .stated_person(&person, &names_at(engine, filled)?)?
        .unwrap_or_default();
    let name = Some(stated.name).filter(|name| !name.is_empty());
    let roles = Role::ALL
        .iter()
        .map(|&role| (role.word().to_owned(), ui.role(role).to_owned()));
    let none = (String::new(), messages.as_in_transcript.to_owned());
    let role = filled.or("role", stated.role.map(|role| role.word().to_owned()));
    let line = |name, label, known| input(name, label, InputKind::Line, filled.or(name, known));
    Ok(Form {
        title: messages.name_person,
        about: vec![person.clone()],
        effect: messages.person_effect,
        hidden: vec![
            hidden("person", person.clone()),
            hidden("at", filled.get("at")),
        ],
        inputs: vec![
            line("name", messages.shown_name, name.or(Some(person))),
            input(
                "names",
                messages.person_names,
                InputKind::Lines,
                filled.or("names", Some(stated.names.join("\n"))),
            ),
            line(
                "company",
                messages.company,
                stated.company.or(filled.some("at")),
            ),
            input(
                "role",
                messages.role,
                InputKind::Choice(std::iter::once(none).chain(roles).collect()),
                role,
            ),
            line("title", messages.title, stated.title),
            line("firm", messages.firm, stated.firm),
        ],
        button: messages.write,
    })
}

fn person_change(engine: &Engine, filled: &Filled<'_>) -> Result<OverridesChange> {
    let role = match filled.some("role") {
        Some(word) => Some(
            Role::from_word(&word)
                .ok_or_else(|| Error::request(format!("there is no role `{word}`")))?,
        ),
        None => None,
    };
    let names = PersonNames {
        name: filled.get("name"),
        names: filled.lines("names"),
        company: filled.some("company"),
        role,
        title: filled.some("title"),
        firm: filled.some("firm"),
    };
    let at = names_at(engine, filled)?;
    Ok(OverridesChange::Person(filled.get("person"), at, names))
}

fn save_form(_: &Engine, filled: &Filled<'_>, ui: &Ui) -> Result<Form> {
    let messages = ui.locale.messages();
    let own = ["name", "note", "sent", "view", "done"];
    let pairs = filled.0.pairs().filter(|(name, _)| !own.contains(name));
    let hidden: Vec<(String, String)> = pairs
        .map(|(name, value)| hidden(name, value.to_owned()))
        .collect();
    let shown = hidden.iter().map(|(name, value)| match name.as_str() {
        "q" => value.clone(),
        _ => format!("{name}:{value}"),
    });
    Ok(Form {
        title: messages.save_search,
        about: shown.collect(),
        effect: messages.save_effect,
        inputs: vec![
            input(
                "name",
                messages.search_name,
                InputKind::Line,
                filled.get("name"),
            ),
            input("note", messages.note, InputKind::Line, filled.get("note")),
        ],
        hidden,
        button: messages.write,
    })
}

/// The saved search that a form is about.
fn saved(engine: &Engine, filled: &Filled<'_>) -> Result<SavedSearch> {
    let all = Engine::saved(&engine.corpus_folders()?.unwrap_or_default())?;
    let chosen = SavedSearch::chosen(all, &[filled.get("name")])?;
    let first = chosen.into_iter().next();
    first.ok_or_else(|| Error::unknown("no saved search is named"))
}

fn note_form(engine: &Engine, filled: &Filled<'_>, ui: &Ui) -> Result<Form> {
    let messages = ui.locale.messages();
    let wording = saved(engine, filled)?.wording;
    Ok(Form {
        title: messages.edit_note,
        about: vec![wording.name.clone(), wording.query],
        effect: messages.note_effect,
        hidden: vec![hidden("name", wording.name)],
        inputs: vec![input(
            "note",
            messages.note,
            InputKind::Line,
            filled.or("note", wording.note),
        )],
        button: messages.write,
    })
}

fn delete_form(engine: &Engine, filled: &Filled<'_>, ui: &Ui) -> Result<Form> {
    let messages = ui.locale.messages();
    let wording = saved(engine, filled)?.wording;
    Ok(Form {
        title: messages.delete_search,
        about: vec![wording.name.clone(), wording.query],
        effect: messages.delete_effect,
        hidden: vec![hidden("name", wording.name)],
        inputs: Vec::new(),
        button: messages.delete,
    })
}

/// The call of an id.
fn call(engine: &Engine, id: &str) -> Result<CallEntry> {
    let request = Request {
        filters: vec![FilterArg::new(Field::Call, id)?],
        ..Request::new("")
    };
    let found = engine.calls(&request)?.into_iter().next();
    found.ok_or_else(|| Error::unknown(format!("there is no call `{id}`")))
}

fn leave_out_form(engine: &Engine, filled: &Filled<'_>, ui: &Ui) -> Result<Form> {
    let messages = ui.locale.messages();
    let call = call(engine, &filled.get("call"))?.call;
    let of_file = engine.calls(&Request::new(""))?.into_iter();
    let of_file = of_file.filter(|entry| entry.call.source == call.source);
    let ids: Vec<String> = of_file.map(|entry| entry.call.id.clone()).collect();
    Ok(Form {
        title: messages.leave_out,
        about: vec![call.source.clone(), ids.join(", ")],
        effect: messages.leave_out_effect,
        hidden: vec![hidden("call", call.id.clone())],
        inputs: Vec::new(),
        button: messages.leave_out,
    })
}

fn left_out_form(engine: &Engine, filled: &Filled<'_>, ui: &Ui) -> Result<Form> {
    let messages = ui.locale.messages();
    let patterns = engine.ignored_files()?;
    let about = match patterns.is_empty() {
        true => vec![messages.none_left_out.to_owned()],
        false => Vec::new(),
    };
    let values = patterns
        .into_iter()
        .map(|pattern| (pattern.clone(), pattern));
    Ok(Form {
        title: messages.left_out,
        about,
        effect: messages.leave_out_effect,
        hidden: Vec::new(),
        inputs: vec![input(
            "pattern",
            messages.left_out,
            InputKind::Choice(values.collect()),
            filled.get("pattern"),
        )],
        button: messages.read_again,
    })
}
