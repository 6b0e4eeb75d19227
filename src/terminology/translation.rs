//! Translations, from the sentences of a call that stand in both languages.
//!
//! Candidate terms of corresponding sentences are associated by log-likelihood and linked by competition: the
//! strongest pair first, each term once, so that a term that is explained by its own translation is not
//! taken for that of its neighbors (Melamed, 2000). Compounds are linked before single words, which are then
//! counted without their occurrences within linked compounds.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use rustc_hash::FxBuildHasher;

use super::{
    alignment::aligned,
    association::{Counts2x2, SIGNIFICANT, log_likelihood},
    candidate::{Candidate, TermId, Vocabulary},
    key::{display_form, term_key},
};
use crate::{
    model::{Passage, TermPair, TermRelation},
    text::has_han,
};

/// Least Dice coefficient of two terms, 2·both / (first + second), by the number of segments that have both.
const LEAST_AGREEMENT: [f64; 6] = [2.0, 2.0, 0.8, 0.65, 0.6, 0.6];

/// Least agreement of two terms whose lengths do not suit each other.
const NEAR_IDENTITY: f64 = 0.9;

/// Two associations are equally strong where their scores differ by less than this factor.
const TIE: f64 = 1.02;

/// Maximum number of pairs that a call teaches.
const MOST_PAIRS: usize = 400;

/// Maximum number of segments that are read of a call; the rest of a longer one is left out.
const MOST_SEGMENTS: usize = 280;

/// The terms of one side of all segments.
#[derive(Default)]
struct Side<'a> {
    vocabulary: Vocabulary,
    /// The text of each segment.
    texts: Vec<&'a str>,
    /// By term: the segment and the span of an occurrence, within a sentence if there is one.
    places: Vec<Option<(usize, Range<usize>)>>,
    /// By term: number of segments.
    counts: Vec<u32>,
    /// By segment, its terms, in order, each once.
    segments: Vec<Vec<TermId>>,
    /// Terms that have been linked.
    linked: HashSet<TermId>,
}

/// A pair of terms that occur in one segment.
struct Association {
    score: f64,
    en: TermId,
    zh: TermId,
    both: u32,
}

/// The translations that the passages of a call teach.
pub(super) fn learn(passages: &[Passage]) -> Vec<TermPair> {
    let [mut en, mut zh] = sides(passages);
    let mut pairs = Vec::new();
    for compounds in [true, false] {
        let all = associations(&en, &zh, compounds);
        let links = link(&mut en, &mut zh, &all);
        let translated = links.iter().filter(|link| !is_kept(&en, &zh, link.en));
        pairs.extend(translated.map(|link| pair(&en, &zh, link)));
        leave_out(&mut en, &mut zh, &links);
    }
    pairs.truncate(MOST_PAIRS);
    pairs
}

fn pair(en: &Side, zh: &Side, link: &Association) -> TermPair {
    let chinese = completed(en, zh, link);
    TermPair {
        relation: TermRelation::Translation,
        keys: [en.vocabulary.key(link.en), term_key(&chinese)],
        written: [en.written(link.en), chinese],
        together: link.both,
        alone: [en.count(link.en), zh.count(link.zh)],
        of: en.segments.len() as u32,
    }
}

/// Characters that are no part of most terms, but of some names: 多芙拉納, 二次收成.
const OF_NAMES: &str =
    "多少里裡得地上下中內内外前後后時时間间年月日元度名次倍一二三四五六七八九十百千萬万亿億";

/// Least number of segments in which the same characters stand beside a term that is completed by them.
const LEAST_COMPLETED: usize = 3;

/// Maximum number of characters that complete a term on either side.
const MOST_COMPLETED: usize = 2;

