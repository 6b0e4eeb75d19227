//! The plan of a query: what to match in which stream of which sides, under which filters.
//! Engine-neutral, and the one source of the compiled query, the highlights and the reasons.

mod forms;
mod question;
mod sequence;

pub(super) use question::topics;
pub(super) use sequence::listed_words;

use super::{By, filter::Condition, value::ValueRange};
use crate::{
    model::Lang,
    query::{Expr, Text},
    text::{Glossary, Stream, row_words},
};

/// What a passage must fulfil.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Every one.
    All(Vec<Node>),
    /// At least one.
    Any(Vec<Node>),
    /// At least so many.
    AtLeast(usize, Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A term, in any of its forms.
    Term(Term),
    /// The node; passages rank higher where neighbours among these terms stand close together.
    Near(Box<Node>, Vec<Term>),
    /// Two terms on one side with at most so many words between.
    Within(Box<Term>, u32, Box<Term>),
    /// A filter.
    Filter(Condition),
}

/// A term of the query and the forms in which it is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    /// As typed.
    pub(super) typed: String,
    /// Any of these matches.
    pub(super) forms: Vec<Form>,
    /// Sides on which it is looked for.
    pub(super) sides: Vec<Lang>,
    /// It is quoted: characters that lie across words count as it, too.
    pub(super) quoted: bool,
}

impl Term {
    /// Whether it is typed as Chinese words that count only where they stand as words.
    pub(super) fn has_chinese_words(&self) -> bool {
        let mut typed = self.forms.iter().filter(|form| form.is_exact());
        let has = |form: &Form| form.chinese().is_some_and(|row| !row_words(row).is_empty());
        !self.quoted && typed.any(has)
    }
}

/// One form of a term.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Form {
    pub(super) matcher: Matcher,
    /// How a match comes about where the text is not as typed.
    pub(super) by: By,
    /// What is looked for as a reader would write it, where it is not what was typed.
    pub(super) shown: Option<String>,
}

/// What a form matches.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Matcher {
    /// Tokens in a row, with their distance from the first.
    Row {
        stream: Stream,
        tokens: Vec<(u32, String)>,
        /// The last token is only the beginning of a word.
        prefix: bool,
    },
    /// A quantity within a range.
    Value(ValueRange),
}

/// What holds for a whole query.
#[derive(Debug, Clone)]
pub(super) struct Options<'a> {
    /// Only what is typed.
    pub(super) literal: bool,
    pub(super) sides: Vec<Lang>,
    pub(super) glossary: &'a Glossary,
}

impl Options<'_> {
    pub(super) fn term(&self, typed: impl Into<String>, forms: Vec<Form>) -> Term {
        Term {
            typed: typed.into(),
            forms,
            sides: self.sides.clone(),
            quoted: false,
        }
    }
}

/// What a field and its value ask for.
pub(super) enum Narrowing {
    /// Of a passage.
    Passage(Node),
    /// Of an exchange: which exchanges, and what of them says it.
    Exchange(Condition, Node),
}

/// Plans an expression; `filter` reads a field and its value.
pub(super) fn plan<E>(
    expr: &Expr,
    options: &Options,
    filter: &mut impl FnMut(&Expr) -> Result<Narrowing, E>,
) -> Result<Node, E> {
    Ok(match expr {
        Expr::Term(_) => conjunction(std::slice::from_ref(expr), options, filter)?,
        Expr::Phrase(text) => Node::Term(forms::phrase(text, options)),
        Expr::Prefix(text) => Node::Term(forms::prefix(text, options)),
        Expr::Near(first, others) => {
            let before = std::iter::once(&**first).chain(others.iter().map(|(_, other)| other));
            let pairs = before.zip(others).map(|(before, (between, other))| {
                let [before, other] = [before, other].map(|part| Box::new(placed(part, options)));
                Node::Within(before, *between, other)
            });
            one(pairs.collect())
        }
        Expr::Filter(..) => match filter(expr)? {
            Narrowing::Passage(node) => node,
            Narrowing::Exchange(exchanges, said) => Node::All(vec![Node::Filter(exchanges), said]),
        },
        Expr::Not(inner) => Node::Not(Box::new(match &**inner {
            Expr::Filter(..) => match filter(inner)? {
                Narrowing::Passage(node) => node,
                Narrowing::Exchange(exchanges, _) => Node::Filter(exchanges),
            },
            _ => plan(inner, options, filter)?,
        })),
        Expr::Any(parts) => Node::Any(
            parts
                .iter()
                .map(|part| plan(part, options, filter))
                .collect::<Result<_, E>>()?,
        ),
        Expr::All(parts) => conjunction(parts, options, filter)?,
    })
}

