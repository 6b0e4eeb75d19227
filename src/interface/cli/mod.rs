//! The command line: arguments to requests, answers to text. Commands render to a string with
//! styles in it; printing decides whether a terminal gets to see them.

mod args;
mod audit;
mod calls;
mod check;
mod columns;
mod compare;
mod doctor;
mod error;
mod glossary;
mod index;
mod interrupt;
mod layout;
mod link;
mod lists;
mod man;
#[cfg(feature = "mcp")]
mod mcp;
mod mentions;
mod output;
mod pager;
mod save;
mod saved;
mod search;
#[cfg(feature = "server")]
mod serve;
mod shifts;
mod show;
mod terminal;
mod trend;

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anstream::ColorChoice;
use clap::CommandFactory;

use self::{
    args::{Cli, Cmd, Color, Global},
    interrupt::Interrupt,
    layout::Layout,
    terminal::visible,
};
use crate::{
    CancelToken, Error, Result,
    engine::{Engine, panics_are_caught},
    error::Kind,
    index::CorpusFolders,
    interface::table::Output,
};

/// How a command ended, as grep has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Found,
    Nothing,
    Failed,
}

impl Outcome {
    fn of(found: bool) -> Self {
        if found { Self::Found } else { Self::Nothing }
    }
}

/// What a command prints and how it ended.
struct Printed {
    text: String,
    outcome: Outcome,
    /// For other programs: written as it is, without styles.
    data: bool,
    /// A text to read: in a terminal lower than it, through a pager.
    paged: bool,
    /// What is done once the text has been printed whole, and only then.
    after: Option<Box<dyn FnOnce() -> Result<()>>>,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let print_panic = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // One that becomes an error is told as such.
        if !panics_are_caught() {
            print_panic(panic);
        }
    }));
    let read = |arguments: Vec<OsString>| {
        let matches = Cli::command().try_get_matches_from(arguments);
        matches.and_then(|matches| Cli::read(&matches))
    };
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match read(arguments.clone()) {
        Ok(cli) => cli,
        Err(error) => {
            // What is echoed of the arguments must not be obeyed by a terminal.
            let shown = |argument: OsString| visible(&argument.to_string_lossy()).into();
            let error = read(arguments.into_iter().map(shown).collect())
                .err()
                .unwrap_or(error);
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let color = cli.global.color;
    let interrupt = match cli.command {
        #[cfg(feature = "server")]
        Cmd::Serve(_) => Interrupt::unheard(),
        _ => Interrupt::listen(),
    };
    let outcome = match run(cli, interrupt.cancel.clone()) {
        Ok(printed) => match print(&printed, color, &interrupt) {
            Ok(()) => match printed.after.map_or(Ok(()), |after| after()) {
                Ok(()) => printed.outcome,
                Err(error) => {
                    warn(&error, color);
                    Outcome::Failed
                }
            },
            // A reader that has seen enough is no failure.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => printed.outcome,
            Err(error) => {
                warn(
                    &Error::input("standard output", "cannot be written").because(error),
                    color,
                );
                Outcome::Failed
            }
        },
        Err(error) if error.kind == Kind::Cancelled => {
            return ExitCode::from(interrupt::STATUS);
        }
        Err(error) => {
            warn(&error, color);
            Outcome::Failed
        }
    };
    ExitCode::from(match outcome {
        Outcome::Found => 0,
        Outcome::Nothing => 1,
        Outcome::Failed => 2,
    })
}

fn run(cli: Cli, cancel: CancelToken) -> Result<Printed> {
    let session = Session {
        layout: Layout::of_terminal(),
        output: cli.global.output(),
        links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        global: cli.global,
        cancel,
    };
    let data = session.is_data();
    let mut printed = ran(&session, cli.command)?;
    printed.data = data;
    Ok(printed)
}

fn ran(session: &Session, command: Cmd) -> Result<Printed> {
    match command {
        Cmd::Search(args) => search::run(session, &args),
        Cmd::Index(args) => index::run(session, &args),
        Cmd::Show(args) => show::run(session, &args),
        Cmd::Calls(args) => calls::run(session, &args),
        Cmd::Companies(args) => lists::companies(session, &args),
        Cmd::Speakers(args) => lists::speakers(session, &args),
        Cmd::Firms(args) => lists::firms(session, &args),
        Cmd::Check(args) => check::run(session, &args),
        Cmd::Mentions(args) => mentions::run(session, &args),
        Cmd::Trend(args) => trend::run(session, &args),
        Cmd::Compare(args) => compare::run(session, &args),
        Cmd::Glossary(args) => glossary::run(session, &args),
        Cmd::Saved(args) => saved::run(session, &args),
        Cmd::Audit(args) => audit::run(session, &args),
        #[cfg(feature = "server")]
        Cmd::Serve(args) => serve::run(session, &args),
        #[cfg(feature = "mcp")]
        Cmd::Mcp(args) => mcp::run(session, &args),
        Cmd::Doctor => doctor::run(session),
        Cmd::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "verbatim", &mut script);
            let text = String::from_utf8_lossy(&script).into_owned();
            Ok(Printed::found(text))
        }
        Cmd::Man { folder } => man::run(folder.as_deref()),
    }
}

