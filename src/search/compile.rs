//! Compiles a plan into a tantivy query.

mod named;
mod optional_terms;
#[cfg(feature = "cluster")]
mod partial_match;

use std::{
    cell::{OnceCell, RefCell},
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use tantivy::{
    collector::Count,
    query::{AllQuery, BooleanQuery, Occur, Query},
    schema::Field,
};

use self::{
    named::{names_a_person, names_calls},
    optional_terms::{frequencies, weighed},
};
use super::{
    By,
    condition::{compile_range, condition_query, everything, one_of},
    exchange::ExchangeJoin,
    plan::{Condition, Form, Matcher, Node, Term},
    rank::{
        Context, MatchKind, Phrase, PhraseKind, PrefixQuery, Proximity, QueryTree, RankedQuery,
        Statistics, SynonymGroup,
    },
};
use crate::{
    Error, Result,
    index::{Counted, EncodedTokens, Reader, SegmentedPhrase},
    model::{Lang, Word},
    text::TokenField,
};

/// Maximum number of words a prefix expands to where positions are needed.
const MOST_WORDS: usize = 1000;

/// Which occurrences of Chinese words match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Occurrences {
    /// All occurrences of the characters.
    All,
    /// Occurrences as words, except for quoted terms: what counts as a mention.
    Words,
}

/// The query of a plan: full matches.
pub(crate) fn compile(node: &Node, reader: &Reader) -> Result<Box<dyn Query>> {
    Compiler::new(reader, Occurrences::All)?.full(node)
}

/// The query of a plan for counting mentions, whose scorers tell the spans of each match.
pub(crate) fn compile_mentions(node: &Node, reader: &Reader) -> Result<Box<dyn Query>> {
    let compiler = Compiler::new(reader, Occurrences::Words)?;
    let query = compiler.all(node, compiler.query(node, Says::All)?)?;
    Ok(Box::new(query.with_positions()))
}

/// The approximate number of passages that say each of some terms, in the order of the terms.
pub(crate) fn approximate_passages(terms: &[Term], reader: &Reader) -> Result<Vec<u64>> {
    let compiler = Compiler::new(reader, Occurrences::All)?;
    let passages = |term| Ok(compiler.synonym_group(term)?.passages());
    terms.iter().map(passages).collect()
}

/// Which matches of the optional terms a query selects.
#[derive(Clone, Copy)]
enum Says {
    All,
    /// At least this many terms, but not all.
    Part(usize),
}

/// Maximum number of terms with context.
const MOST_CONTEXTS: usize = 16;

/// Minimum idf of a company, a person or a quarter that is named: the words of others, or of another time, do
/// not answer the question.
const NAMED: f32 = 8.0;

/// Names below this idf are ignored: more than half of all passages are theirs.
const TELLS: f32 = 0.7;

/// Assumed document frequency of a value.
const RARE: u64 = 1;

/// Maximum document frequency of a term with context.
const MOST_SAID: u64 = 1_000;

/// Minimum idf of a term with context: a term in one of twenty passages says nothing about their
/// neighbors.
const COMMON: f32 = 3.0;

/// Compiles the tiers of one plan. Synonym groups and contexts, which read the index, are made once.
pub(crate) struct Compiler<'a> {
    reader: &'a Reader,
    occurrences: Occurrences,
    statistics: Statistics,
    /// By the address of the term in the plan.
    groups: RefCell<HashMap<*const Term, SynonymGroup>>,
    contexts: OnceCell<Vec<QueryTree>>,
}

impl<'a> Compiler<'a> {
    fn new(reader: &'a Reader, occurrences: Occurrences) -> Result<Self> {
        Ok(Self {
            reader,
            occurrences,
            statistics: Statistics::new(reader)?,
            groups: RefCell::default(),
            contexts: OnceCell::new(),
        })
    }

    /// A compiler for search.
    pub(crate) fn of_search(reader: &'a Reader) -> Result<Self> {
        Self::new(reader, Occurrences::All)
    }

    /// The query for full matches.
    pub(super) fn full(&self, node: &'a Node) -> Result<Box<dyn Query>> {
        Ok(Box::new(self.all(node, self.query(node, Says::All)?)?))
    }

