//! Analysis of a text into the tokens of two fields.

use std::ops::Range;

use super::{
    RawToken, RawTokenKind, Script, fold,
    fold::{meanings, spelling, unified},
    form::{capital_form, marked_form, touching, word_form, write_form},
    han::{HanRun, HanWords, exact_form},
    is_han, raw_tokens,
    stem::with_stem,
    token::{STEP, Token, TokenField, Tokens},
};

/// The tokens of a text. Several tokens may share a position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Characters and words as written.
    pub literal: Vec<Token>,
    /// English stems, Chinese words.
    pub words: Vec<Token>,
}

impl Analysis {
    /// Tokens of a field, by position.
    pub fn field(&self, field: TokenField) -> &[Token] {
        match field {
            TokenField::Exact => &self.literal,
            TokenField::Stemmed => &self.words,
        }
    }
}

impl Tokens for Analysis {
    fn put(&mut self, field: TokenField, token: &str, position: u32, span: Range<usize>) {
        let tokens = match field {
            TokenField::Exact => &mut self.literal,
            TokenField::Stemmed => &mut self.words,
        };
        tokens.push(Token {
            text: token.to_owned(),
            position,
            start: span.start,
            end: span.end,
        });
    }
}

/// Analyzes a text as it is indexed.
pub fn analyse(text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    tokenize(text, HanWords::Cut, &mut analysis);
    analysis
}

/// Analyzes a text with every dictionary word, including words within words, to learn its topics.
pub(crate) fn analyse_topics(text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    tokenize(text, HanWords::Topics, &mut analysis);
    analysis
}

/// Analyzes a text without segmenting Chinese, for matching rows of characters.
pub(crate) fn analyse_uncut(text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    analyse_uncut_into(text, &mut analysis);
    analysis
}

/// Like [`analyse_uncut`], but passes the tokens on instead of collecting them.
pub(crate) fn analyse_uncut_into(text: &str, tokens: &mut impl Tokens) {
    tokenize(text, HanWords::None, tokens);
}

/// Like [`analyse`], but passes the tokens on instead of collecting them, and returns the number of words;
/// three Han characters count as two.
pub(crate) fn analyse_into(text: &str, tokens: &mut impl Tokens) -> usize {
    tokenize(text, HanWords::Cut, tokens)
}

/// Passes the tokens of a text on, and returns the number of words.
fn tokenize(text: &str, words: HanWords, tokens: &mut impl Tokens) -> usize {
    let raw_tokens = raw_tokens(text);
    let script = Script::of(text);
    let mut run = HanRun::default();
    let mut form = String::new();
    let mut position = 0;
    let mut at = 0;
    while let Some(&raw_token) = raw_tokens.get(at) {
        position += u32::from(raw_token.gap);
        let source = &text[raw_token.start..raw_token.end];
        match raw_token.kind {
            RawTokenKind::Single => {
                if raw_token.gap {
                    run.flush(script, words, tokens);
                }
                run.push(source, position, raw_token);
                position += STEP;
                at += 1;
            }
            RawTokenKind::Sign => {
                run.flush(script, words, tokens);
                tokens.put(
                    TokenField::Exact,
                    "%",
                    position,
                    raw_token.start..raw_token.end,
                );
                position += STEP;
                at += 1;
            }
            RawTokenKind::Word => {
                run.flush(script, words, tokens);
                let rest = &raw_tokens[at + 1..];
                let parts = 1 + rest.iter().take_while(|next| next.joined).count();
                if parts == 1 {
                    form.clear();
                    write_form(source, &mut form);
                    word(tokens, source, &form, true, position, raw_token);
                } else {
                    compound(tokens, text, &raw_tokens[at..at + parts], position);
                }
                position += STEP * parts as u32;
                at += parts;
            }
        }
    }
    run.flush(script, words, tokens);
    let is_han = |raw_token: &&RawToken| text[raw_token.start..].starts_with(is_han);
    let han = raw_tokens.iter().filter(is_han).count();
    raw_tokens.len() - han + han * 2 / 3
}

