//! Names by which speakers introduce themselves: "this is Toby" in a turn of Xu Hong.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use crate::{
    model::{Role, Speaker, name_words},
    transcript::{format::RawTurn, lazy_regex::lazy_regex},
};

/// `This is Toby.`, `it's Brian from Kestrel`, `my name is Ann Lee,`
static OWN_NAME: LazyLock<Regex> = lazy_regex!(
    r"(?x) (?: ^ | [.!?,;] \s | \s ) (?i: this\ is | it['’]s | my\ name\ is ) \s
          (?<name> \p{Lu} [\p{Ll}'’\-]+ (?: \s \p{Lu} (?: \. | [\p{L}'’\-]+ ) ){0,2} )
          (?: [.;!] | , \s (?: from | with | on | and ) \b | \s (?: from | with | on | here | speaking | again ) \b | $ )"
);

/// Characters at the beginning of a turn that are searched for a name.
const OPENING_CHARS: usize = 160;

/// Adds to speakers the name by which they open a turn, unless it is another speaker's.
pub(super) fn add_names(turns: &[RawTurn], speaker_of: &[usize], speakers: &mut [Speaker]) {
    let bearers = Bearers::of(speakers);
    for (turn, &of) in turns.iter().zip(speaker_of) {
        let Some(text) = turn.paragraphs.first().and_then(|p| p.text.en.as_deref()) else {
            continue;
        };
        let end = text.char_indices().nth(OPENING_CHARS).map(|(at, _)| at);
        let opening = &text[..end.unwrap_or(text.len())];
        let Some(found) = OWN_NAME.captures(opening) else {
            continue;
        };
        let name = found["name"].trim_end_matches('.').to_owned();
        let words = name_words(&name);
        let of_others = words.iter().any(|word| bearers.has_other(word, of));
        let of_own = words.iter().any(|word| bearers.has(word, of));
        // A single word must be nobody's; a full name must share a word with the speaker's.
        let is_new = !of_others && of_own == (words.len() > 1);
        if is_new
            && let Some(speaker) = speakers.get_mut(of)
            && matches!(speaker.role, Role::Executive | Role::Ir | Role::Analyst)
        {
            speaker.add_name(name);
        }
    }
}

/// Which speaker has a word in a name; none where several have.
struct Bearers(HashMap<String, Option<usize>>);

impl Bearers {
    fn of(speakers: &[Speaker]) -> Self {
        let mut bearers: HashMap<String, Option<usize>> = HashMap::new();
        for (at, speaker) in speakers.iter().enumerate() {
            for word in speaker.names.iter().flat_map(|name| name_words(name)) {
                let bearer = bearers.entry(word).or_insert(Some(at));
                *bearer = bearer.filter(|&known| known == at);
            }
        }
        Self(bearers)
    }

    fn has(&self, word: &str, speaker: usize) -> bool {
        self.0.get(word) == Some(&Some(speaker))
    }

    fn has_other(&self, word: &str, speaker: usize) -> bool {
        self.0.contains_key(word) && !self.has(word, speaker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::format::Paragraph;

    #[test]
    fn people_who_name_themselves() {
        let speaker = |name: &str, role: Role| Speaker {
            name: name.to_owned(),
            names: vec![name.to_owned()],
            role,
            title: None,
            firm: None,
        };
        for (text, names) in [
            (
                "Thank you. This is Toby. Let me add.",
                &["Xu Hong", "Toby"][..],
            ),
            ("Hi, it's Toby from finance.", &["Xu Hong", "Toby"]),
            (
                "Hello, my name is Toby Xu. Thanks.",
                &["Xu Hong", "Toby Xu"],
            ),
            ("This is Ann. She asked first.", &["Xu Hong"]),
            ("This is China, a large market.", &["Xu Hong"]),
            ("This is important. It's Very hard.", &["Xu Hong"]),
        ] {
            let mut speakers = [
                speaker("Xu Hong", Role::Executive),
                speaker("Ann Lee", Role::Analyst),
            ];
            let turn = RawTurn {
                paragraphs: vec![Paragraph::new(text)],
                ..RawTurn::default()
            };
            add_names(&[turn], &[0], &mut speakers);
            assert_eq!(speakers[0].names, names, "{text}");
        }
    }
}
