use tantivy::tokenizer::{TokenStream, Tokenizer};

use super::*;
use crate::text::analyse_into;

/// The tokens that the index takes for a text: literal, words.
fn held(text: &str) -> [String; 2] {
    let mut held = TokenEncoder::default();
    analyse_into(text, &mut held);
    held.streams().map(|packed| {
        let mut tokenizer = pretokenized::PretokenizedTokenizer;
        let mut tokens = tokenizer.token_stream(packed);
        let mut shown = Vec::new();
        while tokens.advance() {
            shown.push(format!(
                "{}@{}",
                tokens.token().text,
                tokens.token().position
            ));
        }
        shown.join(" ")
    })
}

/// What is encode query for literal tokens: terms at their offsets.
fn encode_query(tokens: &[(u32, &str)]) -> String {
    let (_, fields) = Fields::schema();
    let tokens: Vec<_> = tokens
        .iter()
        .map(|(offset, token)| (*offset, (*token).to_owned()))
        .collect();
    match fields
        .encode_query(Stream::Literal, Lang::Zh, &tokens)
        .unwrap()
    {
        EncodedTokens::Prefix(c) => format!("{c}*"),
        EncodedTokens::Phrase(row) => shown(&row),
    }
}

fn shown(row: &[PhrasePosition]) -> String {
    let place = |place: &PhrasePosition| {
        let terms = place.terms.iter().map(|term| term.value());
        let terms: Vec<_> = terms
            .map(|term| term.as_str().unwrap().to_owned())
            .collect();
        format!("{}@{}", terms.join("|"), place.offset)
    };
    row.iter().map(place).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_are_told_from_characters_that_meet() {
    let (_, fields) = Fields::schema();
    let apart = |tokens: &[&str]| {
        let places = (0..).step_by(STEP as usize);
        let tokens: Vec<(u32, String)> = places
            .zip(tokens.iter().map(|token| (*token).to_owned()))
            .collect();
        let found = fields.segmented_phrase(Lang::Zh, &tokens)?;
        Some([shown(&found.words), shown(&found.characters)])
    };
    let some = |words: &str, characters: &str| Some([words.to_owned(), characters.to_owned()]);
    assert_eq!(apart(&["利", "率"]), some("利率+@0", "利率@0"));
    assert_eq!(apart(&["后", "宫"]), some("后宫+@0", "后宫@0"));
    assert_eq!(apart(&["=後", "宫"]), some("后宫+@0 =後@0", "=後@0 后宫@0"));
    assert_eq!(
        apart(&["毛", "利", "率", "下", "降"]),
        some("毛利率@0 下降+@6", "毛利|毛利+@0 率下@4 下降|下降+@6")
    );
    assert_eq!(
        apart(&["5g", "手", "机"]),
        some("手机+@2 5g|5g~@0", "5g|5g~@0 手机@2")
    );
    assert_eq!(apart(&["率"]), None);
    assert_eq!(apart(&["capex"]), None);
}

#[test]
fn characters_stand_in_pairs_and_the_ends_of_a_run_alone() {
    assert_eq!(held("資本支出")[0], "资@0 资本+@0 本支@2 支出+@4 出@6");
    assert_eq!(held("資本支出")[1], "资本支出@0");
    assert_eq!(
        held("5G手機,法 人")[0],
        "5g@0 手@2 手机+@2 机@4 法@7 法人+@7 人@9"
    );
    assert_eq!(held("年")[0], "年@0");
    assert_eq!(held("後宮")[0], "后@0 =後@0 后宫+@0 宫@2");
    // 利率 is no word here.
    assert_eq!(held("毛利率")[0], "毛@0 毛利@0 利率@2 率@4");
    assert_eq!(held("毛利率")[1], "毛利率@0");
}

#[test]
fn a_row_is_sought_by_the_fewest_pairs() {
    let row = |text: &str| {
        let tokens = text.chars().enumerate();
        let tokens: Vec<(u32, String)> = tokens
            .map(|(at, c)| (STEP * at as u32, c.to_string()))
            .collect();
        let tokens: Vec<_> = tokens.iter().map(|(at, c)| (*at, c.as_str())).collect();
        encode_query(&tokens)
    };
    assert_eq!(row("资"), "资*");
    assert_eq!(row("资本"), "资本|资本+@0");
    assert_eq!(row("毛利率"), "毛利|毛利+@0 利率|利率+@2");
    assert_eq!(row("资本支出"), "资本|资本+@0 支出|支出+@4");
    assert_eq!(encode_query(&[(0, "=後"), (2, "宫")]), "=後@0 后宫|后宫+@0");
    assert_eq!(encode_query(&[(0, "=後")]), "=後@0");
    // Beside a word and beside a pause a character is the end of its run.
    assert_eq!(encode_query(&[(0, "2025"), (2, "年")]), "2025|2025~@0 年@2");
    assert_eq!(encode_query(&[(0, "甲"), (3, "乙")]), "甲@0 乙@3");
}

#[test]
fn a_word_stands_once() {
    assert_eq!(
        held("Investing to invest"),
        ["investing@0 to@2 invest@4", "invest@0"].map(str::to_owned)
    );
    // Nobody who looks for mail by its stem means e-mail.
    assert_eq!(
        held("e-mail"),
        ["e~@0 mail~@2", "email@0"].map(str::to_owned)
    );
}
