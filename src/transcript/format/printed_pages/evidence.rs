//! Which candidates are speakers: those who are listed, recur, have an office, or are announced.

use std::collections::{HashMap, HashSet};

use super::{
    about::{is_firm, without_time},
    candidate::{Candidate, Kind, candidate},
    key::key,
    labelled_list, list,
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
    /// By form of heading: how many full names it shows, and how many of them are speakers for sure.
    forms: HashMap<Form, (usize, usize)>,
    /// The first heading of a speaker for sure.
    first: Option<usize>,
    /// The size of most paragraphs; zero if a file tells none.
    usual_size: f64,
}

/// How a heading is set: its kind, whether a colon or time marks it, and whether it has lines below.
type Form = (Kind, bool, bool, bool);

impl Evidence {
    pub(super) fn of(paragraphs: &[PrintedParagraph]) -> Self {
        let mut evidence = Self {
            usual_size: usual_size(paragraphs),
            ..Self::default()
        };
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
        evidence.count_forms(paragraphs);
        // A list in capitals tells no case of letters, the headings do.
        for person in &mut evidence.participants {
            let is_upper = !person.name.chars().any(char::is_lowercase);
            if let Some(name) = evidence.cased.get(&key(&person.name)).filter(|_| is_upper) {
                person.name.clone_from(name);
            }
        }
        evidence
    }

    fn count_forms(&mut self, paragraphs: &[PrintedParagraph]) {
        for at in (0..paragraphs.len()).filter(|at| !self.listed.contains(at)) {
            let Some(found) = candidate(paragraphs, at) else {
                continue;
            };
            let is_speaker = self.is_speaker(&found, paragraphs, at);
            if is_speaker {
                self.first.get_or_insert(at);
            }
            let counts = self.forms.entry(form(&found, paragraphs, at));
            let (names, speakers) = counts.or_default();
            *names += 1;
            *speakers += usize::from(is_speaker);
        }
    }

    fn read_lists(&mut self, paragraphs: &[PrintedParagraph]) {
        let mut at = 0;
        while let Some(paragraph) = paragraphs.get(at) {
            let (people, taken) = match part(&paragraph.line()) {
                Some(Part::List(role)) if !paragraph.text.is_empty() => {
                    let (people, taken) = list::read(paragraphs, at + 1, role);
                    (people, taken + 1)
                }
                _ => labelled_list::read(paragraphs, at),
            };
            if taken == 0 {
                at += 1;
                continue;
            }
            self.listed.extend(at..at + taken);
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
            at += taken;
        }
        self.add_single_names();
    }

    /// Surnames and first names stand for the only participant who has them.
    fn add_single_names(&mut self) {
        let mut holders: HashMap<String, HashSet<usize>> = HashMap::new();
        for (name, at) in &self.keys {
            for word in name.split(' ').filter(|word| word.chars().count() >= 3) {
                holders.entry(word.to_owned()).or_default().insert(*at);
            }
        }
        for (word, holders) in holders {
            if let (Some(at), 1) = (holders.iter().next(), holders.len()) {
                self.keys.entry(word).or_insert(*at);
            }
        }
    }

    /// The heading of the turn that a paragraph begins; none if it begins none.
    pub(super) fn head(&self, paragraphs: &[PrintedParagraph], at: usize) -> Option<Candidate> {
        if self.listed.contains(&at) {
            return None;
        }
        let mut found = candidate(paragraphs, at)?;
        // `Prepared remarks:` begins a part.
        let begins_part = found.rest.is_empty()
            && paragraphs
                .get(at)
                .is_some_and(|it| part(&it.line()).is_some());
        if begins_part
            || !self.is_speaker(&found, paragraphs, at)
                && !self.is_set_alike(&found, paragraphs, at)
        {
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
            if person.name.chars().any(char::is_lowercase) {
                found.heading.name.clone_from(&person.name);
            }
            found.heading.role = found.heading.role.or(person.role);
            found.heading.firm = person.firm.clone().or(found.heading.firm);
            found.heading.title = person.title.clone().or(found.heading.title);
        }
        if found.side == Some(crate::model::ExchangeSide::Asked) {
            found.heading.role = Some(Role::Analyst);
        }
        Some(found)
    }

