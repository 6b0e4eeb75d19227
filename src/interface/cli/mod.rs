//! The command line. Each command turns its arguments into a request and the answer into a string with
//! style marks; printing replaces the marks by escape sequences or removes them (`terminal`).

mod args;
mod audit;
mod background;
mod check;
mod columns;
mod command_output;
mod compare;
mod completions;
mod doctor;
mod emerging;
mod error;
mod glossary;
mod index;
mod init;
mod interrupt;
mod layout;
mod link;
mod lists;
mod man;
#[cfg(feature = "mcp")]
mod mcp;
mod mention_changes;
mod mentions;
mod pager;
mod print;
mod project;
mod publish;
mod related;
mod render;
mod save;
mod saved;
mod search;
#[cfg(feature = "server")]
mod serve;
mod session;
mod shell;
mod show;
mod similar;
mod terminal;
mod trend;

use std::{ffi::OsString, io, process::ExitCode};

use clap::CommandFactory;

use self::{
    args::{Cli, Cmd, Color},
    command_output::{CommandOutput, Outcome},
    interrupt::Interrupt,
    layout::Layout,
    print::{print, warn},
    project::Project,
    session::Session,
    terminal::visible,
};
use crate::{
    CancelToken, Error, Result,
    engine::panics_are_caught,
    error::Kind,
    search::{CallEntry, CompanyEntry, FirmEntry, SpeakerEntry},
};

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let print_panic = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A panic that is caught is reported as an error.
        if !panics_are_caught() {
            print_panic(panic);
        }
    }));
    shell::answer();
    let read = |arguments: Vec<OsString>| {
        let matches = Cli::command().try_get_matches_from(arguments);
        matches.and_then(|matches| Cli::read(&matches))
    };
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match read(arguments.clone()) {
        Ok(cli) => cli,
        Err(error) => {
            // The error repeats arguments, whose control characters must not reach the terminal.
            let escape = |argument: OsString| visible(&argument.to_string_lossy()).into();
            let error = read(arguments.into_iter().map(escape).collect())
                .err()
                .unwrap_or(error);
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let color = cli.global.color;
    let interrupt = match cli.command {
        #[cfg(feature = "server")]
        Cmd::Serve(_) => Interrupt::none(),
        _ => Interrupt::listen(),
    };
    let outcome =
        run(cli, interrupt.cancel.clone()).and_then(|output| finish(output, color, &interrupt));
    match outcome {
        Ok(outcome) => outcome.into(),
        Err(error) if error.kind == Kind::Cancelled => ExitCode::from(interrupt::STATUS),
        Err(error) => {
            warn(&error, color);
            Outcome::Failed.into()
        }
    }
}

/// Prints the output of a command, then does what is to be done after that.
fn finish(output: CommandOutput, color: Color, interrupt: &Interrupt) -> Result<Outcome> {
    match print(&output, color, interrupt) {
        Ok(()) => {
            output.after.map_or(Ok(()), |after| after())?;
            Ok(output.outcome)
        }
        // The reader has closed the pipe, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(output.outcome),
        Err(error) => Err(Error::input("standard output", "cannot be written").because(error)),
    }
}

fn run(mut cli: Cli, cancel: CancelToken) -> Result<CommandOutput> {
    // `init` writes what the others read.
    let project = match cli.command {
        Cmd::Init(_) => Project::default(),
        _ => Project::of_working_folder()?,
    };
    cli.global.complete(&project);
    let session = Session {
        layout: Layout::of_terminal(),
        output: cli.global.output(),
        links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        global: cli.global,
        project: project.folder,
        cancel,
    };
    let data = session.is_data();
    let mut output = run_command(&session, cli.command)?;
    output.data = data;
    Ok(output)
}

fn run_command(session: &Session, command: Cmd) -> Result<CommandOutput> {
    match command {
        Cmd::Search(args) => search::run(session, &args),
        Cmd::Init(args) => init::run(session, &args),
        Cmd::Index(args) => index::run(session, &args),
        Cmd::Show(args) => show::run(session, &args),
        Cmd::Calls(args) => lists::run::<CallEntry>(session, &args.list, args.sort),
        Cmd::Companies(args) => lists::run::<CompanyEntry>(session, &args.list, args.sort),
        Cmd::Speakers(args) => lists::run::<SpeakerEntry>(session, &args.list, args.sort),
        Cmd::Firms(args) => lists::run::<FirmEntry>(session, &args.list, args.sort),
        Cmd::Check(args) => check::run(session, &args),
        Cmd::Mentions(args) => mentions::run(session, &args),
        Cmd::Trend(args) => trend::run(session, &args),
        Cmd::Related(args) => related::run(session, &args),
        Cmd::Similar(args) => similar::run(session, &args),
        Cmd::Compare(args) => compare::run(session, &args),
        Cmd::Glossary(args) => glossary::run(session, &args),
        Cmd::Saved(args) => saved::run(session, &args),
        Cmd::Audit(args) => audit::run(session, &args),
        #[cfg(feature = "server")]
        Cmd::Serve(args) => serve::run(session, &args),
        #[cfg(feature = "mcp")]
        Cmd::Mcp(args) => mcp::run(session, &args),
        Cmd::Doctor => doctor::run(session),
        Cmd::Completions { shell } => Ok(CommandOutput::found(shell::script(&shell.to_string())?)),
        Cmd::Man { folder } => man::run(folder.as_deref()),
    }
}
