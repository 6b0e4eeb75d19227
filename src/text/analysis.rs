//! The two token streams of a text.

use super::{
    Lexeme, LexemeKind, Script, fold,
    fold::{fold_str, meanings, spelling},
    is_han, lexemes, segment, stem,
};

/// Places from one word to the next. Punctuation between them takes one more, so that no row of
/// words reaches across it, and none takes it for a word.
pub(crate) const STEP: u32 = 2;

/// A token of either stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The folded text that is matched.
    pub text: String,
    /// Place on the scale that both streams share: two a word, and one for punctuation.
    pub position: u32,
    /// First byte in the original text.
    pub start: usize,
    /// Byte after the last in the original text.
    pub end: usize,
}

/// Which of the two streams a token is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Characters and words as they stand.
    Literal,
    /// Stems and dictionary words.
    Words,
}

/// A text cut into tokens. Several tokens may share a position: they are readings of one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// What stands there.
    pub literal: Vec<Token>,
    /// Stems and dictionary words.
    pub words: Vec<Token>,
}

impl Analysis {
    /// The tokens of a stream, by position.
    pub fn stream(&self, stream: Stream) -> &[Token] {
        match stream {
            Stream::Literal => &self.literal,
            Stream::Words => &self.words,
        }
    }
}

/// Analyses a text for indexing.
pub fn analyse(text: &str) -> Analysis {
    tokenize(text, true)
}

/// Analyses a text without its Chinese dictionary words, for which a dictionary would have to be
/// loaded: enough to find anything else in it.
pub fn analyse_without_dictionary(text: &str) -> Analysis {
    tokenize(text, false)
}

fn tokenize(text: &str, dictionary: bool) -> Analysis {
    let lexemes = lexemes(text);
    let script = Script::of(text);
    let mut analysis = Analysis::default();
    let mut run = HanRun::default();
    let mut position = 0;
    let mut at = 0;
    while let Some(&lexeme) = lexemes.get(at) {
        position += u32::from(lexeme.gap);
        let source = &text[lexeme.start..lexeme.end];
        match lexeme.kind {
            LexemeKind::Single => {
                if lexeme.gap {
                    run.flush(&mut analysis.words);
                }
                literal_single(&mut analysis.literal, source, script, position, lexeme);
                if dictionary {
                    run.push(source, position, lexeme);
                }
                position += STEP;
                at += 1;
            }
            LexemeKind::Sign => {
                run.flush(&mut analysis.words);
                analysis
                    .literal
                    .push(token("%", position, lexeme.start, lexeme.end));
                position += STEP;
                at += 1;
            }
            LexemeKind::Word => {
                run.flush(&mut analysis.words);
                let parts = 1 + lexemes[at + 1..]
                    .iter()
                    .take_while(|next| next.joined)
                    .count();
                compound(&mut analysis, text, &lexemes[at..at + parts], position);
                position += STEP * parts as u32;
                at += parts;
            }
        }
    }
    run.flush(&mut analysis.words);
    analysis.words.sort_by_key(|token| token.position);
    analysis
}

fn token(text: impl Into<String>, position: u32, start: usize, end: usize) -> Token {
    Token {
        text: text.into(),
        position,
        start,
        end,
    }
}

/// The literal tokens of one character: its folded form and, where several Traditional characters
/// share that form, one token for each that it may be.
fn literal_single(
    literal: &mut Vec<Token>,
    source: &str,
    script: Script,
    position: u32,
    lexeme: Lexeme,
) {
    let Some(c) = source.chars().next() else {
        return;
    };
    let folded = fold(c);
    literal.push(token(folded, position, lexeme.start, lexeme.end));
    let meanings = meanings(folded);
    let mut exact = |meaning| {
        literal.push(token(
            exact_form(meaning),
            position,
            lexeme.start,
            lexeme.end,
        ));
    };
    if c == folded && script == Script::Open {
        meanings.iter().copied().for_each(exact);
    } else if !meanings.is_empty() && (c != folded || meanings.contains(&spelling(c))) {
        exact(spelling(c));
    }
}

/// The token of one Traditional character where its folded form would be too wide.
fn exact_form(c: char) -> String {
    format!("={c}")
}

/// The token by which a query finds a lexeme in the literal stream.
pub(crate) fn literal_form(source: &str, kind: LexemeKind) -> String {
    match kind {
        LexemeKind::Sign => "%".to_owned(),
        LexemeKind::Word => word_form(source),
        LexemeKind::Single => {
            let c = source.chars().next().unwrap_or(' ');
            let folded = fold(c);
            if c != folded && !meanings(folded).is_empty() {
                exact_form(spelling(c))
            } else {
                folded.into()
            }
        }
    }
}

