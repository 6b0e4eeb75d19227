//! Highlighter: where the terms of a plan match in a text, and why.

mod wanted_tokens;

use std::{cell::LazyCell, ops::Range};

use self::wanted_tokens::{Collect, WantedTokens};

use super::{
    By, PassageAttributes, Why,
    key::Key,
    plan::{Condition, Form, Matcher, Node, Term},
    rank::close,
};
use crate::{
    model::{Lang, Sides},
    text::{
        Analysis, Quantity, STEP, Token, analyse_uncut_into, fold, fold_str, is_han, lies_within,
        phrase_words, quantities,
    },
};

/// Maximum number of reasons per hit.
const MOST_REASONS: usize = 64;

/// Finds the matches of a plan in texts, with the analysis that indexed them.
#[derive(Debug, Clone)]
pub(crate) struct Highlighter {
    plan: Node,
    wanted: WantedTokens,
    /// Whether any term is a value.
    values: bool,
    /// Whether unquoted Chinese must match as words.
    mentions: bool,
    /// Whether every passage is a full match, so that none lacks a term.
    full: bool,
}

/// Matches of a plan in a passage.
#[derive(Debug, Clone)]
pub(crate) struct HighlightedPassage {
    /// Spans to highlight on each side, in bytes: ascending, never overlapping.
    pub(crate) highlights: Sides<Vec<Range<usize>>>,
    /// Which term matched what, and how.
    pub(crate) why: Vec<Why>,
    /// Optional terms, as typed, that do not match.
    pub(crate) missing: Vec<String>,
}

/// An analyzed side of a passage.
struct Side<'a> {
    lang: Lang,
    text: &'a str,
    analysis: Analysis,
    quantities: Vec<Quantity>,
    /// Whether Chinese must match as words.
    mentions: bool,
}

/// A match of a term.
struct Match<'a> {
    term: &'a str,
    lang: Lang,
    span: Range<usize>,
    /// First position, and first position after the match.
    place: (u32, u32),
    by: By,
    /// Byte range of the words that Chinese characters lie within.
    within: Option<Range<usize>>,
}

impl Highlighter {
    /// The tokens of a text that the plan may match.
    fn analyse(&self, text: &str) -> Analysis {
        let mut collect = Collect {
            wanted: &self.wanted,
            analysis: Analysis::default(),
        };
        analyse_uncut_into(text, &mut collect);
        collect.analysis
    }

    pub(crate) fn new(plan: &Node) -> Self {
        let has = |test: fn(&Matcher) -> bool| {
            let mut forms = plan.terms().into_iter().flat_map(|term| &term.forms);
            forms.any(|form| test(&form.matcher))
        };
        Self {
            values: has(|matcher| matches!(matcher, Matcher::Value(_))),
            wanted: WantedTokens::of(plan),
            plan: plan.clone(),
            mentions: false,
            full: false,
        }
    }

    /// The same for passages that are full matches.
    pub(crate) fn of_full_matches(self) -> Self {
        Self { full: true, ..self }
    }

    /// The same for counting mentions.
    pub(crate) fn of_mentions(plan: &Node) -> Self {
        Self {
            mentions: true,
            ..Self::new(plan)
        }
    }

    /// Highlights a passage.
    ///
    /// Only spans that make the passage a hit are highlighted: of `a OR (b c)` a lone `b` is not.
    pub(crate) fn highlight(
        &self,
        text: &Sides<String>,
        spoken: &PassageAttributes,
    ) -> HighlightedPassage {
        let sides: Vec<Side> = (text.iter())
            .map(|(lang, side)| Side {
                lang,
                text: side,
                analysis: self.analyse(side),
                quantities: if self.values {
                    quantities(side)
                } else {
                    Vec::new()
                },
                mentions: self.mentions,
            })
            .collect();
        let found = matches(&self.plan, &sides, spoken).unwrap_or_default();
        let highlights = text.map(|lang, side| {
            let on_side = found.iter().filter(|found| found.lang == lang);
            let lit = on_side.filter(|found| !found.span.is_empty());
            merge(side, lit.map(|found| found.span.clone()).collect())
        });
        let mut why: Vec<Why> = Vec::new();
        for found in &found {
            let source = |span: &Range<usize>| {
                let source = text.get(found.lang).and_then(|side| side.get(span.clone()));
                source.unwrap_or_default().to_owned()
            };
            let reason = Why {
                term: found.term.to_owned(),
                matched: match found.by {
                    By::Entity => found.term.to_owned(),
                    _ => source(&found.span),
                },
                by: found.by,
                side: found.lang,
                within: found.within.as_ref().map(source),
            };
            if why.len() < MOST_REASONS && !why.contains(&reason) {
                why.push(reason);
            }
        }
        let wanted = self.plan.wanted().filter(|_| !self.full);
        let together = wanted.and_then(|wanted| wanted.together.as_ref());
        let says_together = together.is_some_and(|node| matches(node, &sides, spoken).is_some());
        let wants = wanted.into_iter().flat_map(|wanted| &wanted.wants);
        let missing =
            wants.filter(|want| !says_together && matches(&want.node, &sides, spoken).is_none());
        HighlightedPassage {
            highlights,
            why,
            missing: missing.map(|want| want.typed.clone()).collect(),
        }
    }
}