    /// The same, ranked with context.
    pub(crate) fn full_ranked(&self, node: &'a Node) -> Result<Box<dyn Query>> {
        let query = self.with_contexts(node, Says::All)?;
        Ok(Box::new(self.all(node, query)?))
    }

    /// The query for partial matches, which requires `least` terms if that is fewer than the plan
    /// requires. None if the plan has no optional terms.
    pub(super) fn partial(&self, node: &'a Node, least: usize) -> Result<Option<Box<dyn Query>>> {
        if node.wanted().is_none() {
            return Ok(None);
        }
        let query = self.with_contexts(node, Says::Part(least))?;
        Ok(Some(Box::new(RankedQuery::new(query, self.reader))))
    }

    /// The query of full matches, which rank above partial ones.
    fn all(&self, node: &Node, mut query: QueryTree) -> Result<RankedQuery> {
        let score_offset = node.wanted().map_or(0.0, |_| query.max_score());
        if !node.asks_for_text() {
            let passages = QueryTree::Filter(Arc::from(self.reader.is_passage()));
            query = QueryTree::All(vec![query, passages], Vec::new());
        }
        Ok(RankedQuery::new(query, self.reader).with_score_offset(score_offset))
    }

    /// The query of a plan with the context of its terms.
    fn with_contexts(&self, node: &'a Node, says: Says) -> Result<QueryTree> {
        let query = self.query(node, says)?;
        let contexts = match self.contexts.get() {
            Some(contexts) => contexts,
            None => {
                let contexts = self.contexts(node)?;
                self.contexts.get_or_init(|| contexts)
            }
        };
        Ok(match contexts.is_empty() {
            true => query,
            false => QueryTree::Boost(Box::new(query), contexts.clone()),
        })
    }

    fn contexts(&self, node: &'a Node) -> Result<Vec<QueryTree>> {
        let terms = self.terms_with_context(node)?.into_iter();
        let contexts = terms.map(|term| {
            let group = self.group(term)?;
            Ok(QueryTree::Context(Box::new(Context::new(group))))
        });
        contexts.collect()
    }

