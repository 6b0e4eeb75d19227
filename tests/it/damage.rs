//! Whatever happens to the files of an index, it answers truly or says that it is damaged.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::harness::{Run, Sandbox, samples};

/// How many damages are tried: more where all tests are asked for.
fn tries() -> usize {
    let all = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    if all { 150 } else { 40 }
}

/// Numbers that look random and are the same at every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    files
}

/// Does something bad to a file; says what.
fn damage(path: &Path, dice: &mut Dice) -> String {
    let mut bytes = fs::read(path).unwrap();
    let what = match dice.below(6) {
        0 => {
            fs::remove_file(path).unwrap();
            return "removed".to_owned();
        }
        1 => {
            let keep = dice.below(bytes.len());
            bytes.truncate(keep);
            format!("cut to {keep} bytes")
        }
        2 if !bytes.is_empty() => {
            let from = dice.below(bytes.len());
            let to = (from + 1 + dice.below(64)).min(bytes.len());
            bytes[from..to].fill(0);
            format!("zeros from {from} to {to}")
        }
        3 => {
            bytes.extend_from_slice(b"more");
            "four bytes longer".to_owned()
        }
        _ if !bytes.is_empty() => {
            let (at, bit) = (dice.below(bytes.len()), dice.below(8));
            bytes[at] ^= 1 << bit;
            format!("bit {bit} of byte {at} turned")
        }
        _ => {
            bytes.push(b'x');
            "no more empty".to_owned()
        }
    };
    fs::write(path, bytes).unwrap();
    what
}

/// What an index answers to a few questions, without the time it took.
fn answers(sandbox: &Sandbox, index: &str) -> Vec<Run> {
    let questions: [&[&str]; 3] = [
        &[
            "search",
            "資本支出",
            "--no-refresh",
            "-o",
            "jsonl",
            "--limit",
            "all",
        ],
        &["trend", "margin", "--no-refresh", "--json"],
        &["show", "LMRA-2025Q4", "--json"],
    ];
    (questions.iter())
        .map(|question| sandbox.run(&[question, &["--index", index][..]].concat()))
        .collect()
}

#[test]
fn a_damaged_index_answers_truly_or_says_so() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    // A second commit, so that there are deleted documents and several segments.
    fs::write(
        sandbox.path("corpus/LMRA-2025Q3.txt"),
        fs::read_to_string(samples().join("LMRA-2025Q3.txt")).unwrap() + "\n  • One more.\n",
    )
    .unwrap();
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let truth = answers(&sandbox, "index");
    assert!(truth.iter().all(|run| run.code == Some(0)), "{truth:?}");

    let mut dice = Dice::new(7);
    let (mut true_answers, mut said) = (0, 0);
    for _ in 0..tries() {
        let copy = sandbox.path("copy");
        if copy.exists() {
            fs::remove_dir_all(&copy).unwrap();
        }
        for file in files(&sandbox.path("index")) {
            let to = copy.join(file.strip_prefix(sandbox.path("index")).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(&file, to).unwrap();
        }
        let all = files(&copy);
        let mut done = Vec::new();
        for _ in 0..=dice.below(2) {
            let victim = &all[dice.below(all.len())];
            if victim.exists() {
                done.push(format!(
                    "{}: {}",
                    victim.display(),
                    damage(victim, &mut dice)
                ));
            }
        }
        for (found, truth) in answers(&sandbox, "copy").iter().zip(&truth) {
            assert!(!found.err.contains("panicked"), "{done:?}: {found:?}");
            match found.code {
                Some(0) => {
                    assert!(found.out == truth.out, "another answer: {done:?}");
                    true_answers += 1;
                }
                Some(2) => {
                    assert_eq!(found.out, "", "{done:?}");
                    assert!(
                        found.err.contains("index") && found.err.contains("hint:"),
                        "{done:?}: {found:?}"
                    );
                    said += 1;
                }
                _ => panic!("{done:?}: {found:?}"),
            }
        }
    }
    assert!(true_answers > 0 && said > 0, "{true_answers} {said}");
    #[allow(clippy::print_stderr)]
    {
        eprintln!(
            "{} damages: {true_answers} true answers, {said} refusals",
            tries()
        );
    }

    // Whatever was done to it, it can be rebuilt.
    let rebuilt = sandbox.run(&["index", "--rebuild", "--index", "copy"]);
    assert_eq!(rebuilt.code, Some(0), "{rebuilt:?}");
    // Hits of one score stand in the order in which they were added.
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, Some(0));
    let truth = answers(&sandbox, "index");
    for (found, truth) in answers(&sandbox, "copy").iter().zip(&truth) {
        assert!(found.out == truth.out);
    }
}

