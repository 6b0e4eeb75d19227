//! The plan of a query: what to match in which stream of which sides, under which filters.
//! Engine-neutral, and the one source of the compiled query, the highlights and the reasons.

mod adjacent;
mod bare_terms;
mod forms;
mod optional;
mod request;
mod unspaced;

pub(crate) use optional::{MinimumMatch, OptionalTerm, OptionalTerms};
pub(crate) use request::plan_request;
pub(crate) use unspaced::topics;

use super::{By, Expansion, Matching, filter::Condition, value::ValueRange};
use crate::{
    model::Lang,
    query::Expr,
    text::{Glossary, Stream, row_words},
};
use bare_terms::BareTerms;

/// What a passage must fulfil.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// Every one.
    All(Vec<Node>),
    /// At least one.
    Any(Vec<Node>),
    /// At least so many.
    AtLeast(usize, Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// Terms that are wanted, not demanded: all of them first, then most.
    Optional(OptionalTerms),
    /// The node; passages rank higher that say these terms as well.
    Boost(Box<Node>, Vec<Term>),
    /// A term, in any of its forms.
    Term(Term),
    /// The node; passages rank higher where neighbours among these terms stand close together.
    ProximityBoost(Box<Node>, Vec<Term>),
    /// Two terms on one side with at most so many words between.
    WithinDistance(Box<Term>, u32, Box<Term>),
    /// A filter.
    Filter(Condition),
}

/// A term of the query and the forms in which it is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    /// As typed.
    pub(crate) typed: String,
    /// Any of these matches.
    pub(crate) forms: Vec<Form>,
    /// Sides on which it is looked for.
    pub(crate) sides: Vec<Lang>,
    /// It is quoted: characters that lie across words count as it, too.
    pub(crate) quoted: bool,
}

impl Term {
    /// Whether it is typed as Chinese words that count only where they stand as words.
    pub(crate) fn has_chinese_words(&self) -> bool {
        let mut typed = self.forms.iter().filter(|form| form.is_exact());
        let has = |form: &Form| form.chinese().is_some_and(|row| !row_words(row).is_empty());
        !self.quoted && typed.any(has)
    }
}

/// One form of a term.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    pub(crate) matcher: Matcher,
    /// How a match comes about where the text is not as typed.
    pub(crate) by: By,
    /// What is looked for as a reader would write it, where it is not what was typed.
    pub(crate) shown: Option<String>,
}

/// What a form matches.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Matcher {
    /// Tokens in a row, with their distance from the first.
    Phrase {
        stream: Stream,
        tokens: Vec<(u32, String)>,
        /// The last token is only the beginning of a word.
        prefix: bool,
    },
    /// A quantity within a range.
    Value(ValueRange),
    /// A passage of whom is named.
    Entity(Vec<Condition>),
}

/// What holds for a whole query.
#[derive(Clone)]
pub(crate) struct Options<'a> {
    /// Only what is typed: no stems, no synonyms.
    pub(crate) literal: bool,
    /// How much of the bare terms a passage is to say.
    pub(crate) matching: Matching,
    pub(crate) sides: Vec<Lang>,
    pub(crate) glossary: &'a Glossary,
    /// The longest name of a company, person or firm that a text begins with.
    pub(crate) names: &'a dyn Fn(&str) -> Option<EntityMatch>,
}

/// A name within a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EntityMatch {
    /// As typed.
    pub(crate) typed: String,
    /// Who is meant, as the transcripts call them.
    pub(crate) shown: Vec<String>,
    /// Other ways of writing it, and of saying nearly the same.
    pub(crate) also: Vec<(String, By)>,
    /// Passages that are theirs fulfil one of these.
    pub(crate) conditions: Vec<Condition>,
    /// How such a passage matches.
    pub(crate) by: By,
}

impl Options<'_> {
    pub(crate) fn term(&self, typed: impl Into<String>, forms: Vec<Form>) -> Term {
        Term {
            typed: typed.into(),
            forms,
            sides: self.sides.clone(),
            quoted: false,
        }
    }
}

/// A planned query.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// What a passage must fulfil.
    pub(crate) node: Node,
    /// Words of the query that carry a question and no topic, as typed: they are not looked for.
    pub(crate) idle: Vec<String>,
    /// The bare terms that are looked for, as typed.
    pub(crate) topics: Vec<String>,
}

impl Plan {
    /// What terms were taken to mean besides themselves: by way, in the order of the query.
    pub(crate) fn expansions(&self) -> Vec<Expansion> {
        let mut expansions: Vec<Expansion> = Vec::new();
        for term in self.node.terms() {
            for form in &term.forms {
                let Some(shown) = &form.shown else { continue };
                let place = (expansions.iter_mut())
                    .find(|known| known.term == term.typed && known.by == form.by);
                match place {
                    Some(known) if known.also.contains(shown) => {}
                    Some(known) => known.also.push(shown.clone()),
                    None => expansions.push(Expansion {
                        term: term.typed.clone(),
                        also: vec![shown.clone()],
                        by: form.by,
                    }),
                }
            }
        }
        expansions
    }
}

