//! Which labels of a text are speakers: those that the layout makes certain, names that recur, full names
//! among speakers.

use std::collections::{HashMap, HashSet};

use super::{chinese, label::Label};
use crate::{text::has_han, transcript::format::Heading};

/// Counts the labels of a text, to tell which are speakers.
#[derive(Debug, Default)]
pub(crate) struct SpeakerLabels {
    /// For each name in lower case, how often it is a label, and how often speech follows.
    counts: HashMap<String, (usize, usize)>,
    certain: bool,
    /// Whether some name recurs with speech behind it.
    recurs: bool,
    /// Chinese labels that only recurrence can prove to be speakers, with the verdict.
    loose: HashMap<String, Evidence>,
    /// Every label, in order, of which `true` is loose.
    sequence: Vec<(String, bool)>,
    /// Surnames and given names of people whom the text names in full, in lower case.
    mentioned: HashSet<String>,
}

/// How sure it is that a label is a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// The layout, recurrence or a full name proves it.
    Speaker,
    /// A single word that speech follows, among speakers: perhaps a name, perhaps a topic.
    Doubtful,
    None,
}

impl SpeakerLabels {
    /// Counts a loose label of a Chinese line.
    pub(crate) fn count_loose(&mut self, name: &str, speech: bool) {
        let (count, spoken) = self.counts.entry(name.to_lowercase()).or_default();
        *count += 1;
        *spoken += usize::from(speech);
        self.sequence.push((name.to_lowercase(), true));
    }

    /// Decides which loose labels are speakers, in a text of so many lines: where most lines have labels,
    /// those that recur and alternate with others.
    pub(crate) fn settle_loose(&mut self, lines: usize) {
        let labelled = self.sequence.len();
        if labelled < 2 || labelled * 5 < lines * 2 {
            return;
        }
        let mut repeats: HashMap<&str, usize> = HashMap::new();
        for pair in self.sequence.windows(2) {
            if let [(first, _), (second, _)] = pair
                && first == second
            {
                *repeats.entry(first).or_default() += 1;
            }
        }
        for (name, _) in self.sequence.iter().filter(|(_, loose)| *loose) {
            if self.loose.contains_key(name) {
                continue;
            }
            let (count, spoken) = self.counts.get(name).copied().unwrap_or_default();
            let alternates = repeats.get(name.as_str()).copied().unwrap_or(0) * 3 <= count;
            let verdict = if spoken < count || !alternates {
                Evidence::None
            } else if count >= 2 {
                Evidence::Speaker
            } else if self.certain && labelled * 5 >= lines * 3 {
                Evidence::Doubtful
            } else {
                Evidence::None
            };
            self.loose.insert(name.clone(), verdict);
        }
    }

    /// Counts a label; `speech` says whether what follows it reads like speech.
    pub(crate) fn count(&mut self, label: &Label<'_>, speech: bool) {
        self.sequence.push((key(&label.heading), false));
        self.certain |= label.certain;
        let (count, spoken) = self.counts.entry(key(&label.heading)).or_default();
        *count += 1;
        *spoken += usize::from(speech);
        if label.certain {
            *count += 1;
            *spoken += 1;
        }
        self.recurs |= *count >= 2 && *spoken >= 2;
    }

    /// Learns the names of people whom a line names in full: two capitalised words in a row.
    pub(crate) fn learn_mentions(&mut self, line: &str) {
        const MAX_MENTIONED: usize = 20_000;
        let bare = |word: &str| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        };
        let capital = |word: &str| word.starts_with(char::is_uppercase) && word.chars().count() > 1;
        let words: Vec<&str> = line.split_whitespace().collect();
        self.learn_given_names(line, &words);
        for pair in words.windows(2) {
            let [first, second] = pair else { continue };
            let joined =
                capital(first) && capital(second) && first.chars().all(char::is_alphanumeric);
            if joined && self.mentioned.len() < MAX_MENTIONED && !second.ends_with([':', '：']) {
                self.mentioned.insert(bare(second));
            }
        }
    }

    /// Learns the given names of people to whom a line hands over: `over to Ann Wu`, `question from Bo Li`.
    fn learn_given_names(&mut self, line: &str, words: &[&str]) {
        const CUES: [&str; 6] = [
            "question", "over to", "line of", "joined", "with me", "hand",
        ];
        const BEFORE: [&str; 7] = ["to", "from", "of", "is", "are", "and", "me"];
        let cue = line.len() <= 4_000 && CUES.iter().any(|cue| line.contains(cue));
        let capital = |word: &str| word.starts_with(char::is_uppercase) && word.chars().count() > 1;
        for triple in words.windows(3).filter(|_| cue) {
            if let [before, first, second] = triple
                && BEFORE.contains(before)
                && capital(first)
                && capital(second)
                && first.chars().all(char::is_alphanumeric)
            {
                self.mentioned.insert(first.to_lowercase());
            }
        }
    }

    /// Whether a label is a speaker: certain, or a name that recurs, or a name in a text that has certain
    /// speakers.
    pub(crate) fn evidence(&self, label: &Label<'_>) -> Evidence {
        let key = key(&label.heading);
        if let Some(&verdict) = self.loose.get(&key).filter(|_| !label.certain) {
            return verdict;
        }
        let (count, spoken) = self.counts.get(&key).copied().unwrap_or_default();
        let name = &label.heading.name;
        let full = name.split_whitespace().count() >= 2 || has_han(name) && chinese::is_name(name);
        let among_speakers = (self.certain || self.recurs) && spoken > 0;
        if label.certain
            || count >= 2 && spoken * 2 >= count
            || among_speakers && (full || self.mentioned.contains(&key))
        {
            Evidence::Speaker
        } else if among_speakers
            && spoken == count
            && !has_han(name)
            && label.rest.split_whitespace().count() >= 4
        {
            Evidence::Doubtful
        } else {
            Evidence::None
        }
    }

    /// Whether a label is a speaker.
    pub(crate) fn is_speaker(&self, label: &Label<'_>) -> bool {
        self.evidence(label) == Evidence::Speaker
    }
}

fn key(heading: &Heading) -> String {
    heading.name.to_lowercase()
}
