//! Lists of participants beside a label, as filings in India have them.
//!
//! ```text
//! MANAGEMENT:   MR. BO LI – CHIEF EXECUTIVE OFFICER – HARBOR LANTERN LIMITED
//!               MS. ANN WU – CHIEF FINANCIAL OFFICER – HARBOR LANTERN LIMITED
//! MODERATOR:    MR. KOFI BRANDT – KESTREL SECURITIES
//! ```

use super::{
    candidate::describe,
    opening::{Part, part},
};
use crate::{
    model::Role,
    transcript::{
        format::{
            Heading,
            speaker::{label, voices},
            speech::sentence,
        },
        printed::PrintedParagraph,
    },
};

/// Most paragraphs of one list.
const MAX_PARAGRAPHS: usize = 40;

/// Longest entry, in characters.
const MAX_ENTRY_CHARS: usize = 400;

/// Forms of address, with which an entry begins.
const ADDRESSES: [&str; 7] = ["mr", "ms", "mrs", "dr", "shri", "smt", "prof"];

/// Reads a list whose label and first entry are a paragraph: the people, and how many paragraphs it takes.
pub(super) fn read(paragraphs: &[PrintedParagraph], at: usize) -> (Vec<Heading>, usize) {
    let Some((role, first)) = paragraphs.get(at).and_then(labelled) else {
        return (Vec::new(), 0);
    };
    let more = paragraphs.iter().skip(at + 1).take(MAX_PARAGRAPHS);
    let more: Vec<&str> = more
        .take_while(|paragraph| {
            paragraph.label.is_none()
                && labelled(paragraph).is_none()
                && is_entry(&paragraph.text)
                && !voices::is_heading_voice(paragraph.text.trim_end_matches(':'))
        })
        .map(|paragraph| paragraph.text.trim())
        .collect();
    let taken = 1 + more.len();
    let text = std::iter::once(first.trim())
        .chain(more)
        .collect::<Vec<_>>()
        .join(" ");
    let people = entries(&text)
        .iter()
        .filter_map(|entry| person(entry, role))
        .collect();
    (people, taken)
}

/// The role that a label tells, and the text beside it; none if it begins no list.
fn labelled(paragraph: &PrintedParagraph) -> Option<(Option<Role>, &str)> {
    let (label, text) = match &paragraph.label {
        Some(label) => (label.as_str(), paragraph.text.as_str()),
        None => paragraph.text.split_once(':')?,
    };
    let words = label
        .trim()
        .trim_end_matches([':', '：', '-', ' '])
        .to_lowercase();
    let role = match part(&words) {
        Some(Part::List(role)) => role,
        _ if ["moderator", "moderators", "host", "hosts", "analyst"].contains(&words.as_str()) => {
            None
        }
        _ => return None,
    };
    (is_entry(text) && has_dash(text)).then_some((role, text))
}

fn has_dash(text: &str) -> bool {
    DASHES.iter().any(|dash| text.contains(dash)) || text.contains(',')
}

const DASHES: [&str; 5] = [" – ", " - ", " — ", " -- ", "– "];

/// Whether a text may be an entry: no sentence, and words in capitals.
fn is_entry(text: &str) -> bool {
    let small = ["of", "and", "the", "for", "to", "at", "in"];
    let begins_small = |word: &str| word.starts_with(char::is_lowercase) && !small.contains(&word);
    (1..=MAX_ENTRY_CHARS).contains(&text.chars().count())
        && !sentence::ends_sentence(text)
        && !text.split_whitespace().any(begins_small)
}

/// Cuts a list at forms of address, else behind the company that ends each entry.
fn entries(text: &str) -> Vec<String> {
    let mut entries: Vec<Vec<&str>> = vec![Vec::new()];
    for word in text.split_whitespace() {
        let bare = word.trim_end_matches('.').to_lowercase();
        if ADDRESSES.contains(&bare.as_str()) {
            entries.push(Vec::new());
        }
        if let Some(entry) = entries.last_mut() {
            entry.push(word);
        }
    }
    entries.retain(|entry| !entry.is_empty());
    let mut cut = Vec::new();
    for entry in entries {
        cut.extend(by_company(&entry.join(" ")));
    }
    cut
}

/// `ANN WU – CFO – LANTERN BO LI – CEO – LANTERN` as two entries.
fn by_company(text: &str) -> Vec<String> {
    let text = text.replace(['—', '–'], "-");
    let parts: Vec<&str> = text
        .split(" - ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let Some((company, [_, .., _])) = parts.split_last() else {
        return vec![parts.join(" - ")];
    };
    let mut entries = Vec::new();
    let mut entry: Vec<&str> = Vec::new();
    for part in &parts {
        match part.strip_prefix(company) {
            Some(next) if !entry.is_empty() && (next.is_empty() || next.starts_with(' ')) => {
                entry.push(company);
                entries.push(entry.join(" - "));
                entry = Some(next.trim())
                    .filter(|next| !next.is_empty())
                    .into_iter()
                    .collect();
            }
            _ => entry.push(part),
        }
    }
    entries.extend((!entry.is_empty()).then(|| entry.join(" - ")));
    entries
}

/// The person of an entry.
fn person(entry: &str, role: Option<Role>) -> Option<Heading> {
    let (name, about) = entry
        .split_once(" - ")
        .or_else(|| entry.split_once(','))
        .unwrap_or((entry, ""));
    let mut heading = label::whole_line(name.trim())?.heading;
    if !about.trim().is_empty() {
        describe(&mut heading, about);
    }
    heading.role = role.or(heading.role);
    Some(heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_beside_labels() {
        let paragraph = |label: Option<&str>, text: &str| PrintedParagraph {
            label: label.map(str::to_owned),
            text: text.to_owned(),
            ..PrintedParagraph::default()
        };
        let paragraphs = [
            paragraph(
                Some("MANAGEMENT:"),
                "MR. BO LI – CHIEF EXECUTIVE OFFICER – HARBOR LANTERN LIMITED MS. ANN WU – CHIEF",
            ),
            paragraph(None, "FINANCIAL OFFICER – HARBOR LANTERN LIMITED"),
            paragraph(Some("MODERATOR:"), "KOFI BRANDT – KESTREL SECURITIES"),
            paragraph(
                Some("Moderator:"),
                "Good morning, and welcome to the call – all of you.",
            ),
        ];
        let (people, taken) = read(&paragraphs, 0);
        let told: Vec<_> = people
            .iter()
            .map(|who| (who.name.as_str(), who.title.as_deref(), who.role))
            .collect();
        assert_eq!(
            (told, taken),
            (
                vec![
                    (
                        "MR. BO LI",
                        Some("CHIEF EXECUTIVE OFFICER"),
                        Some(Role::Executive)
                    ),
                    (
                        "MS. ANN WU",
                        Some("CHIEF FINANCIAL OFFICER"),
                        Some(Role::Executive)
                    ),
                ],
                2
            )
        );
        let (people, taken) = read(&paragraphs, 2);
        let firms: Vec<_> = people.iter().map(|who| who.firm.as_deref()).collect();
        assert_eq!((firms, taken), (vec![Some("KESTREL SECURITIES")], 1));
        assert_eq!(read(&paragraphs, 3).1, 0);
        let without_address = "ANN WU – CFO – HARBOR LANTERN BO LI – CEO – HARBOR LANTERN";
        assert_eq!(by_company(without_address).len(), 2);
    }
}
