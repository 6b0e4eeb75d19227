//! Adjacent bare terms that form one term: quantities and glossary terms of several words (`247.8
//! billion`, `free cash flow`), and compounds typed apart (`cap ex`).

use std::ops::Range;

use super::{
    forms,
    options::{EntityMatch, Options},
    tree::{Form, Matcher, Node, Term},
};
use crate::{
    query::Text,
    search::{By, value::ValueRange},
    text::{RawTokenKind, fold, quantities, raw_tokens, variants},
};

/// Maximum number of words of a glossary term.
const LONGEST_TERM: usize = 6;

/// Maximum length in bytes of a compound typed as two words.
const LONGEST_JOINED: usize = 24;

/// A glossary term of several words that begins here: index after it, the term as typed, its words
/// and its node.
pub(super) fn several(
    terms: &[&Text],
    at: usize,
    free: impl Fn(usize) -> bool,
    options: &Options,
) -> Option<(usize, String, Vec<Term>, Node)> {
    let longest = (at + LONGEST_TERM).min(terms.len());
    let (end, others, typed) =
        (at + 2..=longest)
            .rev()
            .filter(|&end| free(end))
            .find_map(|end| {
                let typed = together(terms, at..end);
                let is_term = !options.glossary.others(&typed).is_empty()
                    || !(options.related)(&typed).is_empty()
                    || (typed.is_ascii() && !variants(&typed).is_empty());
                is_term.then(|| (end, synonyms(&typed, options), typed))
            })?;
    let words: Vec<Term> = (at..end)
        .filter_map(|at| with_synonyms(terms, &[], at, options))
        .collect();
    let all = Node::All(words.iter().cloned().map(Node::Term).collect());
    let forms = forms::of_term(&typed).into_iter().chain(others).collect();
    let node = Node::Any(vec![
        Node::ProximityBoost(Box::new(all), words.clone()),
        Node::Term(options.term(typed.clone(), forms)),
    ]);
    Some((end, typed, words, node))
}

/// The items of a list typed without spaces (`資本支出、雲端`). A question is no list, and a comma between
/// digits belongs to the number.
pub(super) fn listed_words(term: &Text) -> Vec<Text> {
    let text = &term.text;
    let separates = |at: usize, c: char| {
        let is_digit = |c: Option<char>| c.is_some_and(|c| fold(c).is_ascii_digit());
        let (before, after) = text.split_at(at);
        match fold(c) {
            '、' | ';' => true,
            ',' => !(is_digit(before.chars().next_back()) && is_digit(after.chars().nth(1))),
            _ => false,
        }
    };
    let spaced: String = (text.char_indices())
        .map(|(at, c)| if separates(at, c) { ' ' } else { c })
        .collect();
    if spaced == *text {
        return vec![term.clone()];
    }
    let words = spaced
        .split(' ')
        .filter(|word| word.contains(char::is_alphanumeric));
    words
        .map(|word| Text::new(word, term.span.clone()))
        .collect()
}

/// Terms as typed, separated by spaces.
pub(super) fn together(terms: &[&Text], range: Range<usize>) -> String {
    let terms = terms.get(range).unwrap_or_default();
    let typed: Vec<&str> = terms.iter().map(|term| term.text.as_str()).collect();
    typed.join(" ")
}

/// One term with its synonyms.
pub(super) fn with_synonyms(
    terms: &[&Text],
    is_idle: &[bool],
    at: usize,
    options: &Options,
) -> Option<Term> {
    let mut term = word(terms, is_idle, at, options)?;
    add(&mut term.forms, synonyms(&term.typed, options));
    Some(term)
}

