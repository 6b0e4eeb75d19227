//! Diagnosis of zero results: which clause empties the result, and what to ask instead.

use super::{
    Request,
    key::Key,
    plan::{Options, Plan, plan_request},
    spelling::{apart, meant_by},
    store::Store,
    value_suggestions::{either, listed, periods},
};
use crate::{
    Result,
    index::name_term,
    model::{Lang, Word},
    query::{Expr, Field, Text},
    text::Glossary,
};

/// Maximum number of clauses that are left out one at a time.
const MOST_PARTS: usize = 8;

/// Maximum number of clauses reported.
const MOST_BLAMED: usize = 8;

/// Maximum number of suggestions for a text without matches.
const SUGGESTED: usize = 3;

/// Explains why a request has no matches.
pub(crate) fn explain_zero_results(
    store: &dyn Store,
    request: &Request,
    glossary: &Glossary,
    expr: &Expr,
    plan: &Plan,
) -> Result<Vec<String>> {
    let asked = Asked {
        store,
        request,
        glossary,
    };
    let topics = plan.topics.iter();
    let topics = topics.map(|topic| Expr::Term(Text::new(topic, 0..topic.len())));
    let others = (expr.parts().iter()).filter(|part| !matches!(part, Expr::Term(_)));
    let parts: Vec<Expr> = topics.chain(others.cloned()).collect();
    let mut notes = asked.found_nowhere(&parts)?;
    if !notes.is_empty() {
        notes.splice(0..0, asked.almost_named(&plan.topics.join(" "))?);
    } else {
        let narrowed = asked.narrowed(&parts)?;
        let together =
            (parts.len() > 1).then(|| "each part is found, but no passage has them all".to_owned());
        notes.extend(narrowed.or(together));
        notes.extend(asked.but_for_one(&parts)?);
        notes.dedup();
    }
    Ok(notes)
}

/// Maximum number of words of a name that may be misspelt.
const MOST_WORDS_OF_NAME: usize = 4;

/// One error is tolerated per this many letters of a name.
const LETTERS_A_SLIP: usize = 8;

/// Whether a clause is a filter, or excludes one.
fn narrows(part: &Expr) -> bool {
    match part {
        Expr::Filter(field, _) => field.has_alternatives() || field.is_number(),
        Expr::Not(inner) => matches!(**inner, Expr::Filter(..)),
        _ => false,
    }
}

/// The field of a filter, or of one that is excluded.
fn field_of(part: &Expr) -> Option<Field> {
    match part {
        Expr::Filter(field, _) => Some(*field),
        Expr::Not(inner) => field_of(inner),
        _ => None,
    }
}

/// A request without matches and its context.
struct Asked<'a> {
    store: &'a dyn Store,
    request: &'a Request,
    glossary: &'a Glossary,
}

