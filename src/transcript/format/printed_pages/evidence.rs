//! Which candidates are speakers: those who are listed, recur, have an office, or are announced.

use std::collections::{HashMap, HashSet};

use super::{
    candidate::{Candidate, Kind, candidate},
    key::key,
    list,
    opening::{Part, part},
};
use crate::{
    model::Role,
    transcript::{
        format::{Heading, speaker::voices},
        printed::PrintedParagraph,
    },
};

/// What ends the speech of one word.
const SENTENCE_ENDS: [char; 6] = ['.', '?', '!', '…', '”', '"'];

/// Fewest names at the beginning of paragraphs that show how a text names its speakers.
const MIN_RUN_IN: usize = 10;

/// What a whole text shows of its speakers.
#[derive(Default)]
pub(super) struct Evidence {
    /// Everybody on a list of participants.
    pub(super) participants: Vec<Heading>,
    /// Paragraphs that belong to such a list.
    pub(super) listed: HashSet<usize>,
    keys: HashMap<String, usize>,
    counts: HashMap<(String, Kind), usize>,
    /// Names in capitals and small letters, by key.
    cased: HashMap<String, String>,
    /// How many names in capitals before a full stop recur.
    capitals: usize,
    /// Whether names stand at the beginning of paragraphs, so that lines in bold are headings.
    is_run_in: bool,
    /// Whether colons follow them.
    has_colons: bool,
}

impl Evidence {
    pub(super) fn of(paragraphs: &[PrintedParagraph]) -> Self {
        let mut evidence = Self::default();
        evidence.read_lists(paragraphs);
        let (mut run_in, mut styled, mut colons) = (0, 0, 0);
        for at in 0..paragraphs.len() {
            if evidence.listed.contains(&at) {
                continue;
            }
            if let Some(found) = candidate(paragraphs, at) {
                run_in += usize::from(found.kind == Kind::SetApart);
                colons += usize::from(ends_in_colon(paragraphs, at));
                styled += usize::from(found.kind == Kind::Styled);
                let key = key(&found.heading.name);
                *evidence
                    .counts
                    .entry((key.clone(), found.kind))
                    .or_default() += 1;
                if found.heading.name.chars().any(char::is_lowercase) {
                    evidence.cased.entry(key).or_insert(found.heading.name);
                }
            }
        }
        evidence.has_colons = run_in >= MIN_RUN_IN && colons * 2 > run_in;
        evidence.is_run_in = run_in >= MIN_RUN_IN && styled * 4 < run_in;
        evidence.capitals = evidence
            .counts
            .iter()
            .filter(|((key, _), count)| **count >= 2 && key.contains(' '))
            .count();
        evidence
    }

    fn read_lists(&mut self, paragraphs: &[PrintedParagraph]) {
        let mut at = 0;
        while let Some(paragraph) = paragraphs.get(at) {
            let Some(Part::List(role)) =
                part(&paragraph.line()).filter(|_| !paragraph.text.is_empty())
            else {
                at += 1;
                continue;
            };
            let (people, taken) = list::read(paragraphs, at + 1, role);
            self.listed.extend(at..at + 1 + taken);
            for person in people {
                self.keys
                    .entry(key(&person.name))
                    .or_insert(self.participants.len());
                if person.name.chars().any(char::is_lowercase) {
                    self.cased
                        .entry(key(&person.name))
                        .or_insert_with(|| person.name.clone());
                }
                self.participants.push(person);
            }
            at += 1 + taken;
        }
    }

    /// The heading of the turn that a paragraph begins; none if it begins none.
    pub(super) fn head(&self, paragraphs: &[PrintedParagraph], at: usize) -> Option<Candidate> {
        if self.listed.contains(&at) {
            return None;
        }
        let mut found = candidate(paragraphs, at)?;
        if !self.is_speaker(&found, paragraphs, at) {
            return None;
        }
        let key = key(&found.heading.name);
        if let Some(name) = self
            .cased
            .get(&key)
            .filter(|_| !found.heading.name.chars().any(char::is_lowercase))
        {
            found.heading.name.clone_from(name);
        }
        if let Some(person) = self
            .keys
            .get(&key)
            .and_then(|&at| self.participants.get(at))
        {
            found.heading.name.clone_from(&person.name);
            found.heading.role = found.heading.role.or(person.role);
            found.heading.firm = person.firm.clone().or(found.heading.firm);
            found.heading.title = person.title.clone().or(found.heading.title);
        }
        if found.side == Some(crate::model::ExchangeSide::Asked) {
            found.heading.role = Some(Role::Analyst);
        }
        Some(found)
    }

