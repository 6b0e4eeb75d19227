//! Speakers as headings write them: `Ann Wu`, `Ann Wu - CFO`, `Ann Wu (Kestrel Securities)`, `Speaker 2`.

use super::{
    chinese, heading, voices,
    word_lists::{FIRM_ENDINGS, NOT_NAMES, OFFICES, PARTICLES},
};
use crate::{
    model::is_known_firm,
    text::{has_han, is_han},
    transcript::format::Heading,
};

/// Parses a heading of a person or a voice; none if the text is neither.
pub(crate) fn parse_speaker(text: &str) -> Option<Heading> {
    // A no-break space within a name is a space.
    let spaced = text
        .contains(['\u{a0}', '\u{202f}'])
        .then(|| text.replace(['\u{a0}', '\u{202f}'], " "));
    let text = spaced.as_deref().unwrap_or(text).trim();
    if text.is_empty() {
        return None;
    }
    if voices::is_voice(text) {
        return Some(Heading {
            name: text.to_owned(),
            role: voices::voice_role(text),
            ..Heading::default()
        });
    }
    if has_han(text)
        && let Some(heading) = in_two_languages(text).or_else(|| chinese::heading(text))
    {
        return Some(heading);
    }
    let reversed = first_name_last(text).filter(|_| begins_with_particle(text));
    let text = reversed.as_deref().unwrap_or(text);
    let (name, about) = match parted(text) {
        Some((name, about)) => (name, Some(about)),
        None => (text, None),
    };
    let about = about.filter(|about| !is_remark(about));
    if about.is_some_and(is_clause) {
        return None;
    }
    // `Acme (NYSE: ACME)` is a company with its symbol.
    let symbol = about.is_some_and(|about| about.contains([':', '：']) || about.contains("20"));
    // `President, CEO & Director` is a title.
    let offices = || name.split_whitespace().all(is_office);
    let title = about.is_some_and(is_office) && offices();
    if symbol || title || !is_name(name) && !voices::is_voice(name) {
        return None;
    }
    let mut heading = Heading {
        name: first_name_last(name).unwrap_or_else(|| name.to_owned()),
        ..Heading::default()
    };
    if let Some(about) = about {
        attribute(&mut heading, about);
    }
    Some(heading)
}

/// A name in both languages: `Ann Wu（吴安）`, `Operator / 接線員`, `吴安 Ann Wu`.
fn in_two_languages(text: &str) -> Option<Heading> {
    let is_cut = |c: char| c.is_whitespace() || "/|()（）-–".contains(c);
    let latin_first = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let at = match latin_first {
        true => text.find(is_han)?,
        false => text.find(|c: char| c.is_ascii_alphabetic())?,
    };
    let (first, second) = text.split_at_checked(at)?;
    let (first, second) = (first.trim_matches(is_cut), second.trim_matches(is_cut));
    let (latin, han) = match latin_first {
        true => (first, second),
        false => (second, first),
    };
    let person =
        is_name(latin) && latin.contains(' ') && chinese::is_name(han) && !is_known_firm(han);
    let voice = voices::is_voice(latin) && voices::is_chinese_voice(han);
    (person || voice).then(|| Heading {
        name: latin.to_owned(),
        other_name: Some(han.to_owned()),
        role: voices::voice_role(latin),
        ..Heading::default()
    })
}

/// `Ann Wu at Kestrel Capital`, `Ann Wu from UBS`.
fn split_at_firm(text: &str) -> Option<(&str, &str)> {
    [" at ", " from ", " with ", " of "]
        .iter()
        .find_map(|link| {
            let (name, firm) = text.split_once(link)?;
            let (name, firm) = (name.trim(), firm.trim());
            (name.contains(' ') && is_name(name) && is_firm(firm) && is_firm_behind(name, firm))
                .then_some((name, firm))
        })
}

/// Whether a text is a firm: a known one, or one that ends as firms do.
pub(crate) fn is_firm(text: &str) -> bool {
    let lower = text.to_lowercase();
    let last = lower
        .trim_end_matches(['.', ','])
        .rsplit([' ', ','])
        .next()
        .unwrap_or_default();
    is_known_firm(text) || FIRM_ENDINGS.contains(last)
}

