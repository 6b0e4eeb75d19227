//! Runs the program as a user whom permissions bind, also where the tests run as root.

use std::{
    fs, io,
    os::unix::{
        fs::{MetadataExt, PermissionsExt, lchown},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

use crate::harness::{Run, Sandbox};

/// The user and group `nobody`.
const NOBODY: u32 = 65534;

/// A sandbox whose files belong to who runs the program in it.
pub(crate) struct Unprivileged<'s> {
    sandbox: &'s Sandbox,
    is_root: bool,
}

impl<'s> Unprivileged<'s> {
    /// Gives all files of a sandbox away, if the tests run as root.
    pub(crate) fn of(sandbox: &'s Sandbox) -> Self {
        // The folder belongs to who made it.
        let is_root = fs::metadata(sandbox.path("")).unwrap().uid() == 0;
        // The program itself may lie where others cannot look.
        fs::copy(env!("CARGO_BIN_EXE_verbatim"), sandbox.path("verbatim")).unwrap();
        if is_root {
            for entry in walkdir::WalkDir::new(sandbox.path("")) {
                lchown(entry.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
            }
        }
        Self { sandbox, is_root }
    }

    /// Runs `verbatim` with arguments.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let mut command = Command::new("./verbatim");
        let folder = self.sandbox.path("");
        command.args(args).current_dir(folder).env_clear();
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        let output = loop {
            match command.output() {
                // Another test's process was started while the copy was written, and holds it for a moment.
                Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => {}
                output => break output.unwrap(),
            }
        };
        Run {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }

    /// The same with `--json`; the answer.
    pub(crate) fn json(&self, args: &[&str]) -> serde_json::Value {
        let run = self.run(&[args, &["--json"]].concat());
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"))
    }
}

/// Sets who may do what with a file or folder.
pub(crate) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
