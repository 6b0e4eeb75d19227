//! Offices: families of titles that are one office in any wording and language.

use super::{Role, Speaker, word_enum};

word_enum! {
    /// An office of a company, beside the coarse [`Role`].
    Office {
        /// Chief executive.
        Ceo = "ceo",
        /// Chief of finance.
        Cfo = "cfo",
        /// Chief of operations.
        Coo = "coo",
        /// Investor relations, also of somebody with another office.
        Ir = "ir",
    }
}

/// For each office, its titles in lower case.
const TITLES: [(Office, &[&str]); 4] = [
    (
        Office::Ceo,
        &[
            "ceo",
            "chief executive",
            "執行長",
            "执行长",
            "首席執行官",
            "首席执行官",
            "行政總裁",
            "行政总裁",
        ],
    ),
    (
        Office::Cfo,
        &[
            "cfo",
            "chief financial",
            "chief finance",
            "finance director",
            "財務長",
            "财务长",
            "首席財務官",
            "首席财务官",
            "財務總監",
            "财务总监",
            "财务负责人",
            "財務負責人",
        ],
    ),
    (
        Office::Coo,
        &[
            "coo",
            "chief operating",
            "chief operations",
            "營運長",
            "营运长",
            "首席營運官",
            "首席运营官",
        ],
    ),
    (
        Office::Ir,
        &[
            "ir",
            "investor relations",
            "投資人關係",
            "投資者關係",
            "投资者关系",
            "董秘",
            "董事会秘书",
            "董事會秘書",
        ],
    ),
];

impl Office {
    /// The offices that a speaker holds.
    pub fn of(speaker: &Speaker) -> Vec<Self> {
        let title = speaker.title.as_deref().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
        let says = |known: &str| match known.len() {
            // Short forms are words, `coo` is not in `cook`.
            2 | 3 if known.is_ascii() => words.contains(&known),
            _ => title.contains(known),
        };
        let officer = matches!(speaker.role, Role::Executive | Role::Ir);
        (TITLES.iter())
            .filter(|(office, titles)| {
                let is_ir = *office == Self::Ir && speaker.role == Role::Ir;
                officer && (is_ir || titles.iter().any(|known| says(known)))
            })
            .map(|&(office, _)| office)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_of_titles() {
        for (role, title, offices) in [
            (Role::Executive, "Chairman & CEO", vec![Office::Ceo]),
            (
                Role::Executive,
                "Executive VP, CFO & Head of Investor Relations",
                vec![Office::Cfo, Office::Ir],
            ),
            (Role::Ir, "Director of IR", vec![Office::Ir]),
            (Role::Ir, "Vice President", vec![Office::Ir]),
            (Role::Executive, "财务总监", vec![Office::Cfo]),
            (Role::Executive, "Head Cook", vec![]),
            (Role::Analyst, "CEO of a fund", vec![]),
        ] {
            let speaker = Speaker {
                name: "A".to_owned(),
                names: vec!["A".to_owned()],
                role,
                title: Some(title.to_owned()),
                firm: None,
            };
            assert_eq!(Office::of(&speaker), offices, "{title}");
        }
    }
}
