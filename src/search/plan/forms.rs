//! Forms of a term: as typed, by stem, and all spellings of a compound.

use super::{
    options::Options,
    tree::{Form, Matcher, Term},
};
use crate::{
    model::{Lang, Word},
    query::Text,
    search::By,
    text::{
        RawToken, RawTokenKind, STEP, TokenField, analyse, capital_form, fold, humps, is_single,
        literal_form, marked_form, plural, raw_tokens, stem, touching,
    },
};

/// Forms of a bare term: English stems, Chinese characters.
pub(super) fn of_term(text: &str) -> Vec<Form> {
    let raw_tokens = raw_tokens(text);
    match raw_tokens.as_slice() {
        [] => Vec::new(),
        [word] if word.kind == RawTokenKind::Word => of_word(source(text, word)),
        parts if is_compound(parts) => of_compound(text, parts),
        parts if parts.iter().all(|part| part.kind == RawTokenKind::Word) => vec![stems(text)],
        parts => vec![literal_phrase(text, parts)],
    }
}

/// Forms of a synonym: as written; English also in the plural.
pub(super) fn of_synonym(text: &str) -> Vec<Form> {
    let spellings = std::iter::once(text.to_owned()).chain(plural(text));
    let mut forms: Vec<Form> = spellings.map(|text| as_written(&text)).collect();
    let humps = humps(text);
    if humps.len() > 1 {
        let tokens = humps.iter().map(|hump| hump.to_lowercase());
        forms.push(Form::phrase(
            TokenField::Exact,
            in_a_row(tokens),
            By::Literal,
        ));
    }
    forms
}

/// A term that a text contains: English by stems, Chinese as written.
pub(crate) fn written_term(text: &str) -> Term {
    Term {
        typed: text.to_owned(),
        forms: of_term(text),
        sides: Lang::ALL.to_vec(),
        quoted: false,
    }
}

/// A quoted phrase.
pub(super) fn phrase(text: &Text, options: &Options) -> Term {
    Term {
        quoted: true,
        ..options.term(&text.text, vec![as_written(&text.text)])
    }
}

/// A text as written; a word of capitals in capitals.
fn as_written(text: &str) -> Form {
    match raw_tokens(text).as_slice() {
        [word] if word.kind == RawTokenKind::Word => {
            let typed = source(text, word);
            let token = capitals(typed).unwrap_or_else(|| literal_form(typed, word.kind));
            Form::phrase(TokenField::Exact, vec![(0, token)], By::Literal)
        }
        parts => literal_phrase(text, parts),
    }
}

/// A prefix; Chinese has no word ends, so the characters themselves.
pub(super) fn prefix(text: &Text, options: &Options) -> Term {
    let mut form = literal_phrase(&text.text, &raw_tokens(&text.text));
    form.by = By::Prefix;
    if let Matcher::Phrase { prefix, .. } = &mut form.matcher {
        *prefix = !text.text.ends_with(is_single);
    }
    options.term(format!("{}*", text.text), vec![form])
}

/// Forms of a word: its stem, or capitals if it is typed so; a word with an inner capital (`CapEx`)
/// also as two words.
pub(super) fn of_word(typed: &str) -> Vec<Form> {
    if let Some(capitals) = capitals(typed) {
        return vec![Form::phrase(
            TokenField::Exact,
            vec![(0, capitals)],
            By::Literal,
        )];
    }
    let mut forms = vec![by_stem([stem(&literal_form(typed, RawTokenKind::Word))])];
    if let Some(marked) = marked_form(typed) {
        forms.insert(
            0,
            Form::phrase(TokenField::Exact, vec![(0, marked)], By::Literal),
        );
    }
    if let Some((letters, rest)) = cut_at_digits(typed) {
        let parts = [letters, rest].map(|part| stem(&literal_form(part, RawTokenKind::Word)));
        forms.push(by_stem(parts));
    }
    let humps = humps(typed);
    if humps.len() > 1 {
        forms.push(by_stem(humps.iter().map(|hump| stem(&hump.to_lowercase()))));
    }
    forms
}

