//! Spotting: where the terms of a plan match in a text. Highlights and reasons come from here.

use std::{cell::LazyCell, ops::Range};

use super::{
    By, Spoken, Why,
    filter::{Condition, Key},
    plan::{Form, Matcher, Node, Term},
    rank::close,
};
use crate::{
    model::{Lang, Sides},
    text::{
        Analysis, Quantity, STEP, Token, analyse_uncut, fold, fold_str, is_han, lies_within,
        quantities, row_words,
    },
};

/// Most reasons listed for one hit.
const MOST_REASONS: usize = 64;

/// Finds the matches of a query's terms in texts, by the analysis that indexed them.
#[derive(Debug, Clone)]
pub(crate) struct Spotter {
    plan: Node,
    /// Some term is a value.
    values: bool,
    /// Characters that lie within longer words are no matches, unless they are quoted.
    mentions: bool,
}

/// What a plan matches in a passage.
#[derive(Debug, Clone)]
pub(crate) struct Spotted {
    /// What to light on each side, in bytes: ascending, never overlapping.
    pub(crate) highlights: Sides<Vec<Range<usize>>>,
    /// Which term matched what.
    pub(crate) why: Vec<Why>,
    /// The terms, as typed, that were wanted and are not said.
    pub(crate) missing: Vec<String>,
}

/// A side of a passage, analysed.
struct Side<'a> {
    lang: Lang,
    text: &'a str,
    analysis: Analysis,
    quantities: Vec<Quantity>,
    /// Whether mentions are asked for.
    mentions: bool,
}

/// A match of a term.
struct Match<'a> {
    term: &'a str,
    lang: Lang,
    span: Range<usize>,
    /// First position, and that of a word right after it.
    place: (u32, u32),
    by: By,
    /// Bytes of the words that Chinese characters lie within.
    within: Option<Range<usize>>,
}

impl Spotter {
    pub(super) fn new(plan: &Node) -> Self {
        let has = |test: fn(&Matcher) -> bool| {
            let mut forms = plan.terms().into_iter().flat_map(|term| &term.forms);
            forms.any(|form| test(&form.matcher))
        };
        Self {
            values: has(|matcher| matches!(matcher, Matcher::Value(_))),
            plan: plan.clone(),
            mentions: false,
        }
    }

    /// The same for what is counted as a mention.
    pub(super) fn of_mentions(plan: &Node) -> Self {
        Self {
            mentions: true,
            ..Self::new(plan)
        }
    }

    /// What to light on each side, why, and what is missing.
    ///
    /// Only what makes the passage a hit is lit: of `a OR (b c)` a lone `b` is not.
    pub(crate) fn spot(&self, text: &Sides<String>, spoken: &Spoken) -> Spotted {
        let sides: Vec<Side> = (text.iter())
            .map(|(lang, side)| Side {
                lang,
                text: side,
                analysis: analyse_uncut(side),
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
        let wants = self
            .plan
            .wanted()
            .into_iter()
            .flat_map(|wanted| &wanted.wants);
        let missing = wants.filter(|want| matches(&want.node, &sides, spoken).is_none());
        Spotted {
            highlights,
            why,
            missing: missing.map(|want| want.typed.clone()).collect(),
        }
    }
}

/// The matches by which some sides fulfil a node; none where they do not.
fn matches<'a>(node: &'a Node, sides: &[Side], spoken: &Spoken) -> Option<Vec<Match<'a>>> {
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
        Node::Wanted(wanted) => {
            let some = wanted
                .nodes()
                .filter_map(|node| matches(node, sides, spoken));
            Some(some.flatten().collect())
        }
        Node::Near(node, _) => matches(node, sides, spoken),
        Node::Beside(node, terms) => {
            let found = matches(node, sides, spoken)?;
            let beside = terms.iter().flat_map(|term| matches_of_term(term, sides));
            Some(beside.chain(found).collect())
        }
        Node::Within(first, words, second) => {
            let found = matches_within(first, *words, second, sides);
            (!found.is_empty()).then_some(found)
        }
        Node::Filter(side @ Condition::OneOf(Key::ExchangeSide, _)) => {
            spoken.fulfils(side).then(Vec::new)
        }
        // What the index has decided: it is not for the text to say.
        Node::Not(_) | Node::Filter(_) => Some(Vec::new()),
    }
}

/// The matches of two terms that stand close to one another.
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

/// That a passage is of somebody who is named. It lights nothing.
fn match_of_name<'a>(term: &'a Term, sides: &[Side], spoken: &Spoken) -> Option<Match<'a>> {
    let lang = sides.first()?.lang;
    let theirs = term.forms.iter().any(|form| match &form.matcher {
        Matcher::Entity(conditions) => conditions.iter().any(|theirs| spoken.fulfils(theirs)),
        _ => false,
    });
    theirs.then_some(Match {
        term: &term.typed,
        lang,
        span: 0..0,
        place: (0, 0),
        by: By::Entity,
        within: None,
    })
}

fn matches_of_term<'a>(term: &'a Term, sides: &[Side]) -> Vec<Match<'a>> {
    let mut found: Vec<Match> = Vec::new();
    for side in sides.iter().filter(|side| term.sides.contains(&side.lang)) {
        let first = found.len();
        for form in &term.forms {
            let words = LazyCell::new(|| form.chinese().map(row_words).unwrap_or_default());
            for (span, place) in spans(form, side) {
                // Of several forms that match one place the first says why.
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

/// Bytes of a side, and the positions of its first word and of one right after its last.
type Spot = (Range<usize>, (u32, u32));

/// Where a form matches on a side.
fn spans(form: &Form, side: &Side) -> Vec<Spot> {
    match &form.matcher {
        Matcher::Row {
            stream,
            tokens,
            prefix,
        } => rows(tokens, *prefix, side.analysis.stream(*stream)),
        // Of whom the passage is no text says.
        Matcher::Entity(_) => Vec::new(),
        Matcher::Value(range) => (side.quantities.iter())
            .filter(|quantity| range.holds(quantity))
            .map(|quantity| (quantity.start..quantity.end, (0, 0)))
            .collect(),
    }
}

/// Where tokens stand at their distances among those of a stream.
fn rows(wanted: &[(u32, String)], prefix: bool, tokens: &[Token]) -> Vec<Spot> {
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

/// By which way the text came to match.
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

/// Spans in order, those that overlap made one, and those of Chinese that touch.
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
