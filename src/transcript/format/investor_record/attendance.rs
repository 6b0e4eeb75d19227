//! Participants: `岚川证券：周可、吴双`, `岚川证券 周可`, `董事会秘书 林可`, `林可（董事长）`.

use crate::{
    model::Role,
    text::has_han,
    transcript::format::{Heading, speaker::chinese},
};

/// Most people or firms read from a list; its lines are marked as unparsed in any case.
const MAX_ENTRIES: usize = 2_000;

/// Words of firms in Latin letters.
const FIRMS: [&str; 12] = [
    "capital",
    "securities",
    "asset",
    "management",
    "fund",
    "partners",
    "bank",
    "research",
    "investment",
    "investments",
    "group",
    "advisors",
];

/// The institutions in some lines, with their people where these are named.
///
/// Names between commas are firms, unless a colon, a space or the firm before marks one as a person.
pub(super) fn institutions<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    for line in lines {
        for group in line.split(['；', ';', '\t']) {
            group_of_firms(group.trim(), &mut found);
        }
    }
    found
}

fn group_of_firms(group: &str, found: &mut Vec<Heading>) {
    if let Some((firm, names)) = group.split_once(['：', ':'])
        && is_firm(firm.trim())
    {
        add(found, "", firm.trim());
        for name in names.split(['、', '，', ',', ' ', '　', '和', '及']) {
            if is_person(name.trim()) {
                add(found, name.trim(), firm.trim());
            }
        }
        return;
    }
    let mut firm: Option<String> = None;
    for item in group.split(['、', '，', ',']) {
        let words: Vec<&str> = item.split_whitespace().collect();
        if is_firm(item.trim()) && item.split_whitespace().all(|word| !is_person(word)) {
            add(found, "", item.trim());
            firm = None;
            continue;
        }
        for word in words {
            let word = word.trim_end_matches('等');
            let (inner, bracket) = match word
                .strip_suffix([')', '）'])
                .and_then(|w| w.split_once(['(', '（']))
            {
                Some((inner, bracket)) => (inner, Some(bracket)),
                None => (word, None),
            };
            match bracket {
                Some(names) if is_firm(inner) => {
                    add(found, "", inner);
                    for name in names.split(['/', ' ']).filter(|name| is_person(name)) {
                        add(found, name, inner);
                    }
                }
                Some(vendor) if is_person(inner) && is_firm(vendor) => add(found, inner, vendor),
                _ => {}
            }
            if bracket.is_some() {
                continue;
            }
            if let Some((name, vendor)) = word.split_once(['/', '-', '—'])
                && let Some((name, vendor)) = ordered(name, vendor)
            {
                add(found, name, vendor);
            } else if is_firm(word) {
                add(found, "", word);
                firm = Some(word.to_owned());
            } else if let Some((vendor, name)) = chinese::firm_and_name(word) {
                add(found, &name, &vendor);
                firm = Some(vendor);
            } else if let Some(vendor) = firm.as_deref().filter(|_| is_person(word)) {
                add(found, word, vendor);
            }
        }
    }
}

/// A name and a firm on the two sides of a sign, either first.
fn ordered<'a>(a: &'a str, b: &'a str) -> Option<(&'a str, &'a str)> {
    if is_person(a) && is_firm(b) {
        Some((a, b))
    } else if is_firm(a) && is_person(b) {
        Some((b, a))
    } else {
        None
    }
}

/// Adds a person, or a firm of which nobody is named.
fn add(found: &mut Vec<Heading>, name: &str, firm: &str) {
    if found.len() >= MAX_ENTRIES {
        return;
    }
    let same_firm = |known: &&mut Heading| known.firm.as_deref() == Some(firm);
    if name.is_empty() && found.iter_mut().any(|known| same_firm(&known)) {
        return;
    }
    if let Some(unnamed) = found
        .iter_mut()
        .rev()
        .find(same_firm)
        .filter(|known| known.name.is_empty())
    {
        name.clone_into(&mut unnamed.name);
        return;
    }
    if found
        .iter()
        .any(|known| known.name == name && known.firm.as_deref() == Some(firm))
    {
        return;
    }
    found.push(Heading {
        name: name.to_owned(),
        firm: Some(firm.to_owned()),
        role: Some(Role::Analyst),
        ..Heading::default()
    });
}

fn is_person(text: &str) -> bool {
    let bare = text.trim_end_matches("先生").trim_end_matches("女士");
    chinese::is_name(bare)
}

fn is_firm(text: &str) -> bool {
    let count = text.chars().count();
    let sentence =
        text.contains(['。', '？', '，', '：', '《', '“', '/']) || text.contains("投资者");
    if sentence || !(3..=40).contains(&count) {
        return false;
    }
    if has_han(text) {
        let numbers = text.starts_with(|c: char| c.is_ascii_digit());
        return chinese::is_firm(text) && !numbers;
    }
    let lower = text.to_lowercase();
    let capital = text.starts_with(char::is_uppercase);
    capital && lower.split_whitespace().any(|word| FIRMS.contains(&word))
}

