//! Plans an expression.

use super::{
    adjacent,
    bare_terms::BareTerms,
    forms,
    options::Options,
    tree::{Node, Plan, Term},
};
use crate::{
    model::{Lang, Word},
    query::{Expr, Text},
    search::{Matching, plan::Condition},
    text::Glossary,
};

/// Meaning of a field and its value.
pub(crate) enum FieldClause {
    /// A condition on the passage.
    Passage(Node),
    /// A condition on the exchange, and on the passage of it to show.
    Exchange(Condition, Node),
}

/// Plans an expression; `filter` reads a field and its value. Bare terms at the top level are
/// optional, all others are required.
pub(crate) fn plan<E>(
    expr: &Expr,
    options: &Options,
    filter: &mut impl FnMut(&Expr) -> Result<FieldClause, E>,
) -> Result<Plan, E> {
    conjunction(expr.parts(), options, filter)
}

/// Plans an operand.
fn part<E>(
    expr: &Expr,
    options: &Options,
    filter: &mut impl FnMut(&Expr) -> Result<FieldClause, E>,
) -> Result<Node, E> {
    Ok(match expr {
        Expr::Term(_) | Expr::Must(_) | Expr::All(_) => {
            let demanding = Options {
                matching: Matching::All,
                ..options.clone()
            };
            let parts = match expr {
                Expr::Must(inner) => inner.parts(),
                other => other.parts(),
            };
            conjunction(parts, &demanding, filter)?.node
        }
        Expr::Phrase(text) => Node::Term(forms::phrase(text, options)),
        Expr::Prefix(text) => Node::Term(forms::prefix(text, options)),
        Expr::Near(first, others) => {
            let before = std::iter::once(&**first).chain(others.iter().map(|(_, other)| other));
            let pairs = before.zip(others).map(|(before, (between, other))| {
                let [before, other] =
                    [before, other].map(|part| Box::new(single_term(part, options)));
                Node::WithinDistance(before, *between, other)
            });
            Node::all(pairs.collect())
        }
        Expr::Filter(..) => match filter(expr)? {
            FieldClause::Passage(node) => node,
            FieldClause::Exchange(exchanges, said) => {
                Node::All(vec![Node::Filter(exchanges), said])
            }
        },
        Expr::Not(inner) => Node::Not(Box::new(match &**inner {
            Expr::Filter(..) => match filter(inner)? {
                FieldClause::Passage(node) => node,
                FieldClause::Exchange(exchanges, _) => Node::Filter(exchanges),
            },
            _ => part(inner, options, filter)?,
        })),
        Expr::Any(parts) => Node::AtLeast(
            1,
            parts
                .iter()
                .map(|each| part(each, options, filter))
                .collect::<Result<_, E>>()?,
        ),
    })
}

/// Plans a conjunction: bare terms are read together, filters of one field are alternatives,
/// everything else is required. If only exchanges are requested, the passages that match in them
/// are found.
fn conjunction<E>(
    parts: &[Expr],
    options: &Options,
    filter: &mut impl FnMut(&Expr) -> Result<FieldClause, E>,
) -> Result<Plan, E> {
    let mut bare = BareTerms::read(parts, options);
    let mut nodes = Vec::new();
    let mut said = Vec::new();
    let mut near = std::mem::take(&mut bare.near);
    let mut fields = Vec::new();
    for each in parts {
        match each {
            Expr::Term(_) => {}
            Expr::Filter(field, _) if field.has_alternatives() => {
                if fields.contains(field) {
                    continue;
                }
                fields.push(*field);
                let same =
                    (parts.iter()).filter(|part| matches!(part, Expr::Filter(f, _) if f == field));
                let alternatives = same.map(|same| part(same, options, filter));
                let mut alternatives = alternatives.collect::<Result<Vec<_>, E>>()?;
                nodes.push(match alternatives.len() {
                    1 => alternatives.remove(0),
                    _ => Node::Any(alternatives),
                });
            }
            Expr::Filter(..) => match filter(each)? {
                FieldClause::Passage(node) => nodes.push(node),
                FieldClause::Exchange(exchanges, node) => {
                    nodes.push(Node::Filter(exchanges));
                    said.push(node);
                }
            },
            _ => {
                let node = part(each, options, filter)?;
                near.extend(node.topic().cloned());
                nodes.push(node);
            }
        }
    }
    let idle = std::mem::take(&mut bare.idle);
    let topics = bare.topics();
    let others = parts.iter().filter(|part| part.term().is_none());
    let beside = others.into_iter().any(Expr::asks_for_text);
    nodes.splice(0..0, bare.nodes(options.matching, beside));
    if !said.is_empty() && !nodes.iter().any(Node::asks_for_text) {
        nodes.push(Node::Any(said));
    }
    let all = Node::all(nodes);
    let node = match near.len() > 1 && !options.literal {
        true => Node::ProximityBoost(Box::new(all), near),
        false => all,
    };
    Ok(Plan { node, idle, topics })
}

/// A text as one term, as a search takes it: with its stems and the terms that mean the same.
pub(crate) fn said_term(text: &str, glossary: &Glossary) -> Term {
    let options = Options {
        literal: false,
        matching: Matching::All,
        sides: Lang::ALL.to_vec(),
        glossary,
        names: &|_| None,
        related: &|_| Vec::new(),
    };
    single_term(&Expr::Term(Text::new(text, 0..0)), &options)
}

/// A word, a phrase or a choice among them as one term.
pub(crate) fn single_term(expr: &Expr, options: &Options) -> Term {
    match expr {
        Expr::Term(text) if options.literal => forms::phrase(text, options),
        Expr::Term(text) => {
            let forms = forms::of_term(&text.text).into_iter();
            let synonyms = adjacent::synonyms(&text.text, options);
            options.term(&text.text, forms.chain(synonyms).collect())
        }
        Expr::Phrase(text) => forms::phrase(text, options),
        Expr::Prefix(text) => forms::prefix(text, options),
        Expr::Any(parts) => {
            let choices = parts.iter().map(|part| single_term(part, options).forms);
            Term {
                quoted: parts.iter().all(|part| matches!(part, Expr::Phrase(_))),
                ..options.term(expr.to_string(), choices.flatten().collect())
            }
        }
        // The parser allows nothing else here.
        _ => options.term(expr.to_string(), Vec::new()),
    }
}