/// The matches by which a passage satisfies a node; none if it does not.
fn matches<'a>(
    node: &'a Node,
    sides: &[Side],
    spoken: &PassageAttributes,
) -> Option<Vec<Match<'a>>> {
    match node {
        Node::Term(term) => {
            let mut found = matches_of_term(term, sides);
            found.extend(match_of_name(term, sides, spoken));
            (!found.is_empty()).then_some(found)
        }
        Node::All(nodes) => {
            let every: Option<Vec<_>> = nodes
                .iter()
                .map(|node| matches(node, sides, spoken))
                .collect();
            every.map(|every| every.into_iter().flatten().collect())
        }
        Node::Any(nodes) => {
            let mut any = nodes
                .iter()
                .filter_map(|node| matches(node, sides, spoken))
                .peekable();
            any.peek()?;
            Some(any.flatten().collect())
        }
        Node::AtLeast(least, nodes) => {
            let some: Vec<_> = nodes
                .iter()
                .filter_map(|node| matches(node, sides, spoken))
                .collect();
            (some.len() >= *least).then(|| some.into_iter().flatten().collect())
        }
        Node::Optional(wanted) => {
            let together = wanted.together.as_ref();
            if let Some(found) = together.and_then(|node| matches(node, sides, spoken)) {
                return Some(found);
            }
            let some = wanted
                .nodes()
                .filter_map(|node| matches(node, sides, spoken));
            Some(some.flatten().collect())
        }
        Node::ProximityBoost(node, _) => matches(node, sides, spoken),
        Node::Boost(node, terms) => {
            let found = matches(node, sides, spoken)?;
            let beside = terms.iter().flat_map(|term| matches_of_term(term, sides));
            Some(beside.chain(found).collect())
        }
        Node::WithinDistance(first, words, second) => {
            let found = matches_within(first, *words, second, sides);
            (!found.is_empty()).then_some(found)
        }
        Node::Filter(side @ Condition::OneOf(Key::ExchangeSide, _)) => {
            spoken.satisfies(side).then(Vec::new)
        }
        // Filters are decided by the index, not by the text.
        Node::Not(_) | Node::Filter(_) => Some(Vec::new()),
    }
}

/// Matches of two terms within a distance.
fn matches_within<'a>(
    first: &'a Term,
    words: u32,
    second: &'a Term,
    sides: &[Side],
) -> Vec<Match<'a>> {
    let mut found = Vec::new();
    let places = |matches: &[Match]| -> Vec<(u32, u32)> {
        matches.iter().map(|found| found.place).collect()
    };
    for side in sides.chunks(1) {
        let mut firsts = matches_of_term(first, side);
        let mut seconds = matches_of_term(second, side);
        firsts.sort_by_key(|found| found.place);
        seconds.sort_by_key(|found| found.place);
        let (first_places, second_places) = (places(&firsts), places(&seconds));
        let is_close =
            |place: (u32, u32), others: &[(u32, u32)]| close(place, others, words).next().is_some();
        firsts.retain(|found| is_close(found.place, &second_places));
        seconds.retain(|found| is_close(found.place, &first_places));
        found.extend(firsts);
        found.extend(seconds);
    }
    found
}

