//! From the plan to tantivy's query.

use std::{collections::BTreeSet, sync::Arc};

use tantivy::{
    collector::Count,
    query::{AllQuery, BooleanQuery, Occur, Query},
    schema::Field,
};

use super::{
    condition::{compile_range, condition_goal, everything},
    exchange::InExchanges,
    filter::{Condition, Key},
    plan::{Form, Matcher, Node, Term, Wanted},
    rank::{Begun, Concept, Context, Goal, Near, Ranking, Row, RowKind, Statistics, Way},
};
use crate::{
    Error, Result,
    index::{Reader, Sought, ToldApart},
    model::{Lang, Word},
    text::Stream,
};

/// Most words that a beginning may stand for where their places matter.
const MOST_WORDS: usize = 1000;

/// Which occurrences of Chinese words are matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Occurrences {
    /// Wherever the characters stand: what is found.
    All,
    /// Where they stand as words, but for terms that are quoted: what is counted as a mention.
    Words,
}

/// The query of a whole plan: the passages that say all of it.
pub(super) fn compile(node: &Node, reader: &Reader) -> Result<Box<dyn Query>> {
    compile_as(node, Occurrences::All, reader)
}

/// The same, ranked by what stands next to each passage too.
pub(super) fn compile_ranked(node: &Node, reader: &Reader) -> Result<Box<dyn Query>> {
    let compiler = Compiler::new(reader, Occurrences::All, Says::All)?;
    compiler.all(node, compiler.among(node)?)
}

/// The query of a whole plan as mentions are counted.
pub(super) fn compile_mentions(node: &Node, reader: &Reader) -> Result<Box<dyn Query>> {
    compile_as(node, Occurrences::Words, reader)
}

fn compile_as(node: &Node, occurrences: Occurrences, reader: &Reader) -> Result<Box<dyn Query>> {
    let compiler = Compiler::new(reader, occurrences, Says::All)?;
    compiler.all(node, compiler.goal(node)?)
}

/// The passages that say a part of what a plan wants and not all of it; none where nothing is wanted.
/// `least` terms of it are enough, where that is fewer than the plan says.
pub(super) fn compile_part(
    node: &Node,
    least: usize,
    reader: &Reader,
) -> Result<Option<Box<dyn Query>>> {
    if node.wanted().is_none() {
        return Ok(None);
    }
    let compiler = Compiler::new(reader, Occurrences::All, Says::Part(least))?;
    let goal = compiler.among(node)?;
    Ok(Some(Box::new(Ranking::new(goal, reader))))
}

/// How much of what is wanted a passage says.
enum Says {
    All,
    /// At least so many terms.
    Part(usize),
}

/// Share of the weight of all that is wanted with which one term is enough.
const ENOUGH: f32 = 0.15;

/// Most terms of which it counts whether they are said next to a passage.
const MOST_CONTEXTS: usize = 16;

/// Least rarity of a company or quarter that is named: what others say of the topic, or at another time, is not
/// what was asked for.
const NAMED: f32 = 8.0;

/// The rarity below which a name tells little: more than half of all passages are theirs.
const TELLS: f32 = 0.7;

/// How many passages a value is taken to be in.
const RARE: u64 = 1;

/// Most passages with a term of which the contexts are looked at.
const MOST_SAID: u64 = 1_000;

/// A rarity: what is said by a passage in twenty or more tells nothing of those next to it.
const COMMON: f32 = 3.0;

struct Compiler<'a> {
    reader: &'a Reader,
    occurrences: Occurrences,
    statistics: Statistics,
    says: Says,
}

impl<'a> Compiler<'a> {
    fn new(reader: &'a Reader, occurrences: Occurrences, says: Says) -> Result<Self> {
        Ok(Self {
            reader,
            occurrences,
            statistics: Statistics::new(reader)?,
            says,
        })
    }