impl Asked<'_> {
    /// Names near the ones typed, if any.
    fn almost_named(&self, typed: &str) -> Result<Option<String>> {
        let typed = name_term(typed);
        if !(2..=MOST_WORDS_OF_NAME).contains(&typed.split(' ').count()) {
            return Ok(None);
        }
        let of = [
            (Field::Speaker, Key::SpeakerName),
            (Field::Company, Key::CompanyName),
            (Field::Firm, Key::FirmName),
        ];
        let amiss_at_most = 1 + typed.chars().count() / LETTERS_A_SLIP;
        let mut nearest: Option<(usize, Field, String)> = None;
        for (field, key) in of {
            for name in self.store.values(key)? {
                let amiss = strsim::damerau_levenshtein(&typed, &name);
                let best = nearest
                    .as_ref()
                    .map_or(amiss_at_most + 1, |(least, ..)| *least);
                if amiss < best {
                    let (written, _) = self.store.name_as_written(key, &name)?;
                    nearest = Some((amiss, field, written));
                }
            }
        }
        Ok(nearest.map(|(_, field, name)| {
            let filter = Expr::Filter(field, Text::new(&name, 0..0));
            format!("did you mean {name}? `{filter}` finds what is theirs")
        }))
    }

    /// Number of matches of an expression without the request's filters.
    fn finds(&self, expr: &Expr) -> Result<usize> {
        let plain = Request {
            filters: Vec::new(),
            ..self.request.clone()
        };
        self.count(expr, &plain)
    }

    fn count(&self, expr: &Expr, request: &Request) -> Result<usize> {
        let plan = plan_request(self.store, request, self.glossary, expr)?;
        self.store.count(&plan.node)
    }

    /// Sentences about clauses and filters that match nothing by themselves.
    fn found_nowhere(&self, parts: &[Expr]) -> Result<Vec<String>> {
        let mut notes = Vec::new();
        for part in parts {
            let says = !matches!(part, Expr::Not(_) | Expr::Filter(..));
            if says && notes.len() < MOST_BLAMED && self.finds(part)? == 0 {
                notes.extend(self.missing(part)?);
            }
        }
        for values in self.filters(parts) {
            if let [Expr::Filter(field, _), ..] = values.as_slice()
                && self.finds(&Expr::All(values.clone()))? == 0
            {
                notes.push(self.empty(*field, &values)?);
            }
        }
        Ok(notes)
    }

    /// Says how many passages match without the one filter, typed or given beside the query, that excludes most, or without
    /// all of them.
    fn narrowed(&self, parts: &[Expr]) -> Result<Option<String>> {
        let given = self.request.parts(&Expr::All(Vec::new()));
        let (filters, said): (Vec<Expr>, Vec<Expr>) =
            parts.iter().cloned().chain(given).partition(narrows);
        if filters.is_empty() || said.is_empty() {
            return Ok(None);
        }
        let field = |filter: &Expr| match filter {
            Expr::Not(_) => None,
            other => field_of(other),
        };
        let mut best: Option<(usize, Vec<Expr>)> = None;
        for filter in &filters {
            // Values of one field are alternatives.
            let is_of = |other: &&Expr| match field(filter) {
                Some(of) if of.has_alternatives() => field(other) == Some(of),
                _ => *other == filter,
            };
            let (without, rest): (Vec<&Expr>, Vec<&Expr>) = filters.iter().partition(is_of);
            let rest = said.iter().chain(rest).cloned().collect();
            let found = self.finds(&Expr::All(rest))?;
            if found > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((found, without.into_iter().cloned().collect()));
            }
        }
        let (found, without) = match best {
            Some(best) => best,
            None => (self.finds(&Expr::All(said))?, filters),
        };
        let without = Expr::All(without);
        Ok((found > 0).then(|| format!("{} without `{without}`", matching(found))))
    }

    /// The clause without which most matches appear, if there are few clauses.
    fn but_for_one(&self, parts: &[Expr]) -> Result<Option<String>> {
        let mut best: Option<(usize, &Expr)> = None;
        if (3..=MOST_PARTS).contains(&parts.len()) {
            for (at, part) in parts.iter().enumerate() {
                let mut rest = parts.to_vec();
                rest.remove(at);
                let found = self.count(&Expr::All(rest), self.request)?;
                if found > best.map_or(0, |(most, _)| most) {
                    best = Some((found, part));
                }
            }
        }
        Ok(best.map(|(found, part)| format!("{} without `{part}`", matching(found))))
    }

    /// The filters, typed or given beside the query; alternatives together.
    fn filters(&self, parts: &[Expr]) -> Vec<Vec<Expr>> {
        let given = self.request.filters.iter();
        let given = given.filter(|filter| !filter.negated);
        let given = given.map(|filter| Expr::Filter(filter.field, Text::new(&filter.value, 0..0)));
        let mut filters: Vec<(Field, Vec<Expr>)> = Vec::new();
        for part in parts.iter().cloned().chain(given) {
            let Expr::Filter(field, _) = part else {
                continue;
            };
            let alternatives = filters
                .iter_mut()
                .find(|(known, _)| *known == field && field.has_alternatives());
            match alternatives {
                Some((_, values)) => values.push(part),
                None => filters.push((field, vec![part])),
            }
        }
        filters.into_iter().map(|(_, values)| values).collect()
    }

    /// Says that no passage has a value of a filter, and which values there are.
    fn empty(&self, field: Field, values: &[Expr]) -> Result<String> {
        let values_of = |key| -> Result<Option<String>> {
            let known: Vec<String> = self.store.values(key)?.into_iter().collect();
            Ok((!known.is_empty()).then(|| listed(&known)))
        };
        let known = match field {
            field if field.is_of_exchange() => return self.unsaid(field, values),
            Field::Role => values_of(Key::Role)?,
            Field::Section => values_of(Key::Section)?,
            Field::Lang => values_of(Key::Lang)?,
            Field::Period => periods(self.store)?.map(|known| format!("there are {known}")),
            Field::Since | Field::Until => Some(dates(self.store)?),
            _ => None,
        };
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        Ok(format!("no passage has {}", either(&values)) + &after(known))
    }

    /// Advice on `asked:`, `answered:` and `declined:` without matches.
    fn unsaid(&self, field: Field, values: &[Expr]) -> Result<String> {
        let side = match field {
            Field::Asked => "question",
            Field::Declined => "question whose reply declines",
            _ => "answer",
        };
        let [Expr::Filter(_, value)] = values else {
            return Ok(format!("no {side} says this"));
        };
        let term = Expr::Term(value.clone());
        let instead = match self.finds(&term)? {
            0 => self.suggestions(&term)?,
            1 => Some("1 passage elsewhere does".to_owned()),
            several => Some(format!("{several} passages elsewhere do")),
        };
        Ok(format!("no {side} says `{}`", value.text) + &after(instead))
    }

    /// The part of an expression that occurs nowhere.
    fn missing(&self, part: &Expr) -> Result<Vec<String>> {
        let operands: Vec<&Expr> = match part {
            Expr::All(parts) | Expr::Any(parts) => parts.iter().collect(),
            Expr::Near(first, others) => {
                let others = others.iter().map(|(_, other)| other);
                std::iter::once(&**first).chain(others).collect()
            }
            _ => return Ok(vec![self.unknown(part)?]),
        };
        let mut missing = Vec::new();
        for &operand in &operands {
            let counts = !matches!(operand, Expr::Not(_) | Expr::Filter(..));
            if counts && self.finds(operand)? == 0 {
                missing.extend(self.missing(operand)?);
            }
        }
        if missing.is_empty() {
            let apart = match part {
                Expr::Near(..) => {
                    // In brackets, so that they are not combined into one term.
                    let each = operands
                        .into_iter()
                        .map(|part| Expr::All(vec![part.clone()]));
                    let apart = self.finds(&Expr::All(each.collect()))?;
                    (apart > 0).then(|| format!("{} farther apart", having(apart, "them")))
                }
                _ => None,
            };
            missing.push(format!("no passage has `{part}`") + &after(apart));
        }
        Ok(missing)
    }

    /// Suggestions for a term that occurs nowhere.
    fn unknown(&self, term: &Expr) -> Result<String> {
        if let Expr::Term(text) = term
            && is_capitals(&text.text)
        {
            let lower = Expr::Term(Text::new(&text.text.to_lowercase(), text.span.clone()));
            let passages = self.finds(&lower)?;
            if passages > 0 {
                let lower = having(passages, &format!("`{lower}`"));
                return Ok(format!("no passage has `{term}` in capitals; {lower}"));
            }
        }
        Ok(format!("no passage has `{term}`") + &after(self.suggestions(term)?))
    }

    /// A query to try instead of a term, if it has matches.
    fn suggestions(&self, term: &Expr) -> Result<Option<String>> {
        let (text, like): (&Text, fn(Text) -> Expr) = match term {
            Expr::Term(text) => (text, Expr::Term),
            Expr::Phrase(text) => (text, Expr::Phrase),
            _ => return Ok(None),
        };
        let with = |other: &str| Text::new(other, text.span.clone());
        let mut meant = Vec::new();
        let mut fewest = None;
        for other in meant_by(self.store, &text.text)? {
            if meant.len() == SUGGESTED || fewest.is_some_and(|fewest| other.amiss > fewest) {
                break;
            }
            let term = like(with(&other.text));
            if self.finds(&term)? > 0 {
                fewest.get_or_insert(other.amiss);
                meant.push(format!("`{term}`"));
            }
        }
        if !meant.is_empty() {
            return Ok(Some(format!("did you mean {}?", either(&meant))));
        }
        let options = Options {
            literal: self.request.literal,
            matching: self.request.matching,
            sides: Lang::ALL.to_vec(),
            glossary: self.glossary,
            related: &|_| Vec::new(),
            names: &|_| None,
        };
        let quoted = matches!(term, Expr::Phrase(_));
        let words = if quoted {
            text.text.split_whitespace().map(str::to_owned).collect()
        } else {
            apart(&text.text, &options)
        };
        if words.is_empty() {
            return Ok(None);
        }
        let words = Expr::All(words.iter().map(|word| Expr::Term(with(word))).collect());
        Ok(match self.finds(&words)? {
            0 => None,
            passages if quoted => Some(format!("{} without the quotes", matching(passages))),
            passages => Some(having(passages, &format!("`{words}`"))),
        })
    }
}

/// A clause appended to a sentence after a semicolon.
fn after(instead: Option<String>) -> String {
    instead.map_or(String::new(), |instead| format!("; {instead}"))
}

fn matching(passages: usize) -> String {
    match passages {
        1 => "1 passage matches".to_owned(),
        _ => format!("{passages} passages match"),
    }
}

fn having(passages: usize, what: &str) -> String {
    match passages {
        1 => format!("1 passage has {what}"),
        _ => format!("{passages} passages have {what}"),
    }
}

/// The range of dates of the calls, as a sentence.
fn dates(store: &dyn Store) -> Result<String> {
    Ok(match store.dates()? {
        None => "no call states a date".to_owned(),
        Some((first, last)) if first == last => {
            format!("the one date that calls state is {}", date(first))
        }
        Some((first, last)) => format!(
            "the dates that calls state are {} to {}",
            date(first),
            date(last)
        ),
    })
}

/// A date from its number yyyymmdd.
fn date(number: u64) -> String {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    format!("{year:04}-{month:02}-{day:02}")
}

fn is_capitals(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
}
