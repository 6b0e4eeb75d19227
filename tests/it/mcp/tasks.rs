//! Tasks of an agent over real calls. What is expected was worked out from the files, without the
//! program: counts, and the lines on which what is asked for stands. Every quotation is held against
//! the file of its call, word for word.

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::session::Session;
use crate::harness::{Sandbox, beside, project};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    pub(super) question: String,
    pub(super) steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) tool: String,
    pub(super) arguments: Value,
    /// Values at JSON pointers of the structured answer.
    #[serde(default)]
    equals: Map<String, Value>,
    /// A file below the shared transcripts.
    source: Option<String>,
    /// Lines of it, from 1: each is quoted by a hit, and each hit quotes one of them.
    #[serde(default)]
    lines: Vec<usize>,
}

pub(super) fn tasks() -> Vec<Task> {
    let text = fs::read_to_string(project().join("tests/agent/tasks.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A folder with an index of the real calls, where the machine has them.
pub(super) fn real() -> Option<(&'static Sandbox, PathBuf)> {
    static REAL: OnceLock<Sandbox> = OnceLock::new();
    let calls = beside("transcripts")?;
    let sandbox = REAL.get_or_init(|| {
        let sandbox = Sandbox::empty();
        let run = sandbox.run(&["index", calls.to_str().unwrap()]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        sandbox
    });
    Some((sandbox, calls))
}

/// A file without white space, with the line of every character.
struct Source {
    text: String,
    lines: Vec<usize>,
}

impl Source {
    fn read(path: &Path) -> Self {
        let whole = fs::read_to_string(path).unwrap();
        let (mut text, mut lines, mut line) = (String::new(), Vec::new(), 1);
        for c in whole.chars() {
            if !c.is_whitespace() {
                text.push(c);
                lines.extend(std::iter::repeat_n(line, c.len_utf8()));
            }
            line += usize::from(c == '\n');
        }
        Self { text, lines }
    }

    /// The lines on which a quotation stands; none where the file does not hold it.
    fn lines_of(&self, quoted: &str) -> BTreeSet<usize> {
        let plain: String = quoted.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(!plain.is_empty());
        let at = self.text.find(&plain);
        let lines = at.and_then(|at| self.lines.get(at..at + plain.len()));
        lines.unwrap_or_default().iter().copied().collect()
    }
}

/// Every object of an answer that quotes: it has a citation and a text.
fn quoted(answer: &Value) -> Vec<&Value> {
    match answer {
        Value::Array(items) => items.iter().flat_map(quoted).collect(),
        Value::Object(fields) => {
            let mut found: Vec<&Value> = fields.values().flat_map(quoted).collect();
            if fields.contains_key("citation") && fields.get("text").is_some_and(Value::is_object) {
                found.push(answer);
            }
            found
        }
        _ => Vec::new(),
    }
}

/// The sides of a passage.
fn sides(passage: &Value) -> impl Iterator<Item = &str> {
    let sides = passage["text"].as_object().unwrap().values();
    sides.map(|side| side.as_str().unwrap())
}

#[test]
fn tasks_are_answered_with_words_of_the_source() {
    let Some((sandbox, folder)) = real() else {
        return;
    };
    let mut session = Session::start(sandbox, &["--no-refresh"]);
    let listed = session.found("list_calls", json!({"limit": 500}));
    let mut sources: HashMap<String, Source> = HashMap::new();
    for call in listed["rows"].as_array().unwrap() {
        let path = folder.join(call["source"].as_str().unwrap());
        let id = call["id"].as_str().unwrap().to_owned();
        sources.insert(id, Source::read(&path));
    }
    let tasks = tasks();
    assert!(tasks.len() >= 10);
    let mut quotations = 0;
    for task in tasks {
        for step in &task.steps {
            let about = format!("{} {} {}", task.question, step.tool, step.arguments);
            let answer = session.found(&step.tool, step.arguments.clone());
            for (pointer, value) in &step.equals {
                let found = answer.pointer(pointer).unwrap_or(&Value::Null);
                assert_eq!(found, value, "{about}: {pointer}");
            }
            for passage in quoted(&answer) {
                let citation = passage["citation"].as_str().unwrap();
                let call = citation.split('#').next().unwrap();
                for side in sides(passage) {
                    let lines = sources[call].lines_of(side);
                    assert!(!lines.is_empty(), "{about}: {citation} is not in the file");
                    quotations += 1;
                }
            }
            if let Some(source) = &step.source {
                held_to_lines(&Source::read(&folder.join(source)), &answer, step, &about);
            }
        }
    }
    assert!(quotations > 50, "{quotations}");
}

/// Each line is quoted by a hit, and each hit quotes one of the lines.
fn held_to_lines(source: &Source, answer: &Value, step: &Step, about: &str) {
    let wanted: BTreeSet<usize> = step.lines.iter().copied().collect();
    let mut met = BTreeSet::new();
    for hit in answer["hits"].as_array().unwrap() {
        let lines: BTreeSet<usize> = sides(hit).flat_map(|side| source.lines_of(side)).collect();
        let here: BTreeSet<usize> = lines.intersection(&wanted).copied().collect();
        assert!(
            !here.is_empty(),
            "{about}: {} at {lines:?}",
            hit["citation"]
        );
        met.extend(here);
    }
    assert_eq!(met, wanted, "{about}");
}
