//! A word is not its letters: Chinese that stands as words ranks above characters that only meet, and is what is
//! counted. Held against a scan of texts that jieba cuts with the whole dictionary.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jieba_rs::Jieba;
use verbatim::{
    index::FacetField,
    search::{Request, Response, Sort},
    text::is_han,
};

use crate::{
    harness::{Sandbox, bilingual, project},
    library::{Library, folded, library},
};

/// Words of the texts that are counted.
const WORDS: usize = 400;

/// jieba as it reads the dictionary by itself.
struct Scan {
    jieba: Jieba,
    dictionary: HashSet<String>,
}

impl Scan {
    fn new() -> Self {
        let path = project().join("src/text/data/dictionary.txt");
        let text = std::fs::read_to_string(path).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let (mut words, mut total, mut known) = (String::new(), 0_usize, 0_usize);
        let mut dictionary = HashSet::new();
        for line in lines {
            let (word, frequency) = line.split_once(' ').unwrap();
            let frequency: usize = frequency.parse().unwrap();
            if word == "total" {
                total = frequency;
                continue;
            }
            known += frequency;
            words.push_str(line);
            words.push('\n');
            dictionary.insert(word.to_owned());
        }
        words.push_str(&format!("total {}\n", total - known));
        let jieba = Jieba::with_dict(&mut words.as_bytes()).unwrap();
        Self { jieba, dictionary }
    }

    /// The words of a run, and where in it words begin and end: those within a word of four characters or more
    /// that is made of words too.
    fn cut(&self, run: &str) -> (Vec<String>, BTreeSet<usize>) {
        let (mut words, mut bounds, mut at) = (Vec::new(), BTreeSet::from([0]), 0);
        for token in self.jieba.cut(run, false) {
            let word = token.word;
            let chars: Vec<char> = word.chars().collect();
            for tiling in self.tilings(&chars) {
                bounds.extend(tiling.into_iter().map(|bound| at + bound));
            }
            at += chars.len();
            bounds.insert(at);
            words.push(word.to_owned());
        }
        (words, bounds)
    }

    /// Every way to make a word of shorter ones of two characters and more, by their ends.
    fn tilings(&self, word: &[char]) -> Vec<Vec<usize>> {
        if word.len() < 4 {
            return Vec::new();
        }
        let mut open = vec![Vec::new()];
        let mut whole = Vec::new();
        while let Some(ends) = open.pop() {
            let start = ends.last().copied().unwrap_or(0);
            if start == word.len() {
                whole.push(ends);
                continue;
            }
            for end in start + 2..=word.len() {
                let part: String = word[start..end].iter().collect();
                if end - start < word.len() && self.dictionary.contains(&part) {
                    open.push([ends.as_slice(), &[end]].concat());
                }
            }
        }
        whole
    }
}

/// The runs of a text, folded, without the spaces between their characters.
fn runs(text: &str) -> Vec<String> {
    let folded = folded(text);
    let runs = folded.split(|c| !is_han(c)).filter(|run| !run.is_empty());
    runs.map(str::to_owned).collect()
}

/// Whether a word stands between two bounds of a cut run.
fn stands(run: &str, bounds: &BTreeSet<usize>, word: &str) -> bool {
    let length = word.chars().count();
    run.match_indices(word).any(|(at, _)| {
        let start = run[..at].chars().count();
        bounds.contains(&start) && bounds.contains(&(start + length))
    })
}

#[test]
fn what_is_counted_are_words_and_what_is_found_is_all() {
    let (library, scan) = (library(), Scan::new());
    let mut cut: BTreeMap<&str, Vec<(String, BTreeSet<usize>)>> = BTreeMap::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for (citation, text) in &library.sides {
        for run in runs(text) {
            let (found, bounds) = scan.cut(&run);
            for word in found.into_iter().filter(|word| word.chars().count() > 1) {
                *words.entry(word).or_default() += 1;
            }
            cut.entry(citation).or_default().push((run, bounds));
        }
    }
    let mut words: Vec<(String, usize)> = words.into_iter().collect();
    words.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), word.clone()));
    let (mut across, mut looked_at) = (0, 0);
    for (word, _) in words.iter().take(WORDS) {
        let found = library.search(word, 0);
        if !found.expansions.is_empty() || word.chars().count() > 7 {
            continue;
        }
        looked_at += 1;
        let with = |test: &dyn Fn(&str, &BTreeSet<usize>) -> bool| {
            let passages = cut.values();
            let passages = passages.filter(|runs| runs.iter().any(|(run, at)| test(run, at)));
            passages.count() as u64
        };
        let (all, as_word) = (
            with(&|run, _| run.contains(word)),
            with(&|run, at| stands(run, at, word)),
        );
        assert_eq!(found.total, all, "{word}");
        let count = |query: &str| {
            let trend = library
                .engine
                .trend(&Request::new(query), FacetField::Company);
            let mentions = library.engine.mentions(&Request::new(query)).unwrap();
            let trend = trend.unwrap();
            let passages: u64 = mentions.iter().map(|entry| entry.passages).sum();
            assert_eq!(trend.total, passages, "{query}");
            assert!(trend.mentions >= trend.total, "{query}");
            passages
        };
        assert_eq!(count(word), as_word, "{word}");
        assert_eq!(count(&format!("\"{word}\"")), all, "{word}");
        across += usize::from(as_word < all);
        in_order(&library, word, as_word);
    }
    assert!(looked_at > 100 && across > 10, "{looked_at} {across}");
}