#[test]
fn a_copied_index_is_whole() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let truth = answers(&sandbox, "index");
    fs::create_dir_all(sandbox.path("moved")).unwrap();
    fs::rename(sandbox.path("index"), sandbox.path("moved/index")).unwrap();
    for (found, truth) in answers(&sandbox, "moved/index").iter().zip(&truth) {
        assert!(found.out == truth.out);
    }
}

/// Bytes that turn under an unchanged size and time stamp are not looked for on opening.
#[test]
fn the_doctor_reads_everything() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let well = sandbox.run(&["doctor"]);
    assert_eq!(well.code, Some(0), "{well:?}");
    let health = sandbox.json(&["doctor"]);
    assert_eq!(health["well"], true);
    assert_eq!(health["calls"], 9);
    let fields = health["fields"].as_array().unwrap();
    let of_fields: u64 = (fields.iter())
        .map(|field| field["bytes"].as_u64().unwrap())
        .sum();
    let total = health["bytes"].as_u64().unwrap();
    let stored = health["stored"].as_u64().unwrap();
    assert!(of_fields + stored <= total, "{of_fields} {stored} {total}");
    assert!(
        of_fields + stored > total * 9 / 10,
        "{of_fields} {stored} {total}"
    );

    let postings = files(&sandbox.path("index"));
    let postings = postings
        .iter()
        .find(|path| path.extension().is_some_and(|e| e == "idx"));
    let postings = postings.unwrap();
    let modified = fs::metadata(postings).unwrap().modified().unwrap();
    let mut bytes = fs::read(postings).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(postings, bytes).unwrap();
    let file = fs::OpenOptions::new().write(true).open(postings).unwrap();
    file.set_modified(modified).unwrap();
    let ill = sandbox.run(&["doctor"]);
    assert_eq!(ill.code, Some(1), "{ill:?}");
    let name = postings.file_name().unwrap().to_str().unwrap();
    assert!(
        ill.out
            .contains(&format!("wrong files       not as written: {name}")),
        "{ill:?}"
    );
}

/// Copies a folder with the time stamps of its files.
fn copy_with_times(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).unwrap();
    }
    for file in files(from) {
        let copy = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&file, &copy).unwrap();
        let modified = fs::metadata(&file).unwrap().modified().unwrap();
        let copy = fs::OpenOptions::new().write(true).open(copy).unwrap();
        copy.set_modified(modified).unwrap();
    }
}

/// Bits that turn under an unchanged time stamp make tantivy panic here and there: that is told as damage
/// wherever an index is read, and the doctor is named.
#[test]
fn no_turned_bit_panics() {
    let sandbox = Sandbox::of(&samples());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let commands: [&[&str]; 7] = [
        &["search", "margin OR 資本支出", "--no-refresh", "--json"],
        &["trend", "margin", "--no-refresh"],
        &["speakers", "--no-refresh"],
        &["show", "LMRA-2025Q4"],
        &[
            "compare",
            "margin",
            "LMRA-2025Q4",
            "LMRA-2026Q1",
            "--no-refresh",
        ],
        &["index"],
        &["doctor"],
    ];
    let mut dice = Dice::new(29);
    let (mut said, mut silent) = (0, 0);
    let new = crate::harness::call_of("NEW", 3, &["Ann Lee - CEO"]);
    for turn in 0..tries() {
        copy_with_times(&sandbox.path("index"), &sandbox.path("copy"));
        let all: Vec<PathBuf> = (files(&sandbox.path("copy")).into_iter())
            .filter(|path| path.file_name().unwrap().len() > 32)
            .collect();
        let victim = &all[dice.below(all.len())];
        let modified = fs::metadata(victim).unwrap().modified().unwrap();
        let mut bytes = fs::read(victim).unwrap();
        let (at, bit) = (dice.below(bytes.len()), dice.below(8));
        bytes[at] ^= 1 << bit;
        fs::write(victim, bytes).unwrap();
        let file = fs::OpenOptions::new().write(true).open(victim).unwrap();
        file.set_modified(modified).unwrap();
        // The refresh has something to do.
        sandbox.write("NEW.txt", format!("{new}\n{turn}\n").as_bytes());
        for args in commands {
            let run = sandbox.run(&[args, &["--index", "copy"]].concat());
            let what = format!("byte {at} of {}: {args:?}: {run:?}", victim.display());
            assert!(!run.err.contains("panicked"), "{what}");
            match run.code {
                Some(0 | 1) => silent += 1,
                Some(2) => {
                    said += 1;
                    assert!(run.err.contains("verbatim doctor"), "{what}");
                }
                _ => panic!("{what}"),
            }
        }
    }
    #[allow(clippy::print_stderr)]
    {
        eprintln!("{said} commands said that the index is damaged, {silent} answered");
    }
    assert!(said > 0, "no bit was missed by anything");
}