/// The Chinese term of a link as written, extended by characters that stand beside it in every segment of the link.
fn completed(en: &Side, zh: &Side, link: &Association) -> String {
    let mut written = zh.written(link.zh);
    let segments = en.segments.iter().zip(&zh.segments).zip(&zh.texts);
    let texts: Vec<&str> = segments
        .filter(|((ens, zhs), _)| ens.contains(&link.en) && zhs.contains(&link.zh))
        .map(|(_, text)| *text)
        .collect();
    if texts.len() < LEAST_COMPLETED {
        return written;
    }
    for _ in 0..MOST_COMPLETED {
        let sides = |text: &&str| -> Option<[Option<char>; 2]> {
            let (before, after) = text.split_once(written.as_str())?;
            Some([before.chars().next_back(), after.chars().next()])
        };
        let sides: Option<Vec<[Option<char>; 2]>> = texts.iter().map(sides).collect();
        let Some(sides) = sides else { break };
        let common = [0, 1].map(|side| {
            let mut all = sides.iter().map(|both| both.get(side).copied().flatten());
            let first = all.next().flatten().filter(|c| OF_NAMES.contains(*c))?;
            all.all(|c| c == Some(first)).then_some(first)
        });
        let [before, after] = common.map(|c| c.map(String::from).unwrap_or_default());
        written = format!("{before}{written}{after}");
    }
    written
}

/// Whether most of the Chinese segments keep an English term in Latin letters: then nothing translates it.
fn is_kept(en: &Side, zh: &Side, term: TermId) -> bool {
    let key = en.vocabulary.key(term);
    if !key.split(' ').all(|word| zh.vocabulary.knows(word)) {
        return false;
    }
    let segments = en.segments.iter().zip(&zh.texts);
    let of_term = segments.filter(|(terms, _)| terms.contains(&term));
    let kept = of_term.filter(|(_, text)| text.to_lowercase().contains(&key));
    kept.count() as u32 * 2 > en.count(term)
}

/// The terms of the segments of both sides.
fn sides(passages: &[Passage]) -> [Side<'_>; 2] {
    let [mut en, mut zh] = [Side::default(), Side::default()];
    for passage in passages {
        let (Some(english), Some(chinese)) = (&passage.text.en, &passage.text.zh) else {
            continue;
        };
        if !has_han(chinese) {
            continue;
        }
        for (a, b) in aligned(english, chinese) {
            if en.segments.len() == MOST_SEGMENTS {
                break;
            }
            let (Some(a), Some(b)) = (english.get(a), chinese.get(b)) else {
                continue;
            };
            let candidates = en.vocabulary.candidates(a, false);
            en.add(a, &candidates);
            let candidates = zh.vocabulary.candidates(b, true);
            zh.add(b, &candidates);
        }
    }
    [en, zh].map(Side::pruned)
}

impl<'a> Side<'a> {
    fn count(&self, term: TermId) -> u32 {
        self.counts.get(term as usize).copied().unwrap_or(0)
    }

    /// Adds a segment.
    fn add(&mut self, text: &'a str, candidates: &[Candidate]) {
        self.places.resize(self.vocabulary.len(), None);
        for candidate in candidates {
            if let Some(place) = self.places.get_mut(candidate.term as usize)
                && place
                    .as_ref()
                    .is_none_or(|(_, span)| span.start == 0 && candidate.span.start > 0)
            {
                *place = Some((self.texts.len(), candidate.span.clone()));
            }
        }
        self.texts.push(text);
        let mut terms: Vec<TermId> = candidates.iter().map(|found| found.term).collect();
        terms.sort_unstable();
        terms.dedup();
        self.counts.resize(self.vocabulary.len(), 0);
        for term in &terms {
            if let Some(count) = self.counts.get_mut(*term as usize) {
                *count += 1;
            }
        }
        self.segments.push(terms);
    }

    /// A term as written.
    fn written(&self, term: TermId) -> String {
        let place = self.places.get(term as usize).cloned().flatten();
        let written = place.and_then(|(segment, span)| self.texts.get(segment)?.get(span));
        display_form(written.unwrap_or_default())
    }

    /// Leaves out terms of one segment, and terms that hardly occur outside of a longer one.
    fn pruned(mut self) -> Self {
        let mut kept: Vec<bool> = self.counts.iter().map(|count| *count > 1).collect();
        for whole in 0..self.vocabulary.len() as TermId {
            let of_whole = self.count(whole);
            if of_whole < 2 {
                continue;
            }
            for part in self.vocabulary.parts(whole).into_iter().flatten() {
                if of_whole * 10 >= self.count(part) * 9
                    && let Some(kept) = kept.get_mut(part as usize)
                {
                    *kept = false;
                }
            }
        }
        self.retain(|term| kept.get(term as usize) == Some(&true));
        self
    }

