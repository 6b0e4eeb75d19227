//! Speaker headings as many vendors write them: `Name - Title`, `Name - Firm - Title`, a bare voice.

use std::collections::HashMap;

use crate::{model::Role, transcript::format::Heading};

/// Names of voices that stand in a heading without a title, in lower case.
const VOICES: [&str; 14] = [
    "operator",
    "editor",
    "moderator",
    "conference operator",
    "unknown speaker",
    "unknown executive",
    "unknown analyst",
    "操作員",
    "接線員",
    "主持人",
    "编辑",
    "編輯",
    "操作员",
    "接线员",
];

/// Whether a heading names nobody, only a voice.
pub(crate) fn is_voice(text: &str) -> bool {
    let lower = text.to_lowercase();
    VOICES.contains(&lower.as_str())
        || lower.starts_with("unidentified ") && lower.split_whitespace().count() <= 5
}

/// The two sides of the first dash between spaces.
pub(crate) fn split_heading(text: &str) -> Option<(&str, &str)> {
    let (name, title) = [" - ", " – ", " — ", " － ", " -- "]
        .iter()
        .filter_map(|dash| text.split_once(dash))
        .min_by_key(|(name, _)| name.len())?;
    (!name.trim().is_empty() && !title.trim().is_empty()).then(|| (name.trim(), title.trim()))
}

/// Reads `Name`, `Name - Title` or `Name - Firm - Title`.
pub(crate) fn parse_heading(text: &str) -> Heading {
    let Some((name, title)) = split_heading(text) else {
        return Heading {
            name: text.to_owned(),
            ..Heading::default()
        };
    };
    let (firm, title) = match split_heading(title) {
        Some((firm, title)) => (Some(firm.to_owned()), title),
        None => (None, title),
    };
    Heading {
        name: name.to_owned(),
        title: Some(title.to_owned()),
        firm,
        ..Heading::default()
    }
}

/// A heading of a name and `Firm - Title`; a firm may stand alone, and its name hold a dash.
pub(crate) fn with_firm(name: &str, about: &str) -> Heading {
    let (firm, title) = match (about.rsplit_once(" - "), split_heading(about)) {
        _ if about.trim().is_empty() => (None, None),
        (None, _) | (_, None) => (Some(about), None),
        (_, Some((firm, title))) => (Some(firm), Some(title)),
    };
    let text = |part: Option<&str>| {
        part.map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
    };
    Heading {
        name: name.trim().to_owned(),
        title: text(title),
        firm: text(firm),
        ..Heading::default()
    }
}

/// The firm most of the company's people belong to.
pub(crate) fn firm_of_most(participants: &[Heading]) -> Option<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let firms = participants
        .iter()
        .filter(|person| person.role == Some(Role::Executive))
        .filter_map(|person| person.firm.as_deref());
    let mut first: Vec<&str> = Vec::new();
    for firm in firms {
        *counts.entry(firm).or_default() += 1;
        first.push(firm);
    }
    let most = counts.values().max()?;
    first
        .into_iter()
        .find(|firm| counts.get(firm) == Some(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        for (text, name, firm, title) in [
            ("Ann Lee", "Ann Lee", None, None),
            ("Ann Lee - CEO", "Ann Lee", None, Some("CEO")),
            (
                "Ann Lee — Kestrel — Analyst",
                "Ann Lee",
                Some("Kestrel"),
                Some("Analyst"),
            ),
            (
                "Jean-Luc Po - Head of Sales-Asia",
                "Jean-Luc Po",
                None,
                Some("Head of Sales-Asia"),
            ),
        ] {
            let heading = parse_heading(text);
            assert_eq!(heading.name, name);
            assert_eq!(heading.firm.as_deref(), firm, "{text}");
            assert_eq!(heading.title.as_deref(), title, "{text}");
        }
        assert!(is_voice("Unidentified Company Representative 2"));
        assert!(!is_voice("Unidentified people were seen near the plant"));
    }
}