    /// The query of a plan's goal: what says all goes before what says a part.
    fn all(&self, node: &Node, mut goal: Goal) -> Result<Box<dyn Query>> {
        let lift = node.wanted().map_or(0.0, |_| goal.most());
        if !node.asks_for_text() {
            let passages = Goal::Filter(Arc::from(self.reader.is_passage()));
            goal = Goal::All(vec![goal, passages], Vec::new());
        }
        Ok(Box::new(Ranking::new(goal, self.reader).lifted(lift)))
    }

    /// The goal of a plan; worth more where what stands next to a passage says terms of it too.
    fn among(&self, node: &Node) -> Result<Goal> {
        let goal = self.goal(node)?;
        let mut contexts = Vec::new();
        // How many passages state a value is not known.
        let in_words = |term: &&Term| {
            let is_value = |form: &Form| matches!(form.matcher, Matcher::Value(_));
            !term.forms.iter().any(is_value)
        };
        let terms = node.topics().into_iter().filter(in_words);
        for term in terms.take(MOST_CONTEXTS) {
            if let Some(concept) = self.with_context(term)? {
                contexts.push(Goal::Context(Context::of(&concept, self.reader)?));
                if matches!(self.says, Says::Part(_)) {
                    contexts.push(self.answers(&concept)?);
                }
            }
        }
        Ok(match contexts.is_empty() {
            true => goal,
            false => Goal::Beside(Box::new(goal), contexts),
        })
    }

    /// A term of which it counts whether it is said next to a passage.
    fn with_context(&self, term: &Term) -> Result<Option<Concept>> {
        let is_value = |form: &Form| matches!(form.matcher, Matcher::Value(_));
        if term
            .forms
            .iter()
            .any(|form| is_value(form) || names_calls(form))
        {
            return Ok(None);
        }
        let concept = self.concept(term)?;
        let rare = concept.rarity() > COMMON && concept.passages() <= MOST_SAID;
        Ok(rare.then_some(concept))
    }

    /// To answer what says a term: one that is worth showing where it alone is said.
    fn answering(&self, wanted: &Wanted, parts: &[(Goal, bool)]) -> Result<Vec<Goal>> {
        let mut answering = Vec::new();
        let alone = wanted
            .wants
            .iter()
            .zip(parts)
            .filter(|(_, (_, alone))| *alone);
        for term in alone.filter_map(|(want, _)| want.node.topic()) {
            if let Some(concept) = self.with_context(term)? {
                answering.push(self.answers(&concept)?);
            }
        }
        Ok(answering)
    }

    fn answers(&self, concept: &Concept) -> Result<Goal> {
        Ok(Goal::Context(Context::answers(concept, self.reader)?))
    }

