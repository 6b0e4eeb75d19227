//! What stands beside a name: title, firm, time, an identifier, and the part that somebody takes.

use crate::{
    model::{ExchangeSide, Role, is_known_firm},
    transcript::format::{
        Heading,
        speaker::{self, heading::split_heading, label},
        speech::{detection, sentence, timestamp},
        title::headline,
    },
};

/// Longest line with title or firm below a name, in characters.
pub(super) const MAX_ABOUT_CHARS: usize = 130;

/// Longest title or firm in brackets before speech, in characters.
const MAX_BRACKET_CHARS: usize = 90;

/// Words that only names of firms have.
const FIRM_WORDS: &str = "llc inc securities research division capital bank banca banque group company partners \
    markets plc ltd limited corp corporation ag sa nv ab asa advisors advisers investments brokerage equities \
    institutional asset management financial";

/// Words of headings within speech that names of people do not have.
const TOPIC_WORDS: &str = "allocation appendix asia asset assets backlog balance banking brands business buyback capital \
    commercial consumer corporate cost costs credit customers debt demand deposits digital dividend dividends \
    division earnings efficiency energy europe expenses figures finance flow funding growth guidance highlights \
    income innovation insurance integration inventory investment investments lending leverage liquidity loan loans \
    management margin margins market operations outlook overview performance portfolio pricing priorities products \
    profit profitability progress quality ratio regulatory restructuring results retail revenue revenues review risk \
    segment segments services sheet solutions statements strategic strategy summary supply sustainability \
    targets tax technology transactions transformation treasury update volumes wealth";

/// Whether a name of some words is a topic: `Capital Allocation`.
pub(super) fn is_topic(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_topic_word = |word: &str| TOPIC_WORDS.split(' ').any(|topic| topic == word);
    name.contains(' ') && lower.split(' ').any(is_topic_word)
}

/// Whether a text reads like a firm.
pub(super) fn is_firm(text: &str) -> bool {
    let lower = text.to_lowercase();
    is_known_firm(text)
        || lower
            .split(|c: char| !c.is_alphanumeric() && c != '&')
            .any(|word| FIRM_WORDS.split(' ').any(|other| other == word))
        || lower.contains("& co")
}

/// Whether a text is a title, a firm, or both: `Kestrel Securities, Analyst`.
fn is_title_or_firm(text: &str) -> bool {
    let parts = match split_heading(text).or_else(|| text.rsplit_once(", ")) {
        Some((first, second)) => vec![first, second],
        None => vec![text],
    };
    is_about(text)
        && parts
            .iter()
            .any(|part| speaker::is_office(part) || is_firm(part))
}

/// The text without a time at its beginning or end: `[00:03:45] Ann Wu`, `Ann Wu 00:03:45`.
pub(super) fn without_time(text: &str) -> &str {
    let text = text.trim();
    if let Some((_, rest)) = timestamp::bracketed(text) {
        return rest.trim();
    }
    if let Some((_, taken)) = timestamp::leading(text) {
        return text.get(taken..).unwrap_or_default().trim();
    }
    let last = text.rsplit(' ').next().unwrap_or_default();
    let bare = last.trim_matches(['(', ')', '[', ']']);
    let is_time = timestamp::leading(bare).is_some_and(|(_, taken)| taken == bare.len());
    match is_time {
        true => text
            .get(..text.len() - last.len())
            .unwrap_or_default()
            .trim(),
        false => text,
    }
}

/// The text without an identifier in braces at its beginning or end: `Ann Wu {BIO 1234567 <GO>}`.
pub(super) fn without_identifier(text: &str) -> &str {
    let text = text.trim();
    let is_one = |inner: &str| inner.len() <= 40 && !inner.contains(['{', '}']);
    if let Some((inner, rest)) = text.strip_prefix('{').and_then(|text| text.split_once('}'))
        && is_one(inner)
    {
        return rest.trim();
    }
    match text
        .strip_suffix('}')
        .and_then(|text| text.rsplit_once('{'))
    {
        Some((before, inner)) if is_one(inner) => before.trim(),
        _ => text,
    }
}

