//! Speaker headings as many houses write them: `Name - Title`, `Name - Firm - Title`, a bare voice.

use super::Heading;

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
pub(super) fn is_voice(text: &str) -> bool {
    let lower = text.to_lowercase();
    VOICES.contains(&lower.as_str())
        || lower.starts_with("unidentified ") && lower.split_whitespace().count() <= 5
}

/// The two sides of the first dash between spaces.
pub(super) fn split_heading(text: &str) -> Option<(&str, &str)> {
    let (name, title) = [" - ", " – ", " — ", " － ", " -- "]
        .iter()
        .filter_map(|dash| text.split_once(dash))
        .min_by_key(|(name, _)| name.len())?;
    (!name.trim().is_empty() && !title.trim().is_empty()).then(|| (name.trim(), title.trim()))
}

/// Reads `Name`, `Name - Title` or `Name - Firm - Title`.
pub(super) fn parse_heading(text: &str) -> Heading {
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