/// Tokens of a word: with capitals and diacritics if written so, the form, the stem if it is found
/// by it, and its prefixes where letters and digits touch.
fn word(
    tokens: &mut impl Tokens,
    source: &str,
    form: &str,
    found_by_stem: bool,
    position: u32,
    raw_token: RawToken,
) {
    let span = raw_token.start..raw_token.end;
    if let Some(capitals) = capital_form(source) {
        tokens.put(TokenField::Exact, &capitals, position, span.clone());
    }
    if let Some(marked) = marked_form(source) {
        tokens.put(TokenField::Exact, &marked, position, span.clone());
    }
    if found_by_stem {
        with_stem(form, |stem| tokens.word(form, Some(stem), position, span));
    } else {
        tokens.word(form, None, position, span);
    }
    if form.bytes().any(|byte| byte.is_ascii_digit()) {
        beginnings(tokens, source, position, raw_token);
    }
}

/// Tokens of the prefixes of a word of letters and digits: `HBM` and `HBM3` of `HBM3E`.
fn beginnings(tokens: &mut impl Tokens, source: &str, position: u32, raw_token: RawToken) {
    for cut in touching(source) {
        let head = source.get(..cut).unwrap_or_default();
        let span = raw_token.start..raw_token.start + cut;
        if let Some(capitals) = capital_form(head) {
            tokens.put(TokenField::Exact, &capitals, position, span.clone());
        }
        with_stem(&word_form(head), |stem| {
            tokens.put(TokenField::Stemmed, stem, position, span);
        });
    }
}

/// The exact token by which a query finds a raw token.
pub(crate) fn literal_form(source: &str, kind: RawTokenKind) -> String {
    match kind {
        RawTokenKind::Sign => "%".to_owned(),
        RawTokenKind::Word => word_form(source),
        RawTokenKind::Single => {
            let c = unified(source.chars().next().unwrap_or(' '));
            let folded = fold(c);
            if c != folded && !meanings(folded).is_empty() {
                exact_form(spelling(c))
            } else {
                folded.into()
            }
        }
    }
}

/// Tokens of a hyphenated compound: its parts, and the whole written as one word.
fn compound(tokens: &mut impl Tokens, text: &str, parts: &[RawToken], position: u32) {
    let (Some(&first), Some(&last)) = (parts.first(), parts.last()) else {
        return;
    };
    let source = |raw_token: &RawToken| &text[raw_token.start..raw_token.end];
    let forms: Vec<String> = parts.iter().map(|part| word_form(source(part))).collect();
    let one_unit = binds(source(&first), text, parts);
    let possessive = parts.len() == 2 && source(&last).eq_ignore_ascii_case("s");
    let places = (position..).step_by(STEP as usize);
    for (at, ((form, &part), place)) in forms.iter().zip(parts).zip(places).enumerate() {
        let found_by_stem = !one_unit || (at == 0 && possessive);
        word(tokens, source(&part), form, found_by_stem, place, part);
        if at == 0 && !possessive {
            let joined: String = forms.concat().chars().take(128).collect();
            with_stem(&joined, |stem| {
                let span = first.start..last.end;
                tokens.put(TokenField::Stemmed, stem, position, span);
            });
            // `Wi-Fi7` also yields `wifi`.
            if let Some(&cut) = touching(source(&last)).first() {
                let head = source(&last).get(..cut).unwrap_or_default();
                let before = forms.get(..parts.len() - 1).unwrap_or_default().concat();
                let joined: String = (before + &word_form(head)).chars().take(128).collect();
                let span = first.start..last.start + cut;
                with_stem(&joined, |stem| {
                    tokens.put(TokenField::Stemmed, stem, position, span);
                });
            }
        }
    }
}