impl Printed {
    fn found(text: String) -> Self {
        Self {
            text,
            outcome: Outcome::Found,
            data: false,
            paged: false,
            after: None,
        }
    }
}

/// What all commands share.
struct Session {
    global: Global,
    layout: Layout,
    output: Output,
    /// The terminal takes links.
    links: bool,
    /// Ends the work of the command.
    cancel: CancelToken,
}

impl Session {
    fn engine(&self) -> Engine {
        Engine::new(&self.global.index).with_cancel(self.cancel.clone())
    }

    /// The folders and files that the index stands for: those named now, else those it was made
    /// from, else `corpus`.
    fn corpus_folders(&self, engine: &Engine) -> Result<CorpusFolders> {
        if let Some(corpus) = &self.global.corpus {
            return Ok(Self::with_overrides(vec![corpus.clone()]));
        }
        let made_from = engine.corpus_folders().ok().flatten();
        Ok(Self::with_overrides(made_from.map_or_else(
            || vec![PathBuf::from("corpus")],
            |corpus_folders| corpus_folders.paths,
        )))
    }

    /// Folders and files with the overrides of names of the working folder or their own.
    fn with_overrides(paths: Vec<PathBuf>) -> CorpusFolders {
        Engine::folders_with_overrides(Path::new(""), paths)
    }

    /// Tells the person at the terminal something that is no part of the answer.
    fn warn(&self, error: &Error) {
        warn(error, self.global.color);
    }

    /// Prints a part of the answer at once. False where nobody reads on.
    fn say(&self, text: &str) -> Result<bool> {
        match write_out(text, self.is_data(), self.global.color) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(Error::input("standard output", "cannot be written").because(error)),
        }
    }

    /// Whether the answer is for other programs, so that it has no styles.
    fn is_data(&self) -> bool {
        self.output != Output::Table
    }

    fn note(&self, message: &str) {
        note(message, self.global.color);
    }
}

fn note(message: &str, color: Color) {
    let line = format!("{message}\n");
    let _ = terminal::write(io::stderr().lock(), &line, true, choice(color));
}

fn choice(color: Color) -> ColorChoice {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::AlwaysAnsi,
        Color::Never => ColorChoice::Never,
    }
}

fn print(printed: &Printed, color: Color, interrupt: &Interrupt) -> io::Result<()> {
    let text = &printed.text;
    if printed.paged {
        interrupt.ignore();
    }
    if printed.paged && pager::page(text, choice(color))? {
        return Ok(());
    }
    write_out(text, printed.data, color)
}

fn write_out(text: &str, data: bool, color: Color) -> io::Result<()> {
    terminal::write(io::stdout().lock(), text, !data, choice(color))
}

fn warn(error: &Error, color: Color) {
    let text = error::render(error, Layout::of_terminal());
    let _ = terminal::write(io::stderr().lock(), &text, true, choice(color));
}
