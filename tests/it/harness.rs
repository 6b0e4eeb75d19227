//! Runs the program as a user would, in a folder of its own and with a bare environment.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with a corpus, in which commands run.
pub(crate) struct Sandbox {
    folder: TempDir,
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: Option<i32>,
}

/// The project's own folder.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sample calls that ship with the project.
pub(crate) fn samples() -> PathBuf {
    project().join("corpus")
}

/// Real calls, where the machine has them.
pub(crate) fn real_calls(folder: &str) -> Option<PathBuf> {
    beside(&format!("transcripts/{folder}"))
}

/// Something that stands beside the project, where the machine has it. Says so where it has not;
/// fails instead of skipping where `VERBATIM_TESTS` is `all`.
pub(crate) fn beside(name: &str) -> Option<PathBuf> {
    let path = project().join("../shared").join(name);
    if path.exists() {
        return Some(path);
    }
    let must = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    assert!(!must, "{} is missing", path.display());
    #[allow(clippy::print_stderr)]
    {
        eprintln!("skipped: there is no {}", path.display());
    }
    None
}

impl Sandbox {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder whose `corpus` holds these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let sandbox = Self::empty();
        for (name, text) in files {
            sandbox.write(name, text.as_bytes());
        }
        sandbox
    }

    /// A folder whose `corpus` holds copies of the files of another.
    pub(crate) fn of(folder: &Path) -> Self {
        let sandbox = Self::empty();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            sandbox.write(&name, &fs::read(entry.path()).unwrap());
        }
        sandbox
    }

    /// A folder with the sample calls, indexed once for all tests that only read.
    pub(crate) fn samples() -> &'static Self {
        static SAMPLES: OnceLock<Sandbox> = OnceLock::new();
        SAMPLES.get_or_init(|| {
            let sandbox = Self::of(&samples());
            assert_eq!(sandbox.run(&["index"]).code, Some(0));
            sandbox
        })
    }

    /// A path below the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file of the corpus.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path("corpus").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Removes a file of the corpus.
    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path("corpus").join(name)).unwrap();
    }

    /// Runs `verbatim` with arguments.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, None)
    }

    /// Runs `verbatim` as if on a terminal of so many columns.
    pub(crate) fn run_with(&self, args: &[&str], columns: Option<usize>) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verbatim"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear();
        if let Some(columns) = columns {
            command.env("COLUMNS", columns.to_string());
        }
        let output = command.output().unwrap();
        Run {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }

    /// Runs a command with `--json` and reads the answer.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let run = self.run(&[args, &["--json"]].concat());
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"))
    }

    /// The citations that a search finds, in order.
    pub(crate) fn found(&self, args: &[&str]) -> Vec<String> {
        let answer = self.json(&[&["search", "--limit", "1000"], args].concat());
        let hits = answer["hits"].as_array().unwrap();
        assert_eq!(answer["total"], hits.len(), "{args:?}");
        hits.iter()
            .map(|hit| hit["citation"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The same, by the words before the first colon of their English, with spaces between.
    pub(crate) fn found_names(&self, args: &[&str]) -> String {
        let order = ["search", "--sort", "call", "--limit", "50"];
        let answer = self.json(&[&order, args].concat());
        let name = |hit: &Value| {
            let text = hit["text"]["en"].as_str().unwrap().to_owned();
            text.split(':').next().unwrap().to_owned()
        };
        let names: Vec<String> = (answer["hits"].as_array().unwrap().iter())
            .map(name)
            .collect();
        names.join(" ")
    }

    /// The same, in the order of the calls.
    pub(crate) fn found_in_order(&self, args: &[&str]) -> Vec<String> {
        self.found(&[args, &["--sort", "call"]].concat())
    }
}

/// A small call in the bilingual layout: turns of a heading and paragraphs in two languages.
pub(crate) fn bilingual(title: &str, turns: &[(&str, &[(&str, &str)])]) -> String {
    let mut text = format!("{title}\n\n完整原文\n\n");
    for (heading, paragraphs) in turns {
        text += &format!("  • {heading}\n\n    {heading}\n\n");
        for (en, zh) in *paragraphs {
            text += &format!("  • {en}\n\n    {zh}\n\n");
        }
    }
    text
}

/// A call of a ticker and a quarter of 2025 on which people, by their headings, say one thing each.
pub(crate) fn call_of(ticker: &str, quarter: u8, people: &[&str]) -> String {
    let turns: Vec<(&str, &[(&str, &str)])> = people
        .iter()
        .map(|&heading| (heading, &[("We grow.", "我們成長。")] as &[(&str, &str)]))
        .collect();
    bilingual(
        &format!("測試 ({ticker}) 2025 Q{quarter} 法說會逐字稿"),
        &turns,
    )
}
