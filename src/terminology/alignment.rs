//! Alignment of the sentences of a paragraph with those of its translation, by their lengths (Gale and
//! Church, 1993): a translation keeps the order of the sentences and their relative length.

use std::ops::Range;

use crate::text::sentences;

/// Sentences of the English and of the Chinese side that correspond, as byte ranges.
pub type Segment = (Range<usize>, Range<usize>);

/// Sentences that one step of the alignment takes from each side, with the penalty of the step in units of
/// the cost of a length that is off by one half.
const STEPS: [(usize, usize, f64); 6] = [
    (1, 1, 0.0),
    (1, 2, 1.0),
    (2, 1, 1.0),
    (2, 2, 2.0),
    (1, 0, 4.0),
    (0, 1, 4.0),
];

/// Above this number of sentences a paragraph is aligned as a whole: the work grows with their product.
const MOST_SENTENCES: usize = 200;

/// The segments of two sides that correspond, in order. Sentences without a counterpart are left out.
pub fn aligned(en: &str, zh: &str) -> Vec<Segment> {
    let sides = [sentences(en), sentences(zh)];
    let [ens, zhs] = &sides;
    if ens.len() == zhs.len() {
        return ens.iter().cloned().zip(zhs.iter().cloned()).collect();
    }
    let most = ens.len().max(zhs.len());
    if ens.len().min(zhs.len()) <= 1 || most > MOST_SENTENCES {
        return vec![(0..en.len(), 0..zh.len())];
    }
    let lengths = |spans: &[Range<usize>], text: &str| -> Vec<f64> {
        let share = |span: &Range<usize>| span.len() as f64 / text.len().max(1) as f64;
        spans.iter().map(share).collect()
    };
    path(&lengths(ens, en), &lengths(zhs, zh))
        .into_iter()
        .filter_map(|(a, b)| Some((cover(ens.get(a)?)?, cover(zhs.get(b)?)?)))
        .collect()
}

/// The cheapest alignment, as ranges of sentences of each side.
fn path(en: &[f64], zh: &[f64]) -> Vec<(Range<usize>, Range<usize>)> {
    let width = zh.len() + 1;
    let mut best: Vec<(f64, usize)> = vec![(f64::INFINITY, 0); (en.len() + 1) * width];
    if let Some(first) = best.first_mut() {
        first.0 = 0.0;
    }
    let mean = 2.0 / (en.len() + zh.len()) as f64;
    for at in 0..best.len() {
        let (i, j) = (at / width, at % width);
        let so_far = best.get(at).map_or(f64::INFINITY, |best| best.0);
        for (step, (a, b, penalty)) in STEPS.into_iter().enumerate() {
            let (Some(a), Some(b)) = (en.get(i..i + a), zh.get(j..j + b)) else {
                continue;
            };
            let [of_en, of_zh] = [a, b].map(|lengths| lengths.iter().sum::<f64>());
            let cost = so_far + (of_en - of_zh).abs() / mean * 2.0 + penalty;
            let next = best.get_mut((i + a.len()) * width + j + b.len());
            if let Some(next) = next.filter(|next| cost < next.0) {
                *next = (cost, step);
            }
        }
    }
    let (mut i, mut j) = (en.len(), zh.len());
    let mut path = Vec::new();
    while i + j > 0 {
        let step = best.get(i * width + j).and_then(|best| STEPS.get(best.1));
        let Some(&(a, b, _)) = step.filter(|(a, b, _)| *a <= i && *b <= j) else {
            break;
        };
        path.push((i - a..i, j - b..j));
        (i, j) = (i - a, j - b);
    }
    path.reverse();
    path
}

/// From the start of the first range to the end of the last; none of no ranges.
fn cover(spans: &[Range<usize>]) -> Option<Range<usize>> {
    Some(spans.first()?.start..spans.last()?.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_aligned_by_their_lengths() {
        let shown = |en: &str, zh: &str| -> Vec<String> {
            let segments = aligned(en, zh).into_iter();
            segments
                .map(|(a, b)| format!("{}={}", en[a].trim(), zh[b].trim()))
                .collect()
        };
        assert_eq!(
            shown("One two. Three.", "一二。三。"),
            ["One two.=一二。", "Three.=三。"]
        );
        let en = "Thank you. Orders for our ovens grew in all regions. We opened a plant in the north \
                  and will close the one in the south.";
        let zh = "謝謝。我們烤箱的訂單在所有地區都有所增長。我們在北部開設了一家工廠。並將關閉南部的那家。";
        assert_eq!(
            shown(en, zh),
            [
                "Thank you.=謝謝。",
                "Orders for our ovens grew in all regions.=我們烤箱的訂單在所有地區都有所增長。",
                "We opened a plant in the north and will close the one in the south.=\
                 我們在北部開設了一家工廠。並將關閉南部的那家。"
            ]
        );
        assert_eq!(shown("One. Two. Three.", "一二三。").len(), 1);
        assert!(aligned("", "").is_empty());
    }
}
