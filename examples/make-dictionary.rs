//! Writes `src/text/data/dictionary.txt`: jieba's dictionary, as far as it is Chinese, with the words of this
//! field among it at the frequency that jieba gives them.
//!
//! `cargo run --release --example make-dictionary -- DICT`, where DICT is `src/data/dict.txt` of the source
//! of `jieba-rs`; to be run when `words.txt` or the Chinese terms of `glossary.txt` have changed.

#![allow(clippy::print_stderr)]

use std::{collections::BTreeMap, fs, process::ExitCode};

use jieba_rs::Jieba;
use verbatim::text::{fold_str, is_han};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/data");

fn main() -> ExitCode {
    let Some(dict) = std::env::args().nth(1) else {
        eprintln!("error: the path of jieba's dictionary is missing");
        return ExitCode::from(2);
    };
    match make(&dict) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn make(dict: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for line in fs::read_to_string(dict)?.lines() {
        let mut parts = line.split_whitespace();
        if let (Some(word), Some(frequency)) = (parts.next(), parts.next()) {
            // Texts are cut as they are folded; two spellings of a word are one.
            *words.entry(fold_str(word)).or_default() += frequency.parse::<usize>()?;
        }
    }
    let mut jieba = Jieba::new();
    for file in ["words.txt", "glossary.txt"] {
        let text = fs::read_to_string(format!("{DATA}/{file}"))?;
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let separator = |c: char| c == '|' || (file == "words.txt" && c.is_whitespace());
        for word in lines.flat_map(|line| line.split(separator)) {
            let word = fold_str(word.trim());
            if word.chars().count() > 1 && word.chars().all(is_han) {
                let frequency = jieba.add_word(&word, None, None);
                words.insert(word, frequency);
            }
        }
    }
    let total: usize = words.values().sum();
    let mut text = String::from(
        "# Chinese words with their frequency: the dictionary of jieba (MIT License, Copyright (c) 2013 Sun\n\
         # Junyi) as jieba-rs ships it, and the words of this field. Made by examples/make-dictionary.rs.\n",
    );
    text.push_str(&format!("total {total}\n"));
    for (word, frequency) in words {
        if word.chars().all(is_han) {
            text.push_str(&format!("{word} {frequency}\n"));
        }
    }
    fs::write(format!("{DATA}/dictionary.txt"), text)?;
    Ok(())
}