    fn goal(&self, node: &Node) -> Result<Goal> {
        let goals = |nodes: &[Node]| -> Result<Vec<Goal>> {
            nodes.iter().map(|node| self.goal(node)).collect()
        };
        Ok(match node {
            Node::All(nodes) => {
                let (mut musts, mut nots) = (Vec::with_capacity(nodes.len()), Vec::new());
                for node in nodes {
                    match node {
                        Node::Not(inner) => nots.push(self.goal(inner)?),
                        _ => musts.push(self.goal(node)?),
                    }
                }
                if musts.is_empty() {
                    musts.push(everything());
                }
                match (musts.len(), nots.is_empty(), musts.pop()) {
                    (1, true, Some(only)) => only,
                    (_, _, last) => {
                        musts.extend(last);
                        Goal::All(musts, nots)
                    }
                }
            }
            Node::Any(nodes) => Goal::Any(goals(nodes)?),
            Node::AtLeast(least, nodes) => Goal::AtLeast(*least, goals(nodes)?),
            Node::Wanted(wanted) => {
                let wants = wanted.nodes().map(|node| self.goal(node));
                let wants = wants.collect::<Result<Vec<_>>>()?;
                let together = wanted.together.as_ref().map(|node| self.goal(node));
                let together = together.transpose()?;
                match self.says {
                    Says::All => together.unwrap_or(Goal::All(wants, Vec::new())),
                    Says::Part(least) => match wanted.enough.of(said(&wants)).min(least) {
                        0 => {
                            let any = Goal::Beside(Box::new(everything()), wants.clone());
                            Goal::All(vec![any], vec![Goal::All(wants, Vec::new())])
                        }
                        least => {
                            let parts = weighed(wants.clone());
                            let mut any = self.answering(wanted, &parts)?;
                            any.push(Goal::Part(least, parts));
                            let all = together.unwrap_or(Goal::All(wants, Vec::new()));
                            Goal::All(vec![Goal::Any(any)], vec![all])
                        }
                    },
                }
            }
            Node::Beside(node, terms) => {
                let concepts = terms.iter().map(|term| {
                    let concept = self.concept(term)?;
                    Ok(Goal::Concept(Box::new(concept)))
                });
                let beside = concepts.collect::<Result<Vec<_>>>()?;
                Goal::Beside(Box::new(self.goal(node)?), beside)
            }
            Node::Not(inner) => Goal::All(vec![everything()], vec![self.goal(inner)?]),
            Node::Term(term) => Goal::Concept(Box::new(self.concept(term)?)),
            Node::Near(node, terms) => {
                let mut pairs = Vec::new();
                for pair in terms.windows(2) {
                    if let [first, second] = pair {
                        pairs.push(Near::new(self.concept(first)?, self.concept(second)?));
                    }
                }
                Goal::Near(Box::new(self.goal(node)?), pairs)
            }
            Node::Within(first, between, second) => {
                let (first, second) = (self.placed(first)?, self.placed(second)?);
                Goal::Within(Box::new(Near::within(*between, first, second)))
            }
            Node::Filter(Condition::InExchange(said)) => {
                let exchanges = InExchanges::of(
                    self.reader,
                    &*compile_as(said, self.occurrences, self.reader)?,
                )?;
                Goal::Filter(Arc::new(exchanges))
            }
            Node::Filter(condition) => condition_goal(condition, &self.reader.fields),
        })
    }

    /// A term on each of its sides in each of its forms.
    fn concept(&self, term: &Term) -> Result<Concept> {
        let mut rows = Vec::new();
        for (side, lang) in Lang::ALL.iter().enumerate() {
            if !term.sides.contains(lang) {
                continue;
            }
            for form in &term.forms {
                let way = match form.is_exact() {
                    true => Way::Typed,
                    false => Way::Meant,
                };
                let row = |kind, way| Row { kind, side, way };
                if let Some(apart) = self.told_apart(form, *lang) {
                    rows.push(row(RowKind::Tokens(apart.words), way));
                    if self.occurrences == Occurrences::All || term.quoted {
                        rows.push(row(RowKind::Tokens(apart.characters), Way::Characters));
                    }
                } else if let Some(kind) = self.row(form, *lang)? {
                    rows.push(row(kind, way));
                }
            }
        }
        let concept = Concept::new(rows, &self.statistics, &self.reader.searcher)?;
        let tells = concept.rarity() > TELLS && term.forms.iter().any(names_calls);
        Ok(if tells {
            concept.at_least(NAMED)
        } else {
            concept
        })
    }

    /// A term of which it matters where it stands: beginnings of words are spelt out.
    fn placed(&self, term: &Term) -> Result<Concept> {
        let mut forms = Vec::new();
        for form in &term.forms {
            match &form.matcher {
                Matcher::Row {
                    stream,
                    tokens,
                    prefix: true,
                } => {
                    for word in self.words_from(*stream, tokens)? {
                        forms.push(Form::row(*stream, vec![(0, word)], form.by));
                    }
                }
                _ => forms.push(form.clone()),
            }
        }
        self.concept(&Term {
            forms,
            ..term.clone()
        })
    }

