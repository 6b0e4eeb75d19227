//! Completions of the shells: the script that a shell loads asks this program.

use clap::CommandFactory;
use clap_complete::{
    CompleteEnv,
    env::{EnvCompleter, Shells},
};

use super::args::Cli;
use crate::{Error, Result};

/// The variable in which a shell asks for completions.
const VARIABLE: &str = "COMPLETE";

/// What follows in the function of bash: it puts words in as they are, so what has spaces is quoted first.
const QUOTED: &str = r#"
    if [[ "${COMP_WORDS[COMP_CWORD]}" != [\"\']* ]]; then
        local at
        for at in "${!COMPREPLY[@]}"; do
            [[ "${COMPREPLY[at]}" != *[[:space:]]* ]] || COMPREPLY[at]=$(printf '%q' "${COMPREPLY[at]}")
        done
    fi
}
"#;

/// Answers a shell that asks for completions, and then ends the process.
pub(super) fn answer() {
    CompleteEnv::with_factory(Cli::command)
        .var(VARIABLE)
        .complete();
}

/// The script that a shell loads.
pub(super) fn script(shell: &str) -> Result<String> {
    let shells = Shells::builtins();
    let unknown = || Error::request(format!("no completions for `{shell}`"));
    let completer: &dyn EnvCompleter = shells.completer(shell).ok_or_else(unknown)?;
    let mut script = Vec::new();
    (completer.write_registration(VARIABLE, "verbatim", "verbatim", "verbatim", &mut script))
        .map_err(|error| Error::internal("the script cannot be written").because(error))?;
    let script = String::from_utf8_lossy(&script).trim_start().to_owned();
    Ok(match shell {
        "bash" => script.replacen("\n}\n", QUOTED, 1),
        _ => script,
    })
}
