//! Terms that mean or accompany a term in the calls. Translations and abbreviations have been learned when the
//! calls were indexed; companions are found when they are asked for.

mod emerging;
mod evidence;
mod panel;
mod significance;
mod similar;
mod stray;

pub(crate) use self::{emerging::emerging, similar::similar};
pub use self::{
    emerging::{Emerging, EmergingTerm},
    similar::Similar,
};
use self::{
    evidence::Evidence,
    significance::{Passages, is_part, significant_terms},
};
use super::trend::Mention;
use crate::{
    Error, Result,
    model::{Lang, Period, TermRelation, Word, word_enum},
    search::{
        Request,
        key::Key,
        matches::plan_of_matches,
        passage_set::PassageSet,
        plan::{Node, said_term, written_term},
        related::learned,
        store::{Store, at_once},
    },
    terminology::term_key,
    text::{Glossary, has_han},
};

word_enum! {
    /// How a term is related to another.
    Relation {
        /// The calls translate one by the other.
        Translation = "translation",
        /// The calls abbreviate one by the other.
        Abbreviation = "abbreviation",
        /// It is said in the same passages more often than by chance.
        Companion = "companion",
    }
}

/// Terms that are related to a term.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Related {
    /// The term, as typed.
    pub term: String,
    /// Number of passages that say it.
    pub passages: u64,
    /// Number of calls that say it.
    pub calls: u64,
    /// The related terms: translations, abbreviations, then companions, the best supported first.
    pub terms: Vec<RelatedTerm>,
    /// Warnings for the reader.
    pub warnings: Vec<String>,
}

/// A term that is related to another.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RelatedTerm {
    /// The term, as the calls write it.
    pub term: String,
    /// How it is related.
    pub relation: Relation,
    /// Number of passages that say both.
    pub passages: u64,
    /// Number of calls with such a passage.
    pub calls: u64,
    /// Log-likelihood ratio of the two terms: how sure it is that they do not meet by chance.
    pub score: f64,
    /// The first period in which both are said, where the term alone is said before.
    pub since: Option<Period>,
    /// Whether the glossary has them together.
    pub in_glossary: bool,
    /// Whether a search for it takes in terms that mean the same, which its counts do not.
    pub has_synonyms: bool,
    /// The first and the last passage that say both.
    pub mentions: Vec<Mention>,
}

impl Related {
    /// Maximum number of terms of each relation.
    pub const MOST: usize = 50;
}

/// Maximum number of characters of a term.
const MAX_LENGTH: usize = 300;

/// Number of passages that are read for companions.
const SAMPLED: usize = 400;

/// Least number of companions that are looked for.
const LOOKED_FOR: usize = 10;

/// Finds at most `limit` terms of each relation to a term, in the passages that the filters of a request leave. The
/// request's query is the term.
pub(crate) fn related(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    limit: usize,
) -> Result<Related> {
    let typed = request.query.trim();
    if term_key(typed).is_empty() {
        return Err(Error::request("there is no term to relate")
            .hint("type a word or several, such as `verbatim related \"quick commerce\"`"));
    }
    if typed.chars().count() > MAX_LENGTH {
        return Err(Error::request(format!(
            "a term has at most {MAX_LENGTH} characters"
        )));
    }
    let everything = Request {
        query: String::new(),
        ..request.clone()
    };
    let mut forms = vec![typed.to_owned()];
    forms.extend(glossary.others(typed).into_iter().map(str::to_owned));
    let mut background = plan_of_matches(store, &everything, glossary)?;
    if forms.iter().all(|form| has_han(form)) {
        // Else what calls with Chinese speak of accompanies every Chinese term.
        let chinese = vec![Lang::Zh.word().to_owned()];
        background = background.and(Node::one_of(Key::Lang, chinese));
    }
    let background = store.select(background)?;
    let of = |term| store.select(background.plan.clone().and(Node::Term(term)));
    let foreground = of(said_term(typed, glossary))?;
    let written = of(written_term(typed))?;
    let (evidence, mut terms) = at_once(store, || {
        let evidence = Evidence::of(store, &foreground, &[Node::All(Vec::new())])?;
        let evidence = evidence.into_iter().next().unwrap_or_default();
        let meanings = meanings(store, &written, glossary, typed, limit)?;
        Ok((evidence, meanings))
    })?;
    let known: Vec<String> = (forms.iter().chain(terms.iter().map(|term| &term.term)))
        .map(|term| term_key(term))
        .collect();
    let first_said = evidence.mentions.first().and_then(|first| first.period);
    let passages = Passages {
        foreground: &foreground,
        background: &background,
        sampled: SAMPLED,
        least_beside: 0.0,
        looked_for: LOOKED_FOR,
    };
    terms.extend(companions(
        store, &passages, glossary, &known, first_said, limit,
    )?);
    let mut warnings = Vec::new();
    if evidence.passages == 0 {
        let left = match request.filters.is_empty() {
            true => "",
            false => " that the filters leave",
        };
        warnings.push(format!("no passage{left} says `{typed}`"));
    }
    Ok(Related {
        term: typed.to_owned(),
        passages: evidence.passages,
        calls: evidence.calls,
        terms,
        warnings,
    })
}

