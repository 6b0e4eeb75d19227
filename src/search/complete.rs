//! Completion of a query while it is typed: values of the current field; names, terms and words
//! with the prefix; fields.

use std::cmp::Reverse;

use super::key::Key;
use super::store::{Store, at_once};
use crate::{
    Result,
    index::name_term,
    model::{Lang, Role, Section, Word, word_enum},
    query::{Expr, FIELDS, Field, LONGEST_QUERY, Text},
    text::{Glossary, fold_str, has_han, is_han},
};

word_enum! {
    /// What a completion is.
    CompletionKind {
        /// A company.
        Company = "company",
        /// Somebody who speaks.
        Speaker = "speaker",
        /// A firm of analysts.
        Firm = "firm",
        /// A term of the glossary.
        Term = "term",
        /// A word of the transcripts.
        Word = "word",
        /// A field of the query language.
        Field = "field",
        /// A value of another field.
        Value = "value",
    }
}

/// A completion.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completion {
    /// Text to show.
    pub text: String,
    /// Its kind.
    pub kind: CompletionKind,
    /// The completed query.
    pub query: String,
    /// Number of passages with it, if known; for a person or company those under one name.
    pub passages: Option<u64>,
}

/// Maximum number of completions of each kind, so that every kind is visible.
const NAMES: usize = 4;
const TERMS: usize = 4;
const WORDS: usize = 4;

/// Shortest prefix of a word that is completed.
const SHORTEST: usize = 2;

/// A query whose last word is being typed.
struct Typed<'a> {
    /// The text before it.
    head: &'a str,
    /// The field whose value it is.
    field: Option<Field>,
    /// The word so far, without an opening quotation mark.
    word: &'a str,
}

/// The most likely completions, at most `limit`.
pub(crate) fn complete(
    store: &dyn Store,
    query: &str,
    limit: usize,
    glossary: &Glossary,
) -> Result<Vec<Completion>> {
    let typed = Typed::of(query);
    if query.len() > LONGEST_QUERY || typed.word.len() > LONGEST_QUERY / 8 {
        return Ok(Vec::new());
    }
    let mut found = at_once(store, || match typed.field {
        Some(field) => typed.values(store, field),
        None => typed.anything(store, glossary),
    })?;
    found.truncate(limit);
    Ok(found)
}

