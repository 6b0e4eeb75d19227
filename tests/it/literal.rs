//! The literal promise: what stands in a passage is found by typing it, and nothing else is. Held
//! against a scan of the text, over the samples, real calls and generated text.

use std::collections::{BTreeSet, HashMap, HashSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use verbatim::text::{fold, is_han, raw_tokens};

use crate::{
    harness::project,
    library::{Library, folded, generated, library},
};

/// Most hits looked at one by one; all are counted.
const LOOKED_AT: usize = 40;

/// Which characters a Traditional one typed is found by, read from the tables of data themselves.
struct Exact {
    /// The first spelling of characters that are one character.
    spelling: HashMap<char, char>,
    /// Simplified forms that stand for several characters.
    shared: HashSet<char>,
    /// Simplified forms that are no Traditional character themselves.
    simplified_only: HashSet<char>,
}

impl Exact {
    fn read() -> Self {
        let data = |name: &str| {
            let path = project().join("src/text/data").join(name);
            let text = std::fs::read_to_string(path).unwrap();
            let lines = text
                .lines()
                .filter(|line| !line.is_empty() && !line.starts_with('#'));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut spelling = HashMap::new();
        for class in data("variants_han.txt") {
            let first = class.chars().next().unwrap();
            spelling.extend(class.chars().map(|c| (c, first)));
        }
        let spell = |c: char| spelling.get(&c).copied().unwrap_or(c);
        let compatible = |c: char| matches!(c, '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}');
        let (mut shared, mut simplified_only) = (HashSet::new(), HashSet::new());
        for line in data("fold_han.txt") {
            let own = line.starts_with('+');
            let (form, members) = line.trim_start_matches('+').split_once('\t').unwrap();
            let form = form.chars().next().unwrap();
            let mut distinct: HashSet<char> = members.chars().map(spell).collect();
            if own {
                distinct.insert(spell(form));
            } else if !members.chars().all(compatible) {
                simplified_only.insert(form);
            }
            if distinct.len() > 1 {
                shared.insert(form);
            }
        }
        Self {
            spelling,
            shared,
            simplified_only,
        }
    }

    fn spell(&self, c: char) -> char {
        self.spelling.get(&c).copied().unwrap_or(c)
    }

    /// Whether a text that is not plainly Traditional may mean any character by a shared form.
    fn open(&self, text: &str) -> bool {
        let han = |c: &char| is_han(*c) && fold(*c) != *c;
        let traditional = text.chars().filter(han).take(8).count();
        let simplified = text.chars().filter(|c| self.simplified_only.contains(c));
        traditional == 0 || simplified.take(8).count() >= traditional
    }

    /// Whether Han characters typed stand in a text: as they are, where they are Traditional and
    /// their Simplified form stands for others too.
    fn says(&self, text: &str, typed: &str) -> bool {
        let open = self.open(text);
        let is = |(&typed, &c): (&char, &char)| {
            let form = fold(typed);
            form == fold(c)
                && (typed == form
                    || !self.shared.contains(&form)
                    || (c == form && open)
                    || self.spell(typed) == self.spell(c))
        };
        let typed: Vec<char> = typed.chars().collect();
        let text = unspaced(text);
        text.windows(typed.len())
            .any(|part| typed.iter().zip(part).all(is))
    }
}

/// The characters of a text without the white space between Han characters.
fn unspaced(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    let mut spaces: Vec<char> = Vec::new();
    for c in text.chars() {
        if c.is_whitespace() {
            spaces.push(c);
            continue;
        }
        let inside = is_han(c) && out.last().is_some_and(|&last| is_han(last));
        out.extend(spaces.drain(..).filter(|_| !inside));
        out.push(c);
    }
    out
}

/// Runs of Han characters in a text.
fn han_runs(text: &str) -> Vec<Vec<char>> {
    text.split(|c: char| !is_han(c))
        .filter(|run| !run.is_empty())
        .map(|r| r.chars().collect())
        .collect()
}

#[test]
fn any_contiguous_chinese_is_found_and_nothing_else_is() {
    chinese(&library(), 10_000);
}

#[test]
fn so_is_any_of_generated_text() {
    chinese(&generated(), 5_000);
}

fn chinese(library: &Library, cases: u32) {
    let runs: Vec<Vec<char>> = library
        .sides
        .iter()
        .flat_map(|(_, text)| han_runs(text))
        .collect();
    let folded_sides: Vec<(&String, &String, String)> = library
        .sides
        .iter()
        .map(|(citation, text)| (citation, text, folded(text)))
        .collect();
    let exact = Exact::read();
    let mut runner = TestRunner::new(Config {
        cases,
        ..Config::default()
    });
    let strategy = (
        0..runs.len(),
        any::<prop::sample::Index>(),
        1_usize..14,
        any::<bool>(),
    );
    runner
        .run(&strategy, |(run, start, len, simplified)| {
            let run = &runs[run];
            let start = start.index(run.len());
            let typed: String = run[start..(start + len).min(run.len())].iter().collect();
            let typed = if simplified {
                typed.chars().map(fold).collect()
            } else {
                typed
            };
            let wanted = folded(&typed);
            let mut scan = BTreeSet::new();
            for (citation, text, folded) in &folded_sides {
                if folded.contains(&wanted) && exact.says(text, &typed) {
                    scan.insert(citation.as_str());
                }
            }
            let response = library.search(&format!("\"{typed}\""), LOOKED_AT);
            // Typed in Traditional, a query leaves out what only shares its Simplified form.
            prop_assert_eq!(response.total as usize, scan.len(), "{}", &typed);
            for hit in &response.hits {
                let citation = hit.call.citation(&hit.passage);
                let known = scan.contains(citation.as_str());
                prop_assert!(known, "{} finds {}", typed, citation);
                let mut lit_anywhere = false;
                for (lang, text) in hit.passage.text.iter() {
                    let lit = hit.highlights.get(lang).unwrap();
                    let found = exact.says(text, &typed);
                    prop_assert!(found != lit.is_empty(), "{} in {}", typed, text);
                    for span in lit {
                        let lit = folded(&text[span.clone()]);
                        prop_assert!(lit.contains(&wanted), "{} lights {}", typed, lit);
                    }
                    lit_anywhere |= !lit.is_empty();
                }
                prop_assert!(lit_anywhere, "{} is not lit in {}", typed, citation);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn typed_as_written_it_is_found_where_it_is_written() {
    let library = library();
    as_written(&library, 3_000);
    as_written(&generated(), 3_000);
}

/// Any stretch of a text, scripts and punctuation mixed, from a word's beginning to a word's end.
fn as_written(library: &Library, cases: u32) {
    let squeezed = |text: &str| -> String {
        let folded = text.chars().map(fold);
        folded
            .filter(|c| c.is_alphanumeric() || *c == '%')
            .collect()
    };
    let mut runner = TestRunner::new(Config {
        cases,
        ..Config::default()
    });
    let strategy = (
        0..library.sides.len(),
        any::<prop::sample::Index>(),
        1_usize..16,
    );
    runner
        .run(&strategy, |(side, start, len)| {
            let (citation, text) = &library.sides[side];
            let words = raw_tokens(text);
            let start = start.index(words.len());
            let end = (start + len).min(words.len()) - 1;
            let typed = &text[words[start].start..words[end].end];
            let quote = |c| "\"“”＂「」『』".contains(c);
            if typed.contains(quote) || !typed.chars().any(char::is_alphanumeric) {
                return Ok(());
            }
            let response = library.search(&format!("\"{typed}\""), 10_000);
            let mut cited = BTreeSet::new();
            for hit in &response.hits {
                cited.insert(hit.call.citation(&hit.passage));
                let mut sides = hit.passage.text.iter();
                let says = sides.any(|(_, side)| squeezed(side).contains(&squeezed(typed)));
                prop_assert!(says, "{} finds {}", typed, hit.call.citation(&hit.passage));
            }
            prop_assert!(
                cited.contains(citation),
                "{} is not found in {}",
                typed,
                citation
            );
            Ok(())
        })
        .unwrap();
}
