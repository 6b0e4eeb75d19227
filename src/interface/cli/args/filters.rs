//! The filter flags, generated from the table of query fields.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::{
    interface::{cli::completions::of_field, request::build_request, table::Output},
    model::Word,
    query::{FIELDS, Field},
    search::{FilterArg, Request},
};

/// The filters of a command: one flag for each field of a query.
#[derive(Debug, Default)]
pub(in crate::interface::cli) struct Filters(pub(in crate::interface::cli) Vec<FilterArg>);

impl Filters {
    /// A request of a query under the filters.
    ///
    /// # Errors
    /// If the query has a syntax error.
    pub(in crate::interface::cli) fn request(
        &self,
        query: &str,
        literal: bool,
    ) -> crate::Result<Request> {
        build_request(query, self.0.clone(), literal)
    }
}

/// The output format that a value of `--format` names, which otherwise names a format of sources.
pub(super) fn output_of_format(value: &str) -> Option<Output> {
    Output::from_word(value).filter(|&form| form != Output::Plain)
}

impl Args for Filters {
    fn augment_args(command: Command) -> Command {
        FIELDS.iter().fold(command, |command, info| {
            let flag = Arg::new(info.field.word())
                .long(info.field.word())
                .value_name("VALUE")
                .help(info.about)
                .help_heading("Filters")
                .action(ArgAction::Append)
                .allow_hyphen_values(true)
                .add(of_field(info.field));
            command.arg(flag)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Filters {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut filters = Self::default();
        filters.update_from_arg_matches(matches)?;
        Ok(filters)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for info in FIELDS {
            for value in matches
                .get_many::<String>(info.field.word())
                .into_iter()
                .flatten()
            {
                if info.field == Field::Format && output_of_format(value).is_some() {
                    continue;
                }
                let filter = FilterArg::new(info.field, value).map_err(|error| {
                    clap::Error::raw(clap::error::ErrorKind::InvalidValue, format!("{error}\n"))
                })?;
                self.0.push(filter);
            }
        }
        Ok(())
    }
}
