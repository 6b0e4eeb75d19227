use super::*;
use crate::{
    query::parse,
    search::plan::{Options, plan},
    text::Glossary,
};

fn lit(query: &str, text: &str) -> Vec<String> {
    let glossary = Glossary::new(&[]);
    let options = Options {
        literal: false,
        matching: crate::search::Matching::Most,
        sides: vec![Lang::En, Lang::Zh],
        glossary: &glossary,
        names: &|_| None,
        related: &|_| Vec::new(),
    };
    let plan = plan::<()>(&parse(query).unwrap(), &options, &mut |_| Err(())).unwrap();
    let highlighted = Highlighter::new(&plan.node).highlight(
        &Sides::only(Lang::Zh, text.to_owned()),
        &PassageAttributes::default(),
    );
    let highlights = highlighted.highlights;
    highlights
        .zh
        .unwrap()
        .into_iter()
        .map(|span| text[span].to_owned())
        .collect()
}

#[test]
fn what_matched_is_lit_and_nothing_else() {
    for (query, text, expected) in [
        ("资本支出", "資本支出與資本", vec!["資本支出"]),
        ("法人說明會", "法 人 說 明 會,說明", vec!["法 人 說 明 會"]),
        (
            "invest",
            "Investing in investments, invested",
            vec!["Investing", "investments", "invested"],
        ),
        ("\"invest\"", "Investing to invest", vec!["invest"]),
        (
            "\"quick commerce\"",
            "Quick commerce, quick e-commerce",
            vec!["Quick commerce"],
        ),
        (
            "CapEx",
            "CapEx, cap ex, Cap-Ex and capex",
            vec!["CapEx", "cap ex", "Cap-Ex", "capex"],
        ),
        ("AI", "AI said AIs ai", vec!["AI", "AIs"]),
        (
            "year-over-year",
            "year over year, year-over-year",
            vec!["year over year", "year-over-year"],
        ),
        ("5G手機", "新5G 手機上市", vec!["5G 手機"]),
        ("2001", "2000 2,001 2001年", vec!["2,001", "2001"]),
        ("34%", "34%、3.4%、34個", vec!["34%"]),
        ("invest*", "investor, invests", vec!["investor", "invests"]),
        ("後", "之後 皇后", vec!["後"]),
        ("后", "之後 皇后", vec!["後", "后"]),
        ("-capex 營收", "capex 營收", vec!["營收"]),
    ] {
        assert_eq!(lit(query, text), expected, "{query}");
    }
}
