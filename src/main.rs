//! The command `verbatim`: see [`verbatim::face::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    verbatim::face::cli::main()
}