/// The company's people with their titles, in either order.
pub(super) fn hosts<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    for line in lines {
        let mut title = String::new();
        let mut last: Option<usize> = None;
        let signs = ['、', '，', ',', '；', ';', ' ', '　', '\t', '：', ':', '/'];
        let items: Vec<&str> = line.split(signs).filter(|item| !item.is_empty()).collect();
        let names_first = items.first().is_some_and(|item| is_person(item));
        for item in items {
            let item = item.trim_end_matches('。').trim_end_matches('等');
            let bare = item.trim_end_matches("先生").trim_end_matches("女士");
            let all = bare.chars().count();
            let prefix = chinese::title_prefix(bare);
            let name: String = bare.chars().skip(prefix).collect();
            if let Some((name, office)) = bare
                .strip_suffix([')', '）'])
                .and_then(|bare| bare.split_once(['(', '（']))
            {
                push(&mut found, name, office);
            } else if is_person(bare) {
                push(&mut found, bare, &title);
                title.clear();
                last = found.len().checked_sub(1);
            } else if prefix > 0 && is_person(&name) {
                let office: String = bare.chars().take(prefix).collect();
                let office = [title.as_str(), office.as_str()].join("、");
                push(&mut found, &name, office.trim_start_matches('、'));
                title.clear();
                last = None;
            } else if prefix == all || chinese::title_suffix(bare).is_some() {
                match last
                    .and_then(|at| found.get_mut(at))
                    .filter(|_| names_first)
                {
                    Some(heading) => {
                        let known = heading.title.take();
                        let titles: Vec<String> =
                            known.into_iter().chain([bare.to_owned()]).collect();
                        heading.title = Some(titles.join("、"));
                    }
                    None if title.is_empty() => bare.clone_into(&mut title),
                    None => {
                        title.push('、');
                        title.push_str(bare);
                    }
                }
            }
        }
    }
    found
}

fn push(found: &mut Vec<Heading>, name: &str, title: &str) {
    let (name, title) = (name.trim(), title.trim());
    if found.len() < MAX_ENTRIES && is_person(name) && !found.iter().any(|known| known.name == name)
    {
        found.push(Heading {
            name: name.to_owned(),
            title: (!title.is_empty()).then(|| title.to_owned()),
            role: Some(Role::Executive),
            ..Heading::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn institutions_and_their_people() {
        for (line, expected) in [
            (
                "岚川证券：周可、吴双；望潮基金：沈一",
                "周可@岚川证券 吴双@岚川证券 沈一@望潮基金",
            ),
            (
                "岚川证券 周可、望潮基金 沈一",
                "周可@岚川证券 沈一@望潮基金",
            ),
            (
                "岚川证券周可、吴双、望潮基金沈一",
                "周可@岚川证券 吴双@岚川证券 沈一@望潮基金",
            ),
            (
                "岚川证券（周可）、沈一（望潮基金）",
                "周可@岚川证券 沈一@望潮基金",
            ),
            ("周可/岚川证券", "周可@岚川证券"),
            (
                "岚川证券、高仁资产、望潮基金等32家机构",
                "@岚川证券 @高仁资产",
            ),
            (
                "Harbourline Capital、岚川证券",
                "@Harbourline Capital @岚川证券",
            ),
            ("线上参与公司业绩说明会的投资者", ""),
        ] {
            let shown: Vec<String> = institutions([line].into_iter())
                .iter()
                .map(|h| format!("{}@{}", h.name, h.firm.as_deref().unwrap_or("")))
                .collect();
            assert_eq!(shown.join(" "), expected, "{line}");
        }
    }

    #[test]
    fn people_of_the_company() {
        for (line, expected) in [
            (
                "董事长：林可；董事会秘书 沈一、财务总监吴双",
                "林可=董事长 沈一=董事会秘书 吴双=财务总监",
            ),
            ("董事、总经理林可先生", "林可=董事、总经理"),
            (
                "林可 董事长、沈一 董事会秘书",
                "林可=董事长 沈一=董事会秘书",
            ),
            (
                "林可（董事长）、沈一（副总经理、董事会秘书）",
                "林可=董事长",
            ),
            (
                "董事会秘书兼财务总监 沈一 女士",
                "沈一=董事会秘书兼财务总监",
            ),
        ] {
            let shown: Vec<String> = hosts([line].into_iter())
                .iter()
                .map(|h| format!("{}={}", h.name, h.title.as_deref().unwrap_or("")))
                .collect();
            assert_eq!(shown.join(" "), expected, "{line}");
        }
    }
}
