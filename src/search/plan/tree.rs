//! The tree of a plan.

use crate::{
    model::{Lang, Person},
    search::{By, Expansion, key::Key, value::ValueRange},
    text::{TokenField, phrase_words},
};

/// A condition on the fields of a passage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    /// The field has one of these values.
    OneOf(Key, Vec<String>),
    /// The field has one of these values, or a person of a company has one of these names.
    Person(Vec<String>, Vec<Person>),
    /// The number lies in the range, both ends included.
    Between(&'static str, u64, u64),
    /// A passage of the same exchange satisfies the node.
    InExchange(Box<Node>),
}

/// A planned query.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The condition.
    pub(crate) node: Node,
    /// Question words, as typed, which are not matched.
    pub(crate) idle: Vec<String>,
    /// The bare terms that are matched, as typed.
    pub(crate) topics: Vec<String>,
}

impl Plan {
    /// A sentence that counts are of passages that match all terms; none for a single term.
    pub(crate) fn all_of_it(&self) -> Option<String> {
        let is_several = self.node.wanted().is_some() && self.topics.len() > 1;
        let topics = self.topics.join(", ");
        is_several.then(|| format!("counted are passages that match all of: {topics}"))
    }

    /// Expansions of the terms, in the order of the query.
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

/// A condition on a passage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// All of the nodes.
    All(Vec<Node>),
    /// At least one node.
    Any(Vec<Node>),
    /// At least this many nodes.
    AtLeast(usize, Vec<Node>),
    /// Negation.
    Not(Box<Node>),
    /// Optional terms: full matches first, then most of them.
    Optional(OptionalTerms),
    /// The node; the terms add to its score where they match.
    Boost(Box<Node>, Vec<Term>),
    /// A term in any of its forms.
    Term(Term),
    /// The node, with a boost where neighboring terms are close together.
    ProximityBoost(Box<Node>, Vec<Term>),
    /// Two terms on one side with at most this many words between.
    WithinDistance(Box<Term>, u32, Box<Term>),
    /// A filter.
    Filter(Condition),
}

/// A term of the query with all its forms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    /// As typed.
    pub(crate) typed: String,
    /// Any of these matches.
    pub(crate) forms: Vec<Form>,
    /// Sides on which it may match.
    pub(crate) sides: Vec<Lang>,
    /// Whether it is quoted: then Chinese may match across word boundaries.
    pub(crate) quoted: bool,
}

impl Term {
    /// Whether it is Chinese that matches as words only.
    pub(crate) fn has_chinese_words(&self) -> bool {
        let mut typed = self.forms.iter().filter(|form| form.is_exact());
        let has = |form: &Form| {
            form.chinese()
                .is_some_and(|row| !phrase_words(row).is_empty())
        };
        !self.quoted && typed.any(has)
    }
}

/// One form of a term.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    pub(crate) matcher: Matcher,
    /// How this form relates to the typed term.
    pub(crate) by: By,
    /// The form as shown to the user, if it differs from the typed term.
    pub(crate) shown: Option<String>,
}

/// What a form matches.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Matcher {
    /// Tokens with their position relative to the first.
    Phrase {
        field: TokenField,
        tokens: Vec<(u32, String)>,
        /// Whether the last token is a prefix.
        prefix: bool,
    },
    /// A quantity within a range.
    Value(ValueRange),
    /// A passage that satisfies one of these conditions.
    Entity(Vec<Condition>),
}

/// An optional term of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OptionalTerm {
    /// As typed.
    pub(crate) typed: String,
    /// Its node.
    pub(crate) node: Node,
    /// The words of a compound term.
    pub(crate) words: Vec<Term>,
}

/// Optional terms of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OptionalTerms {
    /// The terms, in the order of the query.
    pub(crate) wants: Vec<OptionalTerm>,
    /// How many terms a partial match must have.
    pub(crate) enough: MinimumMatch,
    /// The node of a full match, if it is not the conjunction: the compound that the terms form.
    pub(crate) together: Option<Box<Node>>,
}

/// How many of several terms suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MinimumMatch {
    /// None: other required text suffices.
    Nothing,
    /// One.
    Any,
    /// One of two, two of more.
    Most,
}

impl MinimumMatch {
    /// Number of terms that suffice of `terms`.
    pub(crate) fn of(self, terms: usize) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Any => 1,
            Self::Most if terms < 3 => 1,
            Self::Most => 2,
        }
    }
}

