//! Speakers as headings write them: `Ann Wu`, `Ann Wu - CFO`, `Ann Wu (Kestrel Securities)`, `Speaker 2`.

use super::{chinese, heading};
use crate::{model::Role, text::has_han, transcript::format::Heading};

/// Words of offices, in lower case; a part of a heading that holds one is a title.
const OFFICES: &str = "chief officer ceo cfo coo cto cio cmo president chair chairman chairwoman chairperson \
    director head vice vp svp evp founder cofounder co-founder manager managing treasurer \
    controller secretary ir relations analyst partner counsel executive lead moderator \
    host operator principal interpreter translator spokesperson economist strategist \
    finance";

/// Words that no name holds, in lower case.
const NO_NAMES: &str = "note notes nb source sources date time duration company participants summary \
    disclaimer copyright questions answers outlook guidance highlights total eps net \
    income gross margin margins operating cash flow warning important example references \
    title author link url http https tags category ticker sector industry exchange key \
    takeaways overview introduction conclusion agenda location venue language transcript \
    call quarter fiscal year period results financial financials business segment segments \
    update risks risk sentiment tone format purpose usage installation version license \
    table figure section chapter step first second third fourth finally however also and \
    but the our we i you this that these here today now well yes no okay so to for in on \
    at as with is are revenue revenues earnings remember which what inc corp corporation plc ltd limited llc \
    holdings";

/// Small words within names.
const PARTICLES: &str = "de da del della der den di du la van von bin";

/// Whether a word stands in a list of words between spaces.
fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// A person or a voice as a heading writes it.
pub(crate) fn person(text: &str) -> Option<Heading> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if is_voice(text) {
        return Some(Heading {
            name: text.to_owned(),
            role: voice_role(text),
            ..Heading::default()
        });
    }
    if has_han(text)
        && let Some(heading) = chinese::heading(text)
    {
        return Some(heading);
    }
    let (name, about) = match parted(text) {
        Some((name, about)) => (name, Some(about)),
        None => (text, None),
    };
    // `Acme (NYSE: ACME)` is a company with its symbol.
    let symbol = about.is_some_and(|about| about.contains([':', '：']) || about.contains("20"));
    if symbol || !is_name(name) && !is_voice(name) {
        return None;
    }
    let mut heading = Heading {
        name: name.to_owned(),
        ..Heading::default()
    };
    if let Some(about) = about {
        attribute(&mut heading, about);
    }
    Some(heading)
}

/// Name and attribute: `Name - Title`, `Name (Title)`, `Name, Title`, `Name | Title`.
fn parted(text: &str) -> Option<(&str, &str)> {
    if let Some(inner) = text.strip_suffix([')', '）', ']'])
        && let Some((name, about)) = inner.split_once(['(', '（', '['])
    {
        let (name, about) = (name.trim(), about.trim());
        return (!name.is_empty() && !about.is_empty()).then_some((name, about));
    }
    if let Some(parts) = heading::split_heading(text) {
        return Some(parts);
    }
    let (name, about) = text.split_once(['|', ',', '，'])?;
    let told = is_office(about) || text.contains('|');
    (told && !name.trim().is_empty()).then(|| (name.trim(), about.trim()))
}

/// Adds a title, a firm or both: `CFO`, `Kestrel Securities`, `Kestrel - Analyst`, `Analyst, Kestrel`.
fn attribute(heading: &mut Heading, about: &str) {
    if let Some((first, second)) = heading::split_heading(about).or_else(|| about.split_once(" | "))
    {
        let (firm, title) = if is_office(first) && !is_office(second) {
            (second, first)
        } else {
            (first, second)
        };
        heading.firm = Some(firm.trim().to_owned());
        heading.title = Some(title.trim().to_owned());
    } else if is_office(about) || is_voice(about) {
        heading.title = Some(about.to_owned());
    } else {
        heading.firm = Some(about.to_owned());
        heading.role = Some(Role::Analyst);
    }
}

/// Whether a text names an office.
pub(crate) fn is_office(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| listed(OFFICES, word))
        || has_han(text)
            && (chinese::title_prefix(text) > 0 || chinese::title_suffix(text).is_some())
}

/// Whether a text can be a name in Latin letters: one to five words with capitals, none of them a
/// common word.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &str| word.starts_with(char::is_uppercase) || listed(PARTICLES, word);
    let letters = |word: &str| {
        word.chars()
            .all(|c| c.is_alphabetic() || ".'’-‘`,".contains(c))
            && word.chars().any(char::is_alphabetic)
    };
    let common = |word: &str| {
        let lower = word.to_lowercase();
        listed(NO_NAMES, lower.trim_end_matches(['.', ',']))
    };
    (1..=5).contains(&words.len())
        && text.chars().count() <= 48
        && words
            .first()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
        && !words
            .last()
            .is_some_and(|word| listed(PARTICLES, word) || word.ends_with(','))
        && words
            .iter()
            .all(|word| capital(word) && letters(word) && !common(word))
        && !has_han(text)
}

/// Whether a text is a voice that has no name, with or without a number: `Speaker 2`, `SPEAKER_00`,
/// `Analyst`, `CEO`.
pub(crate) fn is_voice(text: &str) -> bool {
    const VOICES: &str = "speaker host interviewer moderator analyst interpreter translator executive \
        management ceo cfo coo cto chairman chairwoman president unknown attendee \
        participant shareholder investor relations narrator";
    if heading::is_voice(text) || has_han(text) && chinese::is_voice(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let word = lower.trim_end_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || c == '_' || c == '#'
    });
    listed(VOICES, word)
        || lower
            .strip_prefix("speaker ")
            .is_some_and(|letter| letter.len() == 1)
}

/// What a voice without a name is, where its word says so.
fn voice_role(text: &str) -> Option<Role> {
    let lower = text.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    if begins(&["analyst", "shareholder"]) {
        Some(Role::Analyst)
    } else if begins(&["speaker", "participant", "attendee"]) {
        Some(Role::Unidentified)
    } else if has_han(text) {
        chinese::voice_role(text)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_other_words() {
        for name in [
            "Ann Wu",
            "Jean-Luc O’Hara",
            "Mr. Lee",
            "Ludwig van Ost",
            "ANN WU",
            "J. R. Po Jr.",
            "Bea",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "Net Income",
            "The plan",
            "ann wu",
            "Q3",
            "Ann Wu said",
            "Ann, Bo,",
            "Third Quarter",
            "van",
        ] {
            assert!(!is_name(other), "{other}");
        }
        assert_eq!(person("Halden Metals (NYSE: HLDM)"), None);
    }

    #[test]
    fn voices() {
        for (text, role) in [
            ("Speaker 2", Some(Role::Unidentified)),
            ("SPEAKER_00", Some(Role::Unidentified)),
            ("Analyst 3", Some(Role::Analyst)),
            ("发言人2", Some(Role::Unidentified)),
            ("提问者", Some(Role::Analyst)),
            ("Operator", None),
        ] {
            assert_eq!(person(text).map(|h| h.role), Some(role), "{text}");
        }
    }
}