/// One term without synonyms; a plain word also joined with the word before or after it.
fn word(terms: &[&Text], is_idle: &[bool], at: usize, options: &Options) -> Option<Term> {
    let text = terms.get(at)?;
    let mut forms = forms::of_term(&text.text);
    let plain = |at: usize| {
        let text = &terms.get(at)?.text;
        let lower = text.chars().skip(1).all(|c| c.is_ascii_lowercase());
        let word = lower && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.len() > 1;
        let topic = is_idle.get(at) != Some(&true);
        (word && topic).then_some(text.as_str())
    };
    // `iPhone 17` is also written as one word.
    let letters = |at: usize| {
        let text = terms.get(at)?.text.as_str();
        (text.chars().count() > 1 && text.chars().all(char::is_alphabetic)).then_some(text)
    };
    let digits = |at: usize| {
        let text = terms.get(at)?.text.as_str();
        let number = text.starts_with(|c: char| c.is_ascii_digit());
        (number && text.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(text)
    };
    let pairs = [(at.wrapping_sub(1), at), (at, at + 1)];
    for (first, second) in pairs {
        let numbered = letters(first).zip(digits(second));
        if let Some((first, second)) = plain(first).zip(plain(second)).or(numbered)
            && first.len() + second.len() <= LONGEST_JOINED
        {
            add(
                &mut forms,
                forms::joined(first, second).into_iter().collect(),
            );
        }
    }
    Some(options.term(&text.text, forms))
}

/// A name: matched by its text, or by passages of the entity.
pub(super) fn named(named: EntityMatch, options: &Options) -> Term {
    let typed = named.typed;
    let mut forms = forms::of_term(&typed);
    for (spelling, by) in &named.also {
        let spelt = forms::of_synonym(spelling).into_iter();
        add(
            &mut forms,
            spelt.map(|form| Form { by: *by, ..form }).collect(),
        );
    }
    add(&mut forms, synonyms(&typed, options));
    forms.push(Form {
        matcher: Matcher::Entity(named.conditions),
        by: named.by,
        shown: Some(named.shown.join(", ")),
    });
    options.term(typed, forms)
}

/// Synonyms of a term: regional variants, the glossary, and terms that calls relate to it.
pub(super) fn synonyms(typed: &str, options: &Options) -> Vec<Form> {
    let mut forms = Vec::new();
    let variants = variants(typed);
    let across = variants
        .iter()
        .map(|variant| (variant.as_str(), By::Variant));
    let meant = options.glossary.others(typed).into_iter();
    let related = (options.related)(typed);
    let related = related.iter().map(|other| (other.as_str(), By::Related));
    let meant = meant.map(|other| (other, By::Glossary));
    for (other, by) in across.chain(meant).chain(related) {
        let shown = |form| Form {
            by,
            shown: Some(other.to_owned()),
            ..form
        };
        add(
            &mut forms,
            forms::of_synonym(other).into_iter().map(shown).collect(),
        );
    }
    forms
}

/// Appends forms that are not there yet.
fn add(forms: &mut Vec<Form>, more: Vec<Form>) {
    for form in more {
        if !forms.iter().any(|known| known.matcher == form.matcher) {
            forms.push(form);
        }
    }
}

/// Quantities that span whole terms: their terms and values.
pub(super) fn typed_quantities(terms: &[&Text]) -> Vec<(Range<usize>, Vec<ValueRange>)> {
    let typed = together(terms, 0..terms.len());
    let mut ends = Vec::with_capacity(terms.len());
    let mut end = 0;
    for term in terms {
        ends.push((end, end + term.text.len()));
        end += term.text.len() + 1;
    }
    // The ends of a range overlap and are one.
    let mut found: Vec<(Range<usize>, Vec<ValueRange>)> = Vec::new();
    for quantity in quantities(&typed) {
        let value = ValueRange::exactly(&quantity);
        match found.last_mut() {
            Some((span, values)) if quantity.start < span.end => {
                span.end = span.end.max(quantity.end);
                values.push(value);
            }
            _ => found.push((quantity.start..quantity.end, vec![value])),
        }
    }
    let whole = found.into_iter().filter_map(|(span, values)| {
        let first = ends.iter().position(|&(start, _)| start == span.start)?;
        let last = ends.iter().position(|&(_, end)| end == span.end)?;
        Some((first..last + 1, values))
    });
    whole.collect()
}

/// A quantity as typed, or the same value written otherwise; of a range, both ends.
pub(super) fn quantity(
    terms: &[&Text],
    range: Range<usize>,
    values: &[ValueRange],
    options: &Options,
) -> Node {
    let typed = together(terms, range);
    let parts = raw_tokens(&typed);
    let row = match parts.as_slice() {
        [word] if word.kind == RawTokenKind::Word => forms::of_word(&typed),
        parts => vec![forms::literal_phrase(&typed, parts)],
    };
    let value = |value: &ValueRange| {
        let form = Form {
            matcher: Matcher::Value(value.clone()),
            by: By::Quantity,
            shown: Some(value.to_string()),
        };
        Node::Term(options.term(&typed, row.iter().cloned().chain([form]).collect()))
    };
    match values {
        [only] => value(only),
        ends => Node::All(ends.iter().map(value).collect()),
    }
}
