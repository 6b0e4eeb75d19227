//! Plans the bare terms of a query.

use super::{
    adjacent::{self, listed_words, quantity, several, together, typed_quantities, with_synonyms},
    forms,
    options::Options,
    tree::{MinimumMatch, Node, OptionalTerm, OptionalTerms, Term},
    unspaced,
};
use crate::{
    character::half_width,
    query::{Expr, Text},
    search::Matching,
    text::{Idle, idle_words},
};

/// The bare terms of a conjunction.
#[derive(Default)]
pub(super) struct BareTerms {
    wants: Vec<OptionalTerm>,
    /// Runs of Chinese as typed, which boost the score.
    runs: Vec<Term>,
    /// Terms whose proximity boosts the score.
    pub(super) near: Vec<Term>,
    /// Question words, as typed.
    pub(super) idle: Vec<String>,
}

/// A bare term, and whether it carries no topic.
type Word = (Text, Option<Idle>);

impl BareTerms {
    /// Reads the bare terms among the operands of a conjunction. Words without a topic are skipped
    /// if there is anything else to match.
    pub(super) fn read(parts: &[Expr], options: &Options) -> Self {
        let is_term = |part: &Expr| matches!(part, Expr::Term(_));
        let rows = parts.chunk_by(|a, b| is_term(a) == is_term(b));
        let rows = rows.map(|row| row.iter().filter_map(Expr::term).collect::<Vec<_>>());
        let mut bare = Self::default();
        if options.literal {
            let phrases = rows.flatten().map(|text| forms::phrase(text, options));
            bare.wants.extend(phrases.map(OptionalTerm::term));
            return bare;
        }
        let mut rows: Vec<Vec<Word>> = rows.map(words).collect();
        let others = parts.iter().filter(|part| !is_term(part));
        let topic = |(_, idle): &Word| idle.is_none();
        if !others.clone().any(Expr::asks_for_text) && !rows.iter().flatten().any(topic) {
            (rows.iter_mut().flatten()).for_each(|(_, idle)| *idle = None);
        }
        for row in &rows {
            bare.add_row(row, options);
        }
        bare
    }

    /// Reads consecutive bare terms.
    fn add_row(&mut self, words: &[Word], options: &Options) {
        let terms: Vec<&Text> = words.iter().map(|(text, _)| text).collect();
        let is_idle: Vec<bool> = words.iter().map(|(_, idle)| idle.is_some()).collect();
        let amounts = typed_quantities(&terms);
        let mut at = 0;
        while let Some((text, idle)) = words.get(at) {
            if let Some((range, values)) = amounts.iter().find(|(range, _)| range.start == at) {
                at = range.end;
                let node = quantity(&terms, range.clone(), values, options);
                self.add(together(&terms, range.clone()), node, Vec::new());
                continue;
            }
            let free = |end: usize| {
                let is_idle = is_idle
                    .get(at..end)
                    .is_some_and(|idle| idle.iter().all(|idle| *idle));
                !is_idle && !(amounts.iter()).any(|(range, _)| range.start < end && at < range.end)
            };
            if let Some((end, term)) = name(&terms, at, &free, options) {
                self.add(term.typed.clone(), Node::Term(term), Vec::new());
                at = end;
                continue;
            }
            if let Some((end, typed, words, node)) = several(&terms, at, free, options) {
                let topic = words.into_iter().zip(is_idle.iter().skip(at));
                let words = topic.filter(|(_, idle)| !**idle).map(|(word, _)| word);
                self.add(typed, node, words.collect());
                at = end;
                continue;
            }
            match idle {
                None => self.add_single(&terms, &is_idle, at, options),
                Some(Idle::Small) => {}
                Some(Idle::Asking) => self.idle.push(text.text.clone()),
            }
            at += 1;
        }
    }

    fn add(&mut self, typed: String, node: Node, words: Vec<Term>) {
        self.near.extend(node.topic().cloned());
        if !self.wants.iter().any(|known| known.typed == typed) {
            self.wants.push(OptionalTerm { typed, node, words });
        }
    }

    /// Reads one term: a run of Chinese, or a word with its synonyms.
    fn add_single(&mut self, terms: &[&Text], is_idle: &[bool], at: usize, options: &Options) {
        let Some(text) = terms.get(at) else { return };
        if unspaced::is_chinese(&text.text) {
            let run = unspaced::run(&text.text, options);
            if !run.wants.is_empty() {
                for want in run.wants {
                    self.add(want.typed, want.node, Vec::new());
                }
                self.runs.push(run.whole);
                self.idle.extend(run.idle);
                return;
            }
        }
        if let Some(term) = with_synonyms(terms, is_idle, at, options) {
            self.add(term.typed.clone(), Node::Term(term), Vec::new());
        }
    }

    /// The optional terms, as typed.
    pub(super) fn topics(&self) -> Vec<String> {
        self.wants.iter().map(|want| want.typed.clone()).collect()
    }

    /// Builds the nodes; `beside` other required text no bare term is required.
    pub(super) fn nodes(self, matching: Matching, beside: bool) -> Vec<Node> {
        let enough = match matching {
            _ if beside => MinimumMatch::Nothing,
            Matching::Any => MinimumMatch::Any,
            _ => MinimumMatch::Most,
        };
        let mut wants = self.wants;
        if let ([only], false) = (wants.as_mut_slice(), beside) {
            // By itself a quarter is a text like any other.
            only.node.forget_periods();
        }
        let alone = wants.len() == 1 && !beside && matching != Matching::All;
        let words = wants.pop_if(|want| alone && want.words.len() > 1);
        let mut nodes: Vec<Node> = match words {
            Some(words) => vec![Node::Optional(OptionalTerms::words_of(words, enough))],
            None if matching == Matching::All || wants.len() < if beside { 1 } else { 2 } => {
                wants.into_iter().map(|want| want.node).collect()
            }
            None => vec![Node::Optional(OptionalTerms {
                wants,
                enough,
                together: None,
            })],
        };
        if !self.runs.is_empty() {
            let said = Node::all(nodes);
            nodes = vec![Node::Boost(Box::new(said), self.runs)];
        }
        nodes
    }
}

/// The name of an entity that begins at a term, and the index after it. A run of Chinese may
/// contain more than the name and is read by itself.
fn name(
    terms: &[&Text],
    at: usize,
    free: &impl Fn(usize) -> bool,
    options: &Options,
) -> Option<(usize, Term)> {
    let rest = together(terms, at..terms.len());
    let named = (options.names)(&rest)?;
    let mut length = 0;
    let ends = (at..terms.len()).map(|at| {
        length += terms.get(at).map_or(0, |term| term.text.len() + 1);
        (at + 1, length - 1)
    });
    let (end, _) = ends
        .into_iter()
        .find(|(_, length)| *length == named.typed.len())?;
    free(end).then(|| (end, adjacent::named(named, options)))
}

/// The words of consecutive terms.
fn words(terms: Vec<&Text>) -> Vec<Word> {
    let mut texts: Vec<Text> = terms.into_iter().flat_map(listed_words).collect();
    for text in &mut texts {
        let ends = |c: char| matches!(half_width(c), '?' | '!' | ',' | ';' | ':');
        let length = text.text.trim_end_matches(ends).len();
        text.text.truncate(length);
    }
    texts.retain(|text| !text.text.is_empty());
    let typed: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
    let idle = idle_words(&typed);
    texts.into_iter().zip(idle).collect()
}