/// The match of an entity, which highlights nothing.
fn match_of_name<'a>(
    term: &'a Term,
    sides: &[Side],
    spoken: &PassageAttributes,
) -> Option<Match<'a>> {
    let lang = sides.first()?.lang;
    let theirs = term.forms.iter().find(|form| match &form.matcher {
        Matcher::Entity(conditions) => conditions.iter().any(|theirs| spoken.satisfies(theirs)),
        _ => false,
    });
    theirs.map(|form| Match {
        term: &term.typed,
        lang,
        span: 0..0,
        place: (0, 0),
        by: form.by,
        within: None,
    })
}

fn matches_of_term<'a>(term: &'a Term, sides: &[Side]) -> Vec<Match<'a>> {
    let mut found: Vec<Match> = Vec::new();
    for side in sides.iter().filter(|side| term.sides.contains(&side.lang)) {
        let first = found.len();
        for form in &term.forms {
            let words = LazyCell::new(|| form.chinese().map(phrase_words).unwrap_or_default());
            for (span, place) in spans(form, side) {
                // Of several forms that match the same span, the first is the reason.
                let known = (found.iter().skip(first)).any(|other| other.span == span);
                let within = lies_within(&side.analysis.literal, &words, place.0, &span);
                let counts = within.is_none() || term.quoted || !side.mentions;
                if !known && counts {
                    let by = by(
                        form,
                        &term.typed,
                        side.text.get(span.clone()).unwrap_or_default(),
                    );
                    let (term, lang) = (term.typed.as_str(), side.lang);
                    found.push(Match {
                        term,
                        lang,
                        span,
                        place,
                        by,
                        within,
                    });
                }
            }
        }
    }
    found
}

/// Byte range on a side, first position, and first position after it.
type MatchSpan = (Range<usize>, (u32, u32));

/// Spans where a form matches on a side.
fn spans(form: &Form, side: &Side) -> Vec<MatchSpan> {
    match &form.matcher {
        Matcher::Phrase {
            field,
            tokens,
            prefix,
        } => rows(tokens, *prefix, side.analysis.field(*field)),
        // Entities do not match by text.
        Matcher::Entity(_) => Vec::new(),
        Matcher::Value(range) => (side.quantities.iter())
            .filter(|quantity| range.holds(quantity))
            .map(|quantity| (quantity.start..quantity.end, (0, 0)))
            .collect(),
    }
}

/// Spans where tokens occur at their distances.
fn rows(wanted: &[(u32, String)], prefix: bool, tokens: &[Token]) -> Vec<MatchSpan> {
    let Some(((_, first), rest)) = wanted.split_first() else {
        return Vec::new();
    };
    let is = |wanted: &str, token: &Token, last: bool| {
        if prefix && last {
            token.text.starts_with(wanted)
        } else {
            token.text == wanted
        }
    };
    let mut spans = Vec::new();
    for (at, start) in tokens.iter().enumerate() {
        if !is(first, start, rest.is_empty()) {
            continue;
        }
        let mut end = start.end;
        let complete = rest.iter().enumerate().all(|(part, (offset, wanted))| {
            let position = start.position + offset;
            let found = (tokens.iter().skip(at + 1))
                .take_while(|token| token.position <= position)
                .find(|token| {
                    token.position == position && is(wanted, token, part + 1 == rest.len())
                });
            end = found.map_or(end, |token| end.max(token.end));
            found.is_some()
        });
        if complete {
            let reach = rest.last().map_or(0, |(offset, _)| *offset);
            let place = (start.position, start.position + reach + STEP);
            spans.push((start.start..end, place));
        }
    }
    spans
}

/// How the text matched.
fn by(form: &Form, typed: &str, matched: &str) -> By {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let wide = |text: &str| -> String {
        text.chars()
            .map(|c| {
                if c.is_ascii() || c > '\u{FF00}' {
                    fold(c)
                } else {
                    c
                }
            })
            .collect()
    };
    if form.by == By::Prefix {
        By::Prefix
    } else if plain(&wide(typed)) == plain(&wide(matched)) {
        By::Literal
    } else if plain(&fold_str(typed)) == plain(&fold_str(matched)) {
        By::Script
    } else {
        form.by
    }
}

/// Merges spans that overlap, and adjacent Chinese ones, in order.
fn merge(text: &str, mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| (span.start, span.end));
    let han_at = |at: usize| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at..).and_then(|text| text.chars().next());
        before.is_some_and(is_han) && after.is_some_and(is_han)
    };
    let mut merged: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end || (span.start == last.end && han_at(last.end)) => {
                last.end = last.end.max(span.end);
            }
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
