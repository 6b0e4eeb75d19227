//! What completes the values of arguments: the index or the cluster knows them.

#[cfg(feature = "cluster")]
use std::time::Duration;
use std::{
    collections::BTreeSet,
    env,
    ffi::{OsStr, OsString},
    path::PathBuf,
};

use clap_complete::{CompletionCandidate, engine::ArgValueCompleter};

use super::project::Project;
#[cfg(feature = "cluster")]
use crate::CancelToken;
use crate::{
    Result,
    engine::Engine,
    model::{DisagreementKind, Lang, Office, Role, Section, Word},
    query::Field,
    search::{CallSort, ListSort, Request},
};

/// Most completions that are given.
const MAX: usize = 500;

/// Longest wait for a store: nobody waits longer for a completion.
#[cfg(feature = "cluster")]
const LONGEST_WAIT: Duration = Duration::from_secs(3);

/// Completes the values of a field.
pub(super) fn of_field(field: Field) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let value = typed.trim_start_matches(['-', '!']);
        let sign = typed.strip_suffix(value).unwrap_or_default();
        candidates(values(field).unwrap_or_default(), sign, value)
    })
}

/// Completes ids of calls.
pub(super) fn calls() -> ArgValueCompleter {
    of_field(Field::Call)
}

/// Completes names of saved searches, which stand in the `verbatim.toml` of this machine whatever answers them.
pub(super) fn saved() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let known = || -> Result<Vec<String>> {
            let saved = Engine::saved(&engine_of_index()?.corpus_folders()?.unwrap_or_default())?;
            Ok(saved
                .into_iter()
                .map(|search| search.wording.name)
                .collect())
        };
        candidates(known().unwrap_or_default(), "", &typed.to_string_lossy())
    })
}

/// The values that begin like what is typed, in any case.
fn candidates(known: Vec<String>, sign: &str, typed: &str) -> Vec<CompletionCandidate> {
    let typed = typed.to_lowercase();
    let fitting = known
        .into_iter()
        .filter(|value| value.to_lowercase().starts_with(&typed));
    let plain = fitting.filter(|value| !value.contains(char::is_control));
    let candidate = |value: String| CompletionCandidate::new(format!("{sign}{value}"));
    plain.take(MAX).map(candidate).collect()
}

/// The values that a field has.
fn values(field: Field) -> Result<Vec<String>> {
    let all = Request::new("");
    let words = |words: &[&str]| Ok(words.iter().map(|&word| word.to_owned()).collect());
    match field {
        Field::Role => {
            let offices = Office::ALL.iter().map(|office| office.word());
            let roles = Role::ALL.iter().map(|role| role.word()).chain(offices);
            Ok(roles.map(str::to_owned).collect())
        }
        Field::Section => words(
            &Section::ALL
                .iter()
                .map(|one| one.word())
                .collect::<Vec<_>>(),
        ),
        Field::Lang => words(&Lang::ALL.iter().map(|one| one.word()).collect::<Vec<_>>()),
        Field::Audit => words(
            &DisagreementKind::ALL
                .iter()
                .map(|one| one.word())
                .collect::<Vec<_>>(),
        ),
        Field::Company => {
            let companies = engine()?.companies(&all, ListSort::Name)?.into_iter();
            let names = companies
                .flat_map(|entry| std::iter::once(entry.company.id).chain(entry.company.names));
            Ok(distinct(names))
        }
        Field::Speaker => {
            let speakers = engine()?.speakers(&all, ListSort::Passages)?.into_iter();
            Ok(distinct(speakers.flat_map(|entry| entry.names)))
        }
        Field::Title => {
            let speakers = engine()?.speakers(&all, ListSort::Passages)?.into_iter();
            Ok(distinct(speakers.filter_map(|entry| entry.title)))
        }
        Field::Firm => {
            let firms = engine()?.firms(&all, ListSort::Name)?.into_iter();
            Ok(distinct(firms.map(|entry| entry.name)))
        }
        Field::Period => {
            let periods = engine()?.periods(&all)?.into_iter().rev();
            let periods = periods.map(|(period, _)| period.to_string());
            Ok(std::iter::once("latest".to_owned())
                .chain(periods)
                .collect())
        }
        Field::Call => {
            let calls = engine()?.calls_by(&all, CallSort::Newest)?.into_iter();
            Ok(calls.map(|entry| entry.call.id.clone()).collect())
        }
        Field::Format => {
            let calls = engine()?.calls(&all)?.into_iter();
            Ok(distinct(calls.map(|entry| entry.call.format.clone())))
        }
        Field::Since
        | Field::Until
        | Field::Amount
        | Field::Percent
        | Field::Asked
        | Field::Answered
        | Field::Declined => Ok(Vec::new()),
    }
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    values.collect::<BTreeSet<String>>().into_iter().collect()
}