    /// The terms that count where they occur around a passage.
    pub(crate) fn terms_with_context(&self, node: &'a Node) -> Result<Vec<&'a Term>> {
        // The document frequency of a value is unknown, and calls are no context.
        let in_words = |term: &&Term| {
            let is_value = |form: &Form| matches!(form.matcher, Matcher::Value(_));
            !(term.forms.iter()).any(|form| is_value(form) || names_calls(form))
        };
        let mut rare = Vec::new();
        let terms = node.topics().into_iter().filter(in_words);
        for term in terms.take(MOST_CONTEXTS) {
            let group = self.group(term)?;
            if group.idf() > COMMON && group.passages() <= MOST_SAID {
                rare.push(term);
            }
        }
        Ok(rare)
    }

    fn query(&self, node: &'a Node, says: Says) -> Result<QueryTree> {
        let queries = |nodes: &'a [Node]| -> Result<Vec<QueryTree>> {
            nodes.iter().map(|node| self.query(node, says)).collect()
        };
        Ok(match node {
            Node::All(nodes) => {
                let (mut required, mut nots) = (Vec::with_capacity(nodes.len()), Vec::new());
                for node in nodes {
                    match node {
                        Node::Not(inner) => nots.push(self.query(inner, says)?),
                        _ => required.push(self.query(node, says)?),
                    }
                }
                if required.is_empty() {
                    required.push(everything());
                }
                match (required.len(), nots.is_empty(), required.pop()) {
                    (1, true, Some(only)) => only,
                    (_, _, last) => {
                        required.extend(last);
                        QueryTree::All(required, nots)
                    }
                }
            }
            Node::Any(nodes) => QueryTree::Any(queries(nodes)?),
            Node::AtLeast(least, nodes) => QueryTree::AtLeast(*least, queries(nodes)?),
            Node::Optional(wanted) => {
                let wants = wanted.nodes().map(|node| self.query(node, says));
                let wants = wants.collect::<Result<Vec<_>>>()?;
                let together = wanted.together.as_ref().map(|node| self.query(node, says));
                let together = together.transpose()?;
                match says {
                    Says::All => together.unwrap_or(QueryTree::All(wants, Vec::new())),
                    Says::Part(least) => match wanted.enough.of(frequencies(&wants)).min(least) {
                        0 => {
                            let any = QueryTree::Boost(Box::new(everything()), wants.clone());
                            QueryTree::All(vec![any], vec![QueryTree::All(wants, Vec::new())])
                        }
                        least => {
                            let part = QueryTree::PartialMatch(least, weighed(wants));
                            QueryTree::All(vec![part], together.into_iter().collect())
                        }
                    },
                }
            }
            Node::Boost(node, terms) => {
                let groups = terms.iter().map(|term| {
                    let group = self.group(term)?;
                    Ok(QueryTree::SynonymGroup(Box::new(group)))
                });
                let beside = groups.collect::<Result<Vec<_>>>()?;
                QueryTree::Boost(Box::new(self.query(node, says)?), beside)
            }
            Node::Not(inner) => QueryTree::All(vec![everything()], vec![self.query(inner, says)?]),
            Node::Term(term) => QueryTree::SynonymGroup(Box::new(self.group(term)?)),
            Node::ProximityBoost(node, terms) => {
                let mut pairs = Vec::new();
                for pair in terms.windows(2) {
                    if let [first, second] = pair {
                        pairs.push(Proximity::new(self.group(first)?, self.group(second)?));
                    }
                }
                QueryTree::ProximityBoost(Box::new(self.query(node, says)?), pairs)
            }
            Node::WithinDistance(first, between, second) => {
                let (first, second) = (self.single_term(first)?, self.single_term(second)?);
                QueryTree::WithinDistance(Box::new(Proximity::within(*between, first, second)))
            }
            Node::Filter(Condition::InExchange(node)) => {
                if let Some(collection) = self.reader.collection()
                    && let Some(exchanges) = collection.exchanges(&format!("{node:?}"))
                {
                    let field = self.reader.fields.exchange;
                    return Ok(QueryTree::Filter(Arc::from(one_of(field, &exchanges))));
                }
                let matching = Compiler::new(self.reader, self.occurrences)?.full(node)?;
                QueryTree::Filter(Arc::new(ExchangeJoin::new(self.reader, matching)))
            }
            Node::Filter(condition) => condition_query(condition, &self.reader.fields),
        })
    }

    /// A term of the plan on each of its sides in each of its forms.
    fn group(&self, term: &'a Term) -> Result<SynonymGroup> {
        let address = std::ptr::from_ref(term);
        if let Some(group) = self.groups.borrow().get(&address) {
            return Ok(group.clone());
        }
        let group = self.synonym_group(term)?;
        self.groups.borrow_mut().insert(address, group.clone());
        Ok(group)
    }

    /// A term on each of its sides in each of its forms.
    fn synonym_group(&self, term: &Term) -> Result<SynonymGroup> {
        let mut phrases = Vec::new();
        for (side, lang) in Lang::ALL.iter().enumerate() {
            if !term.sides.contains(lang) {
                continue;
            }
            for form in &term.forms {
                let way = match form.by {
                    By::Related => MatchKind::Related,
                    _ if form.is_exact() => MatchKind::Exact,
                    _ => MatchKind::Synonym,
                };
                let phrase = |kind, way| Phrase { kind, side, way };
                if let Some(apart) = self.segmented_phrase(form, *lang) {
                    phrases.push(phrase(PhraseKind::Tokens(apart.words), way));
                    let literal = self.occurrences == Occurrences::All || term.quoted;
                    if literal && way != MatchKind::Related {
                        phrases.push(phrase(
                            PhraseKind::Tokens(apart.characters),
                            MatchKind::Characters,
                        ));
                    }
                } else if let Some(kind) = self.phrase_kind(form, *lang)? {
                    phrases.push(phrase(kind, way));
                }
            }
        }
        let group = SynonymGroup::new(phrases, &self.statistics, &self.reader.searcher)?;
        let is_named = |form| names_calls(form) || names_a_person(form);
        let tells = group.idf() > TELLS && term.forms.iter().any(is_named);
        Ok(if tells { group.at_least(NAMED) } else { group })
    }