/// Name and attribute: `Name - Title`, `Name--Title`, `Name (Title)`, `Name, Title`, `Name, Firm`,
/// `Name | Title`, `Name/Title`.
fn parted(text: &str) -> Option<(&str, &str)> {
    let dash = heading::split_heading(text).map_or(text.len(), |(name, _)| name.len());
    if let Some(inner) = text.strip_suffix([')', '）', ']'])
        && let Some((name, about)) = inner.split_once(['(', '（', '['])
        && name.len() <= dash
    {
        let (name, about) = (name.trim(), about.trim());
        return (!name.is_empty() && !about.is_empty()).then_some((name, about));
    }
    if let Some(parts) = heading::split_heading(text).or_else(|| split_tight_dash(text)) {
        return Some(parts);
    }
    if let Some((name, about)) = text.split_once('/') {
        let told = is_name(name.trim()) && (is_office(about) || voices::is_voice(about.trim()));
        return told.then(|| (name.trim(), about.trim()));
    }
    if let Some(parts) = split_at_firm(text) {
        return Some(parts);
    }
    let (name, about) = text.split_once(['|', ',', '，'])?;
    let (name, about) = (name.trim(), about.trim());
    let told = is_office(about) || text.contains('|') || is_firm_behind(name, about);
    (told && !name.is_empty()).then_some((name, about))
}

/// The two sides of the first dash without spaces that no name holds: `Ann Wu--CFO`, `Ann Wu—CFO`.
fn split_tight_dash(text: &str) -> Option<(&str, &str)> {
    let (name, about) = ["--", "—"]
        .iter()
        .filter_map(|dash| text.split_once(dash))
        .min_by_key(|(name, _)| name.len())?;
    let about = about.trim_start_matches('-');
    (!name.trim().is_empty() && !about.trim().is_empty()).then(|| (name.trim(), about.trim()))
}

/// Whether what follows a comma can be the firm of a person: capitalised words behind a full name, or a
/// known firm. `Wu, Ann` is neither.
fn is_firm_behind(name: &str, about: &str) -> bool {
    const SMALL: [&str; 8] = ["of", "and", "&", "de", "the", "for", "du", "la"];
    const SUFFIXES: [&str; 7] = ["jr", "sr", "cfa", "phd", "md", "ii", "iii"];
    if is_known_firm(about) {
        return true;
    }
    let words: Vec<&str> = about.split_whitespace().collect();
    let capital = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || SMALL.contains(word)
    };
    let first = about.to_lowercase();
    let suffix = SUFFIXES.contains(&first.split(['.', ',', ' ']).next().unwrap_or_default());
    name.contains(' ')
        && !suffix
        && (1..=8).contains(&words.len())
        && words
            .first()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
        && words.iter().all(capital)
        && !about.ends_with(['.', '?', '!', ';'])
        && !about.contains(['?', '!', ';', ':', '"', '“', '$', '%'])
}

/// Adds a title, a firm or both: `CFO`, `Kestrel Securities`, `Kestrel - Analyst`, `Analyst, Kestrel`.
fn attribute(heading: &mut Heading, about: &str) {
    let parts = heading::split_heading(about)
        .or_else(|| split_tight_dash(about))
        .or_else(|| about.split_once(" | "))
        .or_else(|| firm_then_title(about))
        .or_else(|| title_then_firm(about));
    if let Some((first, second)) = parts {
        let (firm, title) = if is_office(first) && !is_office(second) {
            (second, first)
        } else {
            (first, second)
        };
        heading.firm = Some(firm.trim().to_owned());
        heading.title = Some(title.trim().to_owned());
    } else if is_office(about) || voices::is_voice(about) {
        heading.title = Some(about.to_owned());
    } else {
        heading.firm = Some(about.to_owned());
    }
}

/// `Kestrel Capital, Analyst`: a firm before a comma, an office behind it.
fn firm_then_title(about: &str) -> Option<(&str, &str)> {
    let (firm, title) = about.split_once(", ")?;
    (!is_office(firm) && is_office(title)).then_some((firm, title))
}

/// `Senior Analyst, Kestrel Capital`: an office before a comma, a firm behind it.
fn title_then_firm(about: &str) -> Option<(&str, &str)> {
    about.match_indices(", ").find_map(|(at, comma)| {
        let (title, firm) = (about.get(..at)?, about.get(at + comma.len()..)?);
        let told = is_office(title) && is_firm(firm) && !is_office(firm);
        told.then_some((firm, title))
    })
}