/// The engine of the store that the command line names, or the variable; else of the index.
fn engine() -> Result<Engine> {
    #[cfg(feature = "cluster")]
    if let Some(access) = store() {
        let cluster = crate::cluster::Cluster::new(&access)?;
        let engine = Engine::new("index").with_cancel(CancelToken::within(LONGEST_WAIT));
        return Ok(engine.with_cluster(cluster));
    }
    engine_of_index()
}

/// How the store is reached, if one is named.
#[cfg(feature = "cluster")]
fn store() -> Option<crate::cluster::ClusterAccess> {
    let address = named("--store", "VERBATIM_STORE")?;
    Some(crate::cluster::ClusterAccess {
        address: address.to_str()?.parse().ok()?,
        headers: named("--store-headers", "VERBATIM_STORE_HEADERS").map(PathBuf::from),
        authority: named("--store-ca", "VERBATIM_STORE_CA").map(PathBuf::from),
    })
}

/// The engine of the index that the command line names, or the variable, or the project. The index is answered
/// from as it is.
fn engine_of_index() -> Result<Engine> {
    let index = match named("--index", "VERBATIM_INDEX") {
        Some(index) => Some(PathBuf::from(index)),
        None => Project::of_working_folder()?.index,
    };
    Ok(Engine::new(index.unwrap_or_else(|| "index".into())))
}

/// The value of an option on the command line, else of its variable.
fn named(option: &str, variable: &str) -> Option<OsString> {
    value_of(option, env::args_os()).or_else(|| env::var_os(variable))
}

/// The value that arguments give an option.
fn value_of(option: &str, arguments: impl Iterator<Item = OsString>) -> Option<OsString> {
    let mut arguments = arguments.skip_while(|argument| argument != "--").skip(1);
    while let Some(argument) = arguments.next() {
        if argument == option {
            return arguments.next();
        }
        let value = argument
            .to_str()
            .and_then(|text| text.strip_prefix(option)?.strip_prefix('='));
        if let Some(value) = value {
            return Some(value.into());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_the_one_that_is_named() {
        let named = |line: &str| value_of("--index", line.split(' ').map(OsString::from));
        assert_eq!(
            named("verbatim -- verbatim search --index a x"),
            Some("a".into())
        );
        assert_eq!(named("verbatim -- verbatim --index=b x"), Some("b".into()));
        assert_eq!(named("verbatim -- verbatim search x"), None);
        assert_eq!(named("verbatim --index c"), None);
    }

    #[test]
    fn what_begins_so_is_given_with_its_sign() {
        let known = ["Toby Hale", "tobias", "Ann\nA"]
            .map(str::to_owned)
            .to_vec();
        let given = |sign, typed| -> Vec<String> {
            let given = candidates(known.clone(), sign, typed).into_iter();
            given
                .map(|one| one.get_value().to_string_lossy().into_owned())
                .collect()
        };
        assert_eq!(given("-", "TOB"), ["-Toby Hale", "-tobias"]);
        assert_eq!(given("", "ann"), [""; 0]);
    }
}