/// What a field and its value ask for.
pub(crate) enum FieldClause {
    /// Of a passage.
    Passage(Node),
    /// Of an exchange: which exchanges, and what of them says it.
    Exchange(Condition, Node),
}

/// Plans an expression; `filter` reads a field and its value. Bare terms at the top of it are optional, all
/// others are demanded.
pub(crate) fn plan<E>(
    expr: &Expr,
    options: &Options,
    filter: &mut impl FnMut(&Expr) -> Result<FieldClause, E>,
) -> Result<Plan, E> {
    conjunction(expr.parts(), options, filter)
}

/// Plans a part of an expression.
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
            one(pairs.collect())
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

/// Parts side by side: bare terms are read together, filters of one field are alternatives, and all else must
/// hold. Where exchanges are asked for and nothing else is, what they say is found.
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
    let all = one(nodes);
    let node = match near.len() > 1 && !options.literal {
        true => Node::ProximityBoost(Box::new(all), near),
        false => all,
    };
    Ok(Plan { node, idle, topics })
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
        // The parser lets nothing else stand here.
        _ => options.term(expr.to_string(), Vec::new()),
    }
}

fn one(mut nodes: Vec<Node>) -> Node {
    match nodes.len() {
        1 => nodes.remove(0),
        _ => Node::All(nodes),
    }
}

impl Form {
    /// What was typed, as tokens in a row.
    pub(crate) fn row(stream: Stream, tokens: Vec<(u32, String)>, by: By) -> Self {
        Self {
            matcher: Matcher::Phrase {
                stream,
                tokens,
                prefix: false,
            },
            by,
            shown: None,
        }
    }

    /// The tokens of a form that may hold Chinese words: those of the literal stream, but for a beginning.
    pub(crate) fn chinese(&self) -> Option<&[(u32, String)]> {
        match &self.matcher {
            Matcher::Phrase {
                stream: Stream::Literal,
                tokens,
                prefix: false,
            } if self.by != By::Prefix => Some(tokens),
            _ => None,
        }
    }

    /// Whether a match says what was typed, not something that means the same.
    pub(crate) fn is_exact(&self) -> bool {
        matches!(
            self.by,
            By::Literal | By::Script | By::Stem | By::Prefix | By::Entity
        )
    }
}

impl Node {
    /// Every term that can make a passage a hit, in the order of the query: none below a negation.
    pub(crate) fn terms(&self) -> Vec<&Term> {
        match self {
            Self::All(nodes) | Self::Any(nodes) | Self::AtLeast(_, nodes) => {
                nodes.iter().flat_map(Self::terms).collect()
            }
            Self::Optional(wanted) => match &wanted.together {
                Some(together) => together.terms(),
                None => wanted.nodes().flat_map(Self::terms).collect(),
            },
            Self::ProximityBoost(node, _) => node.terms(),
            Self::Boost(node, terms) => terms.iter().chain(node.terms()).collect(),
            Self::Term(term) => vec![term],
            Self::WithinDistance(first, _, second) => vec![first, second],
            Self::Not(_) | Self::Filter(_) => Vec::new(),
        }
    }

    /// The terms that are wanted and not demanded; there is at most one such node.
    pub(crate) fn wanted(&self) -> Option<&OptionalTerms> {
        match self {
            Self::Optional(wanted) => Some(wanted),
            Self::All(nodes) => nodes.iter().find_map(Self::wanted),
            Self::ProximityBoost(node, _) | Self::Boost(node, _) => node.wanted(),
            _ => None,
        }
    }

    /// The bare terms that are looked for.
    pub(crate) fn topics(&self) -> Vec<&Term> {
        match self {
            Self::Optional(wanted) => match &wanted.together {
                Some(together) => together.topic().into_iter().collect(),
                None => wanted.nodes().filter_map(Self::topic).collect(),
            },
            Self::All(nodes) => nodes.iter().flat_map(Self::topics).collect(),
            Self::ProximityBoost(node, _) | Self::Boost(node, _) => node.topics(),
            node => node.topic().into_iter().collect(),
        }
    }

    /// The term that stands for a node where nearness is weighed: of several words that are one
    /// term of the glossary, that term.
    pub(super) fn topic(&self) -> Option<&Term> {
        match self {
            Self::Term(term) => Some(term),
            Self::Any(nodes) | Self::AtLeast(1, nodes) => {
                nodes.iter().find_map(|node| match node {
                    Self::Term(term) => Some(term),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// Whether only passages can fulfil it, since it asks for some text.
    pub(crate) fn asks_for_text(&self) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().any(Self::asks_for_text),
            Self::Any(nodes) => !nodes.is_empty() && nodes.iter().all(Self::asks_for_text),
            Self::AtLeast(_, nodes) => nodes.iter().all(Self::asks_for_text),
            Self::Optional(_) | Self::Term(_) | Self::WithinDistance(..) => true,
            Self::ProximityBoost(node, _) | Self::Boost(node, _) => node.asks_for_text(),
            Self::Not(_) | Self::Filter(_) => false,
        }
    }
}

#[cfg(test)]
mod tests;