/// Passages that have a word come before those that only have its characters, and those alone say within what.
fn in_order(library: &Library, word: &str, as_word: u64) {
    let request = Request {
        limit: 200,
        sort: Sort::Relevance,
        ..Request::new(word)
    };
    let found: Response = library.engine.search(&request).unwrap();
    for (hit, rank) in found.hits.iter().zip(0_u64..) {
        let across = hit.why.iter().all(|why| why.within.is_some());
        assert_eq!(across, rank >= as_word, "{word} {}", hit.citation());
        for why in &hit.why {
            let within = why.within.as_ref();
            assert!(within.is_none_or(
                |within| within.len() > why.matched.len() && within.contains(&why.matched)
            ));
        }
    }
}

const PARAGRAPHS: &[(&str, &str)] = &[
    ("One.", "毛利率,毛利率,毛利率。"),
    (
        "Two.",
        "本季的毛 利 率維持五成,與上一季相同,公司對此感到滿意。",
    ),
    (
        "Three.",
        "明年央行可能會調降利率,這對公司的借款成本以及客戶的投資意願都會有正面的影響。",
    ),
    ("Four.", "利率與毛利率。"),
    ("Five.", "資本支出增加。"),
];

fn sandbox() -> Sandbox {
    let speaker = "Lena Orth - Chief Executive Officer";
    let call = bilingual(
        "穹光電子 (QGDZ) 2025年 Q3 法說會逐字稿",
        &[(speaker, PARAGRAPHS)],
    );
    Sandbox::with(&[("QGDZ-2025Q3.txt", &call)])
}

#[test]
fn characters_that_meet_come_last_and_say_within_what() {
    let sandbox = sandbox();
    let answer = sandbox.json(&["search", "利率"]);
    assert_eq!(answer["total"], 4);
    let hits = answer["hits"].as_array().unwrap();
    let n: Vec<u64> = hits.iter().map(|hit| hit["n"].as_u64().unwrap()).collect();
    assert_eq!(
        n.iter().take(2).copied().collect::<BTreeSet<_>>(),
        BTreeSet::from([3, 4])
    );
    let within = |n: u64| {
        let hit = hits.iter().find(|hit| hit["n"] == n).unwrap();
        let why = hit["why"].as_array().unwrap().iter();
        why.map(|why| why.get("within").cloned())
            .collect::<Vec<_>>()
    };
    assert_eq!(within(1), [Some("毛利率".into())]);
    assert_eq!(within(2), [Some("毛 利 率".into())]);
    assert_eq!(within(3), [None]);
    assert_eq!(within(4), [None, Some("毛利率".into())]);
    let shown = sandbox.run(&["search", "利率", "--why"]).out;
    assert!(
        shown.contains("利率 matched 利率 within 毛利率 (literal, zh)"),
        "{shown}"
    );
}

#[test]
fn mentions_are_words_unless_they_are_quoted() {
    let sandbox = sandbox();
    let mentions = |args: &[&str]| {
        let answer = sandbox.json(&[&["trend"], args].concat());
        (
            answer["total"].as_u64().unwrap(),
            answer["mentions"].as_u64().unwrap(),
        )
    };
    assert_eq!(mentions(&["利率"]), (2, 2));
    assert_eq!(mentions(&["\"利率\""]), (4, 7));
    assert_eq!(mentions(&["利率", "--literal"]), (4, 7));
    assert_eq!(mentions(&["支出"]), (1, 1));
    assert_eq!(mentions(&["毛利率"]).0, 3);
}
