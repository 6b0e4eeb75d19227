//! Job titles: the office that a title names, and the role that follows from it.

use crate::{model::Role, text::fold_str};

/// The role that follows from a name and a title; none if neither tells it.
pub(super) fn role(name: &str, title: Option<&str>) -> Option<Role> {
    let name = fold_str(name).to_lowercase();
    let title = title.unwrap_or_default().to_lowercase();
    let name_is = |words: &[&str]| words.iter().any(|word| name == *word);
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if name.starts_with("unidentified") || name.starts_with("unknown ") {
        Some(Role::Unidentified)
    } else if name_is(&[
        "operator",
        "conference operator",
        "操作員",
        "接線員",
        "操作员",
        "接线员",
        "主持人",
        "moderator",
        "coordinator",
        "conference coordinator",
        "call coordinator",
        "conference facilitator",
        "facilitator",
        "conference moderator",
        "conference call operator",
        "call operator",
        "teleconference operator",
        "event operator",
    ]) || has(&["operator"]) && !has(&["officer", "operations"])
        || ["主持人", "主持", "會議主持人", "会议主持人"].contains(&title.as_str())
    {
        Some(Role::Operator)
    } else if name_is(&["editor", "編輯", "编辑"]) {
        Some(Role::Editor)
    } else if names_chief(&title) {
        // A finance chief who looks after investors as well is an officer first.
        Some(Role::Executive)
    } else if has(&[
        "investor relations",
        "投資人關係",
        "投資者關係",
        "投资者关系",
    ]) || title
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word == "ir")
    {
        Some(Role::Ir)
    } else if has(&["analyst", "分析師", "分析师", "研究員", "研究员"]) {
        Some(Role::Analyst)
    } else if title.is_empty() || has(&["專家", "专家", "嘉賓", "嘉宾"]) {
        None
    } else {
        Some(Role::Executive)
    }
}

/// Whether a title in lower case names one of the company's first officers.
fn names_chief(title: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    title
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| ["ceo", "cfo", "coo", "cto", "cio", "cmo"].contains(&word))
        || title.contains("chief ") && title.contains(" officer")
        || has(&[
            "執行長",
            "执行长",
            "財務長",
            "财务长",
            "財務總監",
            "财务总监",
            "首席",
            "總經理",
            "总经理",
            "總裁",
            "总裁",
            "董事長",
            "董事长",
        ]) && !has(&["副總", "副总", "副總裁", "副总裁"])
}

/// The firm within an analyst's title: `Goldman Sachs, Analyst` or `Analyst, Goldman Sachs`.
pub(super) fn firm_in_title(title: &str) -> Option<String> {
    let parts: Vec<&str> = title.split(',').map(str::trim).collect();
    match parts.as_slice() {
        [first, rest @ ..] if first.eq_ignore_ascii_case("analyst") && !rest.is_empty() => {
            Some(rest.join(", "))
        }
        [firm @ .., last] if last.eq_ignore_ascii_case("analyst") && !firm.is_empty() => {
            Some(firm.join(", "))
        }
        _ => None,
    }
}

/// An office and the part of the company it is held in.
#[derive(Debug, PartialEq, Eq)]
struct Office {
    office: String,
    unit: Option<String>,
}

/// Short forms of offices, with the long ones.
const ABBREVIATIONS: [(&str, &str); 7] = [
    ("ceo", "chief executive officer"),
    ("cfo", "chief financial officer"),
    ("coo", "chief operating officer"),
    ("cto", "chief technology officer"),
    ("cio", "chief information officer"),
    ("cmo", "chief marketing officer"),
    ("chairperson", "chairman"),
];

/// Second offices in a title, which are not parts of a company.
const SECOND_OFFICES: [&str; 5] = [
    "director",
    "executive director",
    "chairman",
    "president",
    "co founder",
];

/// The first office in a title, and the part of the company if one is named.
fn parse_office(title: &str) -> Office {
    let lower = title.to_lowercase().replace(['-', '.'], " ");
    let mut parts = lower
        .split([',', '&', ';'])
        .flat_map(|part| part.split(" and "));
    let first = parts.next().unwrap_or_default().trim();
    let (office, of) = match [" of ", " for "]
        .iter()
        .find_map(|word| first.split_once(word))
    {
        Some((office, of)) => (office, Some(of)),
        None => (first, None),
    };
    let office = office
        .trim()
        .trim_start_matches("our ")
        .trim_start_matches("the ");
    let office = ABBREVIATIONS
        .iter()
        .find(|(short, _)| *short == office)
        .map_or(office, |(_, long)| long)
        .to_owned();
    let unit = of.map(str::to_owned).or_else(|| {
        parts
            .map(str::trim)
            .find(|part| !part.is_empty() && !SECOND_OFFICES.contains(part))
            .map(str::to_owned)
    });
    Office { office, unit }
}

