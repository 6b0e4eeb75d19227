//! Runs of Han characters: their words, and whether characters match as words of a text or across
//! word boundaries.

use std::ops::Range;

use super::{
    RawToken, Script, fold,
    fold::{meanings, spelling, unified},
    is_han, is_single, segment,
    segment::{Word, words},
    token::{STEP, Token, TokenField, Tokens},
};

/// Prefix of the exact token of a Traditional character whose Simplified form is shared.
pub(crate) const EXACT: char = '=';

/// Which words of a run are emitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HanWords {
    /// None.
    None,
    /// The segmentation's words of two and more characters, and the words that such a word is
    /// composed of.
    Cut,
    /// Every dictionary word, to learn the topics of a text.
    Topics,
}

/// Collects Han characters until something other than a space ends the run.
#[derive(Default)]
pub(super) struct HanRun<'a> {
    characters: Vec<(&'a str, u32, RawToken)>,
}

impl<'a> HanRun<'a> {
    pub(super) fn push(&mut self, source: &'a str, position: u32, raw_token: RawToken) {
        self.characters.push((source, position, raw_token));
    }

    /// Emits the words of the run, then its characters: the token encoder needs the words first.
    pub(super) fn flush(&mut self, script: Script, mode: HanWords, tokens: &mut impl Tokens) {
        if self.characters.is_empty() {
            return;
        }
        match mode {
            HanWords::None => {}
            HanWords::Cut => self.put_words(words, 2, tokens),
            HanWords::Topics => self.put_words(segment, 1, tokens),
        }
        for &(source, position, raw_token) in &self.characters {
            literal_single(tokens, source, script, position, raw_token);
        }
        self.characters.clear();
    }

    fn put_words(&self, cut: fn(&str) -> Vec<Word>, least: usize, tokens: &mut impl Tokens) {
        let folded = self.characters.iter().map(|(source, ..)| *source);
        let folded: Vec<char> = folded.filter_map(folded_single).collect();
        let run: String = folded.iter().collect();
        for word in cut(&run).into_iter().filter(|word| word.len >= least) {
            let within = word.start..word.start + word.len;
            let token: String = folded.get(within.clone()).into_iter().flatten().collect();
            let characters = self.characters.get(within).unwrap_or_default();
            if let (Some((_, position, first)), Some((.., last))) =
                (characters.first(), characters.last())
                && token.chars().any(is_han)
            {
                tokens.put(
                    TokenField::Stemmed,
                    &token,
                    *position,
                    first.start..last.end,
                );
            }
        }
    }
}

/// Exact tokens of one character: the folded form and, if several Traditional characters share it,
/// one token for each it may be.
pub(super) fn literal_single(
    tokens: &mut impl Tokens,
    source: &str,
    script: Script,
    position: u32,
    raw_token: RawToken,
) {
    let Some(c) = source.chars().next().map(unified) else {
        return;
    };
    let folded = fold(c);
    let span = raw_token.start..raw_token.end;
    let mut bytes = [0; 4];
    tokens.put(
        TokenField::Exact,
        folded.encode_utf8(&mut bytes),
        position,
        span.clone(),
    );
    let meanings = meanings(folded);
    let mut exact = |meaning| {
        tokens.put(
            TokenField::Exact,
            &exact_form(meaning),
            position,
            span.clone(),
        );
    };
    if c == folded && script == Script::Open {
        meanings.iter().copied().for_each(exact);
    } else if !meanings.is_empty() && (c != folded || meanings.contains(&spelling(c))) {
        exact(spelling(c));
    }
}

/// Token of one Traditional character, for queries where the folded form matches too much.
pub(super) fn exact_form(c: char) -> String {
    format!("{EXACT}{c}")
}

/// Folded form of a text of one character.
fn folded_single(source: &str) -> Option<char> {
    source.chars().next().map(|c| fold(unified(c)))
}

/// The character of a single-character token.
pub(crate) fn single(token: &str) -> Option<char> {
    let mut chars = token.chars();
    let c = chars.next().filter(|c| is_single(*c))?;
    chars.next().is_none().then_some(c)
}

/// The folded character of a single-character or exact token.
pub(crate) fn any_single(token: &str) -> Option<char> {
    single(token.strip_prefix(EXACT).unwrap_or(token)).map(fold)
}

/// A word in a row of characters: its offset in positions from the first token, and its folded
/// characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhraseWord {
    pub(crate) offset: u32,
    pub(crate) word: String,
}

/// Words of two and more characters among tokens. The row matches as words a text that has word
/// boundaries at its ends, since the segmentation between two boundaries is independent of the
/// context.
pub(crate) fn phrase_words(tokens: &[(u32, String)]) -> Vec<PhraseWord> {
    let mut found = Vec::new();
    let beside = |a: &(u32, String), b: &(u32, String)| {
        a.0 + STEP == b.0 && any_single(&a.1).is_some() && any_single(&b.1).is_some()
    };
    for run in tokens.chunk_by(beside).filter(|run| run.len() > 1) {
        let folded: Vec<char> = run
            .iter()
            .filter_map(|(_, token)| any_single(token))
            .collect();
        let text: String = folded.iter().collect();
        for word in segment::cut(&text).into_iter().filter(|word| word.len > 1) {
            let characters = folded.get(word.start..word.start + word.len);
            if let (Some((offset, _)), Some(word)) = (run.get(word.start), characters) {
                let (offset, word) = (*offset, word.iter().collect());
                found.push(PhraseWord { offset, word });
            }
        }
    }
    found
}