/// Whether what stands behind a name is speech, not a title or a firm: `we have three aims`.
fn is_clause(about: &str) -> bool {
    const WORDS: [&str; 22] = [
        "we", "i", "our", "is", "are", "was", "were", "have", "has", "had", "that", "this", "will",
        "would", "you", "they", "it", "thank", "thanks", "good", "hi", "hello",
    ];
    let mut words = about.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.any(|word| {
        WORDS.contains(&word) || ["Thank", "Thanks", "We", "Hi", "Hello"].contains(&word)
    })
}

/// Whether what stands in brackets behind a name says nothing of the person: a time, `via phone`,
/// `interpreted`.
fn is_remark(about: &str) -> bool {
    const REMARKS: [&str; 8] = [
        "via",
        "by phone",
        "phone",
        "interpreted",
        "through",
        "translated",
        "inaudible",
        "on behalf",
    ];
    let lower = about.to_lowercase();
    let time = about.contains(':')
        && about
            .chars()
            .all(|c| c.is_ascii_digit() || ":.,- ".contains(c));
    time || REMARKS.iter().any(|word| lower.starts_with(word))
}

/// Whether a text begins as the surname `van der Bello` does.
fn begins_with_particle(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    PARTICLES.contains(first.to_lowercase().as_str())
}

/// `Wu, Ann` as `Ann Wu`.
fn first_name_last(name: &str) -> Option<String> {
    let (surname, given) = name.split_once(", ")?;
    let words: Vec<&str> = surname.split_whitespace().collect();
    let (last, before) = words.split_last()?;
    let particles = before
        .iter()
        .all(|word| PARTICLES.contains(word.to_lowercase().as_str()));
    (particles
        && !last.contains(',')
        && is_name(last)
        && given.split_whitespace().count() <= 2
        && is_name(given.trim()))
    .then(|| format!("{} {}", given.trim(), surname.trim()))
}

/// Whether a text names an office.
pub(crate) fn is_office(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| OFFICES.contains(word))
        || has_han(text)
            && (chinese::title_prefix(text) > 0 || chinese::title_suffix(text).is_some())
}

/// The voice of an office without a name: `Head of IR`, `Vice President, Finance`.
pub(crate) fn office_alone(text: &str) -> Option<Heading> {
    const FIRST: [&str; 14] = [
        "head",
        "chief",
        "vice",
        "vp",
        "svp",
        "evp",
        "president",
        "director",
        "chairman",
        "treasurer",
        "general",
        "managing",
        "senior",
        "executive",
    ];
    const LAST: [&str; 12] = [
        "officer",
        "president",
        "director",
        "head",
        "manager",
        "chairman",
        "relations",
        "ir",
        "counsel",
        "treasurer",
        "controller",
        "finance",
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    let first = words.first().is_some_and(|word| FIRST.contains(word));
    let last = words.last().is_some_and(|word| LAST.contains(word));
    let capital = text.split_whitespace().all(|word| {
        word.starts_with(char::is_uppercase) || ["of", "and", "&", "for"].contains(&word)
    });
    ((2..=6).contains(&words.len()) && first && last && capital).then(|| Heading {
        name: text.to_owned(),
        title: Some(text.to_owned()),
        ..Heading::default()
    })
}

/// Whether a text can be a name in Latin letters: one to five words with capitals, none of them a
/// common word.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &str| word.starts_with(char::is_uppercase) || PARTICLES.contains(word);
    let letters = |word: &str| {
        word.chars()
            .all(|c| c.is_alphabetic() || ".'’-–‘`,".contains(c))
            && word.chars().any(char::is_alphabetic)
    };
    let common = |word: &str| {
        let lower = word.to_lowercase();
        // `I. Wu` has an initial.
        !(word.len() == 2 && word.ends_with('.'))
            && NOT_NAMES.contains(lower.trim_end_matches(['.', ',']))
    };
    (1..=5).contains(&words.len())
        && text.chars().count() <= 48
        && words
            .first()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
        && !words
            .last()
            .is_some_and(|word| PARTICLES.contains(word) || word.ends_with(','))
        && words
            .iter()
            .all(|word| capital(word) && letters(word) && !common(word))
        && !has_han(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Role;

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
        assert_eq!(parse_speaker("Halden Metals (NYSE: HLDM)"), None);
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
            assert_eq!(parse_speaker(text).map(|h| h.role), Some(role), "{text}");
        }
    }
}