impl OptionalTerm {
    pub(crate) fn term(term: Term) -> Self {
        Self {
            typed: term.typed.clone(),
            node: Node::Term(term),
            words: Vec::new(),
        }
    }
}

impl OptionalTerms {
    /// The words of a compound as optional terms.
    pub(super) fn words_of(want: OptionalTerm, enough: MinimumMatch) -> Self {
        Self {
            wants: want.words.into_iter().map(OptionalTerm::term).collect(),
            enough,
            together: Some(Box::new(want.node)),
        }
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.wants.iter().map(|want| &want.node)
    }
}

impl Form {
    /// An exact form of consecutive tokens.
    pub(crate) fn phrase(field: TokenField, tokens: Vec<(u32, String)>, by: By) -> Self {
        Self {
            matcher: Matcher::Phrase {
                field,
                tokens,
                prefix: false,
            },
            by,
            shown: None,
        }
    }

    /// The exact tokens of a form, which may contain Chinese words; none for prefixes.
    pub(crate) fn chinese(&self) -> Option<&[(u32, String)]> {
        match &self.matcher {
            Matcher::Phrase {
                field: TokenField::Exact,
                tokens,
                prefix: false,
            } if self.by != By::Prefix => Some(tokens),
            _ => None,
        }
    }

    /// Whether a match is of the typed text rather than a synonym.
    pub(crate) fn is_exact(&self) -> bool {
        matches!(
            self.by,
            By::Literal | By::Script | By::Stem | By::Prefix | By::Entity
        )
    }
}

impl Node {
    /// The conjunction of some nodes; a single node is itself.
    pub(super) fn all(mut nodes: Vec<Self>) -> Self {
        match nodes.len() {
            1 => nodes.remove(0),
            _ => Self::All(nodes),
        }
    }

    /// Passages with one of some values in a field.
    pub(crate) fn one_of(key: Key, values: Vec<String>) -> Self {
        Self::Filter(Condition::OneOf(key, values))
    }

    /// Passages of a call.
    pub(crate) fn of_call(id: &str) -> Self {
        Self::one_of(Key::Call, vec![id.to_owned()])
    }

    /// Whether every passage matches.
    pub(crate) fn is_everything(&self) -> bool {
        matches!(self, Self::All(nodes) if nodes.is_empty())
    }

    /// What this and another node match.
    pub(crate) fn and(self, other: Self) -> Self {
        let nodes = [self, other].into_iter().flat_map(|node| match node {
            Self::All(nodes) => nodes,
            node => vec![node],
        });
        Self::All(nodes.collect())
    }

    /// Removes the forms of a term that match by the period of the call.
    pub(super) fn forget_periods(&mut self) {
        let of_period = |form: &Form| match &form.matcher {
            Matcher::Entity(conditions) => {
                let is_period =
                    |condition: &Condition| matches!(condition, Condition::OneOf(Key::Period, _));
                conditions.iter().any(is_period)
            }
            _ => false,
        };
        if let Self::Term(term) = self {
            term.forms.retain(|form| !of_period(form));
        }
    }

    /// All terms that can make a passage a hit, in the order of the query; none below a negation.
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

    /// All terms that are looked for in a text, in whatever part of the plan.
    pub(crate) fn all_terms(&self) -> Vec<&Term> {
        match self {
            Self::Optional(wanted) => {
                let together = wanted.together.iter().flat_map(|node| node.all_terms());
                let wants = wanted.nodes().flat_map(Self::all_terms);
                together.chain(wants).collect()
            }
            Self::All(nodes) | Self::Any(nodes) | Self::AtLeast(_, nodes) => {
                nodes.iter().flat_map(Self::all_terms).collect()
            }
            Self::ProximityBoost(node, terms) | Self::Boost(node, terms) => {
                terms.iter().chain(node.all_terms()).collect()
            }
            Self::Not(node) => node.all_terms(),
            node => node.terms(),
        }
    }

    /// The optional terms; there is at most one such node.
    pub(crate) fn wanted(&self) -> Option<&OptionalTerms> {
        match self {
            Self::Optional(wanted) => Some(wanted),
            Self::All(nodes) => nodes.iter().find_map(Self::wanted),
            Self::ProximityBoost(node, _) | Self::Boost(node, _) => node.wanted(),
            _ => None,
        }
    }

    /// The bare terms.
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

    /// The term of a node whose proximity counts; for several words that form a glossary term, that
    /// term.
    pub(crate) fn topic(&self) -> Option<&Term> {
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

    /// Whether it matches by text, so that only passages can match.
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