/// Parts that must all hold: bare terms side by side are read together, filters of one field are
/// alternatives. Where exchanges are asked for and nothing else is, what they say is found.
fn conjunction<E>(
    parts: &[Expr],
    options: &Options,
    filter: &mut impl FnMut(&Expr) -> Result<Narrowing, E>,
) -> Result<Node, E> {
    let mut nodes = Vec::new();
    let mut said = Vec::new();
    let mut near = Vec::new();
    let mut fields = Vec::new();
    let weighty = parts.iter().any(sequence::is_weighty);
    let mut rest = parts;
    while let Some((part, after)) = rest.split_first() {
        rest = after;
        match part {
            Expr::Term(_) => {
                let beside = parts_of_run(part, after);
                rest = after.get(beside.len() - 1..).unwrap_or_default();
                let read = sequence::nodes(&beside, weighty, options);
                near.extend(read.iter().filter_map(Node::topic).cloned());
                nodes.extend(read);
            }
            Expr::Filter(field, _) if field.has_alternatives() => {
                if fields.contains(field) {
                    continue;
                }
                fields.push(*field);
                let same =
                    (parts.iter()).filter(|part| matches!(part, Expr::Filter(f, _) if f == field));
                let alternatives = same.map(|part| plan(part, options, filter));
                let mut alternatives = alternatives.collect::<Result<Vec<_>, E>>()?;
                nodes.push(match alternatives.len() {
                    1 => alternatives.remove(0),
                    _ => Node::Any(alternatives),
                });
            }
            Expr::Filter(..) => match filter(part)? {
                Narrowing::Passage(node) => nodes.push(node),
                Narrowing::Exchange(exchanges, node) => {
                    nodes.push(Node::Filter(exchanges));
                    said.push(node);
                }
            },
            _ => {
                let node = plan(part, options, filter)?;
                near.extend(node.topic().cloned());
                nodes.push(node);
            }
        }
    }
    if !said.is_empty() && !nodes.iter().any(Node::asks_for_text) {
        nodes.push(Node::Any(said));
    }
    let all = one(nodes);
    Ok(if near.len() > 1 && !options.literal {
        Node::Near(Box::new(all), near)
    } else {
        all
    })
}

/// A word, a phrase or a choice among them as one term.
pub(super) fn placed(expr: &Expr, options: &Options) -> Term {
    match expr {
        Expr::Term(text) if options.literal => forms::phrase(text, options),
        Expr::Term(text) => {
            let forms = forms::of_term(&text.text).into_iter();
            let synonyms = sequence::synonyms(&text.text, options);
            options.term(&text.text, forms.chain(synonyms).collect())
        }
        Expr::Phrase(text) => forms::phrase(text, options),
        Expr::Prefix(text) => forms::prefix(text, options),
        Expr::Any(parts) => {
            let choices = parts.iter().map(|part| placed(part, options).forms);
            Term {
                quoted: parts.iter().all(|part| matches!(part, Expr::Phrase(_))),
                ..options.term(expr.to_string(), choices.flatten().collect())
            }
        }
        // The parser lets nothing else stand here.
        _ => options.term(expr.to_string(), Vec::new()),
    }
}

/// A bare term and the bare terms right after it.
fn parts_of_run<'a>(first: &'a Expr, after: &'a [Expr]) -> Vec<&'a Text> {
    std::iter::once(first)
        .chain(after)
        .map_while(|part| match part {
            Expr::Term(text) => Some(text),
            _ => None,
        })
        .collect()
}

fn one(mut nodes: Vec<Node>) -> Node {
    match nodes.len() {
        1 => nodes.remove(0),
        _ => Node::All(nodes),
    }
}

impl Form {
    /// What was typed, as tokens in a row.
    pub(super) fn row(stream: Stream, tokens: Vec<(u32, String)>, by: By) -> Self {
        Self {
            matcher: Matcher::Row {
                stream,
                tokens,
                prefix: false,
            },
            by,
            shown: None,
        }
    }

    /// The tokens of a form that may hold Chinese words: those of the literal stream, but for a beginning.
    pub(super) fn chinese(&self) -> Option<&[(u32, String)]> {
        match &self.matcher {
            Matcher::Row {
                stream: Stream::Literal,
                tokens,
                prefix: false,
            } if self.by != By::Prefix => Some(tokens),
            _ => None,
        }
    }

    /// Whether a match says what was typed, not something that means the same.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self.by, By::Literal | By::Script | By::Stem | By::Prefix)
    }
}

impl Node {
    /// Every term that can make a passage a hit, in the order of the query: none below a negation.
    pub(super) fn terms(&self) -> Vec<&Term> {
        match self {
            Self::All(nodes) | Self::Any(nodes) | Self::AtLeast(_, nodes) => {
                nodes.iter().flat_map(Self::terms).collect()
            }
            Self::Near(node, _) => node.terms(),
            Self::Term(term) => vec![term],
            Self::Within(first, _, second) => vec![first, second],
            Self::Not(_) | Self::Filter(_) => Vec::new(),
        }
    }

    /// The term that stands for a node where nearness is weighed: of several words that are one
    /// term of the glossary, that term.
    fn topic(&self) -> Option<&Term> {
        match self {
            Self::Term(term) => Some(term),
            Self::Any(nodes) => nodes.iter().find_map(|node| match node {
                Self::Term(term) => Some(term),
                _ => None,
            }),
            _ => None,
        }
    }

    /// Whether only passages can fulfil it, since it asks for some text.
    pub(super) fn asks_for_text(&self) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().any(Self::asks_for_text),
            Self::Any(nodes) => !nodes.is_empty() && nodes.iter().all(Self::asks_for_text),
            Self::AtLeast(..) | Self::Term(_) | Self::Within(..) => true,
            Self::Near(node, _) => node.asks_for_text(),
            Self::Not(_) | Self::Filter(_) => false,
        }
    }
}

#[cfg(test)]
mod tests;