/// The translations and abbreviations of a term that the passages with the term say.
fn meanings(
    store: &dyn Store,
    said: &PassageSet,
    glossary: &Glossary,
    typed: &str,
    limit: usize,
) -> Result<Vec<RelatedTerm>> {
    let others: Vec<String> = glossary.others(typed).into_iter().map(term_key).collect();
    let mut learned = learned(store, typed)?;
    learned.truncate(2 * limit);
    let terms = learned.iter().map(|other| written_term(&other.written));
    let terms: Vec<Node> = terms.map(Node::Term).collect();
    let evidence = Evidence::of(store, said, &terms)?;
    let said_together =
        (learned.into_iter().zip(evidence)).filter(|(_, evidence)| evidence.passages > 0);
    let mut found: Vec<RelatedTerm> = said_together
        .map(|(other, evidence)| RelatedTerm {
            in_glossary: others.contains(&term_key(&other.written)),
            has_synonyms: !glossary.others(&other.written).is_empty(),
            relation: match other.relation {
                TermRelation::Translation => Relation::Translation,
                TermRelation::Abbreviation => Relation::Abbreviation,
            },
            passages: evidence.passages,
            calls: evidence.calls,
            score: other.score,
            since: None,
            mentions: evidence.mentions,
            term: other.written,
        })
        .collect();
    found.sort_by_key(|term| (term.relation, std::cmp::Reverse(term.passages)));
    wholes_first(&mut found);
    found.truncate(limit);
    Ok(found)
}

/// Puts a term before a part of it that not many more passages say: where calls render a term in two ways that have a
/// word in common, the word is the most frequent and means neither.
fn wholes_first(terms: &mut [RelatedTerm]) {
    for at in 0..terms.len() {
        let Some(part) = terms.get(at) else { break };
        let key = term_key(&part.term);
        let is_whole = |other: &RelatedTerm| {
            let whole = term_key(&other.term);
            other.relation == part.relation
                && whole != key
                && is_part(&key, &whole)
                && 2 * other.passages >= part.passages
        };
        let whole = terms.iter().skip(at + 1).position(is_whole);
        if let Some(moved) = whole.and_then(|whole| terms.get_mut(at..=at + 1 + whole)) {
            moved.rotate_right(1);
        }
    }
}

/// The terms that accompany a term, but for those that mean it.
fn companions(
    store: &dyn Store,
    passages: &Passages,
    glossary: &Glossary,
    known: &[String],
    first_said: Option<Period>,
    limit: usize,
) -> Result<Vec<RelatedTerm>> {
    let means_it = |key: &str| {
        known
            .iter()
            .any(|known| known.contains(key) || key.contains(known.as_str()))
    };
    let found = significant_terms(store, passages, limit, |term| !means_it(&term.key))?;
    let companion = |term: significance::SignificantTerm| {
        let since = term
            .evidence
            .mentions
            .first()
            .and_then(|first| first.period);
        RelatedTerm {
            relation: Relation::Companion,
            passages: term.evidence.passages,
            calls: term.evidence.calls,
            score: term.score,
            since: since.filter(|since| first_said.is_some_and(|first| first < *since)),
            in_glossary: false,
            has_synonyms: !glossary.others(&term.written).is_empty(),
            mentions: term.evidence.mentions,
            term: term.written,
        }
    };
    Ok(found.into_iter().map(companion).collect())
}
