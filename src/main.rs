//! The command `verbatim`: see [`verbatim::interface::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    verbatim::interface::cli::main()
}