    fn is_speaker(&self, found: &Candidate, paragraphs: &[PrintedParagraph], at: usize) -> bool {
        let heading = &found.heading;
        let name = key(&heading.name);
        let is_listed = self.keys.contains_key(&name);
        let count = |kind| self.counts.get(&(name.clone(), kind)).copied().unwrap_or(0);
        let set_off = count(Kind::SetApart) + count(Kind::Styled);
        let recurs = match found.kind {
            Kind::SetApart | Kind::Styled => set_off >= 2,
            kind => count(kind) >= 2,
        };
        // Where names stand before the speech, a line in bold is a heading unless it is such a name.
        let is_heading = self.is_run_in && count(Kind::SetApart) == 0;
        let is_full = heading.name.split_whitespace().count() >= 2;
        let is_voice = voices::is_heading_voice(&heading.name) || voices::is_voice(&heading.name);
        let is_described = heading.title.is_some() || heading.firm.is_some();
        let is_spoken = followed_by_speech(found, paragraphs, at);
        let introduces_self = || {
            let next = paragraphs
                .get(at + found.taken)
                .map_or("", |next| next.text.as_str());
            let spoken: String = found.rest.chars().chain(next.chars()).take(300).collect();
            says(&spoken, &heading.name)
        };
        let is_known = is_listed
            || found.side.is_some()
            || is_full && (announced(&heading.name, paragraphs, at) || introduces_self());
        let has_colon = ends_in_colon(paragraphs, at);
        match found.kind {
            Kind::SetApart => {
                // Where colons follow the names, bold type without one is a heading.
                let is_dressed = has_colon || !self.has_colons;
                let is_usual = self.is_run_in && has_colon && is_full;
                let is_likely = is_known || recurs || is_described || is_usual;
                is_spoken && (is_voice || is_listed || is_dressed && is_likely)
            }
            Kind::Styled => {
                let is_likely = is_known || recurs || is_described && is_full;
                let is_certain = is_voice || is_listed || found.side.is_some();
                is_spoken && (is_certain || is_likely && !is_heading)
            }
            Kind::Colon => {
                let is_likely =
                    is_voice || is_known || is_described && is_full || recurs && is_full;
                is_likely && is_spoken
            }
            Kind::Capitals => is_full && (recurs || self.capitals >= 2),
            Kind::Bare => {
                let is_voice = voices::is_heading_voice(&heading.name);
                let is_likely = is_full && (recurs || is_described) && !self.is_run_in;
                is_spoken && (is_voice || is_listed || is_likely)
            }
        }
    }
}

/// Whether a paragraph begins with a label before a colon.
fn ends_in_colon(paragraphs: &[PrintedParagraph], at: usize) -> bool {
    let label = paragraphs
        .get(at)
        .and_then(|paragraph| paragraph.label.as_deref());
    label.is_some_and(|label| label.trim_end().ends_with(':'))
}

/// Whether speech follows a heading, not a further heading.
fn followed_by_speech(found: &Candidate, paragraphs: &[PrintedParagraph], at: usize) -> bool {
    if !found.rest.is_empty() {
        // `NYSE: HLTN` is a symbol, not speech.
        let is_word = found.rest.chars().any(char::is_lowercase);
        return found.rest.contains(' ') || is_word || found.rest.ends_with(SENTENCE_ENDS);
    }
    // A heading may stand between a name and the speech.
    let next = (paragraphs.iter().skip(at + found.taken).take(2))
        .find(|next| !next.is_heading || next.text.ends_with(['.', '?', '!']));
    next.is_some_and(|next| {
        !next.text.is_empty()
            && part(&next.text).is_none()
            && (!next.is_heading || next.text.ends_with(['.', '?', '!']))
    })
}

/// Whether one of the paragraphs before says a name, as operators do.
fn announced(name: &str, paragraphs: &[PrintedParagraph], at: usize) -> bool {
    let mut before = paragraphs.iter().take(at).skip(at.saturating_sub(4));
    before.any(|paragraph| says(&paragraph.text, name))
}

/// Whether a text has all words of a name.
fn says(text: &str, name: &str) -> bool {
    let (text, name) = (key(text), key(name));
    let said: HashSet<&str> = text.split(' ').collect();
    let mut words = name.split(' ').filter(|word| word.len() > 1);
    words.all(|word| said.contains(word))
}
