//! Speaker headings as many vendors write them: `Name - Title`, `Name - Firm - Title`, a bare voice.

use std::collections::HashMap;

use crate::{model::Role, transcript::format::Heading};

/// The two sides of the first dash between spaces.
pub(crate) fn split_heading(text: &str) -> Option<(&str, &str)> {
    let (name, title) = [" - ", " – ", " — ", " － ", " -- "]
        .iter()
        .filter_map(|dash| text.split_once(dash))
        .min_by_key(|(name, _)| name.len())?;
    (!name.trim().is_empty() && !title.trim().is_empty()).then(|| (name.trim(), title.trim()))
}

/// Parses `Name`, `Name - Title` or `Name - Firm - Title`.
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

/// A heading of a name and `Firm - Title`. The firm may stand alone, and its name may have a dash.
pub(crate) fn parse_with_firm(name: &str, about: &str) -> Heading {
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

/// The firm that most executives among the participants belong to.
pub(crate) fn most_common_firm(participants: &[Heading]) -> Option<&str> {
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
    use crate::transcript::format::speaker::voices::is_heading_voice;

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
        assert!(is_heading_voice("Unidentified Company Representative 2"));
        assert!(!is_heading_voice(
            "Unidentified people were seen near the plant"
        ));
    }
}
