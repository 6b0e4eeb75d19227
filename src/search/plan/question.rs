//! Long unquoted Chinese: a question is looked for by its words, not as one literal run.

use super::{
    Node, Options, Term,
    forms::{literal_row, of_term, of_word, source},
    sequence::synonyms,
};
use crate::text::{self, Lexeme, LexemeKind, fold_str, lexemes, segment};

/// From this many characters and words on, unquoted text is a question.
const QUESTION: usize = 8;

/// Most characters of a glossary term within a question.
const LONGEST_TERM: usize = 12;

/// Words that carry a question but not its topic, folded.
const FUNCTION_WORDS: [&str; 74] = [
    "对于",
    "关于",
    "没有",
    "可以",
    "请问",
    "怎么",
    "怎样",
    "如何",
    "什么",
    "为何",
    "为什么",
    "是否",
    "多少",
    "哪些",
    "哪个",
    "哪里",
    "看待",
    "怎么看",
    "我们",
    "你们",
    "他们",
    "它们",
    "这个",
    "那个",
    "这些",
    "那些",
    "目前",
    "现在",
    "会不会",
    "是不是",
    "能不能",
    "有没有",
    "可不可以",
    "有多大",
    "多大",
    "多久",
    "多快",
    "什么时候",
    "何时",
    "时候",
    "一下",
    "方面",
    "情况",
    "部分",
    "以及",
    "还是",
    "或者",
    "可能",
    "已经",
    "进行",
    "针对",
    "认为",
    "觉得",
    "想问",
    "谈谈",
    "说明",
    "分享",
    "管理层",
    "公司",
    "贵公司",
    "经营团队",
    "对此",
    "其中",
    "所以",
    "因为",
    "但是",
    "如果",
    "还有",
    "之间",
    "有何",
    "影响",
    "看法",
    "带来",
    "造成",
];

/// Least share of a question's words that a passage must have.
const SHARE: f32 = 0.4;

/// Most words demanded of a passage, however long the question.
const MOST_DEMANDED: usize = 6;

/// Whether lexemes are too many for a literal term and hold Chinese.
pub(super) fn is_question(lexemes: &[Lexeme]) -> bool {
    lexemes.len() >= QUESTION
        && lexemes
            .iter()
            .any(|lexeme| lexeme.kind == LexemeKind::Single)
}

/// The run as it stands, or a good share of its words.
pub(super) fn node(text: &str, options: &Options) -> Node {
    let lexemes = lexemes(text);
    let literal = Node::Term(options.term(text, vec![literal_row(text, &lexemes)]));
    let words = words(text, &lexemes, options);
    if words.is_empty() {
        return literal;
    }
    let least = ((words.len() as f32 * SHARE).round() as usize).min(MOST_DEMANDED);
    let nodes = words.iter().cloned().map(Node::Term).collect();
    let some = Node::AtLeast(least.max(1), nodes);
    Node::Any(vec![literal, Node::Near(Box::new(some), words)])
}

/// The words that some text is about, as typed: terms of the glossary and of the dictionary.
pub(in crate::search) fn topics(text: &str, options: &Options) -> Vec<String> {
    let words = words(text, &lexemes(text), options).into_iter();
    words.map(|term| term.typed).collect()
}

/// What a question asks about: terms of the glossary, and between them the dictionary's words.
fn words(text: &str, lexemes: &[Lexeme], options: &Options) -> Vec<Term> {
    let mut words = Vec::new();
    let mut between = 0;
    let mut at = 0;
    while at < lexemes.len() {
        let Some((end, term)) = glossary_term(text, lexemes, at, options) else {
            at += 1;
            continue;
        };
        words.extend(plain_words(
            text,
            lexemes.get(between..at).unwrap_or_default(),
            options,
        ));
        words.push(term);
        (between, at) = (end, end);
    }
    words.extend(plain_words(
        text,
        lexemes.get(between..).unwrap_or_default(),
        options,
    ));
    words
}

/// The longest term that begins at a lexeme and has synonyms; and the lexeme after it.
fn glossary_term(
    text: &str,
    lexemes: &[Lexeme],
    at: usize,
    options: &Options,
) -> Option<(usize, Term)> {
    let first = lexemes.get(at)?;
    let longest = (at + LONGEST_TERM).min(lexemes.len());
    (at + 2..=longest).rev().find_map(|end| {
        let parts = lexemes.get(at..end)?;
        let typed = text.get(first.start..parts.last()?.end)?;
        let gap = parts.iter().skip(1).any(|part| part.gap);
        let topic = !FUNCTION_WORDS.contains(&fold_str(typed).as_str());
        if gap || !topic || options.glossary.others(typed).is_empty() {
            return None;
        }
        let forms = of_term(typed).into_iter().chain(synonyms(typed, options));
        Some((end, options.term(typed, forms.collect())))
    })
}

/// The dictionary's words among some lexemes, but for those that carry no topic.
fn plain_words(text: &str, lexemes: &[Lexeme], options: &Options) -> Vec<Term> {
    let mut words = Vec::new();
    let together =
        |a: &Lexeme, b: &Lexeme| a.kind == LexemeKind::Single && b.kind == a.kind && !b.gap;
    for run in lexemes.chunk_by(together) {
        match run {
            [word] if word.kind == LexemeKind::Word => {
                let typed = source(text, word);
                let mut forms = of_word(typed);
                forms.extend(synonyms(typed, options));
                words.push(options.term(typed, forms));
            }
            [first, ..] if first.kind == LexemeKind::Single => {
                for (typed, token) in topic_words(text, run) {
                    let form = literal_row(&token, &text::lexemes(&token));
                    let forms = std::iter::once(form).chain(synonyms(&typed, options));
                    words.push(options.term(&typed, forms.collect()));
                }
            }
            _ => {}
        }
    }
    words
}

/// The longest dictionary words of a run that carry its topic: as typed, and folded.
fn topic_words(text: &str, run: &[Lexeme]) -> Vec<(String, String)> {
    let chars: Vec<&str> = run.iter().map(|lexeme| source(text, lexeme)).collect();
    let folded = fold_str(&chars.concat());
    let mut found = Vec::new();
    let mut end = 0;
    for word in segment(&folded) {
        if word.start + word.len <= end {
            continue;
        }
        end = word.start + word.len;
        let token: String = folded.chars().skip(word.start).take(word.len).collect();
        // A character alone is what the dictionary lacks, or a particle.
        if word.len > 1 && !FUNCTION_WORDS.contains(&token.as_str()) {
            let typed = chars.get(word.start..end).unwrap_or_default().concat();
            found.push((typed, token));
        }
    }
    found
}
