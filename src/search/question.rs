//! Long unquoted Chinese: a question is looked for by its words, not as one literal run.

use super::{
    By,
    plan::{Form, Node, Options, Term, form, literal_row, source, word_forms},
};
use crate::{
    query::Text,
    text::{Lexeme, LexemeKind, Stream, fold_str, segment},
};

/// From this many characters and words on, unquoted text is a question.
const QUESTION: usize = 8;

/// Words that carry a question but not its topic, folded.
const FUNCTION_WORDS: [&str; 58] = [
    "的",
    "了",
    "和",
    "与",
    "及",
    "或",
    "是",
    "在",
    "也",
    "就",
    "都",
    "而",
    "对",
    "对于",
    "关于",
    "有",
    "没有",
    "会",
    "能",
    "可以",
    "请",
    "请问",
    "吗",
    "呢",
    "吧",
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
    "看",
    "看待",
    "怎么看",
    "我们",
    "你们",
    "他们",
    "它",
    "这",
    "那",
    "这个",
    "那个",
    "目前",
    "将",
    "被",
    "把",
    "从",
    "到",
    "以",
    "之",
    "其",
    "并",
    "还",
    "地",
];

/// Least share of a question's words that a passage must have.
const SHARE: f32 = 0.5;

/// Whether lexemes are too many for a literal term and hold Chinese.
pub(super) fn is_question(lexemes: &[Lexeme]) -> bool {
    lexemes.len() >= QUESTION
        && lexemes
            .iter()
            .any(|lexeme| lexeme.kind == LexemeKind::Single)
}

/// The run as it stands, or at least half of its words.
pub(super) fn node(text: &Text, lexemes: &[Lexeme], options: &Options) -> Node {
    let term = |typed: &str, forms| {
        Node::Term(Term {
            typed: typed.to_owned(),
            forms,
            sides: options.sides.clone(),
        })
    };
    let literal = term(
        &text.text,
        vec![Form {
            weight: 2.0,
            ..literal_row(text, lexemes)
        }],
    );
    let mut words: Vec<Node> = Vec::new();
    for run in lexemes
        .chunk_by(|a, b| a.kind == LexemeKind::Single && b.kind == LexemeKind::Single && !b.gap)
    {
        match run {
            [word] if word.kind == LexemeKind::Word => {
                let typed = source(text, word);
                words.push(term(typed, word_forms(typed)));
            }
            [first, ..] if first.kind == LexemeKind::Single => {
                for (typed, token) in topic_words(text, run) {
                    let form = form(Stream::Words, vec![(0, token)]);
                    words.push(term(
                        &typed,
                        vec![Form {
                            by: By::Literal,
                            ..form
                        }],
                    ));
                }
            }
            _ => {}
        }
    }
    if words.is_empty() {
        return literal;
    }
    let least = (words.len() as f32 * SHARE).ceil() as usize;
    Node::Any(vec![literal, Node::AtLeast(least.max(1), words)])
}

/// The longest dictionary words of a run that carry its topic: as typed, and folded.
fn topic_words(text: &Text, run: &[Lexeme]) -> Vec<(String, String)> {
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
        if !FUNCTION_WORDS.contains(&token.as_str()) {
            let typed = chars.get(word.start..end).unwrap_or_default().concat();
            found.push((typed, token));
        }
    }
    found
}