/// The text without what vendors set around a name: time, bullet, number, `<Ann Wu>`, `Ann Wu [12]`.
pub(super) fn bare(text: &str) -> &str {
    let text = without_time(text);
    let is_bullet = |c: char| {
        c.is_whitespace() || ('\u{E000}'..='\u{F8FF}').contains(&c) || "•●■▪○◦➢►▶▸*>".contains(c)
    };
    let text = match text.strip_prefix('<').and_then(|text| text.split_once('>')) {
        Some((inner, "" | ":")) => inner,
        _ => text,
    };
    let text = text.trim_start_matches(is_bullet);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = text.get(digits..).unwrap_or_default();
    let text = match behind.strip_prefix(['.', ')']) {
        Some(rest) if (1..=2).contains(&digits) => rest.trim_start(),
        _ => text,
    };
    match text
        .strip_suffix(']')
        .and_then(|text| text.rsplit_once('['))
    {
        Some((before, index)) if index.bytes().all(|b| b.is_ascii_digit()) => before.trim_end(),
        _ => text,
    }
}

/// `Ann Wu, Harbor Lantern plc – Chief Financial Officer`.
pub(super) fn with_firm(text: &str) -> Option<Heading> {
    let (who, title) = split_heading(text)?;
    let (name, firm) = who.split_once(", ")?;
    let person = label::whole_line(name)?.heading;
    (is_firm(firm) && speaker::is_office(title) && !person.name.is_empty()).then(|| Heading {
        firm: Some(firm.to_owned()),
        title: Some(title.to_owned()),
        ..person
    })
}

/// `Executives – Chief Financial Officer`, `Analysts – Kestrel`: the role and what follows.
pub(super) fn group(about: &str) -> Option<(Role, &str)> {
    let (group, rest) = split_heading(about)?;
    let role = match group.to_lowercase().as_str() {
        "executive" | "executives" => Role::Executive,
        "analyst" | "analysts" => Role::Analyst,
        _ => return None,
    };
    Some((role, rest))
}

/// `(Operator Instructions)`, `(interpreted)`, `(technical difficulty)`.
fn is_direction(about: &str) -> bool {
    const DIRECTIONS: [&str; 6] = [
        "operator",
        "interpret",
        "technical",
        "foreign",
        "laugh",
        "inaudible",
    ];
    let lower = about.trim().to_lowercase();
    DIRECTIONS.iter().any(|word| lower.starts_with(word))
}

/// Title or firm behind a name in bold, and the speech behind both: `– Kestrel, Analyst`, `(Kestrel)
/// Good morning.`; none if all of it is speech. Without a mark, all of it must be title or firm.
pub(super) fn split(rest: &str, is_alone: bool) -> Option<(&str, &str)> {
    if let Some((about, speech)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'))
        && about.chars().count() <= MAX_BRACKET_CHARS
        && !is_direction(about)
        && (is_title_or_firm(about) || speech.trim().is_empty() && is_about(about))
    {
        return Some((
            about.trim(),
            speech.trim_start_matches([':', '：', '-', '–']).trim(),
        ));
    }
    let about = rest.trim_start_matches(['-', '–', '—', ',', '|', '/', ' ']);
    if about.len() < rest.len() {
        return is_about(about).then_some((about, ""));
    }
    (is_alone && is_title_or_firm(rest)).then_some((rest, ""))
}

/// `Question from Ann Wu, Kestrel`, `Q: Ann Wu, Kestrel`, `A2 – Bo Li`.
pub(super) fn asked(text: &str) -> Option<(Heading, Option<ExchangeSide>)> {
    const WORDS: [(&str, ExchangeSide); 4] = [
        ("question", ExchangeSide::Asked),
        ("answer", ExchangeSide::Answered),
        ("q", ExchangeSide::Asked),
        ("a", ExchangeSide::Answered),
    ];
    let lower = text.to_ascii_lowercase();
    let (word, side) = WORDS.iter().find(|(word, _)| lower.starts_with(word))?;
    let rest = text.get(word.len()..)?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '.');
    let who = rest
        .strip_prefix([':', '-', '–', '—', '|', ','])
        .or_else(|| rest.strip_prefix("from "))
        .or_else(|| rest.strip_prefix("by "))?;
    let found = label::whole_line(who.trim()).filter(|found| !found.heading.name.is_empty())?;
    Some((found.heading, Some(*side)))
}

