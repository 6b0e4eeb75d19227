//! Sentences that nobody has said, of words that follow one another as in real calls.

use std::{collections::HashMap, path::PathBuf};

use verbatim::{engine::Engine, index::CorpusFolders, model::Lang};

use super::random::Random;

/// Rare words to choose from: names of products, places, projects.
const RARE: usize = 400_000;

/// Longest sentence, in words.
const LONGEST: usize = 60;

/// Words and what follows them. Of Chinese a word is a character, or a stretch of anything else.
pub(crate) struct Prose {
    words: Vec<String>,
    numbers: HashMap<String, u32>,
    /// What follows two words.
    after_two: HashMap<(u32, u32), Vec<u32>>,
    /// What follows one.
    after_one: HashMap<u32, Vec<u32>>,
    is_chinese: bool,
}

/// The words of some calls, and what follows what.
pub(crate) fn learned(folders: &[PathBuf]) -> verbatim::Result<(Prose, Prose)> {
    let (mut english, mut chinese) = (Prose::english(), Prose::chinese());
    for (_, call) in Engine::new("").check(&CorpusFolders::new(folders.iter().cloned()))? {
        let Ok(call) = call else { continue };
        for passage in &call.passages {
            for (lang, text) in passage.text.iter() {
                match lang {
                    Lang::En => english.learn(text),
                    Lang::Zh => chinese.learn(text),
                }
            }
        }
    }
    Ok((english, chinese))
}

/// Stands before the first word of a sentence.
const START: u32 = u32::MAX;

impl Prose {
    pub(crate) fn english() -> Self {
        Self::new(false)
    }

    pub(crate) fn chinese() -> Self {
        Self::new(true)
    }

    fn new(is_chinese: bool) -> Self {
        Self {
            words: Vec::new(),
            numbers: HashMap::new(),
            after_two: HashMap::new(),
            after_one: HashMap::new(),
            is_chinese,
        }
    }

    /// Takes in the sentences of a text.
    pub(crate) fn learn(&mut self, text: &str) {
        let mut before = (START, START);
        for word in self.cut(text) {
            let ends = word.ends_with(['.', '?', '!', '。', '？', '！']);
            let number = self.number(word);
            self.after_two.entry(before).or_default().push(number);
            self.after_one.entry(before.1).or_default().push(number);
            before = if ends {
                (START, START)
            } else {
                (before.1, number)
            };
        }
    }

    fn number(&mut self, word: String) -> u32 {
        let next = self.words.len() as u32;
        *self.numbers.entry(word).or_insert_with_key(|word| {
            self.words.push(word.clone());
            next
        })
    }

    fn cut(&self, text: &str) -> Vec<String> {
        if !self.is_chinese {
            return text.split_whitespace().map(str::to_owned).collect();
        }
        let mut words: Vec<String> = Vec::new();
        let mut apart = true;
        for c in text.chars() {
            let single = !(c.is_ascii_alphanumeric() || ".,%$& ".contains(c));
            match words.last_mut() {
                Some(word) if !single && !apart => word.push(c),
                _ => words.push(c.to_string()),
            }
            apart = single;
        }
        words
    }

    /// A paragraph of about so many words.
    pub(crate) fn paragraph(&self, random: &mut Random, length: usize) -> String {
        let mut text = String::new();
        let mut written = 0;
        while written < length {
            let mut before = (START, START);
            for _ in 0..LONGEST {
                let two = self.after_two.get(&before).filter(|_| !random.once_in(6));
                let Some(after) = two.or_else(|| self.after_one.get(&before.1)) else {
                    break;
                };
                let number = *random.one_of(after);
                let Some(word) = self.words.get(number as usize) else {
                    break;
                };
                self.write(&mut text, word, random);
                written += 1;
                before = (before.1, number);
                if word.ends_with(['.', '?', '!', '。', '？', '！']) {
                    break;
                }
            }
            if self.after_one.is_empty() {
                break;
            }
        }
        text
    }

    fn write(&self, text: &mut String, word: &str, random: &mut Random) {
        if !self.is_chinese && !text.is_empty() {
            text.push(' ');
        }
        if random.once_in(if self.is_chinese { 120 } else { 60 }) {
            let name = rare(random.rank(RARE));
            if self.is_chinese {
                text.push_str(&name);
            } else {
                text.push_str(&name);
                text.push(' ');
            }
        }
        let mut first = true;
        for c in word.chars() {
            match c {
                '0'..='9' => {
                    let digit = random.below(10) as u8;
                    let digit = if first && digit == 0 { 1 } else { digit };
                    text.push(char::from(b'0' + digit));
                    first = false;
                }
                c => text.push(c),
            }
        }
    }
}

/// A name of a rank, the commoner the shorter.
pub(crate) fn rare(rank: usize) -> String {
    const BEGINNINGS: [&str; 20] = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "kr", "st",
        "tr", "vel", "ost",
    ];
    const ENDINGS: [&str; 20] = [
        "a", "e", "i", "o", "u", "an", "en", "in", "on", "un", "ar", "er", "ir", "or", "ul", "ax",
        "ex", "ix", "ane", "ost",
    ];
    let mut rest = rank + 20;
    let mut name = String::new();
    while rest > 0 {
        name.push_str(BEGINNINGS[rest % 20]);
        rest /= 20;
        name.push_str(ENDINGS[rest % 20]);
        rest /= 20;
    }
    let first = name.remove(0).to_ascii_uppercase();
    name.insert(0, first);
    name
}
