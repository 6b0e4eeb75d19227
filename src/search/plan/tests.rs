use super::*;
use crate::{
    model::Lang,
    query::parse,
    search::{By, Matching},
    text::{Glossary, TokenField},
};

fn shown(query: &str) -> String {
    let glossary = Glossary::new(&[]);
    let options = Options {
        literal: false,
        matching: Matching::Most,
        sides: vec![Lang::En],
        glossary: &glossary,
        names: &|_| None,
        related: &|_| Vec::new(),
    };
    let node = plan::<()>(&parse(query).unwrap(), &options, &mut |_| Err(())).unwrap();
    show(&node.node)
}

fn show(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(show).collect::<Vec<_>>().join(" ");
    match node {
        Node::All(nodes) => format!("all({})", list(nodes)),
        Node::Any(nodes) => format!("any({})", list(nodes)),
        Node::AtLeast(count, nodes) => format!("{count}of({})", list(nodes)),
        Node::Optional(wanted) => {
            let wants: Vec<String> = wanted.nodes().map(show).collect();
            match &wanted.together {
                Some(together) => show(together),
                None => format!("wanted({})", wants.join(" ")),
            }
        }
        Node::Boost(node, terms) => {
            let terms: Vec<&str> = terms.iter().map(|term| term.typed.as_str()).collect();
            format!("{} beside({})", show(node), terms.join(" "))
        }
        Node::Not(node) => format!("not({})", show(node)),
        Node::ProximityBoost(node, terms) => {
            let terms: Vec<String> = terms.iter().map(show_term).collect();
            format!("{} near({})", show(node), terms.join(" "))
        }
        Node::WithinDistance(first, between, second) => {
            format!(
                "{} within {between} of {}",
                show_term(first),
                show_term(second)
            )
        }
        Node::Filter(_) => "filter".to_owned(),
        Node::Term(term) => show_term(term),
    }
}

/// The forms of a term but for those of the glossary, of which there are many.
fn show_term(term: &Term) -> String {
    let forms: Vec<String> = term
        .forms
        .iter()
        .filter(|form| form.by != By::Glossary)
        .map(|form| match &form.matcher {
            Matcher::Value(range) => range.to_string(),
            Matcher::Entity(_) => "theirs".to_owned(),
            Matcher::Phrase {
                field,
                tokens,
                prefix,
            } => {
                let mark = match field {
                    TokenField::Exact => "=",
                    TokenField::Stemmed => "~",
                };
                let tokens: Vec<&str> = tokens.iter().map(|(_, token)| token.as_str()).collect();
                let star = if *prefix { "*" } else { "" };
                format!("{mark}{}{star}", tokens.join("+"))
            }
        })
        .collect();
    forms.join("|")
}

#[test]
fn terms_take_their_forms() {
    for (query, expected) in [
        ("investing", "~invest"),
        ("\"investing\"", "=investing"),
        ("CapEx", "~capex|~cap+ex"),
        ("AI", "=AI"),
        ("U.S.", "=US"),
        ("us", "~us"),
        ("EBITDA", "~ebitda"),
        (
            "year-over-year",
            "~yearoveryear|~year+over+year|=year+over+year",
        ),
        ("company's", "~compani"),
        ("資本支出", "=资+本+支+出"),
        (
            "5G手機",
            "wanted(~5g =手+机) beside(5G手機) near(~5g =手+机)",
        ),
        ("第3季", "=3+季 beside(第3季)"),
        ("後", "==後"),
        ("RMB247.8", "=rmb+247.8|CNY 247.8"),
        ("34%", "=34+%|34%"),
        ("invest*", "=invest*"),
        ("供應*", "=供+应"),
        (
            "slow tractor",
            "wanted(~slow|~slowtractor ~tractor|~slowtractor) \
             near(~slow|~slowtractor ~tractor|~slowtractor)",
        ),
        ("-guidance", "not(~guidanc)"),
    ] {
        assert_eq!(shown(query), expected, "{query}");
    }
}

#[test]
fn a_question_is_taken_word_by_word() {
    let plan = shown("管理層怎麼看未來三年的資本支出");
    assert_eq!(plan, "=资+本+支+出 beside(管理層怎麼看未來三年的資本支出)");
    let plan = shown("毛利率展望怎麼看");
    assert!(
        plan.starts_with("wanted(=毛+利+率 =展+望) beside("),
        "{plan}"
    );
}

#[test]
fn terms_are_read_together() {
    for (query, expected) in [
        (
            "the return to work",
            "wanted(~return ~work) near(~return ~work)",
        ),
        (
            "to be",
            "wanted(~to|~tobe ~be|~tobe) near(~to|~tobe ~be|~tobe)",
        ),
        ("247.8 billion", "=247.8+billion|247,800,000,000"),
        ("5% growth", "wanted(=5+%|5% ~growth) near(=5+%|5% ~growth)"),
        (
            "solar NEAR/5 (tractor OR 風)",
            "~solar within 5 of ~tractor|=风",
        ),
        (
            "solar NEAR/5 slow NEAR/2 tractor",
            "all(~solar within 5 of ~slow ~slow within 2 of ~tractor)",
        ),
        ("芯片", "=芯+片|=晶+片"),
        ("數據中心", "=数+=據+中+心|=资+料+中+心"),
    ] {
        assert_eq!(shown(query), expected, "{query}");
    }
    let plan = shown("free cash flow");
    assert!(plan.starts_with("any(all(~free"), "{plan}");
    assert!(plan.contains("~free+cash+flow)"), "{plan}");
}

#[test]
fn words_written_as_one_are_no_inflection_of_a_part() {
    for (query, expected) in [
        ("margin ally", "wanted(~margin ~alli) near(~margin ~alli)"),
        ("loan ing", "wanted(~loan ~ing) near(~loan ~ing)"),
        ("year-ly", "~year+ly|=year+ly"),
        (
            "data center",
            "all(~data|~datacent ~center|~datacent) near(~data|~datacent ~center|~datacent)",
        ),
    ] {
        let plan = shown(query);
        let plan = plan.trim_start_matches("any(");
        assert!(plan.starts_with(expected), "{query}: {plan}");
    }
}

#[test]
fn small_words_are_not_demanded_beside_any_other_text() {
    for (query, expected) in [
        ("(growth OR margin) is", "1of(~growth ~margin)"),
        ("is \"gross margin\" the", "=gross+margin"),
        ("the grow*", "=grow*"),
        ("growth -\"in the\" is", "all(~growth not(=in+the))"),
        ("is NOT growth", "all(~is not(~growth))"),
    ] {
        assert_eq!(shown(query), expected, "{query}");
    }
}

#[test]
fn short_lists_are_words_and_questions_are_not() {
    for (list, words) in [
        ("匯率、solar", "匯率 solar"),
        ("匯率，solar；tractor", "匯率 solar tractor"),
        ("slow,tractor", "slow tractor"),
        ("，匯率,，tractor、", "匯率 tractor"),
    ] {
        assert_eq!(shown(list), shown(words), "{list}");
    }
    for whole in [
        "1,250",
        "１，２５０",
        "\"slow,tractor\"",
        "slow/tractor",
        "展望：正面",
    ] {
        assert!(!shown(whole).starts_with("all("), "{whole}");
    }
    let plan = shown("請問毛利率、匯率的影響怎麼看");
    assert!(plan.starts_with("wanted(=毛+利+率 ==匯+率)"), "{plan}");
}
