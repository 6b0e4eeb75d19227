//! What is asked: classes of queries, each in the words of every engine that can answer it.

use crate::passages::Passage;

/// One query.
pub(crate) struct Query {
    /// As typed for Verbatim.
    pub(crate) typed: String,
    /// For engines that find words and characters alone.
    pub(crate) plain: Plain,
}

/// A query of words.
pub(crate) enum Plain {
    /// English words that must all be there.
    Words(Vec<String>),
    /// English words in a row.
    Phrase(String),
    /// Chinese as it stands.
    Chinese(String),
    /// More than words.
    Nothing,
}

impl Plain {
    /// As typed for a query parser of words and phrases; none for what such an engine does not find. tantivy's
    /// tokenizer takes a run of Chinese for one word.
    pub(crate) fn typed(&self) -> Option<String> {
        match self {
            Self::Words(words) => Some(words.join(" ")),
            Self::Phrase(phrase) => Some(format!("\"{phrase}\"")),
            Self::Chinese(_) | Self::Nothing => None,
        }
    }
}

/// Queries of one kind.
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) queries: Vec<Query>,
}

/// The classes, with literals that some of the passages say.
pub(crate) fn of(passages: &[Passage]) -> Vec<Class> {
    let words = |all: &[&str]| {
        let query = |typed: &&str| Query {
            typed: (*typed).to_owned(),
            plain: Plain::Words(typed.split(' ').map(str::to_owned).collect()),
        };
        all.iter().map(query).collect::<Vec<_>>()
    };
    let phrase = |typed: &&str| Query {
        typed: format!("\"{typed}\""),
        plain: Plain::Phrase((*typed).to_owned()),
    };
    let chinese = |typed: String| Query {
        plain: Plain::Chinese(typed.clone()),
        typed,
    };
    let quoted = |literal: &String| Query {
        typed: format!("\"{literal}\""),
        plain: Plain::Chinese(literal.clone()),
    };
    let only_ours = |typed: &&str| Query {
        typed: (*typed).to_owned(),
        plain: Plain::Nothing,
    };
    let [four, twelve] = [4, 12].map(|length| literals(passages, length));
    vec![
        Class {
            name: "one term",
            queries: words(&["tenants", "occupancy", "inflation", "debt", "pipeline"]),
        },
        Class {
            name: "a frequent term",
            queries: words(&["quarter", "market"]),
        },
        Class {
            name: "two terms",
            queries: words(&[
                "occupancy growth",
                "interest rates",
                "debt maturity",
                "leasing demand",
            ]),
        },
        Class {
            name: "a phrase",
            queries: [
                "interest rates",
                "third quarter",
                "balance sheet",
                "supply chain",
            ]
            .iter()
            .map(phrase)
            .collect(),
        },
        Class {
            name: "a Chinese word",
            queries: ["毛利率", "資本支出", "雲端", "客戶"]
                .map(|typed| chinese(typed.to_owned()))
                .into(),
        },
        Class {
            name: "4 Chinese characters, quoted",
            queries: four.iter().map(quoted).collect(),
        },
        Class {
            name: "12 Chinese characters, quoted",
            queries: twelve.iter().map(quoted).collect(),
        },
        Class {
            name: "4 Chinese characters",
            queries: four.into_iter().map(chinese).collect(),
        },
        Class {
            name: "12 Chinese characters",
            queries: twelve.into_iter().map(chinese).collect(),
        },
        Class {
            name: "a Chinese question",
            queries: [
                "管理層怎麼看未來三年的資本支出與自由現金流",
                "先進封裝的產能什麼時候才能滿足客戶的需求",
                "請問今年的毛利率會不會受到匯率與原物料價格的影響",
            ]
            .iter()
            .map(only_ours)
            .collect(),
        },
        Class {
            name: "a term of the glossary",
            queries: ["capex", "free cash flow", "guidance"]
                .iter()
                .map(only_ours)
                .collect(),
        },
        Class {
            name: "a range of amounts",
            queries: ["amount:>10b", "amount:usd:1m..5m", "percent:30..40"]
                .iter()
                .map(only_ours)
                .collect(),
        },
    ]
}

/// Stretches of Chinese of so many characters, from passages far from one another.
fn literals(passages: &[Passage], length: usize) -> Vec<String> {
    let step = (passages.len() / 7).max(1);
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let stretch = |passage: &Passage| {
        let runs = passage.chinese.split(|c| !is_han(c));
        let longest = runs.max_by_key(|run| run.len())?;
        let literal: String = longest.chars().take(length).collect();
        (literal.chars().count() == length).then_some(literal)
    };
    let mut found = Vec::new();
    for first in (step / 2..passages.len()).step_by(step) {
        found.extend(passages.iter().skip(first).find_map(stretch));
    }
    found
}