    /// The row of a form with Chinese words, told apart from characters that are no such words.
    fn told_apart(&self, form: &Form, lang: Lang) -> Option<ToldApart> {
        self.reader.fields.told_apart(lang, form.chinese()?)
    }

    /// The words of the index that begin as a single token does.
    fn words_from(&self, stream: Stream, tokens: &[(u32, String)]) -> Result<BTreeSet<String>> {
        let mut words = BTreeSet::new();
        if let [(_, beginning)] = tokens {
            for &lang in Lang::ALL {
                if let Some(field) = self.reader.fields.stream(stream, lang) {
                    self.reader
                        .values_from(field, beginning, MOST_WORDS, &mut words)?;
                }
            }
            if words.len() >= MOST_WORDS {
                let message = format!("too many words begin with `{beginning}` to stand near");
                return Err(Error::request(message).hint("type more of the word"));
            }
        }
        Ok(words)
    }

    fn row(&self, form: &Form, lang: Lang) -> Result<Option<RowKind>> {
        let fields = &self.reader.fields;
        let (stream, tokens, prefix) = match &form.matcher {
            Matcher::Row {
                stream,
                tokens,
                prefix,
            } => (*stream, tokens, *prefix),
            Matcher::Entity(conditions) => return self.entity(conditions).map(Some),
            Matcher::Value(range) => {
                let query = compile_range(range, fields, lang);
                // To count them would take as long as to find them.
                return Ok(Some(RowKind::Other(Arc::from(query), RARE)));
            }
        };
        let Some(field) = fields.stream(stream, lang) else {
            return Ok(None);
        };
        Ok(match tokens.as_slice() {
            [] => None,
            [(_, token)] if prefix => Some(self.begun(field, token)?),
            tokens => match fields.sought(stream, lang, tokens) {
                Some(Sought::Row(row)) => Some(RowKind::Tokens(row)),
                Some(Sought::Begun(c)) => Some(self.begun(field, c.encode_utf8(&mut [0; 4]))?),
                None => None,
            },
        })
    }

    /// Passages that are of somebody.
    fn entity(&self, conditions: &[Condition]) -> Result<RowKind> {
        let fields = &self.reader.fields;
        let queries = conditions
            .iter()
            .map(|condition| match condition_goal(condition, fields) {
                Goal::Filter(query) => (Occur::Should, query.box_clone()),
                _ => (Occur::Should, Box::new(AllQuery) as Box<dyn Query>),
            });
        let theirs = BooleanQuery::new(queries.collect());
        let passages = self.reader.search(&theirs, &Count)? as u64;
        Ok(RowKind::Other(Arc::new(theirs), passages))
    }

    /// Passages with any term that begins with a text.
    fn begun(&self, field: Field, beginning: &str) -> Result<RowKind> {
        let begun = Begun::new(field, beginning, self.reader)?;
        let passages = begun.count();
        Ok(RowKind::Other(Arc::new(begun), passages))
    }
}

/// Whether a form is fulfilled by being of some calls.
fn names_calls(form: &Form) -> bool {
    let of_calls = |condition: &Condition| {
        matches!(
            condition,
            Condition::OneOf(Key::CompanyName | Key::Period, _)
        )
    };
    match &form.matcher {
        Matcher::Entity(conditions) => conditions.iter().any(of_calls),
        _ => false,
    }
}

/// How many of some goals any passage fulfils.
fn said(goals: &[Goal]) -> usize {
    goals.iter().filter(|goal| goal.is_said()).count()
}

/// Goals, each with whether it weighs so much that a passage says enough with it alone.
fn weighed(goals: Vec<Goal>) -> Vec<(Goal, bool)> {
    let said = goals.iter().filter(|goal| goal.is_said());
    let all: f32 = said.map(Goal::most).sum();
    let weighs = |goal: &Goal| goal.most() >= ENOUGH * all;
    let both = goals.into_iter().map(|goal| (weighs(&goal), goal));
    both.map(|(alone, goal)| (goal, alone)).collect()
}
