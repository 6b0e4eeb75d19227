use serde::{Deserialize, Serialize};

use super::word_enum;

word_enum! {
    /// What a speaker is on a call.
    Role {
        /// An officer or director of the company.
        Executive = "executive",
        /// Investor relations.
        Ir = "ir",
        /// A securities analyst or an investor who asks.
        Analyst = "analyst",
        /// The conference operator.
        Operator = "operator",
        /// A speaker whom the transcript vendor could not name.
        Unidentified = "unidentified",
        /// The transcript vendor itself.
        Editor = "editor",
    }
}

/// A person, or a speaker without a name, on a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The canonical name: the one in the transcript's headings.
    pub name: String,
    /// Every name known for the person, the canonical one first.
    pub names: Vec<String>,
    /// What the person is on this call.
    pub role: Role,
    /// Title as the transcript gives it.
    pub title: Option<String>,
    /// The firm of an analyst.
    pub firm: Option<String>,
}

impl Speaker {
    /// Whether the name is a person's; `Unidentified Analyst` and `Speaker 2` say that nobody knows it.
    pub fn has_name(&self) -> bool {
        const UNKNOWN: [&str; 6] = [
            "unidentified",
            "unknown",
            "speaker",
            "spk",
            "participant",
            "attendee",
        ];
        let lower = self.name.to_lowercase();
        !UNKNOWN.iter().any(|word| lower.starts_with(word))
            && !self.name.chars().any(|c| c.is_ascii_digit())
    }

    /// Adds a name unless the speaker has it already.
    pub fn add_name(&mut self, name: String) {
        if !self.names.contains(&name) {
            self.names.push(name);
        }
    }
}

/// One person who goes by different names on the calls of a company.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Person {
    /// Id of the company.
    pub company: String,
    /// Every name, the display name first.
    pub names: Vec<String>,
}

impl Person {
    /// The name to display.
    pub fn display_name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }
}

/// The words of a name in lower case, without punctuation, in the order written.
pub fn name_words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A name in normalized form: its words in lower case, one space between them.
pub fn name_key(name: &str) -> String {
    name_words(name).join(" ")
}