/// The offices of the kind `chief … officer` in a title, spelt out.
fn chief_offices(title: &str) -> Vec<String> {
    let lower = title.to_lowercase().replace(['-', '.'], " ");
    lower
        .split([',', '&', ';'])
        .flat_map(|part| part.split(" and "))
        .map(|part| part.split(" of ").next().unwrap_or(part).trim())
        .map(|part| part.rsplit("'s ").next().unwrap_or(part))
        .map(|part| {
            ABBREVIATIONS
                .iter()
                .find(|(short, _)| *short == part)
                .map_or(part, |(_, long)| long)
        })
        .filter_map(|part| part.find("chief ").and_then(|at| part.get(at..)))
        .map(str::to_owned)
        .collect()
}

/// Whether two titles name one office: the same words, and not two different parts of the company.
pub(super) fn same_office(a: &str, b: &str) -> bool {
    let (chief_a, chief_b) = (chief_offices(a), chief_offices(b));
    if chief_a.iter().any(|office| chief_b.contains(office))
        && parse_office(a).office != parse_office(b).office
    {
        return true;
    }
    let (a, b) = (parse_office(a), parse_office(b));
    let units = match (&a.unit, &b.unit) {
        (Some(a), Some(b)) => a.contains(b.as_str()) || b.contains(a.as_str()),
        _ => true,
    };
    a.office == b.office && units
}

/// Whether a phrase reads like a title, so that it introduces the name beside it.
pub(super) fn is_title(phrase: &str) -> bool {
    const OFFICES: [&str; 22] = [
        "chief",
        "ceo",
        "cfo",
        "coo",
        "cto",
        "cio",
        "cmo",
        "president",
        "chairman",
        "chairwoman",
        "chair",
        "head",
        "director",
        "vice",
        "senior",
        "executive",
        "founder",
        "co",
        "general",
        "managing",
        "treasurer",
        "group",
    ];
    let lower = phrase.to_lowercase().replace('-', " ");
    let mut words = lower.split_whitespace().skip_while(|word| {
        ["our", "the", "its"].contains(word) || word.ends_with("'s") || word.ends_with("’s")
    });
    words.next().is_some_and(|word| OFFICES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_office_in_several_wordings() {
        for (a, b) in [
            ("Chief Executive Officer, Director", "CEO"),
            ("Chief Executive Officer", "our Chief Executive Officer"),
            (
                "Chief Executive Officer, Shops Group",
                "Chief Executive Officer of Shops Group",
            ),
            ("President & CEO", "President"),
            ("Executive VP, CFO & Treasurer", "Chief Financial Officer"),
            (
                "President, CEO & Director",
                "Lumora's Chief Executive Officer",
            ),
            ("President, Tidewell Cloud", "President of Tidewell Cloud"),
        ] {
            assert!(same_office(a, b), "{a} / {b}");
        }
        for (a, b) in [
            ("Chief Executive Officer", "Chief Financial Officer"),
            ("Head of Sales", "Head of Investor Relations"),
            ("CEO of Cloud", "CEO of Shops"),
        ] {
            assert!(!same_office(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn roles() {
        for (name, title, expected) in [
            ("Operator", None, Role::Operator),
            ("Editor", None, Role::Editor),
            (
                "Unidentified Company Representative 1",
                None,
                Role::Unidentified,
            ),
            ("Unidentified Analyst", Some("Analyst"), Role::Unidentified),
            ("A", Some("Head of Investor Relations"), Role::Ir),
            ("A", Some("Senior VP, Finance & IR"), Role::Ir),
            (
                "A",
                Some("CFO & Head of Investor Relations"),
                Role::Executive,
            ),
            ("A", Some("财务总监兼投资者关系"), Role::Executive),
            ("A", Some("Research Analyst"), Role::Analyst),
            ("A", Some("Chief Operating Officer"), Role::Executive),
        ] {
            assert_eq!(role(name, title), Some(expected), "{name}");
        }
    }
}