    /// A term whose positions are needed: prefixes are expanded.
    fn single_term(&self, term: &Term) -> Result<SynonymGroup> {
        let mut forms = Vec::new();
        for form in &term.forms {
            match &form.matcher {
                Matcher::Phrase {
                    field,
                    tokens,
                    prefix: true,
                } => {
                    for word in self.words_from(*field, tokens)? {
                        forms.push(Form::phrase(*field, vec![(0, word)], form.by));
                    }
                }
                _ => forms.push(form.clone()),
            }
        }
        self.synonym_group(&Term {
            forms,
            ..term.clone()
        })
    }

    /// The phrases of a form with Chinese words: as words, and as characters.
    fn segmented_phrase(&self, form: &Form, lang: Lang) -> Option<SegmentedPhrase> {
        self.reader.fields.segmented_phrase(lang, form.chinese()?)
    }

    /// The terms of the index with a prefix.
    fn words_from(&self, field: TokenField, tokens: &[(u32, String)]) -> Result<BTreeSet<String>> {
        let mut words = BTreeSet::new();
        if let [(_, beginning)] = tokens {
            for &lang in Lang::ALL {
                if let Some(field) = self.reader.fields.token_field(field, lang) {
                    self.reader
                        .extend_with_prefix(&mut words, field, beginning, MOST_WORDS)?;
                }
            }
            if words.len() >= MOST_WORDS {
                let message = format!("too many words begin with `{beginning}` to stand near");
                return Err(Error::request(message).hint("type more of the word"));
            }
        }
        Ok(words)
    }

    fn phrase_kind(&self, form: &Form, lang: Lang) -> Result<Option<PhraseKind>> {
        let fields = &self.reader.fields;
        let (token_field, tokens, prefix) = match &form.matcher {
            Matcher::Phrase {
                field,
                tokens,
                prefix,
            } => (*field, tokens, *prefix),
            Matcher::Entity(conditions) => return self.entity(conditions).map(Some),
            Matcher::Value(range) => {
                let query = compile_range(range, fields, lang);
                // Counting the matches would take as long as finding them.
                return Ok(Some(PhraseKind::Other(Arc::from(query), RARE)));
            }
        };
        let Some(field) = fields.token_field(token_field, lang) else {
            return Ok(None);
        };
        Ok(match tokens.as_slice() {
            [] => None,
            [(_, token)] if prefix => Some(self.begun(field, token)?),
            tokens => match fields.encode_query(token_field, lang, tokens) {
                Some(EncodedTokens::Phrase(row)) => Some(PhraseKind::Tokens(row)),
                Some(EncodedTokens::Prefix(c)) => {
                    Some(self.begun(field, c.encode_utf8(&mut [0; 4]))?)
                }
                None => None,
            },
        })
    }

    /// Passages of an entity.
    fn entity(&self, conditions: &[Condition]) -> Result<PhraseKind> {
        let fields = &self.reader.fields;
        let queries = conditions
            .iter()
            .map(|condition| match condition_query(condition, fields) {
                QueryTree::Filter(query) => (Occur::Should, query.box_clone()),
                _ => (Occur::Should, Box::new(AllQuery) as Box<dyn Query>),
            });
        let theirs = BooleanQuery::new(queries.collect());
        let passages = match self.reader.collection() {
            Some(collection) => collection.frequency(Counted::Entity(format!("{conditions:?}"))),
            None => self.reader.search(&theirs, &Count)? as u64,
        };
        Ok(PhraseKind::Other(Arc::new(theirs), passages))
    }

    /// Passages with any term that has a prefix.
    fn begun(&self, field: Field, beginning: &str) -> Result<PhraseKind> {
        let begun = PrefixQuery::new(field, beginning, self.reader)?;
        let passages = match self.reader.collection() {
            Some(collection) => collection.frequency(Counted::Prefix {
                field: self
                    .reader
                    .searcher
                    .schema()
                    .get_field_name(field)
                    .to_owned(),
                beginning: beginning.to_owned(),
            }),
            None => begun.count(),
        };
        Ok(PhraseKind::Other(Arc::new(begun), passages))
    }
}