/// Whether a text may be a title or firm: it begins with a capital and is no sentence.
pub(super) fn is_about(text: &str) -> bool {
    let text = text.trim();
    let is_open = !text.ends_with(['?', '!', ':', ';'])
        && (!sentence::ends_sentence(text)
            || [
                "Inc.", "Corp.", "Co.", "Ltd.", "L.P.", "N.A.", "S.A.", "A.G.", "p.A.",
            ]
            .iter()
            .any(|ending| text.ends_with(ending)));
    text.chars().count() <= MAX_ABOUT_CHARS
        && text
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && is_open
        && !detection::is_speech(text)
        && !headline::is_title(text)
        && !text.contains("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_identifiers() {
        for text in [
            "Ann Wu 00:03:45",
            "[00:03:45] Ann Wu",
            "00:03:45 Ann Wu",
            "Ann Wu (03:45)",
        ] {
            assert_eq!(without_time(text), "Ann Wu", "{text}");
        }
        for text in [
            "▶ Ann Wu",
            "3. Ann Wu",
            "<Ann Wu>:",
            "Ann Wu [12]",
            "\u{F0B7} Ann Wu",
        ] {
            assert_eq!(bare(text), "Ann Wu", "{text}");
        }
        assert_eq!(without_time("Ann Wu"), "Ann Wu");
        assert_eq!(without_identifier("Ann Wu {BIO 1234567 <GO>}"), "Ann Wu");
        assert_eq!(without_identifier("{BIO 1234567 <GO>} Yes."), "Yes.");
    }

    #[test]
    fn beside_names() {
        for (rest, is_alone, expected) in [
            (
                "-- Kestrel -- Analyst",
                true,
                Some(("Kestrel -- Analyst", "")),
            ),
            (
                "(Kestrel Securities) Good morning.",
                false,
                Some(("Kestrel Securities", "Good morning.")),
            ),
            (
                "(UBS, Analyst) Thank you.",
                false,
                Some(("UBS, Analyst", "Thank you.")),
            ),
            ("(Operator Instructions) Thank you.", false, None),
            (
                "Harbor Lantern plc - Chief Executive Officer",
                true,
                Some(("Harbor Lantern plc - Chief Executive Officer", "")),
            ),
            ("Good morning.", true, None),
            ("Kestrel Securities grew.", true, None),
        ] {
            assert_eq!(split(rest, is_alone), expected, "{rest}");
        }
        for (text, name) in [
            ("Question from Ann Wu, Kestrel Securities", Some("Ann Wu")),
            ("Q: Ann Wu, Kestrel Securities", Some("Ann Wu")),
            ("A: Bo Li", Some("Bo Li")),
            ("Ann Wu", None),
            ("Questions and Answers", None),
        ] {
            let found = asked(text).map(|(heading, _)| heading.name);
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }

    #[test]
    fn groups_firms_and_topics() {
        assert_eq!(
            group("Analysts - Kestrel Securities"),
            Some((Role::Analyst, "Kestrel Securities"))
        );
        assert_eq!(group("Kestrel Securities - Analyst"), None);
        let heading = with_firm("Ann Wu, Harbor Lantern plc - Chief Financial Officer").unwrap();
        assert_eq!(heading.name, "Ann Wu");
        assert_eq!(heading.firm.as_deref(), Some("Harbor Lantern plc"));
        assert_eq!(heading.title.as_deref(), Some("Chief Financial Officer"));
        assert_eq!(with_firm("Ann Wu - Chief Financial Officer"), None);
        for name in [
            "Capital Allocation",
            "Net Interest Income",
            "Digital Banking",
        ] {
            assert!(is_topic(name), "{name}");
        }
        for name in ["Ann Wu", "Management", "John Key", "Lim Kok Seng"] {
            assert!(!is_topic(name), "{name}");
        }
    }
}
