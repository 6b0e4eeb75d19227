//! Titles of speakers whose headings give none, from introductions: "I turn it over to Ann Wu, Chief
//! Executive Officer".

use std::collections::HashSet;

use super::{
    introductions::{self, Namesakes},
    job_title,
};
use crate::{
    model::{Role, Speaker, name, name_words},
    transcript::format::{Heading, RawTurn},
};

/// Words in lower case that may stand in a title.
const TITLE_WORDS: &str = "chief executive operating financial finance technology information marketing \
    commercial revenue people legal product strategy accounting officer president vice senior group \
    chair chairman chairwoman chairperson director head general manager managing partner investor \
    relations founder co-founder cofounder treasurer controller counsel secretary of and the for & our";

/// Words that make a phrase a title.
const OFFICES: [&str; 20] = [
    "officer",
    "president",
    "chairman",
    "chairwoman",
    "chair",
    "director",
    "head",
    "ceo",
    "cfo",
    "coo",
    "cto",
    "founder",
    "co-founder",
    "treasurer",
    "controller",
    "counsel",
    "manager",
    "partner",
    "relations",
    "vp",
];

/// Words before a surname, in lower case.
const HONORIFICS: [&str; 4] = ["mr", "ms", "mrs", "dr"];

/// Gives speakers without a title the one under which somebody introduces them. What a list of
/// participants states, also by leaving it out, stands.
pub(super) fn add_titles(turns: &[RawTurn], participants: &[Heading], speakers: &mut [Speaker]) {
    let names: HashSet<&String> = participants.iter().map(|heading| &heading.name).collect();
    let is_listed = |speaker: &Speaker| speaker.names.iter().any(|name| names.contains(name));
    let listed: Vec<bool> = speakers.iter().map(is_listed).collect();
    let namesakes = Namesakes::of(speakers);
    let texts =
        (turns.iter().flat_map(|turn| &turn.paragraphs)).filter_map(|p| p.text.en.as_deref());
    for text in texts {
        introductions::each_introduction(text, |name, phrase| {
            if let Some(title) = leading_title(phrase) {
                give(name, &title, &namesakes, &listed, speakers);
            }
        });
    }
}

fn give(
    introduced: &str,
    title: &str,
    namesakes: &Namesakes,
    listed: &[bool],
    speakers: &mut [Speaker],
) {
    let mut fitting = (namesakes.ends_of(introduced).into_iter()).filter(|&at| {
        speakers
            .get(at)
            .is_some_and(|speaker| is_named(speaker, introduced))
    });
    let (Some(at), None) = (fitting.next(), fitting.next()) else {
        return;
    };
    let role = job_title::role(introduced, Some(title));
    if let (Some(speaker), Some(role)) = (speakers.get_mut(at), role)
        && (speaker.title.is_none() || speaker.title.as_deref() == Some("Executive"))
        && listed.get(at) != Some(&true)
        && matches!(
            speaker.role,
            Role::Unidentified | Role::Executive | Role::Ir
        )
        && role != Role::Analyst
    {
        speaker.title = Some(title.to_owned());
        speaker.role = role;
        speaker.add_name(introduced.to_owned());
    }
}

/// Whether a name is a speaker's, who may have only a surname.
fn is_named(speaker: &Speaker, introduced: &str) -> bool {
    let words = name_words(introduced);
    speaker.names.iter().any(|own| {
        let mut own_words = name_words(own);
        if let [first, _] = own_words.as_slice()
            && HONORIFICS.contains(&first.as_str())
        {
            own_words.remove(0);
        }
        let surname_only = own_words.len() == 1 && own_words.last() == words.last();
        let given_only = own_words.len() == 1 && own_words.first() == words.first();
        // `T. Orr` is `Tess Orr`.
        let initial = match (own_words.as_slice(), words.as_slice()) {
            ([given, .., surname], [first, .., last]) => {
                given.chars().count() == 1 && first.starts_with(given.as_str()) && surname == last
            }
            _ => false,
        };
        surname_only
            || initial
            || given_only
            || name::sorted_words(own) == name::sorted_words(introduced)
            || name::compatible(own, introduced)
    })
}

/// The title with which a phrase begins: `Chief Executive Officer and Bob Roe` has the first three words.
pub(super) fn leading_title(phrase: &str) -> Option<String> {
    let phrase = phrase.trim();
    let words: Vec<&str> = phrase
        .split_whitespace()
        .take_while(|word| is_title_word(word))
        .collect();
    let mut parts: Vec<&str> = Vec::new();
    let joined = words.join(" ");
    for (at, part) in joined.split(" and ").enumerate() {
        let further = !part.starts_with("our ") && !part.starts_with("the ");
        if !names_office(part) || at > 0 && !further {
            break;
        }
        parts.push(part);
    }
    let title = parts.join(" and ");
    let title = ["our ", "the ", "its "]
        .iter()
        .fold(title.as_str(), |title, word| {
            title.strip_prefix(word).unwrap_or(title)
        });
    let title = [" of", " and", " the", " for", " our"]
        .iter()
        .fold(title, |title, word| {
            title.strip_suffix(word).unwrap_or(title)
        });
    (!title.is_empty() && job_title::is_title(title)).then(|| title.to_owned())
}

fn is_title_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase())
        || TITLE_WORDS.split_whitespace().any(|known| known == word)
}

fn names_office(part: &str) -> bool {
    let lower = part.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| OFFICES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::leading_title;

    #[test]
    fn titles_end_before_other_words() {
        for (phrase, title) in [
            ("Chief Executive Officer", Some("Chief Executive Officer")),
            (
                "chairman and chief executive officer",
                Some("chairman and chief executive officer"),
            ),
            ("our CFO and Bob Roe", Some("CFO")),
            (
                "Chief Financial Officer and our COO Ann Lee",
                Some("Chief Financial Officer"),
            ),
            (
                "Head of Investor Relations for opening remarks",
                Some("Head of Investor Relations"),
            ),
            ("who will speak", None),
            ("Texas", None),
        ] {
            assert_eq!(leading_title(phrase).as_deref(), title, "{phrase}");
        }
    }
}