/// A word of a text.
struct TextWord {
    position: u32,
    chars: usize,
    span: Range<usize>,
    /// Whether it is part of no other word.
    outermost: bool,
}

/// Byte range of the words of the text that a match lies within, if it does not match as words.
/// `literal` are the text's exact tokens, `span` is the match.
pub(crate) fn lies_within(
    literal: &[Token],
    words: &[PhraseWord],
    position: u32,
    span: &Range<usize>,
) -> Option<Range<usize>> {
    let mut runs: Vec<TextWord> = Vec::new();
    let mut across = false;
    for word in words {
        let at = position + word.offset;
        if !runs.iter().any(|known| known.covers(at)) {
            runs.extend(words_around(literal, at));
        }
        let chars = word.word.chars().count();
        let mut same = runs.iter();
        across |= !same.any(|known| known.position == at && known.chars == chars);
    }
    let touches = |word: &&TextWord| {
        word.outermost && word.span.start < span.end && span.start < word.span.end
    };
    let around = runs.iter().filter(touches).map(|word| &word.span);
    let around = around.fold(span.clone(), |all, word| {
        all.start.min(word.start)..all.end.max(word.end)
    });
    (across && around != *span).then_some(around)
}

impl TextWord {
    fn covers(&self, position: u32) -> bool {
        (self.position..self.position + STEP * self.chars as u32).contains(&position)
    }
}

/// Words of the run of characters around a position.
fn words_around(literal: &[Token], position: u32) -> Vec<TextWord> {
    let run = run_around(literal, position);
    let folded: String = run.iter().filter_map(|token| single(&token.text)).collect();
    let mut reach = 0;
    let mut standing = Vec::new();
    for word in words(&folded) {
        let end = word.start + word.len;
        if let (Some(first), Some(last)) = (run.get(word.start), run.get(end - 1)) {
            standing.push(TextWord {
                position: first.position,
                chars: word.len,
                span: first.start..last.end,
                outermost: end > reach,
            });
        }
        reach = reach.max(end);
    }
    standing
}

/// Adjacent characters around a position, in order.
fn run_around(literal: &[Token], position: u32) -> Vec<&Token> {
    let is_character = |token: &&Token| single(&token.text).is_some();
    let (before, after) =
        literal.split_at(literal.partition_point(|token| token.position < position));
    let mut run: Vec<&Token> = Vec::new();
    let mut next = position;
    for token in before.iter().rev().filter(is_character) {
        if token.position + STEP != next {
            break;
        }
        next = token.position;
        run.push(token);
    }
    run.reverse();
    next = position;
    for token in after.iter().filter(is_character) {
        if token.position != next {
            break;
        }
        next += STEP;
        run.push(token);
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{analyse, literal_form, raw_tokens};

    /// What each match of a query lies within.
    fn within(text: &str, typed: &str) -> Vec<Option<String>> {
        let tokens: Vec<(u32, String)> = (0..)
            .step_by(STEP as usize)
            .zip(raw_tokens(typed))
            .map(|(at, part)| (at, literal_form(&typed[part.start..part.end], part.kind)))
            .collect();
        let words = phrase_words(&tokens);
        let literal = analyse(text).literal;
        let starts = literal.iter().filter(|first| {
            let begins = tokens
                .first()
                .is_some_and(|(_, token)| first.text == *token);
            begins
                && tokens.iter().all(|(offset, token)| {
                    let there = |other: &Token| {
                        other.position == first.position + offset && other.text == *token
                    };
                    literal.iter().any(there)
                })
        });
        starts
            .map(|first| {
                let last = first.position + STEP * (tokens.len() as u32 - 1);
                let last = literal.iter().find(|token| token.position == last).unwrap();
                let span = first.start..last.end;
                let around = lies_within(&literal, &words, first.position, &span);
                around.map(|around| text[around].to_owned())
            })
            .collect()
    }

    #[test]
    fn a_word_is_not_its_letters() {
        let some = |text: &str| vec![Some(text.to_owned())];
        assert_eq!(within("本季毛利率為五成", "利率"), some("毛利率"));
        assert_eq!(within("香港股票", "港股"), some("香港股票"));
        assert_eq!(within("毛 利 率", "利率"), some("毛 利 率"));
        assert_eq!(within("利率下降", "利率"), [None]);
        assert_eq!(
            within("毛利率與利率", "利率"),
            [Some("毛利率".to_owned()), None]
        );
    }

    #[test]
    fn parts_of_a_word_made_of_words_are_words() {
        assert_eq!(within("資本支出增加", "支出"), [None]);
        assert_eq!(within("資本支出增加", "支出增加"), [None]);
        assert_eq!(within("AI伺服器需求", "AI伺服器"), [None]);
    }

    #[test]
    fn single_characters_are_no_words_to_tell_apart() {
        assert!(phrase_words(&[(0, "率".to_owned())]).is_empty());
        assert_eq!(within("毛利率", "率"), [None]);
    }
}
