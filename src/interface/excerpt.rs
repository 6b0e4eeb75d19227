//! Excerpts: the sentences of a long passage around its match spans.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::search::sentences;

/// Default length of an excerpt in columns.
const DEFAULT_LENGTH: usize = 480;

/// A part of a text, with the match spans as byte ranges of the part.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::interface) struct Excerpt {
    pub(in crate::interface) text: String,
    pub(in crate::interface) lit: Vec<Range<usize>>,
}

/// The sentences with match spans and as many around them as fit; `…` for omitted ones.
pub(in crate::interface) fn excerpt(text: &str, lit: &[Range<usize>]) -> Excerpt {
    within(text, lit, DEFAULT_LENGTH)
}

/// The same, about `budget` columns long.
pub(in crate::interface) fn within(text: &str, lit: &[Range<usize>], budget: usize) -> Excerpt {
    if text.width() <= budget {
        return Excerpt {
            text: text.to_owned(),
            lit: lit.to_vec(),
        };
    }
    let sentences = sentences(text);
    let holds = |sentence: &Range<usize>| {
        lit.iter()
            .any(|span| span.start < sentence.end && span.end > sentence.start)
    };
    let mut chosen = vec![false; sentences.len()];
    let mut left = budget;
    let take = |at: usize, chosen: &mut Vec<bool>, left: &mut usize| {
        let (Some(slot), Some(sentence)) = (chosen.get_mut(at), sentences.get(at)) else {
            return;
        };
        let width = text.get(sentence.clone()).map_or(0, UnicodeWidthStr::width);
        if !*slot && (width <= *left || *left == budget) {
            *slot = true;
            *left = left.saturating_sub(width);
        }
    };
    let hits: Vec<usize> = (0..sentences.len())
        .filter(|&at| holds(&sentences[at]))
        .collect();
    for &at in &hits {
        take(at, &mut chosen, &mut left);
    }
    if hits.is_empty() {
        take(0, &mut chosen, &mut left);
    }
    // Add following and preceding sentences until the budget is used.
    for distance in 1..sentences.len() {
        for &at in if hits.is_empty() { &[0][..] } else { &hits[..] } {
            take(at + distance, &mut chosen, &mut left);
            if let Some(before) = at.checked_sub(distance) {
                take(before, &mut chosen, &mut left);
            }
        }
        if left < 20 {
            break;
        }
    }
    join(text, &sentences, &chosen, lit)
}

fn join(text: &str, sentences: &[Range<usize>], chosen: &[bool], lit: &[Range<usize>]) -> Excerpt {
    let mut out = Excerpt {
        text: String::new(),
        lit: Vec::new(),
    };
    let mut skipped = false;
    for (sentence, &chosen) in sentences.iter().zip(chosen) {
        if !chosen {
            skipped = true;
            continue;
        }
        if skipped {
            out.text.truncate(out.text.trim_end().len());
            out.text
                .push_str(if out.text.is_empty() { "… " } else { " … " });
            skipped = false;
        }
        let moved = out.text.len();
        out.text
            .push_str(text.get(sentence.clone()).unwrap_or_default());
        for span in lit {
            let (from, to) = (span.start.max(sentence.start), span.end.min(sentence.end));
            if from < to {
                let shift = |at: usize| at - sentence.start + moved;
                out.lit.push(shift(from)..shift(to));
            }
        }
    }
    if skipped {
        out.text.truncate(out.text.trim_end().len());
        out.text.push_str(" …");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_sentences_that_are_lit() {
        let filler = "Something else was said here at some length and nobody asked. ".repeat(20);
        let text = format!("{filler}The CapEx is 3.5 billion. {filler}");
        let at = text.find("CapEx").unwrap();
        let excerpt = excerpt(&text, &[at..at + 5]);
        assert!(
            excerpt.text.width() < DEFAULT_LENGTH + 10,
            "{}",
            excerpt.text.width()
        );
        assert!(excerpt.text.starts_with("… ") && excerpt.text.ends_with(" …"));
        assert_eq!(excerpt.lit.len(), 1);
        assert_eq!(&excerpt.text[excerpt.lit[0].clone()], "CapEx");
    }

    #[test]
    fn one_endless_sentence_is_kept() {
        let text = "資".repeat(2000);
        assert_eq!(excerpt(&text, &[0..3]).text, text);
    }
}