    /// Whether a name that nothing else tells of is set as those of speakers are, and speech around it
    /// shows a change of speakers: it is called, addressed or asked.
    fn is_set_alike(&self, found: &Candidate, paragraphs: &[PrintedParagraph], at: usize) -> bool {
        let (names, speakers) = self
            .forms
            .get(&form(found, paragraphs, at))
            .copied()
            .unwrap_or_default();
        let is_usual = speakers >= MIN_ALIKE && speakers * 5 >= names * 4;
        let is_begun = self.first.is_some_and(|first| at > first);
        if !is_begun || is_firm(&found.heading.name) {
            return false;
        }
        let (kind, is_marked, _, is_full) = form(found, paragraphs, at);
        let is_first_name = kind == Kind::SetApart && is_marked && is_one_name(&found.heading.name);
        let is_possible = (is_marked || !matches!(kind, Kind::Bare | Kind::Capitals))
            && (is_full || is_first_name)
            && followed_by_speech(found, paragraphs, at);
        is_usual && is_possible && is_addressed(found, paragraphs, at)
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
                let is_called = is_full || called(&heading.name, paragraphs, at);
                let is_likely = is_known || recurs || is_described && is_called;
                let is_certain = is_voice || is_listed || found.side.is_some();
                let size = paragraphs.get(at).map_or(0.0, |it| it.size);
                // The largest type is that of titles, not of names that stand once.
                let is_title = size > TITLE_SIZE * self.usual_size && self.usual_size > 0.0;
                if is_title && !recurs && !is_certain {
                    return false;
                }
                let has_colon = paragraphs.get(at).is_some_and(|it| it.text.ends_with(':'));
                let is_heading = is_heading && !(has_colon && is_described);
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
                let text = paragraphs.get(at).map_or("", |it| it.text.trim());
                let is_timed = without_time(text).len() < text.len();
                let is_called = is_described || is_timed || called(&heading.name, paragraphs, at);
                let is_likely = is_full && (recurs || is_called) && !self.is_run_in;
                is_spoken && (is_voice || is_listed || is_likely)
            }
        }
    }
}

/// Type of this many times the usual size is that of a title.
const TITLE_SIZE: f64 = 1.35;

/// The size of most text.
fn usual_size(paragraphs: &[PrintedParagraph]) -> f64 {
    let mut chars: HashMap<i64, usize> = HashMap::new();
    for paragraph in paragraphs {
        let size = (paragraph.size * 2.0).round() as i64;
        *chars.entry(size).or_default() += paragraph.text.len();
    }
    let most = chars.into_iter().max_by_key(|&(size, chars)| (chars, size));
    most.map_or(0.0, |(size, _)| size as f64 / 2.0)
}

/// Fewest speakers set alike that make another one likely.
const MIN_ALIKE: usize = 5;

fn is_full(name: &str) -> bool {
    (2..=6).contains(&name.split_whitespace().count()) && !voices::is_voice(name)
}

fn form(found: &Candidate, paragraphs: &[PrintedParagraph], at: usize) -> Form {
    let is_marked =
        |text: &str| text.ends_with(':') || without_time(text).len() < text.trim().len();
    let is_marked =
        ends_in_colon(paragraphs, at) || paragraphs.get(at).is_some_and(|it| is_marked(&it.text));
    let is_full = is_full(&found.heading.name);
    (found.kind, is_marked, found.taken > 1, is_full)
}

/// A word that may be a first name or a surname.
fn is_one_name(name: &str) -> bool {
    !name.contains(' ')
        && name.chars().count() >= 3
        && name.starts_with(char::is_uppercase)
        && !voices::is_voice(name)
}

/// Whether somebody is called upon or asked before a heading, or addressed behind it.
fn is_addressed(found: &Candidate, paragraphs: &[PrintedParagraph], at: usize) -> bool {
    let name = key(&found.heading.name);
    let has_title =
        found.heading.name.split('.').next().is_some_and(|first| {
            matches!(first.to_lowercase().as_str(), "mr" | "mrs" | "ms" | "dr")
        });
    let before = paragraphs.iter().take(at).rev();
    let before = before.filter(|it| !without_time(&it.text).is_empty());
    let is_asked = before.clone().take(1).any(|it| it.text.contains('?'));
    let names_part = |text: &str| {
        let text = key(text);
        let mut words = name.split(' ').filter(|word| word.chars().count() >= 3);
        words.any(|word| text.split(' ').any(|said| said == word))
    };
    let behind = paragraphs.iter().skip(at + found.taken).take(8);
    has_title || is_asked || before.take(3).chain(behind).any(|it| names_part(&it.text))
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

/// Whether the paragraph right before says a name.
fn called(name: &str, paragraphs: &[PrintedParagraph], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| paragraphs.get(at));
    before.is_some_and(|before| says(&before.text, name))
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