/// Splits a word before its digits (`iPhone17`), or before its letters (`3nm`).
fn cut_at_digits(typed: &str) -> Option<(&str, &str)> {
    let number = typed.find(|c: char| !fold(c).is_ascii_digit() && c != '.');
    let unit = number.filter(|&at| at > 0 && typed.len() > at + 1);
    let unit = unit.filter(|&at| {
        let rest = typed.get(at..).unwrap_or_default();
        rest.chars().all(char::is_alphabetic)
    });
    typed.split_at_checked(unit.or(touching(typed).first().copied())?)
}

/// Two words joined; none if the stem is that of one of them (`margin ally`), which would match
/// that word alone.
pub(super) fn joined(first: &str, second: &str) -> Option<Form> {
    let whole = stem(&format!("{first}{second}").to_lowercase());
    let of_part = [first, second].map(|part| stem(&part.to_lowercase()));
    (!of_part.contains(&whole)).then(|| by_stem([whole]))
}

/// Two to four capitals, which match capitals only.
fn capitals(typed: &str) -> Option<String> {
    let upper = !typed.chars().any(char::is_lowercase);
    capital_form(typed).filter(|_| upper)
}

fn is_compound(parts: &[RawToken]) -> bool {
    parts.len() > 1
        && parts.iter().all(|part| part.kind == RawTokenKind::Word)
        && parts.iter().skip(1).all(|part| part.joined)
}

/// A hyphenated compound or a word with an apostrophe: as written, as separate words, or joined.
fn of_compound(text: &str, parts: &[RawToken]) -> Vec<Form> {
    let words: Vec<String> = parts
        .iter()
        .map(|part| literal_form(source(text, part), part.kind))
        .collect();
    if let [first, last] = words.as_slice()
        && last == "s"
    {
        return vec![by_stem([stem(first)])];
    }
    let parts: Vec<String> = words.iter().map(|word| stem(word)).collect();
    // If joining yields the stem of one part (`margin-ally`), that form is left out.
    let whole = Some(stem(&words.concat())).filter(|whole| !parts.contains(whole));
    let mut forms: Vec<Form> = whole.into_iter().map(|whole| by_stem([whole])).collect();
    forms.push(by_stem(parts));
    forms.push(Form::phrase(
        TokenField::Exact,
        in_a_row(words),
        By::Literal,
    ));
    forms
}

/// A phrase of stems, as the index has them.
fn stems(text: &str) -> Form {
    let words = analyse(text).words;
    let mut tokens: Vec<(u32, String)> = (words.into_iter())
        .map(|token| (token.position, token.text))
        .collect();
    // The first token at a position is the word itself, before a compound that begins with it.
    tokens.dedup_by_key(|(position, _)| *position);
    Form::phrase(TokenField::Stemmed, tokens, By::Stem)
}

/// A phrase of exact tokens, with the gaps that punctuation leaves.
pub(super) fn literal_phrase(text: &str, parts: &[RawToken]) -> Form {
    let mut tokens = Vec::with_capacity(parts.len());
    let mut at = 0;
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            at += STEP + u32::from(part.gap);
        }
        tokens.push((at, literal_form(source(text, part), part.kind)));
    }
    Form::phrase(TokenField::Exact, tokens, By::Literal)
}

fn by_stem(tokens: impl IntoIterator<Item = String>) -> Form {
    Form::phrase(TokenField::Stemmed, in_a_row(tokens), By::Stem)
}

/// Adjacent words.
fn in_a_row(words: impl IntoIterator<Item = String>) -> Vec<(u32, String)> {
    (0..).step_by(STEP as usize).zip(words).collect()
}

pub(super) fn source<'a>(text: &'a str, raw_token: &RawToken) -> &'a str {
    text.get(raw_token.start..raw_token.end).unwrap_or_default()
}