/// A word without case, width and the signs inside it: `U.S.` is `us`, `2,478` is `2478`.
fn word_form(source: &str) -> String {
    let folded = fold_str(source);
    let number = folded.starts_with(|c: char| c.is_ascii_digit());
    folded
        .chars()
        .filter(|&c| c != ',' && (number || c != '.'))
        .collect()
}

/// The token of a word written in two to four capitals (`AI`, `U.S.`, `GPUs`), by which a query in
/// capitals finds it and no lower-case word of the same letters.
pub(crate) fn capital_form(source: &str) -> Option<String> {
    let capitals: String = source.chars().filter(|&c| c != '.').collect();
    let stem = match capitals.strip_suffix('s') {
        Some(stem) if stem.len() >= 2 => stem,
        _ => &capitals,
    };
    let fits = (2..=4).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase());
    fits.then(|| stem.to_owned())
}

/// The tokens of a word or a hyphenated compound: its parts, and the whole written as one.
fn compound(analysis: &mut Analysis, text: &str, parts: &[Lexeme], position: u32) {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return;
    };
    let source = |lexeme: &Lexeme| &text[lexeme.start..lexeme.end];
    for (place, part) in (position..).step_by(STEP as usize).zip(parts) {
        let form = word_form(source(part));
        if let Some(capitals) = capital_form(source(part)) {
            analysis
                .literal
                .push(token(capitals, place, part.start, part.end));
        }
        analysis
            .literal
            .push(token(form, place, part.start, part.end));
    }
    let one_unit = parts.len() > 1 && binds(source(first), text, parts);
    if !one_unit {
        for (place, part) in (position..).step_by(STEP as usize).zip(parts) {
            let stem = stem(&word_form(source(part)));
            analysis
                .words
                .push(token(stem, place, part.start, part.end));
        }
    }
    if parts.len() > 1 {
        let possessive = parts.len() == 2 && source(last).eq_ignore_ascii_case("s");
        if !possessive {
            let joined: String = parts.iter().map(|part| word_form(source(part))).collect();
            let joined: String = joined.chars().take(128).collect();
            analysis
                .words
                .push(token(stem(&joined), position, first.start, last.end));
        } else if one_unit {
            let stem = stem(&word_form(source(first)));
            analysis
                .words
                .push(token(stem, position, first.start, first.end));
        }
    }
}

/// Whether a compound is one word: a single letter before a hyphen (`e-commerce`, `T-Mobile`) or an
/// apostrophe within a word (`don't`, `company's`).
fn binds(first: &str, text: &str, parts: &[Lexeme]) -> bool {
    let letter = first.chars().count() == 1 && first.chars().all(char::is_alphabetic);
    let apostrophe = parts.len() == 2
        && !text[parts[0].end..parts[1].start].starts_with(|c: char| {
            c == '-' || ('\u{2010}'..='\u{2013}').contains(&c) || c == '\u{FF0D}'
        });
    letter || apostrophe
}

/// Han characters gathered until something else ends the run; spaces do not.
#[derive(Default)]
struct HanRun {
    folded: String,
    places: Vec<(u32, usize, usize)>,
}

impl HanRun {
    fn push(&mut self, source: &str, position: u32, lexeme: Lexeme) {
        self.folded.extend(source.chars().map(fold));
        self.places.push((position, lexeme.start, lexeme.end));
    }

    fn flush(&mut self, words: &mut Vec<Token>) {
        if self.places.is_empty() {
            return;
        }
        let chars: Vec<char> = self.folded.chars().collect();
        for word in segment(&self.folded) {
            let end = word.start + word.len;
            let (Some(chars), Some(first), Some(last)) = (
                chars.get(word.start..end),
                self.places.get(word.start),
                self.places.get(end - 1),
            ) else {
                continue;
            };
            if chars.iter().any(|&c| is_han(c)) {
                words.push(token(
                    chars.iter().collect::<String>(),
                    first.0,
                    first.1,
                    last.2,
                ));
            }
        }
        self.folded.clear();
        self.places.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn chinese_streams() {
        let analysis = analyse("5G手機, 資 本 支出");
        assert_eq!(
            shown(&analysis.literal),
            "5g@0 手@2 机@4 资@7 本@9 支@11 出@13"
        );
        assert!(
            shown(&analysis.words).contains("手机@2"),
            "{}",
            shown(&analysis.words)
        );
        assert!(
            shown(&analysis.words).contains("支出@11"),
            "{}",
            shown(&analysis.words)
        );
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
        assert_eq!(literal_form("後", LexemeKind::Single), "=後");
        assert_eq!(literal_form("后", LexemeKind::Single), "后");
    }

    #[test]
    fn offsets_are_those_of_the_original() {
        let text = "𫍲 U.S. 資本-支出 ＡＩ";
        for token in analyse(text).literal {
            assert!(text.get(token.start..token.end).is_some());
        }
    }
}
