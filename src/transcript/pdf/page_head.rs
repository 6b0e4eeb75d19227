//! Heads and feet of pages: what is marked as such, and what stands in one place on half of the pages.

use std::collections::HashMap;

use super::line::Line;

/// A line repeats if pages have it at heights that differ by less, in points.
const SAME_HEIGHT: f64 = 4.0;

/// Up to so many pages, heads stand on more than half of them.
const FEW_PAGES: usize = 10;

/// Fewest pages on which a line that has text beyond it is a head.
const MIN_USUAL: usize = 4;

/// How many lines from the top and from the foot of a page may be its head and foot.
const EDGE_LINES: usize = 8;

/// Splits the pages' lines into text and heads. Of each kind of head the first stays.
pub(super) fn set_aside(pages: Vec<Vec<Line>>) -> (Vec<Vec<Line>>, Vec<(usize, String)>) {
    let repeated = repeated(&pages);
    let last = pages.len();
    let mut heads: Vec<(usize, String)> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    let text = pages.into_iter().map(|lines| {
        let count = lines.len();
        let repeats = |line: &Line| {
            line.is_artifact
                || repeated.contains_key(&key(line))
                || is_page_number(&line.text(), line.page, last)
        };
        let top = lines.iter().take_while(|line| repeats(line)).count();
        let foot = lines.iter().rev().take_while(|line| repeats(line)).count();
        // A line of the text may happen to stand in one place on some pages: it has text beyond it.
        let is_outer = |at: usize| at < top || at + foot >= count;
        let is_usual = |line: &Line| {
            let pages = repeated.get(&key(line)).copied().unwrap_or(0);
            pages >= MIN_USUAL && pages * 5 >= last * 4
        };
        let is_head = |at: usize, line: &Line| {
            line.is_artifact
                || is_edge(at, count)
                    && (repeated.contains_key(&key(line)) && (is_outer(at) || is_usual(line))
                        || is_page_number(&line.text(), line.page, last))
        };
        let mut kept = Vec::new();
        for (at, line) in lines.into_iter().enumerate() {
            if !is_head(at, &line) {
                kept.push(line);
                continue;
            }
            let masked = masked(&line.text());
            if !known.contains(&masked) && known.len() < 200 {
                heads.push((line.page, line.text()));
                known.push(masked);
            }
        }
        kept
    });
    (text.collect(), heads)
}

/// The lines that half of the pages have in one place.
fn repeated(pages: &[Vec<Line>]) -> HashMap<(String, i64), usize> {
    let mut counts: HashMap<(String, i64), usize> = HashMap::new();
    for lines in pages {
        let edges = lines
            .iter()
            .enumerate()
            .filter(|(at, _)| is_edge(*at, lines.len()));
        let mut keys: Vec<(String, i64)> = edges.map(|(_, line)| key(line)).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter()
            .for_each(|key| *counts.entry(key).or_default() += 1);
    }
    // On few pages, a name may begin two of them by chance.
    let half = match pages.len() {
        few @ ..FEW_PAGES => few / 2 + 1,
        many => many.div_ceil(2),
    };
    let enough = half.max(2);
    let often = counts.into_iter().filter(|(_, count)| *count >= enough);
    often.collect()
}

fn key(line: &Line) -> (String, i64) {
    (masked(&line.text()), (line.y / SAME_HEIGHT).round() as i64)
}

/// The text with every number as `0`.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for c in text.chars() {
        match c.is_ascii_digit() {
            true if masked.ends_with('0') => {}
            true => masked.push('0'),
            false => masked.push(c),
        }
    }
    masked
}

fn is_edge(at: usize, count: usize) -> bool {
    at < EDGE_LINES || at + EDGE_LINES >= count
}

/// `7`, `- 7 -`, `Page 7 of 12`, `第7页`.
fn is_page_number(text: &str, page: usize, last: usize) -> bool {
    let digits = |c: char| c.is_ascii_digit();
    let numbers: Vec<usize> = (text.split(|c: char| !digits(c)))
        .filter_map(|number| number.parse().ok())
        .collect();
    let words: String = (text.chars().filter(|c| c.is_alphabetic()))
        .collect::<String>()
        .to_lowercase();
    let is_worded = [
        "",
        "page",
        "pageof",
        "of",
        "第页",
        "第頁",
        "第页共页",
        "第頁共頁",
        "p",
    ];
    // A report that is bound into another starts elsewhere than at 1, but not with a year.
    let is_near =
        |number: usize| number == page || number < last + 1_000 && text.chars().count() <= 16;
    is_worded.contains(&words.as_str())
        && match numbers.as_slice() {
            [number] => is_near(*number) && *number < 1_900 && text.trim().chars().count() <= 14,
            [number, of] => {
                number <= of && *of < 1_900 && !words.is_empty() || *number == page && *of == last
            }
            _ => false,
        }
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || c.is_whitespace() || "-–—/|·.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers() {
        for text in [
            "7",
            "- 7 -",
            "Page 7 of 12",
            "7/12",
            "第7页",
            "第 7 頁 共 12 頁",
            "7 | Page",
        ] {
            assert!(is_page_number(text, 7, 12), "{text}");
        }
        for text in ["2025", "7%", "$7", "7 shops", "Page", "7.5 of 12 years"] {
            assert!(!is_page_number(text, 7, 12), "{text}");
        }
    }

    #[test]
    fn numbers_are_masked() {
        assert_eq!(masked("Page 12 of 120, 2.5"), "Page 0 of 0, 0.0");
    }
}