/// Whether a compound is one word: a single letter before a hyphen (`e-commerce`, `T-Mobile`), or
/// an apostrophe within a word (`don't`, `company's`).
fn binds(first: &str, text: &str, parts: &[RawToken]) -> bool {
    let letter = first.chars().count() == 1 && first.chars().all(char::is_alphabetic);
    let apostrophe = parts.len() == 2
        && !text[parts[0].end..parts[1].start].starts_with(|c: char| {
            c == '-' || ('\u{2010}'..='\u{2013}').contains(&c) || c == '\u{FF0D}'
        });
    letter || apostrophe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translation_has_about_as_many_words() {
        let words = |text| analyse_into(text, &mut Analysis::default());
        assert_eq!(words("Capital expenditures were in line"), 5);
        assert_eq!(words("資本支出符合預期"), 5);
    }

    fn shown(tokens: &[Token]) -> String {
        let texts: Vec<String> = tokens
            .iter()
            .map(|token| format!("{}@{}", token.text, token.position))
            .collect();
        texts.join(" ")
    }

    #[test]
    fn english_streams() {
        let analysis = analyse("Investing in full-stack AI, e-commerce: the company's GPUs");
        assert_eq!(
            shown(&analysis.literal),
            "investing@0 in@2 full@4 stack@6 AI@8 ai@8 e@11 commerce@13 the@16 company@18 s@20 \
             GPU@22 gpus@22"
        );
        assert_eq!(
            shown(&analysis.words),
            "invest@0 in@2 full@4 fullstack@4 stack@6 ai@8 ecommerc@11 the@16 compani@18 gpus@22"
        );
    }

    #[test]
    fn letters_and_digits_that_touch_are_found_by_what_they_begin_with() {
        let analysis = analyse("HBM3E, iPhone17 5G EPS3.2元 H20 Wi-Fi7");
        assert_eq!(
            shown(&analysis.literal),
            "hbm3e@0 HBM@0 iphone17@3 5g@5 eps3.2@7 EPS@7 元@9 h20@11 wi@13 fi7@15"
        );
        assert_eq!(
            shown(&analysis.words),
            "hbm3e@0 hbm@0 hbm3@0 iphone17@3 iphon@3 5g@5 eps3.2@7 ep@7 h20@11 wi@13 wifi7@13 wifi@13 fi7@15 fi@15"
        );
    }

    #[test]
    fn marks_ligatures_and_what_is_invisible() {
        let analysis = analyse("Zürich eﬃcient re\u{ad}con\u{ad}cile zero\u{200b}width Straße");
        assert_eq!(
            shown(&analysis.literal),
            "zürich@0 zurich@0 efficient@2 reconcile@4 zerowidth@6 strasse@8"
        );
        let analysis = analyse("⽑利⻓ 隨著");
        assert_eq!(
            shown(&analysis.literal),
            shown(&analyse("毛利长 随着").literal)
        );
    }

    #[test]
    fn chinese_streams() {
        let analysis = analyse("5G手機, 毛 利 率, 資 本 支出的增長 AI");
        assert_eq!(
            shown(&analysis.literal),
            "5g@0 手@2 机@4 毛@7 利@9 率@11 资@14 本@16 支@18 出@20 的@22 增@24 长@26 AI@28 ai@28"
        );
        assert_eq!(
            shown(&analysis.words),
            "5g@0 手机@2 毛利率@7 资本支出@14 资本@14 支出@18 增长@24 ai@28"
        );
        let topics = shown(&analyse_topics("毛利率").words);
        assert_eq!(topics, "毛利率@0 毛利@0 利率@2");
        assert!(analyse_uncut("毛利率").words.is_empty());
    }

    #[test]
    fn a_shared_form_says_which_characters_it_may_be() {
        let texts = |text| -> Vec<String> {
            analyse(text)
                .literal
                .into_iter()
                .map(|token| token.text)
                .collect()
        };
        assert_eq!(texts("後"), ["后", "=後"]);
        assert_eq!(texts("皇后說"), ["皇", "后", "说"]);
        assert_eq!(texts("之后"), ["之", "后", "=後"]);
        assert_eq!(texts("說台"), ["说", "台", "=台"]);
        assert_eq!(texts("說臺"), ["说", "台", "=台"]);
        assert_eq!(literal_form("後", RawTokenKind::Single), "=後");
        assert_eq!(literal_form("后", RawTokenKind::Single), "后");
    }

    #[test]
    fn offsets_are_those_of_the_original() {
        let text = "𫍲 U.S. 資本-支出 ＡＩ";
        for token in analyse(text).literal {
            assert!(text.get(token.start..token.end).is_some());
        }
    }
}
