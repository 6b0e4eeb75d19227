//! Spotting: where the terms of a plan match in a text. Highlights and reasons come from here.

use std::{collections::HashMap, ops::Range};

use super::{
    By, Why,
    plan::{Form, Node, Term},
};
use crate::{
    model::{Lang, Sides},
    text::{Analysis, Stream, Token, analyse, analyse_without_dictionary, fold, fold_str, has_han},
};

/// Most reasons listed for one hit.
const MOST_REASONS: usize = 64;

/// Finds the matches of a query's terms in texts, by the analysis that indexed them.
#[derive(Debug, Clone)]
pub struct Spotter {
    terms: Vec<Term>,
    /// Some term is a Chinese dictionary word.
    dictionary: bool,
}

impl Spotter {
    pub(super) fn new(plan: &Node) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        for term in plan.terms() {
            if !terms.contains(term) {
                terms.push(term.clone());
            }
        }
        let dictionary_word = |form: &Form| {
            form.stream == Stream::Words && form.tokens.iter().any(|(_, token)| has_han(token))
        };
        let dictionary = terms
            .iter()
            .any(|term| term.forms.iter().any(dictionary_word));
        Self { terms, dictionary }
    }

    /// What to light on each side, in bytes: ascending, never overlapping; and the reasons.
    pub fn spot(&self, text: &Sides<String>) -> (Sides<Vec<Range<usize>>>, Vec<Why>) {
        let mut why: Vec<Why> = Vec::new();
        let highlights = text.map(|lang, side| {
            let analysis = if self.dictionary {
                analyse(side)
            } else {
                analyse_without_dictionary(side)
            };
            let mut spans = Vec::new();
            for term in self.terms.iter().filter(|term| term.sides.contains(&lang)) {
                self.spot_term(term, &analysis, lang, side, &mut spans, &mut why);
            }
            merge(spans)
        });
        (highlights, why)
    }

    fn spot_term(
        &self,
        term: &Term,
        analysis: &Analysis,
        lang: Lang,
        side: &str,
        spans: &mut Vec<Range<usize>>,
        why: &mut Vec<Why>,
    ) {
        for form in &term.forms {
            for span in matches(form, analysis.stream(form.stream)) {
                let Some(matched) = side.get(span.clone()) else {
                    continue;
                };
                let reason = Why {
                    term: term.typed.clone(),
                    matched: matched.to_owned(),
                    by: by(form, &term.typed, matched),
                    side: lang,
                };
                if why.len() < MOST_REASONS && !why.contains(&reason) {
                    why.push(reason);
                }
                spans.push(span);
            }
        }
    }
}

/// Where a form matches among the tokens of its stream, in bytes.
fn matches(form: &Form, tokens: &[Token]) -> Vec<Range<usize>> {
    let Some(((_, first), rest)) = form.tokens.split_first() else {
        return Vec::new();
    };
    let last_is = |wanted: &str, token: &str| {
        if form.prefix {
            token.starts_with(wanted)
        } else {
            token == wanted
        }
    };
    if rest.is_empty() {
        let fits = tokens.iter().filter(|token| last_is(first, &token.text));
        return fits.map(|token| token.start..token.end).collect();
    }
    let mut by_position: HashMap<u32, Vec<&Token>> = HashMap::new();
    for token in tokens {
        by_position.entry(token.position).or_default().push(token);
    }
    let find = |position: u32, wanted: &str, last: bool| {
        let at = by_position.get(&position)?;
        at.iter().find(|token| {
            if last {
                last_is(wanted, &token.text)
            } else {
                token.text == wanted
            }
        })
    };
    let mut spans = Vec::new();
    for start in tokens.iter().filter(|token| token.text == *first) {
        let mut end = start.end;
        let complete = rest.iter().enumerate().all(|(at, (offset, wanted))| {
            let found = find(start.position + offset, wanted, at + 1 == rest.len());
            end = found.map_or(end, |token| end.max(token.end));
            found.is_some()
        });
        if complete {
            spans.push(start.start..end);
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

/// Spans in order, those that overlap made one.
fn merge(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        query::parse,
        search::plan::{Options, plan},
    };

    fn lit(query: &str, text: &str) -> Vec<String> {
        let options = Options {
            literal: false,
            sides: vec![Lang::En, Lang::Zh],
        };
        let plan = plan::<()>(&parse(query).unwrap(), &options, &mut |_| Err(())).unwrap();
        let (highlights, _) = Spotter::new(&plan).spot(&Sides::only(Lang::Zh, text.to_owned()));
        highlights
            .zh
            .unwrap()
            .into_iter()
            .map(|span| text[span].to_owned())
            .collect()
    }

    #[test]
    fn what_matched_is_lit_and_nothing_else() {
        for (query, text, expected) in [
            ("资本支出", "資本支出與資本", vec!["資本支出"]),
            ("法人說明會", "法 人 說 明 會,說明", vec!["法 人 說 明 會"]),
            (
                "invest",
                "Investing in investments, invested",
                vec!["Investing", "investments", "invested"],
            ),
            ("\"invest\"", "Investing to invest", vec!["invest"]),
            (
                "\"quick commerce\"",
                "Quick commerce, quick e-commerce",
                vec!["Quick commerce"],
            ),
            (
                "CapEx",
                "CapEx, cap ex, Cap-Ex and capex",
                vec!["CapEx", "cap ex", "Cap-Ex", "capex"],
            ),
            ("AI", "AI said AIs ai", vec!["AI", "AIs"]),
            (
                "year-over-year",
                "year over year, year-over-year",
                vec!["year over year", "year-over-year"],
            ),
            ("5G手機", "新5G 手機上市", vec!["5G 手機"]),
            ("2001", "2000 2,001 2001年", vec!["2,001", "2001"]),
            ("34%", "34%、3.4%、34個", vec!["34%"]),
            ("invest*", "investor, invests", vec!["investor", "invests"]),
            ("後", "之後 皇后", vec!["後"]),
            ("后", "之後 皇后", vec!["後", "后"]),
            ("-capex 營收", "capex 營收", vec!["營收"]),
        ] {
            assert_eq!(lit(query, text), expected, "{query}");
        }
    }
}