    fn count_again(&mut self) {
        self.counts.fill(0);
        for term in self.segments.iter().flatten() {
            if let Some(count) = self.counts.get_mut(*term as usize) {
                *count += 1;
            }
        }
    }

    fn retain(&mut self, keeps: impl Fn(TermId) -> bool) {
        for segment in &mut self.segments {
            segment.retain(|term| keeps(*term));
        }
    }
}

/// The significant associations, the strongest first; with `compounds` those of English compounds only.
fn associations(en: &Side, zh: &Side, compounds: bool) -> Vec<Association> {
    let mut both: HashMap<(TermId, TermId), u32, FxBuildHasher> = HashMap::default();
    for (ens, zhs) in en.segments.iter().zip(&zh.segments) {
        let is_wanted = |term: &&TermId| !compounds || en.vocabulary.word_count(**term) > 1;
        for a in ens.iter().filter(is_wanted) {
            for b in zhs {
                *both.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let all = en.segments.len() as u64;
    let scored = both.into_iter().filter_map(|((a, b), both)| {
        let agreement = match is_plausible(&en.vocabulary, a, &zh.vocabulary, b) {
            true => least_agreement(both),
            false => NEAR_IDENTITY.max(least_agreement(both)),
        };
        let score = score(both, en.count(a), zh.count(b), all, agreement);
        (score >= SIGNIFICANT).then_some(Association {
            score,
            en: a,
            zh: b,
            both,
        })
    });
    let mut scored: Vec<Association> = scored.collect();
    scored.sort_by(|a, b| {
        let key = |of: &Association| (of.en, of.zh);
        b.score
            .total_cmp(&a.score)
            .then_with(|| key(a).cmp(&key(b)))
    });
    scored
}

/// Whether the lengths of two terms suit each other: most Chinese words have two characters.
fn is_plausible(en: &Vocabulary, a: TermId, zh: &Vocabulary, b: TermId) -> bool {
    let (words, characters) = (en.word_count(a), zh.length(b));
    characters <= 4 * words && (words == 1 || characters > words)
}

fn least_agreement(both: u32) -> f64 {
    let least = LEAST_AGREEMENT
        .get(both as usize)
        .or(LEAST_AGREEMENT.last());
    least.copied().unwrap_or_default()
}

/// The log-likelihood ratio of two terms, 0 where they agree less than `least`.
fn score(both: u32, first: u32, second: u32, all: u64, least: f64) -> f64 {
    let agreement = f64::from(2 * both) / f64::from((first + second).max(1));
    if agreement < least {
        return 0.0;
    }
    log_likelihood(Counts2x2 {
        both: u64::from(both),
        first: u64::from(first),
        second: u64::from(second),
        all,
    })
}

/// Links terms that are each other's strongest association, until there are no more. A term with two equally
/// strong ones waits until one of them is linked otherwise, and is left out where that does not happen.
fn link<'a>(en: &mut Side, zh: &mut Side, all: &'a [Association]) -> Vec<&'a Association> {
    let mut links: Vec<&Association> = Vec::new();
    loop {
        let free = |of: &&Association| !en.linked.contains(&of.en) && !zh.linked.contains(&of.zh);
        let free: Vec<&Association> = all.iter().filter(free).collect();
        let best_of_en = best(&free, &zh.vocabulary, |of| (of.en, of.zh));
        let best_of_zh = best(&free, &en.vocabulary, |of| (of.zh, of.en));
        let is_best = |of: &&&Association| {
            best_of_en.get(&of.en) == Some(&Some(of.zh))
                && best_of_zh.get(&of.zh) == Some(&Some(of.en))
        };
        let found: Vec<&Association> = free.iter().filter(is_best).copied().collect();
        if found.is_empty() {
            return links;
        }
        en.linked.extend(found.iter().map(|of| of.en));
        zh.linked.extend(found.iter().map(|of| of.zh));
        links.extend(found);
    }
}

/// By term the strongest of its associations; none where it has two that are equally strong and neither is
/// part of the other. `ends` gives the term and the other one.
fn best(
    free: &[&Association],
    others: &Vocabulary,
    ends: impl Fn(&Association) -> (TermId, TermId),
) -> HashMap<TermId, Option<TermId>> {
    let mut best: HashMap<TermId, (f64, TermId, bool)> = HashMap::new();
    for of in free {
        let (term, other) = ends(of);
        let (score, first, tied) = best.entry(term).or_insert((of.score, other, false));
        let overlap = others.contains(*first, other) || others.contains(other, *first);
        *tied |= *first != other && *score <= of.score * TIE && !overlap;
    }
    let of = |(term, (_, other, tied)): (_, (_, _, bool))| (term, (!tied).then_some(other));
    best.into_iter().map(of).collect()
}

/// Leaves out the terms that occur in a segment as part of a linked compound, and counts the rest.
fn leave_out(en: &mut Side, zh: &mut Side, links: &[&Association]) {
    let by_en: HashMap<TermId, TermId> = links.iter().map(|of| (of.en, of.zh)).collect();
    for (ens, zhs) in en.segments.iter_mut().zip(&mut zh.segments) {
        let of_segment: Vec<(TermId, TermId)> = (ens.iter())
            .filter_map(|term| Some((*term, *by_en.get(term)?)))
            .filter(|(_, other)| zhs.contains(other))
            .collect();
        for (whole_en, whole_zh) in of_segment {
            ens.retain(|term| *term == whole_en || !en.vocabulary.contains(whole_en, *term));
            zhs.retain(|term| *term == whole_zh || !zh.vocabulary.contains(whole_zh, *term));
        }
    }
    en.count_again();
    zh.count_again();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Section, Sides};

    fn passages(sides: &[(&str, &str)]) -> Vec<Passage> {
        let passage = |(at, (en, zh)): (usize, &(&str, &str))| Passage {
            n: at as u32 + 1,
            turn: None,
            section: Section::Prepared,
            exchange: None,
            notes: Vec::new(),
            time: None,
            page: None,
            text: Sides {
                en: Some((*en).to_owned()),
                zh: Some((*zh).to_owned()),
            },
            findings: Vec::new(),
            is_declined: false,
        };
        sides.iter().enumerate().map(passage).collect()
    }

    /// `term=翻譯` of each pair that is learned.
    fn learned(sides: &[(&str, &str)]) -> Vec<String> {
        let mut pairs: Vec<String> = (learn(&passages(sides)).iter())
            .map(|pair| pair.written.join("="))
            .collect();
        pairs.sort();
        pairs
    }

    const CALL: &[(&str, &str)] = &[
        (
            "We sell cloud ovens. It rained.",
            "我們銷售雲端烤箱。下雨了。",
        ),
        ("Cloud ovens are warm.", "雲端烤箱很暖。"),
        ("Our GPU ovens sell.", "我們的GPU設備暢銷。"),
        ("A GPU is cheap.", "GPU設備很便宜。"),
        ("Taxes were paid.", "稅款已繳。"),
        ("The hall is open.", "大廳已啟用。"),
        ("The hall is large.", "大廳很大。"),
        ("Nobody came.", "沒有人來。"),
        ("We painted walls.", "我們粉刷牆壁。"),
        ("Trains were late.", "火車誤點。"),
        ("Cats slept.", "貓睡著。"),
        ("Birds sang.", "鳥兒唱歌。"),
        ("Ships left.", "船隻離港。"),
        ("Boats sank.", "小艇沉沒。"),
    ];

    #[test]
    fn compounds_are_linked_and_words_that_are_kept_are_not() {
        assert_eq!(learned(CALL), ["cloud ovens=雲端烤箱", "hall=大廳"]);
    }

    #[test]
    fn two_equally_strong_translations_are_none() {
        let sides = [
            ("Valves sell.", "蒸汽閥,磚塊。"),
            ("More valves.", "蒸汽閥,磚塊。"),
            ("Rain.", "雨水。"),
            ("Sun.", "太陽。"),
            ("Snow.", "下雪。"),
            ("Fog.", "起霧。"),
        ];
        assert!(learned(&sides).is_empty(), "{:?}", learned(&sides));
    }

    #[test]
    fn one_side_teaches_nothing() {
        let mut passages = passages(CALL);
        for passage in &mut passages {
            passage.text.zh = None;
        }
        assert!(learn(&passages).is_empty());
    }
}
