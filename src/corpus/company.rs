//! Which company holds the call, and what else it is called.

use std::sync::LazyLock;

use regex::Regex;

use super::format::Transcript;
use crate::model::{Company, Period};

/// A greeting such as "Welcome to Alibaba Group's September quarter 2025 results".
static GREETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) [Ww]elcome \s (?: everyone \s | all \s | you \s )? to \s (?: the \s )?
          (?<name> [A-Z0-9] [\w.&,\-]* (?: \s (?: [A-Z0-9&] [\w.&\-]* | of | and | de ) ){0,6}? )
          (?: ['’]s? )? \s
          (?: (?i: first | second | third | fourth | january | february | march | april | may | june
                 | july | august | september | october | november | december | q[1-4] | [1-4]q
                 | fiscal | full | quarterly | earnings | results | conference | annual | interim
                 | half | 20\d\d ) ) \b",
    )
    .expect("valid")
});

/// Words that begin a greeting and no name.
const NO_NAMES: [&str; 6] = ["our", "this", "today", "todays", "the", "your"];

static FILE_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([A-Za-z0-9.]{1,10})[-_ ]+((?:19|20)\d\d[-_ ]?[QqHh][1-4])(?:[^0-9]|$)")
        .expect("valid")
});

/// What a file name tells.
#[derive(Debug, Default)]
pub(super) struct Clues {
    pub(super) ticker: Option<String>,
    pub(super) period: Option<Period>,
}

/// Ticker and period of a name such as `LMRA-2025Q3.txt`.
pub(super) fn clues_in_file_name(source: &str) -> Clues {
    let Some(found) = FILE_NAME.captures(file_stem(source)) else {
        return Clues::default();
    };
    Clues {
        ticker: Some(found[1].to_uppercase()),
        period: found[2].parse().ok(),
    }
}

/// The last part of a source's path, without the ending.
pub(super) fn file_stem(source: &str) -> &str {
    let name = source.rsplit('/').next().unwrap_or(source);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Names the company from the title, the ticker and the greeting.
pub(super) fn identify(transcript: &Transcript, source: &str) -> Company {
    let mut names: Vec<String> = Vec::new();
    names.extend(transcript.company.clone());
    names.extend(greeted(transcript).filter(|name| !names.contains(name)));
    let ticker = transcript.ticker.clone();
    let name = match (names.first(), &ticker) {
        (Some(name), _) | (None, Some(name)) => name.clone(),
        (None, None) => file_stem(source).to_owned(),
    };
    if names.is_empty() {
        names.push(name.clone());
    }
    Company {
        id: ticker.clone().unwrap_or_else(|| slug(&name)),
        ticker,
        name,
        names,
    }
}

/// The name by which the first speakers welcome the listeners.
fn greeted(transcript: &Transcript) -> Option<String> {
    let opening = transcript
        .turns
        .iter()
        .take(3)
        .flat_map(|turn| turn.paragraphs.iter().take(3));
    opening
        .filter_map(|paragraph| paragraph.text.en.as_deref())
        .find_map(|text| {
            let found = GREETING.captures(text)?;
            let name = found["name"].trim_end_matches([',', '.', ' ']);
            let first = name.split_whitespace().next()?.to_lowercase();
            (!NO_NAMES.contains(&first.as_str())).then(|| name.to_owned())
        })
}

/// Letters and digits of a name with hyphens between, for an id.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().take(80) {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "call".to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings() {
        for (text, name) in [
            (
                "Good day. Welcome to Alibaba Group's September quarter 2025 results conference.",
                Some("Alibaba Group"),
            ),
            (
                "Welcome to the Crown & Anchor Co. Q3 2022 Earnings Call.",
                Some("Crown & Anchor Co"),
            ),
            (
                "Welcome to Farcape Motors' third quarter 2025 results call",
                Some("Farcape Motors"),
            ),
            (
                "Welcome to our third quarter results call, and thanks for the patience.",
                None,
            ),
            ("Welcome to today's earnings call", None),
        ] {
            let found = GREETING
                .captures(text)
                .map(|found| found["name"].trim_end_matches([',', '.', ' ']).to_owned());
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }

    #[test]
    fn file_names() {
        let clues = clues_in_file_name("asia/LMRA-2025Q3.txt");
        assert_eq!(clues.ticker.as_deref(), Some("LMRA"));
        assert_eq!(
            clues.period.map(|p| p.to_string()).as_deref(),
            Some("2025Q3")
        );
        assert!(clues_in_file_name("notes.txt").ticker.is_none());
        assert_eq!(slug("  遠岬 汽車, Inc. "), "遠岬-汽車-inc");
    }
}