impl<'a> Typed<'a> {
    fn of(query: &'a str) -> Self {
        let quoted = query.matches('"').count() % 2 == 1;
        let upto = if quoted {
            query.rfind('"').unwrap_or(0)
        } else {
            query.len()
        };
        let before = query.get(..upto).unwrap_or_default();
        let begin = before
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_whitespace() || matches!(c, '(' | '（'))
            .map_or(0, |(at, c)| at + c.len_utf8());
        let begin =
            begin + usize::from(query.get(begin..).is_some_and(|rest| rest.starts_with('-')));
        let (head, word) = query.split_at_checked(begin).unwrap_or((query, ""));
        let named = word.split_once([':', '：']).and_then(|(name, value)| {
            let field = Field::from_word(&name.to_lowercase())?;
            Some((field, value))
        });
        let (field, word) = named.map_or((None, word), |(field, value)| (Some(field), value));
        Self {
            head,
            field,
            word: word.trim_start_matches('"'),
        }
    }

    fn completion(&self, kind: CompletionKind, text: String, inserted: &str) -> Completion {
        Completion {
            text,
            kind,
            query: format!("{}{inserted}", self.head),
            passages: None,
        }
    }

    fn filter(&self, kind: CompletionKind, text: String, field: Field, value: &str) -> Completion {
        let filter = Expr::Filter(field, Text::new(value, 0..0));
        self.completion(kind, text, &format!("{filter} "))
    }

    /// Values of a field.
    fn values(&self, store: &dyn Store, field: Field) -> Result<Vec<Completion>> {
        match field {
            Field::Company | Field::Speaker | Field::Firm => self.names(store, field, 4 * NAMES),
            Field::Title => self.listed(store, field, Key::Title),
            Field::Role => Ok(self.members::<Role>(field)),
            Field::Section => Ok(self.members::<Section>(field)),
            Field::Lang => Ok(self.members::<Lang>(field)),
            Field::Call => self.listed(store, field, Key::Call),
            Field::Format => self.listed(store, field, Key::Format),
            // Other fields take text, numbers or dates.
            _ => Ok(Vec::new()),
        }
    }

    fn members<T: Word>(&self, field: Field) -> Vec<Completion> {
        let typed = self.word.to_lowercase();
        let words = T::ALL.iter().map(|member| member.word());
        let begun = words.filter(|word| word.starts_with(&typed));
        begun
            .map(|word| self.filter(CompletionKind::Value, word.to_owned(), field, word))
            .collect()
    }

    fn listed(&self, store: &dyn Store, field: Field, key: Key) -> Result<Vec<Completion>> {
        let typed = self.word.to_lowercase();
        let values = store.values(key)?;
        let begun = values
            .into_iter()
            .filter(|value| value.to_lowercase().starts_with(&typed));
        Ok(begun
            .map(|value| self.filter(CompletionKind::Value, value.clone(), field, &value))
            .collect())
    }

    /// Names of companies, people or firms with a word that has the prefix, each under the matching
    /// name and the canonical one; the most frequent first.
    fn names(&self, store: &dyn Store, field: Field, most: usize) -> Result<Vec<Completion>> {
        let (key, kind) = match field {
            Field::Company => (Key::CompanyName, CompletionKind::Company),
            Field::Speaker => (Key::SpeakerName, CompletionKind::Speaker),
            _ => (Key::FirmName, CompletionKind::Firm),
        };
        let typed = name_term(self.word);
        let mut found: Vec<Completion> = Vec::new();
        // Several names may belong to one entity.
        for (name, passages) in store.names_with(key, &typed, 3 * most)? {
            let (written, canonical) = store.name_as_written(key, &name)?;
            let text = match written == canonical {
                true => canonical.clone(),
                false => format!("{written} ({canonical})"),
            };
            let completion = Completion {
                passages: Some(passages),
                ..self.filter(kind, text, field, &canonical)
            };
            if !found.iter().any(|known| known.query == completion.query) {
                found.push(completion);
            }
            if found.len() == most {
                break;
            }
        }
        Ok(found)
    }

    /// Names, terms, words and fields.
    fn anything(&self, store: &dyn Store, glossary: &Glossary) -> Result<Vec<Completion>> {
        let letters = self.word.chars().count();
        if letters < SHORTEST && !has_han(self.word) {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for field in [Field::Company, Field::Speaker, Field::Firm] {
            found.extend(self.names(store, field, NAMES / 2)?);
        }
        found.extend(self.terms(glossary));
        found.extend(self.words(store)?);
        let typed = self.word.to_lowercase();
        let fields = FIELDS.iter().map(|info| info.field);
        let begun = fields.filter(|field| field.word().starts_with(&typed));
        found.extend(begun.map(|field| {
            let inserted = format!("{field}:");
            self.completion(CompletionKind::Field, inserted.clone(), &inserted)
        }));
        Ok(found)
    }

    /// Glossary terms with the prefix; Chinese terms that contain it.
    fn terms(&self, glossary: &Glossary) -> Vec<Completion> {
        let comparable = |text: &str| fold_str(text).to_lowercase();
        let typed = comparable(self.word);
        let fits = |term: &str| {
            let term = comparable(term);
            match has_han(&typed) {
                true => term.contains(&typed),
                false => term.starts_with(&typed),
            }
        };
        let terms = glossary.groups().flat_map(|group| &group.terms);
        let mut terms: Vec<&String> = terms.filter(|term| fits(term)).collect();
        terms.sort_by_key(|term| (term.chars().count(), term.as_str()));
        terms.dedup();
        let terms = terms.into_iter().take(TERMS);
        terms
            .map(|term| self.completion(CompletionKind::Term, term.clone(), &format!("{term} ")))
            .collect()
    }

    /// Words of the transcripts with the prefix, the most frequent first.
    fn words(&self, store: &dyn Store) -> Result<Vec<Completion>> {
        let typed = self.word.to_lowercase();
        if !typed.chars().all(|c| c.is_alphabetic() && !is_han(c)) {
            return Ok(Vec::new());
        }
        let mut words: Vec<(String, u64)> = Vec::new();
        for &lang in Lang::ALL {
            for (word, passages) in store.words_with_prefix(lang, &typed, WORDS)? {
                match words.iter_mut().find(|(known, _)| *known == word) {
                    // A passage that has it on both sides counts once.
                    Some((_, count)) => *count = passages.max(*count),
                    None => words.push((word, passages)),
                }
            }
        }
        words.sort_by_key(|(word, passages)| (Reverse(*passages), word.clone()));
        let words = words.into_iter().take(WORDS);
        Ok(words
            .map(|(word, passages)| Completion {
                passages: Some(passages),
                ..self.completion(CompletionKind::Word, word.clone(), &format!("{word} "))
            })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_being_typed() {
        for (query, head, field, word) in [
            ("", "", None, ""),
            ("cap", "", None, "cap"),
            ("guidance cap", "guidance ", None, "cap"),
            ("guidance ", "guidance ", None, ""),
            ("(a OR b", "(a OR ", None, "b"),
            ("-gui", "-", None, "gui"),
            ("x company:LM", "x ", Some(Field::Company), "LM"),
            (
                "x speaker:\"Yating Ch",
                "x ",
                Some(Field::Speaker),
                "Yating Ch",
            ),
            ("\"quick com", "", None, "quick com"),
            ("\"a b\" 資本", "\"a b\" ", None, "資本"),
            ("Role：ana", "", Some(Field::Role), "ana"),
            ("http:x", "", None, "http:x"),
        ] {
            let typed = Typed::of(query);
            assert_eq!((typed.head, typed.field, typed.word), (head, field, word));
        }
    }
}
